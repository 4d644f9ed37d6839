from __future__ import annotations

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "nuan.domains.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from nuan.domains.intake import spine  # noqa: PLC0415 (tables exist only once every app is loaded)

        spine.join()

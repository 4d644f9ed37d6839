from __future__ import annotations

from django.apps import AppConfig


class VisitConfig(AppConfig):
    name = "nuan.domains.visit"
    label = "visit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from nuan.domains.visit import spine  # noqa: PLC0415 (tables exist only once every app is loaded)

        spine.join()

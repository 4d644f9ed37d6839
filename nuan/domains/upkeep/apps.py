from __future__ import annotations

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "nuan.domains.upkeep"
    label = "upkeep"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from nuan.domains.upkeep import spine  # noqa: PLC0415 (tables exist only once every app is loaded)

        spine.join()

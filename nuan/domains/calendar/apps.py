from __future__ import annotations

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "nuan.domains.calendar"
    label = "calendar"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from nuan.domains.calendar import spine  # noqa: PLC0415 (tables exist only once every app is loaded)

        spine.join()

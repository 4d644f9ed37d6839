from __future__ import annotations

from django.apps import AppConfig


class ParcelConfig(AppConfig):
    name = "nuan.domains.parcel"
    label = "parcel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from nuan.domains.parcel import spine  # noqa: PLC0415 (tables exist only once every app is loaded)

        spine.join()

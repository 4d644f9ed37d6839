from __future__ import annotations

from django.apps import AppConfig


class FeeConfig(AppConfig):
    name = "nuan.domains.fee"
    label = "fee"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from nuan.domains.fee import spine  # noqa: PLC0415 (tables exist only once every app is loaded)

        spine.join()

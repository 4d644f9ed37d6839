from __future__ import annotations

from django.apps import AppConfig


class GateConfig(AppConfig):
    name = "nuan.domains.gate"
    label = "gate"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from nuan.domains.gate import spine  # noqa: PLC0415 (tables exist only once every app is loaded)

        spine.join()

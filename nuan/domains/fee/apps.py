from __future__ import annotations

from django.apps import AppConfig


class FeeConfig(AppConfig):
    name = "nuan.domains.fee"
    label = "fee"
    default_auto_field = "django.db.models.BigAutoField"

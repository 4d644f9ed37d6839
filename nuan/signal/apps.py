from __future__ import annotations

from django.apps import AppConfig


class SignalConfig(AppConfig):
    name = "nuan.signal"
    label = "signal"
    default_auto_field = "django.db.models.BigAutoField"

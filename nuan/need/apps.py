from __future__ import annotations

from django.apps import AppConfig


class NeedConfig(AppConfig):
    name = "nuan.need"
    label = "need"
    default_auto_field = "django.db.models.BigAutoField"

from __future__ import annotations

from django.apps import AppConfig


class ActConfig(AppConfig):
    name = "nuan.act"
    label = "act"
    default_auto_field = "django.db.models.BigAutoField"

from __future__ import annotations

from django.apps import AppConfig


class VisitConfig(AppConfig):
    name = "nuan.domains.visit"
    label = "visit"
    default_auto_field = "django.db.models.BigAutoField"

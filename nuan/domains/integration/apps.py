from __future__ import annotations

from django.apps import AppConfig


class IntegrationConfig(AppConfig):
    name = "nuan.domains.integration"
    label = "integration"
    default_auto_field = "django.db.models.BigAutoField"

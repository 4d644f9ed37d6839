from __future__ import annotations

from django.apps import AppConfig


class EchoConfig(AppConfig):
    name = "nuan.echo"
    label = "echo"
    default_auto_field = "django.db.models.BigAutoField"

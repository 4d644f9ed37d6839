from __future__ import annotations

from django.apps import AppConfig


class ParcelConfig(AppConfig):
    name = "nuan.domains.parcel"
    label = "parcel"
    default_auto_field = "django.db.models.BigAutoField"

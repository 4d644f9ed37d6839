"""Makes Django ready for a command; import it before any table."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuan.conf.settings")
django.setup()

from __future__ import annotations

from django.db import models

from nuan.kernel.ids import uuid7
from nuan.kernel.privacy import Grade, Personal
from nuan.people.models import ResidentRow
from nuan.place.models import CommunityRow, Scoped


class CareRow(models.Model):
    """A resident who agreed to regular care visits (探访关爱), and how often."""

    impersonal = {"uid"}
    personal = {
        "every_days": Personal(Grade.S3, "visiting as agreed", keep_days=190),
        "visited_at": Personal(Grade.S3, "visiting as agreed", keep_days=190),
    }

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="+")
    resident = models.OneToOneField(ResidentRow, on_delete=models.CASCADE, related_name="care")
    every_days = models.PositiveSmallIntegerField()
    visited_at = models.DateTimeField(null=True)

    objects = Scoped["CareRow"]()

    def __str__(self) -> str:
        return str(self.uid)

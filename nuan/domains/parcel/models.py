from __future__ import annotations

from django.db import models

from nuan.kernel.ids import uuid7
from nuan.kernel.privacy import Grade, Personal
from nuan.place.models import CommunityRow, HomeRow, Scoped


class ParcelRow(models.Model):
    """A parcel held for a home (寄存); handed over exactly once."""

    impersonal = {"uid", "carrier", "shelf", "is_heavy", "held_at", "handed_at", "source_uid"}
    personal = {"code_sealed": Personal(Grade.S2, "handing the parcel to the right home", keep_days=30)}

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="+")
    home = models.ForeignKey(HomeRow, on_delete=models.CASCADE, related_name="parcels")
    source_uid = models.UUIDField(null=True)  # the signal that told us
    carrier = models.CharField(max_length=40, blank=True)
    shelf = models.CharField(max_length=40, blank=True)
    code_sealed = models.BinaryField(null=True)
    is_heavy = models.BooleanField(default=False)
    held_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True)

    objects = Scoped["ParcelRow"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "source_uid"], name="one_parcel_per_signal")
        ]
        indexes = [models.Index(fields=["community", "handed_at", "held_at"])]

    def __str__(self) -> str:
        return f"{self.carrier} {self.shelf}"

from __future__ import annotations

from django.db import models

from nuan.kernel.ids import uuid7
from nuan.kernel.privacy import Grade, Personal
from nuan.people.models import ResidentRow
from nuan.place.models import CommunityRow, HomeRow, Scoped


class VehicleRow(models.Model):
    """A vehicle that belongs here; found by the plate's blind index."""

    impersonal = {"uid", "until"}
    personal = {
        "plate_sealed": Personal(Grade.S2, "knowing which vehicles belong here", keep_days=190),
        "plate_blind": Personal(Grade.S2, "finding a vehicle by its plate", keep_days=190),
    }

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="+")
    home = models.ForeignKey(HomeRow, on_delete=models.CASCADE, null=True, related_name="vehicles")
    resident = models.ForeignKey(ResidentRow, on_delete=models.SET_NULL, null=True, related_name="vehicles")
    plate_sealed = models.BinaryField()
    plate_blind = models.CharField(max_length=64, db_index=True)
    until = models.DateTimeField(null=True)

    objects = Scoped["VehicleRow"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "plate_blind"],
                condition=models.Q(until=None),
                name="one_vehicle_per_plate",
            )
        ]

    def __str__(self) -> str:
        return str(self.uid)

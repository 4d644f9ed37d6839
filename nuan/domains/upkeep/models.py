from __future__ import annotations

from django.db import models

from nuan.kernel.ids import uuid7
from nuan.place.models import CommonPartRow, CommunityRow, Scoped


class AssetRow(models.Model):
    """A thing that needs regular care: a lift to disinfect, a sump pump to try."""

    impersonal = {"uid", "kind", "name", "job", "every_days", "done_at"}

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="+")
    part = models.ForeignKey(CommonPartRow, on_delete=models.SET_NULL, null=True, related_name="assets")
    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=60)
    job = models.CharField(max_length=30)  # what is due: disinfection, inspection
    every_days = models.PositiveSmallIntegerField()
    done_at = models.DateTimeField(null=True)

    objects = Scoped["AssetRow"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "name", "job"], name="one_job_per_asset")]

    def __str__(self) -> str:
        return self.name

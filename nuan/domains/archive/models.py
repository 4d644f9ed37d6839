from __future__ import annotations

from django.db import models

from nuan.domains.archive.facts import ArchiveState
from nuan.kernel.ids import uuid7
from nuan.kernel.privacy import Grade, Personal
from nuan.people.models import StaffRow
from nuan.place.models import CommunityRow, Scoped


class ArchiveRow(models.Model):
    """An archive a manager asked for; the worker prepares it, and it is kept for some days."""

    impersonal = {"uid", "state", "asked_at", "done_at", "size", "has_names", "reason", "lease_until"}
    personal = {
        "passphrase_sealed": Personal(Grade.S3, "sealing the archive once it is prepared", keep_days=1)
    }

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(StaffRow, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, default=ArchiveState.ASKED, choices=[(s, s) for s in ArchiveState]
    )
    has_names = models.BooleanField(default=False)
    passphrase_sealed = models.BinaryField(null=True)
    size = models.PositiveBigIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    # The worker serves every community; whoever asks or fetches goes through `here`.
    objects = models.Manager["ArchiveRow"]()
    here = Scoped["ArchiveRow"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=list(ArchiveState)), name="archive_state_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.uid)

from __future__ import annotations

from django.db import models

from nuan.kernel.privacy import Grade, Personal
from nuan.people.models import ResidentRow, StaffRow
from nuan.place.models import CommunityRow, Scoped


class FeedRow(models.Model):
    """A person's calendar feed (日历订阅); its token is the key, so the row goes when the address is taken back."""

    impersonal = {"token_hash", "made_at"}
    personal = {
        "token_sealed": Personal(
            Grade.S3, "showing the owner the address of their own calendar", keep_days=365
        ),
    }

    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="+")
    staff = models.OneToOneField(StaffRow, on_delete=models.CASCADE, null=True, related_name="+")
    resident = models.OneToOneField(ResidentRow, on_delete=models.CASCADE, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    token_sealed = models.BinaryField()
    made_at = models.DateTimeField()

    objects = Scoped["FeedRow"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(staff=None, resident__isnull=False)
                | models.Q(staff__isnull=False, resident=None),
                name="feed_has_one_owner",
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff_id or ''}/{self.resident_id or ''}"

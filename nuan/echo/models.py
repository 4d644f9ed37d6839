from __future__ import annotations

from django.db import models

from nuan.act.models import ActRow
from nuan.echo.facts import Harm, Tone
from nuan.kernel.ids import uuid7
from nuan.kernel.privacy import Grade, Personal
from nuan.people.models import ResidentRow, StaffRow
from nuan.place.models import CommunityRow, Scoped


class EchoRow(models.Model):
    impersonal = {"uid", "tone", "harm", "at", "is_unnamed", "read_at"}
    personal = {"words_sealed": Personal(Grade.S2, "hearing what residents say of our acts", keep_days=365)}

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="echoes")
    act = models.ForeignKey(ActRow, on_delete=models.CASCADE, related_name="echoes")
    resident = models.ForeignKey(ResidentRow, on_delete=models.CASCADE, null=True, related_name="echoes")
    # The very person who did it; empty when the system acted alone.
    staff = models.ForeignKey(StaffRow, on_delete=models.SET_NULL, null=True, related_name="echoes")
    tone = models.CharField(max_length=6, choices=[(t, t) for t in Tone])
    harm = models.CharField(max_length=12, blank=True)
    words_sealed = models.BinaryField(null=True)
    is_unnamed = models.BooleanField(default=False)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = Scoped["EchoRow"]()

    class Meta:
        constraints = [
            # A second tap changes the first answer instead of adding one.
            models.UniqueConstraint(fields=["act", "resident"], name="one_echo_per_act_and_resident"),
            models.CheckConstraint(condition=models.Q(tone__in=list(Tone)), name="echo_tone_known"),
            models.CheckConstraint(condition=models.Q(harm__in=["", *Harm]), name="echo_harm_known"),
        ]
        indexes = [models.Index(fields=["community", "at"]), models.Index(fields=["staff", "at"])]

    def __str__(self) -> str:
        return f"{self.tone} {self.at:%F %T}"

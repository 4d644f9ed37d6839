from __future__ import annotations

from django.db import models

from nuan.domains.intake.facts import IntakeState
from nuan.kernel.ids import uuid7
from nuan.kernel.privacy import Grade, Personal
from nuan.place.models import CommunityRow, Scoped


class IntakeRow(models.Model):
    """One file on its way in: what it said until it is a day old, and what came of it."""

    impersonal = {
        "uid", "state", "at", "done_at", "attempts", "total", "done", "added", "unchanged", "problems", "made", "chosen", "stayed",
    }  # fmt: skip
    personal = {
        "sheets_sealed": Personal(
            Grade.S2, "bringing a workbook in, and giving its wrong rows back to be mended", keep_days=1
        ),
    }

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=[(s, s) for s in IntakeState], default=IntakeState.READY)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    sheets_sealed = models.BinaryField(null=True)
    chosen = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    added = models.JSONField(default=dict)
    unchanged = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    made = models.JSONField(default=dict)
    stayed = models.PositiveIntegerField(default=0)

    objects = Scoped["IntakeRow"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=list(IntakeState)), name="intake_state_known"
            ),
        ]
        indexes = [models.Index(fields=["state", "at"])]

    def __str__(self) -> str:
        return f"{self.uid} {self.state}"


class MappingRow(models.Model):
    """What a manager said a layout's columns are, kept for next month's file."""

    impersonal = {"mark", "columns", "saved_at"}

    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="+")
    mark = models.CharField(max_length=32)
    columns = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    objects = Scoped["MappingRow"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "mark"], name="one_mapping_per_layout"),
        ]

    def __str__(self) -> str:
        return self.mark

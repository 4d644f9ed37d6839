from __future__ import annotations

from typing import ClassVar

from django.db import models

from nuan.kernel.ids import uuid7
from nuan.kernel.privacy import Grade, Personal
from nuan.place.models import CommunityRow, DeviceRow, Scoped


class SignalRow(models.Model):
    """The log. Rows are added and never changed; the integer id is the order the beat reads in."""

    impersonal = {"uid", "kind", "at", "received_at", "late_ms", "source", "source_id"}
    personal = {
        "about": Personal(Grade.S2, "knowing which home or person a signal is about", keep_days=190),
        "payload": Personal(Grade.S2, "the evidence of a need", keep_days=190),
    }

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="signals")
    device = models.ForeignKey(DeviceRow, on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    late_ms = models.PositiveBigIntegerField(default=0)
    source = models.CharField(max_length=40)
    source_id = models.CharField(max_length=120)
    about = models.CharField(max_length=80, blank=True)
    payload = models.JSONField(default=dict)

    objects = Scoped["SignalRow"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "source", "source_id"], name="one_signal_per_source_id"
            ),
        ]
        indexes = [
            models.Index(fields=["community", "kind", "at"]),
            models.Index(fields=["community", "at"]),
            # The newest of a source is asked for at every delivery, to stamp how late it comes.
            models.Index(fields=["community", "source", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%F %T}"


class RefusalRow(models.Model):
    """A payload nobody could use, kept so that someone can look at it and mend the sender."""

    impersonal = {"uid", "source", "reason", "at", "count", "fingerprint"}
    personal = {"body": Personal(Grade.S2, "finding out why a device's payload was refused", keep_days=30)}

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    # Unknown when the sender's key or community was wrong.
    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, null=True, related_name="+")
    device = models.ForeignKey(DeviceRow, on_delete=models.SET_NULL, null=True, related_name="+")
    source = models.CharField(max_length=40)
    reason = models.CharField(max_length=300)
    body = models.BinaryField()  # the first 4 kB
    fingerprint = models.CharField(
        max_length=64, unique=True
    )  # of community, device, source, reason and body
    at = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)  # the same refusal again is counted, not stored again

    objects = models.Manager["RefusalRow"]()

    class Meta:
        indexes = [models.Index(fields=["community", "at"])]

    def __str__(self) -> str:
        return self.reason


class NonceRow(models.Model):
    """A number a sender used once, so that a recorded request cannot be played again (kept ten minutes)."""

    impersonal = {"nonce", "at"}

    device = models.ForeignKey(DeviceRow, on_delete=models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    objects: ClassVar[models.Manager[NonceRow]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["device", "nonce"], name="one_use_per_nonce")]

    def __str__(self) -> str:
        return self.nonce


class LiveRow(models.Model):
    """A line for open pages: something changed, go and fetch it. Carries ids, never personal data."""

    impersonal = {"topic", "ref", "at"}

    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(max_length=60)
    ref = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    objects = Scoped["LiveRow"]()

    class Meta:
        indexes = [models.Index(fields=["community", "id"])]

    def __str__(self) -> str:
        return f"{self.topic} {self.ref}"

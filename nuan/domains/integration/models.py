from __future__ import annotations

from typing import ClassVar

from django.db import models

from nuan.domains.integration.facts import DeliveryState, Stage
from nuan.kernel.ids import uuid7
from nuan.kernel.privacy import Grade, Personal
from nuan.people.models import StaffRow
from nuan.place.models import CommunityRow, Scoped


class IntegrationRow(models.Model):
    """Another house's system that asks and reports (对接); of its key only a hash is kept."""

    impersonal = {
        "uid", "name", "rights", "prefix", "key_hash", "made_at", "expires_at", "used_at", "revoked_at",
    }  # fmt: skip

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="+")
    # The manager who answers for what this key opens; their name stands beside every look.
    made_by = models.ForeignKey(StaffRow, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    rights = models.JSONField(default=list)
    prefix = models.CharField(max_length=12)
    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = Scoped["IntegrationRow"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "name"], name="one_integration_per_name"),
        ]

    def __str__(self) -> str:
        return self.name


class AnswerRow(models.Model):
    """What a write was answered with, so that the same write sent again changes nothing (kept a day)."""

    impersonal = {"key", "fingerprint", "status", "at"}
    personal = {"body": Personal(Grade.S2, "answering a repeated write alike", keep_days=1)}

    integration = models.ForeignKey(IntegrationRow, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.BinaryField(default=b"")
    at = models.DateTimeField(db_index=True)

    objects: ClassVar[models.Manager[AnswerRow]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["integration", "key"], name="one_answer_per_key")]

    def __str__(self) -> str:
        return self.key


class HookRow(models.Model):
    """An address of another house's system that is told what happens (回调)."""

    impersonal = {
        "uid", "name", "url", "stages", "playbooks", "rotates_until", "made_at", "is_on", "why_off",
        "failing_since", "failures", "seq",
    }  # fmt: skip
    personal = {
        "secret_sealed": Personal(Grade.S3, "proves that an event comes from this Nuan", keep_days=365),
        "former_sealed": Personal(Grade.S3, "the secret before a change, for a day", keep_days=1),
    }

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    url = models.CharField(max_length=500)
    stages = models.JSONField(default=list)
    playbooks = models.JSONField(default=list)  # names; empty means all
    secret_sealed = models.BinaryField()
    former_sealed = models.BinaryField(null=True)
    rotates_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    is_on = models.BooleanField(default=True)
    why_off = models.CharField(max_length=200, blank=True)
    failing_since = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)  # in a row
    seq = models.PositiveBigIntegerField(default=0)

    objects = Scoped["HookRow"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "name"], name="one_hook_per_name")]

    def __str__(self) -> str:
        return self.name


class WatchRow(models.Model):
    """How far a community's rows have been looked through for its hooks, committed with what was found."""

    impersonal = {"signal", "need", "act", "live"}

    community = models.OneToOneField(CommunityRow, on_delete=models.CASCADE, related_name="+")
    signal = models.PositiveBigIntegerField(default=0)
    need = models.PositiveBigIntegerField(default=0)
    act = models.PositiveBigIntegerField(default=0)
    live = models.PositiveBigIntegerField(default=0)

    objects = Scoped["WatchRow"]()

    def __str__(self) -> str:
        return f"{self.community_id}"


class DeliveryRow(models.Model):
    """One event for one hook; its uid is the webhook-id, the same at every attempt."""

    impersonal = {
        "uid", "seq", "stage", "body", "state", "run_at", "lease_until", "owner", "fence", "attempts", "status",
        "error", "made_at", "done_at",
    }  # fmt: skip

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="+")
    hook = models.ForeignKey(HookRow, on_delete=models.CASCADE, related_name="deliveries")
    seq = models.PositiveBigIntegerField()
    stage = models.CharField(max_length=20, choices=[(s, s) for s in Stage])
    body = models.JSONField()
    state = models.CharField(
        max_length=10, default=DeliveryState.READY, choices=[(s, s) for s in DeliveryState]
    )
    run_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    owner = models.CharField(max_length=60, blank=True)
    fence = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    # The worker serves every community; whoever shows or revives goes through `here`.
    objects = models.Manager["DeliveryRow"]()
    here = Scoped["DeliveryRow"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hook", "seq"], name="one_delivery_per_seq"),
            models.CheckConstraint(
                condition=models.Q(state__in=list(DeliveryState)), name="delivery_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "run_at"]),
            models.Index(fields=["hook", "state", "run_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.seq}"

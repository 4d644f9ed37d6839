from __future__ import annotations

from django.db import models

from nuan.kernel.ids import uuid7
from nuan.kernel.privacy import Grade, Personal
from nuan.place.models import CommunityRow, Scoped


class PlaybookRow(models.Model):
    """A community's use of a playbook: on or off, its tuned inputs, its own text if edited, why it is broken."""

    impersonal = {
        "uid",
        "name",
        "is_on",
        "inputs",
        "source_text",
        "version",
        "broken",
        "changed_at",
        "buildings",
    }

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="playbooks")
    name = models.CharField(max_length=60)
    is_on = models.BooleanField(default=False)
    inputs = models.JSONField(default=dict)
    source_text = models.TextField(blank=True)  # empty: the shipped file
    version = models.PositiveIntegerField(default=1)
    broken = models.JSONField(default=list)  # [{"line", "column", "message", "hint"}]
    buildings = models.JSONField(default=list)  # uids; empty means everywhere
    changed_at = models.DateTimeField()

    objects = Scoped["PlaybookRow"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "name"], name="one_playbook_per_name")]

    def __str__(self) -> str:
        return self.name


class OffsetRow(models.Model):
    """How far a community's log has been read, committed together with what was found."""

    impersonal = {"offset", "tick_at", "state_version"}

    community = models.OneToOneField(CommunityRow, on_delete=models.CASCADE, related_name="offset")
    offset = models.PositiveBigIntegerField(default=0)
    tick_at = models.DateTimeField(null=True)  # event time up to which timers and calendars were played
    state_version = models.PositiveIntegerField(default=1)

    objects = Scoped["OffsetRow"]()

    def __str__(self) -> str:
        return str(self.offset)


class StateRow(models.Model):
    """The engine's memory for one playbook and key; `due_at` is a timer kept as data."""

    impersonal = {"playbook", "version", "due_at"}
    personal = {
        "key": Personal(Grade.S2, "whose state this is", keep_days=190),
        "state": Personal(Grade.S2, "what the playbook remembers between signals", keep_days=190),
    }

    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="+")
    playbook = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    key = models.CharField(max_length=80)
    state = models.JSONField(default=dict)
    due_at = models.DateTimeField(null=True)

    objects = Scoped["StateRow"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "playbook", "version", "key"], name="one_state_per_key"
            ),
        ]
        indexes = [models.Index(fields=["community", "due_at"])]

    def __str__(self) -> str:
        return f"{self.playbook} {self.key}"


class TraceRow(models.Model):
    """Why a playbook fired, or did not, or whom it spared."""

    impersonal = {"uid", "playbook", "version", "at", "signal_uid", "verdict", "found", "spared"}
    personal = {
        "key": Personal(Grade.S2, "whose state was looked at", keep_days=60),
        "reasons": Personal(Grade.S2, "answering why it fired, and why not", keep_days=60),
    }

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="+")
    playbook = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    signal_uid = models.UUIDField(null=True)
    key = models.CharField(max_length=80, blank=True)
    verdict = models.CharField(max_length=12)  # fired | quiet | broken
    found = models.PositiveIntegerField(default=0)
    spared = models.JSONField(default=dict)  # {"weekly-cap": 3}
    reasons = models.JSONField(default=list)  # [{"zh", "en"}]

    objects = Scoped["TraceRow"]()

    class Meta:
        indexes = [models.Index(fields=["community", "playbook", "at"])]

    def __str__(self) -> str:
        return f"{self.playbook} {self.verdict}"

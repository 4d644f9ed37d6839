from __future__ import annotations

from django.db import models

from nuan.act.facts import ActKind, ActState, Channel, JobState
from nuan.kernel.ids import uuid7
from nuan.kernel.privacy import Grade, Personal
from nuan.need.models import NeedRow
from nuan.people.facts import Role
from nuan.people.models import ResidentRow, StaffRow, User
from nuan.place.models import CommonPartRow, CommunityRow, HomeRow, Scoped


class ActRow(models.Model):
    """One act: a task for staff, a message to a resident, a page on a screen, a card on a post."""

    impersonal = {
        "uid", "kind", "key", "playbook", "role", "state", "urgent", "made_at", "starts_at", "due_at",
        "ends_at", "accepted_at", "done_at", "seen_at", "steps", "asks_echo", "part_kind",
    }  # fmt: skip
    personal = {
        "title_zh": Personal(Grade.S2, "telling the right person what to do", keep_days=365),
        "title_en": Personal(Grade.S2, "telling the right person what to do", keep_days=365),
        "body_zh": Personal(Grade.S2, "telling the right person what to do", keep_days=190),
        "body_en": Personal(Grade.S2, "telling the right person what to do", keep_days=190),
        "about": Personal(Grade.S2, "the thing an act is about", keep_days=365),
        "detail": Personal(Grade.S2, "what a card or screen shows", keep_days=190),
        "outcome": Personal(Grade.S2, "what was found at the door", keep_days=365),
    }

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="acts")
    need = models.ForeignKey(NeedRow, on_delete=models.CASCADE, null=True, related_name="acts")
    home = models.ForeignKey(HomeRow, on_delete=models.CASCADE, null=True, related_name="acts")
    resident = models.ForeignKey(ResidentRow, on_delete=models.CASCADE, null=True, related_name="acts")
    part = models.ForeignKey(CommonPartRow, on_delete=models.SET_NULL, null=True, related_name="acts")
    assignee = models.ForeignKey(StaffRow, on_delete=models.SET_NULL, null=True, related_name="acts")
    done_by = models.ForeignKey(StaffRow, on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=[(k, k) for k in ActKind])
    key = models.CharField(max_length=80)
    playbook = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=20, blank=True, choices=[(r, r) for r in Role])
    part_kind = models.CharField(max_length=20, blank=True)
    about = models.CharField(max_length=80, blank=True)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=200)
    body_zh = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    steps = models.JSONField(default=list)  # [{"zh", "en", "needs_photo", "ticked_at"}]
    detail = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default=ActState.OPEN, choices=[(s, s) for s in ActState])
    urgent = models.BooleanField(default=False)
    asks_echo = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)

    objects = Scoped["ActRow"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["need", "key"],
                condition=models.Q(need__isnull=False),
                name="one_act_per_need_and_key",
            ),
            models.CheckConstraint(condition=models.Q(state__in=list(ActState)), name="act_state_known"),
            models.CheckConstraint(condition=models.Q(kind__in=list(ActKind)), name="act_kind_known"),
        ]
        indexes = [
            models.Index(fields=["community", "kind", "state", "due_at"]),
            models.Index(fields=["assignee", "state", "due_at"]),
            models.Index(fields=["resident", "kind", "made_at"]),
        ]

    def __str__(self) -> str:
        return self.title_zh


class PhotoRow(models.Model):
    impersonal = {"uid", "taken_at", "width", "height", "size", "step"}
    personal = {"image": Personal(Grade.S2, "proof that a task was done", keep_days=365)}

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="+")
    act = models.ForeignKey(ActRow, on_delete=models.CASCADE, related_name="photos")
    by = models.ForeignKey(StaffRow, on_delete=models.SET_NULL, null=True, related_name="+")
    step = models.PositiveSmallIntegerField(null=True)
    image = models.FileField(upload_to="photos/%Y/%m")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    taken_at = models.DateTimeField()

    objects = Scoped["PhotoRow"]()

    def __str__(self) -> str:
        return str(self.uid)


class JobRow(models.Model):
    """The outbox: an effect to bring about, written in the same transaction as its cause."""

    impersonal = {
        "uid", "idempotency_key", "channel", "run_at", "urgent", "lease_until", "owner", "fence", "attempts",
        "state", "error", "made_at", "done_at", "give_up_at", "went_on",
    }  # fmt: skip
    personal = {"payload_sealed": Personal(Grade.S2, "the letter on its way", keep_days=30)}

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="+")
    act = models.ForeignKey(ActRow, on_delete=models.CASCADE, null=True, related_name="jobs")
    resident = models.ForeignKey(ResidentRow, on_delete=models.CASCADE, null=True, related_name="+")
    idempotency_key = models.CharField(max_length=120, unique=True)
    channel = models.CharField(max_length=10, choices=[(c, c) for c in Channel])
    payload_sealed = models.BinaryField()
    urgent = models.BooleanField(default=False)
    run_at = models.DateTimeField()
    give_up_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    owner = models.CharField(max_length=60, blank=True)
    # Grows with every lease: a sleeper that wakes after its lease ended carries an old number and is refused.
    fence = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, default=JobState.READY, choices=[(s, s) for s in JobState])
    error = models.CharField(max_length=300, blank=True)
    went_on = models.BooleanField(default=False)  # dead here, and the next channel took the letter over
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    # The worker serves every community; whoever shows or revives letters goes through `here`.
    objects = models.Manager["JobRow"]()
    here = Scoped["JobRow"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=list(JobState)), name="job_state_known")
        ]
        indexes = [
            models.Index(fields=["state", "urgent", "run_at"]),
            models.Index(fields=["community", "state"]),
        ]

    def __str__(self) -> str:
        return self.idempotency_key


class SubscriptionRow(models.Model):
    """A browser that agreed to be pushed to."""

    impersonal = {"endpoint_hash", "made_at"}
    personal = {"keys_sealed": Personal(Grade.S2, "pushing to this person's phone", keep_days=190)}

    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="subscriptions")
    endpoint_hash = models.CharField(max_length=64, unique=True)
    keys_sealed = models.BinaryField()
    made_at = models.DateTimeField()

    objects = Scoped["SubscriptionRow"]()

    def __str__(self) -> str:
        return self.endpoint_hash[:8]


class RobotRow(models.Model):
    """A group robot of WeCom, DingTalk or Feishu that a community's staff listen to."""

    impersonal = {"name", "channel", "active", "tried_at", "error"}
    personal = {"address_sealed": Personal(Grade.S2, "posting to the staff's group", keep_days=365)}

    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="robots")
    name = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, choices=[(c, c) for c in Channel])
    address_sealed = models.BinaryField()  # JSON {"url", "secret"}
    active = models.BooleanField(default=True)
    tried_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)  # of the latest try; empty when it arrived

    objects = Scoped["RobotRow"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "name"], name="one_robot_per_name")]

    def __str__(self) -> str:
        return self.name

from __future__ import annotations

from django.db import models

from nuan.kernel.ids import uuid7
from nuan.kernel.privacy import Grade, Personal
from nuan.need.facts import NeedState, Spare
from nuan.people.models import ResidentRow
from nuan.place.models import CommunityRow, HomeRow, Scoped
from nuan.signal.models import SignalRow


class NeedRow(models.Model):
    impersonal = {
        "uid", "need_id", "playbook", "version", "kind", "fired_at", "evidence_at", "found_at", "is_late",
        "state", "spared", "priority",
    }  # fmt: skip
    personal = {
        "key": Personal(Grade.S2, "whose state in the playbook this need came from", keep_days=190),
        "about": Personal(Grade.S2, "the thing a need is about", keep_days=190),
        "evidence": Personal(Grade.S2, "explaining why we acted (PIPL article 24)", keep_days=190),
        "why_zh": Personal(Grade.S2, "explaining why we acted (PIPL article 24)", keep_days=190),
        "why_en": Personal(Grade.S2, "explaining why we acted (PIPL article 24)", keep_days=190),
    }

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="needs")
    signal = models.ForeignKey(SignalRow, on_delete=models.SET_NULL, null=True, related_name="needs")
    home = models.ForeignKey(HomeRow, on_delete=models.CASCADE, null=True, related_name="needs")
    resident = models.ForeignKey(ResidentRow, on_delete=models.CASCADE, null=True, related_name="needs")
    need_id = models.CharField(max_length=32)
    playbook = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    about = models.CharField(max_length=80, blank=True)
    fired_at = models.DateTimeField()
    evidence_at = models.DateTimeField()
    found_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    evidence = models.JSONField(default=dict)
    why_zh = models.CharField(max_length=300)
    why_en = models.CharField(max_length=300)
    state = models.CharField(max_length=10, default=NeedState.FOUND, choices=[(s, s) for s in NeedState])
    spared = models.CharField(max_length=20, blank=True)
    priority = models.SmallIntegerField(default=0)

    objects = Scoped["NeedRow"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "need_id"], name="one_need_per_need_id"),
            models.CheckConstraint(condition=models.Q(state__in=list(NeedState)), name="need_state_known"),
            models.CheckConstraint(condition=models.Q(spared__in=["", *Spare]), name="need_spared_known"),
        ]
        indexes = [
            models.Index(fields=["community", "fired_at"]),
            models.Index(fields=["community", "playbook", "key", "fired_at"]),
            models.Index(fields=["home", "fired_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.playbook} {self.key}"

from __future__ import annotations

from django.db import models

from nuan.kernel.ids import uuid7
from nuan.kernel.privacy import Grade, Personal
from nuan.place.models import CommunityRow, HomeRow, Scoped


class BillRow(models.Model):
    """A property fee billed to a home; money in yuan with fen, never a float."""

    impersonal = {"uid", "period", "due_on"}
    personal = {
        "amount": Personal(Grade.S2, "asking for a fee that is due", keep_days=5 * 365),
        "received": Personal(Grade.S2, "knowing what has been paid", keep_days=5 * 365),
        "is_disputed": Personal(Grade.S2, "not pressing for a fee under dispute", keep_days=5 * 365),
    }

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    community = models.ForeignKey(CommunityRow, on_delete=models.CASCADE, related_name="+")
    home = models.ForeignKey(HomeRow, on_delete=models.CASCADE, related_name="bills")
    period = models.CharField(max_length=20)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    received = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    due_on = models.DateField()
    is_disputed = models.BooleanField(default=False)

    objects = Scoped["BillRow"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["home", "period"], name="one_bill_per_period")]
        indexes = [models.Index(fields=["community", "due_on"])]

    def __str__(self) -> str:
        return self.period

"""Questions about what is on its way to hooks."""

from __future__ import annotations

from nuan.domains.integration.facts import Delivery, DeliveryState, Stage
from nuan.domains.integration.models import DeliveryRow


def deliveries(*, hook_id: int, state: DeliveryState | None = None, limit: int = 50) -> list[Delivery]:
    """Return what was, is or could not be brought to a hook, newest first."""
    rows = DeliveryRow.here.filter(hook=hook_id).order_by("-seq")
    rows = rows.filter(state=state) if state else rows
    return [delivery_fact(row) for row in rows[:limit]]


def delivery_fact(row: DeliveryRow) -> Delivery:
    """Return the row as a fact."""
    return Delivery(
        uid=str(row.uid),
        seq=row.seq,
        stage=Stage(row.stage),
        state=DeliveryState(row.state),
        attempts=row.attempts,
        status=row.status,
        error=row.error,
        made_at=row.made_at,
        done_at=row.done_at,
    )

"""Names of what the engine found: the same on every machine, in every batching, live or from history."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from nuan.engines.match.facts import Fire
from nuan.engines.match.plain import order
from nuan.kernel.ids import derived_id


def need_id(fire: Fire, *, target: str = "") -> str:
    """Return the id of the need that this fire means for one target of its audience."""
    key = f"{fire.key}>{target}" if target and target != fire.key else fire.key
    return derived_id(fire.playbook, str(fire.version), key, str(fire.at), str(fire.evidence_at))


def digest(fires: Iterable[Fire]) -> str:
    """Return one word for a whole result: equal words, equal needs."""
    lines = [f"{need_id(fire)} {fire.value} {fire.end} {fire.is_late}" for fire in sorted(fires, key=order)]
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()

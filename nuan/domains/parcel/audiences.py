"""Which homes have something to fetch."""

from __future__ import annotations

from nuan.domains.parcel import reads as parcels
from nuan.domains.parcel.facts import Parcel
from nuan.domains.parcel.rules import hours_held, patience
from nuan.kernel.ref import Ref
from nuan.need.facts import Asked, Target


def arrived(asked: Asked) -> list[Target]:
    """Return the home whose parcel the signal told of."""
    parcel = parcels.of_signal(signal_uid=asked.signal.uid) if asked.signal else None
    return [_target(parcel, asked)] if parcel and parcel.handed_at is None else []


def waiting(asked: Asked) -> list[Target]:
    """Return the homes whose parcels have waited as long as the playbook's input says."""
    late = parcels.waiting(now=asked.at, longer_than=patience(asked.inputs))
    return [_target(parcel, asked) for parcel in late]


def _target(parcel: Parcel, asked: Asked) -> Target:
    hours = hours_held(parcel.held_at, now=asked.at)
    return Target(
        home_id=parcel.home_id,
        about=Ref("parcel", str(parcel.uid)),
        words={
            "home": parcel.home,
            "carrier": parcel.carrier,
            "shelf": parcel.shelf,
            "code": parcel.code,
            "heavy": parcel.is_heavy,
            "hours": hours,
            "days": hours // 24,
        },
    )

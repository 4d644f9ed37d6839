"""Whom a letter reaches, and where. Addresses are looked up when it leaves, so that an erased person gets none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nuan.act.facts import Channel, Robot
from nuan.act.models import RobotRow, SubscriptionRow
from nuan.people import reads as house
from nuan.people.models import ResidentRow

HOUSE_LANGUAGE = "zh-hans"
CHUNK = 500  # SQLite refuses very long lists of ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    addresses: tuple[str, ...]
    language: str = HOUSE_LANGUAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Whom messages are for, and by which channels, beside the app, each can be reached."""

    channels: Mapping[int, set[Channel]]  #: by resident
    by_home: Mapping[int, Sequence[int]]

    def of(self, *, resident_id: int | None, home_id: int | None) -> dict[int, set[Channel]]:
        """Return the recipients of one message: the resident, else everybody of the home."""
        ids = [resident_id] if resident_id is not None else self.by_home.get(home_id or 0, ())
        return {one: self.channels[one] for one in ids if one in self.channels}


def people(*, resident_ids: Iterable[int], home_ids: Iterable[int]) -> People:
    """Return how these residents, and those of these homes, can be reached; the erased are left out."""
    by_home = house.residents_by_home(home_ids=list(home_ids))
    wanted = sorted({*resident_ids, *(one for ids in by_home.values() for one in ids)})
    found: list[tuple[int, int | None, str]] = []
    for start in range(0, len(wanted), CHUNK):
        rows = ResidentRow.objects.filter(pk__in=wanted[start : start + CHUNK]).exclude(data_key=None)
        found += rows.values_list("pk", "user", "phone_blind")
    pushed = set(SubscriptionRow.objects.values_list("user", flat=True)) if found else set()
    channels = {
        pk: ({Channel.SMS} if phone else set()) | ({Channel.PUSH} if user in pushed else set())
        for pk, user, phone in found
    }
    return People(channels=channels, by_home=by_home)


def robot_channels() -> set[Channel]:
    """Return the kinds of group robots this community's staff listen to."""
    rows = RobotRow.objects.filter(active=True).values_list("channel", flat=True)
    return {Channel(channel) for channel in rows}


def reached(*, channel: Channel, resident_id: int | None) -> Reached:
    """Return the addresses of a resident on one channel, or of the staff's group robots, as they are now."""
    if resident_id is None:
        return Reached(addresses=_robots(channel))
    row = ResidentRow.objects.filter(pk=resident_id).exclude(data_key=None).first()
    if row is None:
        return Reached(addresses=())
    if channel is Channel.PUSH:
        return Reached(addresses=_browsers(row.user_id), language=row.language)
    phone = house.resident_fact(row).phone
    return Reached(addresses=(phone,) if phone else (), language=row.language)


def community_of(*, resident_id: int) -> int:
    """Return the community of a resident in scope."""
    return ResidentRow.objects.values_list("community", flat=True).get(pk=resident_id)


def robot_place(*, community_id: int, name: str) -> str:
    """Return where a robot's address is sealed to."""
    return f"robot.address_sealed:{community_id}:{name}"


def browser_place(*, endpoint_hash: str) -> str:
    """Return where a browser's keys are sealed to."""
    return f"subscription.keys_sealed:{endpoint_hash}"


def _robots(channel: Channel) -> tuple[str, ...]:
    rows = RobotRow.objects.filter(active=True, channel=channel).order_by("id")
    return tuple(_robot_address(row) for row in rows)


def _robot_address(row: RobotRow) -> str:
    place = robot_place(community_id=row.community_id, name=row.name)
    return house.masters().open(bytes(row.address_sealed), place=place).decode()


def _browsers(user_id: int | None) -> tuple[str, ...]:
    rows = SubscriptionRow.objects.filter(user=user_id).order_by("id") if user_id else []
    return tuple(
        house.masters()
        .open(bytes(row.keys_sealed), place=browser_place(endpoint_hash=row.endpoint_hash))
        .decode()
        for row in rows
    )


def robots() -> list[Robot]:
    """Return each group robot and what became of the latest try, never its address."""
    return [
        Robot(
            name=row.name,
            channel=Channel(row.channel),
            active=row.active,
            tried_at=row.tried_at,
            error=row.error,
        )
        for row in RobotRow.objects.order_by("name")
    ]


def robot_address(*, name: str) -> tuple[Channel, str]:
    """Return the kind and the opened address of one group robot, to hand it a letter."""
    row = RobotRow.objects.get(name=name)
    return Channel(row.channel), _robot_address(row)


def packed(**parts: object) -> str:
    """Return an address of several parts as the one string a Letter carries."""
    return json.dumps(parts, sort_keys=True)

"""What a message on a topic is worth, and to whom it belongs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, close_old_connections, connection
from django_scopes import scope

from nuan.place import reads as place
from nuan.place.facts import Device
from nuan.signal import writes as signal
from nuan.signal.facts import Unreadable
from nuan.signal.rules.states import is_housekeeping

STRANGER = "no device is registered for this topic"
LEVELS = 4  # how far up from a message's topic a device's own topic may be


class NoSuchDevice(LookupError):
    """No device in use has this id."""


def device_of(topic: str) -> Device | None:
    """Return the device registered for the topic, or for one above it."""
    for _ in range(LEVELS):
        if found := place.device_by_topic(topic=topic):
            return found
        topic = topic.rpartition("/")[0]
    return None


def hear_afresh(topic: str, raw: bytes, *, now: datetime, is_repeat: bool = False) -> None:
    """This will hear a message over a connection that still stands, or over a new one."""
    close_old_connections()
    try:
        hear(topic, raw, now=now, is_repeat=is_repeat)
    except DatabaseError:
        connection.close()
        raise


def hear(topic: str, raw: bytes, *, now: datetime, is_repeat: bool = False) -> None:
    """This will record a message's signals, or keep why not; it returns when that is committed."""
    if is_housekeeping(topic):
        return
    device = device_of(topic)
    if device is None:
        signal.refuse(
            community_id=None, device_id=None, source="mqtt", reason=STRANGER, body=topic.encode(), now=now
        )
        return
    _take_in(device, raw, now=now, topic=topic, is_repeat=is_repeat)


def camera_of(uid: UUID) -> Device:
    """Return the device of this id over a connection that still stands; raise NoSuchDevice when there is none."""
    close_old_connections()
    found = place.device(uid=uid)
    if found is None:
        raise NoSuchDevice("no device of this id is registered, or it was retired")
    return found


def hear_camera(uid: UUID, raw: bytes, *, now: datetime) -> None:
    """This will record a part of a camera's stream, or keep why not; it returns when that is committed."""
    try:
        _take_in(camera_of(uid), raw, now=now)
    except DatabaseError:
        connection.close()
        raise


def _take_in(device: Device, raw: bytes, *, now: datetime, topic: str = "", is_repeat: bool = False) -> None:
    community = place.community(id=device.community_id)
    try:
        with scope(community=community.id):
            signal.take_in(
                community=community, source=device.source, raw=raw, now=now, device=device, topic=topic,
                is_repeat=is_repeat,
            )  # fmt: skip
    except Unreadable:
        # Kept with its reason by the write; sent again it would not be read either.
        return

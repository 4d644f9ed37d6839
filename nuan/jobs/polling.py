"""Asks a weather service what is coming, for each community that has a place on the map."""

from __future__ import annotations

from datetime import datetime

import httpx2
from django_scopes import scope

from nuan.place import reads as place
from nuan.place.facts import Community
from nuan.signal import writes as signal
from nuan.signal.facts import Recorded, Unreadable
from nuan.signal.rules.documents import JSON_LIMIT

SOURCE = "open-meteo"
HOURLY = "temperature_2m,precipitation,precipitation_probability,snowfall,wind_speed_10m,wind_gusts_10m"
DAYS = 3
PATIENCE = httpx2.Timeout(10.0)


class NoAnswer(OSError):
    """The service gave nothing to read; the message says what happened."""


def poll(url: str, *, now: datetime, client: httpx2.Client) -> dict[str, str]:
    """This will ask once for every community; Return what came of it, by community."""
    return {
        community.name: _poll_one(url, community, now=now, client=client)
        for community in place.communities()
        if community.latitude is not None and community.longitude is not None
    }


def _poll_one(url: str, community: Community, *, now: datetime, client: httpx2.Client) -> str:
    try:
        raw = ask(url, community, client=client)
    except NoAnswer as problem:
        signal.refuse(
            community_id=community.id, device_id=None, source=SOURCE, reason=str(problem), body=b"", now=now
        )
        return str(problem)
    try:
        with scope(community=community.id):
            done = signal.take_in(community=community, source=SOURCE, raw=raw, now=now)
    except Unreadable as problem:
        return str(problem)
    return _sentence(done)


def _sentence(done: Recorded) -> str:
    return "a new forecast" if done.fresh else "nothing new"


def ask(url: str, community: Community, *, client: httpx2.Client) -> bytes:
    """Return the service's answer; raise NoAnswer when there is none worth reading."""
    question = {
        "latitude": str(community.latitude),
        "longitude": str(community.longitude),
        "hourly": HOURLY,
        "timezone": str(community.zone),
        "forecast_days": str(DAYS),
    }
    try:
        with client.stream("GET", url, params=question, timeout=PATIENCE) as answer:
            raw = _read(answer)
    except httpx2.HTTPError as problem:
        raise NoAnswer(f"the weather service did not answer: {type(problem).__name__}") from problem
    # The service says what is wrong in JSON under 400, which the translator turns into a sentence.
    if answer.status_code not in (200, 400):
        raise NoAnswer(f"the weather service answered with status {answer.status_code}")
    return raw


def _read(answer: httpx2.Response) -> bytes:
    parts: list[bytes] = []
    size = 0
    for part in answer.iter_bytes():
        size += len(part)
        if size > JSON_LIMIT:
            raise NoAnswer(f"the weather service sent more than {JSON_LIMIT} bytes")
        parts.append(part)
    return b"".join(parts)

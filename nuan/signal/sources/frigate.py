"""Frigate: what a camera's watcher tracked, over MQTT or from its list of events; who it was is never kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.rules import fields
from nuan.signal.rules.happenings import is_on, meaning_of
from nuan.signal.rules.idents import content_id
from nuan.signal.rules.mqtt import Message, messages
from nuan.signal.rules.parts import PICTURES
from nuan.signal.rules.plates import read_confidence, read_plate
from nuan.signal.rules.privacy import dropped
from nuan.signal.rules.times import stamp

NAME = "frigate"
STAGES = {"new", "update", "end", "genai"}
ZONE_LIMIT = 20
#: updates and housekeeping that tell how Frigate is, or who somebody was
SILENT_TYPES = {"description", "face", "classification"}
SILENT_KEYS = {"cameras", "detectors", "service", "cpu_usages", "detection_fps"}


def read(raw: bytes, arrival: Arrival) -> Iterable[Signal]:
    """Return a signal per meaningful change: came, entered a zone, was read, left; the rest gives none."""
    if raw.startswith(PICTURES):
        return []
    return [signal for message in messages(raw, arrival) for signal in _signals(message, arrival)]


def _signals(message: Message, arrival: Arrival) -> Iterator[Signal]:
    told, topic = message.payload, message.topic
    if not isinstance(told, dict):
        yield from _motion(told, topic, arrival)
    elif isinstance(after := told.get("after"), dict):
        before = told.get("before")
        stage = str(told.get("type"))
        yield from _changes(before if isinstance(before, dict) else {}, after, stage, arrival)
    elif told.get("type") == "lpr":
        yield _plate(told, told.get("plate"), told.get("score"), arrival)
    elif "label" in told and "id" in told and "camera" in told:
        yield from _listed(told, arrival)
    elif not (SILENT_KEYS & told.keys() or str(told.get("type")) in SILENT_TYPES or topic.endswith("/stats")):
        raise Unreadable("expected an event, a review or a tracked object of Frigate")


def _motion(word: object, topic: str, arrival: Arrival) -> Iterator[Signal]:
    parts = topic.split("/")
    if parts[-1] == "motion" and (on := is_on(word)) is not None:
        payload = {
            "event": "motion",
            "camera": parts[-2] if len(parts) > 1 else "",
            "meaning": "motion",
            "on": on,
        }
        when = stamp(None, arrival)
        ident = content_id([topic, word], when, arrival)
        yield Signal(
            kind="gate.other", at=when.at, source=NAME, source_id=ident, payload={**payload, **when.notes}
        )


def _changes(
    before: Mapping[str, Any], after: Mapping[str, Any], stage: str, arrival: Arrival
) -> Iterator[Signal]:
    if stage not in STAGES or not isinstance(after.get("id"), str):
        raise Unreadable("expected type new, update or end, and an id in `after`")
    if "severity" in after:
        yield from _review(before, after, stage, arrival)
        return
    if after.get("false_positive") is True:
        return
    plate, score = _recognised(after)
    if stage == "new" or before.get("false_positive") is True:
        yield _seen(after, "came", after.get("start_time"), arrival)
    elif entered := _zones(after) - _zones(before):
        yield _seen(after, "+".join(sorted(entered)), after.get("frame_time"), arrival, zones=sorted(entered))
    if plate and plate != _recognised(before)[0]:
        yield _plate(after, plate, score, arrival)
    if stage == "end":
        yield _seen(after, "left", after.get("end_time"), arrival, on=False)


def _review(
    before: Mapping[str, Any], after: Mapping[str, Any], stage: str, arrival: Arrival
) -> Iterator[Signal]:
    """Return that something became worth a look; a review that only goes on or ends is no news."""
    severity = str(after.get("severity"))[:20]
    if stage == "new" or (stage == "update" and before.get("severity") != severity):
        payload = {"event": "review", "severity": severity}
        yield _other(after, f"review/{severity}", after.get("start_time"), payload, arrival)


def _listed(told: Mapping[str, Any], arrival: Arrival) -> Iterator[Signal]:
    if told.get("false_positive") is True:
        return
    plate, score = _recognised(told)
    if plate:
        yield _plate(told, plate, score, arrival)
    else:
        yield _seen(told, "came", told.get("start_time"), arrival)


def _seen(
    told: Mapping[str, Any],
    step: str,
    said_at: object,
    arrival: Arrival,
    *,
    on: bool = True,
    zones: list[str] | None = None,
) -> Signal:
    label = str(told.get("label", ""))[:40]
    inner = told.get("data")
    sure = fields.of_json({name: told.get(name) for name in ("top_score", "score")})
    if isinstance(inner, dict):
        sure = {**fields.of_json(inner), **sure}
    payload = {
        "event": label,
        "meaning": meaning_of(label),
        "on": on,
        "confidence": read_confidence(sure.get("top_score", sure.get("score"))),
        "zones": sorted(_zones(told))[:ZONE_LIMIT] if zones is None else zones[:ZONE_LIMIT],
    }
    return _other(told, step, said_at, payload, arrival)


def _other(
    told: Mapping[str, Any], step: str, said_at: object, payload: dict[str, Any], arrival: Arrival
) -> Signal:
    when = stamp(said_at, arrival)
    camera = str(told.get("camera", ""))[:80]
    return Signal(
        kind="gate.other",
        at=when.at,
        source=NAME,
        source_id=f"{str(told.get('id'))[:60]}/{step[:50]}",
        payload={"camera": camera, **payload, **_left_out(told), **when.notes},
    )


def _plate(told: Mapping[str, Any], written: object, score: object, arrival: Arrival) -> Signal:
    plate, plate_ok = read_plate(written if isinstance(written, str) else "")
    said_at = next((told[name] for name in ("frame_time", "timestamp", "start_time") if told.get(name)), None)
    when = stamp(said_at, arrival)
    payload = {
        "event": "license_plate",
        "camera": str(told.get("camera", ""))[:80],
        "plate": plate,
        "plate_ok": plate_ok,
        "confidence": read_confidence(score),
        "direction": "unknown",
    }
    return Signal(
        kind="gate.plate-read",
        at=when.at,
        source=NAME,
        source_id=f"{str(told.get('id'))[:60]}/plate/{plate}",
        payload={**payload, **_left_out(told), **when.notes},
    )


def _recognised(told: Mapping[str, Any]) -> tuple[str, object]:
    """Return the plate and how sure it is, where any version of Frigate puts them."""
    inner = told.get("data")
    places = (told, inner) if isinstance(inner, dict) else (told,)
    for place in places:
        found = place.get("recognized_license_plate")
        score = place.get("recognized_license_plate_score")
        if isinstance(found, list) and found:
            found, score = found[0], found[1] if len(found) > 1 else score
        if isinstance(found, str) and found:
            return found, score
    return "", None


def _zones(told: Mapping[str, Any]) -> set[str]:
    found = told.get("entered_zones", told.get("zones"))
    return {str(zone)[:40] for zone in found} if isinstance(found, list) else set()


def _left_out(told: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what was left out: the label below the label may be somebody's name, an attribute a face."""
    named = {name for name, value in fields.of_json(told).items() if value not in ("", 0, False)}
    return dropped(named - {"has_snapshot"})

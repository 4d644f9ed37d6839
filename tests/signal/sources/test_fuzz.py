"""Whatever arrives, a translator answers with signals or with a sentence, never with a crash."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from nuan.signal.facts import Arrival, Ignored, Signal, Unreadable
from nuan.signal.sources import shelf

ARRIVAL = Arrival(
    at=datetime(2026, 11, 20, 4, 0, tzinfo=UTC), zone=ZoneInfo("Asia/Shanghai"), topic="zigbee2mqtt/a"
)
TIMES = st.sampled_from(
    ["2026-11-20T11:00:00+08:00", "1970-01-01", "9999-12-31T23:59:59-12:00", 0, 1e30, None, ""]
)
WORDS = st.sampled_from(
    ["kind", "at", "payload", "id", "AlarmInfoPlate", "result", "PlateResult", "license", "timeStamp", "hourly", "time",
     "precipitation", "daily", "alerts", "warning", "eventType", "code", "color", "headline", "description", "text",
     "ISSUECONTENT", "SIGNALTYPE", "content", "alert", "pubtimestamp", "water_leak", "contact", "entity_id", "state",
     "EventNotificationAlert", "ANPR", "licensePlate", "eventType", "eventState", "dateTime", "params", "events",
     "AlarmGioIn", "TriggerResult", "Timeval", "sec", "decyear", "plateid", "direction", "name", "timestamp", "Code",
     "Action", "Events", "Picture", "Plate", "TrafficCar", "PlateNumber", "Object", "UTC", "before", "after", "type",
     "label", "camera", "start_time", "recognized_license_plate", "entered_zones", "data", "score", "plate",
     "topic", "identifier", "severity", "references", "utc_offset_seconds", "messageType", "supersedes", "last_seen"]
)  # fmt: skip
SENTENCES = st.sampled_from(
    [
        "甲市气象台20日8时发布暴雨红色预警",
        "31日25时解除预警",
        "11B03",
        "on",
        "京A12345",
        "sensor.leak",
        "new",
        "end",
        "lpr",
        "VMD",
        "active",
        "TrafficJunction",
        "tns1:A/Motion",
        "5LqsQTEyMzQ1",
        "_无_",
    ]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | TIMES | SENTENCES
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(WORDS | st.text(max_size=5), inner, max_size=6)
    ),
    max_leaves=25,
)
TAGS = st.sampled_from(
    ["EventNotificationAlert", "alert", "Alert", "info", "ANPR", "licensePlate", "eventType", "dateTime", "identifier",
     "direction", "confidenceLevel", "Envelope", "Notify", "NotificationMessage", "Topic", "Message", "Data", "Source",
     "SimpleItem", "sender", "sent", "status", "msgType", "scope", "event", "severity", "references", "area", "geocode", "headline"]
)  # fmt: skip
XML = st.recursive(
    SENTENCES
    | st.sampled_from(["ANPR", "Actual", "Alert", "2026-11-20T11:00:00+08:00", "1970-01-01T00:00:00Z"]),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", TAGS, st.lists(inner, max_size=6)
    ),
    max_leaves=20,
)
LINES = st.lists(
    st.builds(
        lambda head, value: f"{head}{json.dumps(value)}",
        st.sampled_from(["Code=TrafficJunction;action=Pulse;index=0;data=", "Events[0].TrafficCar.PlateNumber=",
                         "Events[0].Code=", "--myboundary\nContent-Type: text/plain\n\n", "Heartbeat"]),
        VALUES,
    ),
    max_size=4,
)  # fmt: skip
INPUTS = (
    st.binary(max_size=200)
    | VALUES.map(lambda value: json.dumps(value).encode())
    | LINES.map(lambda lines: "\n".join(lines).encode())
    | XML.map(lambda text: f"<Envelope><Notify>{text}</Notify></Envelope>".encode())
    | XML.map(lambda text: f"<alert>{text}</alert>".encode())
    | XML.map(lambda text: f"<EventNotificationAlert>{text}</EventNotificationAlert>".encode())
)


class TestEverySource:
    # Each input goes to all of them: making one costs more than reading it fifteen times.
    @given(raw=INPUTS)
    @settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))
    def test_raises_nothing_but_unreadable(self, raw: bytes) -> None:
        for name, source in shelf.sources().items():
            note(name)
            with suppress(Unreadable):
                for signal in source.read(raw, ARRIVAL):
                    check(signal)


def check(signal: Signal | Ignored) -> None:
    if isinstance(signal, Ignored):
        assert signal.reason
        return
    assert signal.at.tzinfo is not None
    assert 1999 < signal.at.year < 9001
    assert signal.source_id
    assert len(signal.kind) <= 60
    json.dumps(dict(signal.payload), allow_nan=False, ensure_ascii=False).encode()

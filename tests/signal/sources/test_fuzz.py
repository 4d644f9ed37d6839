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
     "topic", "identifier", "severity", "references", "utc_offset_seconds", "messageType", "supersedes", "last_seen",
     "topic", "identifier", "severity", "references", "utc_offset_seconds", "messageType", "supersedes", "last_seen",
     "result", "hourly", "daily", "minutely_15", "value", "datetime", "unit", "server_time", "w", "w5", "w9", "data", "info",
     "eventCodes", "snowfall", "hourly_units", "cmps", "stat_t", "val_tpl", "dev_cla", "~", "lock_state", "meter", "total",
     "表号", "读数", "时间", "1-0:1.8.0", "di", "scaler", "divisor", "previous", "readings"]
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
        "将暴雨橙色预警升级为红色",
        "如发布台风、暴雨蓝色预警",
        "今天25时",
        "未来999天",
        "homeassistant/sensor/a/config",
        "{{ value_json.a['b'] | float }}",
        "1.0.1.8.0.255",
        "101010100-20261120113000-0201.html",
        "1e308",
        "m3",
        "on",
        "京A12345",
        "sensor.leak",
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
     "SimpleItem", "sender", "sent", "status", "msgType", "scope", "event", "severity", "references", "area", "geocode", "headline",
     "sender", "sent", "status", "msgType", "scope", "event", "severity", "references", "area", "geocode", "headline",
     "language", "polygon", "circle", "parameter", "valueName", "value", "responseType", "eventCode", "areaDesc"]
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
CALENDAR_LINES = st.sampled_from(
    ["BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "END:VTIMEZONE", "BEGIN:STANDARD", "END:STANDARD", "UID:1", "UID:2",
     "DTSTART:20261201T090000Z", "DTSTART;VALUE=DATE:20261201", "DTSTART;TZID=X:20261201T090000", "DTSTART:00010101T000000",
     "DTEND:99991231T235959Z", "DURATION:P9999999D", "DURATION:-PT1H", "RRULE:FREQ=DAILY", "RRULE:FREQ=SECONDLY;COUNT=0",
     "RRULE:FREQ=WEEKLY;INTERVAL=0;BYDAY=9MO", "RRULE:FREQ=YEARLY;UNTIL=00010101", "RRULE:", "RDATE;VALUE=PERIOD:20261201T090000Z/PT1H",
     "RDATE:x", "EXDATE:20261201T090000Z", "EXDATE;VALUE=DATE:20261201", "RECURRENCE-ID:20261201T090000Z", "SEQUENCE:x", "TZID:X",
     "TZOFFSETFROM:+9999", "TZOFFSETTO:+0800", "STATUS:CANCELLED", "SUMMARY:a\\, b", " folded", "X-A;B=\"c:d", ":", "END:VCALENDAR"]
)  # fmt: skip
TEXTED = st.sampled_from(
    ["【菜鸟驿站】", "取件码", "凭", "1-2-3004", "，", "到", "桂花里驿站", "验证码", "已", "签收", "\n", "\u200b", "https://a.cn", "顺丰", "("]
)  # fmt: skip
MESSAGE_TAGS = st.sampled_from(
    ["MsgType", "FromUserName", "CreateTime", "Content", "MsgId", "Event", "Encrypt", "Location_X", "ChatId"]
)
MESSAGES = st.lists(
    st.builds(
        "<{0}>{1}</{0}>".format,
        MESSAGE_TAGS,
        st.sampled_from(["text", "event", "1", "x", "1e999", "-5", "location"]),
    ),
    max_size=9,
)
INPUTS = (
    st.binary(max_size=200)
    | st.lists(CALENDAR_LINES, max_size=14).map(
        lambda lines: "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR"]).encode()
    )
    | st.lists(TEXTED, max_size=14).map(lambda parts: "".join(parts).encode())
    | MESSAGES.map(lambda parts: f"<xml>{''.join(parts)}</xml>".encode())
    | VALUES.map(lambda value: json.dumps(value).encode())
    | LINES.map(lambda lines: "\n".join(lines).encode())
    | XML.map(lambda text: f"<Envelope><Notify>{text}</Notify></Envelope>".encode())
    | XML.map(lambda text: f"<alert>{text}</alert>".encode())
    | st.lists(SENTENCES | st.text(max_size=8), max_size=6).map(
        lambda cells: f"表号,读数,时间\n{','.join(cells)}".encode()
    )
    | st.lists(SENTENCES, max_size=6).map(lambda lines: "\n".join(lines).encode())
    | VALUES.map(lambda value: f"var alarmDZ1={json.dumps(value)};".encode())
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

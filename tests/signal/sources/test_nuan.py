from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from nuan.signal.facts import Arrival, Signal, Unreadable
from nuan.signal.sources import nuan

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
ARRIVAL = Arrival(at=NOW, zone=ZoneInfo("Asia/Shanghai"))
BELL = {"kind": "sensor.button", "at": "2026-11-20T11:59:00+08:00", "id": "7", "payload": {"value": True}}


def read(value: object) -> list[Signal]:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return list(nuan.read(raw, ARRIVAL))


class TestRead:
    @pytest.mark.parametrize(
        "raw",
        [
            json.dumps([BELL, BELL]).encode(),
            "\n".join([json.dumps(BELL), "", json.dumps(BELL)]).encode(),
        ],
        ids=["array", "lines"],
    )
    def test_gives_one_signal_per_element(self, raw: bytes) -> None:
        assert [signal.source_id for signal in read(raw)] == ["7", "7"]

    def test_keeps_kind_time_and_payload(self) -> None:
        (signal,) = read(BELL)
        assert (signal.kind, signal.at) == ("sensor.button", datetime(2026, 11, 20, 3, 59, tzinfo=UTC))
        assert signal.payload == {"value": True}

    def test_derives_an_id_from_the_content(self) -> None:
        bare = {key: value for key, value in BELL.items() if key != "id"}
        (first,), (again,), (other,) = (
            read(bare),
            read(dict(reversed(bare.items()))),
            read({**bare, "payload": {}}),
        )
        assert first.source_id == again.source_id != other.source_id

    def test_takes_its_own_clock_for_one_that_is_ahead(self) -> None:
        (signal,) = read({**BELL, "at": "2031-01-01T00:00:00Z"})
        assert (signal.at, signal.payload["clock"]) == (NOW, "future")

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"at": None}, "`at` must say when"),
            ({"at": "yesterday"}, "`at` must say when"),
            ({"at": "1970-01-01T00:00:03Z"}, "`at` is 1970"),
            ({"at": 0}, "`at` is 1970"),
            ({"kind": "leak"}, "two words like"),
            ({"kind": "sensor.<script>"}, "two words like"),
            ({"payload": [1]}, "`payload` must be an object"),
            ({"id": ""}, "`id` must be a text"),
            ({"id": "x" * 121}, "`id` must be a text"),
            ({"id": True}, "`id` must be a text"),
            ({"playload": {}}, "did you mean `payload`?"),
        ],
    )
    def test_says_what_is_wrong(self, change: dict[str, object], sentence: str) -> None:
        with pytest.raises(Unreadable, match=sentence):
            read([BELL, {**BELL, **change}])

    @pytest.mark.parametrize("raw", [b"", b"[]", b"[1]", b"true", b'{"kind": NaN}', b"\xff\xfe\x00"])
    def test_refuses_what_is_no_signal(self, raw: bytes) -> None:
        with pytest.raises(Unreadable):
            read(raw)

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from nuan.signal.facts import Arrival
from nuan.signal.rules.times import iso, stamp

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
ARRIVAL = Arrival(at=NOW, zone=ZONE)


class TestStamp:
    @pytest.mark.parametrize(
        ("said", "at"),
        [
            ("2026-11-20T11:00:00+08:00", "2026-11-20T03:00:00+00:00"),
            ("2026-11-20T11:00+08:00", "2026-11-20T03:00:00+00:00"),
            ("2026-11-20 11:00:00 +08:00", "2026-11-20T03:00:00+00:00"),
            ("2026-11-20T03:00:00Z", "2026-11-20T03:00:00+00:00"),
            ("2026-11-20T11:00:00 08:00", "2026-11-20T03:00:00+00:00"),
            ("2026-11-20T11:0:0+8:00", "2026-11-20T03:00:00+00:00"),
            ("2026-11-20T11:00:00.123456789+0800", "2026-11-20T03:00:00.123456+00:00"),
            ("2026/11/20 03:00:00Z", "2026-11-20T03:00:00+00:00"),
            ("2012-05-02T23:21:04-00:00", "2012-05-02T23:21:04+00:00"),
            (1795143600, "2026-11-20T03:00:00+00:00"),
            (1795143600000, "2026-11-20T03:00:00+00:00"),
            ("1795143600", "2026-11-20T03:00:00+00:00"),
        ],
    )
    def test_reads_a_time_with_an_offset(self, said: object, at: str) -> None:
        found = stamp(said, ARRIVAL)
        assert (found.at, found.notes) == (datetime.fromisoformat(at), {})

    @pytest.mark.parametrize(
        "said",
        [
            "2026-11-20 11:00:00",
            "2026/11/20 11:00",
            "2026年11月20日11时00分",
            "2026-11-20T11:00",
            "20261120110000",
            "2026-11-20 11:0:0",
        ],
    )
    def test_assumes_the_zone_where_none_is_said(self, said: str) -> None:
        found = stamp(said, ARRIVAL)
        assert (found.at.isoformat(), found.notes) == ("2026-11-20T11:00:00+08:00", {"zone": "assumed"})

    @pytest.mark.parametrize(
        ("said", "fault"),
        [
            (None, "absent"),
            ("", "absent"),
            ("soon", "absent"),
            (True, "absent"),
            ("9" * 200, "absent"),
            ("2026年13月40日", "absent"),
            (1e300, "absent"),
            (0, "epoch"),
            ("1970-01-01T08:00:05+08:00", "epoch"),
            ("0001-01-01T00:00:00+08:00", "epoch"),
            ("9999-12-31T23:59:59-12:00", "future"),
            ("2026-11-20T12:11:00+08:00", "future"),
        ],
    )
    def test_takes_the_arrival_for_a_clock_that_cannot_be_believed(self, said: object, fault: str) -> None:
        found = stamp(said, ARRIVAL)
        assert (found.at, found.notes) == (NOW, {"clock": fault})

    def test_can_be_more_patient(self) -> None:
        said = "2026-11-20T20:00:00+08:00"
        assert stamp(said, ARRIVAL, ahead=timedelta(days=1)).notes == {}


class TestIso:
    def test_gives_an_offset(self) -> None:
        assert iso("2026-11-20 11:00", ZONE) == "2026-11-20T11:00:00+08:00"
        assert iso("later", ZONE) is None

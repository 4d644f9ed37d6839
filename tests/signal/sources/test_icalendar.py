from __future__ import annotations

import time
from datetime import timedelta

import pytest

from nuan.signal.facts import Ignored, Signal, Unreadable
from tests.signal.sources.reading import NOW, read, read_all

ZONE = """BEGIN:VTIMEZONE
TZID:Our Town
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0800
TZOFFSETTO:+0800
{rule}END:STANDARD
END:VTIMEZONE
"""


def feed(*events: str, head: str = "", end: str = "\r\n") -> bytes:
    bodies = "".join(
        f"BEGIN:VEVENT\nUID:{n}@x\n{event}\nEND:VEVENT\n" for n, event in enumerate(events, start=1)
    )
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//EN\n{head}{bodies}END:VCALENDAR\n".replace(
        "\n", end
    ).encode()


def starts(raw: bytes) -> list[str]:
    return [signal.payload["start"][:16] for signal in read("icalendar", raw)]


class TestRead:
    @pytest.mark.parametrize("end", ["\r\n", "\n"])
    def test_says_what_takes_place_when_and_where_but_not_who(self, end: str) -> None:
        event = (
            "DTSTART;TZID=Asia/Shanghai:20261201T140000\nDTEND;TZID=Asia/Shanghai:20261201T153000\nSUMMARY:社区义诊\\, 量血\n"
            " 压\nLOCATION:3号楼大堂\nORGANIZER;CN=王医生:mailto:wang@example.org\nATTENDEE:mailto:lin@example.org\nX-OUR:1"
        )
        (signal,) = read("icalendar", feed(event, head="X-WR-CALNAME:活动\n", end=end))
        assert (signal.kind, signal.at) == ("calendar.entry", NOW)
        assert signal.payload == {
            "title": "社区义诊, 量血压", "place": "3号楼大堂", "start": "2026-12-01T14:00:00+08:00",
            "end": "2026-12-01T15:30:00+08:00", "all_day": False, "status": "confirmed", "calendar": "活动", "uid": "1@x",
        }  # fmt: skip
        assert "王医生" not in str(signal.payload)

    @pytest.mark.parametrize(
        ("start", "expected", "notes"),
        [
            ("DTSTART:20261201T060000Z", "2026-12-01T14:00:00+08:00", {}),
            ("DTSTART:20261201T140000", "2026-12-01T14:00:00+08:00", {"zone": "assumed"}),
            ("DTSTART;TZID=Our Town:20261201T140000", "2026-12-01T14:00:00+08:00", {}),
            ("DTSTART;TZID=China Standard Time:20261201T140000", "2026-12-01T14:00:00+08:00", {}),
            ("DTSTART;TZID=Nowhere/Known:20261201T140000", "2026-12-01T14:00:00+08:00", {"zone": "assumed"}),
            ("DTSTART;TZID=Europe/Berlin:20261201T140000", "2026-12-01T21:00:00+08:00", {}),
            ("DTSTART;VALUE=DATE:20261201", "2026-12-01T00:00:00+08:00", {}),
        ],
    )
    def test_names_the_instant_in_the_communitys_zone(
        self, start: str, expected: str, notes: dict[str, str]
    ) -> None:
        (signal,) = read("icalendar", feed(start, head=ZONE.format(rule="")))
        assert signal.payload["start"] == expected
        assert {key: signal.payload[key] for key in ("zone", "repeats") if key in signal.payload} == notes

    def test_takes_a_day_for_a_whole_one(self) -> None:
        (signal,) = read("icalendar", feed("DTSTART;VALUE=DATE:20261201"))
        assert (signal.payload["all_day"], signal.payload["end"]) == (True, "2026-12-02T00:00:00+08:00")

    def test_leaves_out_moves_and_cancels_single_times(self) -> None:
        weekly = "DTSTART;TZID=Asia/Shanghai:20261201T190000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=5\nEXDATE;TZID=Asia/Shanghai:20261208T190000"
        moved = "DTSTART;TZID=Asia/Shanghai:20261216T200000\nRECURRENCE-ID;TZID=Asia/Shanghai:20261215T190000\nSUMMARY:改到周三"
        off = "DTSTART;TZID=Asia/Shanghai:20261222T190000\nRECURRENCE-ID;TZID=Asia/Shanghai:20261222T190000\nSTATUS:CANCELLED"
        raw = feed(weekly, moved, off).replace(b"UID:2@x", b"UID:1@x").replace(b"UID:3@x", b"UID:1@x")
        found = [(one.payload["start"][5:16], one.payload["status"]) for one in read("icalendar", raw)]
        assert found == [
            ("12-01T19:00", "confirmed"),
            ("12-16T20:00", "confirmed"),
            ("12-22T19:00", "cancelled"),
            ("12-29T19:00", "confirmed"),
        ]

    @pytest.mark.parametrize(
        ("until", "count"),
        [("20261203", 3), ("20261203T110000Z", 3), ("20261203T105959Z", 2), ("20261203T190000", 3)],
    )
    def test_ends_a_rule_where_it_says(self, until: str, count: int) -> None:
        assert (
            len(starts(feed(f"DTSTART;TZID=Asia/Shanghai:20261201T190000\nRRULE:FREQ=DAILY;UNTIL={until}")))
            == count
        )

    def test_keeps_the_hour_where_clocks_change(self) -> None:
        found = read(
            "icalendar", feed("DTSTART;TZID=Europe/Berlin:20270327T090000\nRRULE:FREQ=DAILY;COUNT=2")
        )
        assert [one.payload["start"][11:16] for one in found] == ["16:00", "15:00"]

    def test_looks_400_days_ahead_and_says_what_it_left_out(self) -> None:
        found = read_all(
            "icalendar",
            feed(
                "DTSTART:20200101T000000Z",
                "DTSTART:20261201T000000Z\nRRULE:FREQ=DAILY",
                "DTSTART:20300101T000000Z",
            ),
        )
        assert sum(isinstance(one, Signal) for one in found) == 390
        assert isinstance(found[-1], Ignored)
        assert found[-1].reason.startswith("2 in the calendar")

    def test_is_the_same_when_read_again_and_new_when_changed(self) -> None:
        event = "DTSTART:20261201T060000Z\nSUMMARY:{}"
        (first,), (again,), (other,) = (
            read("icalendar", feed(event.format(title)), now=NOW + timedelta(hours=hours))
            for title, hours in (("义诊", 0), ("义诊", 5), ("改期", 0))
        )
        assert first.source_id == again.source_id != other.source_id

    def test_reads_the_national_encoding(self) -> None:
        raw = feed("DTSTART:20261201T060000Z\nSUMMARY:明天停水通知").decode().encode("gb18030")
        assert read("icalendar", raw)[0].payload["title"] == "明天停水通知"

    def test_cancels_all_that_a_cancelling_calendar_names(self) -> None:
        (signal,) = read("icalendar", feed("DTSTART:20261201T060000Z", head="METHOD:CANCEL\n"))
        assert signal.payload["status"] == "cancelled"

    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b"BEGIN:VCARD\nEND:VCARD",
            b"BEGIN:VCALENDAR",
            b"{}",
            feed("DTSTART:20261201T060000Z")[:-40],
            b"\xff\xfe\x00",
        ],
    )
    def test_refuses_what_is_no_calendar(self, raw: bytes) -> None:
        with pytest.raises(Unreadable):
            read_all("icalendar", raw)


class TestHostileFeeds:
    """Each takes a library minutes or for ever; the limit is a hundred times what we measure."""

    @pytest.mark.parametrize(
        "raw",
        [
            feed("DTSTART:19700101T000000Z\nRRULE:FREQ=SECONDLY"),
            feed("DTSTART:19700101T000000Z\nRRULE:FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3;BYSECOND=1,2"),
            feed("DTSTART:20260101T000000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
            feed(*["DTSTART:19010101T000000Z\nRRULE:FREQ=DAILY;COUNT=999999999"] * 60),
            feed("DTSTART;TZID=Our Town:20261201T000000\nRRULE:FREQ=DAILY", head=ZONE.format(rule="RRULE:FREQ=SECONDLY\n")),
            feed("DTSTART;TZID=Our Town:20261201T000000", head=ZONE.format(rule="RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n")),
            feed("DTSTART:20261201T000000Z\nRDATE:" + ",".join(["20261202T000000Z"] * 5000)),
        ],
        ids=["secondly", "cartesian", "never", "long-counts", "zone-secondly", "zone-never", "dates"],
    )  # fmt: skip
    def test_are_soon_done_with(self, raw: bytes) -> None:
        began = time.process_time()
        assert len(read("icalendar", raw)) <= 1000
        assert time.process_time() - began < 4

    def test_give_no_more_than_a_thousand_entries(self) -> None:
        found = read("icalendar", feed(*["DTSTART:20261201T000000Z\nRRULE:FREQ=DAILY"] * 8))
        assert len(found) == 1000
        assert found == read("icalendar", feed(*["DTSTART:20261201T000000Z\nRRULE:FREQ=DAILY"] * 8))

    def test_keep_the_first_day_of_a_rule_that_is_too_fine(self) -> None:
        (signal,) = read("icalendar", feed("DTSTART:20261201T000000Z\nRRULE:FREQ=SECONDLY"))
        assert signal.payload["repeats"] == "first only"

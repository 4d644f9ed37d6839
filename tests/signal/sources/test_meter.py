"""Meters as gateways and collectors tell them, on samples of our own."""

from __future__ import annotations

from typing import Any

import pytest

from nuan.signal.facts import Unreadable
from tests.signal.sources.reading import read

WHEN = "2026-11-20T08:00:00+08:00"


def told(sample: object) -> list[tuple[Any, ...]]:
    names = ("meter", "medium", "register", "value", "unit")
    return [tuple(one.payload.get(name) for name in names) for one in read("meter", sample)]


class TestMeter:
    @pytest.mark.parametrize(
        ("sample", "expected"),
        [
            ({"meter": "W1", "medium": "water", "value": "123.4"}, ("W1", "water", "total", 123.4, "m³")),
            (
                {"imei": "8", "service": {"data": {"totalFlow": "1234", "unit": "L"}}},
                ("8", "volume", "total", 1.234, "m³"),
            ),
            (
                {"sn": "E1", "1-0:1.8.0*255": {"value": 900, "unit": "Wh"}},
                ("E1", "power", "total", 0.9, "kWh"),
            ),
            (
                {"sn": "E1", "list": [{"obis": "1.0.1.8.2.255", "value": 12345, "scaler": -1, "unit": 30}]},
                ("E1", "power", "total-2", 1.2345, "kWh"),
            ),
            ({"sn": "E1", "8-0:1.0.0": {"value": 7, "unit": "m3"}}, ("E1", "water", "total", 7.0, "m³")),
            ({"表号": "0012", "DI": "00010000", "value": "5.5"}, ("0012", "power", "total", 5.5, "kWh")),
            ({"表号": "0012", "OAD": "00200201", "value": 5}, ("0012", "power", "export", 5.0, "kWh")),
            (
                {"meter": "Z", "currentSummDelivered": [0, 12345], "divisor": 1000, "unit": "kWh"},
                ("Z", "power", "total", 12.345, "kWh"),
            ),
            ("meter_id,time,consumption_kwh\nM,2026-11-20,0.5", ("M", "power", "interval", 0.5, "kWh")),
        ],
    )
    def test_is_read_in_whatever_shape(self, sample: object, expected: tuple[Any, ...]) -> None:
        assert told(sample) == [expected]

    def test_reads_a_collectors_table_in_the_national_encoding(self) -> None:
        table = "桂花园抄表\n表号,户号,读数（kWh）,时间\n01,3-1-502,12.5,2026-11-20 08:00\n02,3-1-503,--,2026-11-20 08:00"
        (signal,) = read("meter", table.encode("gbk"))
        assert (signal.at.isoformat(), signal.payload["home"]) == (WHEN, "3-1-502")

    @pytest.mark.parametrize(
        ("previous", "value", "expected"),
        [
            ("10", "12.5", {"used": 2.5}),
            ("99998", "3", {"used": 5.0, "flag": "rollover"}),
            ("120", "12", {"flag": "backwards"}),
            ("99998", "50000", {"flag": "backwards"}),
            ("98", "3", {"flag": "backwards"}),
        ],
    )
    def test_flags_a_register_that_ran_backwards(
        self, previous: str, value: str, expected: dict[str, Any]
    ) -> None:
        rows = f"水表编号;读数;时间\nA;{previous};2026/11/20 08:00:00\nA;{value};2026/11/20 09:00:00"
        first, second = (one.payload for one in read("meter", rows))
        assert {name: second[name] for name in ("used", "flag") if name in second} == expected
        assert {"used", "flag"}.isdisjoint(first)

    def test_tells_power_of_the_moment_from_what_was_used(self) -> None:
        (signal,) = read("meter", {"sn": "E1", "1-0:1.7.0": {"value": 0.4, "unit": "kW"}, "1-0:32.7.0": 230})
        assert (signal.kind, signal.payload["value"]) == ("sensor.power", 400.0)

    def test_gives_one_id_to_the_same_reading_sent_again(self) -> None:
        sample = {"meter": "W1", "medium": "water", "value": 1, "at": WHEN}
        assert read("meter", sample)[0].source_id == read("meter", sample)[0].source_id

    @pytest.mark.parametrize(
        ("sample", "sentence"),
        [
            ("[]", "no reading"),
            ({"value": 1}, "names no meter"),
            ({"meter": "a"}, "expected a reading"),
            ({"meter": "a", "value": "much", "unit": "m3"}, "no number"),
            ({"meter": "a", "value": 1e300, "unit": "m3"}, "no number"),
            ({"meter": "a", "value": 1}, "neither a unit"),
            ({"meter": "a", "value": 1, "unit": "furlong"}, "not known"),
            ({"meter": "a", "medium": "water", "value": 1, "unit": "kWh"}, "does not count"),
            ("ts,flow\n1,2", "names? the meter|name the meter"),
        ],
    )
    def test_says_why_not(self, sample: object, sentence: str) -> None:
        with pytest.raises(Unreadable, match=sentence):
            read("meter", sample)

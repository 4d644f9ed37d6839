"""Other senders' real files: every one is read, or refused with a reason, as this table says.

They lie beside the repository and are never committed; without them these tests say NOT RUN.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from nuan.signal.facts import Ignored, Signal, Unreadable
from nuan.signal.rules import plates
from tests import samples
from tests.signal.sources.reading import read, read_all

FOLDER = samples.folder()
pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="NOT RUN: the folder ../shared/data is absent"),
]

PLATE, OTHER, WARNING, FORECAST = "gate.plate-read", "gate.other", "weather.warning", "weather.forecast"
REFUSED = "refused"

READ: list[tuple[str, str, list[str]]] = [
    ("hikvision", "gate/hik_anpr/deepinview_v58.xml", [PLATE]),
    ("hikvision", "gate/hik_anpr/std_cgi_ver10_no_vehicle_info.xml", [PLATE]),
    ("hikvision", "gate/hik_isapi/cam1_DS-2CD2T46G2-ISU_io_notification.xml", [OTHER]),
    ("hikvision", "gate/hik_isapi/cam3_DS-2CD2T86G2-ISU_io_notification.xml", [OTHER]),
    ("hikvision", "gate/hik_isapi/fielddetection_vehicle.xml", [OTHER]),
    ("hikvision", "gate/hik_isapi/ipc_thermometry_motiondetection.xml", [OTHER]),
    ("hikvision", "gate/hik_isapi/pir.xml", [OTHER]),
    ("hikvision", "gate/onvif/pull_messages_motion_tamper.xml", [REFUSED]),
    ("hikvision", "gate/dahua/traffic_junction.txt", [REFUSED]),
    ("vzenith", "gate/vzenith/plate_push_v2023.json", [PLATE]),
    ("vzenith", "gate/vzenith/gpio_in.json", [OTHER]),
    ("vzenith", "gate/vzenith/serial_data.json", []),
    ("vzenith", "gate/vzenith/reply_open_gate.json", []),
    ("vzenith", "gate/vzenith/reply_voice_and_io.json", []),
    ("dahua", "gate/dahua/traffic_junction.txt", [PLATE]),
    ("onvif", "gate/onvif/pull_messages_motion_tamper.xml", [OTHER, OTHER]),
    ("frigate", "sensors/frigate_events_front_door.json", [OTHER] * 50),
    ("cap", "weather/cap/KAR0-0306112239-SW.cap", [WARNING]),
    ("cap", "weather/cap/australia.cap", [WARNING]),
    ("cap", "weather/cap/canada.cap", [WARNING]),
    ("cap", "weather/cap/canada_errors.cap", [WARNING]),
    ("cap", "weather/cap/earthquake.cap", [WARNING]),
    ("cap", "weather/cap/invalid.cap", [REFUSED]),
    ("cap", "weather/cap/no_optional_fields.cap", [WARNING]),
    ("cap", "weather/cap/thunderstorm.cap", [WARNING]),
    ("cap", "weather/cap/wcatwc-warning.cap", [WARNING]),
    ("cap", "weather/cap/weather.cap", [WARNING]),
    ("warning-text", "weather/cn_alerts.jsonl", [WARNING] * 6),
    ("cn-warning", "weather/cn_alerts.jsonl", [WARNING] * 6),
    ("caiyun", "weather/caiyun_alert_content.json", [WARNING]),
    ("weathercn", "weather/weathercn_alarm_detail.jsonp", [WARNING]),
    ("open-meteo", "weather/openmeteo_daily_precip_beijing.json", [FORECAST]),
    ("qweather", "weather/qweather/getWeatherAlertCurrent-zh.json", [WARNING]),
    ("qweather", "weather/qweather/getWarningNow-zh.json", [WARNING]),
    ("qweather", "weather/qweather/getWeatherHourlyV7-zh.json", [FORECAST]),
    ("qweather", "weather/qweather/getWeatherDailyV7-zh.json", [FORECAST]),
    ("qweather", "weather/qweather/getMinutelyPrecipitation-zh.json", [FORECAST]),
    ("qweather", "weather/qweather/getAirNowV7-zh.json", [REFUSED]),
    ("qweather", "weather/qweather/getHistoricalWeather-zh.json", [REFUSED]),
    ("qweather", "weather/qweather/getStormList-zh.json", [REFUSED]),
    ("qweather", "weather/qweather/getWeatherIndices-zh.json", [REFUSED]),
    ("qweather", "weather/qweather/getWeatherNowV7-zh.json", [REFUSED]),
    ("zigbee2mqtt", "sensors/z2m_payloads.jsonl", ["sensor.temperature", "sensor.leak"] * 2),
    # Histories for back-tests and tables of codes: no row names a meter, so none is a sender's.
    ("meter", "sensors/weusedto_fixture_hourly.csv", [REFUSED]),
    ("meter", "sensors/weusedto_wholehouse_10s.csv", [REFUSED]),
    ("meter", "sensors/uci_adl/OrdonezA_ADLs.txt", [REFUSED]),
    ("meter", "sensors/uci_adl/OrdonezA_Sensors.txt", [REFUSED]),
    ("meter", "weather/beijing_hourly_2013.csv", [REFUSED]),
    ("meter", "weather/beijing_hourly_2014.csv", [REFUSED]),
    ("meter", "weather/qweather/alert-events.csv", [REFUSED]),
    ("homeassistant", "sensors/z2m_payloads.jsonl", ["sensor.temperature", "sensor.leak"] * 2),
]
# Formats that no source claims: histories for back-tests and tables.
NO_SENDERS = {".csv", ".md", ".txt"}
TEXT_SENDERS = "gate/dahua/"


def path_of(name: str) -> Path:
    return FOLDER / name


def signals(source: str, name: str) -> list[Signal]:
    return read(source, path_of(name).read_bytes(), topic=Path(name).name)


@pytest.mark.parametrize(("source", "name", "kinds"), READ, ids=[f"{row[0]}:{row[1]}" for row in READ])
def test_every_sample_is_read_or_refused(source: str, name: str, kinds: list[str]) -> None:
    if kinds == [REFUSED]:
        with pytest.raises(Unreadable, match=r"\w+ .*\w+"):
            signals(source, name)
    else:
        assert [signal.kind for signal in signals(source, name)] == kinds


def test_no_sample_is_forgotten() -> None:
    found = {
        str(path.relative_to(FOLDER))
        for topic in ("gate", "weather", "sensors")
        for path in (FOLDER / topic).rglob("*")
        if path.is_file() and (path.suffix not in NO_SENDERS or TEXT_SENDERS in str(path))
    }
    assert found - {name for _, name, _ in READ} == set()


def test_chinese_warnings_are_understood() -> None:
    found = [
        (one.payload["hazard_text"], one.payload["hazard"], one.payload["colour"], one.payload["msg_type"])
        for one in signals("warning-text", "weather/cn_alerts.jsonl")
    ]
    assert found == [
        ("雷电", "11B14", "yellow", "alert"),
        ("大风", "11B06", "blue", "alert"),
        ("暴雨", "11B03", "orange", "update"),
        ("暴雨", "11B03", "blue", "alert"),
        ("大雾", "11B17", "yellow", "alert"),
        ("大风", "11B06", "blue", "update"),
    ]


def test_every_plate_of_the_big_table_is_one() -> None:
    with path_of("gate/ccpd_plates.csv").open(encoding="utf-8") as lines:
        refused = [row["plate"] for row in csv.DictReader(lines) if not plates.is_plate(row["plate"])]
    assert refused == []


@pytest.mark.parametrize(
    ("source", "name", "told"),
    [
        ("hikvision", "gate/hik_anpr/deepinview_v58.xml",
         {"plate": "WX1234A", "plate_ok": False, "confidence": 0.92, "direction": "out"}),
        ("hikvision", "gate/hik_isapi/pir.xml", {"event": "PIR", "meaning": "motion", "on": True}),
        ("hikvision", "gate/hik_isapi/fielddetection_vehicle.xml", {"meaning": "intrusion", "target": "vehicle"}),
        ("vzenith", "gate/vzenith/plate_push_v2023.json",
         {"plate": "粤Z9065澳", "plate_ok": True, "confidence": 0.96, "plate_colour": "black"}),
        ("vzenith", "gate/vzenith/gpio_in.json", {"meaning": "input", "input": 4, "on": True}),
        ("dahua", "gate/dahua/traffic_junction.txt", {"plate": "51F12345", "plate_ok": False, "vehicle": "Car"}),
    ],
)  # fmt: skip
def test_gates_are_understood(source: str, name: str, told: dict[str, object]) -> None:
    (signal,) = signals(source, name)
    assert told.items() <= signal.payload.items()


def test_states_at_the_begin_of_listening_are_told_from_happenings() -> None:
    found = [one.payload for one in signals("onvif", "gate/onvif/pull_messages_motion_tamper.xml")]
    assert [(one["meaning"], one["on"], one["operation"]) for one in found] == [
        ("motion", False, "initialized"), ("tamper", True, "changed"),
    ]  # fmt: skip


def test_every_kind_of_plate_is_known() -> None:
    with path_of("gate/plate_formats.csv").open(encoding="utf-8") as lines:
        found = {row["kind"]: plates.read_plate(row["example"]) for row in csv.DictReader(lines)}
    assert found.pop("no plate read") == (None, False)
    assert all(plate_ok for _, plate_ok in found.values())


class TestPickUpTexts:
    """Against the labels of whoever collected the texts: 29 of 29 codes and 6 of 6 carriers, no parcel too many."""

    @pytest.fixture
    def labelled(self) -> list[tuple[dict[str, Any], Signal | Ignored]]:
        rows = [
            json.loads(line) for line in path_of("parcels/pickup_sms.jsonl").read_text("utf-8").splitlines()
        ]
        found = read_all("parcel-sms", path_of("parcels/pickup_sms.jsonl").read_bytes())
        return list(zip(rows, found, strict=True))

    def test_give_every_code_and_no_other(
        self, labelled: list[tuple[dict[str, Any], Signal | Ignored]]
    ) -> None:
        expected = [[] if row["code"] is None else row["code"] for row, _ in labelled]
        wanted = [[code] if isinstance(code, str) else code for code in expected]
        assert [codes_of(found) for _, found in labelled] == wanted
        assert sum(map(len, wanted)) == 29

    def test_make_a_parcel_of_parcels_alone(
        self, labelled: list[tuple[dict[str, Any], Signal | Ignored]]
    ) -> None:
        kinds = {"arrived": "parcel.held", "group_buy": "parcel.held", "picked_up": "parcel.handed"}
        expected = [kinds.get(row["kind"], "ignored") for row, _ in labelled]
        assert [found.kind if isinstance(found, Signal) else "ignored" for _, found in labelled] == expected
        assert expected.count("ignored") == 4

    def test_name_carrier_and_place(self, labelled: list[tuple[dict[str, Any], Signal | Ignored]]) -> None:
        named = [
            (found.payload["carrier"], row["carrier"])
            for row, found in labelled
            if isinstance(found, Signal) and "carrier" in row
        ]
        assert [found for found, _ in named] == [wanted for _, wanted in named]
        assert len(named) == 6
        assert all(found.payload["place"] for _, found in labelled if isinstance(found, Signal))


def codes_of(found: Signal | Ignored) -> list[str]:
    return list(found.payload["codes"]) if isinstance(found, Signal) else []

"""zigbee2mqtt and Home Assistant, on samples of our own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from nuan.signal.facts import Unreadable
from tests.signal.sources.reading import NOW, read

KITCHEN = "zigbee2mqtt/kitchen_leak"


def told(sample: object, topic: str = KITCHEN, name: str = "zigbee2mqtt") -> list[tuple[str, Any]]:
    return [(signal.kind, signal.payload["value"]) for signal in read(name, sample, topic=topic)]


class TestZigbee2mqtt:
    @pytest.mark.parametrize(
        ("state", "expected"),
        [
            ({"water_leak": True}, [("sensor.leak", True)]),
            ({"water_leak": "false"}, [("sensor.leak", False)]),
            ({"smoke": True, "battery": 3}, [("sensor.smoke", True)]),
            ({"gas": False}, [("sensor.gas", False)]),
            ({"contact": True}, [("sensor.contact", False)]),
            ({"contact": False}, [("sensor.contact", True)]),
            ({"occupancy": True, "presence": True}, [("sensor.motion", True)]),
            (
                {"temperature": 21.5, "humidity": "40"},
                [("sensor.temperature", 21.5), ("sensor.humidity", 40.0)],
            ),
            ({"action": "single"}, [("sensor.button", "single")]),
            ({"action": ""}, []),
            ({"power": 1200}, [("sensor.power", 1200.0)]),
        ],
    )
    def test_names_measures_alike(self, state: dict[str, Any], expected: list[tuple[str, Any]]) -> None:
        assert told(state) == expected

    @pytest.mark.parametrize(
        "state", [{"battery": 97, "linkquality": 42}, {"water_leak": None}, {"water_leak": "perhaps"}]
    )
    def test_reads_neither_wet_nor_dry_where_none_is_said(self, state: dict[str, Any]) -> None:
        assert told(state) == []

    def test_reads_a_battery_written_as_text(self) -> None:
        (signal,) = read("zigbee2mqtt", {"water_leak": True, "battery": "80.00"}, topic=KITCHEN)
        assert (signal.payload["battery"], signal.payload["device"]) == (80.0, "kitchen_leak")

    def test_believes_the_devices_own_time(self) -> None:
        (signal,) = read("zigbee2mqtt", {"water_leak": True, "last_seen": 1795143600000}, topic=KITCHEN)
        assert (signal.at.isoformat(), "clock" in signal.payload) == ("2026-11-20T03:00:00+00:00", False)

    def test_does_not_lose_a_leak_for_want_of_a_clock(self) -> None:
        (signal,) = read("zigbee2mqtt", {"water_leak": True, "last_seen": 5}, topic=KITCHEN)
        assert (signal.at, signal.payload["clock"]) == (NOW, "epoch")

    def test_counts_a_message_without_time_once_a_minute(self) -> None:
        def ident(seconds: int, topic: str = KITCHEN) -> str:
            now = NOW + timedelta(seconds=seconds)
            return read("zigbee2mqtt", {"occupancy": True}, topic=topic, now=now)[0].source_id

        assert ident(0) == ident(59) != ident(60)
        assert ident(0) != ident(0, "zigbee2mqtt/hall")

    @pytest.mark.parametrize(
        "topic",
        ["zigbee2mqtt/bridge/state", "zigbee2mqtt/kitchen/availability", "homeassistant/sensor/x/config"],
    )
    def test_stays_silent_at_housekeeping(self, topic: str) -> None:
        assert told({"state": "online", "temperature": 1}, topic) == []

    def test_reads_keys_published_one_by_one(self) -> None:
        assert told("true", "zigbee2mqtt/kitchen/water_leak") == [("sensor.leak", True)]

    @pytest.mark.parametrize(
        ("word", "topic", "expected"),
        [
            ("on", "zigbee2mqtt/bath_leak", ("sensor.leak", True)),
            ("OFF", "zigbee2mqtt/hall motion", ("sensor.motion", False)),
            ("on", "zigbee2mqtt/thing", ("sensor.state", "on")),
        ],
    )
    def test_reads_a_bare_word_by_the_devices_name(
        self, word: str, topic: str, expected: tuple[str, Any]
    ) -> None:
        assert told(word, topic) == [expected]

    def test_reads_a_file_of_messages(self) -> None:
        lines = (
            '{"topic": "zigbee2mqtt/a", "payload": {"smoke": true}}\n'
            '{"topic": "zigbee2mqtt/b", "payload": "{\\"smoke\\": false}"}'
        )
        assert told(lines) == [("sensor.smoke", True), ("sensor.smoke", False)]

    @pytest.mark.parametrize(
        "sample", ["x" * 300, {str(n): 1 for n in range(300)}, '[{"topic": 1, "payload": 1}]', "[1]"]
    )
    def test_refuses_what_is_no_state(self, sample: object) -> None:
        with pytest.raises(Unreadable):
            read("zigbee2mqtt", sample, topic=KITCHEN)


class TestHomeAssistant:
    @pytest.mark.parametrize(
        ("topic", "word", "expected"),
        [
            ("homeassistant/binary_sensor/kitchen_water_leak/state", "on", [("sensor.leak", True)]),
            ("homeassistant/binary_sensor/front_door/state", "off", [("sensor.contact", False)]),
            ("homeassistant/sensor/bath_temperature/state", "21.5", [("sensor.temperature", 21.5)]),
            ("homeassistant/sensor/bath_temperature/state", "unavailable", []),
            ("homeassistant/sensor/bath_temperature/last_changed", "2026-11-20T00:00:00Z", []),
            ("homeassistant/status", "online", []),
        ],
    )
    def test_reads_states(self, topic: str, word: str, expected: list[tuple[str, Any]]) -> None:
        assert told(word, topic, "homeassistant") == expected

    def test_reads_a_state_object(self) -> None:
        state = {
            "entity_id": "binary_sensor.a1",
            "state": "on",
            "attributes": {"device_class": "moisture"},
            "last_changed": "2026-11-20T03:00:00+00:00",
        }
        for sample in (state, {"event": {"data": {"new_state": state}}}):
            (signal,) = read("homeassistant", sample)
            assert (signal.kind, signal.payload["on"]) == ("sensor.leak", True)
            assert signal.at.isoformat() == "2026-11-20T03:00:00+00:00"

    def test_refuses_an_object_that_is_no_state(self) -> None:
        with pytest.raises(Unreadable):
            read("homeassistant", {"entity_id": "x", "state": None})

    @pytest.mark.parametrize(
        ("topic", "word"),
        [("homeassistant/switch/water_pump/state", "on"), ("homeassistant/sensor/water_meter/state", "1")],
    )
    def test_takes_no_pump_and_no_meter_for_a_leak(self, topic: str, word: str) -> None:
        assert "sensor.leak" not in [kind for kind, _ in told(word, topic, "homeassistant")]

    @pytest.mark.parametrize(
        ("config", "payload", "expected"),
        [
            (
                {"~": "tele/bath", "stat_t": "~/S", "dev_cla": "moisture", "val_tpl": "{{ value_json.w }}"},
                {"w": "ON"},
                [("sensor.leak", True)],
            ),
            (
                {
                    "state_topic": "tele/bath/S",
                    "device_class": "door",
                    "payload_on": False,
                    "payload_off": True,
                },
                True,
                [("sensor.contact", False)],
            ),
            (
                {"state_topic": "tele/bath/S", "device_class": "smoke", "value_template": "{% if x %}"},
                {"w": "ON"},
                [],
            ),
        ],
    )
    def test_learns_from_announcements(
        self, config: dict[str, Any], payload: object, expected: list[tuple[str, Any]]
    ) -> None:
        lines = [
            {"topic": "homeassistant/binary_sensor/bath/config", "payload": config},
            {"topic": "tele/bath/S", "payload": payload},
        ]
        assert told(lines, "x", "homeassistant") == expected

    def test_learns_from_a_device_that_announces_all_its_parts(self) -> None:
        parts = {"a": {"p": "sensor", "dev_cla": "temperature", "val_tpl": "{{ value_json['t'] }}"}}
        lines = [
            {"topic": "homeassistant/device/bath/config", "payload": {"stat_t": "tele/bath", "cmps": parts}},
            {"topic": "tele/bath", "payload": {"t": 21.5}},
        ]
        assert told(lines, "x", "homeassistant") == [("sensor.temperature", 21.5)]

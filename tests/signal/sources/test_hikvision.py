from __future__ import annotations

import pytest

from nuan.signal.facts import Unreadable
from tests.signal.sources.reading import NOW, read

ALERT = """<EventNotificationAlert version="2.0" xmlns="{namespace}">
<ipAddress>10.0.0.9</ipAddress><channelID>1</channelID><dateTime>{time}</dateTime>
<eventType>ANPR</eventType><eventState>active</eventState><channelName>西门入口</channelName>
<ANPR><licensePlate>{plate}</licensePlate><direction>{direction}</direction>
<confidenceLevel>{confidence}</confidenceLevel><vehicleType>SUVMPV</vehicleType></ANPR>
</EventNotificationAlert>"""


def alert(
    plate: str = "鄂A·12345",
    *,
    time: str = "2026-11-20T11:59:30+08:00",
    direction: str = "forward",
    confidence: str = "92",
    namespace: str = "http://www.hikvision.com/ver20/XMLSchema",
) -> str:
    return ALERT.format(
        plate=plate, time=time, direction=direction, confidence=confidence, namespace=namespace
    )


class TestRead:
    @pytest.mark.parametrize(
        "namespace",
        [
            "http://www.isapi.org/ver20/XMLSchema",
            "http://www.std-cgi.com/ver10/XMLSchema",
            "urn:psialliance-org",
        ],
    )
    def test_knows_a_plate_read_under_any_namespace(self, namespace: str) -> None:
        (signal,) = read("hikvision", alert(namespace=namespace))
        assert (signal.kind, signal.at.isoformat()) == ("gate.plate-read", "2026-11-20T11:59:30+08:00")
        assert signal.payload == {
            "event": "ANPR",
            "camera": "西门入口",
            "plate": "鄂A12345",
            "plate_ok": True,
            "confidence": 0.92,
            "direction": "in",
            "plate_colour": None,
            "vehicle": "SUVMPV",
        }

    @pytest.mark.parametrize(
        ("heading", "direction"),
        [("forward", "in"), ("reverse", "out"), ("", "unknown"), ("both", "unknown")],
    )
    def test_says_which_way_the_car_went(self, heading: str, direction: str) -> None:
        (signal,) = read("hikvision", alert(direction=heading))
        assert signal.payload["direction"] == direction

    @pytest.mark.parametrize("plate", ["unknown", "无牌车", ""])
    def test_keeps_a_car_whose_plate_was_not_read(self, plate: str) -> None:
        (signal,) = read("hikvision", alert(plate))
        assert (signal.payload["plate"], signal.payload["plate_ok"]) == (None, False)

    def test_refuses_a_plate_of_forty_characters(self) -> None:
        with pytest.raises(Unreadable, match="a plate of 40 characters"):
            read("hikvision", alert("鄂" * 40))

    def test_finds_the_alert_in_a_form_with_pictures(self) -> None:
        form = (
            b'--b\r\nContent-Disposition: form-data; name="anpr.xml"\r\n\r\n'
            + alert().encode()
            + b'\r\n--b\r\nContent-Disposition: form-data; name="plate.jpg"\r\n\r\n\xff\xd8\xff\x00</\r\n--b--'
        )
        assert [signal.payload["plate"] for signal in read("hikvision", form)] == ["鄂A12345"]

    def test_gives_the_same_id_again(self) -> None:
        again = {read("hikvision", alert())[0].source_id for _ in range(3)}
        other = read("hikvision", alert("鄂A54321"))[0].source_id
        assert len(again) == 1
        assert other not in again

    def test_takes_the_arrival_for_an_unset_clock(self) -> None:
        (signal,) = read("hikvision", alert(time="1970-01-01T00:00:12+00:00"))
        assert (signal.at, signal.payload["clock"]) == (NOW, "epoch")

    def test_stays_silent_at_a_heartbeat(self) -> None:
        beat = alert().replace("ANPR</eventType>", "videoloss</eventType>").replace(">active<", ">inactive<")
        assert read("hikvision", beat) == []

    def test_passes_other_things_on(self) -> None:
        (signal,) = read("hikvision", alert().replace("ANPR</eventType>", "IO</eventType>"))
        assert (signal.kind, signal.payload["event"]) == ("gate.other", "IO")

    @pytest.mark.parametrize(
        ("raw", "sentence"),
        [
            ("<html/>", "found <html>"),
            ("<EventNotificationAlert/>", "not end"),
            ("<EventNotificationAlert></EventNotificationAlert>", "without <eventType>"),
            ("<EventNotificationAlert" * 50_000, "not end"),
            (b"x" * 9_000_000, "are allowed"),
        ],
    )
    def test_says_what_it_expected(self, raw: str | bytes, sentence: str) -> None:
        with pytest.raises(Unreadable, match=sentence):
            read("hikvision", raw)

from __future__ import annotations

import json
import re
from datetime import timedelta

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


def other(event: str, inner: str = "", *, state: str = "active") -> str:
    """Return an alert that is no plate read."""
    return (
        f"<EventNotificationAlert><ipAddress>10.0.0.9</ipAddress><channelID>2</channelID>"
        f"<dateTime>2026-11-20T11:59:30+08:00</dateTime><eventType>{event}</eventType>"
        f"<eventState>{state}</eventState><eventDescription>{event} alarm</eventDescription>{inner}"
        "</EventNotificationAlert>"
    )


class TestOtherAlerts:
    @pytest.mark.parametrize(
        ("event", "meaning"),
        [("VMD", "motion"), ("PIR", "motion"), ("linedetection", "line-crossed"), ("fielddetection", "intrusion"),
         ("regionEntrance", "area-entered"), ("regionExiting", "area-left"), ("IO", "input"), ("shelteralarm", "tamper"),
         ("tamperdetection", "tamper"), ("videoloss", "picture-lost"), ("diskfull", "disk"), ("TMA", "heat"),
         ("scenechangedetection", "tamper"), ("AccessControllerEvent", "access"), ("somethingNew", "other")],
    )  # fmt: skip
    def test_have_one_word_for_all_makers(self, event: str, meaning: str) -> None:
        (signal,) = read("hikvision", other(event))
        assert (signal.kind, signal.payload["event"], signal.payload["meaning"]) == (
            "gate.other",
            event,
            meaning,
        )
        assert signal.payload["on"] is True

    def test_say_when_it_is_over(self) -> None:
        assert read("hikvision", other("VMD", state="inactive"))[0].payload["on"] is False

    def test_tell_what_was_seen_where(self) -> None:
        region = (
            "<DetectionRegionList><DetectionRegionEntry><regionID>2</regionID>"
            "<detectionTarget>human</detectionTarget></DetectionRegionEntry></DetectionRegionList>"
        )
        assert read("hikvision", other("fielddetection", region))[0].payload["target"] == "human"
        assert read("hikvision", other("IO", "<inputIOPortID>3</inputIOPortID>"))[0].payload["input"] == 3

    def test_tell_nothing_of_a_person_at_a_door_but_that_a_door_reported(self) -> None:
        pass_ = {
            "ipAddress": "10.0.0.9", "dateTime": "2026-11-20T11:59:30+08:00", "eventType": "AccessControllerEvent",
            "eventDescription": "林秀英 passed",
            "AccessControllerEvent": {"majorEventType": 5, "subEventType": 75, "name": "林秀英", "cardNo": "778899",
                                      "employeeNoString": "E17", "doorNo": 1, "pictureURL": "http://10.0.0.9/p.jpg",
                                      "FaceRect": {"height": 0.4}, "mask": "no"},
        }  # fmt: skip
        (signal,) = read("hikvision", pass_)
        kept = str(signal)
        assert not any(word in kept for word in ("林秀英", "778899", "E17", "p.jpg", "0.4"))
        assert (signal.payload["door"], signal.payload["minor"]) == (1, 75)
        assert signal.payload["dropped"] == ["face", "name", "picture"]
        # The description is left out for the person in it, not by chance.
        harmless = {**pass_, "eventType": "IO", "AccessControllerEvent": {}}
        assert read("hikvision", harmless)[0].payload["text"] == "林秀英 passed"


class TestDialects:
    def test_of_newer_firmware_are_json(self) -> None:
        inner = {
            "dateTime": "2026-11-20T11:59:30+08:00", "eventType": "ANPR", "channelName": "西门",
            "ANPR": {"licensePlate": "鄂A·12345", "confidenceLevel": 0.95, "direction": "reverse"},
        }  # fmt: skip
        for sample in (inner, {"EventNotificationAlert": inner}, [inner]):
            (signal,) = read("hikvision", sample)
            assert (signal.payload["plate"], signal.payload["confidence"]) == ("鄂A12345", 0.95)
            assert signal.payload["direction"] == "out"
        lines = "\n".join(json.dumps({**inner, "channelID": n}) for n in (1, 2))
        assert len({signal.source_id for signal in read("hikvision", lines)}) == 2

    def test_of_a_platform_come_in_a_list(self) -> None:
        events = [{"eventType": 771760131, "happenTime": "2026-11-20T11:59:30.000+08:00", "srcName": "西门",
                   "data": {"plateNo": "鄂A12345", "vehicleType": 1}}]  # fmt: skip
        (signal,) = read("hikvision", {"method": "OnEventNotify", "params": {"events": events}})
        assert (signal.kind, signal.payload["camera"]) == ("gate.plate-read", "西门")

    def test_of_a_recorder_have_prefixes(self) -> None:
        prefixed = re.sub(r"<(/?)(\w)", r"<\1hik:\2", alert()).replace("xmlns=", "xmlns:hik=")
        assert read("hikvision", prefixed)[0].payload["plate"] == "鄂A12345"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gbk"])
    def test_are_written_in_many_encodings(self, encoding: str) -> None:
        declared = encoding.removesuffix("-sig").removesuffix("-le")
        raw = f'<?xml version="1.0" encoding="{declared}"?>{alert()}'.encode(encoding)
        assert read("hikvision", raw)[0].payload["plate"] == "鄂A12345"

    def test_declare_one_encoding_and_write_another(self) -> None:
        raw = f'<?xml version="1.0" encoding="UTF-8"?>{alert()}'.encode("gbk")
        assert read("hikvision", raw)[0].payload["camera"] == "西门入口"

    def test_stream_alerts_between_heartbeats_and_pictures(self) -> None:
        beat = other("videoloss", state="inactive")
        picture = b"--boundary\r\nContent-Type: application/octet-stream\r\n\r\n\xff\xd8\xff\xe0<EventNotificationAlert\r\n"
        stream = b"HTTP/1.1 200 OK\r\n\r\n" + picture.join(
            f"--boundary\r\nContent-Type: application/xml; charset=UTF-8\r\nContent-Length: 1\r\n\r\n{one}\r\n".encode()
            for one in (beat, alert(), other("VMD"), beat)
        )
        assert [signal.payload["event"] for signal in read("hikvision", stream)] == ["ANPR", "VMD"]

    def test_are_as_sure_as_the_least_sure_character(self) -> None:
        sample = alert(confidence="").replace(
            "</ANPR>", "<plateCharBelieve>99,61,97</plateCharBelieve></ANPR>"
        )
        assert read("hikvision", sample)[0].payload["confidence"] == 0.61

    @pytest.mark.parametrize(
        ("time", "at", "notes"),
        [("2026-11-20T03:59:30Z", "2026-11-20T03:59:30+00:00", {}),
         ("2026-11-20T11:59:30", "2026-11-20T11:59:30+08:00", {"zone": "assumed"}),
         ("2026-11-20 11:59:30.125", "2026-11-20T11:59:30.125000+08:00", {"zone": "assumed"})],
    )  # fmt: skip
    def test_tell_the_time_with_and_without_a_zone(self, time: str, at: str, notes: dict[str, str]) -> None:
        (signal,) = read("hikvision", alert(time=time))
        assert signal.at.isoformat() == at
        assert notes.items() <= signal.payload.items()
        assert ("zone" in signal.payload) == bool(notes)

    def test_bring_no_definitions_of_their_own(self) -> None:
        bomb = '<!DOCTYPE a [<!ENTITY b "鄂A12345">]>' + alert("&b;")
        with pytest.raises(Unreadable, match="its own definitions"):
            read("hikvision", bomb)

    def test_of_an_unset_clock_are_news_again_in_another_minute(self) -> None:
        unset = alert(time="1970-01-01T00:00:00Z")
        first, again = read("hikvision", unset), read("hikvision", unset)
        later = read("hikvision", unset, now=NOW + timedelta(minutes=5))
        assert first[0].source_id == again[0].source_id != later[0].source_id

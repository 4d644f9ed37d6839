from __future__ import annotations

import json
from typing import Any

import pytest

from nuan.signal.facts import Unreadable
from tests.signal.sources.reading import read

UTC = 1795143600  # 2026-11-20 11:00 in Shanghai


def junction(plate: str = "鄂A·12345", **more: Any) -> dict[str, Any]:
    return {
        "Name": "TrafficJunction",
        "GroupID": 7,
        "TrafficCar": {"PlateNumber": plate, "PlateColor": "Blue", "DrivingDirection": ["Approach", "", ""]},
        "Object": {"ObjectType": "Plate", "Text": plate, "Confidence": 92},
        "Vehicle": {"Category": "SUV", "Text": "Audi", "ObjectType": "Vehicle"},
        "UTC": UTC,
        **more,
    }


def head(
    code: str = "TrafficJunction", action: str = "Pulse", data: object = None, *, indent: int | None = 3
) -> str:
    told = "" if data is None else f";data={json.dumps(data, ensure_ascii=False, indent=indent)}"
    return f"Code={code};action={action};index=0{told}"


def stream(*bodies: str, end: str = "\r\n") -> str:
    parts = [
        f"--myboundary{end}Content-Type: text/plain{end}Content-Length:0{end}{end}{body}{end}"
        for body in bodies
    ]
    return end.join([*parts, ""])


LINES = """Events[0].EventBaseInfo.Code=TrafficJunction
Events[0].EventBaseInfo.Action=Pulse
Events[0].EventBaseInfo.Index=0
Events[0].CommInfo.Seat[0].Type=Main
Events[0].GroupID=7
Events[0].Object=null
Events[0].TrafficCar.PlateNumber=鄂A12345
Events[0].TrafficCar.DrivingDirection[0]=Leave
Events[0].Vehicle.Text=Audi
Events[0].RealUTC=1795143600
Events[0].UTC=1795172400"""


class TestRead:
    @pytest.mark.parametrize("end", ["\r\n", "\n"])
    def test_reads_a_plate_over_many_lines_among_heartbeats(self, end: str) -> None:
        (signal,) = read("dahua", stream("Heartbeat", head(data=junction()), "Heartbeat", end=end))
        assert (signal.kind, signal.at.isoformat()) == ("gate.plate-read", "2026-11-20T03:00:00+00:00")
        told = signal.payload
        assert (told["plate"], told["plate_ok"], told["confidence"]) == ("鄂A12345", True, 0.92)
        assert (told["direction"], told["plate_colour"], told["vehicle"]) == ("in", "blue", "SUV")

    def test_reads_the_spelling_in_lines_and_believes_the_real_clock(self) -> None:
        (signal,) = read("dahua", stream(LINES.replace("\n", "\r\n")))
        assert (signal.payload["plate"], signal.payload["direction"]) == ("鄂A12345", "out")
        assert signal.at.timestamp() == UTC

    def test_reads_many_events_of_one_body(self) -> None:
        second = LINES.replace("[0].", "[1].", 20).replace("GroupID=7", "GroupID=8")
        assert len({signal.source_id for signal in read("dahua", f"{LINES}\n{second}")}) == 2
        assert len(read("dahua", "\n".join([head("VideoMotion", "Start"), head("VideoMotion", "Stop")]))) == 2

    @pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
    def test_reads_national_characters(self, encoding: str) -> None:
        assert read("dahua", head(data=junction()).encode(encoding))[0].payload["plate"] == "鄂A12345"

    def test_takes_no_brand_for_a_plate(self) -> None:
        unread = junction("", Object={"ObjectType": "Vehicle", "Text": "Audi"})
        assert read("dahua", head(data=unread))[0].payload["plate"] is None

    @pytest.mark.parametrize(
        "pushed",
        [
            {"Picture": {"Plate": {"PlateNumber": "鄂A12345", "PlateColor": "Blue", "Confidence": 92},
                         "SnapInfo": {"Direction": "Obverse", "SnapTime": "2026-11-20 11:00:00"},
                         "NormalPic": {"Content": "/9j/4AAQ", "PicName": "a.jpg"}}},
            {"Events": [{"Code": "TrafficJunction", "Action": "Pulse", **junction()}]},
            {"Code": "TrafficJunction", "Action": "Pulse", "Data": junction()},
        ],
    )  # fmt: skip
    def test_reads_what_traffic_cameras_push(self, pushed: dict[str, Any]) -> None:
        (signal,) = read("dahua", pushed)
        assert (signal.payload["plate"], signal.payload["direction"]) == ("鄂A12345", "in")
        assert signal.at.timestamp() == UTC
        assert "/9j/" not in str(signal)

    @pytest.mark.parametrize(
        "beat", ["Heartbeat", "", {"DeviceID": "d-1", "KeepAlive": 1}, b"\xff\xd8\xff\xe0"]
    )
    def test_stays_silent_at_housekeeping(self, beat: object) -> None:
        if beat == b"\xff\xd8\xff\xe0":
            beat = b"--b\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8\xff\xe0\r\n--b\r\nContent-Type: text/plain\r\n\r\nHeartbeat"
        assert read("dahua", beat) == []

    @pytest.mark.parametrize(
        ("code", "meaning"),
        [("VideoMotion", "motion"), ("CrossLineDetection", "line-crossed"), ("CrossRegionDetection", "intrusion"),
         ("AlarmLocal", "input"), ("VideoBlind", "tamper"), ("VideoLoss", "picture-lost"), ("StorageFailure", "disk"),
         ("NTPAdjustTime", "other")],
    )  # fmt: skip
    def test_has_one_word_for_all_makers(self, code: str, meaning: str) -> None:
        begun, ended = read("dahua", f"{head(code, 'Start')}\r\n{head(code, 'Stop')}")
        assert (begun.kind, begun.payload["event"], begun.payload["meaning"]) == ("gate.other", code, meaning)
        assert (begun.payload["on"], ended.payload["on"]) == (True, False)

    def test_tells_what_the_rule_says_from_what_the_object_did(self) -> None:
        data = {"Action": "Appear", "Object": {"ObjectType": "Human"}, "UTC": UTC}
        lines = "Events[0].EventBaseInfo.Code=CrossLineDetection\nEvents[0].EventBaseInfo.Action=Stop\nEvents[0].Action=Cross"
        (begun,), (ended,) = read("dahua", head("CrossLineDetection", "Start", data)), read("dahua", lines)
        assert (begun.payload["on"], begun.payload["target"], ended.payload["on"]) == (True, "Human", False)

    def test_keeps_nothing_of_a_face(self) -> None:
        data = {"UTC": UTC, "Face": {"Age": 81, "Sex": "Woman"}, "UserID": "778899",
                "Candidates": [{"Similarity": 97, "Person": {"Name": "林秀英", "ID": "42"}}]}  # fmt: skip
        (signal,) = read("dahua", head("FaceRecognition", data=data))
        assert not any(word in str(signal) for word in ("林秀英", "778899", "Woman", "81", "97"))
        assert signal.payload["dropped"] == ["face", "name"]

    @pytest.mark.parametrize(
        ("raw", "sentence"),
        [("hello", "expected `Code="), ("{}", "expected `Code="), (head() + ";data={broken", "not JSON"),
         (head() + ';data={"UTC": NaN}', "NaN"), (head() + ";data=" + "[" * 5000, "nested deeper"),
         (head(data=junction("鄂" * 40)), "a plate of 40"), (b"x" * 9_000_000, "are allowed")],
    )  # fmt: skip
    def test_says_what_it_expected(self, raw: str | bytes, sentence: str) -> None:
        with pytest.raises(Unreadable, match=sentence):
            read("dahua", raw)

from __future__ import annotations

from datetime import timedelta

import pytest

from nuan.signal.facts import Unreadable
from tests.signal.sources.reading import NOW, read


def notice(
    topic: str = "tns1:RuleEngine/CellMotionDetector/Motion",
    data: str = '<tt:SimpleItem Name="IsMotion" Value="true"/>',
    *,
    time: str = "2026-11-20T03:59:30Z",
    operation: str = "Changed",
) -> str:
    return f"""<wsnt:NotificationMessage><wsnt:Topic Dialect="d"> {topic} </wsnt:Topic><wsnt:Message>
<tt:Message UtcTime="{time}" PropertyOperation="{operation}">
<tt:Source><tt:SimpleItem Name="VideoSourceToken" Value="vs-1"/></tt:Source><tt:Data>{data}</tt:Data>
</tt:Message></wsnt:Message></wsnt:NotificationMessage>"""


def envelope(*notices: str, call: str = "wsnt:Notify") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"
xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2" xmlns:tt="http://www.onvif.org/ver10/schema"
xmlns:tev="http://www.onvif.org/ver10/events/wsdl"><s:Body><{call}>{"".join(notices)}</{call}></s:Body></s:Envelope>"""


class TestRead:
    @pytest.mark.parametrize(
        ("name", "value", "on"),
        [("IsMotion", "true", True), ("IsTamper", "false", False), ("State", "1", True), ("LogicalState", "true", True),
         ("IsInside", "TRUE", True), ("Value", "0", False), ("ObjectId", "1", None)],
    )  # fmt: skip
    def test_finds_the_switch_whatever_its_name_and_order(self, name: str, value: str, on: object) -> None:
        for item in (
            f'<tt:SimpleItem Name="{name}" Value="{value}"/>',
            f'<tt:SimpleItem Value="{value}" Name="{name}"/>',
        ):
            (signal,) = read("onvif", envelope(notice(data=item)))
            assert (signal.kind, signal.payload["on"]) == ("gate.other", on)

    @pytest.mark.parametrize(
        ("topic", "meaning"),
        [("tns1:VideoSource/MotionAlarm", "motion"), ("tns1:RuleEngine/TamperDetector/Tamper", "tamper"),
         ("tns1:RuleEngine/LineDetector/Crossed", "line-crossed"), ("tns1:Device/Trigger/DigitalInput", "input"),
         ("tnsmaker:VideoSource/GlobalSceneChange/ImagingService", "tamper"),
         ("tns1:RuleEngine/FieldDetector/ObjectsInside", "intrusion"), ("a:B/c:PeopleDetector/d:People", "other")],
    )  # fmt: skip
    def test_has_one_word_for_all_topics(self, topic: str, meaning: str) -> None:
        (signal,) = read("onvif", envelope(notice(topic)))
        assert signal.payload["meaning"] == meaning
        assert ":" not in signal.payload["event"]

    def test_gives_a_signal_per_notification(self) -> None:
        found = read(
            "onvif",
            envelope(
                notice(operation="Initialized"),
                notice(time="2026-11-20T03:59:31Z"),
                call="tev:PullMessagesResponse",
            ),
        )
        assert [signal.payload["operation"] for signal in found] == ["initialized", "changed"]
        assert found[0].source_id != found[1].source_id
        assert found[0].payload["camera"] == "vs-1"

    def test_is_silent_at_an_empty_pull(self) -> None:
        assert read("onvif", envelope(call="tev:PullMessagesResponse")) == []

    def test_does_not_lose_the_motions_of_a_camera_that_lives_in_1970(self) -> None:
        unset = envelope(notice(time="1970-01-01T00:00:00Z"))
        first, later = read("onvif", unset), read("onvif", unset, now=NOW + timedelta(minutes=5))
        assert (first[0].at, first[0].payload["clock"]) == (NOW, "epoch")
        assert first[0].source_id != later[0].source_id

    def test_reads_a_plate(self) -> None:
        data = (
            '<tt:SimpleItem Name="PlateNumber" Value="鄂A·12345"/><tt:SimpleItem Name="Likelihood" Value="0.9"/>'
            '<tt:SimpleItem Name="Direction" Value="approach"/>'
        )
        (signal,) = read("onvif", envelope(notice("tns1:RuleEngine/LicensePlateRecognition/Plate", data)))
        told = signal.payload
        assert (signal.kind, told["plate"], told["confidence"], told["direction"]) == (
            "gate.plate-read", "鄂A12345", 0.9, "in",
        )  # fmt: skip

    def test_keeps_no_name_of_who_came(self) -> None:
        data = '<tt:SimpleItem Name="CredentialHolderName" Value="林秀英"/>'
        (signal,) = read("onvif", envelope(notice("tns1:AccessControl/AccessGranted/Credential", data)))
        assert "林秀英" not in str(signal)
        assert signal.payload["dropped"] == ["name"]

    @pytest.mark.parametrize(
        ("raw", "sentence"),
        [("<html/>", "found <html>"), ("", "not XML"), (envelope(notice(topic="")), "without a Topic"),
         ('<!DOCTYPE a [<!ENTITY b "c">]>' + envelope(notice()), "its own definitions"),
         (b"\xff\xd8\xff\xe0", "expected NotificationMessage"), ("<a>" * 100, "nested deeper")],
    )  # fmt: skip
    def test_says_what_it_expected(self, raw: str | bytes, sentence: str) -> None:
        with pytest.raises(Unreadable, match=sentence):
            read("onvif", raw)

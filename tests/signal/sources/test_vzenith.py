from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from nuan.signal.facts import Unreadable
from nuan.signal.sources import vzenith
from tests.signal.sources.reading import read


def push(plate: str, **more: Any) -> dict[str, Any]:
    found = {
        "license": plate,
        "plateid": 7,
        "confidence": 88,
        "timeStamp": {"Timeval": {"sec": 1795143600}},
        **more,
    }
    return {"AlarmInfoPlate": {"serialno": "s-1", "deviceName": "东门", "result": {"PlateResult": found}}}


class TestRead:
    @pytest.mark.parametrize("written", ["京AD12345", base64.b64encode("京AD12345".encode()).decode()])
    def test_reads_a_plate_also_in_base64(self, written: str) -> None:
        (signal,) = read("vzenith", push(written))
        assert (signal.payload["plate"], signal.payload["plate_ok"]) == ("京AD12345", True)
        assert signal.at.isoformat() == "2026-11-20T03:00:00+00:00"

    def test_knows_the_words_for_no_plate(self) -> None:
        assert read("vzenith", push("_无_"))[0].payload["plate"] is None

    def test_gives_one_id_to_a_read_that_is_sent_again_later(self) -> None:
        first, again = read("vzenith", push("京AD12345")), read("vzenith", push("京AD12345", isoffline=1))
        assert first[0].source_id == again[0].source_id

    @pytest.mark.parametrize(
        "beat",
        [{"heartbeat": {"countid": 3}}, {"SerialData": {"data": "AA=="}}, {"ipaddr": "h", "TriggerImage": {}},
         {"Response_AlarmInfoPlate": {"info": "ok"}}, {"type": "AVS_TRIGGER"}, {"device_name": "IVS", "pass_wd": "x"}],
    )  # fmt: skip
    def test_stays_silent_at_housekeeping(self, beat: dict[str, Any]) -> None:
        assert read("vzenith", beat) == []

    @pytest.mark.parametrize(
        "sample", [[], {}, {"AlarmInfoPlate": {}}, push("x" * 40), push("", license=7), {"AlarmInfoPlate": 1}]
    )
    def test_says_what_it_expected(self, sample: object) -> None:
        with pytest.raises(Unreadable):
            read("vzenith", sample)

    @pytest.mark.parametrize(
        "raw",
        [
            b'--x\r\nContent-Disposition: form-data; name="device_name"\r\n\r\nIVS\r\n--x--\r\n',
            b"device_name=IVS&ipaddr=10.0.0.9&port=80&user_name=admin&pass_wd=admin&serialno=s-1",
        ],
    )
    def test_stays_silent_at_a_registration_with_the_cameras_password(self, raw: bytes) -> None:
        assert read("vzenith", raw) == []

    def test_says_what_the_camera_said(self) -> None:
        (signal,) = read("vzenith", push("京AD12345", colorType=6, direction=4, triggerType=8, confidence=1))
        told = signal.payload
        assert (told["plate_colour"], told["direction"], told["trigger"]) == ("yellow-green", "in", "line")
        assert (told["confidence"], told["kept"]) == (0.01, False)

    def test_reads_the_clock_on_the_wall_where_there_is_no_other(self) -> None:
        wall = {"decyear": 2026, "decmon": 11, "decday": 20, "dechour": 11, "decmin": 0, "decsec": 5}
        (signal,) = read("vzenith", push("京AD12345", timeStamp={"Timeval": wall}))
        assert (signal.at.isoformat(), signal.payload["zone"]) == ("2026-11-20T11:00:05+08:00", "assumed")

    def test_reads_what_comes_over_mqtt(self) -> None:
        inner = push(base64.b64encode("京AD12345".encode()).decode())
        inner["AlarmInfoPlate"]["deviceName"] = base64.b64encode("东门出口一号机".encode()).decode()
        (signal,) = read(
            "vzenith", {"name": "ivs_result", "sn": "s-1", "timestamp": 1795143600, "payload": inner}
        )
        assert (signal.payload["plate"], signal.payload["camera"]) == ("京AD12345", "东门出口一号机")
        assert read("vzenith", {"name": "keep_alive", "payload": {"body": {"timestamp": 1}}}) == []

    def test_passes_on_an_input_that_switched(self) -> None:
        body = {"deviceName": "东门", "result": {"TriggerResult": {"source": 0, "value": 1}}}
        (signal,) = read("vzenith", {"AlarmGioIn": body})
        told = signal.payload
        assert (signal.kind, told["meaning"], told["input"], told["on"]) == ("gate.other", "input", 1, True)

    def test_gives_one_signal_per_push_of_a_list_or_of_lines(self) -> None:
        pushes = [push("京AD12345", plateid=n) for n in (1, 2)]
        assert len(read("vzenith", pushes)) == len(read("vzenith", "\n".join(map(json.dumps, pushes)))) == 2


class TestReply:
    def answer(self, sample: object, *, may_open: bool) -> Any:
        return vzenith.reply(json.dumps(sample).encode(), may_open=may_open)

    def test_never_opens_by_itself(self) -> None:
        assert self.answer(push("京AD12345"), may_open=False) == {"Response_AlarmInfoPlate": {"plateid": 7}}

    def test_opens_where_the_device_may(self) -> None:
        told = self.answer(push("京AD12345"), may_open=True)
        assert told == {"Response_AlarmInfoPlate": {"plateid": 7, "info": "ok"}}

    def test_asks_for_the_next_kept_record_and_opens_for_none(self) -> None:
        told = self.answer(push("京AD12345", isoffline=1), may_open=True)
        assert told == {
            "Response_AlarmInfoPlate": {"plateid": 7, "ContinuePushOffline": {"plateid": 7, "continue": 1}}
        }

    @pytest.mark.parametrize(
        "sample", [{"heartbeat": {}}, {"AlarmGioIn": {"result": {}}}, {"SerialData": {}}]
    )
    def test_greets_back_at_the_rest(self, sample: object) -> None:
        assert self.answer(sample, may_open=True) == {"status": "ok"}

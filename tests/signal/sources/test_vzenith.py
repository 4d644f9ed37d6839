from __future__ import annotations

import base64
from typing import Any

import pytest

from nuan.signal.facts import Unreadable
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

    @pytest.mark.parametrize("beat", [{"heartbeat": {"countid": 3}}, {"SerialData": {"data": "AA=="}}])
    def test_stays_silent_at_housekeeping(self, beat: dict[str, Any]) -> None:
        assert read("vzenith", beat) == []

    @pytest.mark.parametrize(
        "sample", [[], {}, {"AlarmInfoPlate": {}}, push("x" * 40), push("", license=7), {"AlarmInfoPlate": 1}]
    )
    def test_says_what_it_expected(self, sample: object) -> None:
        with pytest.raises(Unreadable):
            read("vzenith", sample)

from __future__ import annotations

import json
from typing import Any

import pytest

from nuan.signal.facts import Unreadable
from tests.signal.sources.reading import read

START = 1795143600.25


def tracked(**more: Any) -> dict[str, Any]:
    return {
        "id": "1795143600.25-abc", "camera": "east_gate", "label": "car", "start_time": START, "frame_time": START + 2,
        "end_time": None, "top_score": 0.84, "false_positive": False, "entered_zones": [], "has_snapshot": True, **more,
    }  # fmt: skip


def event(stage: str, before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {"type": stage, "before": before, "after": after}


def told(*events: object) -> list[tuple[str, Any, Any]]:
    found = [one for sample in events for one in read("frigate", sample, topic="frigate/events")]
    return [(one.kind, one.payload["event"], one.payload.get("on")) for one in found]


class TestRead:
    def test_tells_that_a_car_came_was_read_and_left(self) -> None:
        plate = {"recognized_license_plate": "鄂A·12345", "recognized_license_plate_score": 0.93}
        story = [
            event("new", tracked(), tracked()),
            event("update", tracked(), tracked(score=0.9)),
            event("update", tracked(), tracked(entered_zones=["drive"])),
            event("update", tracked(entered_zones=["drive"]), tracked(entered_zones=["drive"], **plate)),
            event("end", tracked(entered_zones=["drive"], **plate),
                  tracked(entered_zones=["drive"], **plate, end_time=START + 9)),
        ]  # fmt: skip
        assert told(*story) == [
            ("gate.other", "car", True), ("gate.other", "car", True), ("gate.plate-read", "license_plate", None),
            ("gate.other", "car", False),
        ]  # fmt: skip
        (read_signal,) = read("frigate", story[3])
        assert (read_signal.payload["plate"], read_signal.payload["confidence"]) == ("鄂A12345", 0.93)

    def test_knows_one_object_again_however_it_is_told(self) -> None:
        plate = {"recognized_license_plate": "鄂A12345", "recognized_license_plate_score": 0.93}
        pushed = {"type": "lpr", "id": tracked()["id"], "camera": "east_gate", "plate": "鄂A12345", "score": 0.93,
                  "timestamp": START + 2, "name": "林秀英"}  # fmt: skip
        listed = tracked(data={"type": "object", **plate})
        ids = {
            read("frigate", sample)[0].source_id
            for sample in (event("update", tracked(), tracked(**plate)), pushed, listed)
        }
        assert len(ids) == 1
        assert (
            read("frigate", event("new", {}, tracked()))[0].source_id
            == read("frigate", tracked())[0].source_id
        )

    def test_waits_until_it_is_no_false_positive(self) -> None:
        unsure = tracked(false_positive=True)
        assert told(event("new", unsure, unsure)) == []
        assert told(event("update", unsure, tracked())) == [("gate.other", "car", True)]

    @pytest.mark.parametrize("sub_label", ["林秀英", ["林秀英", 0.97]])
    def test_never_keeps_who_it_was(self, sub_label: object) -> None:
        person = tracked(label="person", sub_label=sub_label, attributes={"face": 0.64})
        for sample in (person, event("new", {}, person)):
            (signal,) = read("frigate", sample)
            assert "林秀英" not in str(signal)
            assert signal.payload["dropped"] == ["face", "name"]
            assert signal.payload["meaning"] == "person"

    def test_tells_of_a_review_when_it_begins_and_when_it_grows_grave(self) -> None:
        low = {
            "id": "r-1",
            "camera": "east_gate",
            "severity": "detection",
            "start_time": START,
            "data": {"objects": ["car"]},
        }
        grave = {**low, "severity": "alert"}
        assert told(event("new", low, low), event("update", low, low), event("update", low, grave)) == [
            ("gate.other", "review", None),
            ("gate.other", "review", None),
        ]
        assert told(event("end", grave, grave)) == []

    @pytest.mark.parametrize(
        ("topic", "raw"),
        [("frigate/available", "online"), ("frigate/stats", '{"cameras": {}, "service": {}}'), ("frigate/east/car", "2"),
         ("frigate/east/car/snapshot", b"\xff\xd8\xff\xe0"), ("frigate/tracked_object_update", '{"type": "face", "name": "x"}'),
         ("frigate/tracked_object_update", '{"type": "description", "description": "a woman in red"}')],
    )  # fmt: skip
    def test_is_silent_at_the_rest(self, topic: str, raw: str | bytes) -> None:
        assert read("frigate", raw, topic=topic) == []

    def test_hears_motion(self) -> None:
        (signal,) = read("frigate", "ON", topic="frigate/east_gate/motion")
        assert (signal.payload["camera"], signal.payload["on"]) == ("east_gate", True)

    def test_gives_one_signal_per_element(self) -> None:
        listed = [tracked(id=f"{n}") for n in range(3)]
        assert len(read("frigate", listed)) == 3
        assert len(read("frigate", "\n".join(map(json.dumps, listed)))) == 3

    @pytest.mark.parametrize(
        ("sample", "sentence"),
        [({"a": 1}, "expected an event"), (event("odd", {}, tracked()), "expected type"),
         (event("new", {}, {"camera": "x"}), "an id in"), ('{"after": NaN}', "NaN"), ("[" * 5000, "nested deeper"),
         (tracked(data={"recognized_license_plate": "鄂" * 40}), "a plate of 40")],
    )  # fmt: skip
    def test_says_what_it_expected(self, sample: object, sentence: str) -> None:
        with pytest.raises(Unreadable, match=sentence):
            read("frigate", sample)

from __future__ import annotations

from collections.abc import Iterator

import pytest

from nuan.act.facts import Act
from nuan.act.writes import acts
from nuan.echo import reads, writes
from nuan.echo.facts import Harm, Tone
from nuan.echo.models import EchoRow
from nuan.people import writes as people
from nuan.people.facts import Tie
from nuan.place import writes as place
from nuan.signal import reads as signal
from tests.act.scene import MINUTE, NOW, Scene, build, message


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    built = build()
    with built.in_scope():
        yield built


def visited(scene: Scene) -> Act:
    return acts.finish(act_uid=scene.task().uid, staff_id=scene.keeper_chen, now=NOW)


class TestKeep:
    def test_routes_thanks_to_the_very_person(self, scene: Scene) -> None:
        act = visited(scene)
        writes.keep(act_uid=act.uid, resident_id=scene.grandma_lin, tone=Tone.WARM, now=NOW, words="谢谢小陈")
        [thanks] = reads.thanks_for(staff_id=scene.keeper_chen)
        assert (thanks.words, thanks.from_name) == ("谢谢小陈", "林奶奶")
        assert reads.thanks_for(staff_id=scene.keeper_liu) == []

    def test_of_a_second_tap_changes_the_first(self, scene: Scene) -> None:
        act = visited(scene)
        for tone in (Tone.WARM, Tone.COLD):
            writes.keep(act_uid=act.uid, resident_id=scene.grandma_lin, tone=tone, now=NOW + MINUTE)
        [echo] = reads.of_act(act_uid=act.uid)
        assert echo.tone is Tone.COLD
        assert reads.thanks_for(staff_id=scene.keeper_chen) == []

    def test_records_each_change_of_mind_as_a_signal_and_a_double_tap_as_one(self, scene: Scene) -> None:
        act = visited(scene)
        taps = [Tone.WARM, Tone.WARM, Tone.COLD, Tone.WARM]
        for minute, tone in enumerate(taps):
            writes.keep(
                act_uid=act.uid, resident_id=scene.grandma_lin, tone=tone, now=NOW + minute * MINUTE,
                harm=Harm.TOO_MANY if tone is Tone.COLD else None,
            )  # fmt: skip
        heard = signal.fresh(after=0, limit=10)
        assert [one.kind for one in heard] == ["echo.warm", "echo.cold", "echo.warm"]
        assert heard[1].payload == {"act": act.uid, "playbook": "care-visit", "harm": "too-many"}
        assert heard[0].about is not None

    def test_keeps_the_words_sealed(self, scene: Scene) -> None:
        act = visited(scene)
        writes.keep(act_uid=act.uid, resident_id=scene.grandma_lin, tone="warm", now=NOW, words="谢谢小陈")
        sealed = EchoRow.objects.get().words_sealed
        assert sealed is not None
        assert "谢谢".encode() not in bytes(sealed)

    def test_keeps_the_name_back_when_wished(self, scene: Scene) -> None:
        act = visited(scene)
        echo = writes.keep(
            act_uid=act.uid, resident_id=scene.grandma_lin, tone=Tone.WARM, now=NOW, is_unnamed=True
        )
        assert echo.from_name == ""

    def test_thanks_nobody_for_what_the_system_did_alone(self, scene: Scene) -> None:
        act = scene.one(message(resident_id=scene.grandma_lin))
        echo = writes.keep(act_uid=act.uid, resident_id=scene.grandma_lin, tone=Tone.PLAIN, now=NOW)
        assert echo.staff_uid is None

    def test_is_refused_to_a_neighbour(self, scene: Scene) -> None:
        home = place.add_home(community_id=scene.community, code="3-1-501")
        neighbour = people.move_in(
            community_id=scene.community, home_id=home.id, name="王芳", phone="13900000501",
            tie=Tie.OWNER, now=NOW,
        )  # fmt: skip
        with pytest.raises(writes.NotForYou):
            writes.keep(act_uid=visited(scene).uid, resident_id=neighbour.id, tone=Tone.COLD, now=NOW)

    def test_opens_no_more_once_the_resident_is_erased(self, scene: Scene) -> None:
        act = visited(scene)
        writes.keep(act_uid=act.uid, resident_id=scene.grandma_lin, tone="warm", now=NOW, words="谢谢小陈")
        people.shred(resident_id=scene.grandma_lin)
        [thanks] = reads.thanks_for(staff_id=scene.keeper_chen)
        assert (thanks.words, thanks.from_name) == ("", "")


class TestTakeBack:
    def test_forgets_the_answer(self, scene: Scene) -> None:
        act = visited(scene)
        writes.keep(act_uid=act.uid, resident_id=scene.grandma_lin, tone=Tone.WARM, now=NOW)
        assert writes.take_back(act_uid=act.uid, resident_id=scene.grandma_lin, now=NOW)
        assert not writes.take_back(act_uid=act.uid, resident_id=scene.grandma_lin, now=NOW)
        assert reads.of_act(act_uid=act.uid) == []


class TestHear:
    def test_counts_thanks_as_read_once(self, scene: Scene) -> None:
        act = visited(scene)
        writes.keep(act_uid=act.uid, resident_id=scene.grandma_lin, tone=Tone.WARM, now=NOW)
        assert reads.unread_thanks(staff_id=scene.keeper_chen) == 1
        assert writes.hear(staff_id=scene.keeper_chen, now=NOW) == 1
        assert reads.unread_thanks(staff_id=scene.keeper_chen) == 0


class TestCounts:
    def test_count_tones_and_harms_within_a_half_open_span(self, scene: Scene) -> None:
        act = visited(scene)
        writes.keep(
            act_uid=act.uid, resident_id=scene.grandma_lin, tone=Tone.COLD, now=NOW, harm=Harm.TOO_LATE
        )
        counted = reads.counts(since=NOW, until=NOW + MINUTE)
        assert (counted.warm, counted.cold, counted.all) == (0, 1, 1)
        assert counted.harms == {Harm.TOO_LATE: 1}
        assert reads.counts(since=NOW - MINUTE, until=NOW).all == 0

from __future__ import annotations

from nuan.web.line import Stage, warm_line
from nuan.web.templatetags.nuan import bar, chip, icon, line4


class TestWarmLine:
    def test_has_everything_before_now_behind_it(self) -> None:
        assert [n.state for n in warm_line(Stage.ACT)] == ["on", "on", "now", ""]

    def test_is_whole_when_nothing_is_left(self) -> None:
        assert [n.state for n in warm_line(None)] == ["on"] * 4

    def test_carries_the_notes_to_their_steps(self) -> None:
        line = warm_line(Stage.NEED, notes={Stage.SIGNAL: "阵雨 16:20"})
        assert [n.note for n in line] == ["阵雨 16:20", "", "", ""]


class TestLine4:
    def test_marks_the_present_step_for_screen_readers(self) -> None:
        drawn = line4(warm_line(Stage.ECHO))
        assert drawn.count('aria-current="step"') == 1
        assert 'class="now e" aria-current="step"><span class="node n-echo">' in drawn

    def test_escapes_what_people_wrote(self) -> None:
        assert "<script>" not in line4(warm_line(Stage.ACT, notes={Stage.ACT: "<script>"}))


class TestIcon:
    def test_is_hidden_unless_it_has_a_label(self) -> None:
        assert 'aria-hidden="true"' in icon("umbrella")
        assert 'aria-label="雨伞"' in icon("umbrella", "雨伞")


class TestChip:
    def test_knows_the_name_of_the_act_tone(self) -> None:
        assert 'class="chip act_"' in chip("在做", "walk", "act")


class TestBar:
    def test_never_runs_over_its_ends(self) -> None:
        assert 'width="100.0"' in bar(12, 10, "12／10")
        assert 'width="0.0"' in bar(1, 0, "没有")

    def test_marks_the_threshold(self) -> None:
        assert 'x="66.7"' in bar(5, 9, "5／9", mark=6)

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from nuan.act.facts import Channel
from nuan.act.rules import letters
from nuan.kernel.text import Text

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
attempts = st.integers(min_value=1, max_value=10_000)
WORDS = Text("林奶奶家漏水", "A leak at Grandma Lin's")


class TestWaitBefore:
    @given(attempt=attempts, key=st.text(max_size=20), urgent=st.booleans())
    def test_stays_between_a_second_and_its_cap(self, attempt: int, key: str, *, urgent: bool) -> None:
        waited = letters.wait_before(attempt, key=key, urgent=urgent)
        cap = letters.URGENT_LONGEST_WAIT if urgent else letters.LONGEST_WAIT
        assert timedelta(seconds=1) < waited <= cap * 1.25

    @given(st.integers(min_value=1, max_value=8), st.text(max_size=20))
    def test_grows_from_try_to_try(self, attempt: int, key: str) -> None:
        waits = [letters.wait_before(n, key=key, urgent=False) for n in (attempt, attempt + 1)]
        assert waits[0] < waits[1]

    def test_spreads_letters_that_failed_together(self) -> None:
        waits = {letters.wait_before(3, key=f"k{n}", urgent=False) for n in range(100)}
        assert len(waits) > 90

    @given(st.floats(min_value=0, max_value=1e9))
    def test_is_as_long_as_the_service_asks_within_reason(self, asked: float) -> None:
        waited = letters.wait_before(1, key="k", urgent=False, asked=asked)
        assert waited >= min(timedelta(seconds=asked), letters.LONGEST_WAIT)
        assert waited <= letters.LONGEST_WAIT


class TestIsSpent:
    def test_gives_an_urgent_letter_one_chance_when_another_channel_waits(self) -> None:
        assert self.spent(attempts=1, urgent=True, has_next=True)
        assert not self.spent(attempts=1, urgent=True, has_next=False)

    def test_is_patient_with_ordinary_letters(self) -> None:
        assert [self.spent(attempts=n) for n in (7, 8)] == [False, True]

    def test_knows_when_the_words_stop_being_true(self) -> None:
        assert self.spent(attempts=1, give_up_at=NOW)
        assert not self.spent(attempts=1, give_up_at=NOW + timedelta(seconds=1))

    def spent(
        self,
        *,
        attempts: int,
        urgent: bool = False,
        has_next: bool = False,
        give_up_at: datetime | None = None,
    ) -> bool:
        return letters.is_spent(
            attempts=attempts, urgent=urgent, has_next=has_next, next_try=NOW, give_up_at=give_up_at
        )


class TestRoute:
    @given(st.lists(st.sampled_from(Channel)), st.sets(st.sampled_from(Channel)))
    def test_keeps_the_playbooks_order_within_what_reaches(
        self, wished: list[Channel], reachable: set[Channel]
    ) -> None:
        ways = letters.route(wished, reachable=reachable)
        assert Channel.APP not in ways
        assert len(set(ways)) == len(ways)
        assert list(ways) == sorted(ways, key=wished.index)
        assert set(ways) == (set(wished) & reachable) - {Channel.APP}


class TestWorded:
    def test_gives_the_words_to_the_person_alone(self) -> None:
        assert letters.worded(Channel.SMS, WORDS, WORDS) == (WORDS, WORDS)
        assert letters.worded(Channel.WECOM, WORDS, WORDS) == (WORDS, letters.NOTHING)
        assert letters.worded(Channel.PUSH, WORDS, WORDS) == (letters.PUSH_TITLE, letters.NOTHING)

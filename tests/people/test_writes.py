from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuan.people import reads as people
from nuan.people import writes as move
from nuan.people.facts import SEPARATE, Purpose, Role
from nuan.people.models import LookRow, ResidentRow, User
from nuan.people.rules.consents import NeedsGuardian, NeedsSeparateConsent
from tests.cast import Cast, agreed, colleague, resident

ORDINARY = Purpose.WEATHER_TIPS
DAY = timedelta(days=1)


class TestTheCast:
    def test_is_settled(self, cast: Cast) -> None:
        assert (cast.grandma_lin.call_name, cast.grandma_lin.phone) == ("林奶奶", "+8613900000502")
        assert cast.grandma_lin.lives_alone
        assert people.steward_of(home_id=cast.home_lin.id) == cast.keeper_chen
        assert people.on_shift(now=cast.now, role=Role.SECURITY) == [cast.guard_zhao]
        assert people.residents_of(home_id=cast.home_dou.id) == [cast.mama_dou, cast.doudou]
        assert people.wishes_of(resident_id=cast.doudou.id) == [("pet", "糯米")]

    def test_keeps_strangers_out(self, cast: Cast) -> None:
        assert cast.stranger_wu not in people.team()
        assert people.steward_of(home_id=cast.home_wu.id) is None
        with scope(community=cast.next_door.id), pytest.raises(ResidentRow.DoesNotExist):
            people.resident(uid=cast.grandma_lin.uid)


class TestMoveIn:
    def test_knows_the_same_phone_and_name_again(self, cast: Cast) -> None:
        again = move.move_in(
            community_id=cast.community.id, home_id=cast.home_dou.id, name=" 林秀英", phone="139 0000 0502",
            tie="owner", now=cast.now,
        )  # fmt: skip
        assert again == cast.grandma_lin
        assert people.homes_of(resident_id=again.id) == [cast.home_lin, cast.home_dou]

    def test_parts_two_people_who_share_a_phone(self, cast: Cast) -> None:
        other = resident(cast.community, cast.home_lin, "林大海", "13900000502")
        assert other.id != cast.grandma_lin.id

    def test_parts_namesakes_without_a_phone_by_their_home(self, cast: Cast) -> None:
        one = resident(cast.community, cast.home_lin, "王小明", "")
        two = resident(cast.community, cast.home_dou, "王小明", "")
        same = resident(cast.community, cast.home_lin, "王小明", "")
        assert one.id == same.id != two.id

    def test_ends_when_they_move_out(self, cast: Cast) -> None:
        assert move.move_out(resident_id=cast.grandma_lin.id, home_id=cast.home_lin.id, now=cast.now)
        assert people.residents_of(home_id=cast.home_lin.id) == []
        assert not move.move_out(resident_id=cast.grandma_lin.id, home_id=cast.home_lin.id, now=cast.now)


class TestAgree:
    def test_stands_from_now_until_withdrawn(self, cast: Cast) -> None:
        move.agree(resident_id=cast.grandma_lin.id, purpose=ORDINARY, now=cast.now)
        move.withdraw(resident_id=cast.grandma_lin.id, purpose=ORDINARY, now=cast.now + DAY)
        for at, stands in ((-DAY, False), (0 * DAY, True), (DAY / 2, True), (DAY, False), (2 * DAY, False)):
            assert bool(people.consenting(purpose=ORDINARY, at=cast.now + at)) is stands

    def test_ends_at_its_expiry(self, cast: Cast) -> None:
        move.agree(resident_id=cast.grandma_lin.id, purpose=ORDINARY, now=cast.now, expires_at=cast.now + DAY)
        assert people.consenting(purpose=ORDINARY, at=cast.now + DAY - timedelta(seconds=1))
        assert not people.consenting(purpose=ORDINARY, at=cast.now + DAY)

    def test_can_be_given_again_after_it_expired(self, cast: Cast) -> None:
        move.agree(resident_id=cast.grandma_lin.id, purpose=ORDINARY, now=cast.now, expires_at=cast.now + DAY)
        move.agree(resident_id=cast.grandma_lin.id, purpose=ORDINARY, now=cast.now + 3 * DAY)
        days = [bool(people.consenting(purpose=ORDINARY, at=cast.now + n * DAY)) for n in range(5)]
        assert days == [True, False, False, True, True]

    def test_is_one_agreement_when_given_twice(self, cast: Cast) -> None:
        for _ in range(2):
            move.agree(resident_id=cast.grandma_lin.id, purpose=ORDINARY, now=cast.now)
        assert len(people.consents_of(resident_id=cast.grandma_lin.id, at=cast.now)) == 1

    def test_is_for_one_purpose(self, cast: Cast) -> None:
        move.agree(resident_id=cast.grandma_lin.id, purpose=ORDINARY, now=cast.now)
        assert people.consenting(purpose=Purpose.SEASON_TIPS, at=cast.now) == set()

    @pytest.mark.parametrize("purpose", sorted(SEPARATE))
    def test_is_separate_for_sensitive_purposes(self, cast: Cast, purpose: Purpose) -> None:
        with pytest.raises(NeedsSeparateConsent):
            move.agree(resident_id=cast.grandma_lin.id, purpose=purpose, now=cast.now)
        move.agree(resident_id=cast.grandma_lin.id, purpose=purpose, now=cast.now, is_separate=True)
        assert people.consenting(purpose=purpose, at=cast.now) == {cast.grandma_lin.id}

    def test_needs_a_guardian_under_14(self, cast: Cast) -> None:
        for guardian_id in (None, cast.doudou.id):
            with pytest.raises(NeedsGuardian):
                move.agree(
                    resident_id=cast.doudou.id,
                    purpose=Purpose.BIRTHDAY,
                    now=cast.now,
                    guardian_id=guardian_id,
                )
        move.agree(
            resident_id=cast.doudou.id, purpose=Purpose.BIRTHDAY, now=cast.now, guardian_id=cast.mama_dou.id
        )
        assert people.consenting(purpose=Purpose.BIRTHDAY, at=cast.now) == {cast.doudou.id}

    def test_cannot_be_given_for_a_child_by_a_list(self, cast: Cast) -> None:
        with pytest.raises(NeedsGuardian):
            move.agree_all(
                community_id=cast.community.id, resident_ids=[cast.doudou.id], purpose=ORDINARY, now=cast.now
            )

    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(st.sampled_from(["agree", "brief", "withdraw"]), max_size=8))
    def test_answers_for_every_day_of_its_history(self, cast: Cast, story: list[str]) -> None:
        # Each example starts after the one before, on the same resident.
        start = cast.now + timedelta(days=100 * ResidentRow.objects.get(id=cast.mama_dou.id).consents.count())
        move.withdraw(resident_id=cast.mama_dou.id, purpose=ORDINARY, now=start)
        until = start
        for n, word in enumerate(story):
            at = start + n * 4 * DAY
            if word == "withdraw":
                move.withdraw(resident_id=cast.mama_dou.id, purpose=ORDINARY, now=at)
                until = at
            else:
                until = at + (2 if word == "brief" else 400) * DAY
                move.agree(resident_id=cast.mama_dou.id, purpose=ORDINARY, now=at, expires_at=until)
            for later in (0, 1, 3):
                when = at + later * DAY
                assert bool(people.consenting(purpose=ORDINARY, at=when)) is (when < until)
        move.withdraw(resident_id=cast.mama_dou.id, purpose=ORDINARY, now=start + 50 * DAY)


class TestConsenting:
    def test_asks_about_some_or_all(self, cast: Cast) -> None:
        agreed(cast.grandma_lin, ORDINARY)
        agreed(cast.mama_dou, ORDINARY)
        assert people.consenting(purpose=ORDINARY, at=cast.now, resident_ids=[cast.mama_dou.id]) == {
            cast.mama_dou.id
        }
        assert people.consenting(purpose=ORDINARY, at=cast.now, resident_ids=range(100_000)) >= {
            cast.grandma_lin.id
        }


class TestBirthdays:
    def test_are_found_by_sun_and_moon(self, cast: Cast) -> None:
        # 9 October 1943 was the 11th of the ninth lunar month; in 2026 that day is 20 October.
        assert people.birthdays_on(on=date(2026, 10, 20)) == [cast.grandma_lin]
        assert people.birthdays_on(on=date(2026, 10, 9)) == []
        assert people.birthdays(month=1, day=16, calendar="solar") == [cast.doudou]


class TestLook:
    def looked(self, cast: Cast, times: int) -> None:
        for n in range(times):
            move.look(
                viewer_id=cast.keeper_chen.id, resident_id=cast.grandma_lin.id, purpose=f"visit {n}",
                fields="phone", now=cast.now + timedelta(minutes=n),
            )  # fmt: skip

    def test_is_shown_to_whom_it_is_about(self, cast: Cast) -> None:
        self.looked(cast, 2)
        [latest, _] = people.looks_at(resident_id=cast.grandma_lin.id)
        assert (latest.viewer, latest.purpose, latest.fields) == ("陈管家", "visit 1", "phone")
        assert people.looks_at(resident_id=cast.mama_dou.id) == []

    def test_holds_when_nobody_touched_it(self, cast: Cast) -> None:
        self.looked(cast, 20)
        assert people.verify_looks() is None

    @pytest.mark.parametrize("nth", range(1, 21))
    @pytest.mark.parametrize("how", ["purpose", "fields", "at", "viewer", "gone"])
    def test_finds_each_of_a_hundred_tamperings(self, cast: Cast, nth: int, how: str) -> None:
        self.looked(cast, 21)
        row = LookRow.objects.filter(seq=nth)
        if how == "gone":
            row.delete()
        elif how == "viewer":
            row.update(viewer=cast.guard_zhao.id)
        elif how == "at":
            row.update(at=cast.now - DAY)
        else:
            row.update(**{how: "nothing"})
        assert people.verify_looks() == nth

    def test_is_not_made_whole_by_hashing_anew_without_the_key(self, cast: Cast) -> None:
        self.looked(cast, 3)
        LookRow.objects.filter(seq=2).update(purpose="nothing", hash="0" * 64)
        LookRow.objects.filter(seq=3).update(before="0" * 64)
        assert people.verify_looks() == 2


class TestLeave:
    def session(self, user_id: int) -> None:
        store = SessionStore()
        store["_auth_user_id"] = str(user_id)
        store.save()

    def test_ends_account_sessions_shifts_and_post(self, cast: Cast) -> None:
        user_id = cast.keeper_chen.user_id or 0
        self.session(user_id)
        self.session(cast.guard_zhao.user_id or 0)

        move.leave(staff_id=cast.keeper_chen.id, on=cast.now.date())

        assert not User.objects.get(id=user_id).is_active
        assert Session.objects.count() == 1
        assert people.staff_of_user(user_id=user_id) == []
        assert cast.keeper_chen.id not in {one.id for one in people.on_shift(now=cast.now)}
        assert people.steward_of(home_id=cast.home_lin.id) is None

    def test_leaves_the_account_to_whoever_also_lives_here(self, cast: Cast) -> None:
        user_id = cast.guard_zhao.user_id or 0
        move.link_account(user_id=user_id, resident_id=cast.mama_dou.id)
        move.leave(staff_id=cast.guard_zhao.id, on=cast.now.date())
        assert User.objects.get(id=user_id).is_active
        assert people.staff_of_user(user_id=user_id) == []
        assert people.residents_of_user(user_id=user_id) == [(cast.community.id, cast.mama_dou.id)]


class TestHire:
    def test_knows_the_same_colleague_again(self, cast: Cast) -> None:
        again = move.hire(
            community_id=cast.community.id, name="赵建国", call_name="", role="security", now=cast.now,
            phone=cast.guard_zhao.phone,
        )  # fmt: skip
        assert again.id == cast.guard_zhao.id

    def test_gives_one_account_posts_in_two_communities(self, cast: Cast) -> None:
        with scope(community=cast.next_door.id):
            move.hire(
                community_id=cast.next_door.id, name="钱文", call_name="钱经理", role="project_manager", phone="",
                now=cast.now, user_id=cast.boss_qian.user_id,
            )  # fmt: skip
        posts = people.staff_of_user(user_id=cast.boss_qian.user_id or 0)
        assert [post.community_id for post in posts] == [cast.community.id, cast.next_door.id]


class TestPlanShift:
    def test_holds_from_its_start_until_before_its_end(self, cast: Cast) -> None:
        night = colleague(cast.community, "night", "夜班", "夜师傅", Role.SECURITY, now=cast.now + DAY)
        since, until = cast.now + DAY - timedelta(hours=4), cast.now + DAY + timedelta(hours=8)
        for at, on in ((since - timedelta(seconds=1), False), (since, True), (until, False)):
            assert (people.shift_of(staff_id=night.id, now=at) is not None) is on
            assert (night in people.on_shift(now=at)) is on

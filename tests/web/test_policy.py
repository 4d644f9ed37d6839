from __future__ import annotations

from uuid import UUID

import pytest

from nuan.people.facts import Role, Staff
from nuan.web.policy import FORM, READ, Answer, Policy, Who, judge, policy, policy_of, standing


def staff(role: Role) -> Staff:
    return Staff(
        community_id=1,
        id=1,
        uid=UUID(int=1),
        user_id=1,
        name="陈晨",
        call_name="陈管家",
        role=role,
        phone="",
        left_on=None,
    )


NOBODY = standing(signed_in=False, staff=None, is_resident=False)
STRANGER = standing(signed_in=True, staff=None, is_resident=False)
RESIDENT = standing(signed_in=True, staff=None, is_resident=True)
GUARD = standing(signed_in=True, staff=staff(Role.SECURITY), is_resident=False)
BOSS = standing(signed_in=True, staff=staff(Role.PROJECT_MANAGER), is_resident=False)


class TestPolicy:
    def test_is_kept_on_the_view_itself(self) -> None:
        @policy(Who.STAFF, methods=FORM)
        def view() -> None: ...

        assert policy_of(view) == Policy(frozenset({Who.STAFF}), frozenset({"GET", "POST"}))

    def test_must_name_somebody(self) -> None:
        with pytest.raises(ValueError, match="at least one"):
            policy()

    def test_is_none_for_a_view_that_says_nothing(self) -> None:
        assert policy_of(lambda: None) is None


class TestJudge:
    def test_denies_everybody_a_view_without_policy(self) -> None:
        for names in (NOBODY, STRANGER, RESIDENT, GUARD, BOSS):
            assert judge(None, names=names, method="GET") is Answer.NO

    @pytest.mark.parametrize(
        ("who", "yes"),
        [
            (Who.ANYONE, {"nobody", "stranger", "resident", "guard", "boss"}),
            (Who.SIGNED_IN, {"stranger", "resident", "guard", "boss"}),
            (Who.RESIDENT, {"resident"}),
            (Who.STAFF, {"guard", "boss"}),
            (Role.SECURITY, {"guard"}),
            (Who.MANAGER, {"boss"}),
        ],
    )
    def test_lets_in_exactly_those_who_are_named(self, who: Who | Role, yes: set[str]) -> None:
        everybody = {
            "nobody": NOBODY,
            "stranger": STRANGER,
            "resident": RESIDENT,
            "guard": GUARD,
            "boss": BOSS,
        }
        declared = Policy(frozenset({who}), frozenset(READ))
        let_in = {n for n, names in everybody.items() if judge(declared, names=names, method="GET") == "yes"}
        assert let_in == yes

    def test_sends_only_those_without_account_to_sign_in(self) -> None:
        declared = Policy(frozenset({Who.MANAGER}), frozenset(READ))
        assert judge(declared, names=NOBODY, method="GET") is Answer.SIGN_IN
        assert judge(declared, names=GUARD, method="GET") is Answer.NO

    def test_refuses_a_method_that_is_not_declared(self) -> None:
        declared = Policy(frozenset({Who.STAFF}), frozenset(READ))
        assert judge(declared, names=GUARD, method="POST") is Answer.NOT_THIS_WAY
        assert judge(declared, names=GUARD, method="HEAD") is Answer.YES

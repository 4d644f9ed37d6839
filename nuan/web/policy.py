"""Who may do what, said beside each view; what is not said is denied."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from nuan.people.facts import MANAGERS, Role, Staff

View = TypeVar("View", bound=Callable[..., Any])

READ = ("GET",)
WRITE = ("POST",)
FORM = ("GET", "POST")


class Who(StrEnum):
    ANYONE = "anyone"  #: also without an account
    SIGNED_IN = "signed-in"  #: any account, even one tied to nothing
    RESIDENT = "resident"
    STAFF = "staff"  #: any role, managers included
    MANAGER = "manager"
    DEVICE = "device"  #: proves itself inside the view; no session, no scope is opened


class Answer(StrEnum):
    YES = "yes"
    SIGN_IN = "sign-in"
    NO = "no"
    NOT_THIS_WAY = "not-this-way"  #: the method is not declared


@dataclass(frozen=True, slots=True)
class Policy:
    who: frozenset[Who | Role]
    methods: frozenset[str]


def policy(*who: Who | Role, methods: Iterable[str] = READ) -> Callable[[View], View]:
    """Declare who may open the view, and by which methods; HEAD goes with GET."""
    if not who:
        raise ValueError("a policy names at least one kind of visitor")
    declared = Policy(frozenset(who), frozenset(methods))

    def declare(view: View) -> View:
        setattr(view, "policy", declared)  # noqa: B010 (a plain function has no such attribute to type)
        return view

    return declare


def policy_of(view: object) -> Policy | None:
    """Return what the view declares, or None, which means nobody."""
    declared = getattr(view, "policy", None)
    return declared if isinstance(declared, Policy) else None


def standing(*, signed_in: bool, staff: Staff | None, is_resident: bool) -> frozenset[Who | Role]:
    """Return every name by which a policy can mean this visitor."""
    names: set[Who | Role] = {Who.ANYONE, Who.DEVICE}
    if signed_in:
        names.add(Who.SIGNED_IN)
    if is_resident:
        names.add(Who.RESIDENT)
    if staff:
        names |= {Who.STAFF, staff.role}
        if staff.role in MANAGERS:
            names.add(Who.MANAGER)
    return frozenset(names)


def judge(declared: Policy | None, *, names: frozenset[Who | Role], method: str) -> Answer:
    """Return the answer to a visitor of these names who asks by this method."""
    if declared is None:
        return Answer.NO
    if not declared.who & names:
        return Answer.NO if Who.SIGNED_IN in names else Answer.SIGN_IN
    asked = "GET" if method == "HEAD" else method
    return Answer.YES if asked in declared.methods else Answer.NOT_THIS_WAY

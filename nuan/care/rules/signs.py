"""From what was heard to what the engine is given."""

from __future__ import annotations

from collections.abc import Iterable

from nuan.care.rules.tuned import instant, millis
from nuan.engines.match.facts import Pattern, Plan, Scope, Sign, Trigger
from nuan.engines.match.plain import key_of
from nuan.signal.facts import Heard


def sign_of(heard: Heard) -> Sign:
    """Return a recorded signal as the engine sees it."""
    return Sign(
        instant(heard.at),
        instant(heard.received_at),
        heard.uid,
        heard.kind,
        str(heard.about) if heard.about else "",
        f"{heard.source}:{heard.source_id}",
        millis(heard.late_by),
        heard.payload,
    )


def is_real(heard: Heard) -> bool:
    """Test if a signal is meant: neither an official warning sent as a test, nor one that another provider told before."""
    if heard.kind != "weather.warning":
        return True
    status = heard.payload.get("status")
    return (status is None or str(status).lower() == "actual") and "same_as" not in heard.payload


def is_lifted(heard: Heard) -> bool:
    """Test if a signal takes an official warning back."""
    is_cancel = heard.kind == "weather.warning" and heard.payload.get("msg_type") == "cancel"
    return is_cancel and is_real(heard) and bool(heard.payload.get("chain"))


def remembers(pattern: Pattern) -> bool:
    """Test if a playbook keeps anything between two signals."""
    if pattern.trigger is Trigger.EVENT:
        return bool(pattern.first_of or pattern.cool or pattern.lateness)
    return True


def keys_of(plan: Plan, signs: Iterable[Sign]) -> set[str]:
    """Return whose memory these signals may touch."""
    found = {"community"}
    for sign in signs:
        for pattern in plan.by_kind.get(sign.kind, ()):
            if remembers(pattern) and pattern.scope is not Scope.COMMUNITY:
                found.add(key_of(pattern, sign))
    return found

"""Every page the resolver knows, and whom to open it as; a new address is a page until it is said here that it is none."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import URLPattern

from nuan.people.facts import Role
from nuan.web.policy import Policy, Who, policy_of
from tests.web.test_foreign_ids import address, patterns
from tests.web.things import Things

#: What answers a GET and is not a page of its own: for machines, for another page, or a file.
NO_PAGE = {
    "healthz", "readyz", "manifest", "worker", "mfa_download_recovery_codes", "manager:template", "staff:photo",
    "desk:live", "v1:openapi", "calendar:feed", "manager:lists", "manager:progress", "manager:wrong",
}  # fmt: skip
#: Pages that only open in a state of their own; `states` walks to them.
IN_A_STATE = {
    "front", "entry:resume", "start:start", "mfa_activate_totp", "mfa_authenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
    "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_list_webauthn",
    "mfa_add_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn",
}  # fmt: skip
#: Who opens what belongs to several; the first who fits.
PERSON: dict[Who | Role, str] = {
    Role.SECURITY: "guard_zhao",
    Who.MANAGER: "boss_qian",
    Who.STAFF: "keeper_chen",
    Who.RESIDENT: "min",
    Who.SIGNED_IN: "boss_qian",
    Who.ANYONE: "",
}
#: Who else opens what is only there for them.
OWN = {"entry:nowhere": "stray", "staff:act": "fixer_li", "desk:posts": "boss_qian"}


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the product: its name, its pattern, and who opens it."""

    name: str
    namespace: str
    pattern: URLPattern
    who: str

    def address(self, found: Things) -> str:
        """Return where it is, filled with these things."""
        return address(self.namespace, self.pattern, found)


def every_page() -> list[Page]:
    """Return every page that opens by its address alone."""
    return [page for page in _readable() if page.name not in NO_PAGE | IN_A_STATE]


def _readable() -> list[Page]:
    found = []
    for namespace, pattern in patterns():
        declared = policy_of(pattern.callback)
        if declared is not None and "GET" in declared.methods and Who.DEVICE not in declared.who:
            name = f"{namespace}:{pattern.name}" if namespace else str(pattern.name)
            found.append(Page(name, namespace, pattern, _person(name, declared)))
    return found


def _person(name: str, declared: Policy) -> str:
    if name in OWN:
        return OWN[name]
    return next(who for role, who in PERSON.items() if role in declared.who)

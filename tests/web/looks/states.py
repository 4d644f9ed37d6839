"""Pages in a light, a mood or a state of their own: large type, dark, on paper, in English, searched, empty, not there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import quote

from django.urls import reverse

from tests.web.looks.pages import every_page
from tests.web.things import Things

NIGHT = ("staff:today", "staff:act", "desk:post", "manager:board", "resident:home")
PAPER = ("staff:act", "staff:today", "manager:need", "manager:needs", "manager:tasks", "manager:board")
#: By whom a page is opened when it is read in English.
ENGLISH = {"boss_qian": "ann", "keeper_chen": "ben", "min": "bob"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One page as somebody sees it; `look` is light, dark, elder or paper."""

    name: str
    who: str
    address: str
    look: str = "light"
    status: int = 200

    def __str__(self) -> str:
        return "-".join(word for word in (self.name, self.who, self.look) if word).replace(":", "-")


def plain(found: Things) -> list[Sight]:
    """Return every page as it is by itself."""
    return [Sight(name=page.name, who=page.who, address=page.address(found)) for page in every_page()]


def elder(found: Things) -> list[Sight]:
    """Return the pages an old neighbour opens, in large type."""
    theirs = [replace(one, who="lin", look="elder") for one in plain(found) if one.who == "min"]
    return [Sight(name="entry:entry", who="", address=reverse("entry:entry"), look="elder"), *theirs]


def night(found: Things) -> list[Sight]:
    """Return the pages that are read at night, in the dark theme."""
    return [replace(one, look="dark") for one in plain(found) if one.name in NIGHT]


def paper(found: Things) -> list[Sight]:
    """Return the pages that are printed, as they are printed."""
    return [replace(one, look="paper") for one in plain(found) if one.name in PAPER]


def english(found: Things) -> list[Sight]:
    """Return the pages of those who read English; what is one resident's own is left out."""
    mine = {"resident:message", "resident:stop"}
    return [
        replace(one, who=ENGLISH[one.who])
        for one in plain(found)
        if one.who in ENGLISH and one.name not in mine
    ]


def states(found: Things, finished: str) -> list[Sight]:
    """Return pages searched, empty, refused and not there."""
    return [
        Sight(name="staff:act-done", who="keeper_chen", address=reverse("staff:act", args=[finished])),
        Sight(name="staff:today-empty", who="guard_zhao", address=reverse("staff:today")),
        Sight(name="tasks-free", who="boss_qian", address=reverse("manager:tasks") + "?show=alone"),
        Sight(
            name="residents-found",
            who="boss_qian",
            address=reverse("manager:residents") + f"?q={quote('林秀英')}",
        ),
        Sight(name="devices-none", who="boss_qian", address=reverse("manager:devices") + "?q=nothing"),
        Sight(name="needs-none", who="boss_qian", address=reverse("manager:needs") + "?q=nothing"),
        Sight(name="not-yours", who="keeper_chen", address=reverse("manager:board"), status=403),
        Sight(name="not-there", who="min", address="/nothing/", status=404),
    ]

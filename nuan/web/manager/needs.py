"""Needs: the list with its search and file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from nuan.care import reads as care
from nuan.kernel.text import Text
from nuan.need import reads as need
from nuan.need.facts import Listed, NeedState
from nuan.web.manager.export import KINDS, as_file, local
from nuan.web.manager.states import DAYS, SPARES, STATES, title_in
from nuan.web.policy import Who, policy
from nuan.web.visitor import Request

SPANS = {"1": timedelta(days=1), "7": timedelta(days=7), "30": timedelta(days=30)}
SHOWN = 50
FILED = 5000


@policy(Who.MANAGER)
def needs(request: Request) -> HttpResponse:
    """Show the needs of a span, or hand them over as a file."""
    titles, kind = care.titles(), request.GET.get("file", "")
    if kind in KINDS:
        return _file(kind, _found(request, titles, limit=FILED), titles, language=request.nuan.language)
    found = _found(request, titles, limit=SHOWN + 1)
    rows = found[:SHOWN]
    page = {
        "rows": rows,
        "titles": titles,
        "spans": DAYS,
        "states": {state: word for state, (word, _tone) in STATES.items()},
        "older": rows[-1].uid if len(found) > SHOWN else "",
        "tab": "needs",
    }
    asked = {name: request.GET.get(name, "") for name in ("q", "playbook", "state")}
    page |= {"asked": asked, "days": request.GET.get("days", "7"), "query": _query(request)}
    return render(request, "manager/needs.html", page)


def _found(request: Request, titles: Mapping[str, Text], *, limit: int) -> list[Listed]:
    asked, now = request.GET, request.nuan.now
    state, words = asked.get("state", ""), asked.get("q", "").strip()
    return need.search(
        since=now - SPANS.get(asked.get("days", "7"), SPANS["7"]),
        until=now + timedelta(seconds=1),
        playbook=asked.get("playbook", ""),
        state=state if state in set(NeedState) else "",
        words=words,
        named=[name for name, one in titles.items() if words.lower() in f"{one.zh} {one.en}".lower()],
        before=_uid(asked.get("before", "")),
        limit=limit,
    )


def _uid(word: str) -> str:
    """Return an address's uid; a broken one asks for the newest."""
    try:
        return str(UUID(word))
    except ValueError:
        return ""


def _query(request: Request) -> str:
    asked = request.GET.copy()
    for name in ("file", "before"):
        asked.pop(name, None)
    return asked.urlencode()


def _file(kind: str, found: list[Listed], titles: Mapping[str, Text], *, language: str) -> HttpResponse:
    header = [_("time"), _("playbook"), _("home"), _("why"), _("state"), _("held back because")]
    lines = [
        (
            local(one.fired_at), title_in(titles, one.playbook).within(language), one.home, one.why.within(language),
            STATES[one.state][0], SPARES[one.spared] if one.spared else "",
        )
        for one in found
    ]  # fmt: skip
    return as_file(kind, name="needs", header=header, rows=lines)

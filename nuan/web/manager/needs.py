"""Needs: the list with its search and file, and the whole line of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from nuan.care import reads as care
from nuan.kernel.text import Text
from nuan.need import reads as need
from nuan.need.facts import Need, NeedState
from nuan.place import reads as place
from nuan.web.manager.export import KINDS, as_file
from nuan.web.manager.states import SPARES, STATES
from nuan.web.policy import Who, policy
from nuan.web.visitor import Request

SPANS = {"1": timedelta(days=1), "7": timedelta(days=7), "30": timedelta(days=30)}
SHOWN = 100
FILED = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    need: Need
    title: Text
    home: str
    state: str
    tone: str
    spared: str


@policy(Who.MANAGER)
def needs(request: Request) -> HttpResponse:
    """Show the needs of a span, or hand them over as a file."""
    cards = {card.name: card.title for card in care.playbooks(now=request.nuan.now)}
    kind = request.GET.get("file", "")
    rows = _rows(request, cards, limit=FILED if kind in KINDS else SHOWN)
    if kind in KINDS:
        return _file(kind, rows, language=request.nuan.language)
    page = {"rows": rows, "cards": cards, "states": STATES, "shown": SHOWN, "tab": "needs"}
    asked = {name: request.GET.get(name, "") for name in ("q", "playbook", "state")}
    return render(
        request,
        "manager/needs.html",
        {**page, "asked": asked, "days": request.GET.get("days", "7"), "query": _query(request)},
    )


def _rows(request: Request, cards: dict[str, Text], *, limit: int) -> list[Row]:
    asked, now = request.GET, request.nuan.now
    state = asked.get("state", "")
    found = need.search(
        since=now - SPANS.get(asked.get("days", "7"), SPANS["7"]),
        until=now + timedelta(seconds=1),
        playbook=asked.get("playbook", ""),
        state=state if state in set(NeedState) else "",
        limit=FILED if asked.get("q") else limit,
    )
    homes = homes_of(found)
    rows = [row_of(one, cards, homes) for one in found]
    wanted = asked.get("q", "").strip().lower()
    return [row for row in rows if wanted in _haystack(row)][:limit] if wanted else rows


def homes_of(found: list[Need]) -> dict[int, str]:
    ids = {one.home_id for one in found if one.home_id is not None}
    return {id_: home.code for id_, home in place.homes_by_ids(ids=ids).items()} if ids else {}


def row_of(found: Need, cards: dict[str, Text], homes: dict[int, str]) -> Row:
    word, tone = STATES[found.state]
    return Row(
        need=found,
        title=cards.get(found.playbook, Text(found.playbook, found.playbook)),
        home=homes.get(found.home_id, "") if found.home_id else "",
        state=str(word),
        tone=tone,
        spared=str(SPARES[found.spared]) if found.spared else "",
    )


def _haystack(row: Row) -> str:
    return " ".join((row.home, row.title.zh, row.title.en, row.need.why.zh, row.need.why.en)).lower()


def _query(request: Request) -> str:
    asked = request.GET.copy()
    asked.pop("file", None)
    return asked.urlencode()


def _file(kind: str, rows: list[Row], *, language: str) -> HttpResponse:
    header = [_("time"), _("playbook"), _("home"), _("why"), _("state"), _("held back because")]
    lines = [
        (_local(row.need.fired_at), row.title.within(language), row.home, row.need.why.within(language), row.state, row.spared)
        for row in rows
    ]  # fmt: skip
    return as_file(kind, name="needs", header=header, rows=lines)


def _local(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")

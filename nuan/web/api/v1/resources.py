"""The spine and the place, for other houses' systems: what is there, page by page, and what they may add."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Query, Router, Status

from nuan.care import reads as care
from nuan.care.facts import PlaybookCard
from nuan.domains.integration.facts import Right
from nuan.domains.integration.reads import rows
from nuan.domains.integration.writes import signals as taking
from nuan.echo import writes as echo
from nuan.echo.facts import Echo
from nuan.people import reads as people
from nuan.web.api.v1.asking import Key, ask, told
from nuan.web.api.v1.door import Call
from nuan.web.api.v1.schemas import acts as acts_
from nuan.web.api.v1.schemas import common as common_
from nuan.web.api.v1.schemas import echoes as echoes_
from nuan.web.api.v1.schemas import needs as needs_
from nuan.web.api.v1.schemas import place as place_
from nuan.web.api.v1.schemas import playbooks as playbooks_
from nuan.web.api.v1.schemas import signals as signals_

CREATED = 201

router = Router()

SIGNAL_FIELDS = "about, payload"
NEED_FIELDS = "home, why, evidence"
ACT_FIELDS = "home, title, body, outcome"
ECHO_FIELDS = "words"


@router.get("/community", response=place_.Community, auth=Key(Right.READ_PLACE), summary="The community")
def community(request: Call) -> dict[str, Any]:
    """Tell the one community this key belongs to."""
    here = request.community
    return {
        "uid": here.uid, "name": here.name, "zone": str(here.zone), "adcode": here.adcode,
        "latitude": here.latitude, "longitude": here.longitude,
    }  # fmt: skip


@router.get("/homes", response=place_.Homes, auth=Key(Right.READ_PLACE), summary="Homes")
def homes(request: Call, page: Query[common_.Paging]) -> dict[str, Any]:
    """List homes; no word of who lives there."""
    return told(request, rows.homes(ask(request, page)), fields="")


@router.get("/signals", response=signals_.Signals, auth=Key(Right.READ_SIGNALS), summary="Signals")
def signals(request: Call, page: Query[common_.Paging], kind: str = "") -> dict[str, Any]:
    """List what happened, in log order."""
    return told(request, rows.signals(ask(request, page, kind=kind)), fields=SIGNAL_FIELDS)


@router.get(
    "/signals/{uuid:uid}", response=signals_.Signal, auth=Key(Right.READ_SIGNALS), summary="One signal"
)
def signal(request: Call, uid: UUID) -> Any:  # noqa: ANN401 (a row, as the schema says)
    """Tell one signal."""
    return told(request, rows.signals(ask(request, uid=uid)), fields=SIGNAL_FIELDS)["items"][0]


@router.post(
    "/signals",
    response={CREATED: signals_.Recorded},
    auth=Key(Right.WRITE_SIGNALS),
    summary="Report what happened",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": signals_.NewSignal.model_json_schema()}},
        }
    },
)
def report(request: Call) -> Status[dict[str, Any]]:
    """Record signals in Nuan's own JSON: one object, an array, or one object per line."""
    done = taking.take_in(
        integration=request.integration, community=request.community, raw=request.body, now=request.now
    )
    return Status(CREATED, {"recorded": done.fresh, "known": done.known, "uids": done.uids})


@router.get("/needs", response=needs_.Needs, auth=Key(Right.READ_NEEDS), summary="Needs")
def needs(request: Call, page: Query[common_.Paging], playbook: str = "", state: str = "") -> dict[str, Any]:
    """List who may need what; spared ones too, with the reason."""
    return told(request, rows.needs(ask(request, page, playbook=playbook, state=state)), fields=NEED_FIELDS)


@router.get("/needs/{uuid:uid}", response=needs_.Need, auth=Key(Right.READ_NEEDS), summary="One need")
def need(request: Call, uid: UUID) -> Any:  # noqa: ANN401
    """Tell one need."""
    return told(request, rows.needs(ask(request, uid=uid)), fields=NEED_FIELDS)["items"][0]


@router.get("/acts", response=acts_.Acts, auth=Key(Right.READ_ACTS), summary="Acts")
def acts(
    request: Call, page: Query[common_.Paging], playbook: str = "", state: str = "", kind: str = ""
) -> dict[str, Any]:
    """List what is done: tasks, messages, screens, cards. No individual is named."""
    asked = ask(request, page, playbook=playbook, state=state, kind=kind)
    return told(request, rows.acts(asked), fields=ACT_FIELDS)


@router.get("/acts/{uuid:uid}", response=acts_.Act, auth=Key(Right.READ_ACTS), summary="One act")
def act(request: Call, uid: UUID) -> Any:  # noqa: ANN401
    """Tell one act."""
    return told(request, rows.acts(ask(request, uid=uid)), fields=ACT_FIELDS)["items"][0]


@router.get("/echoes", response=echoes_.Echoes, auth=Key(Right.READ_ECHOES), summary="Echoes")
def echoes(request: Call, page: Query[common_.Paging]) -> dict[str, Any]:
    """List what came back."""
    return told(request, rows.echoes(ask(request, page)), fields=ECHO_FIELDS)


@router.get("/echoes/{uuid:uid}", response=echoes_.Echo, auth=Key(Right.READ_ECHOES), summary="One echo")
def one_echo(request: Call, uid: UUID) -> Any:  # noqa: ANN401
    """Tell one echo."""
    return told(request, rows.echoes(ask(request, uid=uid)), fields=ECHO_FIELDS)["items"][0]


@router.post(
    "/echoes", response={CREATED: echoes_.Echo}, auth=Key(Right.WRITE_ECHOES), summary="Bring an answer"
)
def bring(request: Call, said: echoes_.NewEcho) -> Status[dict[str, Any]]:
    """Keep a resident's answer to an act that was for them; a second answer changes the first."""
    resident = people.resident(uid=said.resident)
    kept = echo.keep(
        act_uid=said.act, resident_id=resident.id, tone=said.tone, harm=said.harm, words=said.words,
        is_unnamed=said.is_unnamed, now=request.now,
    )  # fmt: skip
    return Status(CREATED, _echo(kept))


@router.get(
    "/playbooks", response=list[playbooks_.Playbook], auth=Key(Right.READ_PLAYBOOKS), summary="Playbooks"
)
def playbooks(request: Call) -> list[dict[str, Any]]:
    """List the playbooks and whether they are on here."""
    return [_playbook(card) for card in care.playbooks(now=request.now)]


def _echo(kept: Echo) -> dict[str, Any]:
    return {
        "uid": kept.uid, "act": kept.act_uid, "tone": kept.tone, "harm": kept.harm, "at": kept.at,
        "people": None,
    }  # fmt: skip


def _playbook(card: PlaybookCard) -> dict[str, Any]:
    return {
        "name": card.name, "title": card.title, "promise": card.promise, "theme": card.theme,
        "version": card.version, "keeper": card.keeper, "is_on": card.is_on, "is_broken": bool(card.broken),
    }  # fmt: skip

"""Doors for devices. 202 means committed; every refusal is a sentence for whoever mends the sender."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django_scopes import scope

from nuan.kernel import clock
from nuan.place import reads as place
from nuan.place.facts import Device
from nuan.signal import reads
from nuan.signal import writes as signal
from nuan.signal.facts import Unreadable
from nuan.web.api.answers import later, no
from nuan.web.api.budget import Budget
from nuan.web.api.proof import NotProven, Replayed, prove, prove_by_path
from nuan.web.api.together import together
from nuan.web.api.wecom import prove_by_wecom
from nuan.web.policy import FORM, WRITE, Who, policy

BODY_LIMIT = 8 * 1024 * 1024
DEVICES = Budget(limit=6000)  # a hundred a second; a busy gate sends one
STRANGERS = Budget(limit=60)  # refusals written down per minute and sender; the rest is only answered
SETTLED = {HTTPStatus.OK, HTTPStatus.ACCEPTED, HTTPStatus.UNPROCESSABLE_ENTITY}
NOBODY = "unknown sender or wrong key; compare the device's address and key with those shown when it was registered"


@csrf_exempt
@policy(Who.DEVICE, methods=WRITE)
def door(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take in a payload from the device with this uid, which shows its key or signs."""
    now = clock.now()
    if too_large := _too_large(request):
        return too_large
    found = place.device(uid=uid)
    try:
        return _take_in(prove(found, request, now=now), request.body, now)
    except NotProven:
        return _nobody(found, now)
    except Replayed:
        return no(HTTPStatus.CONFLICT, "this nonce was used before; sign again with a new one")
    except DatabaseError:
        return later()


@csrf_exempt
@policy(Who.DEVICE, methods=WRITE)
def path_door(request: HttpRequest, token: str, rest: str = "") -> HttpResponse:  # noqa: ARG001 (what cameras append)
    """Take in a payload from the device that was given this address, whatever it appends to it."""
    now = clock.now()
    if too_large := _too_large(request):
        return too_large
    found = place.device_by_path_token(token=token)
    try:
        return _take_in(prove_by_path(found, request), request.body, now)
    except NotProven:
        return _nobody(found, now)
    except DatabaseError:
        return later()


@csrf_exempt
@policy(Who.DEVICE, methods=FORM)
def wecom_door(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Answer WeCom's question whether we hold its keys, or take in the message it locked with them."""
    now = clock.now()
    if too_large := _too_large(request):
        return too_large
    found = place.device(uid=uid)
    try:
        device, inside = prove_by_wecom(found, request, now=now)
        if request.method != "POST":
            return HttpResponse(inside, content_type="text/plain; charset=utf-8")
        done = _take_in(device, inside, now)
    except NotProven:
        # A question writes nothing, not even that a stranger asked it.
        return no(HTTPStatus.UNAUTHORIZED, NOBODY) if request.method != "POST" else _nobody(found, now)
    except DatabaseError:
        return later()
    # WeCom sends again whatever is not answered with 200; what cannot be read is kept with its reason.
    return HttpResponse() if done.status_code in SETTLED else done


def _too_large(request: HttpRequest) -> HttpResponse | None:
    sentence = f"the payload is larger than {BODY_LIMIT} bytes; send fewer or smaller pictures"
    declared = request.META.get("CONTENT_LENGTH") or "0"
    if not declared.isdigit() or int(declared) > BODY_LIMIT:
        return no(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence)
    try:
        is_large = len(request.body) > BODY_LIMIT
    except RequestDataTooBig:
        is_large = True
    except UnreadablePostError:
        return no(HTTPStatus.BAD_REQUEST, "the payload broke off; send it again")
    return no(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence) if is_large else None


def _take_in(device: Device, raw: bytes, now: datetime) -> HttpResponse:
    _tell_refused(device, now)
    if not DEVICES.spend(device.id, now=now):
        _tell_refused(device, now)
        return no(
            HTTPStatus.TOO_MANY_REQUESTS,
            f"more than {DEVICES.limit} payloads in a minute; send less often",
            **{"Retry-After": "60"},
        )
    community = place.community(id=device.community_id)
    try:
        with scope(community=community.id):
            done = signal.take_in(
                community=community, source=device.source, raw=raw, now=now, device=device, by=together
            )
    except Unreadable as problem:
        return no(HTTPStatus.UNPROCESSABLE_ENTITY, str(problem))
    # Some cameras take nothing but their own words for an answer, and open the barrier by them.
    if (words := reads.answer(source=device.source, raw=raw, may_open=device.may_open)) is not None:
        return JsonResponse(words)
    told = {"ignored": list(done.ignored)} if done.ignored else {}
    return JsonResponse({"recorded": done.fresh, "known": done.known, **told}, status=HTTPStatus.ACCEPTED)


def _tell_refused(device: Device, now: datetime) -> None:
    times = DEVICES.untold(device.id, now=now)
    if times:
        signal.refuse(
            community_id=device.community_id,
            device_id=device.id,
            source=device.source,
            reason=f"more than {DEVICES.limit} payloads in a minute",
            body=b"",
            now=now,
            times=times,
        )


def _nobody(device: Device | None, now: datetime) -> HttpResponse:
    # The payload of a stranger is not kept: it could be anything, and as much of it as they like.
    if STRANGERS.spend(device.id if device else None, now=now):
        signal.refuse(
            community_id=device.community_id if device else None,
            device_id=device.id if device else None,
            source=device.source if device else "unknown",
            reason="wrong key, signature or network" if device else "unknown sender",
            body=b"",
            now=now,
        )
    return no(HTTPStatus.UNAUTHORIZED, NOBODY)

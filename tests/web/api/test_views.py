from __future__ import annotations

import json
import time
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError
from django.test import Client

from nuan.kernel import clock
from nuan.kernel.ref import Ref
from nuan.place import writes as place
from nuan.place.facts import Device, Door, Registered
from nuan.signal import reads as signal
from nuan.signal import writes
from nuan.web.api import views
from nuan.web.api.budget import Budget
from nuan.web.api.signature import sign
from tests.cast import Cast

NOBODY = UUID("01900000-0000-7000-8000-000000000000")
XML = "application/xml"


@pytest.fixture(autouse=True)
def fresh_budgets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "DEVICES", Budget(limit=6000))
    monkeypatch.setattr(views, "STRANGERS", Budget(limit=60))


def register(cast: Cast, door: Door = Door.KEY, source: str = "nuan", **more: Any) -> Registered:
    return place.register_device(
        community_id=cast.community.id,
        name=f"{source} {door}",
        kind="other",
        source=source,
        door=door,
        **more,
    )


def held(ident: str = "1", **more: Any) -> dict[str, Any]:
    return {
        "kind": "sensor.leak",
        "at": clock.now().isoformat(),
        "id": ident,
        "payload": {"value": True},
        **more,
    }


def post(device: Device | UUID, body: object, **headers: str) -> Any:
    uid = device if isinstance(device, UUID) else device.uid
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Client(enforce_csrf_checks=True).generic(
        "POST", f"/api/doors/{uid}/", raw, content_type="application/json", headers=headers
    )


def said(answer: Any) -> Any:
    return json.loads(answer.content)


class TestKey:
    def test_takes_a_signal_in_and_says_so_once_it_is_recorded(self, cast: Cast) -> None:
        camera = register(cast, home_id=cast.home_lin.id)
        answer = post(camera.device, held(), **{"X-Nuan-Key": camera.secret})
        assert (answer.status_code, said(answer)) == (202, {"recorded": 1, "known": 0})
        (heard,) = signal.recent()
        assert (heard.kind, heard.about) == ("sensor.leak", Ref("home", str(cast.home_lin.uid)))

    def test_records_nothing_of_a_text_that_is_no_parcel_notice_and_says_why(self, cast: Cast) -> None:
        phone = register(cast, source="parcel-sms")
        answer = post(
            phone.device, {"text": "【云购】验证码 482913，请勿告诉他人"}, **{"X-Nuan-Key": phone.secret}
        )
        assert (answer.status_code, said(answer)["recorded"]) == (202, 0)
        assert "verification code" in said(answer)["ignored"][0]
        assert signal.recent() == []
        assert signal.refusals(community_id=cast.community.id) == []

    def test_counts_the_same_payload_a_thousand_times_as_one(self, cast: Cast) -> None:
        camera = register(cast)
        body = held()
        answers = [post(camera.device, body, **{"X-Nuan-Key": camera.secret}) for _ in range(1000)]
        assert {answer.status_code for answer in answers} == {202}
        assert said(answers[-1]) == {"recorded": 0, "known": 1}
        assert len(signal.recent()) == 1

    def test_answers_a_wrong_key_and_an_unknown_device_alike(self, cast: Cast) -> None:
        camera = register(cast)
        answers = [
            post(camera.device, held(), **{"X-Nuan-Key": "wrong"}),
            post(camera.device, held()),
            post(NOBODY, held(), **{"X-Nuan-Key": camera.secret}),
            post(NOBODY, held()),
        ]
        assert {(answer.status_code, answer.content) for answer in answers} == {(401, answers[0].content)}
        assert signal.recent() == []

    def test_keeps_that_somebody_knocked_with_a_wrong_key(self, cast: Cast) -> None:
        camera = register(cast)
        for _ in range(3):
            post(camera.device, held(), **{"X-Nuan-Key": "wrong"})
        (kept,) = signal.refusals(community_id=cast.community.id)
        assert (kept.reason, kept.device_id, kept.count) == (
            "wrong key, signature or network",
            camera.device.id,
            3,
        )
        assert kept.body == b""

    def test_does_not_open_the_door_of_another_device(self, cast: Cast) -> None:
        first, second = register(cast), register(cast, source="cap")
        assert post(first.device, held(), **{"X-Nuan-Key": second.secret}).status_code == 401

    def test_is_not_enough_for_a_device_that_signs(self, cast: Cast) -> None:
        camera = register(cast, Door.HMAC)
        assert post(camera.device, held(), **{"X-Nuan-Key": camera.secret}).status_code == 401

    def test_opens_nothing_after_the_device_retired(self, cast: Cast) -> None:
        camera = register(cast)
        place.retire_device(device_id=camera.device.id)
        assert post(camera.device, held(), **{"X-Nuan-Key": camera.secret}).status_code == 401
        assert post(camera.device, held(), **{"X-Nuan-Key": ""}).status_code == 401

    def test_records_in_the_devices_own_community_only(self, cast: Cast) -> None:
        camera = register(cast)
        here, there = str(cast.community.uid), str(cast.next_door.uid)
        own = post(camera.device, held("1", community=here), **{"X-Nuan-Key": camera.secret})
        foreign = post(camera.device, held("2", community=there), **{"X-Nuan-Key": camera.secret})
        nowhere = post(camera.device, held("3", community=str(NOBODY)), **{"X-Nuan-Key": camera.secret})
        assert [answer.status_code for answer in (own, foreign, nowhere)] == [202, 422, 422]
        assert "another" in said(foreign)["error"] or "not belong" in said(foreign)["error"]


class TestBadInput:
    @pytest.mark.parametrize(
        ("source", "body", "sentence"),
        [
            ("nuan", {"kind": "sensor.leak", "id": "1"}, "`at` must say when it happened"),
            ("nuan", {"kind": "sensor.leak", "id": "1", "at": "1970-01-01T00:00:00Z"}, "`at` is 1970"),
            ("nuan", b"\xff\x00", "not text"),
            ("nuan", b"[" * 5000, "nested deeper"),
            ("hikvision", b"<EventNotificationAlert><eventType>ANPR</eventType><ANPR><licensePlate>"
             + b"A" * 40 + b"</licensePlate></ANPR></EventNotificationAlert>", "a plate of 40 characters"),
            ("no-such-source", b"{}", "no source is called"),
        ],
    )  # fmt: skip
    def test_gets_a_sentence_and_is_kept(self, cast: Cast, source: str, body: object, sentence: str) -> None:
        camera = register(cast, source=source)
        answers = [post(camera.device, body, **{"X-Nuan-Key": camera.secret}) for _ in range(3)]
        assert {answer.status_code for answer in answers} == {422}
        assert sentence in said(answers[0])["error"]
        (kept,) = signal.refusals(community_id=cast.community.id)
        assert sentence in kept.reason
        assert kept.count == 3
        assert signal.recent() == []

    def test_may_not_be_larger_than_a_form_with_pictures(self, cast: Cast) -> None:
        camera = register(cast)
        for size in (views.BODY_LIMIT + 1, 13 * 1024 * 1024):
            answer = post(camera.device, b" " * size, **{"X-Nuan-Key": camera.secret})
            assert answer.status_code == 413
            assert "larger than" in said(answer)["error"]

    def test_is_only_taken_by_post(self, cast: Cast) -> None:
        assert Client().get(f"/api/doors/{NOBODY}/").status_code == 405

    def test_is_told_to_come_again_when_nothing_could_be_written(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def locked(*_: object) -> None:
            raise OperationalError("database is locked")

        camera = register(cast)
        monkeypatch.setattr(writes, "_queue_for_log", locked)
        answer = post(camera.device, held(), **{"X-Nuan-Key": camera.secret})
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


class TestForms:
    def test_of_cameras_are_read_for_their_alert(self, cast: Cast) -> None:
        camera = register(cast, source="hikvision", part_id=cast.gate.id)
        alert = (
            f"<EventNotificationAlert><dateTime>{clock.now().isoformat()}</dateTime><eventType>ANPR</eventType>"
            "<ANPR><licensePlate>鄂A·12345</licensePlate></ANPR></EventNotificationAlert>"
        )
        form = (
            f'--b\r\nContent-Disposition: form-data; name="anpr.xml"\r\n\r\n{alert}\r\n'.encode()
            + b'--b\r\nContent-Disposition: form-data; name="p"; filename="p.jpg"\r\n\r\n\xff\xd8\xff\r\n--b--\r\n'
        )
        answer = Client(enforce_csrf_checks=True).generic(
            "POST",
            f"/api/doors/{camera.device.uid}/",
            form,
            content_type="multipart/form-data; boundary=b",
            headers={"X-Nuan-Key": camera.secret},
        )
        assert answer.status_code == 202
        (heard,) = signal.recent()
        assert (heard.payload["plate"], heard.about) == ("鄂A12345", Ref("part", str(cast.gate.uid)))


class TestSignature:
    def headers(self, secret: str, body: bytes, *, seconds: int = 0, nonce: str = "n1") -> dict[str, str]:
        time = str(int((clock.now() + timedelta(seconds=seconds)).timestamp()))
        signature = sign(secret, time=time, nonce=nonce, body=body)
        return {"X-Nuan-Time": time, "X-Nuan-Nonce": nonce, "X-Nuan-Signature": signature}

    def test_opens_the_door_once(self, cast: Cast) -> None:
        locker = register(cast, Door.HMAC)
        body = json.dumps(held()).encode()
        signed = self.headers(locker.secret, body)
        assert post(locker.device, body, **signed).status_code == 202
        replayed = post(locker.device, body, **signed)
        assert (replayed.status_code, "nonce" in said(replayed)["error"]) == (409, True)

    @pytest.mark.parametrize("seconds", [-290, 290])
    def test_may_be_a_little_off_in_time(self, cast: Cast, seconds: int) -> None:
        locker = register(cast, Door.HMAC)
        body = json.dumps(held()).encode()
        assert (
            post(locker.device, body, **self.headers(locker.secret, body, seconds=seconds)).status_code == 202
        )

    @pytest.mark.parametrize("seconds", [-400, 400])
    def test_grows_old(self, cast: Cast, seconds: int) -> None:
        locker = register(cast, Door.HMAC)
        body = json.dumps(held()).encode()
        assert (
            post(locker.device, body, **self.headers(locker.secret, body, seconds=seconds)).status_code == 401
        )

    @pytest.mark.parametrize("name", ["X-Nuan-Time", "X-Nuan-Nonce", "X-Nuan-Signature"])
    @pytest.mark.parametrize("value", ["", "9" * 400, "²", "x"])
    def test_needs_all_its_parts(self, cast: Cast, name: str, value: str) -> None:
        locker = register(cast, Door.HMAC)
        body = json.dumps(held()).encode()
        changed = {**self.headers(locker.secret, body), name: value}
        assert post(locker.device, body, **changed).status_code == 401

    def test_covers_the_body(self, cast: Cast) -> None:
        locker = register(cast, Door.HMAC)
        signed = self.headers(locker.secret, b"{}")
        assert post(locker.device, held(), **signed).status_code == 401


def plate_push(**more: Any) -> dict[str, Any]:
    sec = int(clock.now().timestamp())
    found = {"license": "鄂A12345", "plateid": 7, "timeStamp": {"Timeval": {"sec": sec}}, **more}
    return {"AlarmInfoPlate": {"serialno": "s-1", "result": {"PlateResult": found}}}


class TestAnswer:
    def answer(self, cast: Cast, body: object, *, may_open: bool, source: str = "vzenith") -> Any:
        camera = register(cast, source=source, may_open=may_open)
        return post(camera.device, body, **{"X-Nuan-Key": camera.secret})

    @pytest.mark.parametrize(
        ("may_open", "words"),
        [
            (False, {"Response_AlarmInfoPlate": {"plateid": 7}}),
            (True, {"Response_AlarmInfoPlate": {"plateid": 7, "info": "ok"}}),
        ],
    )
    def test_opens_a_barrier_only_where_somebody_said_so(
        self, cast: Cast, *, may_open: bool, words: object
    ) -> None:
        answer = self.answer(cast, plate_push(), may_open=may_open)
        assert (answer.status_code, said(answer)) == (200, words)
        assert [heard.payload["plate"] for heard in signal.recent()] == ["鄂A12345"]

    def test_is_quick_enough_for_a_car_that_waits(self, cast: Cast) -> None:
        camera = register(cast, source="vzenith", may_open=True)
        picture = plate_push(imageFile="A" * 1_500_000)
        begun = time.process_time()
        assert post(camera.device, picture, **{"X-Nuan-Key": camera.secret}).status_code == 200
        assert time.process_time() - begun < 0.2

    def test_is_not_given_to_a_stranger_nor_to_what_was_not_recorded(self, cast: Cast) -> None:
        camera = register(cast, source="vzenith", may_open=True)
        assert post(camera.device, plate_push(), **{"X-Nuan-Key": "wrong"}).status_code == 401
        assert post(camera.device, {"a": 1}, **{"X-Nuan-Key": camera.secret}).status_code == 422

    def test_is_each_senders_own(self, cast: Cast) -> None:
        assert said(self.answer(cast, b"Heartbeat", may_open=True, source="dahua")) == {"Result": True}


class TestPath:
    def post(self, token: str, address: str = "192.168.8.21", rest: str = "/") -> Any:
        return Client().generic(
            "POST", f"/api/doors/path/{token}{rest}", json.dumps(held()), REMOTE_ADDR=address
        )

    @pytest.mark.parametrize("rest", ["", "/", "/NotificationInfo/TollgateInfo"])
    def test_takes_what_cameras_append_to_it(self, cast: Cast, rest: str) -> None:
        camera = register(cast, Door.PATH, allowed_from=["192.168.8.0/24"])
        assert self.post(camera.secret, rest=rest).status_code == 202
        assert self.post("guess", rest=rest).status_code == 401

    def test_opens_from_an_allowed_network_only(self, cast: Cast) -> None:
        camera = register(cast, Door.PATH, allowed_from=["192.168.8.0/24", "fd00::/8"])
        assert self.post(camera.secret).status_code == 202
        assert self.post(camera.secret, "192.168.9.21").status_code == 401
        assert self.post(camera.secret, "nonsense").status_code == 401

    def test_opens_from_nowhere_when_no_network_is_allowed(self, cast: Cast) -> None:
        assert self.post(register(cast, Door.PATH).secret).status_code == 401

    def test_is_not_a_second_way_in_for_devices_with_a_key(self, cast: Cast) -> None:
        camera = register(cast, allowed_from=["192.168.8.0/24"])
        assert self.post(camera.secret).status_code == 401

    def test_answers_a_wrong_token_like_any_stranger(self, cast: Cast) -> None:
        assert self.post("guess").content == post(NOBODY, held()).content


class TestBudget:
    def test_tells_a_sender_that_sends_too_much_and_keeps_count(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(views, "DEVICES", Budget(limit=2))
        camera = register(cast)
        answers = [post(camera.device, held(str(n)), **{"X-Nuan-Key": camera.secret}) for n in range(5)]
        assert [answer.status_code for answer in answers] == [202, 202, 429, 429, 429]
        assert answers[-1].headers["Retry-After"] == "60"
        (kept,) = signal.refusals(community_id=cast.community.id)
        assert "payloads in a minute" in kept.reason
        assert len(signal.recent()) == 2

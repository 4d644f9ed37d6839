"""WeCom's real signature and AES over the real door."""

from __future__ import annotations

import base64
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from nuan.kernel import clock
from nuan.place import writes as place
from nuan.signal import reads as signal
from nuan.web.api import views
from nuan.web.api.budget import Budget
from nuan.web.api.wecom_crypt import NotOpened, opened, pair_of
from tests.cast import Cast
from tests.fakes.wecom import FakeWecom
from tests.web.doors import browser_of

TEXT = (
    "<xml><ToUserName>wwabc123</ToUserName><FromUserName>linxiuying</FromUserName><CreateTime>{at}</CreateTime>"
    "<MsgType>text</MsgType><Content>三单元灯坏了</Content><MsgId>70</MsgId><AgentID>2</AgentID></xml>"
)


@pytest.fixture(autouse=True)
def fresh_budgets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "DEVICES", Budget(limit=6000))
    monkeypatch.setattr(views, "STRANGERS", Budget(limit=60))


@pytest.fixture
def at() -> int:
    return int(clock.now().timestamp())


@pytest.fixture
def wecom(cast: Cast) -> FakeWecom:
    made = place.register_device(
        community_id=cast.community.id, name="企业微信", kind="other", source="wecom", door="key"
    )
    pair = pair_of(made.secret)
    return FakeWecom(f"/api/doors/wecom/{made.device.uid}/", pair.token, pair.aes_key)


def text(at: int) -> bytes:
    return TEXT.format(at=at).encode()


class TestQuestion:
    def test_is_answered_with_the_word_alone(self, wecom: FakeWecom, at: int) -> None:
        answer = wecom.ask(b"1616140317555161061", at)
        assert (answer.status_code, answer.content) == (200, b"1616140317555161061")

    def test_is_not_answered_to_whoever_holds_no_key(self, wecom: FakeWecom, at: int) -> None:
        assert wecom.ask(b"1", at, msg_signature="0" * 40).status_code == 401
        assert wecom.ask(b"1", at - 600).status_code == 401


class TestMessage:
    @pytest.mark.parametrize("form", [{}, {"as_json": True}], ids=["xml", "json"])
    def test_becomes_a_signal_from_a_pseudonym(self, wecom: FakeWecom, at: int, form: Any) -> None:
        answer = wecom.post(text(at), at, **form)
        assert (answer.status_code, answer.content) == (200, b"")
        (heard,) = signal.recent()
        assert (heard.kind, heard.payload["text"]) == ("message.received", "三单元灯坏了")
        assert "linxiuying" not in str(heard.payload)

    def test_is_recorded_once_when_sent_again(self, wecom: FakeWecom, at: int) -> None:
        for _ in range(3):
            assert wecom.post(text(at), at).status_code == 200
        assert len(signal.recent()) == 1

    @pytest.mark.parametrize(
        "change",
        [
            {"msg_signature": "0" * 40},
            {"nonce": "2"},
            {"timestamp": "1"},
            {"timestamp": "x"},
            {"msg_signature": "签"},
        ],
    )
    def test_is_refused_when_signed_wrongly(self, wecom: FakeWecom, at: int, change: dict[str, Any]) -> None:
        assert wecom.post(text(at), at, **change).status_code == 401
        assert signal.recent() == []

    def test_is_refused_when_locked_with_another_key(self, wecom: FakeWecom, at: int) -> None:
        foreign = FakeWecom(wecom.address, wecom.token, pair_of("another").aes_key)
        assert foreign.post(text(at), at).status_code == 401

    def test_is_refused_at_the_door_of_another_kind_of_device(self, cast: Cast, at: int) -> None:
        camera = place.register_device(
            community_id=cast.community.id, name="c", kind="other", source="nuan", door="key"
        )
        pair = pair_of(camera.secret)
        forged = FakeWecom(f"/api/doors/wecom/{camera.device.uid}/", pair.token, pair.aes_key)
        assert forged.post(text(at), at).status_code == 401

    def test_is_refused_where_the_device_has_no_secret_of_its_own(self, cast: Cast, at: int) -> None:
        made = place.register_device(
            community_id=cast.community.id, name="w", kind="other", source="wecom", door="path"
        )
        pair = pair_of("")
        assert (
            FakeWecom(f"/api/doors/wecom/{made.device.uid}/", pair.token, pair.aes_key)
            .post(text(at), at)
            .status_code
            == 401
        )

    def test_that_cannot_be_read_is_kept_and_not_asked_for_again(
        self, cast: Cast, wecom: FakeWecom, at: int
    ) -> None:
        assert wecom.post(b"<xml><a/></xml>", at).status_code == 200
        assert len(signal.refusals(community_id=cast.community.id)) == 1

    @pytest.mark.parametrize("body", [b"", b"{}", b"<xml/>", b"[1]", b"<xml><Encrypt>!!</Encrypt></xml>"])
    def test_without_an_envelope_proves_nothing(self, wecom: FakeWecom, body: bytes) -> None:
        answer = Client().generic("POST", wecom.address, body, content_type="text/xml")
        assert answer.status_code == 401


class TestPair:
    @given(st.text(min_size=1, max_size=60))
    def test_is_what_wecom_takes(self, secret: str) -> None:
        pair = pair_of(secret)
        assert re.fullmatch(r"[A-Za-z0-9]{43}", pair.aes_key)
        assert re.fullmatch(r"[a-z0-9]{32}", pair.token)
        assert len(pair.key) == 32
        assert pair == pair_of(secret) != pair_of(f"{secret}.")

    @given(
        locked=st.text(max_size=80) | st.binary(max_size=96).map(lambda raw: base64.b64encode(raw).decode())
    )
    def test_opens_nothing_that_it_did_not_lock(self, locked: str) -> None:
        with pytest.raises(NotOpened):
            opened(pair_of("a"), locked)

    @given(message=st.binary(max_size=200))
    def test_opens_what_wecom_locked(self, message: bytes) -> None:
        pair = pair_of("a")
        assert opened(pair, FakeWecom("/", pair.token, pair.aes_key).lock(message)) == message


class TestRegistering:
    def test_shows_what_to_enter_at_wecom(self, cast: Cast, settings: Any) -> None:
        settings.NUAN_DEMO = True  # outside the demo a manager sets up a second step first
        form = {"name": "企业微信", "kind": "other", "source": "wecom", "door": "key"}
        shown = browser_of(cast.boss_qian).post(reverse("manager:register"), form).content.decode()
        secret = shown.partition('class="secret">')[2].partition("<")[0]
        assert pair_of(secret).aes_key in shown
        assert "/api/doors/wecom/" in shown

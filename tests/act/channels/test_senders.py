from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import httpx2
import pytest

from nuan.act.channels import push, sender
from nuan.act.channels.console import Console
from nuan.act.channels.dingtalk import Dingtalk
from nuan.act.channels.feishu import Feishu
from nuan.act.channels.push import Push
from nuan.act.channels.sender import Sender
from nuan.act.channels.sms import Account, Sms, signature
from nuan.act.channels.wecom import Wecom
from nuan.act.facts import Letter, Undelivered
from tests.fakes.services import (
    KEY,
    SECRET,
    DingtalkService,
    FeishuService,
    Service,
    SmsService,
    WecomService,
    running,
)

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
BASE = "https://nuan.example"
CLIENT = httpx2.Client(trust_env=False)


def clock() -> datetime:
    return NOW


@dataclass(frozen=True)
class Line:
    """A sender, the service at its other end, and an address that the service knows."""

    service: Service
    sender: Sender
    address: str

    def send(self, **more: Any) -> None:
        given = {"key": "k1", "address": self.address, "title": "去看看", "body": "三楼", "link": "/staff/"}
        self.sender.send(Letter(**(given | more)))


def robot(url: str, secret: str = SECRET) -> str:
    return json.dumps({"url": url, "secret": secret})


def wecom(url: str) -> tuple[Sender, str]:
    return Wecom(client=CLIENT, base=BASE), robot(f"{url}cgi-bin/webhook/send?key={KEY}")


def dingtalk(url: str) -> tuple[Sender, str]:
    return Dingtalk(client=CLIENT, clock=clock, base=BASE), robot(f"{url}robot/send?access_token={KEY}")


def feishu(url: str) -> tuple[Sender, str]:
    return Feishu(client=CLIENT, clock=clock, base=BASE), robot(f"{url}open-apis/bot/v2/hook/{KEY}")


def sms(url: str, secret: str = SECRET) -> tuple[Sender, str]:
    account = Account(url=url, key_id="id", secret=secret, signature="桂花里", template="SMS_1")
    return Sms(client=CLIENT, account=account, clock=clock), "+8613900000502"


LINES: dict[str, tuple[type[Service], Callable[[str], tuple[Sender, str]]]] = {
    "wecom": (WecomService, wecom),
    "dingtalk": (DingtalkService, dingtalk),
    "feishu": (FeishuService, feishu),
    "sms": (SmsService, sms),
}


@pytest.fixture(params=LINES)
def line(request: pytest.FixtureRequest) -> Iterator[Line]:
    kind, make = LINES[request.param]
    service = kind()
    with running(service) as url:
        made, address = make(url)
        yield Line(service, made, address)


class TestEverySender:
    def test_brings_the_letter_under_a_signature_the_service_accepts(self, line: Line) -> None:
        line.send()
        assert len(line.service.taken) == 1
        assert "三楼" in line.service.taken[0]

    @pytest.mark.parametrize(
        ("mode", "retry", "wait"),
        [
            ("busy", True, 60.0),
            ("flooded", True, 7.0),
            ("broken", True, None),
            ("page", True, None),
            ("lost", True, None),
            ("refused", False, None),
        ],
    )
    def test_says_why_not_and_whether_to_try_again(
        self, line: Line, mode: str, *, retry: bool, wait: float | None
    ) -> None:
        line.service.mode = mode
        with pytest.raises(Undelivered) as told:
            line.send()
        assert (told.value.retry, told.value.wait_seconds) == (retry, wait)
        assert KEY not in told.value.reason
        assert SECRET not in told.value.reason
        assert "13900000502" not in told.value.reason

    @pytest.mark.parametrize("mode", ["silent", "drip"])
    def test_does_not_wait_for_ever(self, line: Line, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sender, "PATIENCE", httpx2.Timeout(0.2))
        monkeypatch.setattr(sender, "TOTAL", 0.3)
        line.service.mode = mode
        with pytest.raises(Undelivered):
            line.send()


class TestSignature:
    @pytest.mark.parametrize("name", ["dingtalk", "feishu"])
    def test_with_the_wrong_secret_is_refused_for_good(self, name: str) -> None:
        kind, make = LINES[name]
        service = kind()
        with running(service) as url:
            made, address = make(url)
            wrong = robot(json.loads(address)["url"], secret="not this one")
            with pytest.raises(Undelivered, match=r"310000|19021") as told:
                Line(service, made, wrong).send()
        assert not told.value.retry
        assert service.taken == []

    def test_of_a_short_message_with_the_wrong_secret_is_refused_for_good(self) -> None:
        service = SmsService()
        with running(service) as url:
            made, address = sms(url, secret="not this one")
            with pytest.raises(Undelivered, match="signature is not matched") as told:
                Line(service, made, address).send()
        assert not told.value.retry

    def test_is_the_one_of_the_services_own_worked_example(self) -> None:
        params = {
            "AccessKeyId": "testId", "Action": "SendSms", "Format": "XML", "OutId": "123",
            "PhoneNumbers": "15300000001", "RegionId": "cn-hangzhou", "SignName": "阿里云短信测试专用",
            "SignatureMethod": "HMAC-SHA1", "SignatureNonce": "45e25e9b-0a6f-4070-8c85-2956eda1b466",
            "SignatureVersion": "1.0", "TemplateCode": "SMS_71390007",
            "TemplateParam": '{"customer":"test"}', "Timestamp": "2017-07-12T02:42:19Z",
            "Version": "2017-05-25",
        }  # fmt: skip
        assert signature("testSecret", params) == "zJDF+Lrzhj/ThnlvIToysFRq6t4="


class TestUnreachable:
    def test_is_tried_again(self) -> None:
        made, address = wecom("http://127.0.0.1:9/")
        with pytest.raises(Undelivered, match="not reachable") as told:
            Line(WecomService(), made, address).send()
        assert told.value.retry


class TestConsole:
    def test_prints_the_words_and_only_the_tail_of_the_number(self) -> None:
        out = io.StringIO()
        Console(out=out).send(Letter(key="k", address="+8613900000502", title="", body="验证码 123456"))
        assert out.getvalue() == "[sms → …0502] 【暖】验证码 123456\n"

    def test_prints_what_many_are_told_once_and_every_urgent_letter(self) -> None:
        out = io.StringIO()
        console = Console(out=out)
        for n, (title, urgent) in enumerate([("雨快来了", False)] * 3 + [("验证码", True)] * 2):
            console.send(Letter(key=str(n), address="+8613900000502", title=title, body=title, urgent=urgent))
        assert [line.count("雨快来了") for line in out.getvalue().splitlines()] == [1, 0, 0]


class WebPushException(Exception):
    def __init__(self, status: int | None) -> None:
        super().__init__("push")
        self.response = None if status is None else SimpleNamespace(status_code=status)


class TestPush:
    LETTER = Letter(
        key="k", address='{"endpoint": "https://push.example/1"}', title="有消息", body="", link="/home/"
    )

    def test_says_so_when_the_extra_is_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(push, "LIBRARY", "no_such_library_anywhere")
        with pytest.raises(Undelivered, match="extra") as told:
            Push(private_key="key", contact="mailto:a@b.example").send(self.LETTER)
        assert not told.value.retry

    @pytest.mark.parametrize(
        ("status", "retry"),
        [(404, False), (410, False), (413, False), (429, True), (503, True), (None, True)],
    )
    def test_knows_a_browser_that_is_gone_from_one_that_is_busy(
        self, monkeypatch: pytest.MonkeyPatch, status: int | None, *, retry: bool
    ) -> None:
        def webpush(**call: Any) -> None:
            raise WebPushException(status)

        self.install(monkeypatch, webpush)
        with pytest.raises(Undelivered) as told:
            Push(private_key="key", contact="mailto:a@b.example").send(self.LETTER)
        assert told.value.retry is retry

    def test_hands_over_a_topic_so_that_twice_rings_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        calls: list[dict[str, Any]] = []
        self.install(monkeypatch, lambda **call: calls.append(call))
        for _ in range(2):
            Push(private_key="key", contact="mailto:a@b.example", base=BASE).send(self.LETTER)
        assert calls[0]["headers"]["Topic"] == calls[1]["headers"]["Topic"]
        assert json.loads(calls[0]["data"]) == {"title": "有消息", "link": f"{BASE}/home/"}

    def install(self, patch: pytest.MonkeyPatch, webpush: Callable[..., None]) -> None:
        library = SimpleNamespace(webpush=webpush, WebPushException=WebPushException)
        patch.setattr(push, "is_installed", lambda: True)
        patch.setitem(sys.modules, push.LIBRARY, library)

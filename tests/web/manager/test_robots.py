from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from nuan.act import audiences
from nuan.act.models import RobotRow
from nuan.act.rules import addresses as rules
from tests.cast import Cast
from tests.fakes.services import KEY, SECRET, DingtalkService, FeishuService, Service, WecomService, running
from tests.web.doors import browser_of

KINDS: dict[str, tuple[type[Service], str]] = {
    "wecom": (WecomService, f"cgi-bin/webhook/send?key={KEY}"),
    "dingtalk": (DingtalkService, f"robot/send?access_token={KEY}"),
    "feishu": (FeishuService, f"open-apis/bot/v2/hook/{KEY}"),
}
REAL = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"


@pytest.fixture
def boss(cast: Cast, settings: Settings) -> Client:
    settings.NUAN_DEMO = True
    return browser_of(cast.boss_qian)


@pytest.fixture(params=KINDS)
def group(request: pytest.FixtureRequest, boss: Client, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A chat group on this machine, its robot added under the name 值班群."""
    kind, path = KINDS[request.param]
    service = kind()
    monkeypatch.setattr(rules, "is_robot_address", lambda url: url.startswith("http://127.0.0.1:"))
    with running(service) as url:
        given = {"name": "值班群", "channel": request.param, "url": url + path, "secret": SECRET}
        assert boss.post("/manager/robots/", given).status_code == 302
        yield service


def page(boss: Client) -> str:
    return boss.get("/manager/robots/").content.decode()


class TestGreeting:
    def test_arrives_and_the_list_says_so(self, boss: Client, group: Service) -> None:
        assert "还没试过" in page(boss)
        shown = boss.post("/manager/robots/greet/", {"name": "值班群"}, follow=True).content.decode()
        assert [text.splitlines()[0] for text in group.taken] == ["暖向大家问好。以后有事，从这里说。"]
        assert "收到了问好" in shown
        assert "还没试过" not in page(boss)

    def test_that_is_refused_leaves_the_services_own_reason_in_the_list(
        self, boss: Client, group: Service
    ) -> None:
        group.mode = "refused"
        boss.post("/manager/robots/greet/", {"name": "值班群"})
        [robot] = audiences.robots()
        assert "refused (" in robot.error
        assert robot.error in page(boss)
        group.mode = "ok"
        boss.post("/manager/robots/greet/", {"name": "值班群"})
        assert audiences.robots()[0].error == ""

    def test_through_a_robot_nobody_added_is_not_there(self, boss: Client) -> None:
        assert boss.post("/manager/robots/greet/", {"name": "别处"}).status_code == 404


class TestRobot:
    def add(self, boss: Client, **more: str) -> str:
        given = {"name": "值班群", "channel": "wecom", "url": REAL, "secret": "SEC-1"}
        return boss.post("/manager/robots/", given | more, follow=True).content.decode()

    def test_keeps_its_address_to_itself(self, boss: Client) -> None:
        assert KEY not in self.add(boss)
        assert KEY not in page(boss)
        assert KEY.encode() not in bytes(RobotRow.objects.get().address_sealed)

    def test_is_silent_and_speaks_again(self, boss: Client) -> None:
        self.add(boss)
        boss.post("/manager/robots/turn/", {"name": "值班群", "turn": "off"})
        assert audiences.robot_channels() == set()
        boss.post("/manager/robots/turn/", {"name": "值班群", "turn": "on"})
        assert audiences.robot_channels() == {"wecom"}
        assert boss.post("/manager/robots/turn/", {"name": "别处", "turn": "on"}).status_code == 404

    @pytest.mark.parametrize("url", ["http://127.0.0.1:8000/", "https://evil.example/", "nonsense"])
    def test_cannot_be_made_to_call_another_machine(self, boss: Client, url: str) -> None:
        assert "data-bad" in self.add(boss, url=url)
        assert audiences.robots() == []


class TestStranger:
    def test_neither_sees_nor_adds_nor_silences_a_robot(self, cast: Cast, boss: Client) -> None:
        TestRobot().add(boss)
        for browser in (browser_of(cast.stranger_wu), browser_of(cast.keeper_chen)):
            assert browser.get("/manager/robots/").status_code == 403
            for deed in ("", "greet/", "turn/"):
                assert browser.post(f"/manager/robots/{deed}", {"name": "值班群"}).status_code == 403
        assert audiences.robot_channels() == {"wecom"}

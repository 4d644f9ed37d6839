from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from nuan.domains.archive.models import ArchiveRow
from nuan.domains.archive.reads.asked import path_of
from nuan.domains.archive.writes import asked
from nuan.domains.integration.facts import DeliveryState, Right, Stage
from nuan.domains.integration.models import DeliveryRow, HookRow, IntegrationRow
from nuan.kernel import clock
from nuan.people import reads as people
from tests.cast import Cast
from tests.web.doors import browser_of

URL = "https://hooks.example/nuan"


@pytest.fixture
def boss(cast: Cast, settings: Settings) -> Client:
    settings.NUAN_DEMO = True  # a first day without a second step
    return browser_of(cast.boss_qian)


def page(browser: Client, name: str, /, *args: object) -> str:
    answer = browser.get(reverse(f"manager:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def posted(browser: Client, where: str, /, *args: object, **form: object) -> str:
    answer = browser.post(reverse(f"manager:{where}", args=args), form, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


class TestKey:
    def test_is_shown_once_and_opens_what_was_ticked(self, boss: Client) -> None:
        shown = posted(boss, "issue", name="业委会小程序", rights=[Right.READ_PLACE], days="90")
        key = shown.partition('class="secret">')[2].partition("<")[0]
        calling = Client(headers={"authorization": f"Bearer {key}"})
        assert calling.get("/api/v1/community").status_code == 200
        assert calling.get("/api/v1/needs").status_code == 403
        listed = page(boss, "integrations")
        assert key not in listed
        assert key[:11] in listed
        assert "钱经理" in listed

    def test_opens_nothing_once_it_was_taken_back(self, boss: Client) -> None:
        posted(boss, "issue", name="一", rights=[Right.READ_PLACE], days="30")
        row = IntegrationRow.objects.get()
        posted(boss, "revoke", row.uid)
        assert boss.post(reverse("manager:revoke", args=[row.uid])).status_code == 404
        row.refresh_from_db()
        assert row.revoked_at

    def test_has_a_name_of_its_own_and_a_right(self, boss: Client) -> None:
        posted(boss, "issue", name="一", rights=[Right.READ_PLACE], days="30")
        assert "已经有一个" in posted(boss, "issue", name="一", rights=[Right.READ_PLACE], days="30")
        assert "secret" not in posted(boss, "issue", name="二", days="30").replace("csrf", "")
        assert IntegrationRow.objects.count() == 1


class TestHook:
    def open(self, boss: Client) -> HookRow:
        shown = posted(boss, "hook-new", name="财务", url=URL, stages=[Stage.ACT_CLOSED])
        assert "whsec_" in shown
        return HookRow.objects.get()

    def test_is_opened_changed_and_forgotten(self, boss: Client) -> None:
        row = self.open(boss)
        assert URL in page(boss, "integrations")
        assert "行动结束" in page(boss, "hook", row.uid)
        assert "whsec_" not in page(boss, "hook", row.uid)
        assert "whsec_" in posted(boss, "hook-rotate", row.uid)
        posted(boss, "hook-turn", row.uid, turn="off")
        assert "已停" in page(boss, "hook", row.uid)
        posted(boss, "hook-turn", row.uid, turn="on")
        posted(boss, "hook-close", row.uid)
        assert not HookRow.objects.exists()

    @pytest.mark.parametrize("url", ["http://hooks.example/", "https://a:b@hooks.example/", "file:///x"])
    def test_calls_no_strange_address(self, boss: Client, url: str) -> None:
        assert "https://" in posted(boss, "hook-new", name="x", url=url, stages=[Stage.ACT_CLOSED])
        assert not HookRow.objects.exists()

    def test_shows_what_nobody_took_and_tries_it_again(self, cast: Cast, boss: Client) -> None:
        row = self.open(boss)
        now = clock.now()
        dead = DeliveryRow.objects.create(
            community_id=cast.community.id, hook=row, seq=7, stage=Stage.ACT_CLOSED, body={}, run_at=now,
            made_at=now, done_at=now, state=DeliveryState.DEAD, error="answered (500)",
        )  # fmt: skip
        assert "answered (500)" in page(boss, "hook", row.uid)
        posted(boss, "hook-retry", dead.uid)
        dead.refresh_from_db()
        assert dead.state == DeliveryState.READY
        assert boss.post(reverse("manager:hook-retry", args=[dead.uid])).status_code == 404


class TestArchive:
    def test_is_prepared_and_fetched_and_everybody_can_read_it(self, cast: Cast, boss: Client) -> None:
        posted(boss, "archives", passphrase="")
        assert "正在准备" in page(boss, "archives")
        assert asked.prepare(clock=clock.now)
        assert not asked.prepare(clock=clock.now)
        where = reverse("manager:archive", args=[ArchiveRow.objects.get().uid])
        assert where in page(boss, "archives")
        file = boss.post(where)
        whole = b"".join(file.streaming_content)  # type: ignore[attr-defined]
        with zipfile.ZipFile(BytesIO(whole)) as book:
            assert "manifest.json" in book.namelist()
        [look] = people.looks_at(resident_id=cast.grandma_lin.id)
        assert (look.viewer, look.purpose) == ("钱经理", "archive")

    def test_forgets_its_passphrase_once_it_is_prepared(self, cast: Cast, boss: Client) -> None:
        posted(boss, "archives", passphrase="雨天记得收衣服哦林奶奶")
        row = ArchiveRow.objects.get()
        assert row.passphrase_sealed
        assert "雨天".encode() not in bytes(row.passphrase_sealed)
        asked.prepare(clock=clock.now)
        row.refresh_from_db()
        assert (row.state, row.has_names) == ("ready", True)
        assert not row.passphrase_sealed

    def test_wants_a_passphrase_nobody_guesses(self, boss: Client) -> None:
        assert "至少十个字" in posted(boss, "archives", passphrase="123")
        assert not ArchiveRow.objects.exists()

    def test_says_when_it_did_not_succeed(
        self, cast: Cast, boss: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(**_: object) -> None:
            raise OSError(28, "No space left on device")

        posted(boss, "archives", passphrase="")
        monkeypatch.setattr(asked, "pack", full)
        asked.prepare(clock=clock.now)
        assert "没有成功" in page(boss, "archives")

    def test_is_gone_after_a_week(self, cast: Cast, boss: Client, settings: Settings) -> None:
        posted(boss, "archives", passphrase="")
        now = clock.now()
        asked.prepare(clock=lambda: now)
        [row] = ArchiveRow.objects.all()
        path = path_of(row.uid)
        assert path.stat().st_mode & 0o077 == 0
        asked.prepare(clock=lambda: now + asked.KEPT * 2)
        assert not path.exists()
        assert not ArchiveRow.objects.exists()


class TestStranger:
    def test_sees_nothing_and_opens_nothing(self, cast: Cast, boss: Client) -> None:
        posted(boss, "issue", name="一", rights=[Right.READ_PLACE], days="30")
        posted(boss, "hook-new", name="财务", url=URL, stages=[Stage.ACT_CLOSED])
        posted(boss, "archives", passphrase="")
        wu = browser_of(cast.stranger_wu)
        for name in ("integrations", "issue", "hook-new", "archives"):
            assert wu.get(reverse(f"manager:{name}")).status_code == 403
        for name, row in (("hook", HookRow.objects.get()), ("archive", ArchiveRow.objects.get())):
            assert wu.post(reverse(f"manager:{name}", args=[row.uid])).status_code in (403, 405)

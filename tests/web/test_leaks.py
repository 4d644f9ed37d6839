"""What must not get out: into logs, to the next tenant, to those who left, to others on this machine."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from nuan.act.facts import ActKind
from nuan.care import writes as care
from nuan.kernel import clock
from nuan.people import reads
from nuan.people import writes as people
from nuan.people.facts import Tie
from nuan.place import writes as place
from nuan.place.facts import Door
from nuan.signal import writes as signal
from nuan.signal.facts import Signal
from nuan.web.manager.export import as_file
from nuan.web.stream.admission import admit
from tests.cast import Cast
from tests.web.doors import browser_of, browser_of_resident
from tests.web.test_foreign_ids import browsers as browsers  # noqa: PLC0414 (a fixture)
from tests.web.test_foreign_ids import ours as ours  # noqa: PLC0414 (a fixture)
from tests.web.things import Things, act_for


class TestLog:
    @pytest.mark.parametrize("status", [401, 422])
    def test_never_holds_the_token_in_a_devices_address(
        self, cast: Cast, caplog: pytest.LogCaptureFixture, status: int
    ) -> None:
        networks = ["127.0.0.1/32"] if status == 422 else ["10.0.0.0/8"]
        made = place.register_device(
            community_id=cast.community.id, name="cam", kind="plate-camera", source="nuan", door=Door.PATH,
            allowed_from=networks,
        )  # fmt: skip
        with caplog.at_level(logging.INFO):
            answer = Client().generic("POST", f"/api/doors/path/{made.secret}/", b"nonsense")
        assert answer.status_code == status
        assert "/api/doors/path/" in caplog.text
        assert made.secret not in caplog.text

    def test_never_holds_what_people_typed_or_who_they_are(
        self, cast: Cast, ours: Things, browsers: dict[str, Client], caplog: pytest.LogCaptureFixture
    ) -> None:
        with (
            caplog.at_level(logging.DEBUG, logger="nuan"),
            caplog.at_level(logging.INFO, logger="django.request"),
        ):
            browsers["manager"].get("/manager/residents/", {"q": "13900000502"})
            browsers["manager"].get(reverse("manager:resident", args=[ours.resident]))
            browsers["resident"].post(
                f"/home/messages/{ours.message}/echo/", {"tone": "cold", "words": "金丝雀"}
            )
            browsers["resident"].post(f"/home/messages/{ours.message}/echo/", {"tone": "金丝雀"})
            Client().post("/entry/code/ask/", {"phone": "13900000502"})
            Client().post("/entry/staff/", {"username": "keeper_chen", "password": "金丝雀"})
        for canary in ("金丝雀", "林秀英", "林奶奶", "13900000502", "1943"):
            assert canary not in caplog.text


class TestWhoeverMovesIn:
    def test_reads_nothing_said_to_those_before(self, cast: Cast) -> None:
        now = clock.now()
        before = act_for(cast.community, ActKind.MESSAGE, home=cast.home_lin, now=now - timedelta(days=30))
        people.move_out(
            resident_id=cast.grandma_lin.id, home_id=cast.home_lin.id, now=now - timedelta(days=2)
        )
        newcomer = people.move_in(
            community_id=cast.community.id, home_id=cast.home_lin.id, name="何新", phone="13900009999",
            tie=Tie.TENANT, now=now - timedelta(days=1),
        )  # fmt: skip
        after = act_for(cast.community, ActKind.MESSAGE, home=cast.home_lin, now=now)
        browser = browser_of_resident(newcomer)
        assert browser.get(f"/home/messages/{after}/").status_code == 200
        assert browser.get(f"/home/messages/{before}/").status_code == 404
        assert str(before) not in browser.get("/home/messages/").content.decode()


class TestWhoeverLeft:
    def test_hears_and_sees_nothing_more(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("nuan.web.stream.admission.close_old_connections", lambda: None)
        browser = browser_of(cast.boss_qian)
        cookies = f"sessionid={browser.cookies['sessionid'].value}"
        assert admit(cookies=cookies, now=clock.now()) is not None
        people.leave(staff_id=cast.boss_qian.id, on=cast.now.date())
        assert admit(cookies=cookies, now=clock.now()) is None
        assert browser.get("/manager/").status_code == 302
        assert reads.staff_of_user(user_id=cast.boss_qian.user_id or 0) == []


class TestFile:
    def test_holds_no_character_that_a_workbook_may_not(self) -> None:
        made = as_file("xlsx", name="x", header=["a"], rows=[["\x07=1"], ["\x00"], ["好"]])
        assert made.status_code == 200


class TestDataFolder:
    def test_is_made_for_nobody_else_on_this_machine(self, tmp_path: Path) -> None:
        env = {**os.environ, "NUAN_DATA": str(tmp_path / "fresh")}
        subprocess.run([sys.executable, "-c", "import nuan.conf.settings"], env=env, check=True)
        assert (tmp_path / "fresh").stat().st_mode & 0o077 == 0
        for kept in (tmp_path / "fresh").glob("*.secret"):
            assert kept.stat().st_mode & 0o077 == 0
        assert settings.FILE_UPLOAD_DIRECTORY_PERMISSIONS == 0o700


class TestPoison:
    @pytest.mark.parametrize("value", [10**400, -(10**400), "９" * 50, [], {"a": 1}, None, 1e308])
    def test_in_a_reading_does_not_stop_the_beat(self, cast: Cast, value: object) -> None:
        now = clock.now()
        kinds = ("sensor.leak", "sensor.temperature", "gate.plate-read", "weather.forecast", "parcel.held")
        said = {
            "value": value,
            "plate": value,
            "measures": {"rain": {"unit": "mm", "points": [[now.isoformat(), value]]}},
        }
        heard = [Signal(kind=kind, at=now, source="nuan", source_id=kind, payload=said) for kind in kinds]
        signal.record(community_id=cast.community.id, signals=heard, now=now)
        assert care.beat(community_id=cast.community.id, now=now).signals == len(kinds)

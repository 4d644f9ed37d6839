from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from django.db import OperationalError

from nuan.jobs import hearing, pulling
from nuan.jobs.cameras import Camera, CannotPull, cameras_at, cameras_in
from nuan.jobs.commands.pull import command
from nuan.jobs.hearing import NoSuchDevice, camera_of, hear_camera
from nuan.jobs.pulling import EndedUnforeseen, Puller
from nuan.place import writes as place
from nuan.place.facts import Device
from nuan.signal import reads as signal
from tests.cast import Cast
from tests.jobs.camera import FakeCamera

UID = UUID("01900000-0000-7000-8000-000000000001")
NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
PLATE = 'Code=TrafficJunction;action=Pulse;index=0;data={"TrafficCar": {"PlateNumber": "鄂A12345"}}'.encode()
PATIENCE = 20.0
CAMERAS_OWN = "secret"


def at(address: str, *, password: str = CAMERAS_OWN) -> Camera:
    return Camera(device=UID, origin=f"http://{address}", path="", user="admin", password=password)


class Following:
    """A puller that follows one camera, with what it heard and said; it stops when told enough."""

    def __init__(self, camera: Camera, monkeypatch: pytest.MonkeyPatch, *, source: str = "dahua") -> None:
        monkeypatch.setattr(pulling, "LONGEST_WAIT", 0.02)
        self.said: list[str] = []
        self.heard: list[bytes] = []
        self.enough: Callable[[], bool] = lambda: False
        self.puller = Puller([camera], say=self.say, first_wait=0.001)
        self.puller.camera_of = {UID: device(source)}.__getitem__
        self.puller.hear = self.hear

    def say(self, sentence: str) -> None:
        self.said.append(sentence)
        self.look()

    def hear(self, uid: UUID, raw: bytes, *, now: datetime) -> None:
        self.heard.append(raw)
        self.look()

    def look(self) -> None:
        if self.enough():
            self.puller.stop()

    def until(self, enough: Callable[[], bool]) -> None:
        self.enough = enough
        guard = threading.Timer(PATIENCE, self.puller.stop)
        guard.start()
        self.puller.run()
        guard.cancel()
        assert enough(), (self.said, self.heard)


def device(source: str) -> Device:
    return Device(
        id=1, uid=UID, community_id=1, name="东门", kind="plate-camera", source=source, door="key",  # type: ignore[arg-type]
        home_uid=None, part_uid=None, heard_at=None, may_open=False, active=True,
    )  # fmt: skip


@pytest.fixture
def camera() -> Iterator[FakeCamera]:
    fake = FakeCamera(streams=[[b"Heartbeat", PLATE], [], [b"Heartbeat"]])
    fake.start()
    yield fake
    fake.stop()


class TestPuller:
    def test_signs_in_hears_and_comes_back_when_the_camera_hangs_up(
        self, camera: FakeCamera, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        following = Following(at(camera.url), monkeypatch)
        following.until(lambda: len(following.heard) == 3)
        assert following.heard == [b"Heartbeat", PLATE, b"Heartbeat"]
        assert set(camera.asked) == {"/cgi-bin/eventManager.cgi?action=attach&codes=[All]&heartbeat=5"}

    def test_signs_in_plainly_where_older_firmware_wants_it(
        self, camera: FakeCamera, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        camera.asks = "Basic"
        following = Following(at(camera.url), monkeypatch)
        following.until(lambda: bool(following.heard))

    def test_asks_each_make_where_it_streams(
        self, camera: FakeCamera, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        following = Following(at(camera.url), monkeypatch, source="hikvision")
        following.until(lambda: bool(following.heard))
        assert camera.asked[0] == "/ISAPI/Event/notification/alertStream"
        silent = Following(at(camera.url), monkeypatch, source="vzenith")
        silent.until(lambda: any("has no stream to follow" in one for one in silent.said))

    def test_says_why_it_hears_nothing_and_never_the_password(
        self, camera: FakeCamera, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        following = Following(at(camera.url, password="wr0ng"), monkeypatch)
        following.until(lambda: len(following.said) >= 2)
        assert "东门: the camera does not take this user and password" in following.said[0]
        nobody = Following(at("127.0.0.1:1", password="wr0ng"), monkeypatch)
        nobody.until(lambda: any("ConnectError" in one for one in nobody.said))
        assert "wr0ng" not in str([*following.said, *nobody.said])

    def test_waits_longer_each_time_that_it_hears_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        following = Following(at("127.0.0.1:1"), monkeypatch)
        following.until(lambda: len(following.said) == 4)
        waits = [float(one.rpartition("again in ")[2].removesuffix(" s")) for one in following.said]
        assert waits == [0.001, 0.002, 0.004, 0.008]

    def test_ends_as_a_whole_when_one_camera_is_not_followed_any_more(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pulling, "PACE", 0.001)
        monkeypatch.setattr(Puller, "keep", lambda _self, _camera: None)
        with pytest.raises(EndedUnforeseen):
            Puller([at("127.0.0.1:1")]).run()

    def test_keeps_a_part_until_it_is_recorded(
        self, camera: FakeCamera, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        following = Following(at(camera.url), monkeypatch)
        failures = [OperationalError("locked")] * 2

        def hear(uid: UUID, raw: bytes, *, now: datetime) -> None:
            if failures:
                raise failures.pop()
            following.hear(uid, raw, now=now)

        following.puller.hear = hear
        following.until(lambda: len(following.heard) == 3)
        assert sum("nothing can be recorded" in one for one in following.said) == 2


class TestHearCamera:
    @pytest.fixture(autouse=True)
    def same_connection(self, monkeypatch: pytest.MonkeyPatch) -> None:
        # The test's transaction lives on this very connection.
        monkeypatch.setattr(hearing, "close_old_connections", lambda: None)

    def register(self, cast: Cast) -> Device:
        return place.register_device(
            community_id=cast.community.id, name="东门", kind="plate-camera", source="dahua", door="key",
            part_id=cast.gate.id,
        ).device  # fmt: skip

    def test_records_for_the_community_of_the_device(self, cast: Cast) -> None:
        found = self.register(cast)
        hear_camera(found.uid, b"Heartbeat", now=NOW)
        hear_camera(found.uid, PLATE, now=NOW)
        (heard,) = signal.recent()
        assert (heard.payload["plate"], heard.community_id) == ("鄂A12345", cast.community.id)

    def test_keeps_what_cannot_be_read_with_its_reason(self, cast: Cast) -> None:
        found = self.register(cast)
        hear_camera(found.uid, b"Code=A;action=B;index=0;data={broken", now=NOW)
        (kept,) = signal.refusals(community_id=cast.community.id)
        assert "not JSON" in kept.reason

    def test_hears_nobody_who_is_not_registered_or_was_retired(self, cast: Cast) -> None:
        found = self.register(cast)
        assert camera_of(found.uid).name == "东门"
        place.retire_device(device_id=found.id)
        for uid in (found.uid, UID):
            with pytest.raises(NoSuchDevice):
                hear_camera(uid, PLATE, now=NOW)


class TestCamerasIn:
    def test_reads_a_line_for_each_camera(self) -> None:
        other = str(UID).replace("1", "2")
        written = (
            f"# east\n{UID} http://admin:p%40ss@192.168.8.21\n\n{other} https://[fd00::1]:8443/a/b?c=d\n"
        )
        first, second = cameras_in(written)
        assert (first.origin, first.path, first.user, first.password) == (
            "http://192.168.8.21",
            "",
            "admin",
            "p@ss",
        )
        assert (second.origin, second.path, second.user) == ("https://[fd00::1]:8443", "/a/b?c=d", "")

    @pytest.mark.parametrize(
        ("written", "sentence"),
        [("one", "line 1 is not two words"), ("x http://h", "no device id"), (f"{UID} h:80", "begins with http"),
         (f"{UID} http://h:port", "no address"), (f"{UID} http://a\n{UID} http://b", "line 2: this device is listed twice")],
    )  # fmt: skip
    def test_says_which_line_is_wrong(self, written: str, sentence: str) -> None:
        with pytest.raises(CannotPull, match=sentence):
            list(cameras_in(written))

    def test_refuses_passwords_that_others_may_read(self, tmp_path: Path) -> None:
        listed = tmp_path / "cameras.txt"
        listed.write_text(f"{UID} http://admin:secret@h")
        listed.chmod(0o644)
        with pytest.raises(CannotPull, match="chmod 600"):
            cameras_at(listed)
        listed.chmod(0o600)
        assert len(cameras_at(listed)) == 1
        listed.write_text("# none yet")
        with pytest.raises(CannotPull, match="lists no camera"):
            cameras_at(listed)

    def test_is_asked_for_by_the_command(self, tmp_path: Path) -> None:
        done: Any = CliRunner().invoke(command, [], env={"NUAN_CAMERAS": str(tmp_path / "absent")})
        assert (done.exit_code, "write one camera a line" in done.stderr) == (1, True)

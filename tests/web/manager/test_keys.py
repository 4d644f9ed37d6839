from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from nuan.place import reads as place
from nuan.place import writes
from nuan.place.facts import DeviceKind, Door, Registered
from tests.cast import Cast
from tests.web.doors import browser_of


@pytest.fixture
def boss(cast: Cast, settings: Settings) -> Client:
    settings.NUAN_DEMO = True
    return browser_of(cast.boss_qian)


def camera(cast: Cast, door: Door) -> Registered:
    return writes.register_device(
        community_id=cast.community.id, name=f"相机 {door}", kind=DeviceKind.OTHER, source="nuan", door=door,
        topic="gate" if door == Door.MQTT else "", allowed_from=["127.0.0.1/32"],
    )  # fmt: skip


def knock(found: Registered, key: str) -> int:
    """Return what a sender with this key is answered; 400 means that the key was good and the words were not."""
    uid, door = found.device.uid, found.device.door
    where = f"/api/doors/path/{key}/" if door == Door.PATH else f"/api/doors/{uid}/"
    headers = {"X-Nuan-Key": key}
    return Client().post(where, b"?", content_type="text/plain", headers=headers).status_code


class TestKey:
    @pytest.mark.parametrize("door", [Door.KEY, Door.PATH])
    def test_is_replaced_and_the_old_one_opens_nothing(self, cast: Cast, boss: Client, door: Door) -> None:
        found = camera(cast, door)
        opens, shut = knock(found, found.secret), knock(found, "guess")
        assert opens != shut
        shown = boss.post(f"/manager/devices/{found.device.uid}/key/").content.decode()
        fresh = re.search(r'class="secret">([^<]+)<', shown)
        assert fresh is not None
        assert (knock(found, fresh[1]), knock(found, found.secret)) == (opens, shut)
        assert fresh[1] not in boss.get(f"/manager/devices/{found.device.uid}/").content.decode()

    @pytest.mark.parametrize("door", [Door.KEY, Door.PATH])
    def test_of_a_retired_device_is_gone_until_it_gets_a_new_one(
        self, cast: Cast, boss: Client, door: Door
    ) -> None:
        found = camera(cast, door)
        opens, shut = knock(found, found.secret), knock(found, "guess")
        boss.post(f"/manager/devices/{found.device.uid}/off/")
        assert knock(found, found.secret) == shut
        page = boss.get("/manager/devices/").content.decode()
        assert "已停用" in page
        assert "只看没声音的（0）" in page, "what was taken out of use is not missed"
        boss.post(f"/manager/devices/{found.device.uid}/key/")
        assert knock(found, found.secret) == shut
        assert place.device_here(uid=found.device.uid).active
        assert opens != shut

    def test_is_the_brokers_matter_for_a_device_on_mqtt(self, cast: Cast, boss: Client) -> None:
        found = camera(cast, Door.MQTT)
        boss.post(f"/manager/devices/{found.device.uid}/off/")
        assert place.device_by_topic(topic="gate") is None
        boss.post(f"/manager/devices/{found.device.uid}/key/")
        assert place.device_by_topic(topic="gate") is not None


class TestStranger:
    def test_may_neither_see_nor_replace_nor_destroy_a_key(self, cast: Cast) -> None:
        found = camera(cast, Door.KEY)
        opens = knock(found, found.secret)
        for who in (cast.stranger_wu, cast.keeper_chen):
            browser = browser_of(who)
            assert browser.get(f"/manager/devices/{found.device.uid}/").status_code in (403, 404)
            for deed in ("key", "off"):
                assert browser.post(f"/manager/devices/{found.device.uid}/{deed}/").status_code in (403, 404)
        assert knock(found, found.secret) == opens

from __future__ import annotations

import pytest
from django_scopes import ScopeError, scope, scopes_disabled

from nuan.kernel.seal import CannotOpen
from nuan.place import reads as place
from nuan.place import writes as build
from nuan.place.facts import Device, DeviceKind, Door, Registered
from nuan.place.models import DeviceRow
from tests.cast import Cast


def camera(cast: Cast, door: Door = Door.HMAC, name: str = "西门相机", topic: str = "") -> Registered:
    return build.register_device(
        community_id=cast.community.id, name=name, kind=DeviceKind.PLATE_CAMERA, source="hikvision", door=door,
        part_id=cast.gate.id, topic=topic, allowed_from=["10.0.0.0/8"],
    )  # fmt: skip


class TestAddHomes:
    def test_adds_each_home_once(self, cast: Cast) -> None:
        homes = [build.NewHome(code=code) for code in ("5-1-501", "5-1-502", "5栋1单元501")]
        assert build.add_homes(community_id=cast.community.id, homes=homes) == 2
        assert build.add_homes(community_id=cast.community.id, homes=homes) == 0

    def test_puts_it_on_its_floor(self, cast: Cast) -> None:
        home = build.add_home(community_id=cast.community.id, code="5-2-1203")
        assert (home.building, home.floor) == ("5", 12)

    def test_is_found_in_any_writing_and_only_at_home(self, cast: Cast) -> None:
        assert place.home_by_code(code="3栋1单元502") == cast.home_lin
        assert place.home_by_code(code="rubbish") is None
        with scope(community=cast.next_door.id):
            assert place.home_by_code(code="3-1-502") is None
            assert [home.code for home in place.homes()] == ["1-1-101"]


class TestScoped:
    def test_answers_nothing_outside_a_scope(self, cast: Cast) -> None:
        with scope(community=None), pytest.raises(ScopeError):
            place.homes()

    def test_would_show_everything_if_the_scope_were_off(self, cast: Cast) -> None:
        with scopes_disabled():
            assert {"3-1-502", "1-1-101"} <= {home.code for home in place.homes()}


class TestRegisterDevice:
    def test_shows_the_secret_once_and_keeps_it_sealed(self, cast: Cast) -> None:
        new = camera(cast)
        row = DeviceRow.objects.get()
        assert new.secret
        assert new.secret.encode() not in bytes(row.secret_sealed or b"")
        assert place.device_secret(device_id=new.device.id) == new.secret

    def test_seals_the_secret_to_its_device(self, cast: Cast) -> None:
        one, two = camera(cast), camera(cast, name="东门相机")
        sealed = DeviceRow.objects.get(id=one.device.id).secret_sealed
        DeviceRow.objects.filter(id=two.device.id).update(secret_sealed=sealed)
        with pytest.raises(CannotOpen):
            place.device_secret(device_id=two.device.id)

    def test_stores_only_the_hash_of_a_path_token(self, cast: Cast) -> None:
        new = camera(cast, Door.PATH)
        row = DeviceRow.objects.get()
        assert row.secret_sealed is None
        assert new.secret not in row.path_token_hash
        with scope(community=None):
            found = place.device_by_path_token(token=new.secret)
        assert found == new.device
        assert place.device_networks(device_id=new.device.id) == ["10.0.0.0/8"]

    @pytest.mark.parametrize("token", ["", "guessed"])
    def test_opens_to_no_other_token(self, cast: Cast, token: str) -> None:
        camera(cast, Door.PATH)
        camera(cast, Door.HMAC, name="东门相机")
        assert place.device_by_path_token(token=token) is None

    def test_is_found_by_its_topic(self, cast: Cast) -> None:
        new = camera(cast, Door.MQTT, topic="zigbee2mqtt/leak-1")
        assert new.secret == ""
        with scope(community=None):
            assert place.device_by_topic(topic="zigbee2mqtt/leak-1") == new.device
            assert place.device_by_topic(topic="") is None

    def test_is_believed_no_more_once_retired(self, cast: Cast) -> None:
        new = camera(cast)
        build.retire_device(device_id=new.device.id)
        assert place.device(uid=new.device.uid) is None

    def test_remembers_when_it_spoke(self, cast: Cast) -> None:
        new = camera(cast)
        build.heard_from(device_id=new.device.id, now=cast.now)
        heard: Device | None = place.device(uid=new.device.uid)
        assert heard is not None
        assert heard.heard_at == cast.now


class TestTuneCommunity:
    def test_changes_what_a_manager_may_change(self, cast: Cast) -> None:
        assert build.tune_community(community_id=cast.community.id, weekly_cap=3).weekly_cap == 3

    def test_refuses_anything_else(self, cast: Cast) -> None:
        with pytest.raises(TypeError):
            build.tune_community(community_id=cast.community.id, provider_id=9)


class TestPlan:
    def test_shows_buildings_and_gate(self, cast: Cast) -> None:
        plan = place.plan()
        assert [plot.name for plot in plan.buildings] == ["2", "3"]
        assert [plot.name for plot in plan.parts] == ["西门", "3 栋大堂"]

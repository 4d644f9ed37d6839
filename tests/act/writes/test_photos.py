from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nuan.act import reads
from nuan.act.facts import ActState
from nuan.act.rules.photos import NotAPhoto
from nuan.act.writes import acts, photos
from tests.act.rules.test_photos import taken
from tests.act.scene import NOW, PHOTO_STEP, Scene


class TestAddPhoto:
    @pytest.fixture(autouse=True)
    def own_folder(self, settings: Any, tmp_path: Path) -> None:
        settings.MEDIA_ROOT = tmp_path

    def test_proves_the_step_it_was_taken_for(self, scene: Scene, tmp_path: Path) -> None:
        uid = scene.task(steps=(PHOTO_STEP,)).uid
        photo = photos.add_photo(act_uid=uid, staff_id=scene.keeper_chen, image=taken(), now=NOW, step=0)
        assert (tmp_path / photo.name).read_bytes().startswith(b"\xff\xd8")
        assert reads.photos(act_uid=uid) == [photo]
        assert reads.one(uid=uid).items[0].ticked_at == NOW
        done = acts.finish(act_uid=uid, staff_id=scene.keeper_chen, now=NOW)
        assert done.state is ActState.DONE

    def test_twice_is_one_photo(self, scene: Scene) -> None:
        uid = scene.task().uid
        for _ in range(2):
            photos.add_photo(act_uid=uid, staff_id=scene.keeper_chen, image=taken(), now=NOW)
        assert len(reads.photos(act_uid=uid)) == 1

    def test_may_follow_the_finish(self, scene: Scene) -> None:
        uid = scene.task().uid
        acts.finish(act_uid=uid, staff_id=scene.keeper_chen, now=NOW)
        photos.add_photo(act_uid=uid, staff_id=scene.keeper_chen, image=taken(), now=NOW)
        assert len(reads.photos(act_uid=uid)) == 1

    def test_refuses_what_is_no_photo_and_keeps_nothing(self, scene: Scene, tmp_path: Path) -> None:
        uid = scene.task(steps=(PHOTO_STEP,)).uid
        with pytest.raises(NotAPhoto):
            photos.add_photo(act_uid=uid, staff_id=scene.keeper_chen, image=b"no photo", now=NOW, step=0)
        assert reads.one(uid=uid).items[0].ticked_at is None
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []

    def test_of_a_colleague_of_another_trade_is_refused(self, scene: Scene) -> None:
        uid = scene.task().uid
        with pytest.raises(acts.NotYours):
            photos.add_photo(act_uid=uid, staff_id=scene.guard_zhao, image=taken(), now=NOW)

    def test_stops_at_twenty(self, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(photos, "MOST_PER_ACT", 0)
        with pytest.raises(photos.TooMany):
            photos.add_photo(act_uid=scene.task().uid, staff_id=scene.keeper_chen, image=taken(), now=NOW)

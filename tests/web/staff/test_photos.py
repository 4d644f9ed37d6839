from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from nuan.act import reads
from tests.cast import NOW, Cast
from tests.web.doors import browser_of
from tests.web.staff.tasks import checklist, task


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def chen(cast: Cast) -> Client:
    return browser_of(cast.keeper_chen)


def picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "green").save(out, "JPEG")
    return SimpleUploadedFile("IMG_0001.jpg", out.getvalue(), "image/jpeg")


class TestAddPhoto:
    def test_ticks_the_step_it_proves_and_lets_the_task_be_finished(self, cast: Cast, chen: Client) -> None:
        uid = checklist(cast)
        chen.post(f"/staff/acts/{uid}/photos/", {"image": picture(), "step": "1"})
        assert reads.one(uid=uid).items[1].ticked_at == NOW
        assert chen.post(f"/staff/acts/{uid}/finish/").status_code == 302

    def test_is_kept_once_when_sent_twice(self, cast: Cast, chen: Client) -> None:
        uid = task(cast)
        for _ in range(2):
            chen.post(f"/staff/acts/{uid}/photos/", {"image": picture()})
        assert len(reads.photos(act_uid=uid)) == 1

    def test_answers_kindly_to_a_file_that_is_no_photo(self, cast: Cast, chen: Client) -> None:
        uid = task(cast)
        novel = SimpleUploadedFile("a.jpg", b"Call me Ishmael.", "image/jpeg")
        answer = chen.post(f"/staff/acts/{uid}/photos/", {"image": novel})
        assert answer.status_code == 409
        assert "相机" in answer.content.decode()

    def test_asks_for_the_file_that_is_missing(self, cast: Cast, chen: Client) -> None:
        assert chen.post(f"/staff/acts/{task(cast)}/photos/").status_code == 409


class TestPhoto:
    def test_is_shown_to_who_carries_the_task_and_to_nobody_else(self, cast: Cast, chen: Client) -> None:
        uid = task(cast)
        chen.post(f"/staff/acts/{uid}/photos/", {"image": picture()})
        address = f"/staff/photos/{reads.photos(act_uid=uid)[0].uid}/"
        assert chen.get(address).status_code == 200
        assert browser_of(cast.guard_zhao).get(address).status_code == 404
        assert browser_of(cast.stranger_wu).get(address).status_code == 404

from __future__ import annotations

import pytest

from nuan.act.channels.sender import Sender
from nuan.act.facts import Channel, Letter
from nuan.act.writes import outbox
from nuan.web.entry import post
from tests.cast import Cast


class Pigeon:
    """A sender that keeps what it is given."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    def send(self, letter: Letter) -> None:
        self.letters.append(letter)


@pytest.fixture
def pigeon() -> Pigeon:
    return Pigeon()


def fly(pigeon: Pigeon, cast: Cast) -> None:
    senders: dict[Channel, Sender] = {Channel.SMS: pigeon}
    outbox.deliver(now=cast.now, owner="test", limit=5, senders=senders)


class TestDeliver:
    def test_brings_the_code_to_the_residents_phone(self, cast: Cast, pigeon: Pigeon) -> None:
        resident = (cast.community.id, cast.grandma_lin.id)
        assert post.deliver(resident=resident, code="004711", now=cast.now)
        fly(pigeon, cast)
        assert [("004711" in letter.body, letter.address[-11:]) for letter in pigeon.letters] == [
            (True, "13900000502")
        ]

    def test_keeps_two_codes_apart(self, cast: Cast, pigeon: Pigeon) -> None:
        for code in ("004711", "004712"):
            post.deliver(resident=(cast.community.id, cast.grandma_lin.id), code=code, now=cast.now)
        fly(pigeon, cast)
        assert len(pigeon.letters) == 2

from __future__ import annotations

import click
import pytest

from nuan.jobs.named import community_named
from tests.cast import Cast


class TestCommunityNamed:
    def test_finds_it(self, cast: Cast) -> None:
        assert community_named(cast.community.name).id == cast.community.id

    def test_answers_a_slip_of_the_pen_with_the_nearest(self, cast: Cast) -> None:
        with pytest.raises(click.ClickException, match=f"did you mean '{cast.community.name}'"):
            community_named(f"{cast.community.name}里")

    def test_ends_the_command_when_nothing_is_near(self, cast: Cast) -> None:
        with pytest.raises(click.ClickException, match=r"there is no community 'xyz'$"):
            community_named("xyz")

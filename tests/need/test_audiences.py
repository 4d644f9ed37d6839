from __future__ import annotations

from datetime import UTC, datetime

import pytest

from nuan.need.audiences import NameTaken, audience, join, names
from nuan.need.facts import Asked, Target

NOON = datetime(2026, 7, 1, 4, tzinfo=UTC)


class TestAudience:
    def test_is_found_by_what_it_is_made_of_and_its_name(self) -> None:
        asked = Asked(community_id=1, at=NOON)

        assert ("community", "all") in names()
        assert join(of="community", name="all", asked=asked) == [Target()]

    def test_refuses_a_second_function_under_the_same_name(self) -> None:
        with pytest.raises(NameTaken, match="community: all"):
            audience("all", of="community")(lambda _asked: [])

    def test_refuses_to_be_made_of_something_unheard_of(self) -> None:
        with pytest.raises(ValueError, match="made of one of"):
            audience("all", of="unicorns")

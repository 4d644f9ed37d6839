from __future__ import annotations

from nuan.people import reads as people
from tests.cast import Cast


class TestSettle:
    def test_settles_the_cast(self, cast: Cast) -> None:
        assert cast.grandma_lin.call_name == "林奶奶"
        assert cast.grandma_lin.lives_alone
        assert cast.grandma_lin.phone == "+8613900000502"
        assert people.steward_of(home_id=cast.home_lin.id) == cast.keeper_chen
        assert {s.id for s in people.on_shift(now=cast.now, role="security")} == {cast.guard_zhao.id}
        assert people.residents_of(home_id=cast.home_dou.id) == [cast.mama_dou, cast.doudou]

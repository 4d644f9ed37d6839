from __future__ import annotations

import pytest

from nuan.signal.rules import privacy


class TestDropped:
    @pytest.mark.parametrize(
        ("names", "sorts"),
        [(["facerect"], ["face"]), (["employeenostring"], ["name"]), (["<person>"], ["name"]), (["pictureurl"], ["picture"]),
         (["imagefile", "age"], ["face", "picture"]), (["similarity", "cardno"], ["face", "name"])],
    )  # fmt: skip
    def test_says_what_was_left_out(self, names: list[str], sorts: list[str]) -> None:
        assert privacy.dropped(names) == {"dropped": sorts}

    def test_says_nothing_where_nothing_was(self) -> None:
        harmless = [
            "channelname",
            "devicename",
            "licenseplate",
            "imagefilelen",
            "<trafficcar>",
            "averagespeed",
            "vehicletype",
        ]
        assert privacy.dropped(harmless) == {}

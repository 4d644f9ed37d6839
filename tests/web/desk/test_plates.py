from __future__ import annotations

import pytest

from nuan.web.desk.plates import plate_of


class TestPlateOf:
    @pytest.mark.parametrize(
        ("read", "shown", "green"),
        [
            ("鄂A12345", "鄂A·12345", False),
            ("浙AD6K582", "浙A·D6K582", True),
            ("鄂a·12345", "鄂A·12345", False),
        ],
    )
    def test_draws_seven_characters_blue_and_eight_green(self, read: str, shown: str, green: bool) -> None:  # noqa: FBT001
        plate = plate_of(read)
        assert plate is not None
        assert (str(plate), plate.is_green) == (shown, green)

    @pytest.mark.parametrize("read", [None, "", "···"])
    def test_draws_nothing_without_a_plate(self, read: str | None) -> None:
        assert plate_of(read) is None

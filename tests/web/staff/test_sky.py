from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from nuan.signal.facts import Heard
from nuan.web.staff.sky import sky_of
from tests.cast import NOW


def heard(kind: str, **payload: Any) -> Heard:
    return Heard(
        offset=1, uid=str(UUID(int=1)), community_id=1, kind=kind, at=NOW, received_at=NOW, late_by=timedelta(0),
        source="nuan", source_id="1", about=None, payload=payload,
    )  # fmt: skip


def rain(*points: tuple[timedelta, float | None]) -> Heard:
    series = [[(NOW + ahead).isoformat(), amount] for ahead, amount in points]
    return heard("weather.forecast", measures={"rain": {"unit": "mm/h", "points": series}})


@pytest.fixture(autouse=True)
def shanghai() -> Any:
    with timezone.override("Asia/Shanghai"):
        yield


class TestSkyOf:
    def test_names_the_first_hour_of_rain(self) -> None:
        sky = sky_of(
            warnings=[], forecasts=[rain((timedelta(hours=1), 0.1), (timedelta(hours=2), 3.0))], now=NOW
        )
        assert sky is not None
        assert "11:30" in sky.head

    @pytest.mark.parametrize(
        "point", [(timedelta(hours=2), None), (timedelta(hours=20), 9.0), (-timedelta(hours=3), 9.0)]
    )
    def test_is_silent_without_rain_ahead(self, point: tuple[timedelta, float | None]) -> None:
        assert sky_of(warnings=[], forecasts=[rain(point)], now=NOW) is None

    def test_puts_a_standing_warning_first(self) -> None:
        warning = heard("weather.warning", headline="暴雨橙色预警", status="actual", msg_type="alert")
        sky = sky_of(warnings=[warning], forecasts=[rain((timedelta(hours=1), 5.0))], now=NOW)
        assert sky is not None
        assert sky.head == "暴雨橙色预警"

    @pytest.mark.parametrize(
        "said",
        [
            {"status": "exercise"},
            {"msg_type": "cancel"},
            {"expires": (NOW - timedelta(hours=1)).isoformat()},
        ],
    )
    def test_leaves_out_a_warning_that_does_not_stand(self, said: dict[str, str]) -> None:
        assert (
            sky_of(warnings=[heard("weather.warning", headline="x", **said)], forecasts=[], now=NOW) is None
        )

    def test_survives_a_forecast_that_says_nothing(self) -> None:
        assert sky_of(warnings=[], forecasts=[heard("weather.forecast")], now=NOW) is None

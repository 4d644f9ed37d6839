from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from nuan.signal.facts import Heard
from nuan.web.manager.signals import signal_words
from tests.cast import NOW


def heard(issued: str) -> Heard:
    return Heard(
        offset=1, uid="u", community_id=1, kind="weather.forecast", at=NOW, received_at=NOW, late_by=timedelta(0),
        source="open-meteo", source_id="1", about=None, payload={"issued": issued},
    )  # fmt: skip


class TestSignalWords:
    @pytest.mark.parametrize(
        ("sent", "told"),
        [
            ("2026-01-16T01:30:07.962963+00:00", "01-16 09:30"),
            ("2026-01-16T09:30:00", "2026-01-16T09:30:00"),  # without a zone it could be any hour
            ("今天下午", "今天下午"),
        ],
    )
    def test_tells_an_instant_in_the_communitys_time_and_leaves_other_words_alone(
        self, sent: str, told: str
    ) -> None:
        with timezone.override(ZoneInfo("Asia/Shanghai")):
            [(_, words)] = signal_words(heard(sent))
        assert words == told

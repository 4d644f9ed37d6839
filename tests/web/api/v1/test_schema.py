"""The API under made-up calls, such as its description allows and such as it forbids: none breaks it (R13)."""

from __future__ import annotations

from typing import Any

import pytest
import requests
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode

from nuan.domains.integration.facts import Right
from nuan.domains.integration.writes import keys
from nuan.kernel import clock
from nuan.web.api.budget import Budget
from nuan.web.api.v1 import door
from nuan.web.api.v1.spec import document
from tests.cast import Cast
from tests.faults.proof import times

CALLS = sorted((path, method) for path, ways in document()["paths"].items() for method in ways)


@pytest.fixture
def key(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(door, "BUDGET", Budget(limit=1_000_000))
    made = keys.issue(
        community_id=cast.community.id,
        name="乱敲门的",
        rights=Right,
        made_by_id=cast.boss_qian.id,
        now=clock.now(),
    )
    Client(headers={"authorization": f"Bearer {made.key}"}).get("/api/v1/community")
    return made.key


def called(case: Case[Any], key: str) -> int:
    """Return what one made-up call was answered with, asked through Django's own client."""
    asked = requests.Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
    headers = {name: str(word) for name, word in asked.headers.items()} | {"Authorization": f"Bearer {key}"}
    sort = headers.pop("Content-Type", "application/octet-stream")
    body: Any = asked.body or b""
    return Client().generic(str(asked.method), asked.path_url, body, sort, headers=headers).status_code


def answers(path: str, method: str, mode: GenerationMode, key: str) -> list[int]:
    """Return what made-up calls were answered with."""
    operation: Any = schemathesis.openapi.from_dict(document())[path][method]
    told: list[int] = []

    @settings(
        max_examples=times(5), deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case[Any]) -> None:
        told.append(called(case, key))

    ask()
    return told


class TestEveryCall:
    @pytest.mark.parametrize("mode", list(GenerationMode))
    @pytest.mark.parametrize(("path", "method"), CALLS)
    def test_never_breaks(self, key: str, path: str, method: str, mode: GenerationMode) -> None:
        told = answers(path, method, mode, key)
        assert told
        assert [status for status in told if status >= 500 or status == 401] == []

    def test_would_be_seen_to_break(self, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(door, "get_conditional_response", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            answers("/api/v1/community", "get", GenerationMode.POSITIVE, key)

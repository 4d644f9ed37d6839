from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.act.scene import Scene, build


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    built = build()
    with built.in_scope():
        yield built

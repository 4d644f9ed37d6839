from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.stories.town import Town, settled


@pytest.fixture(scope="session")
def town() -> Iterator[Town]:
    """Serve one town for all stories; each story has its own home, car or sensor."""
    with settled() as running:
        yield running

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.web.looks.town import Town, at_midday

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def town(browser: Browser) -> Iterator[Town]:
    """Serve one town for all who look."""
    with at_midday(browser) as running:
        yield running

"""What every test stands on: a throw-away data folder, real engines, and a real server for the browser."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from tests import live, samples
from tests.cast import cast as cast  # noqa: PLC0414 (a fixture is found by its name here)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

THROW_AWAY = Path(tempfile.mkdtemp(prefix="nuan-test-"))
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-db", action="store_true", help="run only the tests that touch the database")


def pytest_configure(config: pytest.Config) -> None:
    # Nothing that a test writes may land in the data folder of somebody's running Nuan.
    settings.NUAN_DATA = THROW_AWAY
    settings.MEDIA_ROOT = THROW_AWAY / "media"
    # Argon2 is slow by design, which is right for thieves and wrong for a thousand tests.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Pages are tested without collecting static files first.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    # Argon2 is slow on purpose; five accounts per test would make the suite slow for no purpose.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        # A file, as in life: an in-memory database knows neither WAL nor two writers.
        database.setdefault("TEST", {})["NAME"] = str(THROW_AWAY / "test.sqlite3")


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(THROW_AWAY, ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--only-db"):
        others = [item for item in items if not touches_database(item)]
        items[:] = [item for item in items if touches_database(item)]
        config.hook.pytest_deselected(items=others)


def touches_database(item: pytest.Item) -> bool:
    """Test if a test opens the database, by mark or by fixture."""
    asked = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(asked & DATABASE_FIXTURES)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of other senders' samples; tests that ask carry the mark `shared_data`."""
    return samples.folder()


@pytest.fixture(scope="module")
def server() -> Iterator[live.Server]:
    """Start a real server on an empty data folder, one per test module."""
    with live.serving() as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the real Chromium that NUAN_CHROMIUM or PATH names."""
    with live.chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open one fresh page at phone width; a test resizes it as it likes."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()

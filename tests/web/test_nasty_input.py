"""Whatever a clumsy hand, a broken camera or a bored teenager sends, no page breaks (R13)."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern
from pytest_django.fixtures import Settings

import nuan.web
from nuan.kernel import clock
from nuan.people.rules.invitation import invitation
from nuan.web.policy import policy_of
from nuan.web.stream.hub import _after
from tests.cast import Cast
from tests.web import things
from tests.web.doors import browser_of, browser_of_resident, neighbour_of
from tests.web.test_foreign_ids import address, patterns
from tests.web.things import Things

BIDI = "\u202e林\u200b"
NASTY = {
    "nul": "a\x00b",
    "control": "\x01\x1b[2J\r\n",
    "surrogate": "\ud800",
    "bidi": BIDI,
    "long": "长" * 1_000,
    "digits": "9" * 5_000,
    "huge": "9" * 25,
    "negative": "-1",
    "nan": "nan",
    "infinite": "1e999",
    "zero": "",
    "squared": "²",
    "uid": "01900000-0000-7000-8000-000000000000",
    "word": "x",
    "markup": "<script>alert(1)</script>{{7*7}}%s%n",
    "away": "https://evil.example/\\\\[",
    "deep": "[" * 1_000,
    "bomb": "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b",
}
#: Every name that a page reads from an address or a form; a test holds the list to the source.
FIELDS = (
    "after", "allowed_from", "answer", "book", "call_name", "code", "community", "company", "days", "desk_phone", "do", "door",
    "elder", "file", "harm", "home", "kind", "language", "name", "next", "note", "once", "outcome", "page", "part",
    "of", "passphrase", "password", "phone", "playbook", "playbooks", "purpose", "rights", "stages", "q", "rain", "ahead", "seen", "show", "source", "span",
    "state", "step",
    "text", "theme", "ticked", "to", "tone", "topic", "turn", "unnamed", "username", "who", "words", "image",
    "channel", "secret", "token", "url", "before", "echostr", "nonce", "timestamp", "msg_signature",
)  # fmt: skip


@pytest.fixture
def ours(cast: Cast, settings: Settings) -> Things:
    settings.NUAN_DEMO = True
    return things.here(cast, now=clock.now())


@pytest.fixture
def browsers(cast: Cast, ours: Things) -> dict[str, Client]:
    everybody = {
        "staff": browser_of(cast.keeper_chen),
        "manager": browser_of(cast.boss_qian),
        "desk": browser_of(cast.guard_zhao),
        "resident": browser_of_resident(cast.grandma_lin),
        "start": Client(),
        "screen": Client(),
        "v1": neighbour_of(cast),
        "calendar": browser_of(cast.keeper_chen),
        "entry": browser_of(cast.fixer_li),
        "": browser_of(cast.fixer_li),
    }
    for browser in everybody.values():
        browser.raise_request_exception = False
    return everybody


def encoded(word: str) -> bytes:
    return word.encode("utf-8", "surrogatepass")


def query(word: str) -> str:
    return "&".join(f"{name}={quote(encoded(word))}" for name in FIELDS)


def broken(browsers: dict[str, Client], ours: Things, word: str) -> list[str]:
    """Return the addresses that broke when every field said this word."""
    found = []
    for namespace, pattern in patterns():
        for method in sorted(declared(pattern)):
            browser, where = browsers[namespace], address(namespace, pattern, ours)
            if pattern.name == "account_logout" and method == "POST":
                continue
            if method == "GET":
                answer = browser.generic("GET", where, QUERY_STRING=query(word))
            else:
                answer = browser.generic(
                    "POST", where, query(word).encode(), content_type="application/x-www-form-urlencoded"
                )
            if answer.status_code >= 500:
                found.append(f"{method} {where}: {answer.status_code}")
    return found


def declared(pattern: URLPattern) -> frozenset[str]:
    said = policy_of(pattern.callback)
    assert said is not None
    return said.methods


class TestEveryPage:
    @pytest.mark.parametrize("kind", sorted(NASTY))
    def test_survives(self, browsers: dict[str, Client], ours: Things, kind: str) -> None:
        assert broken(browsers, ours, NASTY[kind]) == []

    def test_is_asked_for_every_name_it_reads(self) -> None:
        read = set()
        for path in Path(nuan.web.__path__[0]).rglob("*.py"):
            text = path.read_text()
            read |= set(re.findall(r"(?:GET|POST|FILES|asked)\.get(?:list)?\(\"(\w+)\"", text))
            read |= set(re.findall(r"^    (\w+) = forms\.", text, re.MULTILINE))
        assert read - set(FIELDS) == set()

    def test_refuses_a_zero_byte_before_the_database_must(
        self, browsers: dict[str, Client], ours: Things
    ) -> None:
        assert browsers["manager"].get("/manager/needs/", {"playbook": "a\x00"}).status_code == 400
        where = f"/home/messages/{ours.message}/echo/"
        assert browsers["resident"].post(where, {"tone": "warm", "words": "\x00"}).status_code == 400
        # As it comes over the wire: a newer Python's own cookie jar would not even hold it.
        assert Client(HTTP_COOKIE="sessionid=abcdefgh\x00").get("/staff/").status_code == 400


class TestFirstRun:
    @pytest.mark.parametrize("kind", sorted(NASTY))
    def test_survives(self, db: None, kind: str) -> None:
        browser = Client(raise_request_exception=False)
        body = query(NASTY[kind]).encode()
        form = "application/x-www-form-urlencoded"
        assert browser.generic("POST", "/start/", body, content_type=form).status_code in (403, 400)
        browser.get("/start/", {"token": invitation(settings.SECRET_KEY)})
        assert browser.generic("POST", "/start/", body, content_type=form).status_code in (200, 400)


class TestFiles:
    BODIES = (b"", b"Call me Ishmael.", b"\xff\xd8\xff", b"PK\x03\x04" + b"\x00" * 60, b"GIF89a", b"<svg/>")

    @pytest.mark.parametrize("body", BODIES)
    def test_that_are_nothing_are_refused_kindly(
        self, browsers: dict[str, Client], ours: Things, body: bytes
    ) -> None:
        for who, where, field in (
            ("staff", f"/staff/acts/{ours.task}/photos/", "image"),
            ("manager", "/manager/import/", "book"),
        ):
            for step in ("", "9" * 5_000, "9" * 18, "-1"):
                sent = SimpleUploadedFile("../../etc/x\u202egpj.exe", body)
                answer = browsers[who].post(where, {field: sent, "step": step})
                assert answer.status_code in (200, 409), (where, step)


class TestStream:
    @pytest.mark.parametrize("word", [b"9" * 5_000, b"-1", b"\xff", "²".encode(), b""])
    def test_begins_anew_after_a_line_that_is_none(self, word: bytes) -> None:
        assert _after({"headers": [(b"last-event-id", word)], "query_string": b"after=" + word}) is None


class TestPlaybookText:
    @pytest.mark.parametrize(
        "text", ["[" * 40_000, "{a: " * 9_000, "长" * 40_000, "- " * 20_000, "\ud800", "\x07"]
    )
    def test_of_nonsense_is_kept_as_broken(
        self, browsers: dict[str, Client], ours: Things, text: str
    ) -> None:
        where = "/manager/playbooks/laundry-before-rain/"
        body = f"text={quote(encoded(text))}".encode()
        form = "application/x-www-form-urlencoded"
        assert (
            browsers["manager"].generic("POST", f"{where}edit/", body, content_type=form).status_code == 302
        )
        assert browsers["manager"].get(where).status_code == 200
        assert browsers["manager"].get("/manager/").status_code == 200

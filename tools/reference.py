"""Writes docs/reference.md from the product itself, so that it cannot lie; a test says when it is out of date."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec

import click

# isort: off
from nuan.jobs import ready  # noqa: F401 (tables need a ready Django)

# isort: on
from nuan.care import reads as care
from nuan.care.rules import kinds
from nuan.jobs.cli import NOUNS
from nuan.need import audiences
from nuan.people.facts import Purpose
from nuan.signal import reads as signal
from tools import shape

PAGE = shape.ROOT / "docs" / "reference.md"
SETTING = re.compile(r"(NUAN_[A-Z_]+|PORT)")

# What each setting is for; the test fails for a setting without a sentence here.
SETTINGS: Mapping[str, str] = {
    "NUAN_DATA": "Folder of the database, photos, static files and kept secrets. Default `var/` beside the code.",
    "NUAN_POSTGRES": "`postgres://user:password@host:port/name` instead of SQLite.",
    "NUAN_SECRET_KEY": "Signs sessions. Default: made at the first start and kept in the data folder, mode 600.",
    "NUAN_MASTER_KEYS": "Keys that seal personal data, 32 bytes in url-safe base64, newest first, parted by commas.",
    "NUAN_HOSTS": "Names people type to get here, parted by commas. Default: this machine only.",
    "NUAN_ORIGINS": "Origins (`https://name`) that may post forms, when a proxy changes the name.",
    "NUAN_PROXIES": "Networks (`127.0.0.1/32`) of the proxies in front; only what they add to `X-Forwarded-For` tells who calls.",
    "NUAN_HTTPS": "`1` when a TLS proxy stands in front: cookies then travel encrypted only.",
    "NUAN_DEMO": "`1` for a demonstration: open to every name, known passwords. Never with real people.",
    "NUAN_DEBUG": "`1` shows error pages with settings. `nuan serve` refuses it.",
    "NUAN_MQTT": "Address of the MQTT broker, `mqtt://user:password@host:1883`; empty: not listened to.",
    "NUAN_CAMERAS": "File of cameras to fetch from, `<device id> http://user:password@host` a line, mode 600; empty: none.",
    "NUAN_WEATHER_URL": "Address of a forecast in Open-Meteo's format; empty: not asked.",
    "NUAN_MQTT_TOPICS": "Topics to listen to, parted by commas.",
    "NUAN_MQTT_NAME": "Name by which the broker knows this listener and keeps its messages while it is away.",
    "NUAN_WEATHER_EVERY": "How often the forecast is asked for. Default `30m`.",
    "NUAN_ADDRESS": "Where people open Nuan, `https://nuan.example`; stands in front of links in messages.",
    "NUAN_SMS_URL": "Address of the SMS provider; empty: text messages are only printed.",
    "NUAN_SMS_KEY": "Id of the key by which the SMS provider knows us.",
    "NUAN_SMS_SECRET": "The secret of that key; signs each request.",
    "NUAN_SMS_SIGNATURE": "The registered signature, 【…】, in front of each text message.",
    "NUAN_SMS_TEMPLATE": "The provider's number of the approved template.",
    "NUAN_HOOK_NETWORKS": "Networks inside the house that hooks may call, `192.168.8.0/24,…`; empty: public addresses only.",
    "NUAN_PUSH_KEY": "Private key (VAPID) for pushing to browsers; empty, or without the extra `push`: no push.",
    "NUAN_PUSH_CONTACT": "`mailto:` address that push services may write to.",
    "NUAN_COPIES_TO": "Folder where the nightly copies arrive; `nuan doctor` looks at the age of the newest.",
    "NUAN_WATCHED_BY": "Who asks `/healthz` from outside; `nuan doctor` warns when nobody does.",
    "PORT": "Port of `nuan serve` and `make demo`. Default 8000.",
}


def settings_used() -> set[str]:
    """Return every setting that the product reads from the environment."""
    texts = (
        node.value
        for module in shape.modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return {text for text in texts if SETTING.fullmatch(text)}


def commands() -> Iterator[tuple[str, click.Command]]:
    """Return every command of the product with its words."""
    for noun, module in sorted(NOUNS.items()):
        if find_spec(module) is not None:
            yield from _verbs(f"nuan {noun}", import_module(module).command)


def _verbs(words: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group) or command.invoke_without_command:
        yield words, command
    if isinstance(command, click.Group):
        for verb, inner in sorted(command.commands.items()):
            yield from _verbs(f"{words} {verb}", inner)


def _usage(words: str, command: click.Command) -> str:
    options = (
        f"[{parameter.opts[0]}]" if isinstance(parameter, click.Option) else (parameter.name or "").upper()
        for parameter in command.params
        if not getattr(parameter, "hidden", False)
    )
    return " ".join([words, *options])


def _sentence(text: str | None) -> str:
    return " ".join((text or "").strip().partition("\n\n")[0].split())


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    names = list(head)
    lines = [names, ["---"] * len(names), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def sections() -> Iterator[tuple[str, str]]:
    """Return each heading with its table."""
    said = ((f"`{_usage(words, command)}`", _sentence(command.help)) for words, command in commands())
    yield "Commands", table(("command", "what it does"), said)
    used = sorted(settings_used())
    yield "Settings", table(("setting", "what it is for"), ((f"`{n}`", SETTINGS.get(n, "")) for n in used))
    found = sorted(signal.sources().items())
    read = ((f"`{name}`", _sentence(source.__doc__)) for name, source in found)
    yield "Sources", table(("source", "what it reads"), read)
    fields = sorted(kinds.KINDS.items())
    asked = ((f"`{kind}`", ", ".join(f"`{name}`" for name in sorted(names))) for kind, names in fields)
    yield "Signal kinds", table(("kind", "fields `where` may ask about"), asked)
    measured = ((f"`weather.{name}`", unit) for name, unit in sorted(kinds.MEASURES.items()))
    yield "Forecast measures", table(("measure", "unit"), measured)
    who = ((f"`{of}: {name}`",) for of, name in sorted(audiences.names()))
    yield "Audiences", table(("who",), who)
    yield "Purposes of consent", table(("purpose",), ((f"`{purpose}`",) for purpose in Purpose))
    yield "Playbooks", table(("playbook", "名称", "promise"), _playbooks())


def _playbooks() -> Iterator[tuple[str, str, str]]:
    for name, parsed in sorted(care.shipped().items()):
        playbook = parsed.playbook
        if playbook is not None:
            yield f"`{name}`", playbook.title.zh, playbook.promise.en


def page() -> str:
    """Return the whole page."""
    head = "# Reference\n\nWritten by `python -m tools.reference` from the product itself; do not edit by hand.\n"
    return head + "".join(f"\n## {title}\n\n{body}\n" for title, body in sections())


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"wrote {PAGE.relative_to(shape.ROOT)}\n")

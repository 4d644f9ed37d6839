"""What may be written in a playbook, told to editors (JSON Schema) and to people (lists of names)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nuan.act.facts import Channel
from nuan.care.facts import Words
from nuan.care.rules.acts import PLACES
from nuan.care.rules.kinds import KINDS, MEASURES
from nuan.care.rules.recipes import PER, SPARES
from nuan.echo.facts import Harm
from nuan.engines.match.calendar import RHYTHMS
from nuan.engines.match.facts import Scope
from nuan.people.facts import Purpose, Role
from nuan.place.facts import PartKind

Schema = dict[str, Any]
TEXT: Schema = {
    "type": "object",
    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
    "required": ["zh", "en"],
    "additionalProperties": False,
}
DURATION: Schema = {"type": "string", "description": "a span: 30m, 2h, 14d; or the name of an input"}
MOMENT: Schema = {"type": "string", "pattern": r"^(fire|signal\.at|signal\.end)(\s*[+-]\s*\S.*)?$"}
NUMBER: Schema = {"type": ["number", "string"], "description": "a number, or the name of an input"}


def words(known: Words) -> dict[str, list[str]]:
    """Return every registered name by what it names."""
    return {
        "signal kinds": sorted(KINDS),
        "forecasts": [f"weather.{name}" for name in MEASURES],
        "calendars": sorted(RHYTHMS),
        "scopes": list(Scope),
        "audiences": sorted(f"{of}: {name}" for of, name in known.audiences),
        "purposes": list(Purpose),
        "limits": list(SPARES),
        "once per": list(PER),
        "texts": sorted(known.texts),
        "roles": list(Role),
        "channels": list(Channel),
        "places": [*PLACES, *PartKind],
        "harms": list(Harm),
    }


def schema(known: Words) -> Schema:
    """Return the JSON Schema of a playbook."""
    names = words(known)
    top = {
        "playbook": {"type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"},
        "version": {"type": "integer", "minimum": 1},
        "name": TEXT,
        "promise": TEXT,
        "keeper": _one_of(names["roles"]),
        "inputs": {"type": "object", "additionalProperties": _input()},
        "signal": {"oneOf": _signals(names)},
        "need": _need(names, known),
        "act": {"type": "array", "minItems": 1, "items": {"oneOf": _acts(names)}},
        "echo": _echo(names),
        "examples": {"type": "array", "minItems": 2, "items": _example()},
    }
    optional = {"inputs", "echo"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Nuan playbook",
        **_object(top, [name for name in top if name not in optional]),
    }


def _object(properties: Schema, required: Iterable[str] = ()) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _one_of(names: Iterable[str]) -> Schema:
    return {"enum": sorted({str(name) for name in names})}


def _some_of(names: Iterable[str]) -> Schema:
    return {"type": "array", "items": _one_of(names)}


def _input() -> Schema:
    value = {"type": ["number", "string"]}
    properties = {
        "name": TEXT, "default": value, "min": value, "max": value, "unit": {"type": "string"}, "why": TEXT,
    }  # fmt: skip
    return _object(properties, ["default", "min", "max"])


def _signals(names: dict[str, list[str]]) -> list[Schema]:
    where = {"type": "object"}
    bounds = {"at_least": NUMBER, "at_most": NUMBER}
    event = {
        "event": _one_of(names["signal kinds"]), "where": where, "first_of": {"type": "string"},
        "forget": DURATION, "lateness": DURATION,
    }  # fmt: skip
    threshold = {
        "threshold": _one_of(names["signal kinds"]), "where": where, "readings": NUMBER, "lateness": DURATION,
        **bounds,
    }  # fmt: skip
    forecast = {"forecast": _one_of(names["forecasts"]), "within": DURATION, **bounds}
    day = {"type": ["string", "integer"]}
    calendar = {
        "calendar": _one_of(names["calendars"]), "at": {"type": "string"}, "on": {"type": "array", "items": day},
    }  # fmt: skip
    return [
        _object(event, ["event"]),
        _object(threshold, ["threshold"]),
        _object(forecast, ["forecast", "within"]),
        _object(calendar, ["calendar", "at"]),
    ]


def _need(names: dict[str, list[str]], known: Words) -> Schema:
    made: dict[str, list[str]] = {}
    for of, name in known.audiences:
        made.setdefault(of, []).append(name)
    who = [_object({of: _one_of(found)}, [of]) for of, found in sorted(made.items())]
    properties = {
        "kind": {"type": "string"},
        "scope": _one_of(names["scopes"]),
        "who": {"oneOf": who},
        "consent": _one_of(names["purposes"]),
        "why": TEXT,
        "once": _object({"per": _one_of(names["once per"]), "within": DURATION}, ["per", "within"]),
        "spare": _some_of(names["limits"]),
        "priority": {"type": "integer", "minimum": 0, "maximum": 9},
        "urgent": {"type": "boolean"},
        "until": MOMENT,
    }
    return _object(properties, ["kind", "scope", "who", "why"])


def _acts(names: dict[str, list[str]]) -> list[Schema]:
    text, place, ways = _one_of(names["texts"]), _one_of(names["places"]), _some_of(names["channels"])
    step = _object({**TEXT["properties"], "photo": {"type": "boolean"}}, ["zh", "en"])
    message = _object({"to": {"const": "who"}, "text": text, "by": MOMENT, "channels": ways}, ["to", "text"])
    task = {
        "role": _one_of(names["roles"]), "text": text, "within": DURATION, "by": MOMENT,
        "steps": {"type": "array", "items": step, "maxItems": 20}, "channels": ways,
        "only": {"const": "homes"},
    }  # fmt: skip
    screen = _object({"at": place, "text": text, "until": MOMENT}, ["at", "text", "until"])
    card = {"at": place, "text": text, "without_consent": text, "unknown": text, "until": MOMENT}
    inner = {
        "message": message,
        "task": _object(task, ["role", "text"]),
        "screen": screen,
        "card": _object(card, ["at", "text", "until"]),
    }
    return [_object({name: found}, [name]) for name, found in inner.items()]


def _echo(names: dict[str, list[str]]) -> Schema:
    return _object({"ask": {"const": "helpful"}, "within": DURATION, "harm": _some_of(names["harms"])})


def _example() -> Schema:
    return _object(
        {"name": {"type": "string"}, "given": {"type": "object"}, "then": {}}, ["name", "given", "then"]
    )

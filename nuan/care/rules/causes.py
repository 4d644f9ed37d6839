"""The signal paragraph: what has to happen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import yaml

from nuan.care.facts import Amount, Cause, Condition, Input
from nuan.care.rules import grammar
from nuan.care.rules.kinds import KINDS, MEASURES
from nuan.care.rules.nodes import Map, Notes, choice, near, word
from nuan.engines.match.calendar import RHYTHMS, SOLAR_TERMS, WEEKDAYS
from nuan.engines.match.facts import Trigger

LATER = ("absence", "sequence", "count")
Inputs = dict[str, Input]


def cause(given: Map, notes: Notes, inputs: Inputs) -> Cause:
    """Return the signal paragraph, read by the one trigger it names."""
    for name in LATER:
        if name in given.keys:
            raise notes.refuse(
                given.keys[name], f"{name} is not yet played by this version", "use event or threshold"
            )
    named = [name for name in given.keys if name in READERS]
    if len(named) != 1:
        first = next(iter(given.keys), "")
        hint = near(first, list(READERS)) if not named else "keep one of them"
        raise notes.refuse(
            given.node, "signal names one trigger: event, threshold, forecast or calendar", hint
        )
    return READERS[named[0]](given, notes, inputs)


def _event(given: Map, notes: Notes, inputs: Inputs) -> Cause:
    given.only(("event", "where", "first_of", "forget", "lateness"))
    kind = choice(given.need("event"), notes, "the signal kind", KINDS)
    first, forget = given.get("first_of"), given.get("forget")
    return Cause(
        trigger=Trigger.EVENT,
        kind=kind,
        where=_where(given, notes, inputs, kind),
        first_of=choice(first, notes, f"the field of {kind}", KINDS[kind]) if first else "",
        forget=grammar.amount(forget, notes, "duration", inputs) if forget else timedelta(days=14),
        lateness=_lateness(given, notes),
    )


def _threshold(given: Map, notes: Notes, inputs: Inputs) -> Cause:
    given.only(("threshold", "where", "at_least", "at_most", "readings", "lateness"))
    kind = choice(
        given.need("threshold"), notes, "the signal kind", [one for one in KINDS if "value" in KINDS[one]]
    )
    least, most = _bounds(given, notes, inputs)
    readings = given.get("readings")
    return Cause(
        trigger=Trigger.THRESHOLD,
        kind=kind,
        where=_where(given, notes, inputs, kind),
        readings=grammar.amount(readings, notes, "number", inputs) if readings else 1.0,
        lateness=_lateness(given, notes),
        at_least=least,
        at_most=most,
    )


def _forecast(given: Map, notes: Notes, inputs: Inputs) -> Cause:
    given.only(("forecast", "at_least", "at_most", "within"))
    node = given.need("forecast")
    known = [f"weather.{name}" for name in MEASURES]
    least, most = _bounds(given, notes, inputs)
    measure = choice(node, notes, "the forecast", known).partition(".")[2]
    return Cause(
        trigger=Trigger.FORECAST,
        kind="weather.forecast",
        measure=measure,
        within=grammar.amount(given.need("within"), notes, "duration", inputs),
        at_least=least,
        at_most=most,
    )


def _calendar(given: Map, notes: Notes, inputs: Inputs) -> Cause:
    given.only(("calendar", "at", "on"))
    rhythm = choice(given.need("calendar"), notes, "the calendar", RHYTHMS)
    on = given.get("on")
    return Cause(
        trigger=Trigger.CALENDAR,
        rhythm=rhythm,
        at=grammar.amount(given.need("at"), notes, "time", inputs),
        on=grammar.words(on, notes, "the day", _days(rhythm)) if on else (),
    )


READERS: dict[str, Callable[[Map, Notes, Inputs], Cause]] = {
    "event": _event,
    "threshold": _threshold,
    "forecast": _forecast,
    "calendar": _calendar,
}


def _days(rhythm: str) -> list[str]:
    return {
        "weekly": list(WEEKDAYS),
        "monthly": [str(day) for day in range(1, 32)],
        "yearly": [f"{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 32)],
        "solar-term": list(SOLAR_TERMS),
    }.get(rhythm, [])


def _bounds(given: Map, notes: Notes, inputs: Inputs) -> tuple[Amount | None, Amount | None]:
    found = {name: given.values[name] for name in ("at_least", "at_most") if name in given.values}
    if len(found) != 1:
        raise notes.refuse(given.node, "signal has one bound", "at_least: … or at_most: …")
    read = {name: grammar.amount(node, notes, "number", inputs) for name, node in found.items()}
    return read.get("at_least"), read.get("at_most")


def _where(given: Map, notes: Notes, inputs: Inputs, kind: str) -> tuple[Condition, ...]:
    node = given.get("where")
    if node is None:
        return ()
    asked = Map.of(node, notes, "where")
    asked.only(KINDS[kind])
    return tuple(grammar.condition(field, value, notes, inputs) for field, value in asked.values.items())


def _lateness(given: Map, notes: Notes) -> timedelta:
    node: yaml.Node | None = given.get("lateness")
    if node is None:
        return timedelta(0)
    found = grammar.span(word(node, notes, "lateness"))
    if found is None or found > timedelta(hours=1):
        raise notes.refuse(
            node, "lateness is a span of at most an hour", "0s for emergencies, 10m at most else"
        )
    return found

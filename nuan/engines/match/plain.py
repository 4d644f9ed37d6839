"""The plain engine: a fold over the log, one signal at a time. The oracle that every other engine must equal.

Time is event time. A signal's lateness was stamped when it arrived, ticks are whole minutes of arrival time, and both
are taken from the log alone: so the result does not depend on how the log was cut into batches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from nuan.engines.match import calendar
from nuan.engines.match.facts import Fire, Miss, Pattern, Plan, Scope, Sign, Step, Trigger, Value, Why
from nuan.engines.match.forecast import episode, highest
from nuan.engines.match.state import NEVER, Cell, Name, State
from nuan.engines.match.where import holds, is_number, value_of
from nuan.kernel.ids import derived_id

MINUTE = 60_000
DAY = 86_400_000
# Two signals of one sender often overtake each other by a little; nobody calls that late.
GRACE = 2 * MINUTE


def step(plan: Plan, state: State, signs: Iterable[Sign], until: int) -> Step:
    """Return what the signals, in log order, and then the minutes up to `until`, make true; `state` moves on."""
    found = Step()
    listening = plan.by_kind.get
    due = _next_due(plan, state)
    for sign in signs:
        received = sign.received
        if received >= due:
            tick(plan, state, found, received)
            due = _next_due(plan, state)
        for pattern in listening(sign.kind, ()):
            if received < pattern.since:
                continue  # came before this version was switched on
            if pattern.lateness:
                _hold(state, found, pattern, sign)
                due = _next_due(plan, state)
            else:
                _play(state, found, pattern, sign)
    tick(plan, state, found, until)
    found.fires.sort(key=order)
    found.misses = {name: _told(*nearest) for name, nearest in found.nearest.items()}
    return found


def order(fire: Fire) -> tuple[int, str, str, int]:
    """Return the total order of fires: time, key, playbook, evidence."""
    return fire.at, fire.key, fire.playbook, fire.evidence_at


PREFIXES = {scope: f"{scope.value}:" for scope in (Scope.HOME, Scope.PERSON, Scope.ASSET)}


def key_of(pattern: Pattern, sign: Sign) -> str:
    """Return whose memory a signal touches; empty when it is about nothing of the playbook's scope."""
    scope = pattern.scope
    prefix = PREFIXES.get(scope)
    if prefix is not None:
        return sign.about if sign.about.startswith(prefix) else ""
    if scope is Scope.COMMUNITY:
        return "community"
    return f"signal:{sign.source_key}" if scope is Scope.SIGNAL else sign.about or "community"


def tick(plan: Plan, state: State, found: Step, until: int) -> None:
    """This will play every whole minute up to `until`: release what waited long enough, fire what fell due."""
    clock = until - until % MINUTE
    if clock <= state.clock:
        return
    state.clock = clock
    for pattern in plan.calendars:
        _ring(plan, state, found, pattern)
    for name in sorted(state.waiting):
        held = _pattern(plan, name)
        if held is None:
            state.waiting.discard(name)
        else:
            _release(state, found, held, name, clock - held.lateness)


def _next_due(plan: Plan, state: State) -> int:
    """Return the arrival time from which a tick has something to do."""
    if state.waiting:
        return state.clock + MINUTE
    due = NEVER
    for pattern in plan.calendars:
        cell = state.cells.get((pattern.playbook, pattern.version, "community"))
        due = min(due, 0 if cell is None else cell.due or NEVER)
    return due


def _pattern(plan: Plan, name: Name) -> Pattern | None:
    for pattern in plan.patterns:
        if (pattern.playbook, pattern.version) == name[:2]:
            return pattern
    return None


def _ring(plan: Plan, state: State, found: Step, pattern: Pattern) -> None:
    """Fire a calendar playbook for every due instant up to the clock, each with its true time."""
    if pattern.days is None:
        return
    name = (pattern.playbook, pattern.version, "community")
    cell = state.cells.get(name)
    if cell is None:
        cell = state.cell(name)
        cell.due = calendar.next_due(pattern.days, pattern.since or state.clock, plan.zone)
    while cell.due is not None and cell.due <= state.clock:
        state.touched.add(name)
        at, cell.fired = cell.due, cell.due
        word = calendar.word_at(pattern.days, at, plan.zone)
        found.fires.append(_fire(pattern, "community", at, value=word, end=at + DAY))
        cell.due = calendar.next_due(pattern.days, at, plan.zone)


def _hold(state: State, found: Step, pattern: Pattern, sign: Sign) -> None:
    """Put a signal into its key's reorder buffer and play what no earlier signal can precede any more."""
    key = key_of(pattern, sign)
    if not key:
        return
    if sign.late_by > pattern.lateness and pattern.trigger is not Trigger.EVENT:
        found.late += 1
        return
    name = (pattern.playbook, pattern.version, key)
    cell = state.cell(name)
    cell.waiting.append(sign)
    cell.newest = max(cell.newest, sign.at + sign.late_by)
    state.waiting.add(name)
    # A tie may still come, so what happened exactly at the edge keeps waiting.
    _release(state, found, pattern, name, cell.newest - pattern.lateness - 1)


def _release(state: State, found: Step, pattern: Pattern, name: Name, edge: int) -> None:
    cell = state.cell(name)
    ready = sorted((sign for sign in cell.waiting if sign.at <= edge), key=lambda sign: (sign.at, sign.uid))
    if ready:
        cell.waiting = [sign for sign in cell.waiting if sign.at > edge]
        for sign in ready:
            _play(state, found, pattern, sign)
    if not cell.waiting:
        state.waiting.discard(name)


def _play(state: State, found: Step, pattern: Pattern, sign: Sign) -> None:
    """Play one signal against one playbook: conditions first, then the trigger."""
    for passed, test in enumerate(pattern.tests):
        got = value_of(sign.values, test.field)
        if not holds(test, got):
            _miss(found, pattern, sign, (test.field, test.op, test.wanted, got, passed))
            return
    if key := key_of(pattern, sign):
        TRIGGERS[pattern.trigger](state, found, pattern, sign, key)


def _event(state: State, found: Step, pattern: Pattern, sign: Sign, key: str) -> None:
    """An event fires for each signal that fits, a late one too: a leak is a leak, whenever we hear of it."""
    if pattern.first_of or pattern.cool:
        cell = state.cell((pattern.playbook, pattern.version, key))
        again = _again(cell, pattern, sign)
        if again or not _cooled(cell, pattern, sign.at):
            wanted = f"first of {pattern.first_of}" if again else "cool-down"
            _miss(
                found, pattern, sign, (again or "once", "=", wanted, again or cell.fired, len(pattern.tests))
            )
            return
        cell.fired = sign.at if cell.fired is None else max(cell.fired, sign.at)
    value = value_of(sign.values, "value")
    found.fires.append(_fire(pattern, key, sign.at, sign=sign, value=value))


def _again(cell: Cell, pattern: Pattern, sign: Sign) -> str:
    """Return the mark of a `first_of` value that fired not long ago, and remember it when it did not."""
    if not pattern.first_of:
        return ""
    value = value_of(sign.values, pattern.first_of)
    if value is None:
        return ""
    # Kept as a fingerprint: the engine needs to know a plate again, not to keep it.
    mark = derived_id(str(value))[:16]
    before = cell.seen.get(mark)
    if before is not None and abs(sign.at - before) < pattern.forget:
        return mark
    cell.forget(sign.at - pattern.forget)
    cell.seen[mark] = sign.at
    return ""


def _threshold(state: State, found: Step, pattern: Pattern, sign: Sign, key: str) -> None:
    """A threshold fires when the n-th reading in a row is beyond the bound, then waits for one within it."""
    if sign.late_by > pattern.lateness:
        found.late += 1
        return
    got = value_of(sign.values, "value")
    cell = state.cell((pattern.playbook, pattern.version, key))
    if not is_number(got) or not beyond(pattern, got):
        cell.count, cell.since = 0, None
        _miss(found, pattern, sign, _bound(pattern, got))
        return
    cell.count += 1
    cell.since = sign.at if cell.since is None else cell.since
    if cell.count == pattern.readings and _cooled(cell, pattern, sign.at):
        cell.fired = sign.at
        found.fires.append(_fire(pattern, key, sign.at, sign=sign, value=got, evidence_at=cell.since))


def _forecast(state: State, found: Step, pattern: Pattern, sign: Sign, key: str) -> None:
    """A forecast fires once for each episode it first announces; the forecast issued then decides, not the weather."""
    if sign.late_by > pattern.lateness:
        found.late += 1
        return
    points = value_of(sign.values, f"measures.{pattern.measure}.points")
    seen = episode(points, sign.at, sign.at + pattern.ahead, lambda value: beyond(pattern, value))
    if seen is None:
        _miss(
            found, pattern, sign, _bound(pattern, highest(points, sign.at, sign.at + pattern.ahead, pattern))
        )
        return
    cell = state.cell((pattern.playbook, pattern.version, key))
    told, cell.until = cell.until, max(seen.end, cell.until or 0)
    if told is not None and seen.since <= told:
        _miss(found, pattern, sign, ("episode", "=", "new", "told", len(pattern.tests)))
        return
    if _cooled(cell, pattern, sign.at):
        cell.fired = sign.at
        extra = {"evidence_at": seen.since, "end": seen.end}
        found.fires.append(_fire(pattern, key, sign.at, sign=sign, value=seen.peak, **extra))


TRIGGERS: dict[Trigger, Callable[[State, Step, Pattern, Sign, str], None]] = {
    Trigger.EVENT: _event,
    Trigger.THRESHOLD: _threshold,
    Trigger.FORECAST: _forecast,
}


def beyond(pattern: Pattern, value: float) -> bool:
    """Test if the value has reached the playbook's bound; the bound itself counts."""
    if pattern.at_least is not None:
        return value >= pattern.at_least
    return pattern.at_most is not None and value <= pattern.at_most


def _cooled(cell: Cell, pattern: Pattern, at: int) -> bool:
    return cell.fired is None or not pattern.cool or at - cell.fired >= pattern.cool


def _bound(pattern: Pattern, got: object) -> Why:
    op, wanted = (">=", pattern.at_least) if pattern.at_least is not None else ("<=", pattern.at_most)
    return pattern.measure or "value", op, wanted, got, len(pattern.tests)


def _fire(
    pattern: Pattern, key: str, at: int, *, value: Value, sign: Sign | None = None, **more: int
) -> Fire:
    return Fire(
        playbook=pattern.playbook,
        version=pattern.version,
        key=key,
        at=at,
        evidence_at=more.get("evidence_at", at),
        end=more.get("end"),
        value=value,
        uid=sign.uid if sign else "",
        is_late=bool(sign and sign.late_by > max(pattern.lateness, GRACE)),
    )


def _miss(found: Step, pattern: Pattern, sign: Sign, why: Why) -> None:
    """Keep the nearest miss of each playbook: the one with most conditions met, the latest of these."""
    before = found.nearest.get(pattern.playbook)
    if before is None or before[2][4] <= why[4]:
        found.nearest[pattern.playbook] = pattern, sign, why


def _told(pattern: Pattern, sign: Sign, why: Why) -> Miss:
    return Miss(
        playbook=pattern.playbook,
        uid=sign.uid,
        key=key_of(pattern, sign),
        at=sign.at,
        field=why[0],
        op=why[1],
        wanted=why[2],
        got=why[3],
        passed=why[4],
    )

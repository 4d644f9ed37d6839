"""Playing one beat, and changing which playbooks play; each assumes the community's scope."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import Q

from nuan.act.facts import Batch
from nuan.act.writes import acts as act
from nuan.act.writes.planning import plan_all
from nuan.care import reads
from nuan.care.audiences import Joined
from nuan.care.facts import BeatReport, Broken
from nuan.care.models import OffsetRow, PlaybookRow, StateRow, TraceRow
from nuan.care.reads import NoSuchPlaybook
from nuan.care.rules import plans as planning
from nuan.care.rules import reasons
from nuan.care.rules.limits import WEEK, Candidate, Standing, Verdict, limit
from nuan.care.rules.plans import Setting
from nuan.care.rules.signs import is_lifted, is_real, keys_of, sign_of
from nuan.care.rules.tuned import OutOfBounds, amount, instant, moment_of, pattern, tuned
from nuan.engines.match.facts import Fire, Miss, Plan, Step
from nuan.engines.match.forecast import instant as instant_of
from nuan.engines.match.plain import MINUTE, step
from nuan.engines.match.state import Cell, State
from nuan.kernel.text import Text
from nuan.need import reads as needs
from nuan.need import writes as need
from nuan.need.facts import Spare
from nuan.place import reads as place
from nuan.place.facts import Community
from nuan.signal import reads as signal
from nuan.signal import writes as signals
from nuan.signal.facts import Heard

# One pass takes at most so many signals, so that a flood never holds the lock for long; the next pass follows at once.
PASS = 20_000
MANY = 2_000  # from so many keys on it is quicker to read all cells than to ask for them by name
LONGEST_WARNING = timedelta(days=7)
# What an audience may raise about data it cannot use; anything else is a defect and ends the beat.
TROUBLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, ObjectDoesNotExist)


class _Beat:
    """One pass: what was read at its start, and what it adds up while it goes."""

    def __init__(self, community: Community, heard: list[Heard], now: datetime) -> None:
        self.community = community
        self.now = now
        self.heard = {one.uid: one for one in heard}
        self.playing = {one.playbook.name: one for one in reads.playing()}
        self.plan = Plan(
            patterns=tuple(
                pattern(one.playbook, one.values, version=one.version, since=one.since)
                for one in self.playing.values()
            ),
            zone=community.zone,
        )
        self.traces: list[TraceRow] = []
        self.broken: list[str] = []
        self.joined = Joined(community.id)

    def trace(self, playbook: str, verdict: str, *, at: datetime, why: Iterable[Text], **more: Any) -> None:  # noqa: ANN401
        """This will note why a playbook fired, or did not, or could not."""
        self.traces.append(
            TraceRow(
                community_id=self.community.id,
                playbook=playbook,
                version=self.playing[playbook].version,
                at=at,
                verdict=verdict,
                reasons=[{"zh": one.zh, "en": one.en} for one in why],
                **more,
            )
        )


def beat(*, community_id: int, now: datetime) -> BeatReport:
    """This will play every new signal and every timer due by now against the playbooks that are on, in one transaction."""
    if _is_idle(now):
        return BeatReport()
    reads.shipped()  # read from their files before the lock is held, not while others wait for it
    with transaction.atomic():
        offset = _offset(community_id)
        heard = signal.fresh(after=offset.offset, limit=PASS)
        played = _Beat(place.community(id=community_id), heard, now)
        more = len(heard) == PASS
        # Ticks behind unread signals would overtake them.
        until = instant(heard[-1].received_at if more else now)
        state, step_ = _step(played, heard, offset, until)
        verdicts, settings = _judge(played, step_.fires)
        made, acts = _keep(played, verdicts, settings)
        _lift(played)
        _trace_misses(played, step_.misses)
        TraceRow.objects.bulk_create(played.traces, batch_size=500)
        _save(state, community_id)
        offset.offset = heard[-1].offset if heard else offset.offset
        offset.tick_at = moment_of(state.clock)
        offset.save(update_fields=["offset", "tick_at"])
        if made:
            signals.announce(community_id=community_id, topic="need", now=now)
    return BeatReport(
        signals=len(heard),
        needs=made,
        acts=acts,
        spared=sum(1 for one in verdicts if one.spared),
        late=step_.late,
        broken=tuple(played.broken),
        more=more,
    )


def _is_idle(now: datetime) -> bool:
    """Test if there is neither a new signal nor a new minute, so that an idle beat takes no lock."""
    row = OffsetRow.objects.first()
    if row is None or row.tick_at is None or now - row.tick_at >= timedelta(minutes=1):
        return False
    return signal.latest_offset() <= row.offset


def _offset(community_id: int) -> OffsetRow:
    """Return the community's place in its log, locked: two beats of one community play one after another."""
    OffsetRow.objects.get_or_create(community_id=community_id)
    return OffsetRow.objects.select_for_update().get(community_id=community_id)


def _step(played: _Beat, heard: list[Heard], offset: OffsetRow, until: int) -> tuple[State, Step]:
    kinds = played.plan.by_kind
    signs = [sign_of(one) for one in heard if one.kind in kinds and is_real(one)]
    clock = instant(offset.tick_at) if offset.tick_at else until - until % MINUTE - MINUTE
    state = _state(played.plan, keys_of(played.plan, signs), clock)
    return state, step(played.plan, state, signs, until)


def _state(plan: Plan, keys: set[str], clock: int) -> State:
    """Return the cells this pass may touch: those of its signals' keys, and all that hold a timer."""
    if not plan.patterns:
        return State(clock=clock)
    rows = StateRow.objects.filter(playbook__in={one.playbook for one in plan.patterns})
    if len(keys) <= MANY:
        rows = rows.filter(Q(key__in=keys) | Q(due_at__isnull=False))
    cells = [((row.playbook, row.version, row.key), row.state) for row in rows]
    return State.from_data(cells, clock=clock)


def _save(state: State, community_id: int) -> None:
    rows = [
        StateRow(
            community_id=community_id,
            playbook=name[0],
            version=name[1],
            key=name[2],
            state=state.cells[name].as_data(),
            due_at=_timer(state.cells[name]),
        )
        for name in sorted(state.touched)
    ]
    StateRow.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["community", "playbook", "version", "key"],
        update_fields=["state", "due_at"],
    )


def _timer(cell: Cell) -> datetime | None:
    if cell.due is not None:
        return moment_of(cell.due)
    return moment_of(cell.waiting[0].at) if cell.waiting else None


def _judge(played: _Beat, fires: list[Fire]) -> tuple[list[Verdict], dict[int, Setting]]:
    """Return a verdict for every target of every fire, and what each fire happened in."""
    found: list[Candidate] = []
    settings: dict[int, Setting] = {}
    for fire in fires:
        one, heard = played.playing[fire.playbook], played.heard.get(fire.uid)
        try:
            targets = played.joined.targets(one, fire, heard)
        except TROUBLE as problem:
            played.broken.append(fire.playbook)
            played.trace(
                fire.playbook, "broken", at=moment_of(fire.at), why=reasons.failed(problem), key=fire.key[:80]
            )
            continue
        payload = heard.payload if heard else {}
        settings[id(fire)] = Setting(
            community=played.community, payload=payload, about=heard.about if heard else None
        )
        expires = instant_of(payload.get("expires"))
        end = moment_of(expires) if expires is not None else None
        found += planning.candidates(one.playbook, one.values, fire, targets, end)
    return limit(found, _standing(played, found), played.community, played.now), settings


def _standing(played: _Beat, found: list[Candidate]) -> Standing:
    if not found:
        return Standing()
    capped = frozenset(
        name for name, one in played.playing.items() if Spare.WEEKLY_CAP in one.playbook.need.spare
    )
    longest = max([WEEK, *(amount(one.playbook.need.once_within, one.values) for one in found)])
    since = min(one.times.fire for one in found) - longest
    earlier = needs.acted_since(since=since, playbooks=capped | {one.playbook.name for one in found})
    return Standing.of(earlier, capped)


def _keep(played: _Beat, verdicts: list[Verdict], settings: dict[int, Setting]) -> tuple[int, int]:
    """Keep the needs, make the acts of those that passed, and say why; who did not agree leaves no row."""
    kept = [one for one in verdicts if one.spared is not Spare.NO_CONSENT]
    facts = [planning.found(one, settings[id(one.candidate.fire)], played.now) for one in kept]
    rows = need.found(
        community_id=played.community.id,
        needs=facts,
        signal_ids={one.uid: one.offset for one in played.heard.values()},
        now=played.now,
    )
    passed = [one for one in kept if one.spared is None and one.candidate.need_id in rows]
    settings = played.joined.readers(passed, settings, played.now)
    batches = [
        Batch(
            need_id=rows[one.candidate.need_id],
            playbook=one.candidate.playbook.name,
            plans=planning.plans(one, settings[id(one.candidate.fire)], is_first=is_first),
        )
        for one, is_first in _firsts(passed)
    ]
    made = plan_all(community_id=played.community.id, batches=batches, now=played.now)
    need.acted(need_ids=[rows[one.candidate.need_id] for one in passed])
    _trace_fires(played, verdicts, {one.need_id: one.why for one in facts})
    return len(rows), sum(map(len, made))


def _firsts(passed: Iterable[Verdict]) -> Iterator[tuple[Verdict, bool]]:
    """Yield each verdict and whether it is the first of its fire, which carries the acts made once for all."""
    shown: set[int] = set()
    for one in passed:
        fire = id(one.candidate.fire)
        yield one, fire not in shown
        shown.add(fire)


def _lift(played: _Beat) -> None:
    """Withdraw what still stands for a warning that was lifted, so that no screen warns of what is over."""
    lifted = {str(one.payload["chain"]) for one in played.heard.values() if is_lifted(one)}
    for chain in lifted:
        for need_id in needs.standing_of_chain(chain=chain, since=played.now - LONGEST_WARNING):
            act.call_off(need_id=need_id, now=played.now)
            need.close(need_id=need_id)


def _trace_fires(played: _Beat, verdicts: list[Verdict], whys: Mapping[str, Text]) -> None:
    by_fire: dict[int, list[Verdict]] = {}
    for one in verdicts:
        by_fire.setdefault(id(one.candidate.fire), []).append(one)
    for group in by_fire.values():
        fire = group[0].candidate.fire
        spared = Counter(one.spared for one in group if one.spared)
        why = next(
            (whys[one.candidate.need_id] for one in group if one.candidate.need_id in whys), Text("", "")
        )
        found = len(group) - sum(spared.values())
        played.trace(
            fire.playbook,
            "fired",
            at=moment_of(fire.at),
            why=[one for one in reasons.fired(why, found, spared) if one.zh],
            signal_uid=fire.uid or None,
            key=fire.key[:80],
            found=found,
            spared={str(reason): n for reason, n in spared.items()},
        )


def _trace_misses(played: _Beat, misses: Mapping[str, Miss]) -> None:
    """Note the nearest miss of each playbook, one row per playbook and hour: the answer to why it stayed quiet."""
    hour = played.now.replace(minute=0, second=0, microsecond=0)
    rows = TraceRow.objects.filter(verdict="quiet", playbook__in=list(misses), at__gte=hour)
    before = {row.playbook: row for row in rows}
    for name, miss in misses.items():
        playbook = played.playing[name].playbook
        if row := before.get(name):
            row.at, row.signal_uid, row.key = played.now, miss.uid or None, miss.key[:80]
            row.reasons = [{"zh": one.zh, "en": one.en} for one in reasons.missed(miss, playbook)]
        else:
            played.trace(
                name,
                "quiet",
                at=played.now,
                why=reasons.missed(miss, playbook),
                signal_uid=miss.uid,
                key=miss.key[:80],
            )
    TraceRow.objects.bulk_update(
        [row for name, row in before.items() if name in misses], ["at", "signal_uid", "key", "reasons"]
    )


def switch(*, community_id: int, name: str, is_on: bool, now: datetime) -> None:
    """This will switch a playbook on or off; switched on, it hears what comes from now on."""
    row = _row(community_id, name)
    if row.is_on != is_on:
        row.is_on = is_on
        _changed(row, now)


def tune(*, community_id: int, name: str, inputs: Mapping[str, Any], now: datetime) -> None:
    """This will set a playbook's inputs, or raise OutOfBounds and leave them as they were."""
    row = _row(community_id, name)
    known = reads.known(name=name)
    if known is None:
        raise OutOfBounds(f"{name} is broken; mend its text before its inputs")
    wanted = {**row.inputs, **inputs}
    tuned(known, wanted)
    if wanted != row.inputs:
        row.inputs = wanted
        _changed(row, now)


def begin_in(*, community_id: int, name: str, building_uids: Iterable[str], now: datetime) -> None:
    """This will let a playbook play for the homes of some buildings only; for none means for all."""
    row = _row(community_id, name)
    row.buildings = sorted(building_uids)
    _changed(row, now)


def edit(*, community_id: int, name: str, text: str, now: datetime) -> tuple[Broken, ...]:
    """This will keep a playbook's own text, good or bad, and return what is wrong with it; a bad one does not play."""
    parsed = reads.checked(name=name, text=text) if text.strip() else None
    row = PlaybookRow.objects.filter(name=name).first()
    if row is None:
        row = PlaybookRow(community_id=community_id, name=name, changed_at=now)
    row.source_text = text if parsed else ""
    row.broken = [asdict(one) for one in parsed.broken] if parsed else []
    _changed(row, now)
    return parsed.broken if parsed else ()


def _row(community_id: int, name: str) -> PlaybookRow:
    row = PlaybookRow.objects.filter(name=name).first()
    if row is None and name not in reads.shipped():
        raise NoSuchPlaybook(f"there is no playbook {name} here")
    return row or PlaybookRow(community_id=community_id, name=name)


def _changed(row: PlaybookRow, now: datetime) -> None:
    """Save a change as a new version: it remembers nothing of the one before and owes nothing of the past."""
    row.version = row.version + 1 if row.pk else 1
    row.changed_at = now
    with transaction.atomic():
        row.save()
        StateRow.objects.filter(playbook=row.name).delete()
        signals.announce(community_id=row.community_id, topic="playbook", ref=row.name, now=now)

"""A playbook's own stories, played: the same engine, limits and plans as in a beat, with a stand-in audience."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from nuan.act.facts import Plan
from nuan.care.facts import Broken, Example, Playbook
from nuan.care.rules import plans as planning
from nuan.care.rules.grammar import clock, span
from nuan.care.rules.limits import Standing, Verdict, limit
from nuan.care.rules.nodes import near
from nuan.care.rules.tuned import OutOfBounds, instant, pattern, tuned
from nuan.engines.match.facts import Plan as EnginePlan
from nuan.engines.match.facts import Scope, Sign, Step, Trigger
from nuan.engines.match.forecast import instant as instant_of
from nuan.engines.match.plain import step
from nuan.engines.match.state import State
from nuan.kernel.ref import Ref
from nuan.need.facts import Earlier, Spare, Target
from nuan.place.facts import Community

ZONE = ZoneInfo("Asia/Shanghai")
HOME = "3-1-502"
THEN = ("for", "spared", "says", "silent", "acts")
VILLAGE = Community(
    id=1, uid=UUID(int=1), name="桂花里", zone=ZONE, adcode="", latitude=None, longitude=None,
    quiet_from=22 * 60, quiet_until=7 * 60, weekly_cap=5, desk_phone="8866 1200",
)  # fmt: skip


class Untold(ValueError):
    """The story itself cannot be read."""


def check(playbook: Playbook) -> tuple[Broken, ...]:
    """Return what goes otherwise than the playbook's examples say."""
    wrong = []
    for example in playbook.examples:
        try:
            problems = play(playbook, example)
        except (Untold, OutOfBounds) as problem:
            problems = [str(problem)]
        wrong += [
            Broken(line=example.line, column=1, message=f"example {example.name!r}: {problem}")
            for problem in problems
        ]
    return tuple(wrong)


def play(playbook: Playbook, example: Example) -> list[str]:
    """Return how the playbook departs from one example; nothing when it does as told."""
    given = example.given
    at = _time(given.get("at"), None)
    now = _time(given.get("now"), None) if "now" in given else at
    values = tuned(playbook, _mapping(given.get("inputs", {})))
    found, signal = _detect(playbook, values, given, at, now)
    homes = _homes(given)
    expires = instant_of(signal.values.get("expires")) if signal else None
    end = datetime.fromtimestamp(expires / 1000, ZONE) if expires else None
    made = [
        one
        for fire in found.fires
        for one in planning.candidates(playbook, values, fire, list(homes.values()), end)
    ]
    verdicts = limit(made, _standing(playbook, given, homes, at), VILLAGE, now)
    return _compare(example.then, _Played(verdicts, signal, homes), found)


class _Played:
    """What came out of a story."""

    def __init__(self, verdicts: list[Verdict], signal: Sign | None, homes: Mapping[str, Target]) -> None:
        self.verdicts = verdicts
        self.names = {id(target): code for code, target in homes.items()}
        readers = {t.home_id: [planning.Reader(resident_id=t.home_id)] for t in homes.values() if t.home_id}
        about = Ref.parse(signal.about) if signal and signal.about else None
        setting = planning.Setting(
            community=VILLAGE, payload=signal.values if signal else {}, about=about, readers=readers
        )
        passed = [one for one in verdicts if one.spared is None]
        self.plans: list[Plan] = [
            plan for i, one in enumerate(passed) for plan in planning.plans(one, setting, is_first=i == 0)
        ]
        whys = [planning.found(one, setting, one.starts_at).why.zh for one in passed]
        steps = [line.text.zh for plan in self.plans for line in plan.steps]
        said = [text for plan in self.plans for text in (plan.title.zh, plan.body.zh, _aloud(plan))]
        self.said = "\n".join(whys + said + steps)
        self.passed = passed


def _aloud(plan: Plan) -> str:
    return str(plan.detail.get("say", {}).get("zh", ""))


def _compare(then: object, played: _Played, found: Step) -> list[str]:
    if then == "nothing":
        return [f"expected nothing, but {len(played.verdicts)} needs were found"] if played.verdicts else []
    if then == "something":
        then = {}
    wanted = _mapping(then)
    for name in wanted:
        if name not in THEN:
            raise Untold(f"then knows no {name} ({near(name, THEN)})")
    if not played.verdicts:
        return [f"expected a need, found none{_why(found)}"]
    wrong = []
    if "for" in wanted:
        wrong += _differ("for", sorted(map(str, wanted["for"])), sorted(_told(played)))
    if "acts" in wanted:
        wrong += _differ("acts", sorted(wanted["acts"]), sorted(plan.kind for plan in played.plans))
    reasons = {one.spared for one in played.verdicts if one.spared}
    expected = {Spare(wanted["spared"])} if "spared" in wanted else set()
    wrong += _differ("spared", sorted(expected), sorted(reasons))
    wrong += [f"nobody says {text!r}" for text in _list(wanted.get("says")) if text not in played.said]
    return wrong + [f"somebody says {t!r}" for t in _list(wanted.get("silent")) if t in played.said]


def _why(found: Step) -> str:
    return "".join(f": {m.field} is {m.got!r}, wanted {m.op} {m.wanted!r}" for m in found.misses.values())


def _told(played: _Played) -> list[str]:
    names = [played.names.get(id(one.candidate.target), "") for one in played.passed]
    return [name for name in names if name]


def _differ(what: str, wanted: list[str], got: list[str]) -> list[str]:
    return [] if wanted == got else [f"{what}: expected {wanted}, got {got}"]


def _detect(
    playbook: Playbook, values: Mapping[str, Any], given: Mapping[str, Any], at: datetime, now: datetime
) -> tuple[Step, Sign | None]:
    played = pattern(playbook, values, version=playbook.version, since=at - timedelta(minutes=1))
    plan = EnginePlan(patterns=(played,), zone=ZONE)
    if playbook.signal.trigger is Trigger.CALENDAR:
        return step(plan, State(), [], instant(at)), None
    sign = _sign(playbook, given, at)
    signs = [sign] if sign.values is not None else []
    if playbook.signal.trigger is Trigger.THRESHOLD:
        signs = [sign._replace(at=sign.at - i * 60_000, uid=str(i)) for i in range(played.readings)][::-1]
    return step(plan, State(), signs, instant(max(at, now)) + played.lateness + 120_000), sign


def _sign(playbook: Playbook, given: Mapping[str, Any], at: datetime) -> Sign:
    payload = dict(_mapping(given.get("signal", {})))
    for measure, points in _mapping(given.get("forecast", {})).items():
        series = [[_time(when, at).isoformat(), value] for when, value in _mapping(points).items()]
        payload["measures"] = {measure: {"points": series}}
    for field in ("expires", "effective"):
        if field in payload:
            payload[field] = _time(payload[field], at).isoformat()
    scope = playbook.need.scope
    about = str(
        given.get("about", "home:x" if scope is Scope.HOME else "part:x" if scope is Scope.PLACE else "")
    )
    ms = instant(at)
    return Sign(ms, ms, "story", playbook.signal.kind, about, "story:1", 0, payload)


def _homes(given: Mapping[str, Any]) -> dict[str, Target]:
    asked = given.get("who", [{"home": HOME}])
    made: dict[str, Target] = {}
    for number, one in enumerate(asked if isinstance(asked, list) else [], start=1):
        told = _mapping(one)
        name = str(told.get("home") or told.get("part") or f"{number}")
        about = Ref("home", name) if "home" in told else Ref("thing", name)
        made[name] = Target(
            home_id=number if "home" in told else None,
            about=about,
            consenting=bool(told.get("consent", True)),
            words={"home": name, "place": name, **_mapping(told.get("words", {}))},
        )
    return made


def _standing(
    playbook: Playbook, given: Mapping[str, Any], homes: Mapping[str, Target], at: datetime
) -> Standing:
    """Return what was done before the story: `earlier: 2h` ago for everyone, `before: 5` messages this week."""
    earlier = span(str(given["earlier"])) if "earlier" in given else None
    past = [
        Earlier(playbook=playbook.name, key=str(t.about), home_id=t.home_id, fired_at=at - earlier)
        for t in homes.values()
        if earlier is not None
    ]
    past += [
        Earlier(playbook="other", key="", home_id=t.home_id, fired_at=at - timedelta(hours=i + 1))
        for t in homes.values()
        for i in range(int(given.get("before", 0)))
    ]
    return Standing.of(past, frozenset({"other"}))


def _time(written: object, day: datetime | None) -> datetime:
    """Return `2026-07-01 14:30`, or `16:00` of the story's day, or `+1 06:00` of a later one."""
    text = str(written)
    if day is not None:
        later, _, rest = text.partition(" ") if text.startswith("+") else ("+0", "", text)
        minute = clock(rest)
        if minute is not None and later[1:].isdigit():
            date = day.date() + timedelta(days=int(later[1:]))
            return datetime(date.year, date.month, date.day, minute // 60, minute % 60, tzinfo=ZONE)
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZONE)
    except ValueError:
        raise Untold(f"{text!r} is not a time; write 2026-07-01 14:30") from None


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Untold(f"{value!r} is not a mapping of names to values")
    return {str(name): one for name, one in value.items()}


def _list(value: object) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]

"""Why it fired, why not, who was spared: in sentences a manager reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from nuan.care.facts import Playbook
from nuan.care.rules.tuned import shown
from nuan.care.rules.wording import amount_words, bound_unit, op_words, thing_words, value_words
from nuan.engines.match.facts import Miss
from nuan.kernel.text import Text
from nuan.need.facts import Spare

SPARED = {
    Spare.QUIET_HOURS: Text(
        "{n} 户在静默时段，等到早上就没用了", "{n} lay in quiet hours and would be stale by morning"
    ),
    Spare.WEEKLY_CAP: Text("{n} 户本周收到的消息已经够多", "{n} have had enough messages this week"),
    Spare.COOL_DOWN: Text("{n} 户不久前刚提醒过", "{n} were told not long ago"),
    Spare.NO_CONSENT: Text("{n} 户没有同意这类提醒", "{n} have not agreed to this"),
    Spare.TOO_LATE: Text("{n} 个发现得太晚，已经没有用", "{n} were found too late to be of use"),
}

NO_VALUE = Text("没有{thing}的数值", "no value for {thing}")
TOO_LOW = Text("{thing}{edge} {got}，到 {wanted} 才提醒", "{thing} was{edge} {got}; it takes {wanted}")
TOO_HIGH = Text(
    "{thing}{edge} {got}，降到 {wanted} 才提醒", "{thing} was{edge} {got}; it must fall to {wanted}"
)
MOST, LEAST = Text("最高", " at most"), Text("最低", " at least")


def fired(why: Text, found: int, spared: Counter[Spare]) -> tuple[Text, ...]:
    """Return the sentences of a playbook that fired: why, for how many, and who was spared."""
    told = Text("找到 {n} 个需要", "{n} needs found").fill({"n": found})
    return (why, told, *(SPARED[reason].fill({"n": n}) for reason, n in sorted(spared.items())))


def missed(miss: Miss, playbook: Playbook) -> tuple[Text, ...]:
    """Return the sentence that says how near a playbook came and what was missing."""
    if told := _told_before(miss):
        return (told,)
    if miss.field in (playbook.signal.measure, "value") and miss.op in (">=", "<="):
        return (_short_of(miss, playbook),)
    thing = thing_words(miss.field)
    if miss.wanted is True:
        return (Text("没有{thing}", "not {thing}").fill_each(thing=thing),)
    if miss.got is None:
        return (NO_VALUE.fill_each(thing=thing),)
    return (
        Text("{thing}是“{got}”，{op}“{wanted}”才提醒", "{thing} was {got}; it takes {op}{wanted}").fill_each(
            thing=thing,
            got=value_words(miss.got),
            op=op_words(miss.op),
            wanted=value_words(miss.wanted),
        ),
    )


def _told_before(miss: Miss) -> Text | None:
    if miss.field == "episode":
        return Text("同一场天气已经提醒过", "this spell of weather was told before")
    if isinstance(miss.wanted, str) and miss.wanted.startswith("first of"):
        return Text("同一件事已经提醒过", "the same matter was told before")
    if miss.field == "once":
        return Text("不久前刚触发过", "it fired not long ago")
    return None


def _short_of(miss: Miss, playbook: Playbook) -> Text:
    """Return how far a forecast or a reading stayed from the bound."""
    cause = playbook.signal
    thing = thing_words(cause.measure or cause.kind)
    if miss.got is None:
        return NO_VALUE.fill_each(thing=thing)
    is_rising = miss.op == ">="
    return (TOO_LOW if is_rising else TOO_HIGH).fill_each(
        thing=thing,
        edge=(MOST if is_rising else LEAST) if cause.measure else Text("", ""),
        got=amount_words(miss.got, unit=bound_unit(playbook)),
        wanted=amount_words(miss.wanted),
    )


def failed(problem: Exception) -> tuple[Text, ...]:
    """Return the sentence for a playbook whose audience could not be asked."""
    return (Text(f"找人时出错：{problem}", f"its audience could not be asked: {problem}"),)


def sentences(playbook: Playbook, values: dict[str, Any]) -> tuple[Text, ...]:
    """Return the four paragraphs of a playbook as sentences."""
    return (_cause(playbook, values), _need(playbook), *_acts(playbook), _echo(playbook))


def _cause(playbook: Playbook, values: dict[str, Any]) -> Text:
    cause = playbook.signal
    inputs = [
        f"{name} = {shown(values[name], one.sort)} {one.unit}".strip()
        for name, one in playbook.inputs.items()
    ]
    tuned = f" ({', '.join(inputs)})" if inputs else ""
    where = "；".join(f"{one.field} {one.op} {_wanted(one.wanted)}" for one in cause.where)
    where = f" [{where}]" if where else ""
    what = cause.rhythm or (f"weather.{cause.measure}" if cause.measure else cause.kind)
    return Text(f"信号：{what}{where}{tuned}", f"Signal: {what}{where}{tuned}")


def _wanted(value: object) -> str:
    if isinstance(value, tuple):
        return "/".join(map(str, value))
    return str(value).removeprefix("input:")


def _need(playbook: Playbook) -> Text:
    need = playbook.need
    consent = (
        Text(f"，须同意 {need.consent}", f", with consent to {need.consent}")
        if need.consent
        else Text("", "")
    )
    return Text(
        f"需要：{need.why.zh}（{need.of}: {need.who}{consent.zh}）",
        f"Need: {need.why.en} ({need.of}: {need.who}{consent.en})",
    )


def _acts(playbook: Playbook) -> Iterable[Text]:
    for deed in playbook.acts:
        whom = deed.role or deed.part_kind or "who"
        yield Text(
            f"行动：{deed.kind} → {whom}：{deed.text.title.zh}",
            f"Act: {deed.kind} → {whom}: {deed.text.title.en}",
        )


def _echo(playbook: Playbook) -> Text:
    hope = playbook.echo
    if not hope.ask:
        return Text("回声：不问", "Echo: nothing is asked")
    hours = shown(hope.within)
    return Text(f"回声：{hours} 内问一声有没有帮上忙", f"Echo: asked within {hours} if it helped")

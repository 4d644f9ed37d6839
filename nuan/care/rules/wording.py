"""Amounts, fields and their values as people say them: 2 小时, 5 毫米/小时, 方向是“出”."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from nuan.care.facts import Input, Playbook
from nuan.care.rules.kinds import MEASURES
from nuan.care.rules.sayings import said
from nuan.care.rules.tuned import shown
from nuan.kernel.text import Text
from nuan.signal.rules.hazards import ENGLISH, NAMES

UNITS: Mapping[str, Text] = {
    "mm/h": Text("毫米/小时", "mm an hour"),
    "m/s": Text("米/秒", "metres a second"),
}
SPANS: tuple[tuple[str, int, Text], ...] = (
    ("d", 86_400, Text("天", "day")),
    ("h", 3_600, Text("小时", "hour")),
    ("m", 60, Text("分钟", "minute")),
    ("s", 1, Text("秒", "second")),
)
THINGS: Mapping[str, Text] = {
    "rain": Text("雨量", "rain"),
    "snow": Text("雪量", "snow"),
    "temperature": Text("气温", "the temperature"),
    "wind": Text("风速", "wind"),
    "sensor.temperature": Text("温度", "the temperature"),
    "sensor.humidity": Text("湿度", "humidity"),
    "sensor.water": Text("水位", "the water level"),
    "sensor.power": Text("用电", "power"),
    "on": Text("在报警", "in alarm"),
    "direction": Text("方向", "the direction"),
    "plate_ok": Text("认清车牌", "read clearly"),
    "hazard": Text("灾种", "the hazard"),
    "colour": Text("颜色", "the colour"),
    "msg_type": Text("消息", "the message"),
    "status": Text("性质", "the status"),
    "heavy": Text("标成重件", "heavy"),
    "confidence": Text("把握", "confidence"),
    "value": Text("读数", "the reading"),
}
YES, NO = Text("是", "yes"), Text("否", "no")
VALUES: Mapping[str, Text] = {
    "in": Text("进", "in"),
    "out": Text("出", "out"),
    "unknown": Text("不明", "unknown"),
    "alert": Text("发布", "alert"),
    "update": Text("更新", "update"),
    "cancel": Text("解除", "cancel"),
    "actual": Text("正式", "actual"),
    "test": Text("测试", "test"),
    "exercise": Text("演练", "exercise"),
    "rollover": Text("表走满一圈", "the register came round"),
    "backwards": Text("比上次少", "less than before"),
    **{code: Text(name, name) for code, name in NAMES.items()},
    **{code: Text(NAMES.get(code, name), name) for name, code in ENGLISH.items()},
}
OPS: Mapping[str, Text] = {
    "=": Text("", ""),
    "!=": Text("不是", "not "),
    "in": Text("", ""),
    ">=": Text("至少", "at least "),
    ">": Text("高于", "more than "),
    "<=": Text("至多", "at most "),
    "<": Text("低于", "less than "),
}


def unit_words(unit: str) -> Text:
    """Return a unit in words."""
    return UNITS.get(unit, Text(unit, unit))


def amount_words(value: object, *, sort: str = "", unit: str = "") -> Text:
    """Return an amount as people say it: a span in its natural unit, a number with its unit in words."""
    if isinstance(value, timedelta):
        return _span(int(value.total_seconds()))
    number, after = shown(value, sort), unit_words(unit)
    return Text(f"{number} {after.zh}".strip(), f"{number} {after.en}".strip())


def input_words(one: Input, value: object) -> Text:
    """Return an input's value as people say it."""
    return amount_words(value, sort=one.sort, unit=one.unit)


def natural(span: timedelta) -> tuple[int, str]:
    """Return a span as a whole number of its largest unit: 36 hours, not one and a half days."""
    seconds = int(span.total_seconds())
    for letter, size, _ in SPANS:
        if seconds >= size and seconds % size == 0:
            return seconds // size, letter
    return seconds, "s"


def _span(seconds: int) -> Text:
    number, letter = natural(timedelta(seconds=seconds))
    if letter == "m" and number > 60:  # noqa: PLR2004 (an hour and some minutes)
        first, second = _counted(number // 60, "h"), _counted(number % 60, "m")
        return Text(f"{first.zh} {second.zh}", f"{first.en} {second.en}")
    return _counted(number, letter)


def _counted(number: int, letter: str) -> Text:
    word = next(word for one, _, word in SPANS if one == letter)
    return Text(f"{number} {word.zh}", f"{number} {word.en}{'' if number == 1 else 's'}")


def thing_words(name: str) -> Text:
    """Return what a field, a measure or a sensor's kind is called."""
    return THINGS.get(name, Text(name, name))


def value_words(value: Any) -> Text:  # noqa: ANN401 (a JSON value)
    """Return a payload's value as people say it."""
    if isinstance(value, frozenset | tuple | list):
        return _listed(value)
    if isinstance(value, bool):
        return YES if value else NO
    return VALUES.get(str(value)) or said(value)


def op_words(op: str) -> Text:
    """Return an operator in words; equality needs none."""
    return OPS.get(op, Text(op, op))


def bound_unit(playbook: Playbook) -> str:
    """Return the unit that a playbook's bound is measured in."""
    cause = playbook.signal
    bound = cause.at_least if cause.at_least is not None else cause.at_most
    if isinstance(bound, str) and bound in playbook.inputs:
        return playbook.inputs[bound].unit
    return MEASURES.get(cause.measure, "")


def _listed(values: Iterable[Any]) -> Text:
    told = sorted((value_words(one) for one in values), key=lambda one: one.zh)
    return Text("、".join(one.zh for one in told), " or ".join(one.en for one in told))

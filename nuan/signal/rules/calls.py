"""What a Chinese warning text does: which hazards it warns of, in which colour, and whether it raises, changes or lifts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nuan.signal.rules.hazards import KNOWN, known_hazard, read_colour

TEXT_LIMIT = 20_000  # no warning is a tenth as long
BECOMES = r"(?:升级|变更|调整|更新|降级|转换|转|改|升|降)(?:发布)?为|(?<=预警)为|(?<=信号)为"
LIFTS = r"解除|取消|撤销|终止|停止发布|结束"
CHANGES = r"(?:继续|更新|变更|升级|降级|重新|确认|延续|维持|延长)(?:发布|生效)?|仍然?(?:持续)?生效|持续生效|调整发布"
RAISES = r"发布|签发|启动|生效"
VERB = re.compile(rf"(?P<becomes>{BECOMES})|(?P<cancel>{LIFTS})|(?P<update>{CHANGES})|(?P<alert>{RAISES})")
MENTION = re.compile(
    r"(?P<before>[一-鿿（）()、“”\"]{0,40}?)(?P<colour>[蓝黄橙红])色"
    rf"(?:\s{{0,2}}(?P<after>(?:{'|'.join(KNOWN)})(?:气象)?(?:风险)?)(?=(?:等级)?预警))?"
)
UNCOLOURED = re.compile(rf"(?P<before>{'|'.join(KNOWN)})(?:气象)?(?:风险)?(?:等级)?预警")
SENTENCE = re.compile(r"[^。；;！!？?\r\n]+")
COMMA = re.compile(r"[,，]")
JOINED = re.compile(r"[、和与及]")
QUOTED = re.compile(r"[“\"][^“”\"]{1,12}[”\"]$")  # the name of a typhoon
# Somebody speaks of warnings, and none is given: "如气象台发布…", "去年共发布…", "根据…发布的…".
HEARSAY = re.compile(
    r"(?:如果?|若|一旦|假如|未|没有|尚无|可能|拟|累计|共计|共发布|曾|收到|看到|听到|关注|根据|依据|按照|每当|何时|是否|当(?![前地日天]))[^，,。；：:]{0,16}$|共$"
)


@dataclass(frozen=True, slots=True)
class Call:
    """What a sentence of a warning says: lifts it or raises it, which hazard, which colour."""

    msg_type: str
    hazard: str
    colour: str | None


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    hazards: tuple[str, ...]  #: empty where only a colour is named: "升级为橙色"
    colour: str | None


def read_call(text: str) -> Call | None:
    """Return the first warning that the text raises, changes or lifts, or None when it speaks of none."""
    return next(iter(read_calls(text)), None)


def read_named(text: str) -> Call | None:
    """Return the hazard and colour that the words name, also where no verb says what is done: "暴雨蓝色预警"."""
    found = next((one for one in _mentions(text[:TEXT_LIMIT]) if one.hazards), None)
    return Call("alert", found.hazards[0], found.colour) if found else None


def read_calls(text: str) -> list[Call]:
    """Return what the first sentence that warns does, one call for each hazard."""
    for sentence in SENTENCE.findall(text[:TEXT_LIMIT]):
        if "预警" not in sentence:
            continue
        found: dict[str, Call] = {}
        for call in _calls_of(sentence):
            found.setdefault(call.hazard, call)
        if found:
            return list(found.values())
    return []


def _calls_of(sentence: str) -> Iterator[Call]:
    verbs = list(VERB.finditer(sentence))
    mentions = list(_mentions(sentence)) or list(_uncoloured(sentence))
    became = [one for one in verbs if one.lastgroup == "becomes"]
    for mention in mentions:
        kind = _kind(sentence, mention, verbs)
        if became and not _is_new(mention, became, kind):
            continue
        hazards = mention.hazards or next((one.hazards for one in mentions if one.hazards), ())
        for hazard in hazards if kind else ():
            yield Call(kind, hazard, mention.colour)


def _is_new(mention: _Mention, became: list[re.Match[str]], kind: str) -> bool:
    """Test if this is what the warning became: "将暴雨黄色预警升级为暴雨橙色预警" warns of orange."""
    return kind == "became" or any(one.end() <= mention.start for one in became)


def _kind(sentence: str, mention: _Mention, verbs: list[re.Match[str]]) -> str:
    before = [one for one in verbs if one.end() <= mention.start and not _is_aside(sentence, one)]
    after = [one for one in verbs if one.start() >= mention.end]
    # "发布大风蓝色预警，原大雾橙色预警解除": what stands in the same clause belongs to it.
    near = [one for one in before if not COMMA.search(sentence, one.end(), mention.start)][-1:]
    near += [one for one in after if not COMMA.search(sentence, mention.end, one.start())][:1]
    verb = next(iter([*near, *before[-1:], *after]), None)
    if verb is None or HEARSAY.search(sentence[: verb.start()]):
        return ""
    return "update" if verb.lastgroup == "becomes" else str(verb.lastgroup)


def _is_aside(sentence: str, verb: re.Match[str]) -> bool:
    """Test if the verb only tells which warning is meant: "解除8时发布的暴雨黄色预警" lifts."""
    return sentence.startswith("的", verb.end())


def _mentions(sentence: str) -> Iterator[_Mention]:
    last_warning = sentence.rfind("预警")
    for found in MENTION.finditer(sentence):
        if found.start("colour") > last_warning and not _follows_becoming(sentence, found):
            continue
        hazards = (found["after"],) if found["after"] else _hazards_before(found["before"])
        if hazards or _follows_becoming(sentence, found):
            start = found.start("colour") - len(_after_verb(found["before"]))
            names = tuple(known_hazard(one) or one for one in hazards)
            yield _Mention(start, found.end(), names, read_colour(found["colour"]))


def _follows_becoming(sentence: str, found: re.Match[str]) -> bool:
    return bool(re.search(rf"(?:{BECOMES})$", sentence[: found.start("colour")]))


def _uncoloured(sentence: str) -> Iterator[_Mention]:
    for found in UNCOLOURED.finditer(sentence):
        yield _Mention(found.start(), found.end(), (found["before"],), None)


def _after_verb(run: str) -> str:
    verbs = list(VERB.finditer(run))
    return run[verbs[-1].end() :] if verbs else run


def _hazards_before(run: str) -> tuple[str, ...]:
    """Return the hazards named right before a colour: "台风、暴雨" are two, "海淀区、朝阳区大风" is one."""
    told = QUOTED.sub("", _after_verb(run)).strip('了“”"、和与及')
    parts = JOINED.split(told)
    known = [one for part in parts if (one := known_hazard(part))]
    if known and known_hazard(parts[-1]):
        return tuple(known)
    # A name that no table holds counts where a verb stands right before it.
    return (told.removeprefix("的"),) if told and told != run.strip() and len(told) <= 16 else ()  # noqa: PLR2004

"""Pick-up codes (取件码): what stands behind the word for one, and looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

FETCH = r"(?:取件|取货|提货|领取|自提|开箱|开柜|收货|领件|领货|提取|取物|取包裹|取餐)"
NAMED = r"(?:验证)?(?:号码|编码|编号|密码|口令|码|号)"
#: Words that only a pick-up code follows.
STRONG = (
    rf"凭?{FETCH}{NAMED}",
    r"(?:取|签收|柜门)(?:码)",
    r"凭(?:借|您的|此|以下)?(?:取件|提货|取货|领取|开箱|开柜)?(?:编号|货架号|货号|号码|密码|串码|数字|码|号)?",
    r"(?i:pick-?\s?up|collection|locker) ?(?i:code|pin)(?i: is)?",
)
#: Words that something else may follow too; believed where no strong one has a code.
WEAK = (
    r"(?<!订单)(?<!运单)(?<!物流)(?<!快递)(?<!柜机)(?<!设备)(?<!网点)(?<!门店)(?<!商品)(?<!柜子)编号",
    r"货架(?:号|编号|位)?",
    r"(?<![订单送])货号",
    r"(?<!登录)(?<!支付)(?<!交易)密码",
)
GAP = r"(?:分别|依次|如下|更新|变更|更换|改|已|为|是|有|后|您的|到|[:：=>→,，、\"'“”‘’「」『』《》〈〉【】\[\]()（）{}*#~·\s-]){0,10}?"
#: Some stations sort by carrier, side or colour and write its first character before the number.
SORTED = r"[韵圆中申极百邮顺京德多天丰兔东南西北大小红黄蓝绿]"
PIECE = rf"(?:\d{{2,3}}(?: \d{{2,3}}){{1,3}}(?![\w-])|{SORTED}?[A-Za-z0-9]{{1,12}}(?: ?[-_] ?[A-Za-z0-9]{{1,8}}){{0,3}})"
TOKEN = rf"(?<![A-Za-z0-9])(?P<code>{PIECE})(?![A-Za-z0-9])"
AND = re.compile(
    rf"[\"'”’」』】\])）*#]?(?:[(（][^()（）\d]{{1,8}}[)）])?(?:\s?[,，、;；/&+和与及]\s?|\s)[\"'“‘「『【\[(（*#]?{TOKEN}"
)
BEHIND = re.compile(rf"{TOKEN}[\"'”’」』】\])）]? ?(?:为|是)(?:您的|本次|此次)?{FETCH}{NAMED}")
ANNOUNCED = re.compile(rf"{TOKEN}(?=[^\n。]{{0,16}}?(?:取件|取货|提货|领取|自提|来取|取走))")
#: The full form of a shelf's code, which needs no word before it: 中通3-2-1004，韵达5-1-2002.
FULL = re.compile(
    r"(?:^|(?<=[\s:：，,、;；(（「『“\"'》>】通达丰世兔政邦递裹]))(?P<code>\d{1,3}-\d{1,2}-\d{4,5})(?![A-Za-z0-9-])"
)
#: What follows a number that counts, dates or addresses something.
NO_CODE = re.compile(
    r" ?(?:年|月|日|前|点|时|分钟|小时|天|元|块|折|个|件|号楼|栋|幢|单元|室|楼|层|号柜|米|%|:\d|\.\d)"
)
HOME = re.compile(r"(?:楼|栋|幢|室|送到|送至|送往|放在|放到|放至|门牌|房号|家|地址)[:： ]?$")
MOBILE = re.compile(r"1[3-9]\d{9}")
DAY = re.compile(r"(?:20\d\d-)?(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])")
COUNT = re.compile(r"\d{1,2}")
PHONE = re.compile(r"0\d{2,3}-\d{7,8}|[48]00-?\d{3,4}-?\d{3,4}")
HOTLINE = re.compile(r"9[56]\d{3}")


@dataclass(frozen=True, slots=True)
class Shape:
    """A way codes are built; those of one text are mostly built alike."""

    name: str
    pattern: re.Pattern[str]


SHAPES = (
    Shape(
        "shelf",
        re.compile(rf"{SORTED}?[A-Za-z]{{0,3}}\d{{0,4}}[A-Za-z]?(?:-[A-Za-z]?\d{{1,8}}[A-Za-z]?){{1,3}}"),
    ),
    Shape("shelf", re.compile(r"[A-Za-z0-9]{1,4}-[A-Za-z]{1,3}-\d{2,6}")),
    Shape("digits", re.compile(r"\d{2,12}")),
    Shape("letters", re.compile(rf"(?:[A-Za-z]{{1,5}}|{SORTED})\d{{2,12}}")),
    Shape("mixed", re.compile(r"(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{4,12}")),
)


def codes(text: str) -> list[str]:
    """Return the pick-up codes in a folded text, in its order, each once."""
    for words in (STRONG, WEAK, ()):
        found = [pair for word in words for pair in _behind_word(text, word)]
        if words is STRONG:
            found += _matched(text, BEHIND)
        if words == ():
            found += [pair for pair in _matched(text, ANNOUNCED) if _is_on_shelf(text, *pair)]
        if found or words == ():
            break
    if all(shape_of(code) == "shelf" for _, code in found):
        found += [pair for pair in _matched(text, FULL) if _is_on_shelf(text, *pair)]
    return list(dict.fromkeys(code for _, code in sorted(found)))


def _behind_word(text: str, word: str) -> Iterator[tuple[int, str]]:
    for match in re.finditer(rf"{word}{GAP}{TOKEN}", text):
        at, found = match, _code(text, match, is_announced=True)
        while found:
            yield at.start("code"), found
            more = AND.match(text, at.end("code"))
            after = _code(text, more) if more else None
            if more is None or after is None or not _is_alike(found, after):
                break
            at, found = more, after


def _matched(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    return ((m.start("code"), code) for m in pattern.finditer(text) if (code := _code(text, m)))


def _is_on_shelf(text: str, start: int, code: str) -> bool:
    """Test if a number that no word announces is a shelf's and not a home's."""
    return shape_of(code) == "shelf" and not HOME.search(text[:start])


def _code(text: str, match: re.Match[str], *, is_announced: bool = False) -> str | None:
    code = re.sub(r"\s", "", match["code"]).replace("_", "-")
    if shape_of(code) is None or NO_CODE.match(text, match.end("code")):
        return None
    others = (MOBILE, PHONE) if is_announced else (MOBILE, PHONE, HOTLINE, DAY, COUNT)
    return None if any(other.fullmatch(code) for other in others) else code


def _is_alike(code: str, other: str) -> bool:
    shape = shape_of(code)
    return shape_of(other) == shape and (shape != "digits" or len(code) == len(other))


def shape_of(code: str) -> str | None:
    """Return how the code is built, or None when no code is built so."""
    return next((shape.name for shape in SHAPES if shape.pattern.fullmatch(code)), None)

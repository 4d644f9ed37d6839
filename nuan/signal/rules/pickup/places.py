"""Where the parcel waits, in the words of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nuan.signal.rules.pickup.words import SIGN, STATIONS

PLACE_LIMIT = 80
LABELLED = re.compile(
    r"(?:(?:取件|自提|提货|取货|领取|柜机|站点|驿站|门店|网点|详细)?(?:地址|地点|位置)|站点|自提点|取件点|代收点)"
    r"(?:为|是|在)?[:： ]?(?:为|是)?\s?(?P<place>[^\n，。；！,;!]{2,80})"
)
#: Verbs that lead to a place, the longest first.
TOWARDS = (
    r"(?:存放|寄存|暂存|暂放|投放|投递|放置|投放|妥投|存|放|送|派送|配送|转运|运|入库|寄|搁)(?:到达|达|到|至|在|入|进|于)了?",
    r"(?:已经?|现|快递|包裹|快件|邮件|商品)(?:抵达|到达|到|至|在)了?",
    r"(?:到达|抵达|位于|前往|就近到|请到|请至|请去|速到|速来|尽快到|尽快至|尽快去|及时到|及时至)",
    r"(?:[\d:]前|凭[^，。,\n]{1,24}?|码[^，。,\n]{0,20}?)(?:到|至|去|在)",
    r"[，,。；;\s](?:到|至|去)(?![了站期账达])",
    r"(?:暂放|寄放|寄存|暂存)(?=[^在到至于入柜])",
    r"(?:已由|已被|委托)",
)
#: A part of the sentence that is nothing but a place.
ALONE = re.compile(
    r"(?:^|[，,。；;\n】(（])\s?(?!您|亲|包裹|快件|[\d-]+\s|快递(?!柜|超市)|取件)(?P<place>[^，。；,;\n【】:：()（）已将您]{2,40}?(?:驿站|柜|快递超市|自提点|代收点|前台|门卫|门岗|[东南西北]门|店))"
    r"(?=[，。；,;.!！)）\n]|有您|$)"
)
STOP = re.compile(
    r"取|领(?=取|件|走|回|包|货)|提(?=货|取|件)|自提(?!点|柜|店|站|处|仓)|请|凭|尽快|尽早|及时|超(?=过|时|期|\d)|逾期|营业(?!部|厅|网点)"
    r"|联系|电话|询|如(?=有|需|果|非)|将(?=于|在|被)|待|等(?=您|候|待|你)|了|代收(?!点|处|站)|代签|签收|保管|存放(?!点|处)|寄存(?!柜|点|处)|暂存|滞留|开[柜箱]|地址|位置"
    r"|免费|收费|投递员|快递员|编号|货架|货号|密码|处理|感谢|谢谢|祝|您|\d{1,4} ?(?:小时|天|日内|:|：|元|月\d)|1[3-9]\d{9}"
    r"|[，。；！？,;!\n【】\[\]]|(?<=[驿站柜店]) ?\. ?"
)
PLACE_NOUN = re.compile(
    r"驿站|柜|店|超市|门|物业|前台|点|室|亭|岗|小区|花园|楼|栋|幢|座|号|区|处|中心|广场|架|仓|站|房|大厦|路|街|苑|园|箱|吧|厅"
    r"|校|院|村|社|城|湾|府|里|丰巢|兔喜|近邻宝|速递易|货栈|快收|溪鸟"
)
NO_PLACE = re.compile(
    r"^(?:站|店|家|货|账|期|付|达|件|门店|驿站处|站点|本站|我站|代收点|自提点)?$|^\d+$|验证码|账户|短信"
)
SHOP = ("店", "分站", "站点")
EDGES = " ·:：-—'\"“”「」『』|(（"


def place(text: str, plain: str) -> str:
    """Return the fullest name the text gives the place; the sender's own sign where it gives none."""
    found = [*_spanned(text, plain, LABELLED), *_spanned(text, plain, ALONE), *_approached(text, plain)]
    best = max(found, key=len, default="")
    return best or _station(text)


def _spanned(text: str, plain: str, pattern: re.Pattern[str]) -> Iterator[str]:
    for match in pattern.finditer(plain):
        yield from _judged(text, match.start("place"), match.end("place"))


def _approached(text: str, plain: str) -> Iterator[str]:
    for verb in TOWARDS:
        for match in re.finditer(verb, plain):
            yield from _judged(text, match.end(), match.end() + PLACE_LIMIT)


def _judged(text: str, start: int, end: int) -> Iterator[str]:
    start += len(text[start:end]) - len(text[start:end].lstrip(EDGES))
    stop = STOP.search(text, start, min(end, len(text)))
    found = text[start : stop.start() if stop else end].rstrip(EDGES)
    if len(found) > 1 and PLACE_NOUN.search(found) and not NO_PLACE.search(found):
        yield _closed(found)


def _closed(found: str) -> str:
    """Return the place without a bracket that the cut left open."""
    for left, right in ("()", "（）"):
        if found.count(right) > found.count(left):
            found = found.rpartition(right)[0]
    return found


def _station(text: str) -> str:
    signs = [sign.strip() for sign in SIGN.findall(text)]
    shops = [sign for sign in signs if sign.endswith(SHOP)]
    stations = [sign for sign in signs if any(name in sign for name in STATIONS)]
    named = (name for name in sorted(STATIONS, key=len, reverse=True) if name in text)
    return next(iter([*shops, *stations, *named]), "")

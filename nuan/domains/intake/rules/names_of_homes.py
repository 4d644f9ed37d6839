"""What people call a home, in the many ways workbooks have it, and the code we know it by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nuan.domains.intake.rules.numerals import NUMERALS, plain_home
from nuan.place.rules import NotAHomeCode, home_code

SHOPS = "商铺"
SHOP = re.compile(r"商铺|店铺|门面|底商|铺")
NUMBERED = r"(?=[\dA-ZА-Я])[A-ZА-Я]{0,2}\d{0,4}[A-ZА-Я]?"
BUILDING_SIGN = r"(?:号楼|#楼|楼栋|栋|幢|座|楼|#|号(?=\d*单元|\d{3,}))"
STAIR_SIGN = r"(?:单元|UNIT|门洞|门|梯|U)"
SPOKEN = re.compile(
    rf"(?:.*[^\dA-Z])??(?P<building>{NUMBERED}){BUILDING_SIGN}[-,]?"
    rf"(?:(?P<stair>\w{{1,3}}?)(?:{STAIR_SIGN}[-,]?|(?<=\d)-))?(?:第?(?P<floor>\d{{1,2}})(?:层|楼|F)[-,]?)?"
    r"(?P<room>[A-Z]{0,2}\d{1,5}[A-Z]?)(?:室|号|户|房|铺|商铺)?(?:房)?"
)
STAIR_ONLY = re.compile(
    rf"(?P<stair>\w{{1,3}}?){STAIR_SIGN}[-,]?(?P<room>[A-Z]{{0,2}}\d{{1,5}}[A-Z]?)(?:室|号|户|房)?"
)
ROOM = re.compile(r"[A-Z]{0,2}\d{1,6}[A-Z]?")
LETTERED = re.compile(r"([A-Z]{1,2})(\d{3,4})")  # A1203
FOREIGN = re.compile(
    r"(?:(?:BUILDING|BLDG|BLOCK|TOWER|ДОМ|КОРПУС|КОРП|Д|К)[.\s#№]*(?P<building>\w{1,6}(?:/\w{1,3})?))"
    r"(?:[\s,]*(?:UNIT|STAIR|ENTRANCE|SECTION|ПОДЪЕЗД|ПОД|СЕКЦИЯ)[.\s#№]*(?P<stair>\w{1,3}))?"
    r"(?:[\s,]*(?:FLOOR|ЭТАЖ|ЭТ)[.\s]*\d+)?"
    r"(?:[\s,]*(?:ROOM|RM|APT|APARTMENT|FLAT|КВАРТИРА|КВ|ПОМ|ОФИС)[.\s#№]*(?P<room>\d{1,5}\w?))?$"
)
LAST_NUMBER = re.compile(r"(\d{1,4}[A-ZА-Я]?(?:/\d{1,3})?)\W*$")
STREET = re.compile(r"[路街巷道]\d+号?$")
LANE = re.compile(r"^.*?\d+弄")
HYPHENS = re.compile(r"[-/\\·・_—–.、,]+")
BEFORE = re.compile(r"^[^\dA-ZА-Я]+(?=[\dA-ZА-Я])")


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeName:
    """What a name says; empty for what it does not say."""

    building: str = ""
    stair: str = ""
    room: str = ""

    def within(self, outer: HomeName) -> HomeName:
        """Return the name with what is missing taken from another column."""
        stair = self.stair or outer.stair
        if self.building and outer.building and self.building != outer.building:
            # "1-301" beside a column 6栋: the 1 is the stair.
            stair = outer.stair or self.building
            return HomeName(building=outer.building, stair=stair, room=self.room)
        return HomeName(building=self.building or outer.building, stair=stair, room=self.room or outer.room)

    def code(self) -> str:
        """Return the code we know the home by; raise NotAHomeCode when something is missing."""
        if not (self.building and self.room):
            raise NotAHomeCode("a home has a building and a room")
        return str(home_code(f"{self.building}-{self.stair or '1'}-{self.room}"))


def named(text: str) -> HomeName | None:
    """Return what a home's name says in any of the ways people write it; None when it names none."""
    plain = plain_home(text)
    tight = re.sub(r"\s+", "", LANE.sub("", plain))
    if found := SPOKEN.fullmatch(tight):
        return _spoken(found)
    if found := STAIR_ONLY.fullmatch(tight):
        return HomeName(stair=_stair(found["stair"]), room=found["room"])
    if found := FOREIGN.search(plain):
        return HomeName(
            building=found["building"].replace("/", ""), stair=found["stair"] or "", room=found["room"] or ""
        )
    if STREET.search(tight):
        return None
    spaced = re.sub(r"\s*([-/])\s*", r"\1", plain)
    return _hyphened("-".join(spaced.split()) if re.fullmatch(r"\d+ \d+ \d+", spaced) else spaced)


def _spoken(found: re.Match[str]) -> HomeName:
    room = _with_floor(found["floor"], found["room"]) if found["floor"] else found["room"]
    return HomeName(building=found["building"], stair=_stair(found["stair"] or ""), room=room)


def _hyphened(plain: str) -> HomeName | None:
    is_shop = bool(SHOP.search(plain))
    tail = re.sub(r"(?:室|号|户|房)+$", "", SHOP.sub("", plain).strip()).rpartition(" ")[2]
    pieces = [piece for piece in HYPHENS.split(BEFORE.sub("", tail)) if piece]
    pieces = [re.sub(rf"(?:{BUILDING_SIGN}|{STAIR_SIGN})$", "", piece) or piece for piece in pieces]
    match pieces if _are_parts(pieces) else []:
        case [room]:
            return _alone(room, is_shop=is_shop)
        case [building, room]:
            return HomeName(building=building, room=room)
        case [building, stair, room]:
            return HomeName(building=building, stair=stair, room=room)
        case [building, stair, floor, room]:
            return HomeName(building=building, stair=stair, room=_with_floor(floor, room))
    return None


def _are_parts(pieces: Sequence[str]) -> bool:
    outer = re.compile(r"[A-ZА-Я]{0,2}\d{0,4}[A-ZА-Я]?|[^\W\dA-Z]{1,3}")
    return bool(pieces) and bool(ROOM.fullmatch(pieces[-1])) and all(map(outer.fullmatch, pieces[:-1]))


def _with_floor(floor: str, room: str) -> str:
    # 3层05 is 305; 3层305 says its floor already.
    return f"{floor}{room.zfill(2)}" if len(re.sub(r"\D", "", room)) <= len("05") else room


def _alone(room: str, *, is_shop: bool) -> HomeName:
    if is_shop:
        return HomeName(building=SHOPS, room=room)
    if found := LETTERED.fullmatch(room):
        return HomeName(building=found[1], room=found[2])
    return HomeName(room=room)


def building_named(text: str) -> str:
    """Return a building's name from a cell of its own: 3, 3栋, B1, B1-3C (an old name of a home in it)."""
    plain = re.sub(r"\s+", "", plain_home(text))
    if found := re.fullmatch(rf"(?:.*[^\dA-Z])?({NUMBERED}){BUILDING_SIGN}", plain):
        return found[1]
    if found := re.fullmatch(r"([A-Z]?\d{1,3}|[A-Z])-\w{1,5}", plain):
        return found[1]
    short = plain.removesuffix("号").removesuffix(".0")
    return short if re.fullmatch(r"\w{1,8}", short) else ""


def stair_named(text: str) -> str:
    """Return a stair's name from a cell of its own: 1, 1单元, 二单元, 甲."""
    plain = re.sub(r"\s+", "", plain_home(text))
    return _stair(re.sub(rf"{STAIR_SIGN}$", "", plain).removesuffix("号")[:8])


def at_address(text: str) -> HomeName | None:
    """Return what an address says; the number of the house when it says nothing clearer."""
    if (clear := named(text)) and clear.building:
        return clear
    found = LAST_NUMBER.search(plain_home(text))
    return HomeName(building=found[1].replace("/", "")) if found else None


def is_named(text: str) -> bool:
    """Test if the text names a home together with its building."""
    found = named(text)
    try:
        return bool(found and found.building and found.room and found.code())
    except NotAHomeCode:
        return False


def _stair(text: str) -> str:
    return NUMERALS.get(text, text)

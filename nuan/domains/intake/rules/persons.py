"""Names as cells have them: one or several, with phones, brackets and words for nobody."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nuan.domains.intake.rules.phones import NUMBER, Told
from nuan.people.facts import Tie
from nuan.people.rules.names import plain_name

NOBODY = re.compile(
    r"[\W_]*(?:|待补|待定|待登记|不详|未知|暂无|没有|无|空|空置|空房|未售|未交房|业主|同上|略|无人|无车|开发商留置"
    r"|N/?A|NULL|NONE|NIL|UNKNOWN|VACANT|НЕТ)[\W_]*",
    re.IGNORECASE,
)
COMPANY = re.compile(
    r"公司|银行|集团|中心$|酒店|超市|商行|商店|事务所|合作社|委员会|学校|幼儿园|医院|工厂|厂$|局$|政府|物业处"
    r"|\b(?:LTD|LLC|INC|CO|BANK|COMPANY|CORP)\b|\b(?:ООО|ОАО|ЗАО|АО|ИП|БАНК)\b",
    re.IGNORECASE,
)
CHINESE = r"[\u3400-\u9fff·]"
PARTS = re.compile(r"[、,,;；/\\|#\n&+]+|\s{2,}|(?<=[\u4e00-\u9fff])和(?=[\u4e00-\u9fff]{2,4}$)")
BRACKETS = re.compile(r"[(（\[【]([^)）\]】]*)[)）\]】]?")
TITLE = re.compile(r"^(?:业主|产权人|户主|共有人|姓名)\s*[:：]\s*")
OF_TENANTS = re.compile(r"租户|租客|承租|租赁|租$|^租[:：]|TENANT|АРЕНДАТОР", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody a cell names."""

    name: str
    phone: str = ""
    tie: Tie = Tie.OWNER

    @property
    def is_company(self) -> bool:
        """Whether the owner is a firm and no natural person."""
        return bool(COMPANY.search(self.name))


def persons_of(text: str, *, tie: Tie) -> list[Person]:
    """Return everybody a cell names, with the phone that stands beside a name."""
    found: list[Person] = []
    for part in _parts(unicodedata.normalize("NFKC", text)):
        number = NUMBER.search(part)
        name = (part[: number.start()] if number else part).strip(" :：-")
        brackets = " ".join(BRACKETS.findall(name))
        name = TITLE.sub("", BRACKETS.sub("", name)).partition(":")[0].strip(" :.。'’")
        name = re.sub(rf"(?<={CHINESE})\s+(?={CHINESE})", "", name)
        if NOBODY.fullmatch(name) or not re.search(r"[^\W\d_]", name):
            continue
        here = Tie.TENANT if OF_TENANTS.search(brackets) else tie
        found.append(Person(name=name, phone=number[0] if number else "", tie=here))
    return list({plain_name(one.name): one for one in reversed(found)}.values())[::-1]


def _parts(text: str) -> list[str]:
    parts = [part.strip() for part in PARTS.split(text.strip()) if part and part.strip()]
    return [piece for part in parts for piece in _spaced(part)]


def _spaced(part: str) -> list[str]:
    """Return the names of `刘艳 冯红芳`, but `王 芳` as one."""
    pieces = part.split()
    names = [piece for piece in pieces if re.fullmatch(rf"{CHINESE}{{2,4}}", piece)]
    return pieces if len(names) == len(pieces) else [part]


def with_phones(persons: Sequence[Person], told: Sequence[Told]) -> list[Person]:
    """Return the persons, each with the number that is theirs as far as the cell tells."""
    free = [one for one in told if not one.label]
    given: list[Person] = []
    for nth, person in enumerate(persons):
        named = [one for one in told if one.label and plain_name(person.name) in plain_name(one.label)]
        mine = named or ([free[nth]] if len(free) == len(persons) > 1 else free if nth == 0 else [])
        best = next((one for one in mine if one.is_mobile), mine[0] if mine else None)
        given.append(replace(person, phone=best.number) if best and not person.phone else person)
    return given


def in_phone_cell(told: Sequence[Told], rest: str) -> list[Person]:
    """Return those whom only the phone column names: 陈磊 13900002788."""
    found = []
    for label, number in [*((one.label, one.number) for one in told), (rest, "")]:
        if (
            re.fullmatch(rf"{CHINESE}{{2,4}}", label)
            and not OF_TENANTS.search(label)
            and not NOBODY.fullmatch(label)
        ):
            found.append(Person(name=label, phone=number))
    return found

"""Draws who lives in the demo community: households of a plausible make-up, and the named cast."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from faker import Faker

from nuan.jobs.demo.chance import Chance
from nuan.jobs.demo.facts import Person, Recipe
from nuan.jobs.demo.names import CHILD_NAMES, PETS

GRAND, AUNT, CHILD = 68, 55, 14
EVERYDAY = ("weather-tips", "parcel-notice", "season-tips", "fee-notice")
WARMER = ("plate-greeting", "birthday", "home-sensors")
HOUSEHOLDS = {"couple": 26, "family": 34, "elders": 18, "alone": 12, "alone-elder": 10}
WILLING = 0.82  # times 0.86 for each purpose: about 70 % agree to each


@dataclass(slots=True)
class Chances:
    """The sources a household is drawn from."""

    chance: Chance
    faker: Faker
    numbers: Iterator[int]
    today: date

    def phone(self) -> str:
        """Return a number nobody else in the community has."""
        return f"199000{next(self.numbers):05d}"

    def birthday(self, youngest: int, oldest: int) -> date:
        """Return a day of birth that makes someone `youngest` to `oldest` years old."""
        return self.today - timedelta(days=self.chance.randint(youngest * 366, oldest * 365))


def draw_people(recipe: Recipe, codes: list[str]) -> list[Person]:
    """Return everyone, the cast first; about one home in twelve stands empty."""
    faker = Faker("zh_CN")
    faker.seed_instance(recipe.seed)
    chances = Chances(
        chance=Chance(recipe.seed, "people"),
        faker=faker,
        numbers=count(1000),
        today=recipe.today,
    )
    people = list(draw_cast(recipe.today))
    taken = {person.home for person in people}
    for code in codes:
        if code not in taken and chances.chance.happens(0.92):
            people += draw_household(chances, code)
    return people


def draw_cast(today: date) -> Iterator[Person]:
    """Yield the people the demo tells its stories about."""
    yield Person(
        home="3-1-502",
        name="林秀珍",
        call_name="林奶奶",
        phone="19900000001",
        tie="owner",
        birth_on=date(today.year - 81, 9, 15),
        birth_calendar="lunar",
        lives_alone=True,
        elder_mode=True,
        agrees=(*EVERYDAY, *WARMER, "care-visit"),
        care_every=2,
    )
    mother = Person(
        home="2-1-101",
        name="许文静",
        call_name="许女士",
        phone="19900000002",
        tie="owner",
        birth_on=date(today.year - 36, 4, 2),
        agrees=(*EVERYDAY, *WARMER),
        pet="糯米",
        greeting="豆豆妈妈",
    )
    yield mother
    yield Person(
        home="2-1-101",
        name="许豆豆",
        call_name="豆豆",
        phone="",
        tie="family",
        birth_on=date(today.year - 8, 6, 1),
        agrees=("birthday",),
        guardian_phone=mother.phone,
    )


def draw_household(chances: Chances, code: str) -> list[Person]:
    """Return the people of one home."""
    kind = chances.chance.choices(list(HOUSEHOLDS), list(HOUSEHOLDS.values()))[0]
    tie = "tenant" if kind in {"couple", "alone"} and chances.chance.happens(0.4) else "owner"
    willing = chances.chance.happens(WILLING)
    if kind == "alone-elder":
        return [draw_adult(chances, code, ages=(70, 90), tie="owner", willing=willing, alone=True)]
    if kind == "alone":
        return [draw_adult(chances, code, ages=(22, 60), tie=tie, willing=willing)]
    ages = {"couple": (24, 60), "family": (28, 46), "elders": (60, 84)}[kind]
    adults = [
        draw_adult(chances, code, ages=ages, tie=tie if first else "family", willing=willing)
        for first in (True, False)
    ]
    return [*adults, draw_child(chances, adults[0])] if kind == "family" else adults


def draw_adult(
    chances: Chances, code: str, *, ages: tuple[int, int], tie: str, willing: bool, alone: bool = False
) -> Person:
    """Return one grown-up."""
    chance = chances.chance
    surname, is_woman = chances.faker.last_name(), chance.happens(0.5)
    given = chances.faker.first_name_female() if is_woman else chances.faker.first_name_male()
    birth_on = chances.birthday(*ages)
    age = (chances.today - birth_on).days // 365
    purposes = [*EVERYDAY, *WARMER] if willing else []
    agrees = [purpose for purpose in purposes if chance.happens(0.86)]
    cared_for = alone and willing and chance.happens(0.7)
    return Person(
        home=code,
        name=surname + given,
        call_name=address_of(surname, age, is_woman=is_woman),
        phone=chances.phone(),
        tie=tie,
        birth_on=birth_on,
        birth_calendar="lunar" if age >= GRAND and chance.happens(0.15) else "solar",
        lives_alone=alone,
        elder_mode=age >= GRAND and chance.happens(0.4),
        agrees=(*agrees, "care-visit") if cared_for else tuple(agrees),
        pet=chance.choice(PETS) if chance.happens(0.08) else "",
        care_every=chance.choice((2, 7, 14)) if cared_for else 0,
    )


def draw_child(chances: Chances, parent: Person) -> Person:
    """Return a child of the home, in whose name a guardian agrees."""
    name = chances.chance.choice(CHILD_NAMES)
    return Person(
        home=parent.home,
        name=parent.name[0] + name,
        call_name=name,
        phone="",
        tie="family",
        birth_on=chances.birthday(1, CHILD - 1),
        agrees=("birthday",) if parent.agrees and chances.chance.happens(0.5) else (),
        guardian_phone=parent.phone,
    )


def address_of(surname: str, age: int, *, is_woman: bool) -> str:
    """Return how neighbours address someone of this age."""
    if age >= GRAND:
        return surname + ("奶奶" if is_woman else "爷爷")
    if age >= AUNT:
        return surname + ("阿姨" if is_woman else "叔叔")
    return surname + ("女士" if is_woman else "先生")

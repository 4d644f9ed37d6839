"""Draws the demo community: what stands there, who works there, who lives there, from a recipe."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from nuan.jobs.demo.chance import Chance
from nuan.jobs.demo.facts import Asset, Bill, Colleague, Dwelling, Recipe, Sender, Spot, Vehicle, Village
from nuan.jobs.demo.folk import draw_people
from nuan.jobs.demo.names import CREW

# x, y, width, height on the plan's 0–1000 grid: two columns around 桂花广场.
BUILDINGS = {
    "1": (65, 70, 335, 90), "2": (65, 225, 335, 90), "3": (65, 570, 335, 90), "7": (65, 730, 335, 90),
    "4": (600, 70, 335, 90), "5": (600, 225, 335, 90), "6": (600, 570, 335, 90), "8": (600, 730, 335, 90),
}  # fmt: skip
STAIRS, PER_FLOOR = 3, 2
CAST_HOMES = ("3-1-502", "2-1-101")
GATES = (("东门", (880, 950)), ("西门", (60, 950)))
PLATE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
OPEN_METEO, WARNINGS, SHELF = "天气", "预警", "快递架"


def draw(recipe: Recipe) -> Village:
    """Return the community of a recipe."""
    homes = draw_homes(recipe)
    people = draw_people(recipe, [home.code for home in homes])
    spots = draw_spots()
    return Village(
        buildings=tuple(BUILDINGS.items()),
        spots=spots,
        homes=homes,
        people=people,
        vehicles=draw_vehicles(
            recipe, [(*person.key, person.home) for person in people if person.tie == "owner"]
        ),
        crew=draw_crew(),
        assets=draw_assets(),
        senders=draw_senders([home.code for home in homes]),
        bills=draw_bills(recipe, homes),
    )


def draw_homes(recipe: Recipe) -> list[Dwelling]:
    """Return as many homes as asked for, those of the cast always among them."""
    chance = Chance(recipe.seed, "homes")
    per_building = len(BUILDINGS) * STAIRS * PER_FLOOR
    floors = max(1, -(-recipe.homes // per_building))
    codes = [
        f"{building}-{stair}-{floor}{door:02d}"
        for floor in range(1, floors + 1)
        for building in BUILDINGS
        for stair in range(1, STAIRS + 1)
        for door in range(1, PER_FLOOR + 1)
    ]
    kept = [*CAST_HOMES, *(code for code in codes if code not in CAST_HOMES)][: max(recipe.homes, 2)]
    return [
        Dwelling(
            code=code,
            area=Decimal(chance.choice((68, 89, 89, 98, 112, 128, 143)))
            + Decimal(chance.randrange(100)) / 100,
            has_balcony=chance.happens(0.94),
        )
        for code in kept
    ]


def draw_spots() -> list[Spot]:
    """Return gates, lobbies, the square and the garage."""
    lobbies = [
        Spot(kind="lobby", name=f"{name} 栋大堂", at=(x + width // 2, y + 80), building=name)
        for name, (x, y, width, _) in BUILDINGS.items()
    ]
    gates = [Spot(kind="gate", name=name, at=at) for name, at in GATES]
    square = Spot(kind="garden", name="桂花广场", at=(500, 430))
    return [*gates, *lobbies, square, Spot(kind="garage", name="B2 车库", at=(500, 900))]


def draw_crew() -> list[Colleague]:
    """Return the staff; those with a login are the ones a visitor may try out."""
    return [
        Colleague(
            name=name,
            call_name=call_name,
            role=role,
            phone=f"1980000{number:04d}",
            login=login,
            buildings=tuple(buildings.split()),
            post=post,
            nights=nights,
            is_hero=bool(login),
        )
        for number, (login, name, call_name, role, buildings, post, nights) in enumerate(CREW, start=1)
    ]


def draw_assets() -> list[Asset]:
    """Return a lift for each building and the pump, each with the care it needs."""
    lifts = [
        Asset(
            kind="lift",
            name=f"{building} 栋 1 号梯",
            job="disinfection",
            every_days=1,
            spot=f"{building} 栋大堂",
            done_days_ago=1,
        )
        for building in BUILDINGS
    ]
    pump = Asset(
        kind="pump", name="B2 集水井泵", job="inspection", every_days=7, spot="B2 车库", done_days_ago=6
    )
    return [*lifts, pump]


def draw_senders(codes: list[str]) -> list[Sender]:
    """Return the devices: cameras, feeds, the parcel shelf, and sensors in the homes that have some."""
    cameras = [
        Sender(name=f"{gate}相机", kind="plate-camera", source="hikvision", spot=gate) for gate, _ in GATES
    ]
    feeds = [
        Sender(name=OPEN_METEO, kind="weather-feed", source="open-meteo"),
        Sender(name=WARNINGS, kind="weather-feed", source="warning-text"),
        Sender(name=SHELF, kind="locker", source="nuan"),
    ]
    leaks = [
        Sender(name=f"水浸 {code}", kind="sensor", source="zigbee2mqtt", home=code) for code in codes[:12]
    ]
    smoke = Sender(name="烟感 B2 车库", kind="sensor", source="zigbee2mqtt", spot="B2 车库")
    return [*cameras, *feeds, *leaks, smoke]


def draw_vehicles(recipe: Recipe, owners: list[tuple[str, str, str]]) -> list[Vehicle]:
    """Return one vehicle for every second owner or so, no plate twice."""
    chance = Chance(recipe.seed, "vehicles")
    found: dict[str, Vehicle] = {}
    for phone, name, home in owners:
        if home not in CAST_HOMES and not chance.happens(0.55):
            continue
        plate = draw_plate(chance)
        found[plate] = Vehicle(plate=plate, home=home, owner=(phone, name))
    return list(found.values())


def draw_plate(chance: Chance) -> str:
    """Return a plate of the city: blue with five places, or green with six."""
    if chance.happens(0.35):
        return f"浙A{chance.choice('DF')}{chance.randrange(100000):05d}"
    return "浙A" + chance.choice(PLATE_LETTERS) + f"{chance.randrange(10000):04d}"


def draw_bills(recipe: Recipe, homes: list[Dwelling]) -> list[Bill]:
    """Return last quarter's fees: most are paid, a few are late, fewer are disputed."""
    chance = Chance(recipe.seed, "bills")
    start = _quarter(recipe.today)
    bills = []
    for home in homes:
        amount = (home.area * Decimal("2.80") * 3).quantize(Decimal("0.01"))
        paid = chance.happens(0.88)
        bills.append(
            Bill(
                home=home.code,
                period=f"{start.year} Q{(start.month + 2) // 3}",
                amount=amount,
                received=amount if paid else Decimal(0),
                due_on=recipe.today - timedelta(days=chance.choice((3, 10, 20))),
                is_disputed=not paid and chance.happens(0.1),
            )
        )
    return bills


def _quarter(today: date) -> date:
    before = date(today.year, (today.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)
    return date(before.year, (before.month - 1) // 3 * 3 + 1, 1)

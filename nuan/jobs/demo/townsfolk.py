"""How colleagues and residents of the demo behave: tasks get done, mostly in time, and some people say how it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from PIL import Image

from nuan.act import reads as acts
from nuan.act.facts import Act, ActKind, ActState
from nuan.act.writes import acts as moves
from nuan.act.writes import photos
from nuan.echo import writes as echo
from nuan.jobs.demo.chance import Chance
from nuan.jobs.demo.names import FOUND_WELL, GRUMBLES, NOBODY, THANKS
from nuan.people import reads as people

STANDING = (ActState.OPEN, ActState.ACCEPTED)
TASKS, MESSAGES = 400, 60
PHOTO_SIZE = (640, 480)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How readily things happen."""

    patience: timedelta  #: how long a task lies before it is done
    diligence: float = 0.94  #: share of tasks that get done
    success: float = 0.95  #: share of those that work out
    talkative: float = 0.3  #: share of done tasks somebody answers
    chatty: float = 0.05  #: share of messages somebody answers
    ticks: float = 1.0  #: share of checklist lines that are ticked one by one


def work(chance: Chance, manners: Manners, now: datetime, *, skip: frozenset[int] = frozenset()) -> list[Act]:
    """This will let colleagues do what has waited long enough, and return what they did; `skip` leaves some to the visitor."""
    found = acts.recent(since=now - timedelta(days=2), until=now, kind=ActKind.TASK, limit=TASKS)
    waiting = [one for one in found if one.state in STANDING and one.made_at <= now - manners.patience]
    crew = [colleague.id for colleague in people.on_shift(now=now)]
    return [
        moves_on(chance, manners, act, now)
        for act in sorted(waiting, key=lambda one: one.id)
        if act.assignee_id and act.assignee_id in crew and act.assignee_id not in skip
        if chance.happens(manners.diligence)
    ]


def moves_on(chance: Chance, manners: Manners, act: Act, now: datetime) -> Act:
    """This will accept a task and close it, with a photo where one is asked for."""
    staff_id = act.assignee_id or 0
    begun = min(now, act.made_at + timedelta(minutes=chance.uniform(1, 9)))
    if act.state is ActState.OPEN:
        moves.accept(act_uid=act.uid, staff_id=staff_id, now=begun)
    if not chance.happens(manners.success):
        return moves.fail(act_uid=act.uid, staff_id=staff_id, words=chance.choice(NOBODY), now=now)
    for number, step in enumerate(act.items):
        if step.needs_photo:
            photos.add_photo(act_uid=act.uid, staff_id=staff_id, step=number, image=snapshot(chance), now=now)
        if chance.happens(manners.ticks):
            moves.tick(act_uid=act.uid, staff_id=staff_id, step=number, now=now)
    done_at = min(now, begun + timedelta(minutes=chance.uniform(4, 40)))
    return moves.finish(act_uid=act.uid, staff_id=staff_id, now=done_at, outcome=chance.choice(FOUND_WELL))


def snapshot(chance: Chance) -> bytes:
    """Return a photo nobody took: two plain colours, so that it is not mistaken for a real one."""
    image = Image.new("RGB", PHOTO_SIZE, tuple(chance.randrange(90, 200) for _ in range(3)))
    image.paste(tuple(chance.randrange(120, 220) for _ in range(3)), (0, PHOTO_SIZE[1] // 2, *PHOTO_SIZE))
    kept = BytesIO()
    image.save(kept, "JPEG", quality=70)
    return kept.getvalue()


def answer(chance: Chance, share: float, found: Sequence[Act], now: datetime) -> int:
    """This will let some residents read and answer what was done for them, and return how many did."""
    said = 0
    for act in found:
        if act.asks_echo and chance.happens(share) and (resident_id := reader(chance, act)):
            moves.see(act_uid=act.uid, resident_id=resident_id, now=now)
            say(chance, act, resident_id, now)
            said += 1
    return said


def reader(chance: Chance, act: Act) -> int | None:
    """Return one of those an act was for."""
    if act.resident_id:
        return act.resident_id
    if act.home_id is None:
        return None
    living = people.residents_by_home(home_ids=[act.home_id]).get(act.home_id, [])
    return chance.choice(living) if living else None


def say(chance: Chance, act: Act, resident_id: int, now: datetime) -> None:
    """This will give one answer: mostly warm, sometimes with words, now and then a complaint."""
    tone = chance.choices(("warm", "plain", "cold"), (78, 17, 5))[0]
    words = THANKS if tone == "warm" else GRUMBLES
    echo.keep(
        act_uid=act.uid,
        resident_id=resident_id,
        tone=tone,
        now=now,
        harm=chance.choice(("too-many", "too-late", None)) if tone == "cold" else None,
        words=chance.choice(words) if chance.happens(0.35) else "",
        is_unnamed=chance.happens(0.1),
    )

"""Fills an empty data folder with the demo community, once; a half-finished filling is done again from nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

from django.core.management import call_command
from django_scopes import scope

from nuan.care import reads as care
from nuan.jobs.demo.day import Scene
from nuan.jobs.demo.facts import Recipe
from nuan.jobs.demo.mark import Mark, keep_mark, read_mark
from nuan.jobs.demo.past import Past, play_past
from nuan.jobs.demo.progress import Progress
from nuan.jobs.demo.sow import Sown, found, sow_crew, sow_people, sow_place
from nuan.jobs.demo.sow_life import sow_life
from nuan.jobs.demo.village import draw
from nuan.place import reads as place

SOWN = 0.3  # of the time all takes
CARE_BEGINS = 12  # days before today


class NotADemo(RuntimeError):
    """The data folder holds a community that is not the demo's."""


def begin(recipe: Recipe, folder: Path, progress: Progress, *, now: datetime) -> Mark:
    """This will make sure the folder holds a finished demo and tell how to sign in."""
    mark = read_mark(folder)
    if mark and mark.is_ready:
        return mark
    if mark:
        progress.show("clearing what was left half done", 0)
        call_command("flush", interactive=False, verbosity=0)
    elif place.communities():
        raise NotADemo(
            f"{folder} holds a community already; the demo does not touch it. "
            "Choose an empty folder: NUAN_DATA=/path/to/folder"
        )
    village = draw(recipe)
    mark = Mark.fresh(recipe, [colleague.login for colleague in village.crew if colleague.login])
    keep_mark(folder, mark)
    fill(mark, progress, now)
    mark = replace(mark, is_ready=True)
    keep_mark(folder, mark)
    return mark


def fill(mark: Mark, progress: Progress, now: datetime) -> None:
    """This will write the community and play its history."""
    recipe = mark.recipe
    village = draw(recipe)
    with founded(recipe) as sown:
        midnight = datetime.combine(recipe.today, time(), sown.community.zone)
        first = midnight - timedelta(days=recipe.days)
        progress.show(f"building {len(village.homes)} homes", 0.01)
        sow_place(sown, village)
        progress.show(f"welcoming {len(village.people)} residents", 0.04)
        sow_people(sown, village.people, first)
        progress.show(f"hiring {len(village.crew)} colleagues", 0.18)
        sow_crew(sown, village.crew, recipe, lambda login: mark.passwords[login])
        progress.show("parking cars, sending bills", 0.28)
        sow_life(sown, village, max(first, midnight - timedelta(days=CARE_BEGINS)))
        scene = Scene(seed=recipe.seed, village=village, zone=sown.community.zone)
        past = Past(scene=scene, sown=sown, names=sorted(care.shipped()), days=recipe.days + 1)
        for share in play_past(past, first.date(), now):
            progress.show("living through the last weeks", SOWN + (1 - SOWN) * share * 0.99)
        progress.show("ready", 1)


@contextmanager
def founded(recipe: Recipe) -> Iterator[Sown]:
    """Yield the demo's community, founded before its history begins, with its scope open."""
    start = datetime.combine(recipe.today, time(12)) - timedelta(days=recipe.days + 1)
    community = found(start.astimezone())
    with scope(community=community.id):
        yield Sown(community=community)

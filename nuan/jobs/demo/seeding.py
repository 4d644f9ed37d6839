"""The process that fills the data folder and ends, so that what it needed in memory is given back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from django.conf import settings

from nuan.jobs import ready  # noqa: F401 (makes Django ready)
from nuan.jobs.demo.begin import NotADemo, begin
from nuan.jobs.demo.facts import Recipe
from nuan.jobs.demo.progress import Progress
from nuan.kernel import clock


@click.command()
@click.option("--seed", type=int, required=True)
@click.option("--homes", type=int, required=True)
@click.option("--days", type=int, required=True)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), required=True)
def main(seed: int, homes: int, days: int, today: datetime) -> None:
    """Fill the data folder with the demo community."""
    recipe = Recipe(seed=seed, homes=homes, days=days, today=today.date())
    try:
        begin(recipe, Path(settings.NUAN_DATA), Progress(), now=clock.now())
    except NotADemo as problem:
        raise click.ClickException(str(problem)) from problem


if __name__ == "__main__":
    main()

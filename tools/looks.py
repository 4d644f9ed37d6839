"""`python -m tools.looks FOLDER [word…]`: keeps a picture of every page whose name holds one of the words, to be looked at."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

# isort: off
from nuan.jobs import ready  # noqa: F401 (addresses need a ready Django)

# isort: on
from tests import live
from tests.web.looks import states
from tests.web.looks.states import Sight
from tests.web.looks.town import DESK, PHONE, Town, at_midday

WIDTHS = {"390": PHONE, "1440": DESK}


def main(folder: Path, words: Sequence[str]) -> None:
    """This will serve a town in the middle of its day and keep a picture of each page at each width."""
    folder.mkdir(parents=True, exist_ok=True)
    with live.chromium() as browser, at_midday(browser) as town:
        for sight in sights(town):
            if not words or any(word in str(sight) for word in words):
                keep(town, sight, folder)


def sights(town: Town) -> list[Sight]:
    """Return all there is to look at."""
    found, elder = town.things["normal"], town.things["elder"]
    return [
        *states.plain(found),
        *states.elder(elder),
        *states.night(found),
        *states.paper(found),
        *states.english(found),
        *states.states(found, town.finished),
    ]


def keep(town: Town, sight: Sight, folder: Path) -> None:
    """This will keep a picture of one page at each width."""
    window = town.show(sight)
    for width, size in WIDTHS.items():
        window.page.set_viewport_size(size)
        window.page.screenshot(path=folder / f"{sight}-{width}.png", full_page=True)
    print(sight)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])

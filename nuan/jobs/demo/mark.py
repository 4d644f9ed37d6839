"""The note in the data folder that says a demo lives there, how far it got, and how to sign in."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Self

from nuan.jobs.demo.facts import Recipe

FILE = "demo.json"
EASY_LETTERS = "abcdefghkmnpqrstuvwxyz23456789"
PASSWORD_LENGTH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Without `is_ready` the demo was left half sown and is sown again."""

    seed: int
    homes: int
    days: int
    today: str
    passwords: Mapping[str, str]  #: by login; drawn per data folder, worth nothing elsewhere
    is_ready: bool = False

    @classmethod
    def fresh(cls, recipe: Recipe, logins: list[str]) -> Self:
        """Return the mark of a demo about to be sown."""
        return cls(
            seed=recipe.seed,
            homes=recipe.homes,
            days=recipe.days,
            today=recipe.today.isoformat(),
            passwords={login: new_password() for login in logins},
        )

    @property
    def recipe(self) -> Recipe:
        """Return what this demo was drawn from."""
        return Recipe(seed=self.seed, homes=self.homes, days=self.days, today=date.fromisoformat(self.today))


def read_mark(folder: Path) -> Mark | None:
    """Return the folder's mark, or None when no demo lives there."""
    path = folder / FILE
    return Mark(**json.loads(path.read_text())) if path.exists() else None


def keep_mark(folder: Path, mark: Mark) -> None:
    """This will put the mark into the folder, whole or not at all."""
    path = folder / FILE
    draft = path.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(asdict(mark), ensure_ascii=False, indent=1))
    draft.replace(path)


def new_password() -> str:
    """Return a password that is easy to type on a phone."""
    return "".join(secrets.choice(EASY_LETTERS) for _ in range(PASSWORD_LENGTH))

"""A sentence in the two languages of the house."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Chinese first, English complete; `{names}` are filled by `fill`."""

    zh: str
    en: str

    def fill(self, values: Mapping[str, object]) -> Text:
        """Return the sentence with its named places filled; a missing name stays visible as `{name}`."""
        kept = _Kept(values)
        return Text(self.zh.format_map(kept), self.en.format_map(kept))

    def fill_each(self, **words: Text) -> Text:
        """Return the sentence with its places filled in each language by that language's words."""
        zh = {name: one.zh for name, one in words.items()}
        en = {name: one.en for name, one in words.items()}
        return Text(self.fill(zh).zh, self.fill(en).en)

    def within(self, language: str) -> str:
        """Return the sentence in `language`; anything that is not English is Chinese."""
        return self.en if language.startswith("en") else self.zh


class _Kept(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"

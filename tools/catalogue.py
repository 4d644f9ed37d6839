"""Collects every English sentence of the interface into the Chinese catalogue and compiles it.

`python tools/catalogue.py` merges, compiles and lists what still wants Chinese; it needs no gettext programs.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

HOUSE = Path(__file__).resolve().parent.parent
PO = HOUSE / "nuan/web/locale/zh_Hans/LC_MESSAGES/django.po"
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
# Header lines that say when and by whom; the commit says it better.
IDLE = ('"POT-Creation', '"PO-Revision', '"Report-Msgid', '"Last-Trans', '"Language-Team', '"Generated-By')
Found = tuple[str, str | tuple[str, ...], str | None]


def collected() -> Iterator[Found]:
    """Return (file, sentence, context) for every sentence of the package, in order."""
    for path in sorted([*HOUSE.glob("nuan/**/*.py"), *HOUSE.glob("nuan/web/templates/**/*.html")]):
        if "migrations" in path.parts:
            continue
        source = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            source = templatize(source, origin=str(path))
        for _line, message, _comments, context in extract(
            "python", io.BytesIO(source.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"}
        ):
            yield path.relative_to(HOUSE).as_posix(), message, context


def kept() -> Catalog:
    """Return the catalogue as it is committed."""
    if not PO.exists():
        return Catalog(locale="zh_Hans", project="Nuan", charset="utf-8")
    with PO.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def merged() -> Catalog:
    """Return the sentences of today with the Chinese they have."""
    before = kept()
    after = Catalog(
        locale="zh_Hans",
        project="Nuan",
        version="0",
        charset="utf-8",
        fuzzy=False,
        header_comment="# Nuan 暖",
    )
    for file, message, context in collected():
        known = before.get(message, context)
        words = known.string if known and known.string else ""
        after.add(message, words, locations=[(file, 1)], context=context)
    return after


def untranslated(catalogue: Catalog) -> list[str]:
    """Return the sentences without Chinese."""
    missing = []
    for message in catalogue:
        words = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and not all(words):
            missing.append(message.id if isinstance(message.id, str) else message.id[0])
    return missing


def write(catalogue: Catalog) -> None:
    """This will write the catalogue and its compiled form, without dates, so that only words make a difference."""
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, catalogue, width=0, sort_output=True, include_lineno=False)
    text = PO.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith(IDLE)]
    PO.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with PO.open("rb") as file, PO.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, read_po(file, locale="zh_Hans"))


def main() -> int:
    """This will bring the catalogue up to date and tell what wants Chinese."""
    if not settings.configured:
        settings.configure()
    catalogue = merged()
    write(catalogue)
    missing = untranslated(catalogue)
    for sentence in missing:
        print(sentence)
    print(f"{len(catalogue)} sentences, {len(missing)} without Chinese", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())

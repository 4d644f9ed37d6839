"""What a script says back about the columns of a file."""

from __future__ import annotations

from collections.abc import Mapping

from nuan.domains.intake.facts import Meaning, NotAWorkbook
from nuan.domains.intake.rules.foreign import Chosen
from nuan.kernel.near import nearest
from nuan.kernel.text import Text


def chosen_of(raw: object) -> Chosen:
    """Return what a mapping file says; raise NotAWorkbook for what it cannot mean."""
    entries = raw.get("mapping") if isinstance(raw, dict) else raw
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        raise NotAWorkbook(Text("对应表应是 JSON 列表", "a mapping is a JSON list, as --json prints it"))
    chosen: dict[str, dict[str, str]] = {}
    for one in entries:
        chosen.setdefault(str(one.get("layout", "")), {}).update(_choice(one))
    return chosen


def _choice(one: Mapping[str, object]) -> dict[str, str]:
    column, meaning = str(one.get("column", "")), str(one.get("meaning", ""))
    if building := one.get("building"):
        return {"building": str(building)[:8]}
    if not (column.isascii() and column.isalpha() and column.isupper()) or meaning not in set(Meaning):
        close = nearest(meaning, list(Meaning))
        hint = f"; did you mean {close}?" if close else ""
        raise NotAWorkbook(
            Text(f"看不懂这一条:{column} {meaning}", f"column {column!r} cannot mean {meaning!r}{hint}")
        )
    return {column: meaning}

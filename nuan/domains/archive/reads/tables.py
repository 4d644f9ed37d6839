"""Which tables an archive holds. They are found, not listed, so that a new one is in it from its first day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import FileField, ForeignKey, Model, Q, QuerySet

from nuan.kernel.privacy import Grade, Personal
from nuan.people.models import User
from nuan.place.models import CommunityRow, ProviderRow
from nuan.signal.models import SignalRow

Table = type[Model]

#: Not in an archive, and why.
LEFT_OUT = {
    "act.JobRow": "letters on their way would be sent twice",
    "act.SubscriptionRow": "a browser agrees to one address only",
    "archive.ArchiveRow": "archives hold no archives",
    "integration.IntegrationRow": "keys to this Nuan open no other",
    "integration.AnswerRow": "kept for a day only",
    "intake.IntakeRow": "a workbook on its way in is kept for a day only",
    "calendar.FeedRow": "its address leads to this Nuan; whoever wants one makes a new one there",
    "integration.HookRow": "two Nuans must not tell the same neighbour",
    "integration.WatchRow": "belongs to the hooks",
    "integration.DeliveryRow": "belongs to the hooks",
    "signal.LiveRow": "lines for pages that are open now",
    "signal.NonceRow": "kept for ten minutes only",
    "signal.RefusalRow": "what nobody could use",
}
#: Written anew on the way in, from what is in the file.
MADE_ANEW = {"data_key", "people.LookRow.before", "people.LookRow.hash"}
#: A place in the log, which is written as the signal that stands there.
LOG_PLACE = "care.OffsetRow.offset"
NO_PASSPHRASE = "sealed, and the archive is not"  # noqa: S105 (a reason, not a word of anybody)


def label(table: Table) -> str:
    """Return the table's name in an archive."""
    return str(table._meta.label)  # noqa: SLF001 (Django's documented API of models)


def columns(table: Table) -> list[Any]:
    """Return the columns of a table."""
    return list(table._meta.concrete_fields)  # noqa: SLF001


def ours() -> list[Table]:
    """Return every table of ours."""
    return [table for table in apps.get_models() if table.__module__.startswith("nuan.")]


def tables(*, is_sealed: bool) -> list[Table]:
    """Return the tables of an archive, each behind those it points to."""
    wanted = [one for one in ours() if label(one) not in LEFT_OUT and not (hidden(one) and not is_sealed)]
    placed: list[Table] = []
    while waiting := [one for one in wanted if one not in placed]:
        free = [one for one in waiting if not {*targets(one)} & {*waiting} - {one}]
        if not free:
            raise ValueError(f"tables point to one another in a ring: {', '.join(map(label, waiting))}")
        placed += sorted(free, key=label)
    return placed


def targets(table: Table) -> Iterator[Table]:
    """Return the tables that a table points to."""
    for field in [*keys(table), *many(table)]:
        yield field.related_model
    if label(table) == LOG_PLACE.rpartition(".")[0]:
        yield SignalRow


def keys(table: Table) -> list[Any]:
    """Return the columns that point to another table."""
    return [field for field in columns(table) if isinstance(field, ForeignKey)]


def many(table: Table) -> list[Any]:
    """Return the lists of other rows that a table keeps."""
    return list(table._meta.local_many_to_many)  # noqa: SLF001


def is_private(table: Table, name: str) -> bool:
    """Test if a column leaves only in a sealed archive."""
    entry: Personal | None = getattr(table, "personal", {}).get(name)
    return name.endswith("_sealed") or (entry is not None and entry.grade is Grade.S3)


def hidden(table: Table) -> str:
    """Return why a table leaves only in a sealed archive, empty when it may leave in the clear."""
    if table is User:
        return NO_PASSPHRASE
    if any(field.name == "data_key" for field in columns(table)):
        return ""  # a person stands without a name; what is about them hangs on the row
    needed = [field for field in columns(table) if is_private(table, field.name) and not field.null]
    return NO_PASSPHRASE if needed else ""


def written(table: Table, *, is_sealed: bool) -> list[Any]:
    """Return the columns that stand in an archive."""
    return [field for field in columns(table) if _stands(table, field, is_sealed=is_sealed)]


def _stands(table: Table, field: Any, *, is_sealed: bool) -> bool:  # noqa: ANN401 (any column)
    if field.primary_key or field.name.endswith(("_blind", "birth_md")) or field.name == "community":
        return False
    if {field.name, f"{label(table)}.{field.name}"} & MADE_ANEW:
        return False
    if field.related_model is User:
        return is_sealed
    return is_sealed or not is_private(table, field.name)


def rows_of(table: Table, community_id: int) -> QuerySet[Any]:
    """Return a community's rows of a table, in the order they were made."""
    everything = table._base_manager.order_by("pk")  # noqa: SLF001
    if table is CommunityRow:
        return everything.filter(pk=community_id)
    if table is ProviderRow:
        return everything.filter(communities=community_id)
    if table is User:
        theirs = Q(staff__community=community_id) | Q(residents__community=community_id)
        return everything.filter(theirs).distinct()
    return everything.filter(community=community_id)


def files(table: Table) -> list[str]:
    """Return the columns of a table that name a file."""
    return [field.name for field in columns(table) if isinstance(field, FileField)]


def left_out(*, is_sealed: bool) -> dict[str, str]:
    """Return what is not in an archive, and why."""
    absent = dict(LEFT_OUT)
    if is_sealed:
        return absent
    for table in ours():
        if label(table) in LEFT_OUT:
            continue
        if why := hidden(table):
            absent[label(table)] = why
            continue
        for field in columns(table):
            if is_private(table, field.name) and field.name.endswith("_sealed"):
                absent[f"{label(table)}.{field.name}"] = NO_PASSPHRASE
    return absent

"""Each column is declared: impersonal, or personal with a grade, a purpose and an end (PIPL articles 6, 19, 51)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from nuan.kernel.privacy import Grade, Personal
from nuan.people.models import ResidentRow, StaffRow, User

TABLES = [table for table in apps.get_models() if table.__module__.startswith("nuan.")]
PEOPLE = {ResidentRow, StaffRow, User}
KEYS = (models.ForeignKey, models.OneToOneField)


def undeclared(table: type[Any]) -> list[str]:
    """Return columns that say neither that they are impersonal nor what they are for."""
    said = set(getattr(table, "impersonal", ())) | set(getattr(table, "personal", {}))
    columns = (f for f in table._meta.concrete_fields if not f.primary_key and not isinstance(f, KEYS))
    return [column.name for column in columns if column.name not in said]


def contradicted(table: type[Any]) -> list[str]:
    """Return names declared twice, or declared without being a column."""
    impersonal, personal = set(getattr(table, "impersonal", ())), set(getattr(table, "personal", {}))
    return sorted(
        (impersonal & personal) | ((impersonal | personal) - {f.name for f in table._meta.get_fields()})
    )


def links_to_people(table: type[Any]) -> list[str]:
    """Return keys by which a row belongs to a person: what an erasure must follow."""
    return [f.name for f in table._meta.concrete_fields if isinstance(f, KEYS) and f.related_model in PEOPLE]


class TestEachTable:
    @pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table._meta.label))
    def test_declares_every_column(self, table: type[Any]) -> None:
        assert undeclared(table) == []
        assert contradicted(table) == []

    @pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table._meta.label))
    def test_gives_each_personal_column_a_grade_a_purpose_and_an_end(self, table: type[Any]) -> None:
        entries: Mapping[str, Personal] = getattr(table, "personal", {})

        assert all(isinstance(entry, Personal) and 0 < entry.keep_days < 4000 for entry in entries.values())

    @pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table._meta.label))
    def test_seals_what_it_calls_sealed(self, table: type[Any]) -> None:
        sealed = [f for f in table._meta.concrete_fields if f.name.endswith("_sealed")]

        assert [f.name for f in sealed if not isinstance(f, models.BinaryField)] == []
        assert [f.name for f in sealed if f.name not in table.personal] == []

    def test_keeps_the_most_private_things_sealed_or_fingerprinted(self) -> None:
        open_secrets = [
            f"{table._meta.label}.{name}"
            for table in TABLES
            for name, entry in getattr(table, "personal", {}).items()
            if entry.grade == Grade.S3 and not name.endswith(("_sealed", "_blind", "_md", "data_key"))
        ]

        # The rhythm of agreed visits: no health, no address; readable only through the care register.
        assert open_secrets == ["visit.CareRow.every_days", "visit.CareRow.visited_at"]


class TestLinksToPeople:
    def test_are_all_known_to_those_who_must_erase(self) -> None:
        found = {table._meta.label: links for table in TABLES if (links := links_to_people(table))}

        assert found == {
            "act.ActRow": ["resident", "assignee", "done_by"],
            "act.JobRow": ["resident"],
            "act.PhotoRow": ["by"],
            "act.SubscriptionRow": ["user"],
            "calendar.FeedRow": ["staff", "resident"],
            "archive.ArchiveRow": ["asked_by"],
            "echo.EchoRow": ["resident", "staff"],
            "gate.VehicleRow": ["resident"],
            "integration.IntegrationRow": ["made_by"],
            "need.NeedRow": ["resident"],
            "people.ConsentRow": ["resident", "guardian"],
            "people.LookRow": ["viewer", "resident"],
            "people.OccupancyRow": ["resident"],
            "people.ResidentRow": ["user"],
            "people.ShiftRow": ["staff"],
            "people.StaffRow": ["user"],
            "people.WishRow": ["resident"],
            "visit.CareRow": ["resident"],
        }


class TestTheMeasure:
    @pytest.fixture
    def made_up(self) -> Iterator[type[Any]]:
        class DiaryRow(models.Model):
            impersonal = {"written_on", "mood"}
            personal = {
                "mood": Personal(Grade.S3, "none", keep_days=1),
                "gone": Personal(Grade.S1, "none", keep_days=1),
            }
            written_on = models.DateField()
            mood = models.CharField(max_length=10)
            whose = models.ForeignKey(ResidentRow, on_delete=models.CASCADE, related_name="+")
            words = models.TextField()

            class Meta:
                app_label = "people"
                managed = False

            def __str__(self) -> str:
                return self.mood

        yield DiaryRow
        del apps.all_models["people"]["diaryrow"]
        apps.clear_cache()

    def test_sees_a_column_that_nobody_declared(self, made_up: type[Any]) -> None:
        assert undeclared(made_up) == ["words"]
        assert contradicted(made_up) == ["gone", "mood"]
        assert links_to_people(made_up) == ["whose"]

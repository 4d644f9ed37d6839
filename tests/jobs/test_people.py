from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from nuan.jobs.commands.people import command
from nuan.place import reads as place
from tests.cast import Cast
from tests.domains.intake.books import filled
from tests.domains.intake.layouts import FEES, SIDE_BY_SIDE, TWO_HEADER_ROWS


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    path.write_bytes(filled(homes=[["5-1-502", "89.5", "是"]]))
    return path


def imported(book: Path, *more: str, name: str = "桂花里") -> tuple[int, str]:
    result = CliRunner().invoke(command, ["import", str(book), "--community", name, *more])
    return result.exit_code, result.output


class TestImport:
    def test_tells_a_script_what_it_did(self, cast: Cast, book: Path) -> None:
        code, output = imported(book, "--json")
        assert code == 0
        assert json.loads(output)["added"]["homes"] == 1

    def test_tells_a_person_what_it_would_do(self, cast: Cast, book: Path) -> None:
        code, output = imported(book, "--dry-run")
        assert code == 0
        assert "homes: 1 would be added" in output

    def test_names_wrong_rows_and_fails(self, cast: Cast, book: Path) -> None:
        book.write_bytes(filled(homes=[["nowhere at all"]]))
        code, output = imported(book)
        assert code == 1
        assert "房屋 3 房号" in output

    def test_asks_about_a_community_it_does_not_know(self, cast: Cast, book: Path) -> None:
        code, output = imported(book, name="桂花")
        assert code == 1
        assert "桂花里" in output

    def test_says_a_sentence_about_a_file_that_is_no_workbook(self, cast: Cast, book: Path) -> None:
        book.write_bytes(b"hello")
        code, output = imported(book)
        assert code == 2
        assert "工作簿" in output


class TestForeign:
    @pytest.fixture
    def foreign(self, tmp_path: Path) -> Path:
        path = tmp_path / "foreign.xlsx"
        path.write_bytes(TWO_HEADER_ROWS)
        return path

    def test_is_read_without_a_community_or_a_database(self, foreign: Path) -> None:
        result = CliRunner().invoke(command, ["import", str(foreign), "--dry-run", "--json"])
        found = json.loads(result.output)
        assert result.exit_code == 0
        assert {name: found[name] for name in ("rows", "homes", "people", "vehicles", "errors")} == {
            "rows": 5, "homes": 5, "people": 6, "vehicles": 0, "errors": [],
        }  # fmt: skip
        assert {one["meaning"] for one in found["mapping"]} >= {"building", "room", "name", "phone", "tenant"}
        assert {one["column"] for one in found["unmapped"]} == {"A", "G", "J"}

    def test_needs_a_community_to_bring_anything_in(self, foreign: Path) -> None:
        assert CliRunner().invoke(command, ["import", str(foreign)]).exit_code == 2

    def test_names_each_wrong_cell_for_a_script(self, tmp_path: Path) -> None:
        path = tmp_path / "fees.xlsx"
        path.write_bytes(FEES)
        result = CliRunner().invoke(command, ["import", str(path), "--dry-run", "--json"])
        [error] = json.loads(result.output)["errors"]
        assert result.exit_code == 1
        assert (error["row"], error["column"]) == (4, "室号")

    def test_reads_one_sheet_and_a_corrected_mapping(self, tmp_path: Path) -> None:
        path, mapping = tmp_path / "side.xlsx", tmp_path / "mapping.json"
        path.write_bytes(SIDE_BY_SIDE)
        words = ["import", str(path), "--dry-run", "--json", "--sheet", "商铺"]
        found = json.loads(CliRunner().invoke(command, words).output)
        assert (found["homes"], found["vehicles"]) == (2, 2)

        plates = next(one for one in found["mapping"] if one["meaning"] == "plate")
        mapping.write_text(json.dumps([plates | {"meaning": "nothing"}]))
        found = json.loads(CliRunner().invoke(command, [*words, "--mapping", str(mapping)]).output)
        assert (found["homes"], found["vehicles"]) == (2, 0)

    def test_asks_about_a_sheet_it_does_not_have(self, foreign: Path) -> None:
        result = CliRunner().invoke(command, ["import", str(foreign), "--dry-run", "--sheet", "x"])
        assert result.exit_code == 1
        assert "业主台账" in result.output

    def test_is_brought_in_and_taken_back(self, cast: Cast, foreign: Path) -> None:
        code, output = imported(foreign, "--json")
        found = json.loads(output)
        assert code == 0
        assert found["added"] == {"homes": 5, "residents": 6, "staff": 0, "vehicles": 0}
        assert place.home_by_code(code="2-1-502") is not None

        words = ["undo", found["intake"], "--community", "桂花里"]
        assert CliRunner().invoke(command, words).exit_code == 0
        assert place.home_by_code(code="2-1-502") is None
        assert CliRunner().invoke(command, words).exit_code == 1


class TestTemplate:
    def test_is_written(self, tmp_path: Path) -> None:
        path = tmp_path / "empty.xlsx"
        assert CliRunner().invoke(command, ["template", str(path)]).exit_code == 0
        assert path.read_bytes().startswith(b"PK")

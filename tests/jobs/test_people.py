from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from nuan.jobs.commands.people import command
from tests.cast import Cast
from tests.domains.intake.books import filled


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


class TestTemplate:
    def test_is_written(self, tmp_path: Path) -> None:
        path = tmp_path / "empty.xlsx"
        assert CliRunner().invoke(command, ["template", str(path)]).exit_code == 0
        assert path.read_bytes().startswith(b"PK")

from __future__ import annotations

from pathlib import Path

import pytest

from tools.tally import main

PASSED = '<testcase classname="a" name="one"/>'
FAILED = '<testcase classname="a" name="two"><failure message="no"/></testcase>'
SKIPPED = '<testcase classname="a" name="three"><skipped message="no browser"/></testcase>'


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("NUAN_REQUIRE_ALL", raising=False)
    return tmp_path


def write(folder: Path, group: str, *cases: str) -> None:
    (folder / f"{group}.xml").write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>")


class TestTheTally:
    def test_adds_the_groups_up_in_one_line(self, results: Path, capsys: pytest.CaptureFixture[str]) -> None:
        write(results, "sqlite", PASSED, PASSED)
        write(results, "postgresql", PASSED)

        assert main(str(results)) == 0
        assert capsys.readouterr().out.rstrip().endswith("3 passed, 0 failed, 0 skipped")

    def test_fails_when_one_test_failed(self, results: Path, capsys: pytest.CaptureFixture[str]) -> None:
        write(results, "sqlite", PASSED, FAILED)

        assert main(str(results)) == 1
        assert "FAILED sqlite: a.two" in capsys.readouterr().out

    def test_names_a_skipped_test_loudly(self, results: Path, capsys: pytest.CaptureFixture[str]) -> None:
        write(results, "browser", PASSED, SKIPPED)

        assert main(str(results)) == 0
        said = capsys.readouterr().out
        assert "######## NOT RUN ########" in said
        assert "browser: a.three (no browser)" in said

    def test_fails_over_anything_not_run_when_all_is_required(
        self, results: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(results, "sqlite", PASSED)
        (results / "not-run").write_text("PostgreSQL tests: no server here\n")

        assert main(str(results)) == 0
        monkeypatch.setenv("NUAN_REQUIRE_ALL", "1")
        assert main(str(results)) == 1

    def test_fails_when_a_group_broke_or_nothing_passed_at_all(self, results: Path) -> None:
        assert main(str(results)) == 1
        write(results, "sqlite", PASSED)
        (results / "broken").write_text("postgresql: pytest ended with code 3\n")
        assert main(str(results)) == 1

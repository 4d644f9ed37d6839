from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from nuan.care import reads
from nuan.jobs.cli import main

FILES = sorted((Path(__file__).parent / "broken").glob("*.yaml"))
# A playbook without hint on its error either has no nearest name or says it all in the message.
HINTLESS = {"alias", "tag", "untrue-example", "reaching-text"}


class TestChecked:
    @pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
    def test_says_where_a_broken_playbook_is_wrong_and_what_to_write(self, file: Path) -> None:
        text = file.read_text(encoding="utf-8")
        message, hint = text.rpartition("# expected: ")[2].strip("\n").split(" | ")
        found = reads.checked(name="", text=text)
        told = [one for one in found.broken if message in one.message and hint.strip() in one.hint]

        assert found.playbook is None
        assert told, [str(one) for one in found.broken]
        assert told[0].line >= 1
        assert told[0].column >= 1
        assert told[0].hint or file.stem in HINTLESS

    def test_points_at_the_very_word(self) -> None:
        file = Path(__file__).parent / "broken" / "unknown-signal-kind.yaml"
        (wrong,) = reads.checked(name="", text=file.read_text(encoding="utf-8")).broken

        assert (wrong.line, wrong.column) == (8, 17)

    def test_tells_everything_that_is_wrong_at_once(self) -> None:
        text = (Path(__file__).parent / "broken" / "unknown-role.yaml").read_text(encoding="utf-8")
        worse = text.replace("homes: of-signal", "homes: nobody").replace("zh: 漏水, ", "")

        assert len(reads.checked(name="", text=worse).broken) == 3

    def test_survives_a_text_nested_without_end(self) -> None:
        assert reads.checked(name="", text="[" * 30_000).broken

    def test_refuses_a_text_under_another_playbooks_name(self) -> None:
        card = reads.shipped()["leak-sensor"].playbook
        assert card
        found = reads.checked(name="smoke-sensor", text=card.source_text)

        assert "this is leak-sensor" in found.broken[0].message


class TestCheck:
    def test_ends_in_zero_for_all_shipped_playbooks(self) -> None:
        result = CliRunner().invoke(main, ["playbook", "check"])

        assert result.exit_code == 0, result.output
        assert len(result.output.splitlines()) >= 14

    def test_ends_in_one_and_names_file_line_and_column(self) -> None:
        file = str(Path(__file__).parent / "broken" / "priority.yaml")
        result = CliRunner().invoke(main, ["playbook", "check", file])

        assert result.exit_code == 1
        assert f"{file}:15:13: priority" in result.output

    def test_speaks_to_scripts(self) -> None:
        file = str(Path(__file__).parent / "broken" / "empty.yaml")
        result = CliRunner().invoke(main, ["playbook", "check", "--json", file])
        told = json.loads(result.output)

        assert (told["ok"], told["broken"][0]["line"]) == (False, 1)


class TestSchema:
    def test_knows_every_paragraph_and_name(self) -> None:
        told = json.loads(CliRunner().invoke(main, ["playbook", "schema"]).output)

        assert set(told["required"]) <= set(told["properties"])
        assert "leak-task" in json.dumps(told)


class TestWords:
    def test_lists_every_registered_name(self) -> None:
        told = json.loads(CliRunner().invoke(main, ["playbook", "words", "--json"]).output)

        assert "vehicles: read-plate" in told["audiences"]
        assert "sensor.leak" in told["signal kinds"]

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nuan.jobs.commands.signal import command

HELD = {
    "kind": "parcel.held",
    "at": "2026-11-20T09:30:00+08:00",
    "id": "B12-1",
    "payload": {"home": "3-1-502", "shelf": "B12"},
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "held.json"
    path.write_text(json.dumps(HELD))
    return path


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words])


class TestRead:
    def test_prints_one_object_per_signal(self, file: Path) -> None:
        done = run("read", "--source", "nuan", file, file)
        expected = {
            "kind": "parcel.held",
            "at": HELD["at"],
            "source": "nuan",
            "source_id": "B12-1",
            "payload": HELD["payload"],
        }
        assert [json.loads(line) for line in done.stdout.splitlines()] == [expected, expected]
        assert done.exit_code == 0

    def test_goes_on_after_an_unreadable_file_and_says_so_at_the_end(
        self, file: Path, tmp_path: Path
    ) -> None:
        bad = tmp_path / "bad.json"
        bad.write_bytes(b'{"kind": "parcel.held"}')
        done = run("read", "--source", "nuan", bad, tmp_path / "none.json", file)
        errors = [json.loads(line) for line in done.stderr.splitlines()]
        assert [Path(error["file"]).name for error in errors] == ["bad.json", "none.json"]
        assert "`at` must say when it happened" in errors[0]["error"]
        assert (len(done.stdout.splitlines()), done.exit_code) == (1, 2)

    def test_prints_why_a_text_is_no_concern_of_ours(self, tmp_path: Path) -> None:
        path = tmp_path / "texts.txt"
        path.write_text(
            "【云购】验证码 482913，请勿告诉他人\n【丰巢】取件码 30917546，请到5栋丰巢柜取件\n",
            encoding="utf-8",
        )
        done = run("read", "--source", "parcel-sms", path)
        first, second = (json.loads(line) for line in done.stdout.splitlines())
        assert list(first) == ["ignored"]
        assert second["payload"]["codes"] == ["30917546"]
        assert done.exit_code == 0

    def test_names_the_nearest_source(self, file: Path) -> None:
        done = run("read", "--source", "nuann", file)
        assert "did you mean 'nuan'?" in done.stderr

    def test_assumes_the_zone_it_is_given(self, tmp_path: Path) -> None:
        path = tmp_path / "local.json"
        path.write_text(json.dumps({**HELD, "at": "2026-11-20 09:30"}))
        done = run("read", "--source", "nuan", "--zone", "Asia/Urumqi", path)
        found = json.loads(done.stdout)
        assert found["at"] == "2026-11-20T09:30:00+06:00"
        assert found["payload"]["zone"] == "assumed"

    def test_refuses_a_zone_that_is_none(self, file: Path) -> None:
        assert "is no time zone" in run("read", "--source", "nuan", "--zone", "Mars/Base", file).stderr

    def test_needs_no_database(self) -> None:
        loaded = "import sys, nuan.jobs.commands.signal; print('django' in sys.modules)"
        done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "False"


class TestSources:
    def test_lists_every_sender(self) -> None:
        assert "nuan" in run("sources").stdout.split()

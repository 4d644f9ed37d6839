from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.apps import apps
from django_scopes import scope, scopes_disabled
from pytest_django.fixtures import Settings

from nuan.act.facts import Channel
from nuan.act.writes import addresses
from nuan.care import reads as books
from nuan.care import writes as care
from nuan.domains.archive.facts import NotAnArchive, Packed
from nuan.domains.archive.reads import seals, tables
from nuan.domains.archive.reads.pack import pack
from nuan.domains.archive.rules.vault import Vault
from nuan.domains.archive.writes.bring_in import bring_in
from nuan.domains.fee.models import BillRow
from nuan.domains.gate import reads as gate
from nuan.domains.gate import writes as gates
from nuan.domains.parcel import writes as parcels
from nuan.domains.upkeep import writes as upkeep
from nuan.domains.visit.models import CareRow
from nuan.echo import reads as echoes
from nuan.jobs.commands.archive import command
from nuan.people import reads as people
from nuan.people import writes as folk
from nuan.people.facts import BirthCalendar, Purpose
from nuan.people.models import ResidentRow, User
from nuan.people.rules.birthdays import month_day
from nuan.place import reads as place
from nuan.place.models import CommunityRow, ProviderRow
from nuan.signal.models import SignalRow
from tests.cast import NOW, Cast, agreed
from tests.web import things

PASSPHRASE = "雨天记得收衣服哦，林奶奶"
OTHER_KEY = "B" * 43 + "="


@pytest.fixture
def lived(cast: Cast, settings: Settings, tmp_path: Path) -> Cast:
    """Return 桂花里 with one of everything in it, and a media folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    things.here(cast, now=NOW)
    here = cast.community.id
    agreed(cast.grandma_lin, Purpose.WEATHER_TIPS)
    folk.look(
        viewer_id=cast.keeper_chen.id, resident_id=cast.grandma_lin.id, purpose="card", fields="x", now=NOW
    )
    folk.look(viewer_id=cast.boss_qian.id, resident_id=cast.doudou.id, purpose="card", fields="y", now=NOW)
    gates.register(
        community_id=here, plate="鄂A12345", home_id=cast.home_lin.id, resident_id=cast.grandma_lin.id
    )
    parcels.take_in(
        community_id=here, home_id=cast.home_lin.id, carrier="顺丰", shelf="B", code="B12-7", held_at=NOW
    )
    upkeep.add_asset(community_id=here, kind="lift", name="1 号梯", job="disinfection", every_days=7)
    addresses.add_robot(
        community_id=here,
        name="管家群",
        channel=Channel.WECOM,
        url="https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x",
    )
    BillRow.objects.create(
        community_id=here, home_id=cast.home_lin.id, period="2026-01", amount="120.50", due_on=NOW.date()
    )
    CareRow.objects.create(community_id=here, resident_id=cast.grandma_lin.id, every_days=7)
    for name in books.shipped():
        care.switch(community_id=here, name=name, is_on=True, now=NOW)
    care.beat(community_id=here, now=NOW + timedelta(minutes=1))
    return cast


def packed(cast: Cast, out: Path, passphrase: str = PASSPHRASE) -> Packed:
    return pack(community_id=cast.community.id, out=out, now=NOW, passphrase=passphrase)


def leave(media: Path) -> None:
    """Forget everything, as if this were another machine."""
    with scopes_disabled():
        left_out = [apps.get_model(name) for name in tables.LEFT_OUT]
        for table in [*left_out, *reversed(tables.tables(is_sealed=True))]:
            table._base_manager.all().delete()
    for photo in media.rglob("*.jpg"):
        photo.unlink()


def content(file: Path, passphrase: str = PASSPHRASE) -> dict[str, bytes]:
    """Return every member, opened, but for when and under which salt it was written."""
    from nuan.domains.archive.reads import unpack  # noqa: PLC0415

    book = unpack.read(file, passphrase=passphrase)
    found = {
        name: b"".join(unpack._chunks(book.zip, book.vault, name))
        for name in book.zip.namelist()
        if name != "about.json"
    }
    assert json.loads(found["manifest.json"])["made_at"]
    return found


class TestRoundTrip:
    @pytest.mark.parametrize("passphrase", [PASSPHRASE, ""])
    def test_gives_the_same_archive_again(
        self, lived: Cast, settings: Settings, tmp_path: Path, passphrase: str
    ) -> None:
        told = packed(lived, tmp_path / "1.zip", passphrase)
        before = content(tmp_path / "1.zip", passphrase)
        leave(Path(settings.MEDIA_ROOT))
        settings.NUAN_MASTER_KEYS = OTHER_KEY
        bring_in(path=tmp_path / "1.zip", passphrase=passphrase)
        here = CommunityRow.objects.get(uid=lived.community.uid)
        with scope(community=here.pk):
            pack(community_id=here.pk, out=tmp_path / "2.zip", now=NOW, passphrase=passphrase)
        after = content(tmp_path / "2.zip", passphrase)
        assert before == after
        assert told.photos == 1
        assert sum(one.rows for one in told.members.values()) > 40

    def test_brings_people_and_what_is_sealed_about_them(
        self, lived: Cast, settings: Settings, tmp_path: Path
    ) -> None:
        packed(lived, tmp_path / "1.zip")
        leave(Path(settings.MEDIA_ROOT))
        settings.NUAN_MASTER_KEYS = OTHER_KEY
        bring_in(path=tmp_path / "1.zip", passphrase=PASSPHRASE)
        here = CommunityRow.objects.get(uid=lived.community.uid)
        with scope(community=here.pk):
            lin = people.resident_by_phone(phone="13900000502")
            assert lin is not None
            assert (lin.name, lin.call_name, lin.lives_alone) == ("林秀英", "林奶奶", True)
            assert people.residents(name="林秀英")
            month, day = month_day(date(1943, 10, 9), BirthCalendar.LUNAR)
            born = people.birthdays(month=month, day=day, calendar=BirthCalendar.LUNAR)
            assert [one.id for one in born] == [lin.id]
            assert people.wishes_of(resident_id=people.residents(name="周豆豆")[0].id) == [("pet", "糯米")]
            assert people.verify_looks() is None
            assert {one.purpose for one in people.looks_at(resident_id=lin.id)} == {"card", "archive"}
            vehicle = gate.vehicle_of_plate(plate="鄂A12345", at=NOW)
            assert vehicle is not None
            assert vehicle.resident_id == lin.id
            chen = next(one for one in people.team() if one.call_name == "陈管家")
            assert chen.name == "陈静"
            assert User.objects.get(staff=chen.id).check_password("warm-and-dry")
            assert [one.tone for one in echoes.recent(since=NOW - timedelta(1), until=NOW + timedelta(1))]
            assert place.device_secret(device_id=place.devices()[0].id)

    def test_goes_on_where_the_log_was_read_to(self, lived: Cast, settings: Settings, tmp_path: Path) -> None:
        packed(lived, tmp_path / "1.zip")
        leave(Path(settings.MEDIA_ROOT))
        bring_in(path=tmp_path / "1.zip", passphrase=PASSPHRASE)
        here = CommunityRow.objects.get(uid=lived.community.uid)
        with scope(community=here.pk):
            assert care.beat(community_id=here.pk, now=NOW + timedelta(minutes=2)).signals == 0


class TestArchive:
    def test_holds_nothing_of_next_door(self, lived: Cast, tmp_path: Path) -> None:
        things.next_door(lived, now=NOW)
        packed(lived, tmp_path / "1.zip")
        text = b"".join(content(tmp_path / "1.zip").values()).decode("utf-8", "replace")
        assert "林秀英" in text
        assert not [word for word in ("翠竹苑", "吴", str(lived.lady_wu.uid), "stranger_wu") if word in text]

    def test_in_the_clear_says_what_it_leaves_out(self, lived: Cast, tmp_path: Path) -> None:
        told = packed(lived, tmp_path / "1.zip", "")
        with zipfile.ZipFile(tmp_path / "1.zip") as book:
            text = b"".join(book.read(name) for name in book.namelist()).decode("utf-8", "replace")
        secrets = ("林秀英", "13900000502", "鄂A12345", "B12-7", "糯米", "1943", "argon2", "webhook/send")
        assert not [word for word in secrets if word in text]
        assert "people.ResidentRow.name_sealed" in told.left_out
        assert "gate.VehicleRow" in told.left_out
        assert "people.User" in told.left_out

    def test_sealed_shows_nothing(self, lived: Cast, tmp_path: Path) -> None:
        packed(lived, tmp_path / "1.zip")
        raw = (tmp_path / "1.zip").read_bytes()
        with zipfile.ZipFile(tmp_path / "1.zip") as book:
            raw += b"".join(book.read(name) for name in book.namelist())
        assert not [word for word in ("林秀英", "桂花里", "laundry-before-rain") if word.encode() in raw]
        assert (tmp_path / "1.zip").stat().st_mode & 0o077 == 0

    def test_knows_how_every_sealed_column_opens(self) -> None:
        private = {
            f"{tables.label(table)}.{field.name}"
            for table in tables.tables(is_sealed=True)
            for field in tables.columns(table)
            if field.name.endswith(("_sealed", "_blind", "birth_md"))
        }
        assert private == set(seals.SEALS) | set(seals.BLINDS)

    def test_holds_every_table_or_says_why_not(self) -> None:
        known = {tables.label(one) for one in tables.tables(is_sealed=True)} | set(tables.LEFT_OUT)
        assert known == {
            model._meta.label for model in apps.get_models() if model.__module__.startswith("nuan.")
        }


class TestBringingIn:
    @pytest.fixture
    def file(self, lived: Cast, settings: Settings, tmp_path: Path) -> Iterator[Path]:
        packed(lived, tmp_path / "1.zip", "")
        leave(Path(settings.MEDIA_ROOT))
        yield tmp_path / "1.zip"
        assert not ProviderRow.objects.exists()
        assert not SignalRow._base_manager.exists()
        assert not ResidentRow._base_manager.exists()
        assert not list(Path(settings.MEDIA_ROOT).rglob("*.jpg"))

    def altered(self, file: Path, member: str, change: Any) -> Path:
        """Return the archive with one member changed, or left out when the change gives None."""
        out = file.with_name("altered.zip")
        with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                raw = change(old.read(name)) if name == member else old.read(name)
                if raw is not None:
                    new.writestr(name, raw)
        return out

    @pytest.mark.parametrize(
        ("member", "change"),
        [
            ("need.NeedRow.jsonl", lambda raw: raw.replace(b"found", b"acted")),
            ("need.NeedRow.jsonl", lambda _: b""),
            ("need.NeedRow.jsonl", lambda _: None),
            ("people.ResidentRow.jsonl", lambda raw: raw[:-5]),
            ("manifest.json", lambda raw: raw.replace(b'"why_en"', b'"why_fr"')),
            ("manifest.json", lambda _: b"{"),
            ("manifest.json", lambda _: b"[]"),
            ("about.json", lambda raw: raw.replace(b'"format": 1', b'"format": 2')),
            ("about.json", lambda _: None),
        ],
    )
    def test_refuses_what_was_altered_and_leaves_nothing(self, file: Path, member: str, change: Any) -> None:
        with pytest.raises(NotAnArchive):
            bring_in(path=self.altered(file, member, change))

    def test_refuses_half_a_file(self, file: Path) -> None:
        raw = file.read_bytes()
        for size in (0, 10, len(raw) // 2, len(raw) - 30):
            (file.parent / "half.zip").write_bytes(raw[:size])
            with pytest.raises(NotAnArchive):
                bring_in(path=file.parent / "half.zip")

    def test_leaves_nothing_when_it_dies_at_the_very_end(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from nuan.domains.archive.writes import bring_in as module  # noqa: PLC0415

        real = module._place_files

        def dying(book: Any, made: list[Path]) -> None:
            real(book, made)
            raise KeyboardInterrupt

        monkeypatch.setattr(module, "_place_files", dying)
        with pytest.raises(KeyboardInterrupt):
            bring_in(path=file)


class TestSealedFile:
    def test_opens_with_its_passphrase_only(self, lived: Cast, tmp_path: Path) -> None:
        packed(lived, tmp_path / "1.zip")
        for wrong in ("", "another phrase"):
            with pytest.raises(NotAnArchive):
                bring_in(path=tmp_path / "1.zip", passphrase=wrong)

    def test_is_not_brought_in_twice(self, lived: Cast, tmp_path: Path) -> None:
        packed(lived, tmp_path / "1.zip")
        with pytest.raises(NotAnArchive, match="lives here already"):
            bring_in(path=tmp_path / "1.zip", passphrase=PASSPHRASE)

    def test_notices_chunks_that_are_moved_or_missing(self, tmp_path: Path) -> None:
        vault = Vault.of("x" * 12, salt=b"s" * 16, n=2, r=8, p=1)
        with (tmp_path / "m").open("wb") as out:
            writer = vault.writer(out, name="m")
            writer.write(bytes(150_000))
            writer.close()
        raw = (tmp_path / "m").read_bytes()
        size = 64 * 1024 + 16
        head, one, two, rest = raw[:7], raw[7 : 7 + size], raw[7 + size : 7 + 2 * size], raw[7 + 2 * size :]
        assert b"".join(self.read(vault, tmp_path, raw)) == bytes(150_000)
        for wrong in (head + two + one + rest, head + one + two, head + one + rest, head, b"", raw[:-1]):
            with pytest.raises(NotAnArchive):
                self.read(vault, tmp_path, wrong)

    def read(self, vault: Vault, folder: Path, raw: bytes) -> list[bytes]:
        (folder / "n").write_bytes(raw)
        with (folder / "n").open("rb") as source:
            return list(vault.read(source, name="m"))


class TestCommand:
    def test_takes_out_and_brings_in(self, lived: Cast, settings: Settings, tmp_path: Path) -> None:
        (tmp_path / "p").write_text(PASSPHRASE + "\n")
        words = ["桂花里", str(tmp_path / "1.zip"), "--passphrase-file", str(tmp_path / "p"), "--json"]
        out = CliRunner().invoke(command, ["export", *words])
        assert out.exit_code == 0, out.output
        leave(Path(settings.MEDIA_ROOT))
        back = CliRunner().invoke(command, ["import", *words[1:]])
        assert back.exit_code == 0, back.output
        assert json.loads(out.output)["rows"] == json.loads(back.output)["rows"]

    def test_says_what_it_cannot_do(self, lived: Cast, tmp_path: Path) -> None:
        assert "桂花里" in CliRunner().invoke(command, ["export", "桂花理", str(tmp_path / "x")]).output
        (tmp_path / "p").write_text("short")
        words = ["export", "桂花里", str(tmp_path / "x"), "--passphrase-file", str(tmp_path / "p")]
        assert CliRunner().invoke(command, words).exit_code == 1
        assert CliRunner().invoke(command, ["import", str(tmp_path / "p")]).exit_code == 1

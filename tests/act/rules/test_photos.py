from __future__ import annotations

import struct
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from nuan.act.rules import photos
from nuan.act.rules.photos import NotAPhoto, developed

GPS, ORIENTATION = 0x8825, 0x0112


def taken(*, size: tuple[int, int] = (60, 40), orientation: int = 1, kind: str = "JPEG") -> bytes:
    """Return a photo as a phone takes it, with where it was taken inside."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[GPS] = {1: "N", 2: (30.0, 33.0, 0.0), 3: "E", 4: (114.0, 20.0, 0.0)}
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, kind, exif=exif)
    return out.getvalue()


def header_of_a_bomb(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that claims to be enormous."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    )


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
class TestDeveloped:
    def test_leaves_the_place_it_was_taken_behind(self) -> None:
        raw = taken()
        assert Image.open(BytesIO(raw)).getexif().get_ifd(GPS)
        kept = Image.open(BytesIO(developed(raw).data))
        assert not kept.getexif()
        assert b"Exif" not in developed(raw).data

    def test_turns_it_upright(self) -> None:
        picture = developed(taken(size=(60, 40), orientation=6))
        assert (picture.width, picture.height) == (40, 60)

    def test_shrinks_what_is_larger_than_a_screen_needs(self) -> None:
        picture = developed(taken(size=(4000, 1000)))
        assert (picture.width, picture.height) == (2048, 512)

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_takes_what_phones_send(self, kind: str) -> None:
        assert developed(taken(kind=kind)).data.startswith(b"\xff\xd8")

    @pytest.mark.parametrize(
        "raw",
        [b"", b"hello", b"\xff\xd8\xff\xe0", b"<svg onload='x'/>", b"GIF89a", b"%PDF-1.7", taken()[:300]],
    )
    def test_refuses_what_is_no_photo(self, raw: bytes) -> None:
        with pytest.raises(NotAPhoto, match="not a photo"):
            developed(raw)

    @pytest.mark.parametrize("edge", [7_000, 100_000])
    def test_refuses_a_bomb_before_unpacking_it(self, edge: int) -> None:
        with pytest.raises(NotAPhoto, match="too many pixels"):
            developed(header_of_a_bomb(edge, edge))

    def test_refuses_more_than_twelve_megabytes(self) -> None:
        with pytest.raises(NotAPhoto, match="12 MB"):
            developed(b"\0" * (photos.LARGEST + 1))

    @settings(deadline=None)
    @given(st.binary(max_size=200), st.integers(min_value=0, max_value=600))
    def test_answers_any_damage_with_a_sentence(self, noise: bytes, at: int) -> None:
        whole = taken()
        damaged = whole[:at] + noise + whole[at + len(noise) :]
        with suppress(NotAPhoto):
            assert developed(damaged).width > 0

"""Makes a photo out of whatever a phone sent: proved, turned upright, shrunk, and without where it was taken."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST = 12 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_EDGE = 2048
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")

# What Pillow is known to raise on broken and on malicious files.
BROKEN = (
    UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError,
    IndexError, TypeError, OverflowError, MemoryError,
)  # fmt: skip


class NotAPhoto(ValueError):
    """The file is no photo we can keep; the message says what to do instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    data: bytes  #: JPEG without any metadata
    width: int
    height: int


def developed(raw: bytes) -> Picture:
    """Return the photo as we keep it; raise NotAPhoto with a kind sentence."""
    if len(raw) > LARGEST:
        raise NotAPhoto("this photo is larger than 12 MB; take it again at a smaller size")
    try:
        pixels = _pixels(raw)
        # The size is in the header: a bomb is refused before a single pixel is unpacked.
        picture = _redrawn(raw) if pixels <= MOST_PIXELS else None
    except Image.DecompressionBombError:
        picture = None
    except BROKEN as problem:
        raise NotAPhoto("this file is not a photo we can open; take it again as JPEG or PNG") from problem
    if picture is None:
        raise NotAPhoto("this picture has too many pixels; take it again at a smaller size")
    return picture


def _pixels(raw: bytes) -> int:
    with Image.open(BytesIO(raw), formats=FORMATS) as opened:
        pixels = opened.width * opened.height
        if pixels <= MOST_PIXELS:
            opened.verify()
        return pixels


def _redrawn(raw: bytes) -> Picture:
    with Image.open(BytesIO(raw), formats=FORMATS) as opened:
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
        # A fresh canvas: no EXIF, no GPS, no thumbnail, no comment, no colour profile comes along.
        canvas = Image.new("RGB", upright.size, "white")
        layer = upright.convert("RGBA")
        canvas.paste(layer, mask=layer)
    out = BytesIO()
    canvas.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Picture(data=out.getvalue(), width=canvas.width, height=canvas.height)

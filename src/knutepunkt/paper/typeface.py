"""Which characters the vendored fonts can draw, read from the fonts themselves.

PDF/UA-1 forbids characters without a shape, so a document with one cannot be made; asking first lets the setting write
such a character's code point instead of refusing a person's whole plan.
"""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
FAMILIES = ("Inter", "Noto Sans Arabic", "Noto Emoji")  # asked in this order for each character
_SEGMENTS, _GROUPS = 4, 12  # the two kinds of Unicode character map in use (OpenType, table cmap)
_UNICODE = frozenset({(0, 3), (0, 4), (3, 1), (3, 10)})  # platform and encoding
_END_OF_MAP = 0xFFFF


@cache
def drawable() -> frozenset[int]:
    """Code points that at least one vendored regular font has a shape for."""
    return frozenset(code for path in FONTS.glob("*-Regular.*") for code in _code_points(path.read_bytes()))


def _code_points(font: bytes) -> Iterator[int]:
    cmap = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", cmap, 2)
    for i in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", cmap, 4 + 8 * i)
        if (platform, encoding) not in _UNICODE:
            continue
        (kind,) = struct.unpack_from(">H", cmap, offset)
        if kind == _SEGMENTS:
            yield from _segments(cmap[offset:])
        elif kind == _GROUPS:
            yield from _groups(cmap[offset:])


def _table(font: bytes, tag: bytes) -> bytes:
    (count,) = struct.unpack_from(">H", font, 4)
    for i in range(count):
        name, _checksum, offset, length = struct.unpack_from(">4sIII", font, 12 + 16 * i)
        if name == tag:
            return font[offset : offset + length]
    raise ValueError(f"A font without the table {tag.decode()}.")


def _segments(cmap: bytes) -> Iterator[int]:
    (twice,) = struct.unpack_from(">H", cmap, 6)
    ends = struct.unpack_from(f">{twice // 2}H", cmap, 14)
    starts = struct.unpack_from(f">{twice // 2}H", cmap, 16 + twice)
    deltas = struct.unpack_from(f">{twice // 2}H", cmap, 16 + 2 * twice)
    offsets_at = 16 + 3 * twice
    offsets = struct.unpack_from(f">{twice // 2}H", cmap, offsets_at)
    for i, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for code in range(start, end + 1):
            glyph = code
            if offsets[i]:
                (glyph,) = struct.unpack_from(">H", cmap, offsets_at + 2 * i + offsets[i] + 2 * (code - start))
            if code != _END_OF_MAP and glyph and (glyph + deltas[i]) & 0xFFFF:
                yield code


def _groups(cmap: bytes) -> Iterator[int]:
    (count,) = struct.unpack_from(">I", cmap, 12)
    for i in range(count):
        start, end, glyph = struct.unpack_from(">III", cmap, 16 + 12 * i)
        yield from (code for code in range(start, end + 1) if glyph + code - start)

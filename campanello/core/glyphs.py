"""Which characters a font file can draw: its own table of characters (`cmap`), read without a font library."""

import struct
from collections.abc import Iterator
from pathlib import Path

Spans = list[tuple[int, int]]  # first and last character, both included
_COLLECTION, _UNICODE, _WINDOWS = b"ttcf", 0, 3
_BASIC, _FULL = 4, 12  # the forms of the table: of the first 65,536 characters, of all


def characters(font: Path) -> Spans:
    """The spans of characters that a TrueType or OpenType file has signs for; of a collection, its first font's."""
    with font.open("rb") as file:
        head = file.read(16)
        start = struct.unpack(">I", head[12:16])[0] if head[:4] == _COLLECTION else 0
        file.seek(start)
        tables = struct.unpack(">4xH6x", file.read(12))[0]
        directory = file.read(tables * 16)
        places = {directory[at : at + 4]: directory[at + 8 : at + 16] for at in range(0, len(directory), 16)}
        offset, length = struct.unpack(">II", places[b"cmap"])
        file.seek(offset)
        return merged(_of_table(file.read(length)))


def merged(spans: Iterator[tuple[int, int]] | Spans) -> Spans:
    """The same characters in as few spans as can be, in order."""
    joined: Spans = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _of_table(table: bytes) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack(">2xH", table[:4])
    for number in range(count):
        platform, _encoding, offset = struct.unpack_from(">HHI", table, 4 + number * 8)
        form = struct.unpack_from(">H", table, offset)[0]
        if platform in {_UNICODE, _WINDOWS} and form == _BASIC:
            yield from _basic(table, offset)
        elif platform in {_UNICODE, _WINDOWS} and form == _FULL:
            yield from _full(table, offset)


def _basic(table: bytes, offset: int) -> Iterator[tuple[int, int]]:
    segments = struct.unpack_from(">H", table, offset + 6)[0] // 2
    words = f">{segments}H"
    ends, starts, deltas, ranges = (
        struct.unpack_from(words, table, offset + at)
        for at in (14, 16 + segments * 2, 16 + segments * 4, 16 + segments * 6)
    )
    for number, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for character in range(first, last + 1):
            sign = character
            if ranges[number]:
                where = offset + 16 + segments * 6 + number * 2 + ranges[number] + (character - first) * 2
                sign = struct.unpack_from(">H", table, where)[0] if where + 2 <= len(table) else 0
            if (ranges[number] and not sign) or not (sign + deltas[number]) % 0x10000:
                continue
            yield character, character


def _full(table: bytes, offset: int) -> Iterator[tuple[int, int]]:
    (groups,) = struct.unpack_from(">I", table, offset + 12)
    for number in range(groups):
        first, last, sign = struct.unpack_from(">III", table, offset + 16 + number * 12)
        # The first sign of a font is the box for what it lacks.
        yield (first + 1, last) if sign == 0 else (first, last)

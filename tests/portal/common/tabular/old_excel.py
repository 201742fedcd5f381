"""Builds a small .xls (BIFF8 in a compound file) by hand: nothing at hand writes the old format any more."""

import struct

SECTOR = 512


def record(code: int, payload: bytes) -> bytes:
    return struct.pack("<HH", code, len(payload)) + payload


def text_cell(row: int, column: int, text: str) -> bytes:
    return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def number_cell(row: int, column: int, number: float) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, 0, number))


def book_stream(name: str, rows: list[list[str | float]], first_row: int = 0) -> bytes:
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 6))
    styles = record(0x00E0, bytes(20))
    title = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    offset = len(begin) + len(styles) + 4 + 6 + len(title) + 4
    listed = record(0x0085, struct.pack("<IBB", offset, 0, 0) + title)
    cells = b"".join(
        number_cell(first_row + r, c, cell) if isinstance(cell, float) else text_cell(first_row + r, c, cell)
        for r, row in enumerate(rows)
        for c, cell in enumerate(row)
        if cell != ""
    )
    sheet = (
        record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1997, 0, 6)) + cells + record(0x000A, b"")
    )
    return begin + styles + listed + record(0x000A, b"") + sheet


def directory_entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    head = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)


def write_xls(
    rows: list[list[str | float]], name: str = "在籍", first_row: int = 0, stream: str = "Workbook"
) -> bytes:
    """One sheet as .xls; a float becomes a number, everything else text."""
    book = book_stream(name, rows, first_row)
    book = book.ljust(max(4096, -(-len(book) // SECTOR) * SECTOR), b"\0")
    count = len(book) // SECTOR
    tables = -(-(count + 2) // 128)
    while tables * 128 < count + 1 + tables:
        tables += 1
    chain = [0xFFFFFFFD] * tables + [0xFFFFFFFE]
    first = len(chain)
    chain += [first + i + 1 for i in range(count - 1)] + [0xFFFFFFFE]
    table = b"".join(struct.pack("<I", link) for link in chain).ljust(tables * SECTOR, b"\xff")
    directory = directory_entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + directory_entry(
        stream, 2, 0xFFFFFFFF, first, len(book)
    )
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    header += struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += b"".join(struct.pack("<I", i) for i in range(tables))
    return header.ljust(SECTOR, b"\xff") + table + directory.ljust(SECTOR, b"\0") + book

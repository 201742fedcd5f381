"""How much a file may ask of the machine. Checked before unpacking and while reading, never after.

An XLSX is a zip: 171 kB can hold a sheet that costs a naive reader 1.5 GB. So the archive's own list is
looked at first, and cells are counted as they come.
"""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """The bounds of one file. Sizes in bytes, texts in characters."""

    file_bytes: int = 10 * MEGABYTE
    archive_entries: int = 2_000
    unpacked_bytes: int = 256 * MEGABYTE
    ratio: int = 300
    ratio_from_bytes: int = 4 * MEGABYTE  # below this size a high ratio is just an empty sheet
    rows: int = 200_000
    columns: int = 300
    cells: int = 3_000_000
    cell_characters: int = 32_767  # what Excel itself allows
    text_characters: int = 60_000_000
    reader_memory_bytes: int = 1024 * MEGABYTE
    reader_seconds: int = 60


LIMITS = Limits()

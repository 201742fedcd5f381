"""Two CSV files in, one out: the engine for any programmes and openings, without a database.

Premises. `id,title,text` are required; every other column may be missing (it then adds nothing) or empty here and
there (then it counts as the median).
Procedure. Read both files strictly, rank, write to a temporary file beside the output and rename it.
Guarantees. Either the whole output or none; the same files give the same bytes. Gates are those of the contract:
dates, accepted majors, and the industry classes 7262 and 7263.
Source: contracts.md of the portal, `match_files`.
"""

from __future__ import annotations

import csv
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from partnerships.matching.engine.csv_tables import CsvTable, FileError, read_table
from partnerships.matching.engine.reference import MatchResult, match_all
from partnerships.matching.engine.scene import Settings
from partnerships.matching.engine.tables import GROUPS, Days, Openings, Programmes

REQUIRED = ("id", "title", "text")
HEADER = ("programme_id", "rank", "opening_id", "score", *(f"part_{group}" for group in GROUPS))


@dataclass(frozen=True)
class Summary:
    """What a run read and wrote."""

    programmes: int
    openings: int
    rows: int
    programmes_without_any: int


def run(
    programmes_path: Path, openings_path: Path, output_path: Path, top: int, settings: Settings | None = None
) -> Summary:
    """Rank the openings of one file for the programmes of another and write the best `top` of each.

    Raises FileError (and writes nothing) when a file cannot be used, ValueError when `top` is below 1.
    """
    if top < 1:
        raise ValueError("top must be at least 1")
    programmes = read_programmes(programmes_path)
    openings = read_openings(openings_path)
    if not programmes.ids or not openings.ids:
        _write(output_path, [])
        return Summary(len(programmes.ids), len(openings.ids), 0, len(programmes.ids))
    result = match_all(programmes, openings, top=top, settings=settings)
    rows = output_rows(result)
    _write(output_path, rows)
    without = len(programmes.ids) - len(np.unique(result.ranking.programme))
    return Summary(len(programmes.ids), len(openings.ids), len(rows), without)


def read_programmes(path: Path) -> Programmes:
    """Programmes from a CSV file. Raises FileError."""
    table = read_table(path, REQUIRED)
    start, end = _period(table)
    return Programmes(
        ids=table.texts("id"),
        title=table.texts("title"),
        text=table.texts("text"),
        abilities=table.lists("abilities"),
        major_code=table.optional_texts("major_code"),
        longitude=table.numbers("longitude", least=-180, most=180),
        latitude=table.numbers("latitude", least=-90, most=90),
        students=table.numbers("students", least=0, most=np.inf, whole=True),
        start=start,
        end=end,
    )


def read_openings(path: Path) -> Openings:
    """Openings from a CSV file. Raises FileError."""
    table = read_table(path, REQUIRED)
    start, end = _period(table)
    return Openings(
        ids=table.texts("id"),
        title=table.texts("title"),
        text=table.texts("text"),
        aliases=table.lists("aliases"),
        tasks=table.lists("tasks"),
        abilities=table.lists("abilities"),
        majors=table.lists("majors"),
        industry_code=table.optional_texts("industry_code"),
        longitude=table.numbers("longitude", least=-180, most=180),
        latitude=table.numbers("latitude", least=-90, most=90),
        seats=table.numbers("seats", least=0, most=np.inf, whole=True),
        start=start,
        end=end,
    )


def output_rows(result: MatchResult) -> list[tuple[str, ...]]:
    """Rows of the output file below its header: by programme id, then rank; numbers with nine decimals."""
    ranking, scene = result.ranking, result.scene
    return [
        (
            scene.programmes.ids[ranking.programme[at]],
            str(ranking.rank[at]),
            scene.openings.ids[ranking.opening[at]],
            f"{ranking.score[at]:.9f}",
            *(f"{part + 0.0:.9f}" for part in ranking.parts[:, at]),
        )
        for at in range(len(ranking.rank))
    ]


def _period(table: CsvTable) -> tuple[Days | None, Days | None]:
    start, end = table.days("start"), table.days("end")
    if start is not None and end is not None:
        for at in np.flatnonzero(end < start):
            raise FileError(
                table.file, table.rows[at], "end", "the last day lies before the first; correct one of them"
            )
    return start, end


def _write(path: Path, rows: list[tuple[str, ...]]) -> None:
    """Write beside the target first, then rename: nobody ever sees half a file."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise FileError(str(path), 0, "", f"cannot be written ({error.strerror}); check the folder") from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEADER)
            writer.writerows(rows)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise FileError(str(path), 0, "", f"cannot be written ({error.strerror}); check the disk") from None

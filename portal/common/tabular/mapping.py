"""Which heading of a file is which column: guessed by name, corrected by the user, remembered by signature.

Order of trust: what the user chose for the same headings before; the same word (label, alias, name in
code); the most alike heading, best pair first, each heading used once.
"""

from collections.abc import Mapping

from portal.common.tabular.columns import Column, ImportSpec
from portal.common.tabular.headings import likeness, plain
from portal.common.tabular.reading import Table
from portal.common.tabular.sentences import Text, say

# Column name -> place of its heading from 0, or None where the file has none.
Places = dict[str, int | None]
LEAST_LIKENESS = 0.72


def guess(table: Table, spec: ImportSpec, remembered: Mapping[str, int | None] | None = None) -> Places:
    """The likeliest place of each column.

    `remembered` is what was chosen for the same signature; with a place out of range, all are guessed.
    """
    width = len(table.header)
    if remembered is not None and all(place is None or 0 <= place < width for place in remembered.values()):
        return {column.name: remembered.get(column.name) for column in spec.columns}
    places: Places = {column.name: None for column in spec.columns}
    for _score, _place, column, place in sorted(_pairs(table, spec)):
        if places[column] is None and place not in places.values():
            places[column] = place
    return places


def _pairs(table: Table, spec: ImportSpec) -> list[tuple[float, int, str, int]]:
    """`(minus likeness, place of the column, its name, place of the heading)` of every likely pair."""
    headings = [(place, heading) for place, heading in enumerate(table.header) if plain(heading)]
    return [
        (-score, order, column.name, place)
        for order, column in enumerate(spec.columns)
        for place, heading in headings
        if (score := _likeness(column, heading)) >= LEAST_LIKENESS
    ]


def _likeness(column: Column, heading: str) -> float:
    return max(likeness(known, heading) for known in column.headings)


def checked(places: Mapping[str, int | None], table: Table, spec: ImportSpec) -> list[Text]:
    """What is wrong with a user's mapping; empty where nothing is."""
    wrong: list[Text] = []
    used: dict[int, Column] = {}
    for column in spec.columns:
        place = places.get(column.name)
        if place is None:
            continue
        if not 0 <= place < len(table.header):
            wrong.append(say("“%(label)s”: the file has no such column.", label=column.label))
        elif place in used:
            wrong.append(
                say(
                    "Column %(number)s is chosen for both “%(first)s” and “%(second)s”.",
                    number=place + 1,
                    first=used[place].label,
                    second=column.label,
                )
            )
        else:
            used[place] = column
    return wrong or _missing_key(places, spec)


def _missing_key(places: Mapping[str, int | None], spec: ImportSpec) -> list[Text]:
    """A row must be identifiable: one alternative of the key is wholly mapped."""
    if any(all(places.get(name) is not None for name in key) for key in spec.keys):
        return []
    return [
        say(
            "Say which column is “%(label)s”: without it no row can be told from another.",
            label=spec.column(name).label,
        )
        for name in spec.keys[0]
        if places.get(name) is None
    ]

"""Codes of majors, classes and categories in words."""

from collections.abc import Iterable

from portal.reference.codes import CodeError, parse_major_code
from portal.reference.models import Major, MajorCategory, MajorClass


def major_words(codes: Iterable[str]) -> dict[str, str]:
    """Each code with the name that the catalogue gives it, the code itself where it has none.

    At most three queries for any number of codes.
    """
    wanted = sorted(set(codes))
    parsed = {code: parse_major_code(code) for code in wanted if _is_readable(code)}
    categories = _names(
        MajorCategory, {row.equated_category for row in parsed.values() if len(row.value) == 2}
    )
    classes = _names(MajorClass, {row.equated_class or "" for row in parsed.values() if len(row.value) == 4})
    majors = _major_names({code for code, row in parsed.items() if len(row.value) >= 6})
    words = {}
    for code in wanted:
        row = parsed.get(code)
        if row is None:
            words[code] = code
        elif row.major_class is None:
            words[code] = categories.get(row.equated_category, code)
        elif len(row.value) == 4:
            words[code] = classes.get(row.equated_class or "", code)
        else:
            words[code] = majors.get(code, code)
    return words


def _is_readable(code: str) -> bool:
    try:
        parse_major_code(code)
    except CodeError:
        return False
    return True


def _names(model: type[MajorCategory | MajorClass], codes: set[str]) -> dict[str, str]:
    return {row.pk: row.name for row in model.objects.filter(pk__in=codes)} if codes else {}


def _major_names(codes: set[str]) -> dict[str, str]:
    if not codes:
        return {}
    rows = Major.objects.filter(catalogue=Major.Catalogue.NATIONAL, code__in=codes).order_by("year")
    return {row.code: row.name for row in rows}

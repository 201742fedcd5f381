"""The score as JSON: the answer of the command, the parts to store beside it, and the list of kinds.

Also the table of kinds of docs/depth.md, so that a test can hold the document to the rubric.
"""

import json
from collections.abc import Iterable
from decimal import Decimal
from math import isfinite
from typing import Any

from partnerships.depth.scoring.documents import shown
from partnerships.depth.scoring.facts import FactsError, parse_facts
from partnerships.depth.scoring.rubric import ACTIVITIES, MONEY, Kind, Rubric, repeated
from partnerships.depth.scoring.scorer import DimensionScore, Score, score
from partnerships.depth.scoring.steps import DEFAULT_STEPS, NextStep, next_steps

LANGUAGES = ("en", "zh-hans")


def read_document(raw: bytes) -> Any:
    """Return the JSON of a file's bytes: UTF-8, numbers with a point as exact Decimals, no NaN, no key twice.

    Raises FactsError, with line and column where JSON breaks.
    """
    try:
        return json.loads(
            raw.decode("utf-8-sig"), parse_float=_number, parse_constant=_number, object_pairs_hook=_object
        )
    except UnicodeDecodeError as error:
        raise FactsError("", f"not UTF-8 at byte {error.start}; save the file as UTF-8") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise FactsError(place, f"not JSON ({error.msg}); correct it there") from None
    except RecursionError:
        raise FactsError("", "nested too deeply; docs/depth.md shows the form") from None
    except FactsError:
        raise
    except ValueError:
        raise FactsError("", "holds a number of too many digits; shorten it") from None


def _number(text: str) -> Decimal:
    """Return a JSON number with point or exponent as it is written; refuse NaN, Infinity and what is as good as."""
    if not isfinite(float(text)):
        raise FactsError("", f"holds the number {text[:20]}, which is not finite; correct it")
    return Decimal(text) if float(text) else Decimal(0)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    again = repeated(key for key, _value in pairs)
    if again:
        raise FactsError("", f"the key {shown(again[0])} occurs twice in one object; keep one of them")
    return dict(pairs)


def score_text(
    document: object, rubric: Rubric, *, language: str = LANGUAGES[0]
) -> tuple[str, tuple[str, ...]]:
    """Return the answer of `score_partnership` as JSON text, and the places that were not understood.

    Raises FactsError for facts that break their form.
    """
    facts = parse_facts(document, rubric)
    steps = next_steps(facts, rubric, limit=DEFAULT_STEPS)
    answer = score_json(score(facts, rubric), steps, language=language)
    return json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=1), facts.unknown_keys


def score_json(scored: Score, steps: Iterable[NextStep], *, language: str) -> dict[str, Any]:
    """Return score and steps in the form of docs/depth.md; points as numbers of up to ten decimals."""
    return {
        "points": float(scored.points),
        "level": scored.level,
        "dimensions": {
            found.code: {"points": float(found.points), "max": float(found.max_points)}
            for found in scored.dimensions
        },
        "coverage": scored.coverage,
        "gate": list(scored.gate),
        "flags": [flag.code for flag in scored.flags],
        "next_steps": [
            {"do": step.do.in_language(language), "gain": float(step.gain), "level_after": step.level_after}
            for step in steps
        ],
        "rubric": scored.rubric,
    }


def parts_json(scored: Score) -> dict[str, Any]:
    """Return all parts of a score for storing and opening on a page: kinds, ids, what earned nothing, flags with ids.

    Points and sums are texts, so that they keep every digit.
    """
    return {
        "dimensions": [_dimension_json(found) for found in scored.dimensions],
        "unearned": [
            {"id": row.id, "kind": row.kind, "reason": row.reason, "shared_with": row.shared_with}
            for row in scored.unearned
        ],
        "flags": [{"code": flag.code, "ids": list(flag.ids)} for flag in scored.flags],
        "gate": list(scored.gate),
        "evidence": {"count": scored.evidence_count, "covered": scored.covered_count},
    }


def _dimension_json(found: DimensionScore) -> dict[str, Any]:
    return {
        "code": found.code,
        "points": f"{found.points:f}",
        "max": f"{found.max_points:f}",
        "level": found.level,
        "over": f"{found.over:f}",
        "kinds": [
            {
                "kind": kind.kind,
                "confirmed": f"{kind.confirmed:f}",
                "unconfirmed": f"{kind.unconfirmed:f}",
                "points": f"{kind.points:f}",
                "max": f"{kind.max_points:f}",
                "ids": list(kind.ids),
                "rows": kind.rows,
            }
            for kind in found.kinds
            if kind.rows
        ],
    }


def kinds_text(rubric: Rubric) -> str:
    """Return the answer of `score_partnership --kinds` as JSON text."""
    kinds = [
        {"kind": kind.code, "unit": kind.unit, "dimension": kind.dimension, "measure": kind.measure}
        for kind in rubric.activity_kinds.values()
    ]
    return json.dumps({"activities": kinds, "forms": list(rubric.form_weights)}, ensure_ascii=False, indent=1)


def kinds_tables(rubric: Rubric) -> str:
    """Return the Markdown tables of docs/depth.md: one per dimension, and the forms of cooperation."""
    return "\n".join([*_dimension_tables(rubric), *_forms_table(rubric), ""])


def _dimension_tables(rubric: Rubric) -> list[str]:
    lines: list[str] = []
    for dimension, kinds in rubric.by_dimension:
        title = f"#### `{dimension.code}` {dimension.names.zh_hans} {dimension.names.en}"
        lines += [f"{title} (at most {dimension.max_points} points)", "", dimension.reason.en, ""]
        lines += [
            "| kind | name | counted in | half at | at most | half-life | why |",
            "|---|---|---|---|---|---|---|",
        ]
        lines += [_kind_row(kind) for kind in kinds]
        lines.append("")
    return lines


def _kind_row(kind: Kind) -> str:
    source = "" if kind.fed_by == ACTIVITIES else " (not an activity)"
    life = "none" if kind.half_life_days is None else f"{kind.half_life_days} days"
    cells = [
        f"`{kind.code}`{source}",
        f"{kind.names.zh_hans} {kind.names.en}",
        _counted_in(kind),
        f"{kind.half_measure}",
        f"{kind.max_points}",
        life,
        kind.reason.en,
    ]
    return f"| {' | '.join(cells)} |"


def _counted_in(kind: Kind) -> str:
    if kind.people is not None:
        return f"person-hours of {kind.people.en}; unit `{kind.unit}`"
    return f"yuan; unit `{kind.unit}`" if kind.measure == MONEY else f"`{kind.unit}`"


def _forms_table(rubric: Rubric) -> list[str]:
    lines = [
        "#### Forms of cooperation",
        "",
        "| form | name | group of article 7 | counts as |",
        "|---|---|---|---|",
    ]
    for form in rubric.forms:
        name = f"{form.names.zh_hans} {form.names.en}"
        lines.append(f"| `{form.code}` | {name} | {form.article_7_group} | {form.weight} |")
    return lines

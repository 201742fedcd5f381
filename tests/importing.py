"""Bringing in a table without the pages: read, guess the columns, compare, write."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from portal.common.tabular.mapping import guess
from portal.common.tabular.planning import Fate, Plan, plan
from portal.common.tabular.reading import read_table
from portal.common.tabular.speech import speak
from portal.records.imports.kinds import Scope, kind_of


def compared(
    code: str, scope: Scope, text: str, words: Mapping[str, Mapping[str, str]] | None = None
) -> Plan:
    """What importing the CSV text would do."""
    kind = kind_of(code)
    spec = kind.spec(scope)
    table = read_table(text.encode(), "table.csv", sheet=None, known=spec.headings)
    return plan(table, guess(table, spec), spec, lambda keys: kind.existing(scope, keys, False), words)


def brought_in(code: str, scope: Scope, text: str, by: Any = None, **options: Any) -> Plan:
    """Compare and write; answers what was compared."""
    done = compared(code, scope, text, **options)
    with transaction.atomic():
        kind_of(code).commit(scope, done.of(Fate.NEW, Fate.CHANGED), by)
    return done


def causes(done: Plan) -> list[str]:
    """Why rows were rejected, in English."""
    return [speak(problem.sentence) for row in done.of(Fate.REJECTED) for problem in row.problems]


def fates(done: Plan) -> dict[str, int]:
    """Rows by fate, without those that have none."""
    return {fate.value: count for fate, count in done.counts.items() if count}

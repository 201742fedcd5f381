"""What a worker does with an import: read the file, compare it with the registers, write it in one piece.

Every step may be killed and run again. Reading and comparing write nothing but the batch and its rows;
writing and "done" are one transaction. A register that changed since the preview is a conflict: nothing is
written, the comparison is renewed and shown.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction

from portal.common.errors import DomainError
from portal.common.tabular.columns import ImportSpec, Key
from portal.common.tabular.mapping import guess
from portal.common.tabular.planning import Change, Fate, Plan, PlannedRow, plan, shown
from portal.common.tabular.reading import Table, read_table
from portal.common.tabular.sentences import Message, TableError, Text, as_json, say
from portal.records.imports.kinds import ImportKind, Scope, kind_of, scope_for
from portal.records.imports.memory import is_word, remembered_columns, remembered_words
from portal.records.imports.workflow import IMPORT_STEPS
from portal.records.models import ImportBatch, ImportRow
from portal.records.workflow import transition

SAMPLE_ROWS = 3
ROWS_AT_A_TIME = 1000
MOST_UNKNOWN_WORDS = 1000
REMARKED = "remarked"  # in the result of a comparison: rows that would be written and are unusual
TAKEN = say(
    "The registers already hold a record that one of the rows would repeat. Nothing was written. "
    "Check the numbers and names of the new rows."
)


def run(batch: ImportBatch) -> dict[str, Any]:
    """Do what the batch's status asks for; called by the job runner."""
    steps = {
        ImportBatch.Status.READING: read,
        ImportBatch.Status.PLANNING: compare,
        ImportBatch.Status.COMMITTING: write,
    }
    step = steps.get(ImportBatch.Status(batch.status))
    try:
        return step(batch) if step else {}
    except TableError as error:
        return _refuse(batch, error.message)


def table_of(batch: ImportBatch, spec: ImportSpec) -> Table:
    """The table in the stored file. Raises TableError."""
    try:
        with batch.file.open("rb") as file:
            data = file.read()
    except (OSError, ValueError) as error:
        raise TableError("The uploaded file is no longer there. Upload it again.") from error
    return read_table(data, batch.file_name, sheet=batch.sheet or None, known=spec.headings)


def parts_of(batch: ImportBatch) -> tuple[ImportKind, Scope, ImportSpec]:
    """The kind of a batch, the organisation it is for, and what its columns are."""
    kind = kind_of(batch.kind)
    scope = scope_for(batch.organisation_kind, batch.organisation_id)
    return kind, scope, kind.spec(scope)


def read(batch: ImportBatch) -> dict[str, Any]:
    """Find sheets, headings and likely columns; the file is refused where it is no table."""
    _kind, _scope, spec = parts_of(batch)
    table = table_of(batch, spec)
    remembered = remembered_columns(batch, table.signature)
    places = guess(table, spec, remembered)
    with transaction.atomic():
        transition(
            batch,
            IMPORT_STEPS,
            "show_columns",
            by=None,
            values={
                "sheet": table.sheet,
                "sheets": list(table.sheets),
                "header": list(table.header),
                "header_row": table.header_row,
                "samples": [list(row.cells) for row in table.rows[:SAMPLE_ROWS]],
                "signature": table.signature,
                "row_count": len(table.rows),
                "places": places,
                "words": remembered_words(batch),
            },
        )
        batch.finish({"rows": len(table.rows)})
    return batch.result


def _refuse(batch: ImportBatch, message: Message) -> dict[str, Any]:
    with transaction.atomic():
        transition(batch, IMPORT_STEPS, "refuse", by=None, values={"refusal": as_json(message)})
        batch.finish({"refused": as_json(message)})
    return batch.result


def planned(batch: ImportBatch, table: Table, *, lock: bool) -> Plan:
    """The comparison of the file with the registers as they are now."""
    kind, scope, spec = parts_of(batch)

    def look_up(keys: Sequence[Key]) -> Any:
        return kind.existing(scope, keys, lock)

    return plan(table, batch.places, spec, look_up, batch.words)


def compare(batch: ImportBatch) -> dict[str, Any]:
    """Compare, keep the rows, and show the preview."""
    _kind, _scope, spec = parts_of(batch)
    done = planned(batch, table_of(batch, spec), lock=False)
    return _keep(batch, done, "preview")


def _keep(batch: ImportBatch, done: Plan, move: str, **values: Any) -> dict[str, Any]:
    """Keep a comparison as the batch's newest and move on; the rows of the one before go."""
    kind, scope, spec = parts_of(batch)
    number = batch.plan_number + 1
    _keep_rows(batch, number, done, spec)
    counts = {fate.value: count for fate, count in done.counts.items()}
    with transaction.atomic():
        transition(
            batch,
            IMPORT_STEPS,
            move,
            by=None,
            values={
                "counts": counts,
                "plan_number": number,
                "plan_digest": done.digest,
                "unknown_words": _words(done),
                "effects": [as_json(text) for text in kind.effects(scope, done)],
                **values,
            },
        )
        batch.finish({**counts, REMARKED: sum(bool(row.remarks) for row in done.rows)})
    batch.rows.exclude(plan_number=number).delete()
    return batch.result


def _keep_rows(batch: ImportBatch, number: int, done: Plan, spec: ImportSpec) -> None:
    """Write the rows piece by piece; a piece of a killed attempt is replaced."""
    batch.rows.filter(plan_number=number).delete()
    rows = enumerate(done.in_order_of_concern())
    total = len(done.rows)
    while piece := list(islice(rows, ROWS_AT_A_TIME)):
        ImportRow.objects.bulk_create([_row(batch, number, place, row, spec) for place, row in piece])
        batch.advance(piece[-1][0] + 1, total)


def _row(batch: ImportBatch, number: int, place: int, row: PlannedRow, spec: ImportSpec) -> ImportRow:
    return ImportRow(
        batch=batch,
        plan_number=number,
        place=place,
        number=row.number,
        fate=row.fate.value,
        cells=list(row.cells),
        changes=[_change(change, spec) for change in row.changes],
        problems=[problem.as_json() for problem in (*row.problems, *row.remarks)],
    )


def _change(change: Change, spec: ImportSpec) -> list[Any]:
    column = spec.column(change.column)
    return [change.column, as_json(shown(column, change.old)), as_json(shown(column, change.new))]


def _words(done: Plan) -> list[dict[str, Any]]:
    """The words most rows wait for; a text too long to be a word is only a wrong cell."""
    unknown = (word for word in done.unknown_words if is_word(word.word))
    wanted = sorted(unknown, key=lambda word: (-word.rows, word.column, word.word))
    return [
        {"column": word.column, "word": word.word, "rows": word.rows, "proposals": list(word.proposals)}
        for word in islice(wanted, MOST_UNKNOWN_WORDS)
    ]


class _Outdated(Exception):
    """The comparison inside the commit differs from the preview; carries it out of the transaction."""

    def __init__(self, done: Plan) -> None:
        self.done = done


def write(batch: ImportBatch) -> dict[str, Any]:
    """Write every new and changed row in one transaction, together with "done"; or nothing."""
    _kind, _scope, spec = parts_of(batch)
    table = table_of(batch, spec)
    try:
        with transaction.atomic():
            _write(batch, table)
    except _Outdated as outdated:
        return _keep(batch, outdated.done, "give_back", is_conflict=True)
    except DomainError as error:
        return _give_back(batch, str(error))
    except IntegrityError:
        return _give_back(batch, TAKEN)
    return batch.result


def _write(batch: ImportBatch, table: Table) -> None:
    kind, scope, _spec = parts_of(batch)
    done = planned(batch, table, lock=True)
    if done.digest != batch.plan_digest:
        raise _Outdated(done)
    written = kind.commit(scope, done.of(Fate.NEW, Fate.CHANGED), batch.committed_by)
    result = {**batch.counts, "written": dict(written)}
    transition(batch, IMPORT_STEPS, "finish", by=None, values={"refusal": {}})
    if not batch.finish(result):
        # Another worker took the job over while this one slept: its transaction counts, not ours.
        raise RuntimeError("the lease of the import went to another worker")


def _give_back(batch: ImportBatch, why: Text) -> dict[str, Any]:
    """Nothing was written: back to the preview, with the reason."""
    batch.refresh_from_db()
    remarked = batch.result.get(REMARKED, 0)
    with transaction.atomic():
        transition(batch, IMPORT_STEPS, "give_back", by=None, values={"refusal": {"why": as_json(why)}})
        batch.finish({"refused": as_json(why), REMARKED: remarked})
    return batch.result


def rejected(batch: ImportBatch) -> Iterator[ImportRow]:
    """The rejected rows of the newest comparison, in the order of the file."""
    rows = batch.rows.filter(plan_number=batch.plan_number, fate=Fate.REJECTED.value)
    return rows.order_by("place").iterator(chunk_size=ROWS_AT_A_TIME)

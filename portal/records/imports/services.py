"""What a person does with an import: upload, match columns, decide words, import, discard.

Each act moves the batch and, where a worker is needed, makes its job row due; `portal.records.imports.work`
does the work, at once for small files and in a worker for large ones. Nothing is written to any register
before `begin`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.common.errors import DomainError
from portal.common.files import TABLES, shown_name, upload_hash
from portal.common.files import kind_of as content_kind
from portal.common.jobs import Job
from portal.common.tabular.columns import ImportSpec
from portal.common.tabular.limits import MEGABYTE
from portal.common.tabular.mapping import checked
from portal.common.tabular.reading import Table, read_table
from portal.common.tabular.sentences import TableError
from portal.common.tabular.speech import speak
from portal.records import audit
from portal.records.imports.kinds import ImportKind, Scope, kind_of, scope_for
from portal.records.imports.memory import (
    MOST_DECISIONS,
    MOST_WORD,
    is_word,
    remember_columns,
    remember_words,
)
from portal.records.imports.workflow import IMPORT_STEPS
from portal.records.models import ImportBatch
from portal.records.workflow import transition

AT_ONCE_BYTES = 400_000
AT_ONCE_ROWS = 2_000


def upload(file: UploadedFile, *, kind: ImportKind, scope: Scope, by: User, sheet: str = "") -> ImportBatch:
    """Keep an upload and make it due to be read. Raises DomainError where it can be seen to be no table.

    A small file is read here, so that a refusal stores nothing; a large one is read by a worker.
    """
    if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
        most = settings.UPLOAD_MAX_BYTES // MEGABYTE
        raise DomainError(_("The file is larger than %(size)s MB.") % {"size": most}, code="file_too_large")
    data = file.read()
    name = shown_name(file.name or "")
    if len(data) <= AT_ONCE_BYTES or content_kind(data) not in TABLES:
        readable(data, name, kind.spec(scope).headings, sheet)
    batch = ImportBatch(
        kind=kind.code,
        organisation_kind=scope.kind,
        organisation_id=scope.organisation.pk,
        created_by=by,
        file_name=name[:160],
        file_ending=_ending(name),
        file_sha256=upload_hash(data),
        sheet=sheet,
    )
    file.seek(0)
    batch.file.save(name, file, save=False)
    with transaction.atomic():
        batch.save()
        audit.record(by, audit.CREATED, batch, changes={"kind": kind.code, "sha256": batch.file_sha256})
    return batch


def readable(data: bytes, name: str, known: tuple[str, ...], sheet: str = "") -> Table:
    """The table of a file; DomainError with the reader's sentence where there is none."""
    try:
        return read_table(data, name, sheet=sheet or None, known=known)
    except TableError as error:
        raise DomainError(speak(error.message), code="not_a_table") from error


def _ending(name: str) -> str:
    """The ending under which the file is kept: one of the three kinds, whatever the name says."""
    ending = name.rpartition(".")[2].lower()
    return f".{ending}" if ending in {"xlsx", "xls", "csv"} else ".table"


def due(**values: Any) -> dict[str, Any]:
    """The job fields of a batch that a worker has to look at now, with further values."""
    fresh = {"state": Job.State.QUEUED, "attempts": 0, "not_before": timezone.now(), "error": ""}
    return {**fresh, "progress_done": 0, "progress_total": 0, "lease_until": None, **values}


def match_columns(batch: ImportBatch, places: Mapping[str, int | None], *, by: User) -> ImportBatch:
    """Say which column of the file is which, remember it, and compare.

    Raises DomainError naming what is wrong.
    """
    scope = scope_for(batch.organisation_kind, batch.organisation_id)
    spec = kind_of(batch.kind).spec(scope)
    _all_known(places, spec)
    wanted = {column.name: places.get(column.name) for column in spec.columns}
    wrong = checked(wanted, Table(tuple(batch.header), ()), spec)
    if wrong:
        raise DomainError(" ".join(speak(text) for text in wrong), code="columns")
    with transaction.atomic():
        moved = transition(
            batch, IMPORT_STEPS, "compare", by=by, values=due(places=wanted, is_conflict=False)
        )
        remember_columns(moved)
    return moved


def decide_words(
    batch: ImportBatch, decisions: Mapping[str, Mapping[str, str | None]], *, by: User
) -> ImportBatch:
    """Say what words of the file mean (column -> word -> known word, "" for nothing, None to forget), and compare.

    A meaning that the column does not know either raises DomainError.
    """
    spec = kind_of(batch.kind).spec(scope_for(batch.organisation_kind, batch.organisation_id))
    _all_known(decisions, spec)
    words: dict[str, dict[str, str]] = {name: dict(known) for name, known in batch.words.items()}
    for name, meanings in decisions.items():
        for word, meaning in meanings.items():
            _must_fit(word, meaning)
            _decide(words.setdefault(name, {}), word, meaning)
            if meaning:
                _must_know(spec.column(name), meaning)
    if sum(map(len, words.values())) > MOST_DECISIONS:
        raise DomainError(_("Decide at most %(most)s words.") % {"most": MOST_DECISIONS}, code="words")
    with transaction.atomic():
        moved = transition(batch, IMPORT_STEPS, "compare", by=by, values=due(words=words, is_conflict=False))
        remember_words(moved, decisions)
    return moved


def _all_known(names: Iterable[str], spec: ImportSpec) -> None:
    known = {column.name for column in spec.columns}
    if not known.issuperset(names):
        raise DomainError(_("There is no such column."), code="columns")


def _must_fit(word: str, meaning: str | None) -> None:
    if not is_word(word) or (meaning and not is_word(meaning)):
        raise DomainError(_("A word has 1 to %(most)s characters.") % {"most": MOST_WORD}, code="words")


def _decide(words: dict[str, str], word: str, meaning: str | None) -> None:
    if meaning is None:
        words.pop(word, None)
    else:
        words[word] = meaning


def _must_know(column: Any, meaning: str) -> None:
    try:
        column.parse(meaning)
    except Exception as error:
        cause = getattr(error, "cause", None)
        if cause is None:
            raise
        said = {"label": speak(column.label), "cause": speak(cause)}
        raise DomainError(_("“%(label)s”: %(cause)s.") % said, code="words") from error


def read_sheet(batch: ImportBatch, sheet: str, *, by: User) -> ImportBatch:
    """Read another sheet of the same workbook."""
    if sheet not in batch.sheets:
        raise DomainError(_("The workbook has no such sheet."), code="no_sheet")
    return transition(batch, IMPORT_STEPS, "read_again", by=by, values=due(sheet=sheet, is_conflict=False))


def begin(batch: ImportBatch, *, by: User, digest: str) -> ImportBatch:
    """Import what the preview shows.

    `digest` is that of the preview seen; another one, or none, means that what was seen is outdated.
    """
    _must_be_seen(batch, digest)
    if not batch.to_write:
        raise DomainError(
            _("There is nothing to import: no row is new or changed."), code="nothing_to_import"
        )
    with transaction.atomic():
        moved = transition(
            batch, IMPORT_STEPS, "begin", by=by, values=due(committed_by=by, is_conflict=False)
        )
        _must_be_seen(moved, digest)  # a colleague may have compared again between reading and locking
    return moved


def _must_be_seen(batch: ImportBatch, digest: str) -> None:
    if not digest or digest != batch.plan_digest:
        raise DomainError(_("The preview changed meanwhile. Look at it again."), code="stale_preview")


def discard(batch: ImportBatch, *, by: User) -> ImportBatch:
    """Put the import aside: rows and file are removed, the trail of it stays."""
    with transaction.atomic():
        moved = transition(batch, IMPORT_STEPS, "discard", by=by)
        moved.rows.all().delete()
        transaction.on_commit(lambda: moved.file.storage.delete(str(moved.file.name)))
    return moved


def is_small(batch: ImportBatch) -> bool:
    """Whether the next step may be done while the user waits."""
    try:
        return batch.file.size <= AT_ONCE_BYTES and batch.row_count <= AT_ONCE_ROWS
    except (OSError, ValueError):
        return True  # the file is gone: there is nothing to do but to say so


def try_again(batch: ImportBatch, *, by: User) -> ImportBatch:
    """Make a step due that was given up after its attempts."""
    if batch.state != Job.State.FAILED:
        raise DomainError(_("This step is not given up."), code="wrong_state")
    ImportBatch.objects.filter(pk=batch.pk, state=Job.State.FAILED).update(**due())
    audit.record(by, "tried_again", batch)
    batch.refresh_from_db()
    return batch

"""Pages of the imports. One batch has one address; what it shows follows where the batch stands."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from portal.accounts.models import User
from portal.common.errors import DomainError
from portal.common.furniture import Tab
from portal.common.tabular.columns import ImportSpec
from portal.common.tabular.planning import Fate
from portal.common.tabular.sentences import from_json
from portal.common.tabular.speech import speak
from portal.common.web import require, told_to
from portal.records.imports import preview, services
from portal.records.imports.files import rejected_file, template_file
from portal.records.imports.forms import ColumnsForm, UploadForm
from portal.records.imports.kinds import ImportKind, Scope, kind_of, kinds_open_to, scope_of
from portal.records.imports.steps import go_on
from portal.records.imports.taken import offered_lists, taken_files
from portal.records.imports.work import parts_of
from portal.records.models import ImportBatch

PAGE_SIZE = 50
LIST_SIZE = 20
REFRESH_SECONDS = "2"
TONES: dict[str, str] = {
    ImportBatch.Status.MAPPING: "warm",
    ImportBatch.Status.PREVIEWED: "warm",
    ImportBatch.Status.DONE: "green",
    ImportBatch.Status.REFUSED: "red",
    ImportBatch.Status.ABANDONED: "grey",
}


def _scope(request: HttpRequest) -> Scope:
    membership = request.membership  # type: ignore[attr-defined]
    if not membership:
        raise PermissionDenied
    return scope_of(membership)


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page with the line of the four steps."""
    labels = [_("Upload file"), _("Match columns"), _("Preview"), _("Result")]
    return render(request, template, {**context, "step_labels": labels}, status=status)


def _by(request: HttpRequest) -> User:
    """The signed-in person; LoginRequiredMiddleware lets nobody else come here."""
    return cast("User", request.user)


def _batch(request: HttpRequest, public_id: str) -> ImportBatch:
    return get_object_or_404(ImportBatch.objects.visible_to(request.user), public_id=public_id)


@require_safe
def import_list(request: HttpRequest) -> HttpResponse:
    """What was imported and exported, and what waits for a decision."""
    batches = (
        ImportBatch.objects.visible_to(request.user)
        .select_related("created_by")
        .defer("samples", "unknown_words")
    )
    page = Paginator(batches.order_by("-pk"), LIST_SIZE).get_page(request.GET.get("page"))
    waiting = batches.filter(status__in=ImportBatch.WAITS_FOR_USER).count()
    rows = [
        {"batch": batch, "kind": _label(batch.kind), "tone": TONES.get(batch.status, "blue")}
        for batch in page
    ]
    context = {
        "page": page,
        "rows": rows,
        "waiting": waiting,
        "offered": offered_lists(request.membership, request.user),  # type: ignore[attr-defined]
        "taken": taken_files(request.user),
        "may_import": _may_import(request),
    }
    return _page(request, "records/import_list.html", context)


def _label(code: str) -> Any:
    """The name of a kind; a kind that is no longer offered by its code."""
    try:
        return kind_of(code).label
    except KeyError:
        return code


def _may_import(request: HttpRequest) -> bool:
    membership = request.membership  # type: ignore[attr-defined]
    return bool(membership and kinds_open_to(scope_of(membership), request.user))


def _open_kinds(request: HttpRequest) -> tuple[Scope, list[ImportKind]]:
    scope = _scope(request)
    kinds = kinds_open_to(scope, request.user)
    if not kinds:
        raise PermissionDenied
    return scope, kinds


@require_safe
def import_new(request: HttpRequest) -> HttpResponse:
    """Choose what the file holds, and the file."""
    kinds = _open_kinds(request)[1]
    wanted = request.GET.get("kind", "")
    first = wanted if any(kind.code == wanted for kind in kinds) else kinds[0].code
    return _upload_page(request, UploadForm(kinds=kinds, initial={"kind": first}), kinds)


def _upload_page(
    request: HttpRequest, form: UploadForm, kinds: list[ImportKind], status: int = 200
) -> HttpResponse:
    return _page(request, "records/import_new.html", {"form": form, "kinds": kinds}, status=status)


@require_POST
def import_upload(request: HttpRequest) -> HttpResponse:
    """Take a file; one that is no table is refused here and stored nowhere."""
    scope, kinds = _open_kinds(request)
    form = UploadForm(request.POST, request.FILES, kinds=kinds)
    if not form.is_valid():
        return _upload_page(request, form, kinds, status=400)
    kind = kind_of(form.cleaned_data["kind"])
    try:
        batch = services.upload(form.cleaned_data["file"], kind=kind, scope=scope, by=_by(request))
    except DomainError as error:
        form.add_error("file", str(error))
        return _upload_page(request, form, kinds, status=400)
    go_on(batch)
    return redirect(batch)


@require_safe
def import_template(request: HttpRequest, code: str) -> FileResponse:
    """The empty workbook of a kind."""
    scope, kinds = _open_kinds(request)
    for kind in kinds:
        if kind.code == code:
            return template_file(kind, scope)
    raise Http404


@require_safe
def import_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where the import stands: progress, columns, preview, result."""
    batch = _batch(request, public_id)
    if batch.is_waiting_for_worker:
        return _progress(request, batch)
    if batch.status == ImportBatch.Status.MAPPING:
        return _columns(request, batch)
    if batch.status == ImportBatch.Status.PREVIEWED:
        return _preview(request, batch)
    why = from_json(batch.refusal) if batch.refusal else ""
    kind = kind_of(batch.kind)
    context = {
        "batch": batch,
        "kind": kind,
        "why": speak(why),
        "rejected": batch.count(Fate.REJECTED),
        "tiles": _tiles(batch),
    }
    return _page(request, "records/import_result.html", context)


def _progress(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    answer = _page(request, "records/import_progress.html", {"batch": batch, "kind": _label(batch.kind)})
    if batch.is_open:
        answer["Refresh"] = REFRESH_SECONDS
    return answer


def _kind_and_spec(batch: ImportBatch) -> tuple[ImportKind, ImportSpec]:
    kind, _scope_of_batch, spec = parts_of(batch)
    return kind, spec


def _columns(
    request: HttpRequest, batch: ImportBatch, chosen: ColumnsForm | None = None, wrong: str = ""
) -> HttpResponse:
    kind, spec = _kind_and_spec(batch)
    choices = preview.column_choices(batch, spec)
    places = preview.headings(batch)
    form = chosen or ColumnsForm(
        names=[choice.name for choice in choices],
        places=places,
        initial={f"place-{choice.name}": choice.place for choice in choices},
    )
    used = {choice.place for choice in choices}
    context = {
        "batch": batch,
        "kind": kind,
        "form": form,
        "lines": [(choice, form[f"place-{choice.name}"]) for choice in choices],
        "unused": [heading for place, heading in places if place not in used],
        "wrong": wrong,
    }
    return _page(request, "records/import_columns.html", context, status=400 if wrong else 200)


@require_safe
def import_columns(request: HttpRequest, public_id: str) -> HttpResponse:
    """Match the columns, again if need be."""
    batch = _batch(request, public_id)
    return _columns(request, batch) if batch.is_waiting_for_user else redirect(batch)


@require_POST
def import_match(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the columns and compare."""
    batch = _batch(request, public_id)
    names = [column.name for column in parts_of(batch)[2].columns]
    form = ColumnsForm(request.POST, names=names, places=preview.headings(batch))
    if not form.is_valid():
        return _columns(
            request, batch, form, " ".join(str(error) for errors in form.errors.values() for error in errors)
        )
    try:
        batch = services.match_columns(batch, form.places(), by=_by(request))
    except DomainError as error:
        return (
            _columns(request, batch, form, str(error))
            if error.code == "columns"
            else _told(request, batch, error)
        )
    go_on(batch)
    return redirect(batch)


def _told(request: HttpRequest, batch: ImportBatch, error: DomainError) -> HttpResponse:
    with told_to(request):
        raise error
    return redirect(batch)


def _preview(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    kind, spec = _kind_and_spec(batch)
    show = request.GET.get("show", "")
    page = Paginator(preview.rows_to_show(batch, show), PAGE_SIZE).get_page(request.GET.get("page"))
    listed = list(page.object_list)
    columns = preview.shown_columns(batch, spec, listed)
    open_words, decided = preview.open_words(batch, spec), preview.decided_words(batch, spec)
    context = {
        "batch": batch,
        "kind": kind,
        "page": page,
        "columns": [speak(column.label) for column in columns],
        "rows": preview.shown_rows(batch, columns, listed),
        "tabs": _tabs(batch, show),
        "tiles": _tiles(batch),
        "rejected": batch.count(Fate.REJECTED),
        "remarked": preview.remarked(batch),
        "effects": [speak(from_json(text)) for text in batch.effects],
        "why": speak(from_json(batch.refusal["why"])) if batch.refusal.get("why") else "",
        "open_words": open_words,
        "open_columns": preview.open_columns(batch, spec),
        "decided_words": decided,
        "word_lists": preview.word_lists(spec, [*open_words, *decided]),
        "is_private": any(column.is_private for column in spec.columns),
    }
    return _page(request, "records/import_preview.html", context)


_TILE_ORDER = (Fate.NEW, Fate.CHANGED, Fate.UNCHANGED, Fate.REJECTED)


def _tiles(batch: ImportBatch) -> list[dict[str, Any]]:
    """A number per outcome that any row has; rejected rows are red."""
    return [
        {
            "label": preview.fate_label(fate),
            "count": batch.count(fate),
            "fate": fate.value,
            "tone": "red" if fate is Fate.REJECTED else "",
        }
        for fate in _TILE_ORDER
        if batch.count(fate)
    ]


def _tabs(batch: ImportBatch, show: str) -> list[Tab]:
    """All rows, and those of each outcome that any row has; an outcome asked for in the address stays."""
    outcomes = {fate.value: (preview.fate_label(fate), batch.count(fate)) for fate in _TILE_ORDER}
    outcomes[preview.REMARKED] = (preview.remarked_label(), preview.remarked(batch))
    counts = {name: found for name, found in outcomes.items() if found[1] or name == show}
    everything = Tab(preview.all_label(), "?show=", sum(batch.counts.values()), is_current=show not in counts)
    return [
        everything,
        *(
            Tab(label, f"?show={name}", count, is_current=show == name)
            for name, (label, count) in counts.items()
        ),
    ]


@require_POST
def import_words(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take what words mean and compare again."""
    batch = _batch(request, public_id)
    decisions = preview.words_posted(batch, request.POST)
    with told_to(request):
        if decisions:
            batch = services.decide_words(batch, decisions, by=_by(request))
            go_on(batch)
    return redirect(batch)


@require_POST
def import_sheet(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read another sheet of the workbook."""
    batch = _batch(request, public_id)
    with told_to(request):
        batch = services.read_sheet(batch, request.POST.get("sheet", ""), by=_by(request))
        go_on(batch)
    return redirect(batch)


@require_POST
def import_commit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Import what the preview showed."""
    batch = _batch(request, public_id)
    require(request, "records.change_import", batch)
    with told_to(request):
        batch = services.begin(batch, by=request.user, digest=request.POST.get("digest", ""))  # type: ignore[arg-type]
        go_on(batch)
    return redirect(batch)


@require_POST
def import_discard(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put the import aside."""
    batch = _batch(request, public_id)
    with told_to(request):
        services.discard(batch, by=_by(request))
    return redirect(batch)


@require_POST
def import_retry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Try a given-up step again."""
    batch = _batch(request, public_id)
    with told_to(request):
        batch = services.try_again(batch, by=_by(request))
        go_on(batch)
    return redirect(batch)


@require_GET
def import_rejected(request: HttpRequest, public_id: str) -> FileResponse:
    """The rejected rows as a file, each with its cause."""
    return rejected_file(_batch(request, public_id), request.GET.get("file_format", "xlsx"))

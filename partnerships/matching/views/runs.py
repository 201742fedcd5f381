"""The report of each matching run: when, on which input, what each gate left, how long. It names nobody."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from partnerships.matching.models import MatchRun
from partnerships.matching.words import gate_names
from portal.common.charts.bars import log_share
from portal.common.furniture import Tone
from portal.common.wording import grouped, moment_words

TONES: dict[str, Tone] = {"queued": "grey", "running": "blue", "done": "green", "failed": "red"}


@require_safe
def match_run_list(request: HttpRequest) -> HttpResponse:
    """All runs, the latest first."""
    page = Paginator(MatchRun.objects.visible_to(request.user), 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, TONES[row.state]) for row in page],
        "heading": _list_heading(MatchRun.objects.visible_to(request.user).latest_done()),
    }
    return render(request, "matching/run_list.html", context)


@require_safe
def match_run_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One run."""
    run = get_object_or_404(MatchRun.objects.visible_to(request.user), public_id=public_id)
    names = gate_names()
    gates = run.gates if len(run.gates) == len(names) else []
    context = {
        "run": run,
        "tone": TONES[run.state],
        "heading": _heading(run),
        "steps": [
            Step(name, left, gates[at - 1] - left if at else 0, log_share(left, gates[0]))
            for at, (name, left) in enumerate(zip(names, gates, strict=False))
        ],
        "overtaken_by": MatchRun.objects.filter(pk=run.result.get("overtaken_by")).first(),
    }
    return render(request, "matching/run_detail.html", context)


@dataclass(frozen=True)
class Step:
    """A gate over all pairs: what it left, what it took, and its bar in per cent on a log scale."""

    label: str
    left: int
    removed: int
    share: float


def _heading(run: MatchRun) -> str:
    if run.state != MatchRun.State.DONE:
        return _("Matching run #%(number)s: %(state)s") % {"number": run.pk, "state": run.get_state_display()}
    words = ngettext(
        "Matching run #%(number)s: %(n)s suggestion in %(seconds)s s",
        "Matching run #%(number)s: %(n)s suggestions in %(seconds)s s",
        run.suggestions,
    )
    return words % {"number": run.pk, "n": grouped(run.suggestions), "seconds": grouped(run.seconds or 0, 1)}


def _list_heading(latest: MatchRun | None) -> str:
    if latest is None:
        return _("The matching job has not run yet")
    return _("Last matched %(when)s") % {"when": moment_words(latest.finished_at)}

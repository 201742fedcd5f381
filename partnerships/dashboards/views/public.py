"""Pages for everybody: open data, accessibility, privacy. No sign-in."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships.dashboards.open_data import COLUMNS, FEW, city_rows
from partnerships.dashboards.scope import last_counts
from partnerships.depth.pages import level_name
from portal.common.tabular.writing import csv_chunks
from portal.common.wording import moment_words
from schools.models import School


def column_names() -> list[str]:
    """The heads of the table in the order of COLUMNS."""
    names = {
        "schools": _("Schools"),
        "due": _("Due out"),
        "deferred": _("Deferred"),
        "secured": _("Placed"),
        "in_talks": _("In talks"),
        "short": _("Short"),
        "openings": _("Openings"),
        "seats": _("Seats"),
        "seats_free": _("Free seats"),
        "enterprises": _("Enterprises"),
        "partnerships": _("Partnerships"),
        **{f"level_{level}": f"{level} {level_name(level)}" for level in range(6)},
    }
    return [names[column] for column in COLUMNS]


def _has_demo() -> bool:
    return School.objects.filter(is_demo=True).exists()


@login_not_required
@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """Sums by city as a table."""
    context = {
        "rows": city_rows(),
        "heads": column_names(),
        "few": FEW,
        "counted_at": last_counts().first(),
        "has_demo": _has_demo(),
    }
    return render(request, "dashboards/open_data.html", context)


@login_not_required
@require_safe
def open_data_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same as a file; a demo says so in every row."""
    mark = _("Demo data, all invented") if _has_demo() else ""
    as_of = moment_words(last_counts().first())
    heads = [_("Code"), _("City"), *column_names(), _("As of"), _("Remark")]

    def lines() -> Iterator[list[object]]:
        for row in city_rows():
            yield [row.city.pk, row.city.name, *row.values, as_of, mark]

    response = StreamingHttpResponse(csv_chunks(heads, lines()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="ronghe-cities.csv"'
    return response


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What everybody can rely on, and what is not there yet."""
    return render(request, "dashboards/accessibility.html", {})


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is stored about whom, who sees it, for how long."""
    hours = settings.SESSION_COOKIE_AGE // 3600
    return render(request, "dashboards/privacy.html", {"session_hours": hours})

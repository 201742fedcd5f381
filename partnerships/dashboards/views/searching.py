"""The search in the top bar."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.dashboards.searching import LONGEST, SHOWN, search


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """What is found in four kinds of rows in sight."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    groups = search(request.user, text)
    context = {
        "text": text,
        "groups": groups,
        "count": sum(group.count for group in groups),
        "shown": SHOWN,
    }
    return render(request, "dashboards/search.html", context)

"""Pages of the ground that belong to no room."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.common.showcase import sample_rows


@login_not_required
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """The living components page: every piece of furniture in its states."""
    return render(request, "common/components.html", sample_rows())

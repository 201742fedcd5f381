"""Pages of the ground that belong to no room."""

from csp.decorators import csp_update
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularSwaggerSplitView

from portal.common.showcase import sample_rows


@login_not_required
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """The living components page: every piece of furniture in its states."""
    return render(request, "common/components.html", sample_rows())


# Swagger UI draws its icons from data: addresses in its style sheet; its script comes as a file of its own.
api_docs = csp_update({"img-src": ["data:"]})(SpectacularSwaggerSplitView.as_view(url_name="api_schema"))  # type: ignore[no-untyped-call]

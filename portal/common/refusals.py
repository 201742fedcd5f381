"""Answers that no view gives: a page that is missing, a broken address, a database that is away, a fault of ours."""

import logging
import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views import defaults

logger = logging.getLogger("ronghe.request")
PROBLEM = "application/problem+json"
RETRY_AFTER_SECONDS = "5"


def problem_body(status: int, title: str, **extra: Any) -> dict[str, Any]:
    """An error as RFC 9457 writes it."""
    return {"type": "about:blank", "status": status, "title": title, **extra}


def is_api(request: HttpRequest) -> bool:
    """Whether a program asks: then every error is a problem, never a page."""
    return request.path.startswith("/api/v1/")


def refusal(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    """A plain sentence, because no template can be trusted here; a problem to the API."""
    if is_api(request):
        return JsonResponse(
            problem_body(status, sentence),
            status=status,
            content_type=PROBLEM,
            json_dumps_params={"ensure_ascii": False},
        )
    return HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")


def outage(request: HttpRequest, error: BaseException) -> HttpResponse:
    """503 with Retry-After: the database is away, or broke off a transaction (a deadlock, a time limit)."""
    logger.error("database unavailable: %s", error)
    told = _("The database is away or too busy at the moment. Try again in a few seconds.")
    response = refusal(request, 503, told)
    response["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of what is missing; for an address of the API that no pattern knows, a problem."""
    if is_api(request):
        return refusal(request, 404, _("This page does not exist"))
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of a fault; an outage before any view ran, such as while the session was read, is an outage still."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        return outage(request, error)
    if is_api(request):
        return refusal(request, 500, _("Something went wrong on our side"))
    return defaults.server_error(request)

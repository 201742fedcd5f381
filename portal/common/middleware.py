"""What wraps every request: its id, the database's absence, and broken rules."""

import secrets
from collections.abc import Callable
from contextvars import ContextVar
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.common.errors import DomainError
from portal.common.refusals import outage, refusal

request_id: ContextVar[str] = ContextVar("request_id", default="")
GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """Give each request an id that its log lines, audit rows and answer carry."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(secrets.token_hex(8))
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = request_id.get()
            return response
        finally:
            request_id.reset(token)


class PlainAddressMiddleware:
    """An address with a NUL character is a bad request: no row holds one, and PostgreSQL refuses to compare it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path:
            return refusal(request, 400, _("This address holds a character that no record has."))
        return self.get_response(request)


class DatabaseOutageMiddleware:
    """A database that is away, or that broke off a transaction (a deadlock, a time limit), is 503 with Retry-After."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        return outage(request, exception)


class DomainErrorMiddleware:
    """A broken rule that no view turned into a message is 409 with its sentence."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DomainError):
            return render(request, "errors/409.html", {"message": str(exception)}, status=409)
        return None


class WrongMethodMiddleware:
    """Who opens an address that only takes answers sees a page, not an empty one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        page = render(request, "errors/405.html", status=response.status_code)
        page["Allow"] = response["Allow"]
        return page

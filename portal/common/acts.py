"""Views of one act each: a button that posts, or a page that says what will happen or asks for the reason first.

Fetch scoped, call the service (which asks the permission), answer. Out of sight is 404, not allowed 403; a broken
rule is a message on the row's page.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from portal.common.form_pages import AskedForm, FormPage, ReasonForm, form_page, form_view, posted
from portal.common.web import back_to, require, told_to

View = Callable[..., HttpResponse]


def post_act(model: Any, permission: str, do: Callable[..., Any], done: Any) -> View:
    """A view that does `do(row, by=user)` on POST and says `done`; it goes back to where the user came from."""

    @require_POST
    def act(request: HttpRequest, public_id: str) -> HttpResponse:
        row = get_object_or_404(model.objects.visible_to(request.user), public_id=public_id)
        require(request, permission, row)
        with told_to(request):
            row = do(row, by=request.user)
            messages.success(request, done)
        return redirect(back_to(request, row.get_absolute_url()))

    return act


def asked_act(
    model: Any,
    permission: str,
    do: Callable[..., Any],
    page: Callable[[Any], FormPage],
    form_class: type[AskedForm] = AskedForm,
) -> View:
    """A view that says on GET what will happen and does `do(row, by=user)` on POST, with what the form asks for."""

    @form_view
    def act(request: HttpRequest, public_id: str) -> HttpResponse:
        row = get_object_or_404(model.objects.visible_to(request.user), public_id=public_id)
        require(request, permission, row)
        form = form_class(posted(request))
        return form_page(request, form, lambda values: do(row, by=request.user, **values), page(row))

    return act


# A view that asks why on GET and does `do(row, by=user, reason=...)` on POST.
reasoned_act = partial(asked_act, form_class=ReasonForm)


def crumb(label: Any, url_name: str, *args: Any) -> tuple[Any, str]:
    """One step of the breadcrumb."""
    return label, reverse(url_name, args=args)


def posted_version(request: HttpRequest) -> int | None:
    """The version a form says its reader saw: None where it says none, -1, which no row has, for nonsense."""
    text = request.POST.get("version", "")
    if not text:
        return None
    return int(text) if text.isdecimal() and len(text) < 10 else -1

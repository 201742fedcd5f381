"""The public page of a signed link: one act without an account. GET uses nothing up; saying no is as easy as yes."""

from typing import Any

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.common import files
from portal.common.errors import DomainError
from portal.common.private_pages import private_page
from portal.common.qr import qr_svg
from portal.records import links
from portal.records.models import SignedLink

NOTE_LENGTH = 500


def _found(token: str) -> SignedLink:
    link = links.find(token)
    if link is None:
        raise Http404
    return link


@login_not_required
@never_cache
@private_page
@require_safe
def signed_link(request: HttpRequest, token: str) -> HttpResponse:
    """What it is about, what each answer does, until when; afterwards what was answered."""
    return _show(request, _found(token), token)


@login_not_required
@never_cache
@private_page
@require_POST
def signed_link_answer(request: HttpRequest, token: str, answer: str) -> HttpResponse:
    """Do the act and use the link up; a second click finds it done."""
    link = _found(token)
    limited = ratelimit.consume_or_429(request, action="signed_link")
    if limited is not None:
        return limited
    note = request.POST.get("note", "")[:NOTE_LENGTH]
    try:
        links.use(link, answer, note=note)
    except DomainError as error:
        link.refresh_from_db()
        return _show(request, link, token, error=str(error), note=note, status=409)
    return redirect("signed_link", token)


def _show(
    request: HttpRequest, link: SignedLink, token: str, *, error: str = "", note: str = "", status: int = 200
) -> HttpResponse:
    purpose, row = links.purpose_of(link), links.row_of(link)
    context: dict[str, Any] = {"link": link, "token": token, "error": error, "note": note}
    if row is None or not (link.is_open or link.used_at):
        return render(request, "records/signed_link_closed.html", context, status=410)
    facts = purpose.facts(row)
    # Nobody is signed in here: the mark goes by what the link is about.
    context |= {"facts": facts, "is_demo": facts.get("is_demo", False)}
    if link.used_at is not None:
        context |= {
            "sentence": purpose.done(row, link),
            "after": purpose.after(row, link) if purpose.after and link.is_readable else (),
            "has_copy": links.gives_copy(link, row),
        }
        return render(request, "records/signed_link_done.html", context, status=status)
    context |= {"answers": purpose.answers, "issuer": purpose.issuer(row, link) if purpose.issuer else ""}
    return render(request, "records/signed_link.html", context, status=status)


@login_not_required
@never_cache
@private_page
@require_safe
def signed_link_file(request: HttpRequest, token: str, key: str) -> FileResponse:
    """A file of the row that the link is about, as an attachment; 404 for every other.

    Once answered, files stay as long as the copy does: in time, and while the row reads as it was answered.
    """
    link = _found(token)
    purpose, row = links.purpose_of(link), links.row_of(link)
    if row is None or purpose.file is None or not (link.is_open or links.gives_copy(link, row)):
        raise Http404
    found = purpose.file(row, key)
    if found is None:
        raise Http404
    return files.as_attachment(found.file.open("rb"), found.name, found.content_type)


@login_not_required
@never_cache
@private_page
@require_safe
def signed_link_qr(request: HttpRequest, token: str) -> HttpResponse:
    """The link's address as a QR code."""
    _found(token)
    return HttpResponse(qr_svg(links.address_of(token)), content_type="image/svg+xml")

"""Pages of signing: in the portal, on paper, by a link for somebody without an account; and the scan."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.agreements.acting import required_side
from partnerships.agreements.forms import LinkForm, PaperForm
from partnerships.agreements.models import Agreement, Signature
from partnerships.agreements.services import signing
from partnerships.agreements.views.agreements import agreement_row
from portal.accounts.models import Role
from portal.common import files
from portal.common.acts import crumb, posted_version
from portal.common.form_pages import FormPage, form_page
from portal.common.web import require, told_to
from portal.records import links
from portal.records.models import SignedLink


@require_POST
def agreement_sign(request: HttpRequest, public_id: str) -> HttpResponse:
    """Sign in the portal for the own side; a second click says that it is signed."""
    agreement = agreement_row(request, public_id)
    require(request, "agreements.sign_agreement", agreement)
    side = required_side(request, agreement, Role.SIGNATORY)
    with told_to(request):
        signing.sign_agreement(
            agreement,
            signing.by_account(request.user),  # type: ignore[arg-type]
            side=side,
            by=request.user,  # type: ignore[arg-type]
            on=timezone.localdate(),
            version=posted_version(request),
        )
        messages.success(request, _signed_words(agreement))
    return redirect(agreement)


def _signed_words(agreement: Agreement) -> str:
    if agreement.status == Agreement.Status.SIGNED:
        return _("Signed. Both sides have signed: the agreement is in force as of its first day.")
    return _("Signed. The other side has yet to sign.")


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_sign_on_paper(request: HttpRequest, public_id: str) -> HttpResponse:
    """Record the own side's signature on paper, with its scan."""
    agreement = agreement_row(request, public_id)
    require(request, "agreements.sign_agreement", agreement)
    side = required_side(request, agreement, Role.SIGNATORY)
    seen = {"version": request.GET.get("version") or agreement.version}
    form = PaperForm(request.POST or None, request.FILES or None, initial=seen)
    page = FormPage(
        title=_("Signed on paper"),
        submit=_("Keep the signature"),
        lead=_("For %(name)s. The other side signs here, by link, or records its own page.")
        % {"name": agreement.partnership.party(side).name},
        crumbs=_crumbs(agreement, _("Signed on paper")),
        cancel_url=agreement.get_absolute_url(),
        done=_("The signature is on record."),
        is_two=False,
        template="agreements/upload_page.html",
    )

    def save(values: dict[str, Any]) -> Agreement:
        scan, user = values.pop("scan"), request.user
        hand = signing.on_paper(values.pop("signer"), scan, user)  # type: ignore[arg-type]
        on, version = values["signed_on"], values["version"]
        signing.sign_agreement(agreement, hand, side=side, by=user, on=on, version=version)  # type: ignore[arg-type]
        return agreement

    return form_page(request, form, save, page)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_link(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make a link by which one named person signs without an account; shown once, as text and QR code."""
    agreement = agreement_row(request, public_id)
    require(request, "agreements.change_agreement", agreement)
    sides = [
        (side, agreement.partnership.party(side).name)
        for side in signing.sides_by_link(agreement, by=request.user)  # type: ignore[arg-type]
    ]
    form = LinkForm(request.POST or None, sides=sides)
    if request.method == "POST" and form.is_valid():
        with told_to(request):
            link, token = signing.issue_signing_link(agreement, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
            text = _("%(person)s, please read and sign the cooperation agreement “%(title)s”.")
            return link_page(
                request,
                link,
                token,
                text=text % {"person": link.person, "title": agreement.title},
                back=agreement.get_absolute_url(),
            )
    page = FormPage(
        title=_("Link for signing without an account"),
        submit=_("Make the link"),
        lead=_("One person, one act, valid for 14 days. Opening the link uses nothing up."),
        crumbs=_crumbs(agreement, _("Link for signing")),
        cancel_url=agreement.get_absolute_url(),
        is_two=False,
    )
    return render(request, page.template, {"form": form, "page": page, "conflicts": []})


def link_page(request: HttpRequest, link: SignedLink, token: str, *, text: str, back: str) -> HttpResponse:
    """The address of a new link as text and QR code. It is shown this once: only its hash is kept."""
    context = {**links.shown_once(link, token), "text": text, "back": back}
    answer = render(request, "agreements/link_made.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
def agreement_scan(request: HttpRequest, public_id: str, child_id: str) -> FileResponse:
    """The scan of a signature on paper, as an attachment."""
    rows = Signature.objects.visible_to(request.user).filter(agreement__public_id=public_id).exclude(scan="")
    signature = get_object_or_404(rows, public_id=child_id)
    require(request, "agreements.download_scan", signature)
    return files.as_attachment(signature.scan.open("rb"), signature.scan_name, signature.scan_type)


def _crumbs(agreement: Agreement, here: str) -> list[tuple[str, str]]:
    return [
        crumb(_("Agreements"), "agreement_list"),
        (agreement.title, agreement.get_absolute_url()),
        (here, ""),
    ]

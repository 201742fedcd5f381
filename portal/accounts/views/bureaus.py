"""The register of bureaus."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.forms import BureauForm
from portal.accounts.models import Bureau
from portal.accounts.services.bureaus import update_bureau
from portal.common.acts import crumb
from portal.common.form_pages import FormPage, form_page
from portal.common.web import require


@require_safe
def bureau_list(request: HttpRequest) -> HttpResponse:
    """All bureaus, superiors first."""
    rows = Bureau.objects.visible_to(request.user).select_related("region", "parent").order_by("path")
    return render(request, "accounts/bureau_list.html", {"rows": rows})


@require_safe
def bureau_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One bureau: what it is, whose rights follow what, its superior and those below."""
    rows = Bureau.objects.visible_to(request.user).select_related("region", "parent")
    bureau = get_object_or_404(rows, public_id=public_id)
    context = {
        "bureau": bureau,
        "children": bureau.children.order_by("path"),
        "may_change": request.user.has_perm("accounts.change_bureau", bureau),
    }
    return render(request, "accounts/bureau_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def bureau_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Names and kind; region, superior and rights are set by the operator."""
    bureau = get_object_or_404(Bureau.objects.visible_to(request.user), public_id=public_id)
    require(request, "accounts.change_bureau", bureau)
    form = BureauForm(request.POST or None, instance=bureau)
    page = FormPage(
        _("Edit %(name)s") % {"name": bureau},
        crumbs=[crumb(_("Bureaus"), "bureau_list"), (bureau, bureau.get_absolute_url())],
        cancel_url=bureau.get_absolute_url(),
    )
    return form_page(
        request,
        form,
        lambda values: update_bureau(bureau, version=form.version_seen, by=request.user, **values),
        page,
    )

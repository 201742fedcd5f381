"""Rounds of placements of the own school."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from portal.common.acts import crumb, post_act
from portal.common.form_pages import FormPage, form_page, form_view
from portal.common.listing import listing
from portal.common.web import require
from portal.common.wording import grouped
from schools import lists
from schools.forms import BatchForm
from schools.models import Batch, PlacementPlan
from schools.services import plans as services
from schools.views.own import own_school


@require_safe
def batch_list(request: HttpRequest) -> HttpResponse:
    found = listing(request, lists.BATCHES)
    heading = ngettext("%(n)s batch of placements", "%(n)s batches of placements", found.count)
    context = {
        "listing": found,
        "heading": heading % {"n": found.count},
        "may_add": request.user.has_perm("schools.add_batch"),
        "many_schools": request.membership.kind != "school" if request.membership else True,  # type: ignore[attr-defined]
    }
    return render(request, "schools/batch_list.html", context)


@require_safe
def batch_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    rows = Batch.objects.visible_to(request.user).select_related("school")
    batch = get_object_or_404(rows, public_id=public_id)
    plans = PlacementPlan.objects.filter(batch=batch).select_related("programme", "batch")
    totals = PlacementPlan.objects.of_batch(batch).stated().totals()
    context = {
        "batch": batch,
        "plans": plans.with_year_group_size(),
        "totals": totals,
        "heading": due_words(totals),
        "may_edit": request.user.has_perm("schools.change_batch", batch),
    }
    return render(request, "schools/batch_detail.html", context)


def due_words(totals: dict[str, int]) -> str:
    """The sentence of a plan, a batch or a list of plans: 120 due out, 58 deferred."""
    return _("%(due)s due out, %(deferred)s deferred") % {
        "due": grouped(totals["students_due"]),
        "deferred": grouped(totals["deferred"]),
    }


@form_view
def batch_create(request: HttpRequest) -> HttpResponse:
    school = own_school(request, "schools.add_batch")
    form = BatchForm(request.POST or None)
    page = FormPage(
        title=_("New batch"),
        lead=_("One round of placements: who entered when, and from when to when they are out."),
        crumbs=[crumb(_("Batches"), "batch_list"), (_("New"), "")],
        cancel_url=reverse("batch_list"),
        submit=_("Plan the batch"),
        done=_("The batch is planned. Open it when the school begins to place."),
    )
    return form_page(
        request, form, lambda values: services.create_batch(school, by=request.user, **values), page
    )


@form_view
def batch_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    batch = get_object_or_404(Batch.objects.visible_to(request.user), public_id=public_id)
    require(request, "schools.change_batch", batch)
    form = BatchForm(request.POST or None, instance=batch)

    def save(values: dict[str, Any]) -> Batch:
        return services.edit_batch(batch, version=form.version_seen, values=values, by=request.user)

    page = FormPage(
        title=_("Edit %(name)s") % {"name": batch.name},
        crumbs=[crumb(_("Batches"), "batch_list"), (batch.name, batch.get_absolute_url()), (_("Edit"), "")],
        cancel_url=batch.get_absolute_url(),
    )
    return form_page(request, form, save, page)


batch_open = post_act(
    Batch, "schools.change_batch", services.open_batch, gettext_lazy("The batch is open: home pages show it.")
)
batch_close = post_act(
    Batch,
    "schools.change_batch",
    services.close_batch,
    gettext_lazy("The batch and its stated plans are closed."),
)

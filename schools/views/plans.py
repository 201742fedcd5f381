"""What each programme needs in a batch."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from portal.common.acts import crumb, post_act, reasoned_act
from portal.common.form_pages import FormPage, form_page, form_view
from portal.common.listing import listing
from portal.common.web import require
from schools import lists
from schools.forms import PlanForm, PlanStartForm
from schools.models import Batch, PlacementPlan, Programme
from schools.services import plans as services
from schools.views.batches import due_words
from schools.views.own import own_school


@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    found = listing(request, lists.PLANS)
    totals = found.filter.qs.exclude(status=PlacementPlan.Status.CLOSED).totals()
    context = {
        "listing": found,
        "totals": totals,
        "heading": due_words(totals),
        "may_add": request.user.has_perm("schools.add_plan"),
        "many_schools": request.membership.kind != "school" if request.membership else True,  # type: ignore[attr-defined]
    }
    return render(request, "schools/plan_list.html", context)


@require_safe
def plan_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    rows = PlacementPlan.objects.visible_to(request.user).select_related(
        "programme__school__region", "programme__major_class", "batch"
    )
    plan = get_object_or_404(rows.with_year_group_size(), public_id=public_id)
    context = {
        "plan": plan,
        "heading": due_words({"students_due": plan.students_due, "deferred": plan.deferred}),
        "may_edit": request.user.has_perm("schools.change_plan", plan),
    }
    return render(request, "schools/plan_detail.html", context)


@form_view
def plan_create(request: HttpRequest) -> HttpResponse:
    """Two steps without script: programme and batch (in the address), then the numbers counted for them."""
    school = own_school(request, "schools.add_plan")
    start = PlanStartForm(request.GET or None, user=request.user)
    if not start.is_bound or not start.is_valid():
        return render(request, "schools/plan_start.html", {"form": start, "school": school})
    programme: Programme = start.cleaned_data["programme"]
    batch: Batch = start.cleaned_data["batch"]
    form = PlanForm(request.POST or None, initial=services.counted(programme, batch))

    def save(values: dict[str, Any]) -> PlacementPlan:
        return services.create_plan(programme, batch=batch, by=request.user, **values)

    page = FormPage(
        title=_("New plan: %(programme)s") % {"programme": programme.name},
        lead=batch.name,
        crumbs=[crumb(_("Placement plans"), "plan_list"), (_("New"), "")],
        cancel_url=reverse("plan_list"),
        submit=_("Save as draft"),
        done=_("The plan is a draft. State it, and the portal looks for seats."),
        notes=[
            _("The numbers are counted from your students by pathway. Correct them where you know better.")
        ],
    )
    return form_page(request, form, save, page)


@form_view
def plan_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    rows = PlacementPlan.objects.visible_to(request.user).select_related("programme", "batch")
    plan = get_object_or_404(rows, public_id=public_id)
    require(request, "schools.change_plan", plan)
    form = PlanForm(request.POST or None, instance=plan)

    def save(values: dict[str, Any]) -> PlacementPlan:
        return services.edit_plan(
            plan, version=form.version_seen, values=values, by=request.user, now=timezone.now()
        )

    page = FormPage(
        title=_("Edit %(name)s") % {"name": plan},
        crumbs=[
            crumb(_("Placement plans"), "plan_list"),
            (str(plan), plan.get_absolute_url()),
            (_("Edit"), ""),
        ],
        cancel_url=plan.get_absolute_url(),
    )
    return form_page(request, form, save, page)


def _revise_page(plan: PlacementPlan) -> FormPage:
    return FormPage(
        title=_("Take the plan back to draft"),
        lead=str(plan),
        crumbs=[crumb(_("Placement plans"), "plan_list"), (str(plan), plan.get_absolute_url())],
        cancel_url=plan.get_absolute_url(),
        submit=_("Take back to draft"),
        is_two=False,
        notes=[_("While it is a draft, nobody looks for seats for it.")],
        done=_("The plan is a draft again."),
    )


CHANGE = "schools.change_plan"
plan_state = post_act(
    PlacementPlan,
    CHANGE,
    lambda row, by: services.state_plan(row, by=by, now=timezone.now()),
    gettext_lazy("The plan is stated. The portal looks for seats from now on."),
)
plan_revise = reasoned_act(PlacementPlan, CHANGE, services.revise_plan, _revise_page)
plan_close = post_act(PlacementPlan, CHANGE, services.close_plan, gettext_lazy("The plan is closed."))
plan_reopen = post_act(
    PlacementPlan, CHANGE, services.reopen_plan, gettext_lazy("The plan is open again, as a draft.")
)
plan_confirm = post_act(
    PlacementPlan,
    CHANGE,
    lambda row, by: services.confirm_plan(row, by=by, now=timezone.now()),
    gettext_lazy("Confirmed: the plan is still true."),
)

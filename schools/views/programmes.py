"""What schools offer: the list of all programmes, and writing one's own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from portal.common.acts import asked_act, crumb, post_act
from portal.common.form_pages import FormPage, form_page, form_view
from portal.common.listing import listing
from portal.common.navigation import stand_by_own
from portal.common.web import require
from portal.common.wording import grouped
from portal.reference.models import Major
from schools import lists
from schools.forms import MajorSearchForm, ProgrammeForm
from schools.models import PlacementPlan, Programme
from schools.services import programmes as services
from schools.views.own import own_school

MOST_MAJORS = 40


@require_safe
def programme_own(request: HttpRequest) -> HttpResponse:
    """The programmes of the school one acts for: the list of all, narrowed to it."""
    return redirect(f"{reverse('programme_list')}?school={own_school(request).public_id}")


@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    found = listing(request, lists.PROGRAMMES)
    stand_by_own(request, found.filter.form.cleaned_data.get("school"), "programme_own")
    schools = found.filter.qs.order_by().values("school").distinct().count()
    heading = ngettext("%(n)s programme", "%(n)s programmes", found.count) % {"n": grouped(found.count)}
    context = {
        "listing": found,
        "heading": heading,
        "lead": ngettext("offered by %(n)s school", "offered by %(n)s schools", schools)
        % {"n": grouped(schools)},
        "may_add": request.user.has_perm("schools.add_programme"),
    }
    return render(request, "schools/programme_list.html", context)


@require_safe
def programme_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    rows = Programme.objects.visible_to(request.user).select_related(
        "school__region__parent", "campus", "major_class__category"
    )
    programme = get_object_or_404(rows, public_id=public_id)
    stand_by_own(request, programme.school, "programme_own")
    year_groups = list(programme.year_groups.all())
    students = sum(group.size for group in year_groups)
    plans = PlacementPlan.objects.visible_to(request.user).filter(programme=programme)
    context = {
        "programme": programme,
        "year_groups": year_groups,
        "plans": plans.select_related("batch", "programme"),
        "heading": ngettext("%(name)s: %(n)s student", "%(name)s: %(n)s students", students)
        % {"name": programme.name, "n": grouped(students)},
        "may_edit": request.user.has_perm("schools.change_programme", programme),
        "may_add_year_group": programme.closed_on is None
        and request.user.has_perm("schools.add_year_group", programme.school),
    }
    return render(request, "schools/programme_detail.html", context)


@form_view
def programme_create(request: HttpRequest) -> HttpResponse:
    """Two steps without script: find the major (?q=), then fill the form from it (?major_code=)."""
    school = own_school(request, "schools.add_programme")
    if request.method != "POST" and "major_code" not in request.GET:
        return _choose_major(request)
    known = services.from_catalogue(request.GET.get("major_code", ""))
    known = known or {"major_code": request.GET.get("major_code", "")}
    form = ProgrammeForm(request.POST or None, school=school, initial=known)

    def save(values: dict[str, Any]) -> Programme:
        programme = services.create_programme(school, by=request.user, **values)
        _advise(request, programme)
        return programme

    page = FormPage(
        title=_("New programme"),
        lead=school.name,
        crumbs=[crumb(_("Programmes"), "programme_list"), (_("New"), "")],
        cancel_url=reverse("programme_list"),
        submit=_("Begin the programme"),
        is_two=False,
        done=_(
            "The programme is in the register. Enter its year groups next: the plans are counted from them."
        ),
    )
    return form_page(request, form, save, page)


def _choose_major(request: HttpRequest) -> HttpResponse:
    form = MajorSearchForm(request.GET if "q" in request.GET else None)
    wanted = form.cleaned_data["q"].strip() if form.is_bound and form.is_valid() else ""
    majors = Major.objects.filter(catalogue=Major.Catalogue.NATIONAL).newest_year()
    found = list(majors.searched(wanted).select_related("major_class")[:MOST_MAJORS]) if wanted else []
    context = {"form": form, "majors": found, "wanted": wanted}
    return render(request, "schools/programme_choose.html", context)


@form_view
def programme_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    rows = Programme.objects.visible_to(request.user).select_related("school")
    programme = get_object_or_404(rows, public_id=public_id)
    require(request, "schools.change_programme", programme)
    stand_by_own(request, programme.school, "programme_own")
    form = ProgrammeForm(request.POST or None, instance=programme, school=programme.school)

    def save(values: dict[str, Any]) -> Programme:
        row = services.edit_programme(programme, version=form.version_seen, values=values, by=request.user)
        _advise(request, row)
        return row

    page = FormPage(
        title=_("Edit %(name)s") % {"name": programme.name},
        crumbs=[
            crumb(_("Programmes"), "programme_list"),
            (programme.name, programme.get_absolute_url()),
            (_("Edit"), ""),
        ],
        cancel_url=programme.get_absolute_url(),
        is_two=False,
    )
    return form_page(request, form, save, page)


def _advise(request: HttpRequest, programme: Programme) -> None:
    for sentence in services.advice(programme):
        messages.warning(request, sentence)


def _closing_page(programme: Programme) -> FormPage:
    return FormPage(
        title=_("Close %(name)s?") % {"name": programme.name},
        lead=_("It is suggested to nobody any more and gets no new plans. Its records stay."),
        crumbs=[
            crumb(_("Programmes"), "programme_list"),
            (programme.name, programme.get_absolute_url()),
            (_("Close the programme"), ""),
        ],
        cancel_url=programme.get_absolute_url(),
        submit=_("Close the programme"),
        done=_("The programme is closed; it is suggested to nobody any more."),
        tone="danger",
    )


programme_close = asked_act(
    Programme,
    "schools.change_programme",
    lambda row, by: services.close_programme(row, by=by, on=timezone.localdate()),
    _closing_page,
)
programme_reopen = post_act(
    Programme,
    "schools.change_programme",
    services.reopen_programme,
    gettext_lazy("The programme is offered again."),
)

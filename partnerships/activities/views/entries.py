"""Pages of activities: list, log, show, edit, withdraw."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.activities import lists
from partnerships.activities.filters import kind_choices
from partnerships.activities.forms import ActivityForm
from partnerships.activities.kinds import ActivityKind, kinds
from partnerships.activities.models import Activity
from partnerships.activities.services import evidence as evidence_services
from partnerships.activities.services import logging as services
from partnerships.activities.showing import kind_name, language, measure_words, state_tone, state_words
from partnerships.activities.waiting import queue_rows, waiting_for_user
from partnerships.activities.workflows import ACTIVITY
from partnerships.agreements.acting import acting_side, required_side
from partnerships.agreements.models import Partnership
from partnerships.agreements.services.rules import may_send_link
from partnerships.agreements.showing import history_rows
from portal.accounts.models import Role
from portal.common.acts import crumb, post_act, reasoned_act
from portal.common.form_pages import FormPage, form_page
from portal.common.listing import listing
from portal.common.web import require
from portal.records.workflow import history

NOTES = (gettext_lazy("The amounts are those of the suggested step: change them to what really happened."),)


@require_safe
def activity_list(request: HttpRequest) -> HttpResponse:
    """What waits for the own side first, then all activities in sight."""
    kind = getattr(request.membership, "kind", "")  # type: ignore[attr-defined]
    waiting = list(waiting_for_user(request.user, kind)[:20])
    found = listing(request, lists.ACTIVITIES)
    context = {
        "queue": queue_rows(waiting, kind, timezone.now()),
        "waiting": len(waiting),
        "listing": found,
        "may_export": request.user.has_perm("records.export"),
        "rows": [_list_row(row, kind) for row in found.page],
        "kind": kind,
        "may_add": request.user.has_perm("agreements.add_partnership"),
    }
    return render(request, "activities/activity_list.html", context)


def _list_row(activity: Activity, side: str) -> dict[str, Any]:
    return {
        "activity": activity,
        "kind": kind_name(activity.kind),
        "measure": measure_words(activity),
        "files": len(activity.evidence.all()),
        "state": state_words(activity, side),
        "tone": state_tone(activity, side),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def activity_create(request: HttpRequest) -> HttpResponse:
    """Log an activity: with whom, of which kind, then what happened."""
    partnership = _chosen_partnership(request)
    if partnership is None:
        return _choose_partnership(request)
    kind = kinds().get(request.GET.get("kind", ""))
    if kind is None:
        return _choose_kind(request, partnership)
    require(request, "activities.add_activity", partnership)
    side = required_side(request, partnership)
    suggested = _amounts(request, kind)
    initial = {**suggested, **_agreed(partnership)}
    form = ActivityForm(
        request.POST or None, request.FILES or None, initial=initial, kind=kind, partnership=partnership
    )

    def save(_values: dict[str, Any]) -> Activity:
        activity = _log(request, partnership, form, side)
        warn_of_doubles(request, activity)
        return activity

    return form_page(
        request, form, save, _entry_page(partnership, kind, side, notes=NOTES if suggested else ())
    )


def _amounts(request: HttpRequest, kind: ActivityKind) -> dict[str, str]:
    """Amounts in the address: a suggested step names its own."""
    return {name: request.GET[name][:16] for name in kind.fields if request.GET.get(name)}


def _agreed(partnership: Partnership) -> dict[str, str]:
    """The agreement in force, and its programme, where there is only one of each."""
    agreements = list(partnership.agreements.in_force(timezone.localdate())[:2])
    if len(agreements) != 1:
        return {}
    programmes = list(agreements[0].programmes.all()[:2])
    programme = {"programme_of": programmes[0].public_id} if len(programmes) == 1 else {}
    return {"agreement_of": agreements[0].public_id, **programme}


def _entry_page(partnership: Partnership, kind: ActivityKind, side: Any, notes: Sequence[Any]) -> FormPage:
    other = partnership.party(side.other).name
    return FormPage(
        title=kind.name_in(language()),
        submit=_("Log it"),
        lead=_("With %(name)s. They are asked to confirm it; only confirmed activities count in full.")
        % {"name": other},
        crumbs=[crumb(_("Activities"), "activity_list"), (kind.name_in(language()), "")],
        cancel_url=partnership.get_absolute_url(),
        done=_("Logged. %(name)s has been asked to confirm it.") % {"name": other},
        notes=notes,
        template="agreements/upload_page.html",
    )


def _log(request: HttpRequest, partnership: Partnership, form: ActivityForm, side: str) -> Activity:
    """The activity and its files, all or nothing."""
    return evidence_services.log_with_evidence(
        partnership,
        form.entry,
        form.cleaned_data["files"],
        by=request.user,  # type: ignore[arg-type]
        side=side,
        now=timezone.now(),
    )


def warn_of_doubles(request: HttpRequest, activity: Activity) -> None:
    for double in evidence_services.shown_elsewhere(activity.evidence.select_related("activity")):
        sentence = _("The file “%(name)s” shows “%(title)s” already; the same file counts once.")
        messages.warning(request, sentence % {"name": double.name, "title": double.activity.title})


def _own_partnerships(request: HttpRequest) -> Any:
    rows = Partnership.objects.managed_by(request.user).live().select_related("school", "enterprise")
    return rows.order_by(F("last_activity_on").desc(nulls_last=True), "-pk")


def _chosen_partnership(request: HttpRequest) -> Partnership | None:
    """The partnership named by ?partnership= (404 where it is out of sight), or the only one there is."""
    public_id = request.GET.get("partnership", "")
    if public_id:
        return get_object_or_404(Partnership.objects.visible_to(request.user), public_id=public_id)
    own = list(_own_partnerships(request)[:2])
    return own[0] if len(own) == 1 else None


def _named(word: str) -> Q:
    """Either party's name holds the word."""
    parties = ("school__name_zh", "school__name_en", "enterprise__name_zh", "enterprise__name_en")
    condition = Q()
    for name in parties:
        condition |= Q(**{f"{name}__icontains": word})
    return condition


def _choose_partnership(request: HttpRequest) -> HttpResponse:
    rows = _own_partnerships(request)
    for word in request.GET.get("q", "").split()[:5]:
        rows = rows.filter(_named(word))
    context = {"rows": rows[:50], "q": request.GET.get("q", ""), "kind": request.GET.get("kind", "")}
    return render(request, "activities/choose_partnership.html", context)


def _choose_kind(request: HttpRequest, partnership: Partnership) -> HttpResponse:
    require(request, "activities.add_activity", partnership)
    side = acting_side(request, partnership)
    other = partnership.party(side.other) if side else partnership
    context = {"partnership": partnership, "other": other, "groups": kind_choices()}
    return render(request, "activities/choose_kind.html", context)


@require_safe
def activity_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One activity: facts, evidence, what the other side said, acts, history."""
    activity = activity_row(request, public_id)
    user = request.user
    side = acting_side(request, activity)
    files = list(activity.evidence.all())
    moves = {move.name for move in ACTIVITY.open_to(activity, user)}
    context = {
        "activity": activity,
        "partnership": activity.partnership,
        "kind": kind_name(activity.kind),
        "measure": measure_words(activity),
        "side": side,
        "tone": state_tone(activity, side),
        "state": state_words(activity, side),
        "files": files,
        "doubles": {row.sha256 for row in evidence_services.shown_elsewhere(files)} if files else set(),
        "confirmations": list(activity.confirmations.all()),
        "moves": moves,
        "may_change": activity.status in services.OPEN
        and user.has_perm("activities.change_activity", activity),
        "may_link": activity.status == Activity.Status.LOGGED
        and may_send_link(activity.partnership, activity.confirming_side, by=user, at_least=Role.EDITOR),
        "is_asked": activity.status == Activity.Status.LOGGED and "confirm" in moves,
        "days": activity.days_waiting(timezone.now()),
        "history": history_rows(history(activity), ACTIVITY, Activity.Status),
    }
    return render(request, "activities/activity_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def activity_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Correct an activity that the other side has not confirmed."""
    activity = activity_row(request, public_id)
    require(request, "activities.change_activity", activity)
    kind = kinds().get(activity.kind)
    if kind is None:
        raise Http404
    form = ActivityForm(request.POST or None, instance=activity, kind=kind, partnership=activity.partnership)
    page = FormPage(
        title=_("Correct the activity"),
        lead=kind.name_in(language()),
        crumbs=_crumbs(activity, _("Correct the activity")),
        cancel_url=activity.get_absolute_url(),
    )
    return form_page(
        request,
        form,
        lambda _values: services.edit_activity(
            activity,
            form.entry,
            version=form.version_seen,
            by=request.user,  # type: ignore[arg-type]
        ),
        page,
    )


activity_offer_again = post_act(
    Activity,
    "activities.change_activity",
    services.offer_again,
    gettext_lazy("The other side has been asked again."),
)
activity_withdraw = reasoned_act(
    Activity,
    "activities.change_activity",
    services.withdraw_activity,
    lambda activity: FormPage(
        title=_("Withdraw the activity"),
        submit=_("Withdraw"),
        lead=_("It counts no longer and stays on record with your reason."),
        crumbs=_crumbs(activity, _("Withdraw the activity")),
        cancel_url=activity.get_absolute_url(),
        done=_("Withdrawn."),
        tone="danger",
        is_two=False,
    ),
)


def _crumbs(activity: Activity, here: str) -> list[tuple[str, str]]:
    return [
        crumb(_("Activities"), "activity_list"),
        (activity.title, activity.get_absolute_url()),
        (here, ""),
    ]


def activity_row(request: HttpRequest, public_id: str) -> Activity:
    """The activity if the user sees it, with its parties, files and answers; else 404."""
    rows = (
        Activity.objects.visible_to(request.user)
        .select_related(*lists.PARTIES, "agreement", "programme", "logged_by")
        .prefetch_related("evidence", "confirmations")
    )
    return get_object_or_404(rows, public_id=public_id)

"""Finding the other party: enterprises for a school, schools for an enterprise."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from enterprises.models import Enterprise
from partnerships.agreements.models import Partnership, Side
from portal.accounts.models import AbstractMembership
from schools.models import School

PAGE = 20


def others_for(request: HttpRequest, own: AbstractMembership) -> QuerySet[Any]:
    """Those with whom the own organisation could begin something; `is_partner` where it has."""
    live = Partnership.objects.live()
    if own.kind == Side.SCHOOL:
        rows: QuerySet[Any] = Enterprise.objects.visible_to(request.user).hosts()
        mine = live.filter(school=own.organisation_id, enterprise=OuterRef("pk"))
    else:
        rows = School.objects.visible_to(request.user).filter(closed_on=None)
        mine = live.filter(enterprise=own.organisation_id, school=OuterRef("pk"))
    return rows.annotate(is_partner=Exists(mine)).select_related("region")


def found(request: HttpRequest, own: AbstractMembership) -> Page[Any]:
    """A page of those whose name, code or place holds every word of ?q=; nothing typed shows the first by name."""
    rows = others_for(request, own)
    for word in request.GET.get("q", "").split()[:5]:
        condition = (
            Q(name_zh__icontains=word) | Q(name_en__icontains=word) | Q(region__name_zh__icontains=word)
        )
        if own.kind == Side.SCHOOL:
            condition |= Q(aliases__name__icontains=word) | Q(credit_code=word)
        rows = rows.filter(condition)
    return Paginator(rows.distinct().order_by("name_zh", "pk"), PAGE).get_page(request.GET.get("page"))


def chosen(request: HttpRequest, own: AbstractMembership) -> Any:
    """The other party named by ?partner=, or None where none is named; 404 where it is out of sight."""
    public_id = request.GET.get("partner", "")
    return get_object_or_404(others_for(request, own), public_id=public_id) if public_id else None


def as_pair(own: AbstractMembership, other: Any) -> tuple[School, Enterprise]:
    """(school, enterprise) of the two."""
    return (own.organisation, other) if own.kind == Side.SCHOOL else (other, own.organisation)

"""The dashboard of a bureau, and the lists behind its numbers."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enterprises.models import Enterprise
from partnerships.dashboards import board
from partnerships.dashboards.board import Numbers, Place, figure_url
from partnerships.dashboards.cluster_heads import cluster_head
from partnerships.dashboards.exports import export_address
from partnerships.dashboards.figures import FIGURES, NO_CLUSTER, Behind
from partnerships.dashboards.scope import Scope, scope_of
from partnerships.dashboards.selectors import selectors_of
from partnerships.dashboards.supply import Supply
from partnerships.dashboards.tables import TABLES
from partnerships.depth.pages import level_name
from portal.common.charts.grids import CITY_PLACES, HeatCell
from portal.common.charts.marks import Mark
from portal.common.listing import PAGE_SIZE
from portal.common.wording import grouped, is_chinese, percent_words
from portal.reference.models import IndustrialCluster, MajorClass, Region

CLASSES, CLUSTERS = 10, 8
LISTED = 20
WIDE_CELL, NARROW_CELL = 58, 40  # px: Chinese heads stand upright, English ones lean over their neighbours


@require_safe
def bureau_home(request: HttpRequest) -> HttpResponse:
    """Where seats are missing, where supply and demand miss each other, how deep cooperation is."""
    scope, regions = scope_of(request)
    months = board.months_of(scope)
    numbers = Numbers.of(scope)
    total = numbers.total
    places = board.places_of(scope, numbers, regions)
    names = [level_name(level) for level in range(6)]
    context = {
        "scope": scope,
        "query": scope.query(),
        "selectors": selectors_of(scope, regions, months),
        "total": total,
        "heading": board.heading(scope, total, places),
        "counted_at": regions[0].counted_at,
        "tiles": board.tiles(scope, total),
        "level_marks": board.level_marks(scope, total, names),
        "unscored": total["partnerships"] - sum(total[f"level_{level}"] for level in range(6)),
        "quality": board.quality_rows(scope, total),
        "urls": {name: figure_url(name, scope) for name in FIGURES},
        "shallow_count": total["level_0"] + total["level_1"],
        "shallow": [
            (row, level_name(row.level), board.why_shallow(row))
            for row in board.shallow_scores(scope)[: board.SHOWN]
        ],
        "pending": _pending(scope),
        **_places(places, regions),
        **_supply(scope),
    }
    return render(request, "dashboards/bureau_home.html", context)


def _pending(scope: Scope) -> list[Enterprise]:
    """The enterprises to vet that wait longest."""
    rows = Enterprise.objects.filter(
        region__path__startswith=scope.region.path, vetting=Enterprise.Vetting.PENDING, closed_on=None
    )
    return list(rows.select_related("region").order_by("created_at", "pk")[: board.SHOWN])


def _places(places: list[Place], regions: list[Region]) -> dict[str, Any]:
    """The map of the 21 cities where the scope is their province, else bars; and the least secured places."""
    by_share = board.tightest(places)
    cities = {place.name_zh.removesuffix("市"): place for place in by_share}
    is_map = bool(cities) and all(name in CITY_PLACES for name in cities)
    known = {region.name_zh.removesuffix("市"): region.name.removesuffix("市") for region in regions}
    blank = [name for name in CITY_PLACES if name in known and name not in cities]
    shares = [100 * place.share for place in by_share if place.share is not None]
    return {
        "places": places,
        "place_scale": board.scale_of(shares),
        "tightest": by_share[: board.SHOWN],
        "is_map": is_map,
        "place_marks": [_mark(name if is_map else place.name, place) for name, place in cities.items()],
        "city_names": known,
        "blank_cities": blank,
        "map_note": _("A dot: fewer than 10 students due out") if blank else "",
    }


def _mark(label: str, place: Place) -> Mark:
    percent = 100 * (place.share or 0.0)
    tone = "warm" if percent < 65 else "brand"
    return Mark(label, round(percent, 1), percent_words(place.share), place.url, tone=tone)


def _supply(scope: Scope) -> dict[str, Any]:
    supply = Supply.of(scope)
    classes = supply.top_classes(CLASSES)
    clusters = supply.top_clusters(classes, CLUSTERS)
    address = reverse("bureau_supply")
    cells = [
        [
            HeatCell(
                supply.ratio(cluster, code),
                url=address + scope.query(**{"class": code, "cluster": cluster or NO_CLUSTER}),
            )
            for cluster in clusters
        ]
        for code in classes
    ]
    return {
        "supply": supply,
        "heat_cells": cells,
        "heat_cell_width": WIDE_CELL if is_chinese() else NARROW_CELL,
        "heat_rows": [supply.class_names[code] for code in classes],
        "heat_columns": [cluster_head(code, supply.cluster_names[code]) for code in clusters],
        "supply_url": address + scope.query(),
    }


@require_safe
def bureau_figure(request: HttpRequest, figure: str) -> HttpResponse:
    """The rows behind a figure: exactly those whose facts were summed."""
    scope, regions = scope_of(request)
    if figure not in FIGURES:
        raise Http404
    behind = Behind.asked(figure, scope, request.GET)
    rows = behind.rows(request.user)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    number = behind.number(request.user) if behind.figure.sums else page.paginator.count
    table = TABLES[behind.figure.rows]
    context = {
        "scope": scope,
        "selectors": selectors_of(scope, regions, board.months_of(scope), keep=_narrowing(behind)),
        "heading": sentence(figure, number),
        "number": number,
        "lead": _narrowed(behind),
        "page": page,
        "heads": table.heads(),
        "rows": table.labelled(page),
        "home_url": reverse("bureau_home") + scope.query(),
        "export_url": export_address(figure, behind),
    }
    return render(request, "dashboards/bureau_figure.html", context)


def sentence(figure: str, number: int) -> str:
    """The figure as the h1 of its list."""
    level = level_name(int(figure[-1])) if figure.startswith("level_") else ""
    words = {"number": grouped(number), "count": number, "level": f"{figure[-1]} {level}" if level else ""}
    return str(FIGURES[figure].sentence % words)


def _narrowing(behind: Behind) -> dict[str, str]:
    return {"class": behind.major_class, "cluster": behind.cluster}


def _narrowed(behind: Behind) -> str:
    """Class and cluster in words."""
    parts = [behind.scope.region.name]
    for code, model in ((behind.major_class, MajorClass), (behind.cluster, IndustrialCluster)):
        row = model.objects.filter(pk=code).first() if code else None
        parts += [row.name] if row else []
    return " · ".join(parts)


@require_safe
def bureau_supply(request: HttpRequest) -> HttpResponse:
    """Supply and demand by class, or one field of the map opened into its plans and openings."""
    scope, regions = scope_of(request)
    supply = Supply.of(scope)
    code, cluster = request.GET.get("class", "")[:4], request.GET.get("cluster", "")[:3]
    context = {
        "scope": scope,
        "selectors": selectors_of(
            scope, regions, board.months_of(scope), keep={"class": code, "cluster": cluster}
        ),
        "supply": supply,
        "home_url": reverse("bureau_home") + scope.query(),
        "all_url": reverse("bureau_supply") + scope.query(),
    }
    known = "" if cluster == NO_CLUSTER else cluster or None
    if code in supply.class_names and known in supply.cluster_names:
        cell = _cell(request, supply, scope, code, known)
        return render(request, "dashboards/bureau_supply_cell.html", {**context, **cell})
    return render(request, "dashboards/bureau_supply.html", {**context, "rows": _class_rows(supply, scope)})


def _class_rows(supply: Supply, scope: Scope) -> list[dict[str, Any]]:
    """A line for each class with students due out or seats."""
    codes = sorted(supply.by_class, key=lambda code: (-supply.by_class[code]["due"], code))
    return [
        {
            "name": supply.class_names.get(code, code),
            "sums": supply.by_class[code],
            "per_student": _per_student(supply.by_class[code]),
            "urls": {
                figure: figure_url(figure, scope, **{"class": code})
                for figure in ("due", "secured", "short", "class_seats")
            },
        }
        for code in codes
    ]


def _per_student(sums: dict[str, int]) -> str:
    return f"{sums['class_seats'] / sums['due']:.2f}" if sums["due"] >= board.FEW else "·"


def _cell(request: HttpRequest, supply: Supply, scope: Scope, code: str, cluster: str) -> dict[str, Any]:
    """One field of the map: how it was computed, its openings and its plans."""
    narrowed = {"class": code, "cluster": cluster or NO_CLUSTER}
    plans = Behind(FIGURES["due"], scope, code)
    openings = Behind(FIGURES["class_seats"], scope, code, narrowed["cluster"])
    value = supply.ratio(cluster, code)
    names = {"class": supply.class_names[code], "cluster": supply.cluster_names[cluster]}
    heading = _("Too few students to compare: %(class)s, %(cluster)s") % names
    if value is not None:
        heading = _("%(ratio)s seats per student: %(class)s, %(cluster)s") % {
            **names,
            "ratio": f"{value:.1f}",
        }
    return {
        "heading": heading,
        "seats": supply.seats.get((cluster, code), 0),
        "due": supply.by_class.get(code, {}).get("due", 0),
        "share": supply.share(cluster, code),
        "demand": supply.demand(cluster, code),
        "ratio": value,
        "plans_url": figure_url("due", scope, **{"class": code}),
        "openings_url": figure_url("class_seats", scope, **narrowed),
        "plans": _table("plan", plans.rows(request.user)[:LISTED]),
        "openings": _table("opening", openings.rows(request.user)[:LISTED]),
        "listed": LISTED,
    }


def _table(kind: str, rows: Any) -> dict[str, Any]:
    table = TABLES[kind]
    return {"heads": table.heads(), "rows": table.labelled(rows)}

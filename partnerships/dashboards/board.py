"""The numbers of the bureau's dashboard, all read from summary cells: one query for the region, one for supply."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import quantiles
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.agreements.gap import with_gap
from partnerships.agreements.models import Partnership
from partnerships.dashboards.scope import LEVEL_MEASURES, OF_ENTERPRISES, OF_PLANS, OF_SCHOOLS, Scope
from partnerships.depth.models import DepthScore
from partnerships.depth.pages import flag_words
from portal.common.charts.grids import PLACED, Scale
from portal.common.charts.marks import Mark
from portal.common.wording import grouped
from portal.reference.models import Region, in_current_language
from schools.models import PlacementPlan

FEW = 10
"""Below so many people no share is shown."""
READ = (*OF_SCHOOLS, *OF_ENTERPRISES, "openings", "fresh_openings", "seats", "seats_free")
SHOWN = 6
GOOD_SHARE = 0.8


@dataclass(frozen=True)
class Place:
    """A part of the scope (city, district or school) with its due, secured and short students."""

    name: str
    name_zh: str
    due: int
    secured: int
    short: int
    scope: Scope | None = None
    link: str = ""

    @property
    def share(self) -> float | None:
        """Secured of due in 0..1; None below 10 due."""
        return self.secured / self.due if self.due >= FEW else None

    @property
    def url(self) -> str:
        """The dashboard of this place, or the page of the school."""
        return f"{reverse('bureau_home')}{self.scope.query()}" if self.scope else self.link

    @property
    def short_url(self) -> str:
        return figure_url("short", self.scope) if self.scope else self.link


def figure_url(figure: str, scope: Scope, **more: Any) -> str:
    """The list behind a figure of the scope."""
    return reverse("bureau_figure", args=[figure]) + scope.query(**more)


@dataclass(frozen=True)
class Numbers:
    """Sums by region path and measure, read once."""

    by_path: dict[str, Counter[str]]

    @classmethod
    def of(cls, scope: Scope) -> "Numbers":
        """The sums of everything in the scope; one query."""
        by_path: dict[str, Counter[str]] = {}
        cells = scope.cells().filter(measure__in=READ)
        for (path, measure), value in cells.totals("region_path", "measure").items():
            by_path.setdefault(path, Counter())[measure] += value
        return cls(by_path)

    def within(self, path: str) -> Counter[str]:
        """The sums of a region and all below it."""
        total: Counter[str] = Counter()
        for here, numbers in self.by_path.items():
            if here.startswith(path):
                total.update(numbers)
        return total

    @property
    def total(self) -> Counter[str]:
        return self.within("")


def places_of(scope: Scope, numbers: Numbers, regions: Iterable[Region]) -> list[Place]:
    """The cities of a province, the districts of a city, or the schools where there is nothing below."""
    below = [region for region in regions if region.parent_id == scope.region.pk]
    if not below:
        return schools_of(scope)
    places = [_place(scope.at(region), numbers.within(region.path)) for region in below]
    own = numbers.by_path.get(scope.region.path)
    if own and own["due"]:
        words = _("district not stated")
        places.append(Place(words, words, own["due"], own["secured"], own["short"]))
    return places


def _place(scope: Scope, sums: Counter[str]) -> Place:
    region = scope.region
    return Place(region.name, region.name_zh, sums["due"], sums["secured"], sums["short"], scope)


def schools_of(scope: Scope) -> list[Place]:
    """The schools of the scope with the gap of their stated plans, as the cells count them."""
    plans = PlacementPlan.objects.stated().filter(scope.schools("programme__school__"))
    if scope.month:
        year, month = scope.month.split("-")
        plans = plans.filter(starts_on__year=year, starts_on__month=month)
    school = "programme__school__"
    rows = with_gap(plans).values_list(
        f"{school}public_id", f"{school}name_zh", f"{school}name_en", "due", "secured", "short"
    )
    sums: dict[tuple[str, str, str], list[int]] = {}
    for public_id, zh, en, *numbers in rows:
        known = sums.setdefault((public_id, zh, en), [0, 0, 0])
        sums[public_id, zh, en] = [a + b for a, b in zip(known, numbers, strict=True)]
    return [
        Place(
            in_current_language(zh, en),
            zh,
            due,
            secured,
            short,
            link=reverse("school_detail", args=[public_id]),
        )
        for (public_id, zh, en), (due, secured, short) in sorted(sums.items(), key=lambda row: row[0][1])
    ]


def tightest(places: Sequence[Place]) -> list[Place]:
    """Places that can be compared, the least secured first."""
    known = [place for place in places if place.share is not None]
    return sorted(known, key=lambda place: (place.share, -place.short, place.name_zh))


def scale_of(percents: Sequence[float]) -> Scale:
    """Five colours by fifths of the places, bounds rounded to 5 %: the warm one is the least placed fifth.

    The usual scale (65, 75, 85, 90 %) where it tells at least three kinds of places apart, or where they lie too
    close for fifths.
    """
    if not percents or len({PLACED.tone(percent) for percent in percents}) >= 3:
        return PLACED
    bounds = tuple(sorted({5.0 * round(bound / 5) for bound in quantiles([*percents, *percents], n=5)}))
    return Scale(bounds, PLACED.tones) if len(bounds) == len(PLACED.bounds) else PLACED


def heading(scope: Scope, total: Counter[str], places: Sequence[Place]) -> str:
    """How many seats are missing, and where most."""
    where = scope.region.name
    if not total["due"]:
        return _("No placement plan is stated yet in %(where)s") % {"where": where}
    if not total["short"]:
        return _("Nobody is short of a seat in %(where)s") % {"where": where}
    words = {"where": where, "n": grouped(total["short"])}
    worst = [place for place in tightest(places) if place.short]
    if len(worst) < 2:
        return (
            ngettext("%(where)s is %(n)s seat short", "%(where)s is %(n)s seats short", total["short"])
            % words
        )
    return _("%(where)s is %(n)s seats short, %(tightest)s is tightest") % {
        **words,
        "tightest": worst[0].name,
    }


def share_words(part: int, whole: int) -> str:
    """A share in per cent with one decimal, without the sign; a dash where there is nothing to share."""
    return f"{100 * part / whole:.1f}" if whole else "–"


@dataclass(frozen=True)
class Tile:
    """One of the six figures: value, unit, line of comparison, the list behind it."""

    label: str
    value: str
    unit: str
    note: str
    url: str
    tone: str = ""


def tiles(scope: Scope, total: Counter[str]) -> list[Tile]:
    """Due, placed, short, level 3 and above, fresh openings, enterprises to vet."""
    deep = sum(total[f"level_{level}"] for level in (3, 4, 5))
    partnerships, openings = total["partnerships"], total["openings"]
    return [
        Tile(_("Due out"), grouped(total["due"]), _("students"),
             _("%(n)s deferred") % {"n": grouped(total["deferred"])}, figure_url("due", scope)),
        Tile(_("Placed"), share_words(total["secured"], total["due"]), "%",
             _("%(n)s students") % {"n": grouped(total["secured"])}, figure_url("secured", scope)),
        Tile(_("Short"), grouped(total["short"]), _("students"),
             _("%(n)s more in talks") % {"n": grouped(total["in_talks"])}, figure_url("short", scope),
             "warm" if total["short"] else ""),
        Tile(_("Level 3 and above"), share_words(deep, partnerships), "%",
             _("%(n)s of %(all)s partnerships") % {"n": grouped(deep), "all": grouped(partnerships)},
             figure_url("deep", scope)),
        Tile(_("Openings confirmed"), share_words(total["fresh_openings"], openings), "%",
             _("%(n)s of %(all)s within 30 days") % {"n": grouped(total["fresh_openings"]), "all": grouped(openings)},
             figure_url("fresh_openings", scope)),
        Tile(_("Enterprises to vet"), grouped(total["pending_enterprises"]), _("enterprises"),
             _("of %(all)s registered") % {"all": grouped(total["enterprises"])},
             figure_url("pending_enterprises", scope), "warm" if total["pending_enterprises"] else ""),
    ]  # fmt: skip


def level_marks(scope: Scope, total: Counter[str], names: Sequence[str]) -> list[Mark]:
    """Partnerships by level as columns."""
    return [
        Mark(f"{level} {names[level]}".replace("-", " "), total[measure], grouped(total[measure]),
             figure_url(measure, scope), tone=f"d{level}")
        for level, measure in enumerate(LEVEL_MEASURES)
    ]  # fmt: skip


@dataclass(frozen=True)
class QualityRow:
    """How complete a kind of data is, and how many rows are to be mended."""

    label: str
    part: int
    whole: int
    url: str

    @property
    def to_mend(self) -> int:
        return self.whole - self.part

    @property
    def share(self) -> float | None:
        return self.part / self.whole if self.whole else None

    @property
    def tone(self) -> str:
        return "brand" if self.share is not None and self.share >= GOOD_SHARE else "warm"


def quality_rows(scope: Scope, total: Counter[str]) -> list[QualityRow]:
    """Openings confirmed, enterprises by code, activities confirmed, staff stated."""
    enterprises = total["enterprises"]
    return [
        QualityRow(_("Openings confirmed within 30 days"), total["fresh_openings"], total["openings"],
                   figure_url("stale_openings", scope)),
        QualityRow(_("Enterprises with credit code"), total["verified_enterprises"], enterprises,
                   figure_url("unverified_enterprises", scope)),
        QualityRow(_("Activities confirmed by both"), total["confirmed_activities"], total["activities"],
                   figure_url("unconfirmed_activities", scope)),
        QualityRow(_("Enterprises with staff stated"), total["staffed_enterprises"], enterprises,
                   figure_url("unstaffed_enterprises", scope)),
        QualityRow(_("Schools with a stated plan"), total["schools_with_plan"], total["schools"],
                   figure_url("schools_without_plan", scope)),
    ]  # fmt: skip


def shallow_scores(scope: Scope) -> QuerySet[DepthScore]:
    """Live partnerships of level 0 and 1: paper first, then the longest without a confirmed activity."""
    rows = DepthScore.objects.filter(scope.schools("partnership__school__"), level__lte=1)
    rows = rows.exclude(partnership__stage=Partnership.Stage.ENDED)
    return rows.select_related("partnership__school", "partnership__enterprise").order_by(
        "level", "partnership__started_on", "pk"
    )


def why_shallow(score: DepthScore) -> str:
    """One sentence: what makes it look shallow."""
    if score.flags:
        return flag_words(score.flags[0])
    partnership = score.partnership
    months = max(0, (score.scored_on - partnership.started_on).days // 30)
    if not score.evidence_count:
        words = ngettext("Begun %(n)s month ago, no activity", "Begun %(n)s months ago, no activity", months)
        return words % {"n": months}
    if partnership.last_activity_on is None:
        words = ngettext(
            "%(n)s activity, none confirmed by both",
            "%(n)s activities, none confirmed by both",
            score.evidence_count,
        )
        return words % {"n": score.evidence_count}
    quiet = max(0, (score.scored_on - partnership.last_activity_on).days)
    if quiet > 180:
        words = ngettext(
            "%(n)s activity, the last confirmed %(days)s days ago",
            "%(n)s activities, the last confirmed %(days)s days ago",
            score.evidence_count,
        )
        return words % {"n": score.evidence_count, "days": quiet}
    words = ngettext(
        "Only %(n)s activity with little weight",
        "Only %(n)s activities with little weight",
        score.evidence_count,
    )
    return words % {"n": score.evidence_count}


def months_of(scope: Scope) -> list[str]:
    """The months in which students of the scope are due out."""
    cells = replace(scope, month="").cells().filter(measure__in=OF_PLANS, value__gt=0).exclude(month="")
    return sorted(set(cells.order_by().values_list("month", flat=True)))

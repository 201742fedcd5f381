"""What a school's home page says: the gap of a batch, the depth of its partnerships, those that are cooling."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.agreements.gap import gap_by_plan
from partnerships.agreements.models import Partnership
from partnerships.depth.models import DepthPoint
from partnerships.depth.pages import begin_url, in_words, level_name
from partnerships.depth.services import current_rubric
from portal.common.charts.marks import Mark
from portal.common.wording import day_words, short_day_words
from portal.reference.models import in_current_language
from schools.models import Batch, School

COOLING_DAYS = 120
TERM_DAYS = 180
LEVELS = range(5, -1, -1)


def batches_of(school: School) -> list[Batch]:
    """All batches of the school, the latest first."""
    return list(Batch.objects.filter(school=school).order_by("-starts_on", "pk"))


def current_batch(batches: Sequence[Batch], on: date) -> Batch | None:
    """The open batch that starts next or runs now, else the next planned one, else the latest."""
    rising = sorted(batches, key=lambda batch: (batch.starts_on, batch.pk))
    for status in (Batch.Status.OPEN, Batch.Status.PLANNED):
        ahead = [batch for batch in rising if batch.status == status and batch.ends_on >= on]
        if ahead:
            return ahead[0]
    return rising[-1] if rising else None


@dataclass(frozen=True)
class Gap:
    """The plans of a batch with their gap, and the sums in students."""

    plans: tuple[Any, ...]

    @classmethod
    def of(cls, batch: Batch | None) -> "Gap":
        """The gap of the batch, the widest first; one query."""
        if batch is None:
            return cls(())
        rows = gap_by_plan(batch).select_related("programme")
        return cls(tuple(rows.order_by("-short", "-due", "pk")))

    def _sum(self, name: str) -> int:
        return sum(getattr(plan, name) for plan in self.plans)

    @property
    def due(self) -> int:
        return self._sum("due")

    @property
    def secured(self) -> int:
        return self._sum("secured")

    @property
    def in_talks(self) -> int:
        return self._sum("in_talks")

    @property
    def short(self) -> int:
        return self._sum("short")

    @property
    def over(self) -> int:
        """Students asked for beyond what a plan needs: they fill no other plan's gap."""
        return self._sum("over")

    @property
    def deferred(self) -> int:
        return self._sum("deferred")

    @property
    def widest_due(self) -> int:
        """The most students due out of one programme: the scale of the small bars."""
        return max((plan.due for plan in self.plans), default=0)

    @property
    def first_day(self) -> date | None:
        """The first report date."""
        return min((plan.starts_on for plan in self.plans), default=None)

    @property
    def deferred_kinds(self) -> list[str]:
        """Why they stay, in words with numbers."""
        kinds = (
            (_("further study"), self._sum("deferred_study")),
            (_("army"), self._sum("deferred_army")),
            (_("leave and other"), self._sum("deferred_other")),
        )
        return [f"{name} {number}" for name, number in kinds if number]


def gap_marks(of: Any, url: Any = None) -> list[Mark]:
    """Secured, in talks and short as parts of one bar; `url(part)` gives their links."""
    parts = (
        ("secured", _("Secured"), "brand"),
        ("in_talks", _("In talks"), "pale"),
        ("short", _("Short"), "warm"),
    )
    return [
        Mark(label, getattr(of, name), url=url(name) if url else "", tone=tone) for name, label, tone in parts
    ]


def heading(batch: Batch | None, gap: Gap) -> str:
    """The answer to "how many places are still missing?"."""
    if batch is None:
        return _("Begin with your programmes and a batch")
    if not gap.plans:
        return _("Nobody is stated as due out in this batch yet")
    if gap.short:
        words = ngettext(
            "%(n)s internship seat is still missing", "%(n)s internship seats are still missing", gap.short
        )
        return words % {"n": gap.short}
    if gap.secured >= gap.due:
        return _("All %(n)s students due out have a seat") % {"n": gap.due}
    return _("Nobody is short of a seat, %(n)s students are in talks") % {"n": gap.due - gap.secured}


def time_left(gap: Gap, batch: Batch | None, on: date) -> str:
    """How far away the first report date is."""
    first = gap.first_day or (batch.starts_on if batch else None)
    if first is None:
        return ""
    days = (first - on).days
    if days <= 0:
        return _("First report date was %(day)s") % {"day": day_words(first)}
    words = ngettext(
        "%(n)s day to the first report date, %(day)s", "%(n)s days to the first report date, %(day)s", days
    )
    return words % {"n": days, "day": short_day_words(first)}


@dataclass(frozen=True)
class Pair:
    """A live partnership of the school as the cards of this page need it."""

    public_id: str
    enterprise: str
    started_on: date
    last_activity_on: date | None
    level: int | None
    level_before: int | None
    next_steps: list[Any]

    def days_quiet(self, on: date) -> int:
        """Days since the last confirmed activity, or since it began where there was none."""
        return (on - (self.last_activity_on or self.started_on)).days

    @property
    def url(self) -> str:
        return reverse("partnership_detail", args=[self.public_id])


def pairs_of(school: School, on: date) -> list[Pair]:
    """The live partnerships of the school with their depth now and a term ago; one query for any number of them."""
    earlier = DepthPoint.objects.filter(partnership=OuterRef("pk"), month__lte=on - timedelta(days=TERM_DAYS))
    rows = (
        Partnership.objects.live()
        .filter(school=school)
        .annotate(level_before=Subquery(earlier.order_by("-month").values("level")[:1]))
    )
    fields = (
        "public_id", "enterprise__name_zh", "enterprise__name_en", "started_on", "last_activity_on",
        "depth__level", "level_before", "depth__next_steps",
    )  # fmt: skip
    return [
        Pair(public_id, in_current_language(zh, en), started, last, level, before, steps or [])
        for public_id, zh, en, started, last, level, before, steps in rows.values_list(*fields)
    ]


@dataclass(frozen=True)
class LevelRow:
    """A line of the distribution: level, name, how many now, how many more than a term ago."""

    level: int
    name: str
    count: int
    change: int | None

    @property
    def tone(self) -> str:
        """The colour of its level in charts."""
        return f"d{self.level}"


def level_rows(pairs: Sequence[Pair]) -> list[LevelRow]:
    """Levels from the top; the change is left out where nothing was scored a term ago."""
    now = Counter(pair.level for pair in pairs if pair.level is not None)
    before = Counter(pair.level_before for pair in pairs if pair.level_before is not None)
    return [
        LevelRow(level, level_name(level), now[level], now[level] - before[level] if before else None)
        for level in LEVELS
    ]


@dataclass(frozen=True)
class CoolingRow:
    """A partnership without a confirmed activity for long, and the cheapest step that would warm it."""

    pair: Pair
    days: int
    level_name: str
    last: str
    step: str
    step_url: str


def cooling_rows(pairs: Iterable[Pair], on: date, *, may_act: bool) -> list[CoolingRow]:
    """Those quiet for 120 days or more: the deepest first, then the longest quiet.

    The step leads to the form that begins it, for readers who `may_act`; else to the evidence behind the depth.
    """
    quiet = [pair for pair in pairs if pair.days_quiet(on) >= COOLING_DAYS]
    quiet.sort(key=lambda pair: (-(pair.level or 0), -pair.days_quiet(on), pair.public_id))
    return [_cooling_row(pair, on, may_act=may_act) for pair in quiet]


def _cooling_row(pair: Pair, on: date, *, may_act: bool) -> CoolingRow:
    kind = _next_kind(pair)
    words, url = "", pair.url
    if kind is not None:
        words = in_words(kind.step.do) if kind.step else in_words(current_rubric().gate.do)
        url = (
            begin_url(Partnership(public_id=pair.public_id), kind.code)
            if may_act
            else reverse("depth_detail", args=[pair.public_id])
        )
    last = day_words(pair.last_activity_on)
    return CoolingRow(pair, pair.days_quiet(on), level_name(pair.level), last, words, url)


def _next_kind(pair: Pair) -> Any:
    """The kind of evidence that the best next step of its depth score asks for."""
    wanted = pair.next_steps[0][0] if pair.next_steps else ""
    return next((kind for kind in current_rubric().kinds if kind.code == wanted), None)


def gap_rows(batch: Batch) -> QuerySet[Any]:
    """The plans of the batch with their gap, for the page that opens the numbers."""
    return gap_by_plan(batch).select_related("programme").order_by("starts_on", F("short").desc(), "pk")

"""Invented rows for the living components page; nothing else may import this."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.common.charts.capacity import Spell
from portal.common.charts.grids import CITY_PLACES, HeatCell
from portal.common.charts.marks import Mark
from portal.common.charts.radar import Axis
from portal.common.furniture import Act, LadderStep, NextStep, QueueRow, ScorePart, Tab, TimelineRow
from portal.common.wording import day_words, short_day_words

_HERE = "#content"


class SampleFilter(forms.Form):
    """Two chips: one set, one not."""

    level = forms.ChoiceField(
        label=gettext_lazy("Depth"),
        required=False,
        choices=[("", gettext_lazy("Any")), ("1", gettext_lazy("Level 1 and above"))],
    )
    q = forms.CharField(label=gettext_lazy("Name"), required=False)


class SampleForm(forms.Form):
    """Every kind of field once."""

    seats = forms.IntegerField(
        label=gettext_lazy("Seats"), help_text=gettext_lazy("Most students at one time"), min_value=1
    )
    start = forms.DateField(label=gettext_lazy("Report date"), widget=forms.DateInput(attrs={"type": "date"}))
    lodging = forms.ChoiceField(
        label=gettext_lazy("Lodging"),
        widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("provided")), ("no", gettext_lazy("not provided"))],
    )
    note = forms.CharField(
        label=gettext_lazy("Remarks"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    agree = forms.BooleanField(label=gettext_lazy("I have read the agreement"))


def sample_rows() -> dict[str, Any]:
    """The whole context of templates/common/components.html."""
    today = timezone.localdate()
    form = SampleForm({"seats": "8", "start": "2026-02-30", "lodging": "no", "agree": "on"})
    form.is_valid()
    return {
        "messages": _messages(),
        "score": _score(),
        "queue_rows": _queue(today),
        "ladder_steps": _ladder(),
        "timeline_rows": _timeline(today),
        "steps_done": _next_steps(),
        "import_steps": [_("Upload file"), _("Match columns"), _("Preview"), _("Result")],
        "tab_items": [
            Tab(_("Openings"), _HERE, 23, is_current=True),
            Tab(_("New partners"), _HERE, 9),
            Tab(_("Shortlisted"), _HERE, 4),
        ],
        "fresh": [today - timedelta(days=days) for days in (12, 46, 64)],
        "filter_form": SampleFilter({"level": "1"}),
        "form": form,
        "page": _page(),
        "today": today,
        "term_end": today + timedelta(days=180),
        "levels": range(6),
        "tones": ["grey", "blue", "warm", "green", "red", "plain"],
        "zero": 0,
        "none": None,
        **_charts(today),
    }


def _page() -> Page[int]:
    return Paginator(range(1280), 50).page(3)


def _messages() -> list[Message]:
    return [
        Message(constants.SUCCESS, _("The proposal was sent. The enterprise sees it in its queue.")),
        Message(constants.WARNING, _("Somebody changed this three minutes ago. Look at the changes first.")),
        Message(
            constants.ERROR, _("Not sent: the seats are full. Ask for six seats or choose another opening.")
        ),
    ]


def _score() -> list[ScorePart]:
    return [
        ScorePart(_("Major fit"), 34, 40),
        ScorePart(_("Distance"), 16, 20),
        ScorePart(_("Time"), 14, 15),
        ScorePart(_("Seats"), 10, 10),
        ScorePart(_("Reliability"), 12, 15),
    ]


def _queue(today: date) -> list[QueueRow]:
    return [
        QueueRow(
            when=_("2 days late"),
            on=short_day_words(today - timedelta(days=2)),
            sentence=_("Answer the change that the enterprise asks for: 6 seats instead of 8"),
            note=_("Proposal · logistics services · waiting for 6 days"),
            url=_HERE,
            acts=[Act(_("Answer"), _HERE)],
            is_late=True,
        ),
        QueueRow(
            when=_("Today"),
            on=short_day_words(today),
            sentence=_("Confirm the activity: two teachers in the warehouse, 16 hours"),
            note=_("Counts towards depth once confirmed"),
            url=_HERE,
            acts=[Act(_("Confirm"), _HERE), Act(_("Not correct…"), _HERE, tone="quiet")],
            is_due=True,
        ),
        QueueRow(
            when=_("Friday"),
            on=short_day_words(today + timedelta(days=3)),
            sentence=_("Upload the minutes of the third meeting"),
            warning=_("Three action items have no owner"),
            acts=[Act(_("Upload"), _HERE)],
        ),
    ]


def _ladder() -> list[LadderStep]:
    return [
        LadderStep(_("Aware"), "done", day_words(date(2021, 11, 3))),
        LadderStep(_("In talks"), "done", day_words(date(2022, 3, 1))),
        LadderStep(_("Agreed"), "done", day_words(date(2022, 9, 1))),
        LadderStep(_("Active cooperation"), "now", day_words(date(2023, 2, 20))),
        LadderStep(_("Strategic"), "next", _("One person of each side proposes it")),
    ]


def _timeline(today: date) -> list[TimelineRow]:
    return [
        TimelineRow(
            on=day_words(today - timedelta(days=4)),
            what=_("Lesson by an enterprise mentor"),
            note=_("8 hours, 42 students, 2 pieces of evidence"),
            state=_("Waiting for the other side"),
            tone="warm",
            state_note=_("Logged by us, link sent yesterday"),
            acts=[Act(_("Remind"), _HERE)],
            url=_HERE,
        ),
        TimelineRow(
            on=day_words(today - timedelta(days=26)),
            what=_("Practice of two teachers at the enterprise"),
            note=_("5 days each"),
            state=_("Confirmed by both"),
            tone="green",
        ),
        TimelineRow(
            on=day_words(today - timedelta(days=52)),
            what=_("Gift of a forklift simulator"),
            state=_("Disputed"),
            tone="red",
            state_note=_("The enterprise says 68,000.00 yuan"),
            acts=[Act(_("Settle"), _HERE)],
        ),
    ]


def _next_steps() -> list[NextStep]:
    return [
        NextStep(
            _("Two teachers practise at the enterprise for a month"),
            _("Teachers"),
            "+4.6",
            [Act(_("Arrange"), _HERE)],
        ),
        NextStep(
            _("An engineer reviews the course standard"), _("Courses"), "+3.2", [Act(_("Invite"), _HERE)]
        ),
    ]


def _charts(today: date) -> dict[str, Any]:
    first = today.replace(day=1)
    return {
        "depths": _depths(),
        "trend": [
            Mark(str(year), value, url=_HERE)
            for year, value in zip(range(2019, 2027), (41, 43, 42, 48, 52, 54, 57, 60.5), strict=True)
        ],
        "spark": [41, 43, 42, 48, 52, 54, 57, 60.5],
        "axes": _axes(),
        "cities": _cities(),
        "city_names": None if (get_language() or "zh").startswith("zh") else CITY_NAMES,
        "heat_rows": [_("Mechanical manufacturing"), _("Automation"), _("Logistics"), _("Accounting")],
        "heat_columns": [
            _("Electronics"),
            _("Smart appliances"),
            _("Automotive"),
            _("Light industry"),
            _("Biomedicine"),
            _("Robotics"),
        ],
        "heat_cells": _heat(),
        "spells": _spells(first),
        "capacity_start": first,
        "capacity_end": first + timedelta(days=235),
        **_bars(),
    }


def _bars() -> dict[str, Any]:
    return {
        "bars": [
            Mark(_("Mechanism and agreement"), 10.2, "10.2 / 12.5", _HERE, tick=7.8),
            Mark(_("Courses built together"), 7.4, "7.4 / 12.5", _HERE, tick=6.3),
            Mark(_("Technical service"), 2.3, "2.3 / 12.5", _HERE, tick=3.8),
        ],
        "stack": [
            Mark(_("Secured"), 70, url=_HERE, tone="brand"),
            Mark(_("In talks"), 22, url=_HERE, tone="pale"),
            Mark(_("Short"), 28, url=_HERE, tone="warm"),
        ],
        "gates": [
            Mark(_("Openings in and around the city"), 2318, url=_HERE),
            Mark(_("Take this major"), 412, url=_HERE),
            Mark(_("Dates agree"), 190, url=_HERE),
            Mark(_("Seats free"), 0, url=_HERE),
        ],
        "removed": [
            "",
            _("1,906 do not take 7308 logistics"),
            _("222 report on days of the school calendar"),
            "",
        ],
    }


def _spells(first: date) -> list[Spell]:
    return [
        Spell(_("Yuecheng Commerce"), first, first + timedelta(days=60), 8, _HERE),
        Spell(_("Panshan Vocational"), first, first + timedelta(days=45), 9, _HERE),
        Spell(_("Suibei Secondary"), first, first + timedelta(days=30), 8, _HERE),
        Spell(_("Yuecheng Commerce"), first + timedelta(days=70), first + timedelta(days=230), 6, _HERE),
        Spell(_("Panshan Vocational"), first + timedelta(days=63), first + timedelta(days=230), 10, _HERE),
        Spell(_("Suibei Secondary"), first + timedelta(days=70), first + timedelta(days=200), 12, _HERE),
    ]


def _depths() -> list[Mark]:
    names = [_("Paper-only"), _("Shallow"), _("Emerging"), _("Joint"), _("Deep"), _("Community")]
    now, before = (1204, 4310, 8006, 3722, 1168, 212), (1350, 4700, 7800, 3400, 1000, 160)
    return [
        Mark(f"{level} {name}", value, f"{value:,}", _HERE, tick=last, tone=f"d{level}")
        for level, (name, value, last) in enumerate(zip(names, now, before, strict=True))
    ]


def _axes() -> list[Axis]:
    names = [
        _("Mechanism"), _("Courses"), _("Teachers"), _("Training bases"),
        _("Placements"), _("Employment"), _("Service"), _("Continuity"),
    ]  # fmt: skip
    own, peers = (10.2, 7.4, 5.1, 4.6, 11.8, 9.0, 2.3, 10.1), (7.8, 6.3, 5.6, 5.2, 8.8, 6.9, 3.8, 7.6)
    return [Axis(name, a, 12.5, b, f"{a:g}", _HERE) for name, a, b in zip(names, own, peers, strict=True)]


def _cities() -> list[Mark]:
    shares = (74, 83, 77, 72, 69, 75, 66, 91, 86, 84, 61, 73, 64, 71, 82, 88, 93, 63, 67, 89, 95)
    return [Mark(city, share, f"{share}%", _HERE) for city, share in zip(CITY_PLACES, shares, strict=True)]


def _heat() -> list[list[HeatCell]]:
    table = (
        (1.2, 1.6, 1.9, 1.1, None, 2.1),
        (1.8, 1.5, 1.4, 0.9, None, 2.4),
        (0.8, 1.0, 0.9, 1.2, 0.7, None),
        (0.4, 0.5, 0.5, 0.6, 0.5, 0.5),
    )
    return [[HeatCell(value, url=_HERE) for value in line] for line in table]


CITY_NAMES = dict(
    zip(
        CITY_PLACES,
        (
            "Shaoguan", "Zhaoqing", "Qingyuan", "Heyuan", "Meizhou", "Chaozhou", "Yunfu", "Foshan", "Guangzhou",
            "Huizhou", "Jieyang", "Shantou", "Maoming", "Yangjiang", "Jiangmen", "Zhongshan", "Dongguan",
            "Shanwei", "Zhanjiang", "Zhuhai", "Shenzhen",
        ),
        strict=True,
    )
)  # fmt: skip

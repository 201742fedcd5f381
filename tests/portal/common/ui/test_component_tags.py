"""Components escape what they are given, keep the query string, and say the same thing twice never differently."""

from datetime import date, timedelta

import pytest
from django import forms
from django.core.paginator import Paginator
from django.db.models.fields import BLANK_CHOICE_DASH
from django.template import engines
from django.test import RequestFactory
from django.utils import timezone, translation

from portal.common.charts.capacity import Spell
from portal.common.charts.grids import HeatCell
from portal.common.charts.marks import Mark
from portal.common.charts.radar import Axis
from portal.common.furniture import Act, LadderStep, NextStep, QueueRow, ScorePart, Tab, TimelineRow
from portal.common.templatetags.form_tags import render_field

EVIL = "<script>alert('1')</script>\"><img src=x onerror=alert(1)>"


def shown(source, request=None, **context):
    template = engines["django"].from_string("{% load i18n ui charts %}" + source)
    with translation.override("en"):
        return template.render(context, request)


def asked(query=""):
    request = RequestFactory().get("/list/" + query)
    request.user = type("Nobody", (), {"is_authenticated": False})()
    return request


PIECES = {
    "page_head": "{% page_head e lead=e parent=e parent_url=e here=e %}{% endpage_head %}",
    "card": "{% card title=e note=e foot=e link_text=e link_url='/' %}{{ e }}{% endcard %}",
    "tile": "{% tiles label=e %}{% tile e e e e url='/' %}{% endtiles %}",
    "tag": "{% tag e %}{% tag e 'warm' %}",
    "depth_badge": "{% depth_badge 3 e %}",
    "freshness": "{% freshness day e e %}{% freshness none '' e %}",
    "queue": "{% queue queue_rows %}",
    "next_steps": "{% next_steps steps_rows %}",
    "ladder": "{% ladder ladder_rows %}",
    "timeline": "{% timeline timeline_rows %}",
    "steps": "{% steps names 1 %}",
    "progress": "{% progress 1 2 e e e %}",
    "score": "{% score_bar parts e %}{% score_short parts %}{% score_legend parts %}",
    "facts": "{% facts %}{% fact e %}{{ e }}{% endfact %}{% endfacts %}",
    "table": "{% table caption=e %}<tr>{% th e sort='x' %}{% th e %}{% th e hidden=True %}</tr>{% endtable %}",
    "tabs": "{% tabs tab_rows e %}",
    "menu": "{% menu e %}{{ e }}{% endmenu %}",
    "post_button": "{% post_button e '/' next=e %}",
    "acts": "{% acts act_rows %}",
    "callout": "{% callout 'red' e %}{{ e }}{% endcallout %}",
    "empty_state": "{% empty_state e e %}{{ e }}{% endempty_state %}",
    "action_bar": "{% action_bar e e %}{{ e }}{% endaction_bar %}",
    "changed": "{% changed e names %}{% wrong_cell e %}",
    "words": "{{ e|whole_name }}{{ e|or_missing }}{{ e|initial }}{% quantity 3 e %}",
    "icon": "{% icon 'check' label=e %}{% logo 32 label=e %}",
    "bar_chart": "{% bar_chart marks e note=e tick_label=e %}",
    "stacked_bar": "{% stacked_bar marks e %}",
    "column_chart": "{% column_chart marks e tick_label=e %}",
    "line_chart": "{% line_chart marks e %}{% sparkline values e %}",
    "radar_chart": "{% radar_chart axes e own_label=e peer_label=e %}",
    "heat_map": "{% heat_map cells names names e corner=e low=e high=e %}",
    "tile_map": "{% tile_map cities e names=city_names unit=e %}",
    "capacity_chart": "{% capacity_chart spells e day day 3 day note=e %}",
    "funnel": "{% funnel marks e names foot=e %}",
    "mini": "{% mini_bar 1 2 tick=1 label=e %}{% mini_stack marks label=e %}",
}


def evil_rows():
    day = date(2026, 3, 2)
    act = Act(EVIL, EVIL, is_post=True, fields=((EVIL, EVIL),))
    return {
        "e": EVIL,
        "day": day,
        "none": None,
        "names": [EVIL],
        "values": [1, 2],
        "act_rows": [act, Act(EVIL, EVIL)],
        "queue_rows": [QueueRow(EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, [act], is_late=True)],
        "steps_rows": [NextStep(EVIL, EVIL, EVIL, [act])],
        "ladder_rows": [LadderStep(EVIL, "now", EVIL)],
        "timeline_rows": [TimelineRow(EVIL, EVIL, EVIL, EVIL, EVIL, "red", EVIL, [act])],
        "parts": [ScorePart(EVIL, 1, 2)],
        "tab_rows": [Tab(EVIL, EVIL, 3, is_current=True)],
        "marks": [Mark(EVIL, 3, EVIL, EVIL, tick=1), Mark(EVIL, 2)],
        "axes": [Axis(EVIL, 3, 5, 2, EVIL, EVIL)] * 3,
        "cells": [[HeatCell(1.0, EVIL, EVIL)]],
        "cities": [Mark("广州", 86, EVIL, EVIL)],
        "city_names": {"广州": EVIL},
        "spells": [Spell(EVIL, day, day + timedelta(days=3), 2, EVIL)],
    }


@pytest.mark.parametrize("piece", PIECES, ids=str)
def test_no_component_lets_markup_through(piece):
    page = shown(PIECES[piece], asked(), **evil_rows())

    assert "<script" not in page
    assert "<img" not in page
    assert "onerror=alert(1)>" not in page.replace("&gt;", "")
    assert 'style="' not in page


def test_a_sortable_head_turns_around_and_forgets_the_page():
    rising = shown("{% th 'Name' sort='name' %}", asked("?sort=name&page=4&q=a%26b"))
    falling = shown("{% th 'Name' sort='name' %}", asked("?sort=-name"))

    assert 'aria-sort="ascending"' in rising
    assert 'href="?sort=-name&amp;q=a%26b"' in rising
    assert 'aria-sort="descending"' in falling
    assert 'href="?sort=name"' in falling


def test_pages_keep_the_filter_and_say_which_rows():
    page = Paginator(range(128), 50).page(2)

    html = shown("{% pagination page %}", asked("?q=x&page=2"), page=page)

    assert "Rows 51–100 of 128" in html
    assert 'href="?q=x&amp;page=3"' in html
    assert '<span aria-current="page">2</span>' in html


def test_one_page_of_rows_has_no_page_links():
    html = shown("{% pagination page %}", asked(), page=Paginator(range(3), 50).page(1))

    assert "Rows 1–3 of 3" in html
    assert "<ul" not in html


class Search(forms.Form):
    level = forms.MultipleChoiceField(choices=[("1", "Level 1"), ("2", "Level 2")], required=False)
    q = forms.CharField(required=False)


def test_filters_show_what_is_set_and_keep_what_is_not_theirs():
    form = Search({"level": ["1", "2"], "q": ""})

    html = shown(
        "{% filters form count=34 %}x{% endfilters %}", asked("?level=1&level=2&sort=name&page=3"), form=form
    )

    assert "<b>Level 1, Level 2</b>" in html
    assert '<input type="hidden" name="sort" value="name">' in html
    assert 'href="?sort=name"' in html
    assert 'name="page"' not in html
    assert "34 rows" in html


def test_the_words_searched_for_stand_open_beside_the_chips():
    html = shown("{% filters form %}{% endfilters %}", asked(), form=Search({"q": "<b>"}))

    assert '<input type="search" id="id_q" name="q" value="&lt;b&gt;"' in html
    assert html.count('<details class="rh-chip') == 1
    assert "Clear 1" in html


class Seats(forms.Form):
    seats = forms.IntegerField(
        help_text="at one time", min_value=1, widget=forms.NumberInput(attrs={"placeholder": "8"})
    )
    lodging = forms.ChoiceField(choices=[("y", "yes"), ("n", "no")], widget=forms.RadioSelect)


def test_an_error_is_told_above_the_form_and_beside_the_field():
    form = Seats({"seats": "none", "lodging": ""})

    html = shown("{% render_form form %}", form=form)

    assert "2 things to change" in html
    assert '<a href="#id_seats">' in html
    assert '<a href="#id_lodging_0">' in html
    assert 'aria-describedby="id_seats_error id_seats_hint"' in html
    assert 'id="id_seats_error"' in html
    assert 'aria-invalid="true"' in html
    assert "placeholder" not in html


def test_a_form_without_errors_has_no_summary():
    assert "rh-errors" not in shown("{% render_form form %}", form=Seats({"seats": "3", "lodging": "y"}))


@pytest.mark.parametrize(
    ("days", "sign"), [(0, "full"), (30, "full"), (31, "half"), (60, "half"), (61, "stale")]
)
def test_freshness_fades_after_thirty_and_sixty_days(days, sign):
    html = shown("{% freshness when %}", when=timezone.localdate() - timedelta(days=days))

    drawn = "rh-fresh__rim" if sign == "half" else f"rh-fresh__{sign}"
    assert drawn in html


def test_the_first_row_of_a_queue_alone_is_solid():
    rows = [QueueRow("Today", "A", acts=[Act("Go", "/")]), QueueRow("Later", "B", acts=[Act("Go", "/")])]

    assert shown("{% queue rows %}", rows=rows).count("rh-button--solid") == 1
    assert shown("{% queue rows solid_first=False %}", rows=rows).count("rh-button--solid") == 0


def test_two_logos_on_a_page_have_masks_of_their_own():
    html = shown("{% logo 32 %}{% logo 32 %}")

    masks = [part.split('"')[0] for part in html.split('<mask id="')[1:]]
    assert len(set(masks)) == 2


def test_an_unknown_icon_is_named():
    with pytest.raises(KeyError, match="no icon 'unicorn'"):
        shown("{% icon 'unicorn' %}")


def test_the_parts_of_a_score_fill_the_bar_and_say_their_points():
    html = shown("{% score_bar parts %}", parts=[ScorePart("Major", 34, 40), ScorePart("Distance", 60, 60)])

    assert '<rect class="rh-f-2" x="40.00%" width="60.00%"' in html
    assert "Major <b>34</b>/40" in html


def test_a_missing_value_and_a_zero_are_told_apart():
    assert "Not filled in" in shown("{{ x|or_missing }}", x=None)
    assert ">0<" in shown("{{ x|or_missing }}", x=0)
    assert shown("{{ x|or_missing }}", x=3) == "3"


def test_a_firm_breaks_only_before_its_legal_form():
    assert "岭通供应链<wbr>有限公司" in shown("{{ name|whole_name }}", name="岭通供应链有限公司")


def test_a_post_button_carries_token_and_values():
    html = shown("{% post_button 'Sign' '/sign/' version=3 %}", asked())

    assert '<input type="hidden" name="version" value="3">' in html
    assert 'name="csrfmiddlewaretoken" value="' in html
    assert 'value=""' not in html


class _Kinds(forms.Form):
    kind = forms.ChoiceField(choices=[*BLANK_CHOICE_DASH, ("a", "Apple")])
    other = forms.ChoiceField(choices=[*BLANK_CHOICE_DASH, ("a", "Apple")], required=False)


def test_the_empty_choice_is_said_in_words() -> None:
    assert '<option value="" selected>Please choose</option>' in render_field(_Kinds()["kind"])
    assert '<option value="" selected>Not stated</option>' in render_field(_Kinds()["other"])
    sieve = render_field(_Kinds()["other"], sieve=True)
    assert '<option value="" selected>Any</option>' in sieve
    assert "(optional)" not in sieve

"""The promises of portal.common.charts: nothing overlaps, shares add up, nothing leaves its scale."""

import ast
import sys
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.common.charts import bars, capacity, columns, grids, lines
from portal.common.charts.marks import Mark, clipped, nice_top
from portal.common.charts.radar import Axis, radar
from portal.common.charts.text import cut, spread, text_width, two_lines

words = st.text(alphabet="abcdefgh 机械制造物流电子商务", min_size=1, max_size=24)
amounts = st.floats(min_value=0, max_value=1e6, allow_nan=False)
marks = st.lists(
    st.builds(Mark, label=words, value=amounts, tick=st.none() | amounts), min_size=1, max_size=20
)
DAY = date(2026, 3, 2)


def test_the_charts_import_only_the_standard_library_and_each_other():
    folder = Path(bars.__file__).parent
    imported = {
        name
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in _imported(node)
    }

    ours = {name for name in imported if name.startswith("portal.common.charts")}
    assert {name.split(".")[0] for name in imported - ours} <= sys.stdlib_module_names


def _imported(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) else []


@given(words, st.floats(min_value=20, max_value=300))
def test_a_cut_label_fits_and_begins_as_the_label_does(text, width):
    shown = cut(text, width)

    assert text_width(shown) <= width or shown == "…"
    assert text.startswith(shown.removesuffix("…"))


@given(words, st.floats(min_value=40, max_value=300))
def test_two_lines_fit_their_slot(text, width):
    assert all(text_width(line) <= width for line in two_lines(text, width) if line != "…")


@given(st.lists(st.floats(min_value=1, max_value=80), min_size=1, max_size=30), st.floats(200, 900))
def test_printed_labels_never_touch(widths, room):
    centres = [room * at / len(widths) for at in range(len(widths))]

    kept = spread(centres, widths, gap=6)

    for left, right in pairwise(kept):
        assert centres[right] - widths[right] / 2 >= centres[left] + widths[left] / 2 + 6 - 1e-9


@given(marks)
def test_column_labels_and_values_stay_in_their_slot(some):
    chart = columns.column_chart(some, width=420)
    slot = 420 / len(some)

    for column in chart.columns:
        assert all(text_width(line) <= max(slot - 4, text_width("…")) for line, _ in column.lines)
        assert 0 <= column.height <= chart.base
        assert column.value_y < column.y or column.value_y < chart.base


def test_columns_are_in_proportion_and_the_tick_is_where_last_year_was():
    chart = columns.column_chart([Mark("a", 50, tick=100), Mark("b", 100)], height=220)

    low, high = chart.columns
    assert low.height * 2 == pytest.approx(high.height)
    assert low.tick_y == pytest.approx(high.y)
    assert low.value_y < low.tick_y


@given(marks)
def test_the_pieces_of_a_stacked_bar_and_their_gaps_fill_it(some):
    pieces = bars.stacked_bar(some, gap=0.4)

    assert [piece.mark for piece in pieces] == [mark for mark in some if mark.value > 0]
    if pieces:
        filled = sum(piece.width for piece in pieces) + 0.4 * (len(pieces) - 1)
        assert filled == pytest.approx(100)
    for left, right in pairwise(pieces):
        assert right.x == pytest.approx(left.x + left.width + 0.4)


def test_a_stacked_bar_of_thirty_out_of_sixty_is_half_full():
    pieces = bars.stacked_bar([Mark("secured", 20), Mark("short", 10)], maximum=60, gap=0)

    assert [round(piece.width, 2) for piece in pieces] == [33.33, 16.67]


@given(marks)
def test_bars_and_ticks_stay_on_their_track(some):
    for row in bars.bar_chart(some, maximum=100):
        assert 0 <= row.width <= 100
        assert row.tick is None or 0 <= row.tick <= 100


def test_the_funnel_is_on_a_log_scale_and_none_is_nothing():
    assert bars.log_share(0, 2318) == 0
    assert bars.log_share(2318, 2318) == 100
    assert bars.log_share(47, 2318) == pytest.approx(49.96, abs=0.05)


@given(marks)
def test_points_of_a_line_lie_inside_the_drawing(some):
    chart = lines.line_chart(some)

    assert all(0 <= dot.x <= chart.width and 0 <= dot.y <= chart.base for dot in chart.dots)
    assert chart.dots[0].has_value


def test_a_flat_series_lies_in_the_middle():
    chart = lines.sparkline([5, 5, 5], width=110, height=28)

    assert chart.points == "3.0,14.0 54.5,14.0 106.0,14.0"


@given(st.lists(words, min_size=3, max_size=8), st.floats(min_value=-5, max_value=50))
def test_radar_labels_stay_inside_the_box_and_points_on_their_axis(names, value):
    chart = radar([Axis(name, value, 12.5, peer=6.0) for name in names])

    for spoke in chart.spokes:
        wide = text_width(spoke.axis.label)
        left = {"start": 0.0, "middle": wide / 2, "end": wide}[spoke.anchor]
        assert spoke.label_x - left >= 0
        assert spoke.label_x - left + wide <= chart.width
    shares = [(s.x - chart.centre_x) ** 2 + (s.y - chart.centre_y) ** 2 for s in chart.spokes]
    assert all(square <= 88.01**2 for square in shares)


def test_the_radar_shows_no_peers_where_one_median_is_unknown():
    chart = radar([Axis("a", 1, 5, peer=2), Axis("b", 1, 5), Axis("c", 1, 5, peer=2)])

    assert chart.peers == ""


def test_every_city_of_the_province_has_a_square_of_its_own():
    assert len(grids.CITY_PLACES) == 21
    assert len(set(grids.CITY_PLACES.values())) == 21

    chart = grids.tile_map([Mark(city, 80) for city in grids.CITY_PLACES])

    for one, other in combinations(chart.fields, 2):
        assert abs(one.x - other.x) >= chart.size or abs(one.y - other.y) >= chart.size


def test_a_city_without_a_value_keeps_its_square():
    chart = grids.tile_map([Mark("广州", 80)], blanks=["韶关"])

    assert [(field.name, field.text, field.tone) for field in chart.fields] == [
        ("广州", "80", "m2"),
        ("韶关", "·", "none"),
    ]


def test_a_city_without_a_place_is_an_error_not_a_gap():
    with pytest.raises(KeyError):
        grids.tile_map([Mark("三沙", 80)])


def test_a_value_on_a_bound_belongs_to_the_upper_class():
    assert [grids.PLACED.tone(value) for value in (64.9, 65, 89.9, 90)] == ["m0", "m1", "m4", "m5"]


def test_a_scale_needs_one_more_class_than_bounds():
    with pytest.raises(ValueError, match="one more tone"):
        grids.Scale((1.0, 2.0), ("a", "b"))


def test_chinese_heads_stand_and_long_english_heads_turn():
    cells = [[grids.HeatCell(1.0), grids.HeatCell(None)]]

    chinese = grids.heat_map(["物流类"], ["电子信息", "智能家电"], cells)
    english = grids.heat_map(["Logistics"], ["Electronics and IT", "Smart appliances"], cells)

    assert [head.lines for head in chinese.heads] == [("电子", "信息"), ("智能", "家电")]
    assert all(head.is_turned for head in english.heads)
    assert [field.text for field in chinese.fields] == ["1.0", "·"]


def test_cells_that_do_not_fit_their_heads_are_refused():
    with pytest.raises(ValueError, match="rows x columns"):
        grids.heat_map(["a"], ["b", "c"], [[grids.HeatCell(1.0)]])


spells = st.lists(
    st.builds(
        lambda label, first, days, seats: capacity.Spell(
            label, DAY + timedelta(days=first), DAY + timedelta(days=first + days), seats
        ),
        st.sampled_from("ABC"),
        st.integers(-40, 200),
        st.integers(0, 120),
        st.integers(0, 40),
    ),
    max_size=12,
)


@given(spells)
def test_the_area_of_the_blocks_is_people_times_days(some):
    end = DAY + timedelta(days=180)
    chart = capacity.capacity_chart(some, DAY, end, 31, DAY, width=842)

    counted = sum(block.seats * ((block.end - block.start).days + 1) for block in chart.blocks)
    expected = sum(
        spell.seats * max(0, (min(spell.end, end) - max(spell.start, DAY)).days + 1) for spell in some
    )
    assert counted == expected
    assert all(block.y >= 0 for block in chart.blocks)


def test_two_schools_stack_and_one_unbroken_stay_is_one_block():
    some = [
        capacity.Spell("A", DAY, DAY + timedelta(days=29), 8),
        capacity.Spell("B", DAY + timedelta(days=10), DAY + timedelta(days=19), 5),
    ]
    chart = capacity.capacity_chart(some, DAY, DAY + timedelta(days=29), 31, DAY + timedelta(days=12))

    assert [(block.label, block.seats) for block in chart.blocks] == [("A", 8), ("B", 5)]
    assert (chart.peak, chart.now) == (13, 13)
    assert chart.levels == (
        (0, 178.0),
        (10, pytest.approx(139.5)),
        (20, 101.0),
        (30, pytest.approx(62.5)),
        (40, 24.0),
    )


@given(st.floats(min_value=1e-6, max_value=1e9))
def test_a_nice_top_covers_the_value_without_tripling_it(value):
    assert value <= nice_top(value) * (1 + 1e-9)
    assert nice_top(value) <= 2.5 * value * (1 + 1e-6)


def test_clipping_keeps_what_is_inside():
    assert [clipped(value, 0, 1) for value in (-1, 0.4, 3)] == [0, 0.4, 1]


def test_a_long_name_of_a_row_is_cut_beside_the_fields_and_whole_on_them():
    chart = grids.heat_map(["Mechanical design and manufacturing"], ["IT"], [[grids.HeatCell(1.0)]])

    assert chart.names[0][0].endswith("…")
    assert chart.fields[0].x <= grids.WIDEST_NAME + 10
    assert chart.fields[0].name == "Mechanical design and manufacturing, IT"

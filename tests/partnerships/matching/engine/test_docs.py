import re
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from partnerships.matching.engine import factors, files, gates, reasons, relaxations, score, tables, weights

PAGE = (Path(__file__).parents[4] / "docs" / "matching.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([a-z_]+)`", PAGE))


@pytest.mark.parametrize(
    "names",
    [
        gates.STEPS,
        tuple(score.FACTORS),
        reasons.REASON_CODES,
        reasons.CONCERN_CODES,
        relaxations.KINDS,
        files.HEADER,
        files.REQUIRED,
    ],
)
def test_the_page_names_every_step_factor_code_and_column(names):
    assert set(names) <= NAMED


def test_the_page_names_every_column_that_a_file_may_have():
    read = {column.name for table in (tables.Programmes, tables.Openings) for column in fields(table)}

    assert read - {"ids", "lodging", "pay", "reliability"} <= NAMED


def test_the_example_of_the_page_is_right():
    chosen = weights.STANDARD
    loss = factors.place_loss(np.array([46.0]), np.array([False]), chosen.place)
    parts = score.group_parts(np.zeros(1), {"place": loss}, (np.zeros(1),) * 5, chosen)

    assert loss[0] == pytest.approx(1.18, abs=0.005)
    assert parts[1, 0] == pytest.approx(-1.12, abs=0.005)
    assert score.points(parts, chosen)[1, 0] == pytest.approx(12.5, abs=0.05)


def test_the_weights_on_the_page_are_those_in_force():
    chosen = weights.STANDARD

    assert chosen.points == (40, 20, 15, 10, 15)
    assert chosen.nats_per_point == 0.15
    assert (chosen.text.k1, chosen.text.b, chosen.text.sharpness, chosen.text.least_level) == (
        1.5,
        0.8,
        0.75,
        0.02,
    )
    assert (
        chosen.major.ability_sharpness,
        chosen.major.learnt_sharpness,
        chosen.major.industry_sharpness,
    ) == (0.3, 0.5, 0.5)
    assert (chosen.place.near_km, chosen.place.half_km, chosen.place.lodging_half_km) == (12, 20, 300)

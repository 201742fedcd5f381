"""Every number the engine was given by a person, in one place.

Premises. Five groups of factors, worth 40, 20, 15, 10 and 15 points (`GROUPS` in tables.py). Losses are in
natural logarithms: a factor f in (0, 1] loses -ln f.
Procedure. A group's losses add up to x and are bounded softly by B = `nats_per_point` x its points:
loss = B tanh(x / B), so a group can never cost more than its share, while ordinary losses multiply as they are.
The score is minus the sum; the points of a group are points x (1 - loss / B), so the points shown add up to
100 + score / nats_per_point: a strictly rising function of the score, by construction.
What was not done: weights learnt from answers (they must first beat these on held-out answers).
Source: docs/matching.md, "What was measured".
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TextWeights:
    """How words count. Fields of an opening are normalised separately (`b`), saturate (`k1`) and then add up."""

    title: float = 2.0
    text: float = 1.0
    aliases: float = 2.0
    tasks: float = 0.5
    abilities: float = 1.0
    query_title: float = 1.0
    query_text: float = 3.0
    query_abilities: float = 1.0
    k1: float = 1.5
    b: float = 0.8
    level_of_best: int = 10  # a programme's own yardstick: the mean of so many best openings
    least_level: float = 0.02  # below it nothing found is near, and the yardstick stays absolute
    pieces: float = 0.5
    name_in_programme: float = 1.0
    name_in_title: float = 0.5
    coverage: float = 0.5
    name_prior: float = 4.0  # a short common name is weak evidence: added to the weight of every name
    sharpness: float = 0.75  # exponent of the fit of words: among good ones place and days decide
    least_fit: float = 0.01


@dataclass(frozen=True)
class MajorWeights:
    """How the other facts about major and post count."""

    ability_prior: float = 0.25  # fit of abilities = (share covered + prior) / (1 + prior)
    ability_sharpness: float = 0.3
    ability_likeness: float = 0.5  # two names of an ability are the same from this Dice coefficient on
    prefix_loss: float = 0.05  # for each digit by which an accepted major is wider than six
    learnt_prior: float = 0.2
    learnt_sharpness: float = 0.5
    industry_sharpness: float = 0.5


@dataclass(frozen=True)
class PlaceWeights:
    """Kilometres. Up to `near_km` nothing changes; then the factor halves every `half_km`."""

    near_km: float = 12.0
    half_km: float = 20.0
    lodging_loss: float = 0.4  # moving in costs this much ...
    lodging_half_km: float = 300.0  # ... and then distance hardly counts


@dataclass(frozen=True)
class TimeWeights:
    """Days. A period without an end counts as `usual_days` long."""

    usual_days: int = 183
    least_share: float = 0.05
    sharpness: float = 1.0


@dataclass(frozen=True)
class SeatWeights:
    """Seats for students: (seats / students) ** sharpness, at most 1."""

    least_share: float = 0.02
    sharpness: float = 0.5


@dataclass(frozen=True)
class ReliabilityWeights:
    """An opening's reliability in (0, 1]; an agreement in force halves what is lost."""

    least: float = 0.05
    sharpness: float = 0.7
    with_agreement: float = 0.5


@dataclass(frozen=True)
class Weights:
    """All weights of a run; `version` names them wherever a score is stored."""

    version: str = "2026.1"
    points: tuple[float, ...] = (40.0, 20.0, 15.0, 10.0, 15.0)
    nats_per_point: float = 0.15
    second_stage: int = 200
    digits: int = 9
    text: TextWeights = TextWeights()
    major: MajorWeights = MajorWeights()
    place: PlaceWeights = PlaceWeights()
    time: TimeWeights = TimeWeights()
    seats: SeatWeights = SeatWeights()
    reliability: ReliabilityWeights = ReliabilityWeights()


STANDARD = Weights()

"""Nobody sees or does what is not theirs: the matrix over every address of the resolver."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from portal.routes import Route, routes
from tests.security.matrix import Matrix, Tally
from tests.security.subjects import SUBJECTS, subject_of

pytestmark = pytest.mark.django_db
PARTS = 3  # a run of `make test` asks every third cell, always the same ones


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Refusals are what is asked for here; a line with its traceback for each would fill the memory."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def unlisted() -> list[str]:
    """Routes with a kwarg that portal.routes does not know."""
    return [route.pattern for route in routes() if not route.is_listed]


def asked() -> list[Route]:
    return [route for route in routes() if route.is_listed]


def test_every_address_is_listed_with_the_models_of_its_kwargs() -> None:
    assert unlisted() == []


def test_every_object_that_an_address_names_is_in_the_world(in_world: dict[str, Any]) -> None:
    made = {thing["model"] for thing in in_world["objects"]}

    named = {model for route in asked() for models in route.kwargs.values() for model in models}

    assert named - made == set()


@pytest.mark.parametrize("login", SUBJECTS)
def test_nobody_sees_or_does_what_is_not_theirs(
    in_world: dict[str, Any], login: str, figure: Callable[[str, str], None]
) -> None:
    tally = Tally()

    Matrix(in_world, asked(), parts=PARTS).run(subject_of(login), tally)

    figure(f"authorization matrix (sample), {login}", tally.figure(len(unlisted())))
    assert tally.requests > 200
    assert not tally.faults, "\n".join(tally.faults)


@pytest.mark.prove
@pytest.mark.parametrize("half", [0, 1])  # so that two workers share the hundred thousand requests
def test_the_whole_matrix(in_world: dict[str, Any], half: int, figure: Callable[[str, str], None]) -> None:
    tally, matrix = Tally(), Matrix(in_world, asked())

    for login in SUBJECTS[half::2]:
        matrix.run(subject_of(login), tally)

    figure(f"authorization matrix, half {half + 1} of the subjects", tally.figure(len(unlisted())))
    assert not tally.faults, "\n".join(tally.faults)

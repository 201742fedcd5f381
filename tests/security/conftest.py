"""The acceptance world, seeded once for the tests of a module and rolled back after them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from partnerships.demo.acceptance.seeding import seed

SEED = 7


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    """What `seed_acceptance` says it wrote. Everything done meanwhile is rolled back at the end."""
    media: Path = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), transaction.atomic():
        kept, settings.MEDIA_ROOT = settings.MEDIA_ROOT, media
        yield {**seed(SEED), "media": media}
        settings.MEDIA_ROOT = kept
        transaction.set_rollback(True)


@pytest.fixture
def in_world(world: dict[str, Any], settings: Any) -> dict[str, Any]:
    """The world for one test: its files are there, limits start anew."""
    settings.MEDIA_ROOT = world["media"]
    cache.clear()
    return world

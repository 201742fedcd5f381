"""The book of what was written: each object with who wrote it, who may see it and who may change it."""

import random
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import models
from django.urls import NoReverseMatch

from partnerships.demo.acceptance.layout import canary_of
from portal.common.models import PUBLIC_ID_ALPHABET, PUBLIC_ID_LENGTH
from portal.routes import API, OBJECTS, routes

VIEWER, EDITOR, OWNER = "viewer", "editor", "owner"


@dataclass(frozen=True)
class Audience:
    """Who may see and who may change: organisations by key, from which role on, or one person alone."""

    seen_by: Collection[str]
    managed_by: Collection[str]
    least_role: str = VIEWER
    person: str = ""


@dataclass
class Book:
    """Makes rows with public ids of its own chance and canary words in their texts, and keeps the list."""

    seed: int
    objects: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self._addresses = _api_addresses()

    def public_id(self) -> str:
        return "".join(self.chance.choice(PUBLIC_ID_ALPHABET) for _letter in range(PUBLIC_ID_LENGTH))

    def make(self, label: str, writer: str, audience: Audience, listed: str = "", **values: Any) -> Any:
        """Create a row of the model `label` ("schools.School"). `{canary}` in a text becomes a word of this row.

        The word starts with the writer's canary and ends with the row's number, so that a leak names its row.
        """
        word = f"{canary_of(writer, self.seed)}{len(self.objects) + 1:04d}"
        row = _model(label)._base_manager.create(public_id=self.public_id(), **_with_word(values, word))
        self.note(row, writer, audience, state=listed, canary=word)
        return row

    def note(self, row: Any, writer: str, audience: Audience, *, state: str = "", canary: str = "") -> None:
        """List a row that was made elsewhere."""
        label = row._meta.label
        address = self._addresses.get(label, "")
        self.objects.append(
            {
                "model": label,
                "public_id": row.public_id,
                "state": state,
                "written_by": [writer],
                "seen_by": sorted(audience.seen_by),
                "managed_by": sorted(audience.managed_by),
                "least_role": audience.least_role,
                "person": audience.person,
                "canary": canary,
                "page": _page_of(row),
                "api": address.format(public_id=row.public_id),
            }
        )


def _page_of(row: Any) -> str:
    """The row's page, "" for a model that has none."""
    try:
        return str(row.get_absolute_url()) if hasattr(row, "get_absolute_url") else ""
    except NoReverseMatch:
        return ""


def _model(label: str) -> Any:
    return apps.get_model(label)


def _with_word(value: Any, word: str) -> Any:
    """The value with `{canary}` replaced in every text; rows and numbers stay."""
    if isinstance(value, str):
        return value.replace("{canary}", word)
    if isinstance(value, dict):
        return {key: _with_word(item, word) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_word(item, word) for item in value]
    return value


def _api_addresses() -> dict[str, str]:
    """Model label -> "/api/v1/schools/{public_id}/" where the API shows one."""
    patterns = {route.pattern for route in routes()}
    found = {}
    for words, labels in OBJECTS.items():
        if f"{API}{words}<public_id>/" in patterns:
            found.update(dict.fromkeys(labels, f"/{API}{words}{{public_id}}/"))
    return found


def stored(row: models.Model, name: str, text: str) -> None:
    """Put a small file into the row's `file`-like field `name`."""
    getattr(row, name).save("canary.pdf", ContentFile(f"%PDF-1.4\n{text}\n".encode()), save=True)

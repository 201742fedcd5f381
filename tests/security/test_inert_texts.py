"""A text is a text: markup typed into any field of any object comes back escaped on every page that shows it."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from portal.routes import routes
from tests.security.matrix import Matrix, content_of, send
from tests.security.subjects import subject_of

pytestmark = pytest.mark.django_db
MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
KEPT = {
    "public_id",
    "path",
    "token_hash",
    "file_name",
    "file_ending",
    "file_sha256",
    "sha256",
    "content_type",
    "level",
}


def free_texts(model: type[models.Model]) -> list[models.Field]:
    """Fields into which people type: texts without choices, patterns, uniqueness or another table's keys."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not (
            field.choices or field.unique or field.is_relation or field.name in KEPT or "code" in field.name
        )
        and not isinstance(field, models.EmailField | models.URLField | models.FileField)
        and not any("Regex" in type(validator).__name__ for validator in field.validators)
    ]


def spoil(world: dict[str, Any]) -> int:
    """Write the markup into every free text of every object; returns how many fields."""
    written = 0
    for label in sorted({thing["model"] for thing in world["objects"]}):
        model = apps.get_model(label)
        names = [field.name for field in free_texts(model) if not _is_key(model, field.name)]
        for row in model._base_manager.all() if names else []:
            values = {
                name: f"{row.pk}{MARKUP}"[: model._meta.get_field(name).max_length or 400] for name in names
            }
            model._base_manager.filter(pk=row.pk).update(**values)
        written += len(names)
    return written


def _is_key(model: type[models.Model], name: str) -> bool:
    """Kinds, numbers and normalised names that code reads."""
    return name in {
        "kind",
        "number",
        "number_kind",
        "normalised",
        "name_key",
        "rubric",
        "weights",
        "query",
        "purpose_key",
    }


@pytest.mark.parametrize("login", ["school-a-owner", "enterprise-a-owner", "bureau-city-1-owner"])
def test_markup_in_any_field_comes_back_as_text_on_every_page(in_world: dict[str, Any], login: str) -> None:
    assert spoil(in_world) > 60
    subject = subject_of(login)
    pages = [
        route
        for route in routes()
        if not route.is_api and route.who == "signed_in" and "GET" in route.methods
    ]
    cells = [
        cell
        for cell in Matrix(in_world, pages, parts=2).cells(subject)
        if cell.method == "GET" and cell.scope in {"own", "seen", "none"}
    ]

    live, shown = [], 0
    for cell in cells:
        answer = send(cell, subject, {})
        body = content_of(answer)
        if not answer.get("Content-Type", "").startswith("text/html"):
            continue
        shown += b"&lt;script&gt;alert(1)" in body
        if b"<script>alert(1)" in body or b"<img src=x" in body:
            live.append(str(cell))

    assert shown > 20
    assert live == []

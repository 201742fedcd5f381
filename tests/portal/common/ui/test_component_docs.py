"""docs/components.md names every tag and filter, and nothing that is not there."""

import re
from pathlib import Path

from portal.common.templatetags import charts, ui

ROOT = Path(__file__).resolve().parents[4]
DOCS = (ROOT / "docs" / "components.md").read_text(encoding="utf-8")
DJANGO = {"extends", "load", "block", "endblock", "translate", "csrf_token"}


def _tags():
    return set(ui.register.tags) | set(charts.register.tags)


def test_every_tag_of_the_docs_exists():
    named = set(re.findall(r"{%\s*(\w+)", DOCS)) - DJANGO

    ends = {name for name in named if name.startswith("end")}
    assert named - ends <= _tags()
    assert {name.removeprefix("end") for name in ends} <= _tags()


def test_every_tag_is_in_the_docs():
    named = set(re.findall(r"{%\s*(\w+)", DOCS))

    assert _tags() - named == set()


def test_every_filter_is_in_the_docs():
    drawing = {"px", "add_px", "centre_px"}

    missing = {name for name in set(ui.register.filters) - drawing if f"`{name}`" not in DOCS}

    assert missing == set()

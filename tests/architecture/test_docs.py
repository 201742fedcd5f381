"""What the documents name exists: settings, commands, files; and what must be told is told."""

import re

import pytest
from django.core.management import get_commands

from partnerships.demo import people
from tests.architecture import sources

DOCS = sorted([*sources.ROOT.glob("docs/**/*.md"), *sources.ROOT.glob("*.md")])
SETTINGS = (sources.ROOT / "portal" / "settings.py").read_text(encoding="utf-8")
ENVIRONMENT = set(re.findall(r'env\.\w+\(\s*"([A-Z][A-Z0-9_]+)"', SETTINGS))
PATHS = re.compile(
    r"`((?:portal|schools|enterprises|partnerships|templates|static|tests|scripts|docs|benchmarks|locale)/[\w./*-]+)`"
)
WRITTEN = {"benchmarks/latest.json"}  # by a command, and not kept in the repository
LINKS = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
COMMANDS = re.compile(r"(?:manage\.py|`\$ ?manage) (\w+)")


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_files_that_a_document_names_exist(path) -> None:
    named = PATHS.findall(path.read_text(encoding="utf-8"))

    missing = [
        name for name in named if name not in WRITTEN and not any(sources.ROOT.glob(name.rstrip("/.")))
    ]

    assert missing == []


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_and_pictures_of_a_document_lead_somewhere(path) -> None:
    linked = LINKS.findall(path.read_text(encoding="utf-8"))

    assert [name for name in linked if not (path.parent / name).exists()] == []


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_commands_that_a_document_names_exist(path) -> None:
    named = set(COMMANDS.findall(path.read_text(encoding="utf-8")))

    assert named - set(get_commands()) == set()


def test_every_setting_from_the_environment_is_in_operations_and_in_the_example() -> None:
    operations = (sources.ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    example = (sources.ROOT / ".env.example").read_text(encoding="utf-8")

    assert {name for name in ENVIRONMENT if f"`{name}`" not in operations} == set()
    assert {name for name in ENVIRONMENT if name not in example} == set()


def test_every_target_of_make_is_in_operations() -> None:
    makefile = (sources.ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE).group(1).split()
    operations = (sources.ROOT / "docs" / "operations.md").read_text(encoding="utf-8")

    assert [name for name in targets if f"make {name}" not in operations] == []


def test_the_readme_names_every_account_of_the_demo_and_its_password() -> None:
    readme = (sources.ROOT / "README.md").read_text(encoding="utf-8")
    accounts = set(re.findall(r"^\| `(\w+)` \|", readme, re.MULTILINE))

    assert accounts == {*(person.username for person in people.SHOWN), people.OPERATOR}
    assert f"`{people.PASSWORD}`" in readme


def test_the_readme_leads_to_every_document() -> None:
    readme = (sources.ROOT / "README.md").read_text(encoding="utf-8")

    assert [
        path.name for path in DOCS if path.parent.name == "docs" and f"docs/{path.name}" not in readme
    ] == []

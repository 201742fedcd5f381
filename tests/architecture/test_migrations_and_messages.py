"""Models and migrations agree, and every message is there in Chinese."""

import importlib.util
import sys
from io import StringIO

import pytest
from django.core.management import call_command

from tests.architecture import sources


def _script(name: str):
    """A module of scripts/, which is no package."""
    spec = importlib.util.spec_from_file_location(name, sources.ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


messages = _script("messages")
CATALOGUE = sources.ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def test_no_model_waits_for_a_migration(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO(), verbosity=0)


def test_every_message_has_its_chinese_and_keeps_its_placeholders() -> None:
    entries = messages.read_po(CATALOGUE.read_text(encoding="utf-8"))

    faults = {entry.says: messages.faults_of(entry) for entry in entries if messages.faults_of(entry)}

    assert len(entries) > 300
    assert faults == {}


def test_the_compiled_messages_say_what_the_catalogue_says() -> None:
    entries = messages.read_po(CATALOGUE.read_text(encoding="utf-8"))

    assert CATALOGUE.with_suffix(".mo").read_bytes() == messages.compile_mo(entries, "zh_Hans")


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (messages.Entry("Sign in", translation="登录"), ""),
        (messages.Entry("Sign in"), "no Chinese"),
        (messages.Entry("%(n)s rows", translation="若干行"), "placeholders differ: %(n)s"),
        (messages.Entry("%(n)s row", plural="%(n)s rows", translation="%(n)s 行"), ""),
        (messages.Entry("{name} left", translation="{nom} 已离开"), "placeholders differ: {name}, {nom}"),
    ],
)
def test_a_missing_or_bent_translation_is_named(entry, fault: str) -> None:
    assert messages.faults_of(entry) == fault


def test_a_catalogue_survives_writing_and_reading() -> None:
    entries = [
        messages.Entry('Say "yes"\nor no', translation='说"是"\n或否', flags="python-format"),
        messages.Entry("Deep", context="depth level", translation="深融"),
        messages.Entry("%(n)s row", plural="%(n)s rows", translation="%(n)s 行"),
    ]

    again = messages.read_po(messages.write_po(entries, "zh_Hans"))

    assert sorted(again, key=lambda entry: entry.msgid) == sorted(entries, key=lambda entry: entry.msgid)


def test_a_part_names_context_line_breaks_and_its_unreadable_lines() -> None:
    found, unreadable = messages.read_part("depth level=>Deep\t深融\nTwo\\nlines\t两\\n行\nno tab here\n")

    assert found == {("depth level", "Deep"): "深融", ("", "Two\nlines"): "两\n行"}
    assert unreadable == [3]

"""Takes the strings of code and templates into locale/, with the Chinese of locale/parts, and compiles them.

    python scripts/merge_messages.py           extract (needs gettext), fill, write django.po and django.mo
    python scripts/merge_messages.py --check   write nothing; 1 where Chinese is missing or anything is out of date

Message ids are English, so only Chinese has a catalogue. locale/parts/*.tsv holds what the writers of a room said; it
goes before what the catalogue said earlier.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import django
import messages
from django.core.management import call_command
from django.core.management.commands import makemessages

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "zh_Hans"
PARTS = ROOT / "locale" / "parts"
PO = ROOT / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
LEFT_OUT = [
    ".*",
    "tests",
    "static",
    "var",
    "locale",
    "docs",
    "benchmarks",
    "scripts",
    "requirements",
    "__pycache__",
]


class Extraction(makemessages.Command):
    """makemessages, kept to its first half: it leaves django.pot in a folder of ours and touches no catalogue."""

    folder = ""
    # What the tables say is a message without gettext: their core knows no language (portal.common.tabular.sentences).
    xgettext_options = [
        *makemessages.Command.xgettext_options,
        *(f"--keyword={name}" for name in ("say", "TableError", "CellError")),
    ]

    def find_files(self, root: str) -> list[Any]:
        self.locale_paths = [self.folder]
        self.default_locale_path = self.folder
        return super().find_files(root)

    def write_po_file(self, potfile: str, locale: str) -> None:
        """The caller writes the catalogue."""


def extracted() -> list[messages.Entry]:
    """Every message of code and templates; needs xgettext."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        command = Extraction(stdout=sys.stderr)
        command.folder = folder
        call_command(
            command, verbosity=0, locale=[LANGUAGE], keep_pot=True, no_location=True, ignore_patterns=LEFT_OUT
        )
        return messages.read_po((Path(folder) / "django.pot").read_text(encoding="utf-8"))


def said() -> tuple[dict[tuple[str, str], str], list[str]]:
    """What the parts say, and complaints: lines without a tab, one text with two translations."""
    known: dict[tuple[str, str], str] = {}
    complaints = []
    for path in sorted(PARTS.glob("*.tsv")):
        found, unreadable = messages.read_part(path.read_text(encoding="utf-8"))
        complaints += [f"{path.name}:{number}: not `English<TAB>Chinese`" for number in unreadable]
        for key, chinese in found.items():
            if known.setdefault(key, chinese) != chinese:
                complaints.append(f"{path.name}: {key[1]!r} is {known[key]!r} elsewhere, {chinese!r} here")
    return known, complaints


def catalogue() -> list[messages.Entry]:
    """The catalogue as it stands."""
    return messages.read_po(PO.read_text(encoding="utf-8")) if PO.exists() else []


def merged(entries: list[messages.Entry]) -> list[messages.Entry]:
    """The extracted entries with what the parts, else the present catalogue, say in Chinese."""
    known = {entry.key: entry.translation for entry in catalogue() if entry.translation}
    known.update(said()[0])
    return [entry.translated(_chinese(entry, known)) for entry in entries]


def _chinese(entry: messages.Entry, known: dict[tuple[str, str], str]) -> str:
    """Chinese has one form: where a message has a plural, the plural's line is the better one."""
    plural = known.get((entry.context, entry.plural), "") if entry.plural else ""
    return plural or known.get(entry.key, "")


def faults(entries: list[messages.Entry]) -> list[str]:
    """What is missing or wrong, one line each."""
    found = [(entry, messages.faults_of(entry)) for entry in entries]
    return [f"{entry.says!r}: {fault}" for entry, fault in found if fault]


def merge() -> int:
    """Write .po and .mo; 0 even where Chinese is missing: the lines printed say what to add."""
    entries = merged(extracted())
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_text(messages.write_po(entries, LANGUAGE), encoding="utf-8")
    MO.write_bytes(messages.compile_mo(entries, LANGUAGE))
    missing = faults(entries)
    report([*said()[1], *missing], f"{len(entries)} messages, {len(missing)} to be mended.")
    return 0


def check() -> int:
    """1 where a message lacks Chinese, a placeholder differs, or .po or .mo are out of date."""
    entries = catalogue()
    found = faults(entries)
    if not MO.exists() or MO.read_bytes() != messages.compile_mo(entries, LANGUAGE):
        found.append("django.mo does not say what django.po says: run `make messages`")
    if shutil.which("xgettext"):
        known = {entry.key for entry in entries}
        new = [entry for entry in extracted() if entry.key not in known]
        found += [f"{entry.says!r}: not in django.po: run `make messages`" for entry in new]
    else:
        report([], "gettext is not installed: new strings of the code were not looked for.")
    report(found, f"{len(entries)} messages, {len(found)} faults.")
    return 1 if found else 0


def report(lines: list[str], summary: str) -> None:
    """Print findings, then one line that sums up."""
    for line in [*lines, summary]:
        print(line)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description="Merge, compile or check the Chinese messages.")
    arguments.add_argument("--check", action="store_true", help="write nothing; 1 where something is missing")
    sys.exit(check() if arguments.parse_args().check else merge())

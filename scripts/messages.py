"""Message catalogues as gettext keeps them: reading .po, writing .po, compiling .mo, comparing placeholders.

Small on purpose: one plural form (Chinese has one), no fuzzy entries, no obsolete ones; nothing here needs gettext.
"""

import ast
import re
import struct
from dataclasses import dataclass, replace

PLACEHOLDER = re.compile(r"%\([a-zA-Z_]\w*\)[#0 +-]*\d*(?:\.\d+)?[diouxXeEfFgGcrs]|%[ds]|\{[a-zA-Z_]\w*\}")
KEYWORD = re.compile(r'^(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)\s+(".*")$')
HEADER = (
    "Project-Id-Version: Ronghe\n"
    "Language: {language}\n"
    "MIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Plural-Forms: nplurals=1; plural=0;\n"
)


@dataclass(frozen=True)
class Entry:
    """One message: its context, English text, English plural, translation and flags such as python-format."""

    msgid: str
    context: str = ""
    plural: str = ""
    translation: str = ""
    flags: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.context, self.msgid

    @property
    def says(self) -> str:
        """How a report names it."""
        return f"{self.context}=>{self.msgid}" if self.context else self.msgid

    def translated(self, text: str) -> "Entry":
        return replace(self, translation=text)


def read_po(text: str) -> list[Entry]:
    """The entries of a .po or .pot file in its order, without the header and the obsolete ones."""
    entries = (_read_entry(block) for block in re.split(r"\n\s*\n", text))
    return [entry for entry in entries if entry is not None and entry.msgid]


def _read_entry(block: str) -> Entry | None:
    parts: dict[str, str] = {}
    flags, current = "", ""
    for line in block.splitlines():
        found = KEYWORD.match(line)
        if found:
            current = found.group(1)
            parts[current] = ast.literal_eval(found.group(2))
        elif line.startswith('"') and current:
            parts[current] += ast.literal_eval(line)
        elif line.startswith("#,"):
            flags = line[2:].strip()
    if "msgid" not in parts:
        return None
    return Entry(
        msgid=parts["msgid"],
        context=parts.get("msgctxt", ""),
        plural=parts.get("msgid_plural", ""),
        translation=parts.get("msgstr", parts.get("msgstr[0]", "")),
        flags=", ".join(flag for flag in flags.split(", ") if flag and flag != "fuzzy"),
    )


def write_po(entries: list[Entry], language: str) -> str:
    """A .po file, ordered by message, so that two people's additions merge."""
    ordered = sorted(entries, key=lambda entry: (entry.msgid, entry.context))
    blocks = [f'msgid ""\nmsgstr {_quoted(HEADER.format(language=language))}']
    return "\n\n".join([*blocks, *(_written(entry) for entry in ordered)]) + "\n"


def _written(entry: Entry) -> str:
    lines = [f"#, {entry.flags}"] if entry.flags else []
    lines += [f"msgctxt {_quoted(entry.context)}"] if entry.context else []
    lines.append(f"msgid {_quoted(entry.msgid)}")
    if entry.plural:
        lines += [f"msgid_plural {_quoted(entry.plural)}", f"msgstr[0] {_quoted(entry.translation)}"]
    else:
        lines.append(f"msgstr {_quoted(entry.translation)}")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\r", "\\r")
    lines = escaped.split("\n")
    if len(lines) == 1:
        return f'"{escaped}"'
    parts = [f'"{line}\\n"' for line in lines[:-1]] + ([f'"{lines[-1]}"'] if lines[-1] else [])
    return "\n".join(['""', *parts])


def compile_mo(entries: list[Entry], language: str) -> bytes:
    """The bytes of a .mo file: the same entries always give the same bytes."""
    table = {"": HEADER.format(language=language)}
    for entry in entries:
        if entry.translation:
            key = f"{entry.context}\x04{entry.msgid}" if entry.context else entry.msgid
            table[f"{key}\x00{entry.plural}" if entry.plural else key] = entry.translation
    pairs = sorted((key.encode(), value.encode()) for key, value in table.items())
    return _packed([key for key, _value in pairs], [value for _key, value in pairs])


def _packed(keys: list[bytes], values: list[bytes]) -> bytes:
    """GNU .mo layout: magic, revision, count, offsets of both tables, no hash table, then the texts."""
    count, start = len(keys), 28
    texts_at = start + 16 * count
    table, texts = b"", b""
    for text in (*keys, *values):
        table += struct.pack("<II", len(text), texts_at + len(texts))
        texts += text + b"\x00"
    head = struct.pack("<7I", 0x950412DE, 0, count, start, start + 8 * count, 0, texts_at)
    return head + table + texts


def faults_of(entry: Entry) -> str:
    """What is wrong with a translation: "" where it is there and keeps the placeholders."""
    if not entry.translation.strip():
        return "no Chinese"
    wanted = set(PLACEHOLDER.findall(entry.plural or entry.msgid))
    given = set(PLACEHOLDER.findall(entry.translation))
    if wanted == given or (entry.plural and given == set(PLACEHOLDER.findall(entry.msgid))):
        return ""
    return f"placeholders differ: {', '.join(sorted(wanted ^ given))}"


def read_part(text: str) -> tuple[dict[tuple[str, str], str], list[int]]:
    r"""Lines `English<TAB>中文` of locale/parts: {(context, msgid): Chinese} and the numbers of unreadable lines.

    `context=>English` names a context; \n and \t stand for line break and tab.
    """
    found: dict[tuple[str, str], str] = {}
    unreadable = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("# "):
            continue
        english, tab, chinese = line.partition("\t")
        if not tab or not chinese.strip():
            unreadable.append(number)
            continue
        context, arrow, msgid = english.partition("=>")
        key = (context, msgid) if arrow else ("", english)
        found[key[0], _unescaped(key[1])] = _unescaped(chinese)
    return found, unreadable


def _unescaped(text: str) -> str:
    return text.replace("\\n", "\n").replace("\\t", "\t").replace('\\"', '"')

"""What no template may do: carry style or script, run long, or speak only one language."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
MOST_LINES = 150
# What is not text that the reader sees: first the template's own language, then the markup.
CODE = re.compile(
    r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|{%\s*blocktrans.*?endblocktrans(?:late)?\s*%}|{%.*?%}|{{.*?}}",
    re.DOTALL,
)
MARKUP = re.compile(r"<!--.*?-->|<script\b.*?</script>|<[^>]*>|&\w+;|\brh-[\w-]+", re.DOTALL)
# Names that are the same in every language.
SAME_EVERYWHERE = {"融合", "Ronghe", "中文", "English"}


def _name(path):
    return path.relative_to(ROOT).as_posix()


def _without_tags(text):
    return re.sub(r"{%.*?%}|{{.*?}}", " ", text, flags=re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_no_template_styles_or_scripts_inline(path):
    text = _without_tags(path.read_text(encoding="utf-8"))

    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"javascript:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_templates_stay_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_every_word_of_a_template_can_be_translated(path):
    text = MARKUP.sub(" ", CODE.sub(" ", path.read_text(encoding="utf-8")))

    words = set(re.findall(r"[A-Za-z]{2,}|[\u4e00-\u9fff]+", text)) - SAME_EVERYWHERE

    assert words == set()


@pytest.mark.parametrize("path", [path for path in STYLES if path.name != "tokens.css"], ids=_name)
def test_only_the_tokens_name_colours(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", text) == []


@pytest.mark.parametrize("path", STYLES, ids=_name)
def test_every_token_that_a_sheet_uses_is_defined(path):
    tokens = (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")

    used = set(re.findall(r"var\((--rh-[\w-]+)\)", path.read_text(encoding="utf-8")))

    assert {token for token in used if f"{token}:" not in tokens} == set()


def test_every_class_of_ours_in_a_template_has_a_style_or_a_reason():
    styles = "".join(path.read_text(encoding="utf-8") for path in STYLES)
    known = set(re.findall(r"\.(rh-[\w-]+)", styles)) | set(re.findall(r'\*="(rh-[\w-]+)"', styles))
    # Names for reading the markup, without a look of their own.
    hooks = {
        "rh-queue", "rh-timeline", "rh-lines", "rh-js", "rh-button--plain", "rh-short", "rh-nav__list",
        "rh-pages__list", "rh-funnel__list", "rh-errors__list",
    }  # fmt: skip

    used = set()
    for path in TEMPLATES:
        text = _without_tags(path.read_text(encoding="utf-8"))
        for value in re.findall(r'class="([^"]*)"', text):
            used |= {
                name for name in value.split() if name.startswith("rh-") and not name.endswith(("-", "--"))
            }

    assert used - known - hooks == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_percent_sign_is_said_by_translate(path):
    """In `_("10 %")` as an argument Django doubles the sign and leaves it doubled."""
    assert not re.search(r'_\("[^"]*%[^"]*"\)', path.read_text(encoding="utf-8"))

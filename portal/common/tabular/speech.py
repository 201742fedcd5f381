"""Where the tables' sentences meet a language: the one module here that knows Django."""

from typing import Any

from django.utils.translation import get_language, gettext, override

from portal.common.tabular.sentences import Label, Message, Text


def in_both(lazy: Any) -> Label:
    """A name of Django's that is translated when shown, in both languages: to be kept in a message."""
    with override("zh-hans"):
        zh = str(lazy)
    with override("en"):
        return Label(zh, str(lazy))


def speak(text: Text) -> str:
    """The text in the language of the current user."""
    if isinstance(text, Label):
        return text.zh if (get_language() or "zh").startswith("zh") else text.en
    if isinstance(text, Message):
        return gettext(text.text) % {name: speak(value) for name, value in text.args}
    return str(text)

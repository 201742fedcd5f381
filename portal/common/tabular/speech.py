"""Where the tables' sentences meet a language: the one module here that knows Django."""

from django.utils.translation import get_language, gettext

from portal.common.tabular.sentences import Label, Message, Text


def speak(text: Text) -> str:
    """The text in the language of the current user."""
    if isinstance(text, Label):
        return text.zh if (get_language() or "zh").startswith("zh") else text.en
    if isinstance(text, Message):
        return gettext(text.text) % {name: speak(value) for name, value in text.args}
    return str(text)

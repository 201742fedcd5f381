"""Looking a code up in the words that the view read for it."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def word_of(words: Mapping[str, str], code: str) -> str:
    """The word of a code, or the code itself."""
    return words.get(code, code)

"""A refused code, said in the language of the reader."""

from django.utils.translation import gettext as _

from portal.reference.codes import CodeError


def spoken(error: CodeError) -> str:
    """The sentence of a code error, translated and filled in."""
    return _(error.sentence) % error.facts

"""JSON as the API reads it: what no text of ours can hold is a bad request, not a fault of the portal."""

from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class PlainJSONParser(JSONParser):
    """JSON without NUL, without halves of characters, and no deeper than can be read."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        try:
            found = super().parse(stream, media_type, parser_context)
            is_plain = all(_is_plain(text) for text in _texts(found))
        except RecursionError as error:
            raise ParseError(_("This JSON is nested too deeply.")) from error
        if not is_plain:
            raise ParseError(_("The text holds characters that cannot be stored."))
        return found


def _texts(value: Any) -> list[str]:
    """All keys and strings of a JSON value."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for pair in value.items() for part in pair for text in _texts(part)]
    return [text for part in value for text in _texts(part)] if isinstance(value, list) else []


def _is_plain(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)

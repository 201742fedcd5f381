"""What an organisation decided for one file and need not decide again for the next."""

from collections.abc import Mapping
from typing import Any

from portal.records.models import ImportBatch, RememberedColumns, RememberedWord

MOST_WORD = 200  # characters of a word and of what it means, as RememberedWord keeps them


MOST_DECISIONS = 5_000  # words of one import that may be given a meaning


def is_word(text: str) -> bool:
    """Whether a text of the file can be given a meaning: more than a few words in a cell are no word of a list."""
    return 0 < len(text) <= MOST_WORD and "\0" not in text


def _owner(batch: ImportBatch) -> dict[str, Any]:
    return {
        "organisation_kind": batch.organisation_kind,
        "organisation_id": batch.organisation_id,
        "kind": batch.kind,
    }


def remember_columns(batch: ImportBatch) -> None:
    """Keep the places of the columns under the headings of the file."""
    RememberedColumns.objects.update_or_create(
        **_owner(batch), signature=batch.signature, defaults={"places": batch.places}
    )


def remembered_columns(batch: ImportBatch, signature: str) -> dict[str, int | None] | None:
    """The places chosen for the same headings before, or None."""
    kept = RememberedColumns.objects.filter(**_owner(batch), signature=signature).first()
    return kept.places if kept else None


def remember_words(batch: ImportBatch, decisions: Mapping[str, Mapping[str, str | None]]) -> None:
    """Keep what words mean; None forgets. The words are checked already (`services.decide_words`)."""
    kept: list[RememberedWord] = []
    for column, words in decisions.items():
        forgotten = [word for word, meaning in words.items() if meaning is None]
        RememberedWord.objects.filter(**_owner(batch), column=column, word__in=forgotten).delete()
        kept += [
            RememberedWord(**_owner(batch), column=column, word=word, meaning=meaning)
            for word, meaning in words.items()
            if meaning is not None
        ]
    RememberedWord.objects.bulk_create(
        kept,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["organisation_kind", "organisation_id", "kind", "column", "word"],
        update_fields=["meaning"],
    )


def remembered_words(batch: ImportBatch) -> dict[str, dict[str, str]]:
    """Column -> word -> meaning, as decided before."""
    words: dict[str, dict[str, str]] = {}
    for kept in RememberedWord.objects.filter(**_owner(batch)):
        words.setdefault(kept.column, {})[kept.word] = kept.meaning
    return words

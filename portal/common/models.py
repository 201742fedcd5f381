"""What every row of the portal has in common, and the two words by which rows are scoped."""

import secrets
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.common.errors import StaleVersion

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

# No vowels and no look-alikes: 12 characters carry 57 bits and spell no words.
PUBLIC_ID_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
PUBLIC_ID_LENGTH = 12


def new_public_id() -> str:
    """A random id for URLs: 12 characters, about 57 bits."""
    # One draw instead of twelve: the jobs make tens of thousands at a time.
    number = secrets.randbelow(len(PUBLIC_ID_ALPHABET) ** PUBLIC_ID_LENGTH)
    letters = []
    for _place in range(PUBLIC_ID_LENGTH):
        number, letter = divmod(number, len(PUBLIC_ID_ALPHABET))
        letters.append(PUBLIC_ID_ALPHABET[letter])
    return "".join(letters)


class ScopedQuerySet(models.QuerySet):
    """Rows scoped to a person. Every room defines both words for its models; edges start from one of them."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """The rows this user may see."""
        raise NotImplementedError

    def managed_by(self, user: "User | AnonymousUser") -> Self:
        """The rows this user may change."""
        raise NotImplementedError


class Record(models.Model):
    """A row with a public id, its times and a version for two editors."""

    public_id = models.CharField(
        _("Public id"), max_length=16, unique=True, default=new_public_id, editable=False
    )
    created_at = models.DateTimeField(_("Created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("Changed"), auto_now=True)
    version = models.PositiveIntegerField(_("Version"), default=1, editable=False)

    class Meta:
        abstract = True


class Confirmed(models.Model):
    """A row whose truth somebody vouched for, and when; lists show it and stale ones are asked again."""

    confirmed_at = models.DateTimeField(_("Confirmed"), null=True, blank=True)
    confirmed_by = models.CharField(_("Confirmed by"), max_length=120, blank=True)

    class Meta:
        abstract = True

    @staticmethod
    def not_confirmed_within(days: int, on: date) -> Q:
        """The condition of rows that nobody vouched for in so many days before the day."""
        return Q(confirmed_at=None) | Q(confirmed_at__date__lt=on - timedelta(days=days))


def update_if_unchanged(row: Record, *, version: int, **values: Any) -> Record:
    """Write `values` if the row still has `version`, in one statement; the row is refreshed and returned.

    Raises StaleVersion, carrying the row as it stands, where somebody was faster.
    """
    rows = type(row)._base_manager.filter(pk=row.pk, version=version)
    changed = rows.update(**values, version=F("version") + 1, updated_at=timezone.now())
    row.refresh_from_db()
    if not changed:
        raise StaleVersion(row)
    return row

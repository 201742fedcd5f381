"""What every coded row has: names in two languages, and a day of retirement instead of deletion."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.common.models import ScopedQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser


def in_current_language(name_zh: str, name_en: str) -> str:
    """The English name for readers of English where there is one, else the Chinese name."""
    return name_en if name_en and (get_language() or "").startswith("en") else name_zh


class Named(models.Model):
    """Something with a Chinese name and, where the standard has been translated, an English one."""

    name_zh = models.CharField(_("Chinese name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the reader."""
        return in_current_language(self.name_zh, self.name_en)


class EverybodysQuerySet(ScopedQuerySet):
    """Rows that belong to no organisation: whoever is signed in may see them, the operator keeps them."""

    def visible_to(self, user: "AbstractUser | AnonymousUser") -> Self:
        """All of them for people who are signed in and active."""
        return self.all() if user.is_active and user.is_authenticated else self.none()

    def managed_by(self, user: "AbstractUser | AnonymousUser") -> Self:
        """All of them for the operator."""
        return self.all() if user.is_active and user.is_superuser else self.none()


class CodedQuerySet(EverybodysQuerySet):
    """Rows of a code list."""

    def in_force(self, on: date) -> Self:
        """The codes in use on that day: retired ones stay for old records and are offered no more."""
        return self.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=on))


class Shipped(models.Model):
    """A row that may come with the portal's own tables; a bureau that corrects it makes it the bureau's own."""

    is_shipped = models.BooleanField(
        _("Kept by the portal"),
        default=False,
        help_text=_("The portal keeps this row up to date until somebody corrects it here."),
    )

    class Meta:
        abstract = True


class Coded(Named, Shipped):
    """A row of a code list; never deleted, retired by date."""

    retired_on = models.DateField(_("Retired on"), null=True, blank=True)

    class Meta:
        abstract = True

"""Tokens for the API."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.common.models import Record, ScopedQuerySet


class ApiTokenQuerySet(ScopedQuerySet):
    def live(self) -> Self:
        """Tokens that still open the API."""
        unexpired = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
        return self.filter(unexpired, revoked_at=None, user__is_active=True)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """A person's own tokens."""
        return self.filter(user=user) if user.is_active else self.none()

    def managed_by(self, user: User | AnonymousUser) -> Self:
        return self.visible_to(user)


class ApiToken(Record):
    """A person's key to the API, limited to reading or also writing. Only its SHA-256 is stored."""

    class Scope(models.TextChoices):
        READ = "read", _("Read")
        WRITE = "write", _("Read and write")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("Name"), max_length=80)
    scope = models.CharField(_("Scope"), max_length=10, choices=Scope.choices, default=Scope.READ)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("Valid until"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("Revoked"), null=True, blank=True)
    last_used_on = models.DateField(_("Last used"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

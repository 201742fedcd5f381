"""One act without an account, by QR code, copied text or mail."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.common.models import Record


class SignedLink(Record):
    """A link that lets one named person do one act on one row, once.

    The token itself is never stored: only its SHA-256. Opening the page uses nothing up; the act does.
    """

    purpose = models.CharField(max_length=40)
    model = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    person = models.CharField(_("For whom"), max_length=80)
    organisation_name = models.CharField(_("Organisation"), max_length=160, blank=True)
    side = models.CharField(_("Side"), max_length=20, blank=True)
    expires_at = models.DateTimeField(_("Valid until"))
    used_at = models.DateTimeField(_("Used"), null=True, blank=True)
    answer = models.CharField(_("Answer"), max_length=40, blank=True)
    revoked_at = models.DateTimeField(_("Revoked"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="signed_links"
    )

    class Meta:
        indexes = [models.Index(fields=["model", "object_id"], name="links_by_object")]

    def __str__(self) -> str:
        return f"{self.purpose} · {self.person}"

    @property
    def is_open(self) -> bool:
        """Whether the act may still be done by this link."""
        return self.used_at is None and self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def is_readable(self) -> bool:
        """Whether its holder may read what it is about: until its time is over, also once he has answered."""
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def actor_label(self) -> str:
        """How the trail names who acted by this link."""
        return " · ".join(part for part in (self.person, self.organisation_name, "link") if part)

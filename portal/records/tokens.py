"""Keys to the API: issuing, and authentication by `Authorization: Bearer ...`."""

import hashlib
import secrets
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from portal.accounts.models import User
from portal.records import audit
from portal.records.models import ApiToken


@transaction.atomic
def issue_token(
    user: User, *, name: str, scope: str = ApiToken.Scope.READ, expires_on: date | None = None
) -> tuple[ApiToken, str]:
    """Make a token, good to the end of `expires_on`; returns it with its text, shown now and never again."""
    text = "rh_" + secrets.token_urlsafe(30)
    token = ApiToken.objects.create(
        user=user, name=name, scope=scope, expires_at=_end_of(expires_on), token_hash=_digest(text)
    )
    audit.record(user, audit.CREATED, token, changes={"name": name, "scope": scope})
    return token, text


@transaction.atomic
def revoke_token(token: ApiToken, *, by: User) -> ApiToken:
    """Close a token for good; a second time changes nothing."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        audit.record(by, "revoked", token, changes={"name": token.name})
    token.refresh_from_db()
    return token


def _end_of(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.max)) if day else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer rh_...`; `request.auth` is the ApiToken, whose scope the permission asks."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != b"bearer":
            return None
        if len(parts) != 2:
            raise AuthenticationFailed(_("The Authorization header must read: Bearer and the token."))
        text = parts[1].decode("ascii", "replace")
        token = ApiToken.objects.live().select_related("user").filter(token_hash=_digest(text)).first()
        if token is None:
            raise AuthenticationFailed(_("This token is unknown, expired or revoked."))
        today = timezone.localdate()
        if token.last_used_on != today:
            ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="ronghe"'

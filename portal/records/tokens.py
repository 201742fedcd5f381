"""Keys to the API: issuing, and authentication by `Authorization: Bearer ...`."""

import hashlib
import secrets
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from portal.accounts.models import User
from portal.records.models import ApiToken


def issue_token(
    user: User, *, name: str, scope: str = ApiToken.Scope.READ, expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """Make a token; returns it with its text, which is shown now and never again."""
    text = "rh_" + secrets.token_urlsafe(30)
    token = ApiToken.objects.create(
        user=user, name=name, scope=scope, expires_at=expires_at, token_hash=_digest(text)
    )
    return token, text


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

"""Nobody signs up by himself: people come by invitation. No mail takes an address from a Host header."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from portal.common.addresses import public_address


class InvitationOnlyAdapter(DefaultAccountAdapter):
    """Closes the open sign-up; accounts are made by invitations and commands."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        return public_address(urlsplit(super().get_reset_password_from_key_url(key)).path)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail that names the site as PUBLIC_URL does; allauth builds these two outside the adapter."""
        host = urlsplit(settings.PUBLIC_URL).netloc
        ours = {
            "current_site": SimpleNamespace(name=host, domain=host),
            "signup_url": public_address(reverse("account_signup")),
        }
        super().send_mail(template_prefix, email, {**context, **ours})

    def format_email_subject(self, subject: str) -> str:
        return f"[{urlsplit(settings.PUBLIC_URL).netloc}] {subject}"

"""Nobody signs up by himself: people come by invitation."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitationOnlyAdapter(DefaultAccountAdapter):
    """Closes the open sign-up; accounts are made by invitations and commands."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

"""Who knocks: nine subjects and a colleague with fewer rights; and what the written rules say of each object."""

from dataclasses import dataclass
from typing import Any

from django.test import Client

from portal.accounts.models import Role, User

ANONYMOUS = "anonymous"
SUBJECTS = (
    ANONYMOUS,
    "school-a-owner",
    "school-c-owner",
    "enterprise-a-owner",
    "enterprise-b-owner",
    "bureau-province-1-owner",
    "bureau-city-1-owner",
    "bureau-city-2-owner",
    "acceptance-operator",
    "school-a-viewer",
)


@dataclass
class Subject:
    """A login of the acceptance world, its organisation and role, and a browser that is signed in."""

    login: str
    organisation: str
    role: str
    client: Client
    user: User | None = None

    @property
    def is_anonymous(self) -> bool:
        return self.user is None

    @property
    def is_operator(self) -> bool:
        return self.organisation == "operator"

    def sees(self, thing: dict[str, Any]) -> bool:
        """Whether the written rules show the object to this subject."""
        return self.organisation in thing["seen_by"] and self._fits(thing)

    def manages(self, thing: dict[str, Any]) -> bool:
        """Whether the written rules let this subject change it."""
        may = self.organisation in thing["managed_by"] and self._fits(thing)
        return may and (self.is_operator or bool(thing["person"]) or Role(self.role).includes(Role.EDITOR))

    def _fits(self, thing: dict[str, Any]) -> bool:
        if self.is_operator:
            return True
        if thing["person"]:
            return bool(thing["person"] == self.login)
        return Role(self.role).includes(Role(thing["least_role"]))


def subject_of(login: str) -> Subject:
    """The subject of a login, signed in."""
    client = Client(raise_request_exception=True, headers={"accept-language": "en"})
    if login == ANONYMOUS:
        return Subject(login, "", Role.VIEWER, client)
    user = User.objects.get(username=login)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    organisation, _dash, role = login.rpartition("-")
    if login == "acceptance-operator":
        organisation, role = "operator", Role.OWNER
    return Subject(login, organisation, role, client, user)

"""The two ways in which a rule says no."""

from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A rule of the portal was broken. Carries one sentence for the user; pages show it, the API answers 409."""

    def __init__(self, message: object, *, code: str = "conflict") -> None:
        super().__init__(message)
        self.message = message
        self.code = code

    def __str__(self) -> str:
        return str(self.message)


class StaleVersion(DomainError):
    """Somebody else changed the row since the user opened it; `current` is the row as it stands now."""

    def __init__(self, current: object) -> None:
        super().__init__(
            _("Somebody changed this while you were editing. Compare both versions and save again."),
            code="stale_version",
        )
        self.current = current

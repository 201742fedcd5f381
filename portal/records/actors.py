"""Who acts: a signed-in person, a person with a signed link, or the portal itself."""

from django.utils.translation import gettext, gettext_noop

from portal.accounts.memberships import memberships_of
from portal.accounts.models import User
from portal.records.models import SignedLink

# `None` stands for the portal itself: sweeps, imports of demo data, nightly jobs.
Actor = User | SignedLink | None
SYSTEM = gettext_noop("The portal")
LINK_TAIL = " · link"
"""How the stored label of somebody who acted by a signed link ends (SignedLink.actor_label)."""


def without_link(label: str) -> str:
    """A stored label without the word for a signed link, where the way is said beside it."""
    return label.removesuffix(LINK_TAIL)


def label_in_words(label: str) -> str:
    """A stored label in the reader's language: names stay; the words for a link and for the portal are translated."""
    if label == SYSTEM:
        return gettext(SYSTEM)
    person = without_link(label)
    way = gettext("by link")  # outside the braces: strings inside them are not collected for translation
    return person if person == label else f"{person} · {way}"


def user_of(by: Actor) -> User | None:
    """The account that acts, where there is one."""
    return by if isinstance(by, User) else None


def label_of(by: Actor) -> str:
    """How the trail names the actor: the person and the organisations acted for."""
    if by is None:
        return SYSTEM
    if isinstance(by, SignedLink):
        return by.actor_label[:160]
    organisations = [str(row.organisation) for row in memberships_of(by).rows[:2]]
    return " · ".join([str(by), *organisations])[:160]

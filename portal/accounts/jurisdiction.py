"""What a bureau's people may see: by territory, by competent authority, or both.

Territory compares region paths ("/440000/440100/"), authority compares bureau paths ("/3/17/"), both with
separators: a prefix of a code is not a region, and bureau 1 is not bureau 17.
"""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from portal.accounts.memberships import memberships_of
from portal.accounts.models import Bureau, Role, User

NOTHING = Q(pk__in=[])


def bureaus_of(user: User | AnonymousUser, at_least: Role = Role.VIEWER) -> list[Bureau]:
    """The bureaus in which the person has at least this role."""
    rows = memberships_of(user).of_kind("bureau")
    return [row.organisation for row in rows if Role(row.role).includes(at_least)]


def jurisdiction(
    user: User | AnonymousUser, *, region: str, authority: str | None = None, at_least: Role = Role.VIEWER
) -> Q:
    """A condition that holds for rows in the jurisdiction of any of the user's bureaus.

    `region` and `authority` are the lookups from the row to a Region and to its competent Bureau, such as
    "school__region" and "school__authority"; rows without an authority (enterprises) follow territory alone.
    """
    condition = NOTHING
    for bureau in bureaus_of(user, at_least):
        condition |= reach_of(bureau, region=region, authority=authority)
    return condition


def reach_of(bureau: Bureau, *, region: str, authority: str | None = None) -> Q:
    """The same for one bureau."""
    condition = NOTHING
    if bureau.follows != Bureau.Follows.AUTHORITY or authority is None:
        condition |= Q(**{f"{region}__path__startswith": bureau.region.path})
    if bureau.follows != Bureau.Follows.TERRITORY and authority is not None:
        condition |= Q(**{f"{authority}__path__startswith": bureau.path})
    return condition

"""A person's own details."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.common import trail
from portal.common.errors import DomainError

TAKEN = _("This mobile number or e-mail belongs to another account.")


@transaction.atomic
def update_profile(user: User, *, by: User, **values: Any) -> User:
    """Write name, mobile number and e-mail; DomainError where a number or address is somebody else's."""
    old = User.objects.select_for_update().get(pk=user.pk)
    changes = {
        name: [getattr(old, name), value] for name, value in values.items() if getattr(old, name) != value
    }
    if not changes:
        return old
    try:
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(**values)
    except IntegrityError as error:
        raise DomainError(TAKEN, code="taken") from error
    # Which details changed is the trail's business; the numbers themselves are the person's.
    trail.record(by, "changed", old, changes=dict.fromkeys(changes, "***"))
    old.refresh_from_db()
    return old

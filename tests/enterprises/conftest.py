"""More of the cast: an enterprise nobody vetted yet, and sound credit codes."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from enterprises.models import Enterprise, EnterpriseMembership, Opening
from portal.accounts.models import Role, User
from portal.reference.codes import make_credit_code
from tests.conftest import make_user

SOUND = make_credit_code("440100", 7)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Sentences of services are compared in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def elm(make_enterprise: Any) -> Enterprise:
    """An enterprise that waits for its bureau."""
    return make_enterprise("Elm Works", vetting=Enterprise.Vetting.PENDING)


@pytest.fixture
def erin(elm: Enterprise) -> User:
    user = make_user("erin", "Erin")
    EnterpriseMembership.objects.create(user=user, enterprise=elm, role=Role.OWNER)
    return user


@pytest.fixture
def make_opening(birch: Enterprise) -> Any:
    def make(title: str = "Post", **values: Any) -> Opening:
        values = {"enterprise": birch, "seats": 4, "status": "open", **values}
        return Opening.objects.create(title=title, **values)

    return make

"""Sign-in by mobile number, beside allauth's user name and e-mail."""

import re
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from portal.accounts.models import MOBILE_PATTERN, User


class MobileNumberBackend(ModelBackend):
    """Accepts a mobile number where a user name is asked. Costs one password hash whether or not it is known."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        if not username or password is None or not re.match(MOBILE_PATTERN, username):
            return None
        user = User.objects.filter(mobile=username).first()
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and self.user_can_authenticate(user) else None

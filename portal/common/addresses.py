"""Full addresses of the site, for links that leave it."""

from django.conf import settings


def public_address(path: str) -> str:
    """The full address of a path of ours: from PUBLIC_URL, never from the Host header of a request."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"

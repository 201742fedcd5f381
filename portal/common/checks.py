"""System checks: what must be true before the portal starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

SECRET_LENGTH = 50


@register(Tags.security)
def production_is_safe(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Production refuses to start unsafe: each error names the setting and what to set."""
    if not settings.PRODUCTION:
        return []
    asked = [
        (
            len(settings.SECRET_KEY) < SECRET_LENGTH,
            "SECRET_KEY is short enough to be guessed",
            f"Set SECRET_KEY to {SECRET_LENGTH} random characters or more.",
            "E001",
        ),
        (settings.DEBUG, "DEBUG is on", "Unset DEBUG.", "E002"),
        (
            not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS,
            "ALLOWED_HOSTS is empty or open",
            "Set ALLOWED_HOSTS to the site's names.",
            "E003",
        ),
        (
            settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"),
            "production needs PostgreSQL",
            "Set DATABASE_URL=postgres://...",
            "E004",
        ),
        (
            settings.CELERY_BROKER_URL.startswith("memory"),
            "production needs Redis: a broker in memory loses messages between processes",
            "Set REDIS_URL=redis://...",
            "E005",
        ),
    ]
    return [Error(what, hint=hint, id=f"ronghe.{code}") for wrong, what, hint, code in asked if wrong]


def refuse_unsafe() -> None:
    """ImproperlyConfigured where production is unsafe: web server, worker and beat run no system checks themselves."""
    if wrong := production_is_safe():
        told = "".join(f"\n  {error.id}: {error.msg}. {error.hint}" for error in wrong)
        raise ImproperlyConfigured(f"Production does not start like this:{told}")

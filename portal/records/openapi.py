"""How the OpenAPI document names the keys to the API."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class TokenScheme(OpenApiAuthenticationExtension):
    """`Authorization: Bearer rh_...`."""

    target_class = "portal.records.tokens.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A bearer token of the person's own page."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "rh_..."}

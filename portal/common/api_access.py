"""What Django REST framework reads from settings: token scope and pages. Apart from api.py, which needs views."""

from typing import Any

from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request


class TokenScope(BasePermission):
    """A token with the scope `read` reads; sessions and `write` tokens may also write."""

    def has_permission(self, request: Request, view: Any) -> bool:
        scope = getattr(request.auth, "scope", "write")
        return request.method in SAFE_METHODS or scope == "write"


class Pages(PageNumberPagination):
    """50 rows a page, at most 200."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200

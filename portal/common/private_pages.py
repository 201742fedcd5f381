"""Headers of pages whose address is itself the key: kept out of search engines and of other sites' logs."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def private_page(view: View) -> View:
    """Answer with `noindex`, and tell the address to no other site.

    Not `no-referrer`: browsers then post the page's own forms with `Origin: null`, which the CSRF check refuses.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "same-origin"
        return response

    return answer

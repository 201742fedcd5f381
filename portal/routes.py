"""What addresses there are, read from the resolver: for `list_routes`, the authorization matrix and the docs.

A kwarg that names an object is called `public_id` (or `child_id`), and the words before it say which model it is:
OBJECTS is that table, by name, since the ground imports no room above it. A route that fits no line of these tables
is unlisted, and the matrix fails.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

API = "api/v1/"
ALL_METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
# Kwargs that name no object: words, codes of public lists, and keys that are their own permission.
WORDS = ("code", "token", "answer", "key", "uidb36", "name", "figure")
# Words before the kwarg -> models it may name. One line serves pages and API.
OBJECTS: dict[str, tuple[str, ...]] = {
    "accounts/members/": (
        "schools.SchoolMembership",
        "enterprises.EnterpriseMembership",
        "accounts.BureauMembership",
    ),
    "members/": ("schools.SchoolMembership", "enterprises.EnterpriseMembership", "accounts.BureauMembership"),
    "accounts/invitations/": ("accounts.Invitation",),
    "invitations/": ("accounts.Invitation",),
    "bureaus/": ("accounts.Bureau",),
    "tokens/": ("records.ApiToken",),
    "imports/": ("records.ImportBatch",),
    "exports/": ("records.ExportJob",),
    "schools/": ("schools.School",),
    "campuses/": ("schools.Campus",),
    "programmes/": ("schools.Programme",),
    "year-groups/": ("schools.YearGroup",),
    "classes/": ("schools.ClassGroup",),
    "students/": ("schools.Student",),
    "batches/": ("schools.Batch",),
    "plans/": ("schools.PlacementPlan",),
    "enterprises/": ("enterprises.Enterprise",),
    "aliases/": ("enterprises.Alias",),
    "sites/": ("enterprises.Site",),
    "staff-groups/": ("enterprises.StaffGroup",),
    "contacts/": ("enterprises.Contact",),
    "openings/": ("enterprises.Opening",),
    "partnerships/": ("agreements.Partnership",),
    "proposals/": ("agreements.Proposal",),
    "agreements/": ("agreements.Agreement",),
    "agreements/<public_id>/scans/": ("agreements.Signature",),
    "activities/": ("activities.Activity",),
    "activities/<public_id>/evidence/": ("activities.Evidence",),
    "depth-scores/": ("agreements.Partnership",),
    "suggestions/": ("matching.Suggestion",),
    "suggestions/answers/": ("matching.Answer",),
    "answers/": ("matching.Answer",),
    "match-runs/": ("matching.MatchRun",),
    "funnels/": ("matching.Funnel",),
}


@dataclass(frozen=True)
class Route:
    """One URL pattern. `kwargs` maps each kwarg to the models it may name; a word names none."""

    pattern: str
    name: str
    view: Any
    methods: tuple[str, ...]
    kwargs: dict[str, tuple[str, ...]]
    who: str

    @property
    def is_api(self) -> bool:
        return self.pattern.startswith("api/")

    @property
    def is_listed(self) -> bool:
        """Whether every kwarg is known to name a model, or to be a word; the admin's are Django's own."""
        return self.who == "operator" or all(models or name in WORDS for name, models in self.kwargs.items())


def routes() -> list[Route]:
    """Every pattern of the resolver in its order; the admin's own ones, which are Django's, as `admin`."""
    return [_route(pattern, prefix) for pattern, prefix in _walk(get_resolver().url_patterns, "")]


def _walk(patterns: list[Any], prefix: str) -> Iterator[tuple[URLPattern, str]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            yield pattern, prefix


def _route(pattern: URLPattern, prefix: str) -> Route:
    text = plain(prefix + str(pattern.pattern))
    names = re.findall(r"<(\w+)>", text)
    return Route(
        pattern=text,
        name=pattern.name or "",
        view=pattern.callback,
        methods=methods_of(pattern.callback),
        kwargs={name: models_of(text, name) for name in names},
        who=who_may(pattern.callback, text),
    )


def plain(pattern: str) -> str:
    """The pattern with `<name>` for every kwarg and without anchors.

    >>> plain("api/v1/^schools/(?P<public_id>[a-z0-9]+)/$"), plain("l/<str:token>/")
    ('api/v1/schools/<public_id>/', 'l/<token>/')
    """
    text = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", pattern)
    return re.sub(r"<\w+:(\w+)>", r"<\1>", text).replace("^", "").replace("\\Z", "").replace("$", "")


def models_of(pattern: str, name: str) -> tuple[str, ...]:
    """The models that a kwarg may name, by the words before it; () for a word or an unlisted kwarg."""
    if name in WORDS:
        return ()
    return OBJECTS.get(pattern.partition(f"<{name}>")[0].removeprefix(API), ())


def methods_of(view: Any) -> tuple[str, ...]:
    """The HTTP methods that a view answers, from its decorators or its class; all where nothing limits them."""
    actions = getattr(view, "actions", None)
    if actions:
        answered = [name for name in actions if name in view.cls.http_method_names]
        return (*(name.upper() for name in answered), "OPTIONS")
    view_class = getattr(view, "view_class", None) or getattr(view, "cls", None)
    if view_class is not None:
        return tuple(name.upper() for name in view_class.http_method_names if hasattr(view_class, name))
    return _limited(view) or ALL_METHODS


def _limited(view: Any) -> tuple[str, ...]:
    """The list that `require_http_methods` holds, found through the decorators around it."""
    while view is not None:
        code = getattr(view, "__code__", None)
        if code is not None and "request_method_list" in code.co_freevars:
            return tuple(view.__closure__[code.co_freevars.index("request_method_list")].cell_contents)
        view = getattr(view, "__wrapped__", None)
    return ()


def who_may(view: Any, pattern: str) -> str:
    """`everybody`, `token` (whoever holds the address), `operator` or `signed_in`."""
    if pattern.startswith("admin/"):
        return "operator"
    if "<token>" in pattern and getattr(view, "login_required", True) is False:
        return "token"
    permissions = {cls.__name__ for cls in getattr(getattr(view, "cls", None), "permission_classes", [])}
    if permissions:
        return "everybody" if "AllowAny" in permissions else "signed_in"
    return "signed_in" if getattr(view, "login_required", True) else "everybody"

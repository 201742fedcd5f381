"""Edges start from `visible_to` or `managed_by`: nothing that belongs to an organisation is fetched unscoped.

A view may also go on from a row that it fetched scoped: `PlacementPlan.objects.filter(batch=batch)` asks for what
belongs to that batch.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from portal.common.models import ScopedQuerySet
from tests.architecture import sources

# Query set methods that fetch without asking who looks.
UNSCOPED = {
    "all",
    "filter",
    "get",
    "exclude",
    "first",
    "last",
    "order_by",
    "values",
    "values_list",
    "in_bulk",
}
SCOPES = ("visible_to", "managed_by", "overseen_by")
# Whether a portal shows demo data is no secret; who is in it is.
PUBLIC = {"School.objects.filter(is_demo=True)"}
EDGES = {"views", "api"}


def scoped_models() -> dict[str, set[str]]:
    """Models whose rows belong to somebody, each with the names of its foreign keys."""
    return {
        model.__name__: {field.name for field in model._meta.fields if field.is_relation}
        for model in apps.get_models()
        if isinstance(model._default_manager.all(), ScopedQuerySet) and model._meta.app_label != "reference"
    }


def edges() -> list[Path]:
    """Views and APIs, by file or by package."""
    paths = sources.modules("portal", "schools", "enterprises", "partnerships")
    return [path for path in paths if path.stem in EDGES or EDGES & set(path.parent.parts)]


def unscoped_calls(tree: ast.Module, models: dict[str, set[str]]) -> list[str]:
    """`Model.objects.get(...)` and the like in statements that ask no scope, as line and call."""
    found = []
    for statement in ast.walk(tree):
        if not isinstance(statement, ast.Assign | ast.Return | ast.Expr | ast.keyword | ast.Dict):
            continue
        if any(scope in ast.unparse(statement) for scope in SCOPES):
            continue
        calls = [call for call in fetches(statement, models) if ast.unparse(call) not in PUBLIC]
        found += [f"{call.lineno} {ast.unparse(call)}" for call in calls]
    return sorted(set(found))


def fetches(statement: ast.AST, models: dict[str, set[str]]) -> Iterator[ast.Call]:
    """Calls such as School.objects.get(...) that do not go on from a row in hand."""
    for call in ast.walk(statement):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        manager = call.func.value
        if not isinstance(manager, ast.Attribute) or not isinstance(manager.value, ast.Name):
            continue
        is_ours = (
            manager.attr in {"objects", "_base_manager", "_default_manager"} and manager.value.id in models
        )
        if is_ours and call.func.attr in UNSCOPED and not goes_on(call, models[manager.value.id]):
            yield call


def goes_on(call: ast.Call, relations: set[str]) -> bool:
    """Whether a filter names a related row: `filter(batch=batch)`."""
    names = {(keyword.arg or "").split("__")[0].removesuffix("_id") for keyword in call.keywords}
    return bool(names & relations)


def test_no_view_or_api_fetches_what_belongs_to_somebody_without_asking_who_looks() -> None:
    models = scoped_models()

    guilty = {sources.name_of(path): unscoped_calls(sources.tree_of(path), models) for path in edges()}

    assert {"School", "Enterprise", "Partnership", "Agreement", "Activity", "Opening"} <= set(models)
    assert len(edges()) > 5
    assert {name: calls for name, calls in guilty.items() if calls} == {}


def test_the_search_finds_a_leak_and_lets_scoped_and_related_rows_pass() -> None:
    tree = ast.parse(
        "a = School.objects.get(public_id=public_id)\n"
        "b = School.objects.visible_to(user).get(public_id=public_id)\n"
        "c = get_object_or_404(School.objects.filter(closed_on=None), pk=1)\n"
        "d = School.objects.filter(region=region)\n"
    )

    assert unscoped_calls(tree, {"School": {"region"}}) == [
        "1 School.objects.get(public_id=public_id)",
        "3 School.objects.filter(closed_on=None)",
    ]

"""The authorization matrix: every address x method x subject x object, held against the written rules.

One cell is one request inside a savepoint that is rolled back. What is judged, and nothing about it is taken from the
code under test:

* status: out of sight 404, or whatever a missing object gets; seen but not allowed 403; anonymous 302 to the sign-in
  (401 in the API); never 5xx;
* body: no canary word of an object that the written rules do not show to the subject, also inside XLSX files;
* database: the hash of no table differs after a request about an object that the subject may not change.
"""

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection, transaction

from portal.records.table_hashes import hash_of
from portal.routes import Route
from tests.security.subjects import Subject

CANARY = re.compile(rb"canary[g-v]{10}\d{4}")
WRITE = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
# A session is the subject's own; the heart and the last use of a token say nothing of anybody's business.
HARMLESS = {"django_session", "records_heartbeat", "records_apitoken"}
MISSING = "zzzzzzzzzzzz"
PROBED = ("GET", "POST", "PUT", "PATCH", "DELETE")
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
# Acts by which a bureau decides about what it does not own.
DECIDED_BY_BUREAUS = {
    "opening_approve",
    "opening_return",
    "opening-approve",
    "opening-return-for-correction",
}
# Everybody may leave: a membership belongs to its person too, whatever the role.
LEAVING = {"member_end", "member-end"}
BODY = {"version": "1", "reason": "matrix", "note": "matrix", "role": "owner", "status": "matrix"}
NOUNS = {
    "school": "schools.School",
    "enterprise": "enterprises.Enterprise",
    "programme": "schools.Programme",
    "batch": "schools.Batch",
    "plan": "schools.PlacementPlan",
    "opening": "enterprises.Opening",
    "partnership": "agreements.Partnership",
    "agreement": "agreements.Agreement",
    "year_group": "schools.YearGroup",
    "class_group": "schools.ClassGroup",
    "site": "enterprises.Site",
    "campus": "schools.Campus",
    "organisation": "schools.School",
}


@dataclass(frozen=True)
class Cell:
    """One request: the objects that fill the kwargs, and of which scope they are for the subject."""

    route: Route
    method: str
    things: tuple[dict[str, Any], ...]
    path: str
    scope: str
    sprayed: bool

    def __str__(self) -> str:
        states = ", ".join(
            f"{thing['model']} {thing['state']} of {thing['written_by'][0]}" for thing in self.things
        )
        return f"{self.method} /{self.route.pattern} ({self.scope}: {states})"


@dataclass
class Tally:
    """What a run asked and what it found."""

    requests: int = 0
    routes: set[str] = field(default_factory=set)
    methods: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)
    scopes: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def figure(self, unlisted: int) -> str:
        """One line for the summary of the run."""
        return (
            f"{len(self.routes)} routes x {len(self.methods)} methods x {len(self.subjects)} subjects x "
            f"{len(self.scopes)} scopes = {self.requests} requests, {len(self.faults)} leaks, "
            f"{unlisted} unlisted routes"
        )


class Matrix:
    """All cells of a world; `part` of `parts` is kept, so that a short run takes a steady sample."""

    def __init__(self, world: dict[str, Any], routes: list[Route], *, parts: int = 1) -> None:
        self.world, self.routes, self.parts = world, routes, parts
        self.hashes: dict[str, str] = {}
        self.by_model: dict[str, list[dict[str, Any]]] = {}
        self.by_canary = {thing["canary"].encode(): thing for thing in world["objects"] if thing["canary"]}
        for thing in world["objects"]:
            self.by_model.setdefault(thing["model"], []).append(thing)

    def cells(self, subject: Subject) -> Iterator[Cell]:
        """Every cell of a subject that belongs to this run."""
        for route in self.routes:
            for method in PROBED:
                for scope, things in self._fillings(route, subject):
                    cell = self._cell(route, method, scope, things)
                    if self._is_in_this_run(cell, subject):
                        yield cell

    def _fillings(self, route: Route, subject: Subject) -> Iterator[tuple[str, tuple[dict[str, Any], ...]]]:
        """Objects for the kwargs: one or more per scope; a route without objects has one filling."""
        models = route.kwargs.get("public_id")
        if not models:
            yield "none", ()
            return
        chosen: dict[str, list[dict[str, Any]]] = {}
        for thing in (thing for model in models for thing in self.by_model.get(model, [])):
            chosen.setdefault(scope_of(subject, thing), []).append(thing)
        for scope, things in sorted(chosen.items()):
            for thing in self._states(things, route, subject):
                yield scope, self._with_child(route, thing)

    def _states(self, things: list[dict[str, Any]], route: Route, subject: Subject) -> list[dict[str, Any]]:
        """One object of each state in a full run; one object, another for each route, in a short one."""
        by_state = {thing["state"]: thing for thing in things}
        if self.parts == 1:
            return list(by_state.values())
        at = zlib.crc32(f"{route.pattern}{subject.login}".encode()) % len(by_state)
        return [list(by_state.values())[at]]

    def _with_child(self, route: Route, thing: dict[str, Any]) -> tuple[dict[str, Any], ...]:
        models = route.kwargs.get("child_id")
        if not models:
            return (thing,)
        place = self.world["objects"].index(thing)
        later = (other for other in self.world["objects"][place:] if other["model"] in models)
        return thing, next(later, self.by_model[models[0]][0])

    def _cell(self, route: Route, method: str, scope: str, things: tuple[dict[str, Any], ...]) -> Cell:
        words = {"code": "440000", "answer": "confirm", "name": "x", "key": "x-y", "uidb36": "1"}
        ids = dict(zip(("public_id", "child_id"), (thing["public_id"] for thing in things), strict=False))
        words |= ids | {"token": self.world["links"][0]["token"]}
        path = re.sub(r"<(\w+)>", lambda found: words.get(found.group(1), "1"), route.pattern)
        sprayed = zlib.crc32(path.encode()) % 2 == 0 and not (method == "GET" and things)
        return Cell(route, method, things, f"/{path}", scope, sprayed)

    def _is_in_this_run(self, cell: Cell, subject: Subject) -> bool:
        if self.parts == 1:
            return True
        if cell.method not in cell.route.methods and cell.method != "DELETE":
            return False
        return zlib.crc32(f"{cell}{subject.login}".encode()) % self.parts == 0

    def run(self, subject: Subject, tally: Tally) -> None:
        """Ask every cell of the subject and judge the answers."""
        cookies = deepcopy(subject.client.cookies)
        foreign = self._foreign_words(subject)
        for cell in self.cells(subject):
            subject.client.cookies = deepcopy(cookies)
            answer = self._ask(cell, subject, foreign)
            tally.requests += 1
            tally.routes.add(cell.route.pattern)
            tally.methods.add(cell.method)
            tally.subjects.add(subject.login)
            tally.scopes.add(cell.scope)
            tally.statuses[answer.status] += 1
            tally.faults += [
                f"{subject.login}: {cell}: {fault}" for fault in self.faults_of(cell, subject, answer)
            ]

    def _ask(self, cell: Cell, subject: Subject, foreign: dict[str, str]) -> "Answer":
        """The answer; where a foreign object does not get 404, whether a missing one gets the same."""
        answer = ask(cell, subject, foreign, self.hashes)
        if cell.scope != "foreign" or answer.status not in {400, 403, 405}:
            return answer
        missing = replace(cell, path=cell.path.replace(cell.things[0]["public_id"], MISSING))
        same = ask(missing, subject, foreign, self.hashes).status == answer.status
        return replace(answer, status=404) if same else answer

    def _foreign_words(self, subject: Subject) -> dict[str, str]:
        """For each noun, the id of an object of that kind which the subject may not change, best one it cannot see."""
        words = {}
        for noun, model in NOUNS.items():
            things = sorted(
                self.by_model[model], key=lambda thing: (subject.sees(thing), subject.manages(thing))
            )
            words[noun] = things[0]["public_id"]
        return words

    def faults_of(self, cell: Cell, subject: Subject, answer: "Answer") -> list[str]:
        """What the written rules forbid in this answer."""
        faults = []
        if not is_allowed(cell, subject, answer):
            faults.append(f"status {answer.status} {answer.where or answer.error}")
        forbidden = answer.writes - may_write(cell, subject, answer.writes)
        if forbidden:
            faults.append(f"wrote {', '.join(sorted(forbidden))} with status {answer.status}")
        if cell.route.who != "token":
            leaked = {
                self.by_canary[word]["model"] for word in answer.canaries if not self._may_read(word, subject)
            }
            faults += [f"shows a foreign {model}" for model in sorted(leaked)]
        return faults

    def _may_read(self, word: bytes, subject: Subject) -> bool:
        thing = self.by_canary.get(word)
        return thing is None or subject.sees(thing)


@dataclass(frozen=True)
class Answer:
    """What came back: status, where it leads, canaries in the body, tables written."""

    status: int
    where: str
    canaries: frozenset[bytes]
    writes: frozenset[str]
    error: str = ""


def scope_of(subject: Subject, thing: dict[str, Any]) -> str:
    """own (may change), seen (may look), foreign (out of sight)."""
    if subject.manages(thing):
        return "own"
    return "seen" if subject.sees(thing) else "foreign"


def ask(cell: Cell, subject: Subject, foreign: dict[str, str], hashes: dict[str, str]) -> Answer:
    """Send the request in a savepoint, see which tables differ after it, and take it back.

    `hashes` keeps the tables as they are between requests, which is always the same.
    """
    written: set[str] = set()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = WRITE.match(sql)
        if found and found.group(2) not in HARMLESS:
            written.add(found.group(2))
        return execute(sql, params, many, context)

    with transaction.atomic():
        try:
            with connection.execute_wrapper(note):
                response = send(cell, subject, foreign)
                body = content_of(response)
        except Exception as error:  # noqa: BLE001 (any exception is a 500 to the user)
            return Answer(500, "", frozenset(), frozenset(), f"{type(error).__name__}: {error}"[:300])
        else:
            after = {table: hash_of(table) for table in written}
        finally:
            transaction.set_rollback(True)
    changed = {table for table, value in after.items() if value != kept_hash(table, hashes)}
    where = response.headers.get("Location", "")
    return Answer(response.status_code, where, frozenset(CANARY.findall(body)), frozenset(changed))


def kept_hash(table: str, hashes: dict[str, str]) -> str:
    """The hash of a table between requests."""
    if table not in hashes:
        hashes[table] = hash_of(table)
    return hashes[table]


def send(cell: Cell, subject: Subject, foreign: dict[str, str]) -> Any:
    words = foreign if cell.sprayed else {}
    if cell.method == "GET":
        return subject.client.get(cell.path, words)
    kind = "application/json" if cell.route.is_api else None
    call = getattr(subject.client, cell.method.lower())
    values = {**BODY, **words}
    if kind or cell.method != "POST":
        return call(cell.path, values, content_type="application/json")
    return call(cell.path, values)


def content_of(response: Any) -> bytes:
    """The body, streamed or not; the parts of an XLSX file unpacked."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return b"\n".join(archive.read(name) for name in archive.namelist())
    return bytes(body)


def is_allowed(cell: Cell, subject: Subject, answer: Answer) -> bool:
    """Whether the written rules allow this status."""
    allowed = allowed_statuses(cell, subject)
    if answer.status == 302 and subject.is_anonymous and cell.route.who not in {"everybody", "token"}:
        return 302 in allowed and answer.where.startswith(("/accounts/", "/admin/login/"))
    return answer.status in allowed if allowed else answer.status < 500


def allowed_statuses(cell: Cell, subject: Subject) -> set[int]:
    """The statuses that the written rules allow; an empty set stands for all below 500."""
    route = cell.route
    if route.who in {"everybody", "token"}:
        return set()
    if subject.is_anonymous:
        return {401} if route.is_api else {302}
    if route.who == "operator":
        return set() if subject.is_operator else {302, 403, 404, 405}
    return _of_object(cell, subject)


def _of_object(cell: Cell, subject: Subject) -> set[int]:
    """For a signed-in subject: 404 out of sight, 403 where one may look but not act."""
    route = cell.route
    if cell.scope == "foreign":
        return {404} if cell.method in route.methods else {404, 405}
    if is_detail(route) and cell.method == "GET" and len(cell.things) == 1:
        return {200}
    if cell.scope == "seen" and cell.method in UNSAFE and not is_decided(cell, subject):
        return {400, 403, 404, 405, 409}
    return set()


def is_decided(cell: Cell, subject: Subject) -> bool:
    """Whether the act is one of those by which somebody decides about what is not his to change."""
    if cell.route.name in LEAVING:
        return {f"{thing['written_by'][0]}-{thing['state']}" for thing in cell.things} == {subject.login}
    return cell.route.name in DECIDED_BY_BUREAUS


def is_detail(route: Route) -> bool:
    """The page or the API's view of one object."""
    return route.pattern.endswith("<public_id>/") and "GET" in route.methods


def may_write(cell: Cell, subject: Subject, tables: frozenset[str]) -> frozenset[str]:
    """Those of the tables that a request of this cell may change: a read leaves at most its trail."""
    if cell.method == "GET":
        is_trail = cell.scope != "foreign" and not subject.is_anonymous
        return tables & {"records_auditevent"} if is_trail else frozenset()
    if cell.scope == "none":
        allowed = not subject.is_anonymous or cell.route.who in {"everybody", "token"}
    else:
        allowed = cell.scope == "own" or is_decided(cell, subject)
    return tables if allowed else frozenset()

"""What an organisation has for itself: a row of each model in each state."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from enterprises.models import Opening
from partnerships.demo.acceptance import layout
from partnerships.demo.acceptance.book import EDITOR, OWNER, Audience, Book, stored
from partnerships.demo.acceptance.people import Cast
from portal.accounts.models import User
from portal.accounts.services.invitations import digest
from portal.records.imports.kinds import kinds_open_to, scope_for
from portal.records.models import ApiToken, ExportJob, ImportBatch
from portal.reference.models import MajorCategory, MajorClass
from schools.models import Batch, PlacementPlan, Student

ENTRY_YEAR = 2023
SPELL = {"starts_on": date(2026, 3, 2), "ends_on": date(2026, 8, 28)}


def major_class() -> MajorClass:
    """Logistics, where reference data has not brought it."""
    category = {
        "junior_college_code": "53",
        "vocational_bachelor_code": "33",
        "name_zh": "财经商贸大类",
        "name_en": "Finance and commerce",
    }
    parent = MajorCategory.objects.get_or_create(code="73", defaults=category)[0]
    values = {
        "junior_college_code": "5308",
        "vocational_bachelor_code": "3308",
        "category": parent,
        "name_zh": "物流类",
        "name_en": "Logistics",
    }
    return MajorClass.objects.get_or_create(code="7308", defaults=values)[0]


def make_school_rows(book: Book, cast: Cast, plan: layout.School) -> dict[str, Any]:
    """Campus, programme, year group, class, students by pathway, batches and plans by state."""
    key, school = plan.key, cast.schools[plan.key]
    over = layout.reaching_school(plan)
    everybody = Audience([*layout.ORGANISATIONS, layout.OPERATOR], [key])
    register = Audience([*layout.ORGANISATIONS, layout.OPERATOR], [key, *over, layout.OPERATOR])
    inner, students = Audience([key, *over], [key]), Audience([key], [key])
    book.make("schools.Campus", key, register, school=school, name="{canary}", region=school.region)
    programme = book.make(
        "schools.Programme",
        key,
        everybody,
        school=school,
        major_code="730801",
        major_class=major_class(),
        name_zh="物流服务与管理",
        description="{canary}",
        abilities=["货物盘点"],
    )
    group = book.make("schools.YearGroup", key, inner, programme=programme, entry_year=ENTRY_YEAR, size=42)
    room = book.make("schools.ClassGroup", key, inner, year_group=group, name="{canary}")
    for pathway in Student.Pathway.values:
        values = {"school": school, "class_group": room, "number": "{canary}", "pathway": pathway}
        book.make("schools.Student", key, students, listed=pathway, **values)
    return {"programme": programme, "plan": _plans(book, key, inner, school, programme)}


def _plans(book: Book, key: str, inner: Audience, school: Any, programme: Any) -> Any:
    """A batch per state with a plan per state; the stated one is returned."""
    plans = {}
    for batch_state, plan_state in zip(Batch.Status.values, PlacementPlan.Status.values, strict=True):
        values = {"entry_year": ENTRY_YEAR, "status": batch_state, **SPELL}
        batch = book.make(
            "schools.Batch", key, inner, listed=batch_state, school=school, name="{canary}", **values
        )
        facts = {"programme": programme, "batch": batch, "students_due": 30, "wishes": "{canary}", **SPELL}
        plans[plan_state] = book.make(
            "schools.PlacementPlan", key, inner, listed=plan_state, status=plan_state, **facts
        )
    return plans[PlacementPlan.Status.STATED]


def make_enterprise_rows(book: Book, cast: Cast, plan: layout.Enterprise) -> dict[str, Any]:
    """Alias, site, staff group, contact, and openings by state."""
    key, enterprise = plan.key, cast.enterprises[plan.key]
    over = layout.reaching_enterprise(plan)
    everybody = [*layout.ORGANISATIONS, layout.OPERATOR]
    inner = Audience([key, *over], [key])
    register = Audience([*inner.seen_by, layout.OPERATOR] if plan.vetting == "refused" else everybody, [key])
    whose: dict[str, Any] = {"enterprise": enterprise}
    book.make("enterprises.Alias", key, register, name="{canary}", **whose)
    book.make("enterprises.Site", key, register, name="{canary}", region=enterprise.region, **whose)
    book.make("enterprises.StaffGroup", key, inner, name="{canary}", staff=40, **whose)
    book.make("enterprises.Contact", key, inner, name="{canary}", mobile="13900000009", **whose)
    openings = {
        state: _opening(book, key, register if state in Opening.PUBLISHED else inner, state, whose)
        for state in Opening.Status.values
    }
    return {"opening": openings[Opening.Status.OPEN]}


def _opening(book: Book, key: str, audience: Audience, state: str, whose: dict[str, Any]) -> Opening:
    return book.make(  # type: ignore[no-any-return]
        "enterprises.Opening",
        key,
        audience,
        listed=state,
        status=state,
        title="仓储实习生 {canary}",
        tasks="{canary}",
        abilities=["货物盘点"],
        seats=8,
        seats_taken=8 if state == Opening.Status.FULL else 0,
        remarks="{canary}" if state == Opening.Status.RETURNED else "",
        **SPELL,
        **whose,
    )


def make_records(book: Book, cast: Cast, key: str) -> None:
    """Imports and exports by state, invitations by ending, the owner's token."""
    kind, organisation = cast.organisation(key)
    owner = cast.owners[key]
    whose = {"organisation_kind": kind, "organisation_id": organisation.pk, "created_by": owner}
    himself = Audience([key], [key], person=f"{key}-owner")
    _imports(book, key, owner, whose)
    for state in ExportJob.State.values:
        facts = {"state": state, "kind": "partnerships", "query": "q={canary}"}
        row = book.make("records.ExportJob", key, himself, listed=state, **facts, **whose)
        if state == ExportJob.State.DONE:
            stored(row, "file", book.objects[-1]["canary"])
    owners = Audience([key], [key], OWNER)
    for state, closing in _endings().items():
        facts = {"kind": kind, "organisation_id": organisation.pk, "person": "{canary}"}
        hidden = {"token_hash": digest(book.public_id())}
        book.make("accounts.Invitation", key, owners, listed=state, **facts, **hidden, **closing)
    book.note(ApiToken.objects.get(user=owner), key, himself, state="live")


def _imports(book: Book, key: str, owner: User, whose: dict[str, Any]) -> None:
    """An import in each state, of the first kind that this organisation may import."""
    offered = kinds_open_to(scope_for(whose["organisation_kind"], whose["organisation_id"]), owner)
    for state in ImportBatch.Status.values if offered else []:
        facts = {"kind": offered[0].code, "file_name": "{canary}.pdf", "file_ending": "pdf", "status": state}
        editors = Audience([key], [key], EDITOR)
        row = book.make(
            "records.ImportBatch",
            key,
            editors,
            listed=state,
            state="done",
            file_sha256="0" * 64,
            **facts,
            **whose,
        )
        stored(row, "file", book.objects[-1]["canary"])


def _endings() -> dict[str, dict[str, Any]]:
    now = timezone.now()
    return {
        "open": {},
        "accepted": {"accepted_at": now},
        "revoked": {"revoked_at": now},
        "expired": {"expires_at": now - timedelta(days=1)},
    }

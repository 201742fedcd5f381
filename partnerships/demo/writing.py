"""Writing an invented world in bulk, in short transactions so that the portal answers meanwhile."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.utils import timezone

from enterprises.models import Contact, Enterprise, Opening, Site, StaffGroup
from partnerships.activities.models import Activity, Confirmation, Evidence
from partnerships.agreements.models import Agreement, Partnership, Signature
from partnerships.demo.registry import EnterpriseRows, SchoolRows
from partnerships.demo.stories import ANSWERED_AFTER_DAYS, LOGGED_AFTER_DAYS, PartnershipRows
from portal.records.models import Transition
from schools.models import Batch, Campus, ClassGroup, PlacementPlan, Programme, School, YearGroup

CHUNK = 500
Item = TypeVar("Item")
Progress = Callable[[int], None]


def in_chunks(rows: Iterable[Item], size: int = CHUNK) -> Iterable[list[Item]]:
    """Lists of at most `size` items, in order."""
    iterator = iter(rows)
    while chunk := list(islice(iterator, size)):
        yield chunk


def bulk(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Insert rows whose relations were inserted before; their primary keys are filled in."""
    model._base_manager.bulk_create(rows, batch_size=CHUNK)


@transaction.atomic
def write_schools(schools: Sequence[SchoolRows]) -> None:
    """Schools and all that they fill in alone."""
    bulk(School, [row.school for row in schools])
    for model, name in (
        (Campus, "campuses"),
        (Programme, "programmes"),
        (YearGroup, "year_groups"),
        (ClassGroup, "classes"),
        (Batch, "batches"),
        (PlacementPlan, "plans"),
    ):
        bulk(model, [item for row in schools for item in getattr(row, name)])


@transaction.atomic
def write_enterprises(firms: Sequence[EnterpriseRows]) -> None:
    """Enterprises and all that they fill in alone, but not their openings: those wait for their seats."""
    bulk(Enterprise, [row.enterprise for row in firms])
    bulk(Contact, [row.contact for row in firms])
    bulk(Site, [item for row in firms for item in row.sites])
    bulk(StaffGroup, [item for row in firms for item in row.staff_groups])


@transaction.atomic
def write_openings(firms: Sequence[EnterpriseRows]) -> None:
    """Openings with the seats that proposals took."""
    bulk(Opening, [item for row in firms for item in row.openings])


@transaction.atomic
def write_partnerships(rows: Sequence[PartnershipRows], *, with_files: bool) -> None:
    """Partnerships with agreements, signatures, activities, confirmations, evidence and history."""
    bulk(Partnership, [row.partnership for row in rows])
    bulk(Agreement, [item for row in rows for item in row.agreements])
    _write_forms(rows)
    bulk(Signature, [item for row in rows for item in row.signatures])
    bulk(Activity, [item for row in rows for item in row.activities])
    bulk(Confirmation, [item for row in rows for item in row.confirmations])
    if with_files:
        bulk(Evidence, [_evidence(activity, name) for row in rows for activity, name in row.files])
    bulk(Transition, [item for row in rows for item in row.transitions()])
    _date_back(rows)


def _date_back(rows: Sequence[PartnershipRows]) -> None:
    """Activities were logged when they were put to the other side, and answered a few days later, not just now."""
    activities = [item for row in rows for item in row.activities]
    _set_created(Activity, [(item.offered_at, item.pk) for item in activities])
    now, wait = timezone.now(), timedelta(days=ANSWERED_AFTER_DAYS - LOGGED_AFTER_DAYS)
    answers = [item for row in rows for item in row.confirmations]
    _set_created(Confirmation, [(min(item.activity.offered_at + wait, now), item.pk) for item in answers])


def _set_created(model: type[models.Model], moments: list[tuple[datetime, int]]) -> None:
    """`created_at` of many rows, each its own; ten times as fast as bulk_update's CASE of thousands."""
    adapt = connection.ops.adapt_datetimefield_value
    statement = f"UPDATE {connection.ops.quote_name(model._meta.db_table)} SET created_at = %s WHERE id = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(adapt(moment), pk) for moment, pk in moments])


def _write_forms(rows: Sequence[PartnershipRows]) -> None:
    links = Agreement.forms.through
    bulk(
        links,
        [
            links(agreement=agreement, cooperationform_id=form)
            for row in rows
            for agreement in row.agreements
            for form in row.forms[agreement.public_id]
        ],
    )
    programmes = Agreement.programmes.through
    bulk(
        programmes,
        [programmes(agreement=item, programme=row.programme) for row in rows for item in row.agreements],
    )


def _evidence(activity: Activity, name: str) -> Evidence:
    """A small, valid PDF that names its activity, stored under a generated name."""
    content = pdf_of(f"Demo evidence {activity.public_id} {name.encode().hex()}")
    stored = default_storage.save(f"demo/{activity.public_id}-{len(name)}.pdf", ContentFile(content))
    return Evidence(
        activity=activity,
        file=stored,
        name=name,
        content_type="application/pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def pdf_of(text: str) -> bytes:
    """The smallest PDF of one page that says the ASCII text."""
    stream = f"BT /F1 10 Tf 50 780 Td ({text}) Tj ET".encode("ascii")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    return body + head + table + b"trailer<</Size %d/Root 1 0 R>>startxref\n%d\n%%%%EOF\n" % (size, len(body))

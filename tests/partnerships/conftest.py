"""Agreements, proposals and activities of the cast, and people of every role."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from enterprises.models import EnterpriseMembership
from partnerships.activities.models import Activity
from partnerships.activities.services.logging import Entry, log_activity
from partnerships.agreements.models import Agreement, Partnership
from partnerships.agreements.services.agreements import Terms, draft_agreement, move_agreement
from partnerships.agreements.services.proposals import Idea, create_proposal
from portal.accounts.models import Role
from portal.reference.models import CooperationForm
from schools.models import Programme, SchoolMembership
from tests.conftest import make_user

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def pdf(name="list.pdf", body=PDF):
    return SimpleUploadedFile(name, body, content_type="application/pdf")


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def png(name="photo.png"):
    return SimpleUploadedFile(name, PNG, content_type="image/png")


@pytest.fixture
def stranger(client):
    """Somebody without an account who reads English."""
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def order_class(db):
    return CooperationForm.objects.get_or_create(
        code="order_class",
        defaults={"kind": "people", "name_zh": "订单班", "name_en": "Order class", "rank": 1},
    )[0]


@pytest.fixture
def joint_course(db):
    return CooperationForm.objects.get_or_create(
        code="joint_course",
        defaults={"kind": "programmes", "name_zh": "共建课程", "name_en": "Joint course", "rank": 2},
    )[0]


@pytest.fixture
def terms(order_class, logistics):
    return Terms(
        title="Order class 2026",
        forms=(order_class,),
        programmes=(logistics,),
        starts_on=date(2026, 9, 1),
        ends_on=date(2030, 8, 31),
        students_per_year=10,
        school_duties="Teach",
        enterprise_duties="Guide",
    )


@pytest.fixture
def draft(partnership, terms, alice):
    return draft_agreement(partnership, terms, by=alice, side="school")


@pytest.fixture
def offered(draft, alice):
    return move_agreement(draft, "offer", by=alice)


def member(user_name, organisation, role):
    user = make_user(user_name)
    model = SchoolMembership if organisation._meta.label == "schools.School" else EnterpriseMembership
    model.objects.create(user=user, role=role, **{model.organisation_field: organisation})
    return user


@pytest.fixture
def vera(alder):
    """A viewer of Alder."""
    return member("vera", alder, Role.VIEWER)


@pytest.fixture
def ed(alder):
    """An editor of Alder."""
    return member("ed", alder, Role.EDITOR)


@pytest.fixture
def sigrid(birch):
    """A signatory of Birch."""
    return member("sigrid", birch, Role.SIGNATORY)


@pytest.fixture
def eve(birch):
    """An editor of Birch."""
    return member("eve", birch, Role.EDITOR)


@pytest.fixture
def coming_opening(opening, today):
    opening.starts_on, opening.ends_on = today + timedelta(days=10), today + timedelta(days=100)
    opening.save()
    return opening


@pytest.fixture
def proposal(alder, birch, plan, coming_opening, alice, today):
    """Alder asks for four seats of Birch's opening."""
    idea = Idea(
        plan=plan,
        opening=coming_opening,
        students=4,
        starts_on=coming_opening.starts_on,
        ends_on=coming_opening.ends_on,
        message="Four good ones",
    )
    return create_proposal(alder, birch, idea, from_side="school", by=alice, now=timezone.now())


@pytest.fixture
def entry(today):
    return Entry(
        kind="joint_course",
        title="WMS course written together",
        happened_on=today - timedelta(days=3),
        quantity=Decimal(2),
        people=40,
    )


@pytest.fixture
def activity(partnership, entry, alice):
    """Alder logged a course; Birch has not answered."""
    return log_activity(partnership, entry, by=alice, side="school", now=timezone.now())


@pytest.fixture
def foreign(cedar, dogwood, carol, order_class, logistics_class, today):
    """What Cedar and Dogwood have between them: nobody of Alder or Birch may see it."""
    programme = Programme.objects.create(
        school=cedar, major_code="730801", major_class=logistics_class, name_zh="Kestrel logistics"
    )
    pair = Partnership.objects.create(
        school=cedar,
        enterprise=dogwood,
        started_on=date(2024, 9, 1),
        purpose="Kestrel purpose",
        stage="agreed",
    )
    paper = Agreement.objects.create(
        partnership=pair,
        title="Kestrel agreement",
        starts_on=today,
        ends_on=today,
        drafted_side="school",
    )
    done = Activity.objects.create(
        partnership=pair,
        kind="joint_course",
        title="Kestrel activity",
        happened_on=today,
        quantity=1,
        logged_side="school",
    )
    return {"programme": programme, "partnership": pair, "agreement": paper, "activity": done}

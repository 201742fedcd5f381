"""The cast: Alder Vocational School and Alice, Birch Engineering and Bob, the Guangzhou bureau and Gao, Mallory.

Fixtures build the fewest rows that a test needs; `make_*` build more of a kind. Reference rows are a small, real
part of the tables (Guangdong, three cities, three districts, a few industries and major classes).
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from enterprises.models import Enterprise, EnterpriseMembership, Opening
from partnerships.agreements.models import Partnership
from portal.accounts.models import Bureau, BureauMembership, Role, User
from portal.reference.models import Industry, MajorCategory, MajorClass, Region, region_path
from schools.models import Batch, PlacementPlan, Programme, School, SchoolMembership, YearGroup

pytest_plugins = ["tests.engines"]

TODAY = date(2026, 3, 2)
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _media_in_tmp(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A test starts in English, whatever language the request before it left active."""
    with translation.override("en"):
        yield


def make_region(
    code: str, name_zh: str, name_en: str, level: str, parent: Region | None = None, **values: Any
) -> Region:
    path = region_path(code, parent.path if parent else "/")
    return Region.objects.get_or_create(
        code=code,
        defaults={
            "name_zh": name_zh,
            "name_en": name_en,
            "level": level,
            "parent": parent,
            "path": path,
            **values,
        },
    )[0]


@pytest.fixture
def guangdong(db: None) -> Region:
    return make_region("440000", "广东省", "Guangdong", "province", longitude=113.266, latitude=23.132)


@pytest.fixture
def guangzhou(guangdong: Region) -> Region:
    return make_region("440100", "广州市", "Guangzhou", "city", guangdong, longitude=113.264, latitude=23.129)


@pytest.fixture
def shenzhen(guangdong: Region) -> Region:
    return make_region("440300", "深圳市", "Shenzhen", "city", guangdong, longitude=114.058, latitude=22.544)


@pytest.fixture
def logistics_class(db: None) -> MajorClass:
    category = MajorCategory.objects.get_or_create(
        code="73",
        defaults={
            "junior_college_code": "53",
            "vocational_bachelor_code": "33",
            "name_zh": "财经商贸大类",
            "name_en": "Finance and commerce",
        },
    )[0]
    return MajorClass.objects.get_or_create(
        code="7308",
        defaults={
            "junior_college_code": "5308",
            "vocational_bachelor_code": "3308",
            "category": category,
            "name_zh": "物流类",
            "name_en": "Logistics",
        },
    )[0]


@pytest.fixture
def warehousing(db: None) -> Industry:
    section = Industry.objects.get_or_create(
        code="G",
        defaults={
            "level": "section",
            "section": "G",
            "name_zh": "交通运输、仓储和邮政业",
            "name_en": "Transport, storage and post",
        },
    )[0]
    return Industry.objects.get_or_create(
        code="59",
        defaults={
            "level": "division",
            "section": "G",
            "parent": section,
            "name_zh": "装卸搬运和仓储业",
            "name_en": "Handling and storage",
        },
    )[0]


def make_user(username: str, full_name: str = "", **values: Any) -> User:
    return User.objects.create_user(
        username, password=PASSWORD, full_name=full_name or username.title(), **values
    )


@pytest.fixture
def make_school(guangzhou: Region) -> Any:
    def make(name: str = "Alder Vocational School", **values: Any) -> School:
        values.setdefault("region", guangzhou)
        return School.objects.create(
            name_zh=name, name_en=name, kind=values.pop("kind", "secondary"), **values
        )

    return make


@pytest.fixture
def make_enterprise(guangzhou: Region, warehousing: Industry) -> Any:
    def make(name: str = "Birch Engineering", **values: Any) -> Enterprise:
        values.setdefault("region", guangzhou)
        values.setdefault("industry", warehousing)
        values.setdefault("vetting", Enterprise.Vetting.APPROVED)
        if "credit_code" not in values:
            values.setdefault("number_kind", "register")
            values.setdefault("number", f"T{Enterprise.objects.count() + 1:05d}")
        return Enterprise.objects.create(name_zh=name, name_en=name, **values)

    return make


@pytest.fixture
def alder(make_school: Any) -> School:
    return make_school()


@pytest.fixture
def birch(make_enterprise: Any) -> Enterprise:
    return make_enterprise()


@pytest.fixture
def alice(alder: School) -> User:
    user = make_user("alice", "Alice", mobile="13800000001", email="alice@example.org")
    SchoolMembership.objects.create(user=user, school=alder, role=Role.OWNER, job_title="Cooperation office")
    return user


@pytest.fixture
def bob(birch: Enterprise) -> User:
    user = make_user("bob", "Bob")
    EnterpriseMembership.objects.create(user=user, enterprise=birch, role=Role.OWNER, job_title="HR")
    return user


@pytest.fixture
def guangzhou_bureau(guangzhou: Region) -> Bureau:
    bureau = Bureau.objects.create(
        name_zh="广州市教育局", name_en="Guangzhou Education Bureau", region=guangzhou
    )
    Bureau.objects.filter(pk=bureau.pk).update(path=f"/{bureau.pk}/")
    bureau.refresh_from_db()
    return bureau


@pytest.fixture
def gao(guangzhou_bureau: Bureau) -> User:
    user = make_user("gao", "Gao")
    BureauMembership.objects.create(user=user, bureau=guangzhou_bureau, role=Role.OWNER)
    return user


@pytest.fixture
def mallory(db: None) -> User:
    return make_user("mallory", "Mallory")


@pytest.fixture
def cedar(make_school: Any, shenzhen: Region) -> School:
    """A foreign school in another city."""
    return make_school("Cedar Vocational School", region=shenzhen)


@pytest.fixture
def carol(cedar: School) -> User:
    user = make_user("carol", "Carol")
    SchoolMembership.objects.create(user=user, school=cedar, role=Role.OWNER)
    return user


@pytest.fixture
def dogwood(make_enterprise: Any, shenzhen: Region) -> Enterprise:
    """A foreign enterprise in another city."""
    return make_enterprise("Dogwood Logistics", region=shenzhen)


@pytest.fixture
def dave(dogwood: Enterprise) -> User:
    user = make_user("dave", "Dave")
    EnterpriseMembership.objects.create(user=user, enterprise=dogwood, role=Role.OWNER)
    return user


@pytest.fixture
def logistics(alder: School, logistics_class: MajorClass) -> Programme:
    return Programme.objects.create(
        school=alder,
        major_code="730801",
        major_class=logistics_class,
        name_zh="物流服务与管理",
        name_en="Logistics services",
        abilities=["仓储作业", "货物盘点"],
        courses=["仓储实务"],
    )


@pytest.fixture
def batch(alder: School) -> Batch:
    return Batch.objects.create(
        school=alder,
        name="2023级 2026年春季",
        entry_year=2023,
        starts_on=date(2026, 3, 2),
        ends_on=date(2026, 8, 28),
        status="open",
    )


@pytest.fixture
def plan(logistics: Programme, batch: Batch) -> PlacementPlan:
    YearGroup.objects.create(programme=logistics, entry_year=2023, size=42)
    return PlacementPlan.objects.create(
        programme=logistics,
        batch=batch,
        students_due=30,
        deferred_study=12,
        starts_on=batch.starts_on,
        ends_on=batch.ends_on,
        status="stated",
    )


@pytest.fixture
def opening(birch: Enterprise) -> Opening:
    return Opening.objects.create(
        enterprise=birch,
        title="仓储运营实习生",
        tasks="入库、盘点、出库",
        abilities=["货物盘点"],
        accepted_majors=["7308"],
        seats=8,
        starts_on=date(2026, 3, 2),
        ends_on=date(2026, 8, 28),
        status="open",
    )


@pytest.fixture
def partnership(alder: School, birch: Enterprise) -> Partnership:
    return Partnership.objects.create(
        school=alder, enterprise=birch, started_on=date(2024, 9, 1), stage="agreed"
    )


@pytest.fixture
def as_user(client: Any) -> Any:
    """`as_user(alice)` is the test client signed in as Alice, in English."""

    def sign_in(user: User) -> Any:
        client.force_login(user)
        client.cookies["django_language"] = "en"
        return client

    return sign_in

"""Bureaus of the invented province, and the people who show the demo."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from enterprises.models import Enterprise, EnterpriseMembership
from portal.accounts.models import Bureau, BureauMembership, Role, User
from portal.reference.models import Region
from schools.models import School, SchoolMembership

PASSWORD = "ronghe-demo-2026"  # noqa: S105 (printed by `make run`; the demo holds invented data only)
PROVINCE = "440000"
SHOWN_CITY = "440100"


@dataclass(frozen=True)
class DemoPerson:
    """An account of the demo and where it belongs."""

    username: str
    full_name: str
    office: str
    role: Role = Role.OWNER


SCHOOL_ADMINISTRATOR = DemoPerson("chenmin", "陈敏", "校企合作办")
HUMAN_RESOURCES = DemoPerson("linying", "林颖", "人力资源部")
PROVINCE_STAFF = DemoPerson("gaowei", "高薇", "职业教育管理")
CITY_STAFF = DemoPerson("gaoyuan", "高远", "职业教育科")
SHOWN = (SCHOOL_ADMINISTRATOR, HUMAN_RESOURCES, CITY_STAFF, PROVINCE_STAFF)
OPERATOR = "operator"


def make_bureaus() -> dict[str, Bureau]:
    """The education bureaus of the province and its cities by region code, and `hr` for technician schools."""
    province = Region.objects.get(pk=PROVINCE)
    top = _bureau(province, "教育厅", "Department of Education", None, Bureau.Kind.EDUCATION)
    bureaus = {PROVINCE: top}
    human = _bureau(
        province, "人力资源和社会保障厅", "Human Resources Department", None, Bureau.Kind.HUMAN_RESOURCES
    )
    bureaus["hr"] = human
    for city in Region.objects.filter(parent=province).order_by("code"):
        bureaus[city.code] = _bureau(city, "教育局", "Education Bureau", top, Bureau.Kind.EDUCATION)
    return bureaus


def _bureau(region: Region, zh: str, en: str, parent: Bureau | None, kind: str) -> Bureau:
    follows = Bureau.Follows.AUTHORITY if kind == Bureau.Kind.HUMAN_RESOURCES else Bureau.Follows.BOTH
    bureau = Bureau.objects.create(
        name_zh=f"{region.name_zh}{zh}",
        name_en=f"{region.name_en} {en}",
        region=region,
        parent=parent,
        kind=kind,
        follows=follows,
        is_demo=True,
    )
    bureau.path = f"{parent.path if parent else '/'}{bureau.pk}/"
    bureau.save(update_fields=["path"])
    return bureau


def make_people(school: School, enterprise: Enterprise, bureaus: dict[str, Bureau]) -> None:
    """The four accounts that `make run` prints, and the operator."""
    SchoolMembership.objects.create(
        user=_user(SCHOOL_ADMINISTRATOR), school=school, **_place(SCHOOL_ADMINISTRATOR)
    )
    EnterpriseMembership.objects.create(
        user=_user(HUMAN_RESOURCES), enterprise=enterprise, **_place(HUMAN_RESOURCES)
    )
    for person, code in ((PROVINCE_STAFF, PROVINCE), (CITY_STAFF, SHOWN_CITY)):
        BureauMembership.objects.create(user=_user(person), bureau=bureaus[code], **_place(person))
    operator = _user(DemoPerson(OPERATOR, "运维", ""))
    User.objects.filter(pk=operator.pk).update(is_staff=True, is_superuser=True)


def _user(person: DemoPerson) -> User:
    values = {"full_name": person.full_name, "password": make_password(PASSWORD), "is_active": True}
    return User.objects.update_or_create(username=person.username, defaults=values)[0]


def _place(person: DemoPerson) -> dict[str, str]:
    return {"role": person.role, "job_title": person.office}

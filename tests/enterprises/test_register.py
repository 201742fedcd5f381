"""The register of enterprises: entry, duplicates, vetting, sight."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from enterprises.models import Alias, Contact, Enterprise, StaffGroup
from enterprises.services import enterprises as services
from enterprises.services.duplicates import SimilarEnterprises, similar_to
from portal.common.errors import DomainError
from portal.records.models import AuditEvent
from portal.records.workflow import history
from portal.reference.codes import credit_check_character, make_credit_code, parse_credit_code
from portal.reference.models import IndustrialCluster, Industry
from tests.counting import queries_of
from tests.enterprises.conftest import SOUND

LIST, CREATE = reverse("enterprise_list"), reverse("enterprise_create")


def facts(**values: Any) -> dict[str, Any]:
    return {"name_zh": "岭通供应链（广州）有限公司", "kind": "company", "region": "440100", **values}


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_what_a_school_or_firm_enters_waits_for_the_bureau(as_user: Any, request: Any, who: str) -> None:
    client = as_user(request.getfixturevalue(who))

    answer = client.post(CREATE, facts(credit_code=SOUND.lower()))

    enterprise = Enterprise.objects.get(name_zh="岭通供应链（广州）有限公司")
    assert answer.url == enterprise.get_absolute_url()
    assert (enterprise.credit_code, enterprise.vetting, enterprise.is_verified) == (SOUND, "pending", True)


def test_what_the_bureau_enters_in_its_territory_is_approved(gao: Any, guangzhou: Any) -> None:
    enterprise = services.register_enterprise(by=gao, name_zh="粤安仓配", region=guangzhou, credit_code=SOUND)

    assert enterprise.vetting == "approved"
    assert [row.to_state for row in history(enterprise)] == ["approved"]


def test_what_the_bureau_enters_elsewhere_waits(gao: Any, shenzhen: Any) -> None:
    enterprise = services.register_enterprise(by=gao, name_zh="粤安仓配", region=shenzhen, credit_code=SOUND)

    assert enterprise.vetting == "pending"


def test_a_stranger_enters_nothing(as_user: Any, mallory: Any, guangzhou: Any) -> None:
    assert as_user(mallory).post(CREATE, facts(credit_code=SOUND)).status_code == 403
    assert not Enterprise.objects.exists()


def test_a_wrong_check_character_is_named(as_user: Any, alice: Any) -> None:
    wrong = SOUND[:17] + ("0" if SOUND[17] != "0" else "1")

    page = as_user(alice).post(CREATE, facts(credit_code=wrong)).content.decode()

    assert "The check character" in page
    assert not Enterprise.objects.exists()


def test_a_broken_inner_check_is_only_remarked(as_user: Any, alice: Any) -> None:
    code = _with_unsound_organisation_code()

    page = as_user(alice).post(CREATE, facts(credit_code=code), follow=True).content.decode()

    assert Enterprise.objects.get().credit_code == code
    assert "break their own check" in page


def _with_unsound_organisation_code() -> str:
    body = SOUND[:16] + ("A" if SOUND[16] != "A" else "B")
    code = body + credit_check_character(body)
    assert not parse_credit_code(code).is_organisation_code_sound
    return code


def test_without_any_number_it_is_refused(as_user: Any, alice: Any) -> None:
    answer = as_user(alice).post(CREATE, facts())

    assert answer.status_code == 409
    assert "Give the credit code, or another number" in answer.content.decode()


def test_another_number_serves_until_the_code_is_known(as_user: Any, alice: Any) -> None:
    as_user(alice).post(CREATE, facts(number_kind="ticker", number="000001.SZ"))

    enterprise = Enterprise.objects.get()
    assert (enterprise.number, enterprise.is_verified) == ("000001.SZ", False)


@pytest.mark.parametrize(
    "name", ["岭通供应链(广州)股份有限公司", "岭通供应链 有限公司", "Lingtong Supply Chain Ltd"]
)
def test_a_similar_name_is_shown_first(as_user: Any, alice: Any, make_enterprise: Any, name: str) -> None:
    known = make_enterprise("岭通供应链（广州）有限公司")
    Alias.objects.create(enterprise=known, name="岭通供应链")
    Alias.objects.create(enterprise=known, name="Lingtong Supply Chain")

    answer = as_user(alice).post(CREATE, facts(name_zh=name, credit_code=SOUND))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert known.get_absolute_url() in page
    assert "This is another firm" in page
    assert Enterprise.objects.count() == 1


def test_saying_that_it_is_another_firm_enters_it(as_user: Any, alice: Any, make_enterprise: Any) -> None:
    make_enterprise("岭通供应链（广州）有限公司")

    answer = as_user(alice).post(CREATE, facts(credit_code=SOUND, is_another="yes"))

    assert answer.status_code == 302
    assert Enterprise.objects.count() == 2


def test_the_same_code_is_refused_even_then(alice: Any, make_enterprise: Any, guangzhou: Any) -> None:
    make_enterprise("粤安仓配", credit_code=SOUND)

    with pytest.raises(DomainError, match="already has an enterprise with this code"):
        services.register_enterprise(
            by=alice, is_another=True, name_zh="粤安", region=guangzhou, credit_code=SOUND
        )


def test_only_what_one_may_see_is_named_as_similar(alice: Any, make_enterprise: Any) -> None:
    make_enterprise("粤安仓配", vetting="refused")

    assert similar_to({"name_zh": "粤安仓配有限公司"}, seen_by=alice) == []


def test_similar_enterprises_are_an_error_with_their_names(
    alice: Any, make_enterprise: Any, guangzhou: Any
) -> None:
    make_enterprise("粤安仓配", credit_code=SOUND)

    with pytest.raises(SimilarEnterprises) as error:
        services.register_enterprise(by=alice, name_zh="另名", region=guangzhou, credit_code=SOUND)

    assert [found.why for found in error.value.similar] == ["same credit code"] or len(
        error.value.similar
    ) == 1


def test_a_former_name_is_remembered(bob: Any, birch: Enterprise) -> None:
    services.edit_enterprise(birch, version=1, values={"name_zh": "桦木工程"}, by=bob)

    assert Alias.objects.get().name == "Birch Engineering"
    assert birch.name_key == "桦木工程"


def test_a_name_of_another_firm_is_no_alias(bob: Any, birch: Enterprise, dogwood: Enterprise) -> None:
    with pytest.raises(DomainError, match="already points to an enterprise"):
        services.add_alias(birch, name="Dogwood Logistics Ltd", by=bob)


def test_the_bureau_approves_and_the_trail_knows(as_user: Any, gao: Any, elm: Enterprise) -> None:
    as_user(gao).post(reverse("enterprise_approve", args=[elm.public_id]))

    elm.refresh_from_db()
    assert elm.vetting == "approved"
    assert AuditEvent.objects.filter(verb="approve", object_id=elm.pk, user=gao).exists()


def test_refusing_takes_a_reason_which_the_enterprise_reads(
    as_user: Any, gao: Any, erin: Any, elm: Enterprise
) -> None:
    url = reverse("enterprise_refuse", args=[elm.public_id])

    assert as_user(gao).post(url, {"reason": " "}).status_code == 200
    assert as_user(gao).post(url, {"reason": "无固定场所"}).status_code == 302

    assert "无固定场所" in as_user(erin).get(elm.get_absolute_url()).content.decode()


def test_a_refused_enterprise_is_gone_for_others(as_user: Any, alice: Any, gao: Any, elm: Enterprise) -> None:
    services.refuse_enterprise(elm, by=gao, reason="无固定场所")

    assert as_user(alice).get(elm.get_absolute_url()).status_code == 404
    assert "Elm" not in as_user(alice).get(LIST).content.decode()
    assert as_user(gao).get(elm.get_absolute_url()).status_code == 200


def test_an_agency_cannot_be_approved(gao: Any, elm: Enterprise, agency_industry: Industry) -> None:
    Enterprise.objects.filter(pk=elm.pk).update(industry=agency_industry)
    elm.refresh_from_db()

    with pytest.raises(DomainError, match="may not host students"):
        services.approve_enterprise(elm, by=gao)


def test_an_agency_that_the_bureau_enters_is_not_approved(
    gao: Any, guangzhou: Any, agency_industry: Industry
) -> None:
    enterprise = services.register_enterprise(
        by=gao, name_zh="某劳务派遣", region=guangzhou, credit_code=SOUND, industry=agency_industry
    )

    assert enterprise.vetting == "pending"
    assert not Enterprise.objects.hosts().filter(pk=enterprise.pk).exists()


@pytest.fixture
def agency_industry(warehousing: Industry) -> Industry:
    section = Industry.objects.create(code="L", level="section", section="L", name_zh="租赁和商务服务业")
    return Industry.objects.create(
        code="7263", level="class", section="L", parent=section, name_zh="劳务派遣服务"
    )


@pytest.mark.parametrize(("who", "status"), [("alice", 403), ("bob", 403), ("carol", 403), ("mallory", 404)])
def test_only_the_bureau_of_the_place_vets(
    as_user: Any, request: Any, elm: Enterprise, who: str, status: int
) -> None:
    client = as_user(request.getfixturevalue(who))

    assert client.post(reverse("enterprise_approve", args=[elm.public_id])).status_code == status
    elm.refresh_from_db()
    assert elm.vetting == "pending"


def test_a_bureau_of_another_city_does_not_vet(gao: Any, dogwood: Enterprise) -> None:
    with pytest.raises(PermissionDenied):
        services.refuse_enterprise(dogwood, by=gao, reason="x")


@pytest.mark.parametrize("who", ["alice", "dave", "carol"])
def test_inner_facts_and_contacts_stay_inside(
    as_user: Any, request: Any, birch: Enterprise, who: str
) -> None:
    Enterprise.objects.filter(pk=birch.pk).update(staff_total=31299)
    StaffGroup.objects.create(enterprise=birch, name="CANARY-GROUP", staff=9)
    Contact.objects.create(enterprise=birch, name="CANARY-LIN", mobile="13911112222")
    client = as_user(request.getfixturevalue(who))

    page = client.get(birch.get_absolute_url()).content.decode()
    api = client.get(f"/api/v1/enterprises/{birch.public_id}/").json()

    assert "CANARY" not in page
    assert "31,299" not in page
    assert "13911112222" not in page
    assert "staff_total" not in api


@pytest.mark.parametrize("who", ["bob", "gao"])
def test_the_enterprise_and_its_bureau_read_them(
    as_user: Any, request: Any, birch: Enterprise, who: str
) -> None:
    Enterprise.objects.filter(pk=birch.pk).update(staff_total=31299)
    Contact.objects.create(enterprise=birch, name="CANARY-LIN", mobile="13911112222")
    client = as_user(request.getfixturevalue(who))

    page = client.get(birch.get_absolute_url()).content.decode()

    assert "31,299" in page
    assert "CANARY-LIN" in page
    assert client.get(f"/api/v1/enterprises/{birch.public_id}/").json()["staff_total"] == 31299


def test_the_list_is_filtered(
    as_user: Any, alice: Any, birch: Enterprise, dogwood: Enterprise, elm: Enterprise
) -> None:
    Enterprise.objects.filter(pk=dogwood.pk).update(industry=None, kind="institution", credit_code=SOUND)
    cluster = IndustrialCluster.objects.create(code="C01", kind="pillar", rank=1, name_zh="物流")
    cluster.industry_links.create(industry_id="59")
    Alias.objects.create(enterprise=elm, name="榆木工坊")
    client = as_user(alice)

    def found(query: str) -> set[str]:
        return {row.name for row in client.get(f"{LIST}?{query}").context["listing"].page}

    assert found("city=440300") == {"Dogwood Logistics"}
    assert found("industry=59") == {"Birch Engineering", "Elm Works"}
    assert found("industry=G") == {"Birch Engineering", "Elm Works"}
    assert found("cluster=C01") == {"Birch Engineering", "Elm Works"}
    assert found("kind=institution") == {"Dogwood Logistics"}
    assert found("verified=yes") == {"Dogwood Logistics"}
    assert found("verified=no") == {"Birch Engineering", "Elm Works"}
    assert found("vetting=pending") == {"Elm Works"}
    assert found("q=榆木工坊有限公司") == {"Elm Works"}


def test_the_heading_counts(as_user: Any, alice: Any, birch: Enterprise, opening: Any) -> None:
    client = as_user(alice)

    assert "<h1>1 enterprise</h1>" in client.get(LIST).content.decode()
    assert (
        "<h1>Birch Engineering: 1 opening, 8 free seats</h1>"
        in client.get(birch.get_absolute_url()).content.decode()
    )


def test_a_name_that_waits_to_be_typed_again_has_a_key_however_it_is_written(guangzhou: Any) -> None:
    Enterprise.objects.bulk_create(
        [
            Enterprise(
                name_zh="粤安（广东）有限公司", region=guangzhou, credit_code=make_credit_code("440100", 9)
            )
        ]
    )

    assert Enterprise.objects.get().name_key == "粤安广东"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_at_any_length(
    as_user: Any, alice: Any, make_enterprise: Any, rows: int
) -> None:
    for number in range(rows):
        make_enterprise(f"Firm {number}")

    assert queries_of(as_user(alice), LIST) == 11


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_at_any_length(
    as_user: Any, bob: Any, birch: Enterprise, make_opening: Any, rows: int
) -> None:
    for number in range(rows):
        site = birch.sites.create(name=f"S{number}", region=birch.region)
        make_opening(f"Post {number}", site=site)
        birch.contacts.create(name=f"C{number}")
        birch.staff_groups.create(name=f"G{number}", staff=3)

    assert queries_of(as_user(bob), birch.get_absolute_url()) == 12


@pytest.mark.parametrize(("who", "vetting"), [("bob", "pending"), ("gao", "approved")])
def test_what_the_bureau_vouched_for_is_vetted_again_where_somebody_else_changes_it(
    request: Any, birch: Enterprise, who: str, vetting: str
) -> None:
    user = request.getfixturevalue(who)

    services.edit_enterprise(birch, version=birch.version, values={"name_zh": "桦木石油有限公司"}, by=user)

    birch.refresh_from_db()
    assert birch.vetting == vetting


def test_an_enterprise_that_changes_its_address_stays_approved(birch: Enterprise, bob: Any) -> None:
    services.edit_enterprise(birch, version=birch.version, values={"introduction": "Moved next door"}, by=bob)

    assert Enterprise.objects.get(pk=birch.pk).vetting == "approved"


def test_a_bureau_moves_no_enterprise_out_of_its_territory(
    birch: Enterprise, gao: Any, shenzhen: Any
) -> None:
    with pytest.raises(DomainError, match="outside your jurisdiction"):
        services.edit_enterprise(birch, version=birch.version, values={"region": shenzhen}, by=gao)

    assert Enterprise.objects.get(pk=birch.pk).region_id != shenzhen.pk

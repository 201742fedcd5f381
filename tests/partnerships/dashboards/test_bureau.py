"""The dashboard of a bureau: its jurisdiction and no more, and every number opens exactly its rows."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from enterprises.models import Opening
from partnerships.activities.models import Activity
from partnerships.dashboards.figures import FIGURES
from portal.accounts.models import Bureau, BureauMembership
from tests.conftest import make_region, make_user
from tests.partnerships.dashboards.world import make_partnership, make_plan, propose, recount

pytestmark = pytest.mark.django_db


@pytest.fixture
def province(guangdong):
    """The department of the province, with its officer Gu."""
    bureau = Bureau.objects.create(name_zh="广东省教育厅", name_en="Guangdong Education", region=guangdong)
    Bureau.objects.filter(pk=bureau.pk).update(path=f"/{bureau.pk}/")
    bureau.refresh_from_db()
    return bureau


@pytest.fixture
def gu(province):
    user = make_user("gu")
    BureauMembership.objects.create(user=user, bureau=province, role="owner")
    return user


@pytest.fixture
def baiyun(guangzhou):
    return make_region("440111", "白云区", "Baiyun", "district", guangzhou)


@pytest.fixture
def elm(make_school, baiyun, province):
    """A school in the district that answers to the province."""
    return make_school("Elm School", region=baiyun, authority=province)


@pytest.fixture
def pairs(alder, cedar, elm, birch, dogwood, make_enterprise, baiyun):
    """Partnerships of level 4, 0 and 1, and one that is not scored yet; the first has two activities."""
    deep = make_partnership(alder, birch, 4)
    make_partnership(alder, dogwood, 0)
    make_partnership(cedar, dogwood, 1)
    make_partnership(elm, make_enterprise("Newcomer", vetting="pending", region=baiyun))
    for status in ("logged", "confirmed"):
        Activity.objects.create(
            partnership=deep,
            kind="leadership_visit",
            title=status,
            happened_on=timezone.localdate(),
            status=status,
            logged_side="school",
        )


@pytest.fixture
def two_cities(alder, cedar, elm, dogwood, opening, logistics_class, pairs):
    """Plans, openings and partnerships in Guangzhou, its Baiyun district, and Shenzhen, all counted."""
    Opening.objects.filter(pk=opening.pk).update(confirmed_at=timezone.now() - timedelta(days=3))
    Opening.objects.create(enterprise=dogwood, title="Picker", seats=5, status="open", accepted_majors=["73"])
    plans = [
        make_plan(school, logistics_class, due, deferred_army=3)
        for school, due in ((alder, 40), (cedar, 60), (elm, 20))
    ]
    for plan, students in zip(plans, (30, 12, 5), strict=True):
        propose(plan, opening, students, "accepted")
    propose(plans[1], opening, 8, "sent")
    recount()
    return plans


def page(client, url="/bureau/", **query):
    answer = client.get(url, query)
    assert answer.status_code == 200
    return answer


def test_the_heading_names_what_is_missing_and_the_tightest_place(as_user, gu, two_cities):
    html = page(as_user(gu)).content.decode()

    assert "<h1>Guangdong is 65 seats short, Shenzhen is tightest</h1>" in html


def test_the_six_figures_equal_the_rows(as_user, gu, two_cities):
    tiles = {tile.label: (tile.value, tile.note) for tile in page(as_user(gu)).context["tiles"]}

    assert tiles["Due out"] == ("120", "9 deferred")
    assert tiles["Placed"] == ("39.2", "47 students")
    assert tiles["Short"] == ("65", "8 more in talks")
    assert tiles["Level 3 and above"] == ("25.0", "1 of 4 partnerships")
    assert tiles["Openings confirmed"] == ("50.0", "1 of 2 within 30 days")
    assert tiles["Enterprises to vet"] == ("1", "of 3 registered")


@pytest.mark.parametrize(
    "query", [{}, {"region": "440100"}, {"region": "440111"}, {"region": "440300"}, {"by": "authority"}]
)
def test_every_number_of_the_page_equals_the_list_behind_it(as_user, gu, two_cities, query):
    client = as_user(gu)
    context = page(client, **query).context
    shown = {
        "due": context["total"]["due"],
        "secured": context["total"]["secured"],
        "in_talks": context["total"]["in_talks"],
        "short": context["total"]["short"],
        "deferred": context["total"]["deferred"],
        "deep": sum(context["total"][f"level_{level}"] for level in (3, 4, 5)),
        "shallow": context["shallow_count"],
        "schools": context["total"]["schools"],
        **{f"level_{level}": context["level_marks"][level].value for level in range(6)},
        **{row.url.split("/")[3]: row.to_mend for row in context["quality"]},
        "pending_enterprises": context["total"]["pending_enterprises"],
    }

    for figure, number in shown.items():
        found = page(client, context["urls"][figure]).context
        assert found["number"] == number, figure
        if not FIGURES[figure].sums:
            assert found["page"].paginator.count == number, figure


def test_the_rows_behind_a_sum_add_up_to_it(as_user, gu, two_cities):
    found = page(as_user(gu), "/bureau/figures/short/").context

    assert found["number"] == 65 == sum(plan.short for plan in found["page"])
    assert found["heading"] == "65 students without a seat"


def test_places_link_to_their_own_dashboard_with_the_same_number(as_user, gu, two_cities):
    client = as_user(gu)
    places = {place.name: place for place in page(client).context["places"]}

    assert (places["Guangzhou"].due, places["Shenzhen"].due) == (60, 60)
    for place in places.values():
        assert page(client, place.url).context["total"]["short"] == place.short
        assert page(client, place.short_url).context["number"] == place.short


def test_a_city_shows_its_districts_and_what_stands_in_none(as_user, gao, two_cities):
    places = {place.name: (place.due, place.secured) for place in page(as_user(gao)).context["places"]}

    assert places == {"Baiyun": (20, 5), "district not stated": (40, 30)}


def test_a_district_shows_its_schools(as_user, gao, two_cities):
    places = page(as_user(gao), region="440111").context["places"]

    assert [(place.name, place.due, place.secured, place.short) for place in places] == [
        ("Elm School", 20, 5, 15)
    ]
    assert places[0].url.startswith("/schools/")


def test_a_city_bureau_sees_its_city_alone(as_user, gao, two_cities, cedar, dogwood):
    client = as_user(gao)

    found = page(client)

    assert found.context["total"]["due"] == 60
    assert cedar.name not in found.content.decode()
    for figure in FIGURES:
        html = page(client, f"/bureau/figures/{figure}/").content.decode()
        assert cedar.name not in html, figure
        assert "Picker" not in html, figure


@pytest.mark.parametrize("region", ["440300", "440000", "999999", "4401"])
@pytest.mark.parametrize(
    "url", ["/bureau/", "/bureau/supply/", "/bureau/figures/due/", "/api/v1/bureau-figures/"]
)
def test_a_region_beyond_the_jurisdiction_is_not_found(as_user, gao, two_cities, region, url):
    assert as_user(gao).get(url, {"region": region}).status_code == 404


def test_by_authority_are_the_schools_that_answer_to_the_bureau(as_user, gu, two_cities):
    context = page(as_user(gu), by="authority").context

    assert (context["total"]["due"], context["total"]["schools"]) == (20, 1)
    assert context["total"]["partnerships"] == 1
    assert context["total"]["enterprises"] == 3  # enterprises answer to nobody: they follow territory


def test_a_bureau_of_territory_alone_has_no_authority_to_choose(as_user, gu, province, two_cities):
    Bureau.objects.filter(pk=province.pk).update(follows="territory")

    context = page(as_user(gu), by="authority").context

    assert context["scope"].by == "territory"
    assert context["total"]["due"] == 120
    assert "By" not in [selector.label for selector in context["selectors"]]


def test_a_bureau_of_authority_alone_sees_no_school_of_the_territory(
    as_user, gu, province, two_cities, alder
):
    Bureau.objects.filter(pk=province.pk).update(follows="authority")
    client = as_user(gu)

    found = page(client, by="territory")

    assert found.context["total"]["due"] == 20
    assert alder.name not in page(client, "/bureau/figures/due/").content.decode()


def test_a_district_bureau_sees_its_district_alone(as_user, baiyun, two_cities, alder):
    bureau = Bureau.objects.create(name_zh="白云区教育局", region=baiyun, path="/999/")
    user = make_user("bai")
    BureauMembership.objects.create(user=user, bureau=bureau)
    client = as_user(user)

    found = page(client)

    assert (found.context["total"]["due"], found.context["total"]["schools"]) == (20, 1)
    assert alder.name not in found.content.decode()
    assert client.get("/bureau/", {"region": "440100"}).status_code == 404


def test_a_month_keeps_its_students_and_what_has_no_month(as_user, gu, two_cities, plan):
    recount()
    client = as_user(gu)
    month = f"{two_cities[0].starts_on:%Y-%m}"

    whole, one, other = (page(client, month=value).context["total"] for value in ("", month, "2026-03"))

    assert (whole["due"], one["due"], other["due"]) == (150, 120, 30)
    assert one["schools"] == whole["schools"] == 3
    assert page(client, month="2026-13").context["scope"].month == ""
    assert page(client, "/bureau/figures/due/", month="2026-03").context["number"] == 30


def test_shallow_partnerships_say_why_they_are_listed(as_user, gu, two_cities):
    rows = page(as_user(gu)).context["shallow"]

    assert [(str(row.partnership), row.level) for row, _level, _why in rows] == [
        ("Alder Vocational School · Dogwood Logistics", 0),
        ("Cedar Vocational School · Dogwood Logistics", 1),
    ]
    assert rows[0][2] == "Begun 13 months ago, no activity"


def test_enterprises_to_vet_are_those_of_the_scope(as_user, gao, two_cities, make_enterprise, shenzhen):
    make_enterprise("Elsewhere", vetting="pending", region=shenzhen)

    assert [row.name for row in page(as_user(gao)).context["pending"]] == ["Newcomer"]


def test_an_empty_region_says_what_will_stand_there(as_user, gu):
    html = page(as_user(gu)).content.decode()

    assert "<h1>No placement plan is stated yet in Guangdong</h1>" in html
    for words in (
        "Not counted yet",
        "No partnership yet",
        "No enterprise waits to be vetted",
        "Nothing to compare yet",
    ):
        assert words in html


def test_only_bureaus_have_the_dashboard(as_user, alice, bob, mallory, two_cities):
    for person in (alice, bob, mallory):
        for url in ("/bureau/", "/bureau/supply/", "/bureau/figures/due/", "/api/v1/bureau-figures/"):
            assert as_user(person).get(url).status_code == 403


def test_an_unknown_figure_is_not_found(as_user, gao):
    assert as_user(gao).get("/bureau/figures/secrets/").status_code == 404


def test_the_api_says_the_same_numbers(as_user, gao, two_cities):
    client = as_user(gao)
    context = page(client).context

    answer = client.get("/api/v1/bureau-figures/").json()

    assert answer["totals"] == dict(context["total"])
    assert [(place["name"], place["share"]) for place in answer["places"]] == [
        ("Baiyun", 0.25),
        ("district not stated", 0.75),
    ]


def test_the_dashboard_reads_chinese_to_those_who_read_chinese(client, gu, two_cities):
    client.force_login(gu)

    html = page(client).content.decode()

    assert "广东省还缺 65 个实习席位，深圳市最紧" in html
    assert "seats short" not in html


def file_behind(client, figure, **query):
    """The rows of the file that the page of a figure offers, as lists of words; its head first."""
    answer = client.get(page(client, f"/bureau/figures/{figure}/", **query).context["export_url"])
    assert answer.status_code == 200
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("query", [{}, {"region": "440100"}, {"by": "authority"}])
@pytest.mark.parametrize("figure", sorted(FIGURES))
def test_a_file_holds_the_rows_behind_the_figure(as_user, gu, two_cities, figure, query):
    client = as_user(gu)
    found = page(client, f"/bureau/figures/{figure}/", **query).context

    head, *rows = file_behind(client, figure, **query)

    assert head[0] == found["heads"][0][0]
    assert sorted(row[0] for row in rows) == sorted(row.name for row in found["rows"])


def test_a_file_has_a_column_for_what_the_page_shows_below_a_name(as_user, gu, two_cities):
    head, *rows = file_behind(as_user(gu), "deep")

    assert head[:3] == ["School", "Enterprise", "Depth"]
    assert [row[:3] for row in rows] == [["Alder Vocational School", "Birch Engineering", 4]]


@pytest.mark.parametrize("who", ["gao", "alice", "bob"])
def test_nobody_takes_the_figures_of_a_foreign_bureau(as_user, request, gu, two_cities, who):
    address = page(as_user(gu), "/bureau/figures/due/").context["export_url"]

    answer = as_user(request.getfixturevalue(who)).get(address)

    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert sheet.max_row == 1

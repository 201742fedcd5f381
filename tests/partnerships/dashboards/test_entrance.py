"""The door: strangers, members of each kind, the operator, people without an organisation."""

import pytest

from portal.accounts.models import BureauMembership
from schools.models import School
from tests.conftest import make_user
from tests.partnerships.dashboards.world import recount

pytestmark = pytest.mark.django_db
PUBLIC = ("/", "/open-data/", "/open-data/cities.csv", "/accessibility/", "/privacy/")


@pytest.mark.parametrize("url", PUBLIC)
def test_public_pages_open_without_an_account(client, url):
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("url", ["/school/", "/enterprise/", "/bureau/", "/due/", "/search/", "/operator/"])
def test_everything_else_asks_to_sign_in(client, url):
    answer = client.get(url)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("url", PUBLIC[:2] + PUBLIC[3:])
def test_public_pages_read_in_both_languages(client, url):
    chinese = client.get(url).content.decode()
    client.cookies["django_language"] = "en"
    english = client.get(url).content.decode()

    assert 'lang="zh-Hans"' in chinese
    assert 'lang="en"' in english
    assert chinese.split("<h1>")[1].split("<")[0] != english.split("<h1>")[1].split("<")[0]


def test_members_go_to_the_home_of_their_organisation(as_user, alice, bob, gao):
    for person, home in ((alice, "/school/"), (bob, "/enterprise/"), (gao, "/bureau/")):
        assert as_user(person).get("/").headers["Location"] == home


def test_whoever_has_two_goes_to_the_one_he_acts_for(as_user, alice, guangzhou_bureau):
    row = BureauMembership.objects.create(user=alice, bureau=guangzhou_bureau)
    client = as_user(alice)
    client.post("/accounts/switch/", {"membership": row.public_id})

    assert client.get("/").headers["Location"] == "/bureau/"
    assert client.get("/school/").status_code == 403


def test_a_person_without_organisation_is_told_what_to_do(as_user, mallory):
    html = as_user(mallory).get("/").content.decode()

    assert "<h1>You belong to no organisation yet</h1>" in html
    assert "invitation link" in html


def test_the_operator_has_a_page_of_jobs_and_no_business(as_user, alder):
    operator = make_user("root", is_superuser=True, is_staff=True)
    recount()
    client = as_user(operator)

    assert client.get("/").headers["Location"] == "/operator/"
    html = client.get("/operator/").content.decode()
    assert "<h1>No job failed, 0 are under way</h1>" in html
    assert "Recount" in html
    assert alder.name not in html
    assert client.get("/school/").status_code == 403


def test_nobody_else_has_the_page_of_the_operator(as_user, alice, gao):
    for person in (alice, gao):
        assert as_user(person).get("/operator/").status_code == 403


def test_a_demo_says_so_at_the_door(client, alder):
    client.cookies["django_language"] = "en"
    assert "demo province" not in client.get("/").content.decode()

    School.objects.filter(pk=alder.pk).update(is_demo=True)

    assert "demo province" in client.get("/").content.decode()


def test_all_that_is_due_is_on_one_page(as_user, bob, mallory):
    assert "<h1>Nothing is due</h1>" in as_user(bob).get("/due/").content.decode()
    assert as_user(mallory).get("/due/").status_code == 200

"""An import that waits for a decision stands in the queue of its organisation's editors."""

import pytest
from django.utils import timezone

from portal.accounts.memberships import memberships_of
from portal.accounts.models import User
from portal.records.imports import services
from portal.records.imports.due import due_items
from portal.records.models import ImportBatch

LOGISTICS = "物流服务与管理"


@pytest.fixture
def today():
    return timezone.localdate()


def items(user, today):
    user = User.objects.get(pk=user.pk)  # a person's memberships are read once for a request
    return due_items(user, memberships_of(user).rows[0], today)


def test_a_preview_that_waits_is_due_with_its_page(previewed, alice, today):
    batch = previewed([LOGISTICS, 2023, 42], [LOGISTICS, 2022, 40])

    (item,) = items(alice, today)

    assert item.title == "Finish or discard the import of “年级.xlsx”"
    assert item.why == "2 rows wait to be written; nothing is yet."
    assert (item.url, item.act_url) == (batch.get_absolute_url(), batch.get_absolute_url())


def test_columns_to_be_matched_and_a_step_given_up_are_due(uploaded, alice, today):
    given_up = uploaded([LOGISTICS, 2023, 42])
    services.match_columns(given_up, given_up.places, by=alice)
    ImportBatch.objects.update(state="failed")
    uploaded([LOGISTICS, 2022, 40])

    assert [item.why for item in items(alice, today)] == [
        "Its columns are not matched yet; nothing is written.",
        "A step did not succeed; nothing is written.",
    ]


def test_what_a_worker_has_in_hand_is_not_due(uploaded, alice, today):
    batch = uploaded([LOGISTICS, 2023, 42])
    services.match_columns(batch, batch.places, by=alice)

    assert items(alice, today) == []


@pytest.mark.parametrize("end", ["import", "discard"])
def test_what_is_imported_or_discarded_is_done(previewed, alice, today, end):
    batch = previewed([LOGISTICS, 2023, 42])

    if end == "import":
        services.begin(batch, by=alice, digest=batch.plan_digest)
    else:
        services.discard(batch, by=alice)

    assert items(alice, today) == []


def test_many_are_one_line_that_leads_to_their_list(uploaded, alice, today):
    for year in range(4):
        uploaded([LOGISTICS, 2020 + year, 42])

    (item,) = items(alice, today)

    assert (item.title, item.url) == ("4 imports wait for you", "/imports/")


def test_viewers_and_other_schools_have_nothing_due(previewed, alice, carol, today):
    previewed([LOGISTICS, 2023, 42])
    alice.schoolmemberships.update(role="viewer")

    assert items(alice, today) == []
    assert items(carol, today) == []


def test_the_queue_asks_once_however_many_wait(uploaded, alice, today, django_assert_num_queries):
    for year in range(3):
        uploaded([LOGISTICS, 2020 + year, 42])
        membership = memberships_of(alice).rows[0]
        with django_assert_num_queries(1):
            due_items(alice, membership, today)


def test_the_home_page_of_the_school_shows_it(as_user, alice, previewed):
    batch = previewed([LOGISTICS, 2023, 42])

    text = as_user(alice).get("/", follow=True).content.decode()

    assert batch.get_absolute_url() in text

"""Two at once: a confirmation given twice counts once; confirming and correcting never mix."""

from dataclasses import replace
from decimal import Decimal

import pytest

from partnerships.activities.models import Activity, Confirmation, Evidence
from partnerships.activities.services import confirming, logging
from partnerships.activities.services.confirming import Word, confirm_activity
from partnerships.activities.services.evidence import add_evidence
from portal.common.errors import DomainError
from portal.records import links
from tests.partnerships.agreements.test_races import at_once
from tests.partnerships.conftest import PDF, pdf

pytestmark = pytest.mark.django_db(transaction=True)


def test_four_confirmations_at_once_are_one(activity, bob):
    def confirms():
        mine = Activity.objects.select_related("partnership").get(pk=activity.pk)
        return confirm_activity(mine, Word(bob, "enterprise"))

    found = at_once(*[confirms] * 4)

    assert sum(isinstance(one, Confirmation) for one in found) == 1
    assert sum(isinstance(one, DomainError) for one in found) == 3
    assert Confirmation.objects.count() == 1


def test_a_link_that_confirms_and_a_correction_at_once_leave_one_truth(activity, entry, alice):
    for _round in range(4):
        Confirmation.objects.all().delete()
        Activity.objects.update(status="logged", quantity=2)
        version = Activity.objects.get().version
        link, _token = confirming.issue_confirming_link(Activity.objects.get(), person="Huang", by=alice)

        def corrects(version=version):
            mine = Activity.objects.select_related("partnership").get(pk=activity.pk)
            return logging.edit_activity(
                mine, replace(entry, quantity=Decimal(20)), version=version, by=alice
            )

        found = at_once(lambda link=link: links.use(link, "confirm"), corrects)

        row = Activity.objects.get()
        assert sum(isinstance(one, DomainError) for one in found) == 1
        assert (row.status, row.quantity) in {("confirmed", Decimal(2)), ("logged", Decimal(20))}


def test_a_link_that_confirms_and_a_new_file_at_once_never_confirm_what_nobody_read(activity, alice):
    for number in range(4):
        Confirmation.objects.all().delete()
        Evidence.objects.all().delete()
        Activity.objects.update(status="logged")
        link, _token = confirming.issue_confirming_link(Activity.objects.get(), person="Huang", by=alice)

        def adds(number=number):
            mine = Activity.objects.select_related("partnership").get(pk=activity.pk)
            return add_evidence(mine, [pdf(body=PDF + str(number).encode())], by=alice)

        found = at_once(lambda link=link: links.use(link, "confirm"), adds)

        assert sum(isinstance(one, DomainError) for one in found) == 1
        assert (Activity.objects.get().status, Evidence.objects.count()) in {("confirmed", 0), ("logged", 1)}

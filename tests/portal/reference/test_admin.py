"""The operator looks code lists up in the admin and changes nothing there."""

import pytest
from django.contrib import admin
from django.urls import reverse

from portal.reference.models import Region
from tests.conftest import make_user

pytestmark = pytest.mark.usefixtures("loaded")

LISTED = sorted(
    model._meta.model_name for model in admin.site._registry if model._meta.app_label == "reference"
)


@pytest.fixture
def operator_client(client):
    client.force_login(make_user("operator", is_staff=True, is_superuser=True))
    return client


def test_all_code_lists_are_registered():
    assert LISTED == [
        "cooperationform", "holiday", "industrialcluster", "industry", "industryalias", "industrymajorrelation",
        "major", "majorcategory", "majorclass", "region",
    ]  # fmt: skip


@pytest.mark.parametrize("name", LISTED)
def test_the_operator_sees_and_searches_every_list(operator_client, name):
    page = operator_client.get(reverse(f"admin:reference_{name}_changelist"))
    found = operator_client.get(reverse(f"admin:reference_{name}_changelist"), {"q": "物流"})

    assert page.status_code == 200
    assert page.context["cl"].result_count > 0
    assert found.status_code == 200


def test_the_operator_changes_adds_and_deletes_nothing_there(operator_client):
    row = reverse("admin:reference_region_change", args=["440100"])

    assert operator_client.get(row).status_code == 200
    assert operator_client.post(row, {"name_zh": "穗"}).status_code == 403
    assert operator_client.post(reverse("admin:reference_region_add"), {"code": "1"}).status_code == 403
    assert operator_client.post(reverse("admin:reference_region_delete", args=["440100"])).status_code == 403
    assert Region.objects.get(code="440100").name_zh == "广州市"

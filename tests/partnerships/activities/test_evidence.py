"""Files: what is kept, under which name, who gets them, and what is refused."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from partnerships.activities.models import Activity, Evidence
from partnerships.activities.services import evidence as services
from partnerships.activities.services.confirming import Word, confirm_activity, issue_confirming_link
from partnerships.activities.services.logging import log_activity
from portal.common.errors import DomainError
from portal.records.models import AuditEvent
from tests.partnerships.conftest import PDF, pdf, png


def test_files_are_kept_under_names_of_ours_with_their_hash(activity, alice):
    kept = services.add_evidence(activity, [pdf("../签到表.pdf"), png()], by=alice)

    assert [(row.name, row.content_type) for row in kept] == [
        ("签到表.pdf", "application/pdf"),
        ("photo.png", "image/png"),
    ]
    assert kept[0].sha256 == hashlib.sha256(PDF).hexdigest()
    assert "签到表" not in kept[0].file.name
    assert AuditEvent.objects.filter(verb="evidence_added").count() == 2


def test_the_same_file_is_kept_once(activity, alice):
    services.add_evidence(activity, [pdf()], by=alice)

    assert services.add_evidence(activity, [pdf("again.pdf")], by=alice) == []
    assert Evidence.objects.count() == 1


def test_one_bad_file_keeps_all_out(activity, alice):
    with pytest.raises(DomainError):
        services.add_evidence(activity, [pdf(), SimpleUploadedFile("x.pdf", b"<html>")], by=alice)

    assert not Evidence.objects.exists()


def test_too_many_files_are_refused(activity, alice, monkeypatch):
    monkeypatch.setattr(services, "MOST_FILES", 1)

    with pytest.raises(DomainError, match="At most 1"):
        services.add_evidence(activity, [pdf(), png()], by=alice)


def test_a_file_that_shows_another_activity_warns(activity, partnership, entry, alice, as_user):
    services.add_evidence(activity, [pdf()], by=alice)
    other = log_activity(partnership, entry, by=alice, side="school", now=timezone.now())

    answer = as_user(alice).post(
        reverse("evidence_add", args=[other.public_id]), {"files": [pdf("copy.pdf")]}, follow=True
    )

    assert "the same file counts once" in answer.content.decode()
    assert Evidence.objects.count() == 2


def test_after_confirmation_files_stay_as_they_are(activity, alice, bob):
    kept = services.add_evidence(activity, [pdf()], by=alice)[0]
    confirm_activity(activity, Word(bob, "enterprise"))

    with pytest.raises(DomainError, match="has confirmed"):
        services.add_evidence(activity, [png()], by=alice)
    with pytest.raises(DomainError, match="has confirmed"):
        services.remove_evidence(kept, by=alice)

    assert Evidence.objects.count() == 1


def test_files_that_change_close_links_and_ask_for_a_new_reading(activity, alice, bob):
    kept = None

    for change in ("add", "remove"):
        link, _token = issue_confirming_link(activity, person="Huang", by=bob)
        read = Activity.objects.get().version
        if change == "add":
            kept = services.add_evidence(activity, [pdf()], by=alice)[0]
        else:
            services.remove_evidence(kept, by=alice)

        link.refresh_from_db()
        assert not link.is_open
        with pytest.raises(DomainError, match="changed since you opened it"):
            confirm_activity(activity, Word(bob, "enterprise"), version=read)

    assert Activity.objects.get().status == "logged"


def test_a_file_that_is_there_already_changes_nothing(activity, alice):
    services.add_evidence(activity, [pdf()], by=alice)
    before = Activity.objects.get().version

    services.add_evidence(activity, [pdf()], by=alice)

    assert Activity.objects.get().version == before


@pytest.mark.django_db(transaction=True)
def test_a_removed_file_is_gone_from_the_disk_and_stays_in_the_trail(activity, alice, as_user):
    kept = services.add_evidence(activity, [pdf()], by=alice)[0]
    path = kept.file.path

    as_user(alice).post(reverse("evidence_remove", args=[activity.public_id, kept.public_id]))

    assert not Evidence.objects.exists()
    with pytest.raises(FileNotFoundError), open(path, "rb"):  # noqa: PTH123
        pass
    assert AuditEvent.objects.get(verb="deleted").changes["name"] == "list.pdf"


def test_a_file_goes_out_as_an_attachment_to_those_who_see_the_activity(
    activity, alice, bob, gao, carol, dave, mallory, as_user
):
    kept = services.add_evidence(activity, [pdf("list.pdf")], by=alice)[0]
    address = reverse("evidence_download", args=[activity.public_id, kept.public_id])

    for user in (alice, bob, gao):
        answer = as_user(user).get(address)
        assert answer.headers["Content-Disposition"] == 'attachment; filename="list.pdf"'
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert b"".join(answer.streaming_content) == PDF
    for user in (carol, dave, mallory):
        assert as_user(user).get(address).status_code == 404


def test_a_file_is_not_reached_through_another_activity(activity, partnership, entry, alice, as_user):
    kept = services.add_evidence(activity, [pdf()], by=alice)[0]
    other = log_activity(partnership, entry, by=alice, side="school", now=timezone.now())

    address = reverse("evidence_download", args=[other.public_id, kept.public_id])

    assert as_user(alice).get(address).status_code == 404


def test_the_other_side_may_not_remove_what_it_did_not_bring(activity, alice, bob, as_user):
    kept = services.add_evidence(activity, [pdf()], by=alice)[0]

    answer = as_user(bob).post(reverse("evidence_remove", args=[activity.public_id, kept.public_id]))

    assert answer.status_code == 403
    assert Evidence.objects.count() == 1


def test_logging_with_a_bad_file_logs_nothing(partnership, alice, as_user, today):
    answer = as_user(alice).post(
        reverse("activity_create") + f"?partnership={partnership.public_id}&kind=joint_course",
        {
            "title": "Course",
            "happened_on": today.isoformat(),
            "quantity": "1",
            "files": [SimpleUploadedFile("x.jpg", b"not a picture \x00\x01\x02")],
        },
    )

    assert "cannot be kept here" in str(answer.context["form"].errors["files"])
    assert not Activity.objects.exists()

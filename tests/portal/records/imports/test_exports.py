import csv
import io

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.urls import reverse

from enterprises.models import EnterpriseMembership
from portal.common.jobs import Job
from portal.records.imports import export_views, exports
from portal.records.imports.exports import ExportColumn, ExportKind, export_kind, export_now
from portal.records.models import AuditEvent, ExportJob
from portal.records.tasks import run_job
from schools.models import SchoolMembership, YearGroup

CODE = "year_groups_in_test"


def columns():
    return [
        ExportColumn("Programme", lambda group: group.programme.name_zh),
        ExportColumn("Year", lambda group: group.entry_year),
        ExportColumn("Change", lambda group: -group.size),
    ]


def rows(user, query):
    groups = YearGroup.objects.visible_to(user).select_related("programme").order_by("entry_year")
    return groups.filter(entry_year=query["year"]) if query.get("year") else groups


@pytest.fixture(autouse=True)
def groups(logistics):
    exports.register_export(ExportKind(CODE, "Year groups", rows, columns, list_url_name="student_overview"))
    logistics.name_zh = "=物流()"
    logistics.save()
    yield [YearGroup.objects.create(programme=logistics, entry_year=2020 + n, size=n) for n in range(3)]
    exports._kinds.pop(CODE)


def get(client, **query):
    return client.get(reverse("export_list", args=[CODE]), query)


def body(answer):
    return b"".join(answer.streaming_content)


def test_a_filtered_list_comes_as_a_workbook_with_numbers_as_numbers(as_user, alice):
    answer = get(as_user(alice), year="2022")

    cells = [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(body(answer))).active]
    assert cells == [["Programme", "Year", "Change"], ["=物流()", 2022, -2]]
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_csv_opens_in_chinese_and_starts_no_formula(as_user, alice):
    data = body(get(as_user(alice), file_format="csv"))

    assert data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert lines[3] == ["'=物流()", "2022", "-2"]


def test_an_export_leaves_a_line_in_the_trail(as_user, alice):
    body(get(as_user(alice)))

    event = AuditEvent.objects.get(verb="exported")
    assert (event.user, event.model, event.rows) == (alice, "schools.YearGroup", 3)


def test_who_may_not_export_gets_nothing(as_user, alice, mallory):
    alice.schoolmemberships.update(role="viewer")

    assert get(as_user(alice)).status_code == 403
    assert get(as_user(mallory)).status_code == 403
    with pytest.raises(PermissionDenied):
        export_now(export_kind(CODE), QueryDict(), user=mallory, file_format="xlsx")
    assert not AuditEvent.objects.filter(verb="exported").exists()


def test_an_export_holds_only_what_its_owner_may_see(as_user, carol):
    sheet = openpyxl.load_workbook(io.BytesIO(body(get(as_user(carol))))).active

    assert sheet.max_row == 1


def test_who_only_reads_for_a_school_takes_none_of_its_rows_by_the_right_of_another(
    as_user, alice, alder, birch
):
    SchoolMembership.objects.filter(user=alice).update(role="viewer")
    EnterpriseMembership.objects.create(user=alice, enterprise=birch, role="editor")

    sheet = openpyxl.load_workbook(io.BytesIO(body(get(as_user(alice))))).active

    assert sheet.max_row == 1


def test_an_unknown_list_is_not_there(as_user, alice):
    assert as_user(alice).get(reverse("export_list", args=["nothing"])).status_code == 404


def prepared(client, **values):
    return client.post(reverse("export_prepare", args=[CODE]), {"query": "year=2022", **values})


def test_a_large_list_is_prepared_by_a_worker_and_saved_from_its_page(as_user, alice, monkeypatch):
    monkeypatch.setattr(export_views, "AT_ONCE", 2)
    client = as_user(alice)

    offer = get(client)
    where = prepared(client, file_format="csv").url
    waiting = client.get(where)
    job = ExportJob.objects.get()
    run_job("records.exportjob", job.pk)
    ready = client.get(where)
    data = body(client.get(reverse("export_file", args=[job.public_id])))

    assert "Year groups: 3 rows" in offer.content.decode()
    assert waiting["Refresh"] == "2"
    assert "1 rows are ready" in ready.content.decode()
    assert "Refresh" not in ready
    assert data.decode("utf-8-sig").count("\r\n") == 2


def test_a_person_who_lost_the_right_meanwhile_gets_no_file(as_user, alice):
    prepared(as_user(alice))
    alice.schoolmemberships.update(role="viewer")
    job = ExportJob.objects.get()

    run_job("records.exportjob", job.pk)

    job.refresh_from_db()
    assert job.state == Job.State.QUEUED
    assert not job.file
    assert "PermissionDenied" in job.error


def test_who_left_the_school_does_not_get_the_file_that_was_made_for_it(as_user, alice, dogwood):
    prepared(as_user(alice))
    job = ExportJob.objects.get()
    run_job("records.exportjob", job.pk)
    EnterpriseMembership.objects.create(user=alice, enterprise=dogwood, role="owner")

    alice.schoolmemberships.update(ended_on="2026-03-02")

    client = as_user(alice)
    assert client.get(reverse("export_detail", args=[job.public_id])).status_code == 404
    assert client.get(reverse("export_file", args=[job.public_id])).status_code == 404
    assert client.get(f"/api/v1/exports/{job.public_id}/file/").status_code == 404


@pytest.mark.parametrize("role", ["owner", "viewer"])
def test_who_stays_in_the_bureau_keeps_the_file_whatever_the_role_became(as_user, gao, role):
    prepared(as_user(gao))
    job = ExportJob.objects.get()
    run_job("records.exportjob", job.pk)

    gao.bureaumemberships.update(role=role)

    answer = as_user(gao).get(reverse("export_file", args=[job.public_id]))
    assert body(answer).startswith(b"PK")


def test_the_file_of_somebody_else_is_not_there(as_user, alice, carol):
    prepared(as_user(alice))
    job = ExportJob.objects.get()
    run_job("records.exportjob", job.pk)
    client = as_user(carol)

    assert client.get(reverse("export_detail", args=[job.public_id])).status_code == 404
    assert client.get(reverse("export_file", args=[job.public_id])).status_code == 404


def test_a_filter_too_long_to_be_kept_is_told_instead_of_cut(as_user, alice):
    answer = prepared(as_user(alice), query=f"year={'9' * 2_001}")

    assert answer.status_code == 409
    assert "The filter of this list is too long to be kept" in answer.content.decode()
    assert not ExportJob.objects.exists()


def listed(client):
    return client.get(reverse("import_list")).content.decode()


def test_the_page_offers_every_list_that_the_person_may_take(as_user, alice, bob):
    text = listed(as_user(alice))

    for code in ("students", "plans", "openings", "agreements", CODE):
        assert f"{reverse('export_list', args=[code])}?file_format=xlsx" in text
    assert reverse("export_list", args=["own-openings"]) not in text
    assert reverse("export_list", args=["own-openings"]) in listed(as_user(bob))
    assert reverse("export_list", args=["students"]) not in listed(as_user(bob))


def test_whoever_may_not_export_is_offered_no_list(as_user, alice):
    alice.schoolmemberships.update(role="viewer")

    assert "/exports/lists/" not in listed(as_user(alice))


def test_the_page_names_what_was_taken_at_once_and_what_is_prepared(as_user, alice, carol):
    client = as_user(alice)
    body(get(client, file_format="csv"))
    prepared(client, query="")
    job = ExportJob.objects.get()
    waiting = listed(client)
    run_job("records.exportjob", job.pk)

    done = listed(client)

    assert waiting.count("CSV</td>") == 1
    assert job.get_absolute_url() in waiting
    assert (
        done.count(">Year groups</") == 3
    )  # offered, prepared, saved at once: the file's note is not a third one
    assert job.get_absolute_url() not in listed(as_user(carol))


def test_the_trail_says_which_list_was_taken_by_which_filter(as_user, alice):
    body(get(as_user(alice), year="2022"))

    changes = AuditEvent.objects.get(verb="exported").changes
    assert changes == {"list": CODE, "format": "xlsx", "query": "year=2022"}


def test_a_list_that_is_taken_only_where_it_is_narrowed_is_not_offered_whole(as_user, alice):
    exports.register_export(ExportKind(CODE, "Year groups", rows, columns))

    assert reverse("export_list", args=[CODE]) not in listed(as_user(alice))


def test_what_was_not_stated_is_blank_not_nothing_counted(as_user, alice, logistics):
    YearGroup.objects.all().delete()
    query = {"file_format": "csv"}
    data = body(as_user(alice).get(reverse("export_list", args=["programmes"]), query))

    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert lines[1][lines[0].index("Students")] == ""

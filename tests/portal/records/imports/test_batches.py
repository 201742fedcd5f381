import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.common.errors import DomainError
from portal.common.jobs import Job
from portal.records.imports import services, work
from portal.records.imports.kinds import Scope, kinds_open_to
from portal.records.imports.steps import go_on
from portal.records.models import AuditEvent, ImportBatch, ImportRow, RememberedColumns, Transition
from portal.records.tasks import run_job
from schools.models import Programme, YearGroup

from .conftest import CODE, xlsx_file

LOGISTICS = "物流服务与管理"
S = ImportBatch.Status


def sizes():
    return dict(YearGroup.objects.values_list("entry_year", "size"))


def test_an_upload_is_read_and_its_columns_are_guessed(uploaded):
    batch = uploaded([LOGISTICS, 2023, 42])

    assert (batch.status, batch.row_count, batch.header) == (S.MAPPING, 1, ["专业", "年级", "人数"])
    assert batch.places == {"programme": 0, "entry_year": 1, "size": 2, "remark": None}
    assert "年级" not in batch.file.name


def test_the_preview_says_what_each_row_would_do(previewed, logistics):
    YearGroup.objects.create(programme=logistics, entry_year=2022, size=40)
    YearGroup.objects.create(programme=logistics, entry_year=2021, size=41)

    batch = previewed([LOGISTICS, 2023, 42], [LOGISTICS, 2022, 39], [LOGISTICS, 2021, 41], ["烹饪", 2023, 3])

    assert batch.status == S.PREVIEWED
    assert batch.counts == {"rejected": 1, "changed": 1, "new": 1, "unchanged": 1}
    assert [(row.number, row.fate) for row in batch.rows.order_by("place")] == [
        (5, "rejected"),
        (3, "changed"),
        (2, "new"),
        (4, "unchanged"),
    ]
    assert batch.rows.get(number=3).changes == [["size", "40", "39"]]
    assert batch.unknown_words == [{"column": "programme", "word": "烹饪", "rows": 1, "proposals": []}]
    assert sizes() == {2022: 40, 2021: 41}


def test_the_import_writes_new_and_changed_rows_and_says_so(imported, logistics, alice):
    YearGroup.objects.create(programme=logistics, entry_year=2022, size=40)

    batch = imported([LOGISTICS, 2023, 42], [LOGISTICS, 2022, 39], ["烹饪", 2023, 3])

    assert batch.status == S.DONE
    assert sizes() == {2023: 42, 2022: 39}
    assert batch.result["written"] == {"written": 2}
    assert batch.committed_by == alice
    assert AuditEvent.objects.filter(model="schools.YearGroup", user=alice, rows=2).exists()


def test_the_same_file_again_changes_nothing(imported, previewed):
    imported([LOGISTICS, 2023, 42])

    again = previewed([LOGISTICS, 2023, 42])

    assert again.counts == {"rejected": 0, "changed": 0, "new": 0, "unchanged": 1}
    with pytest.raises(DomainError, match="nothing to import"):
        services.begin(again, by=again.created_by, digest=again.plan_digest)


def test_a_failure_in_the_middle_leaves_nothing(imported):
    batch = imported([LOGISTICS, 2022, 40], [LOGISTICS, 2023, 666])

    assert sizes() == {}
    assert (batch.status, batch.state) == (S.COMMITTING, Job.State.QUEUED)
    assert "the power fails" in batch.error


def test_a_register_that_changed_since_the_preview_is_a_conflict(previewed, logistics, alice):
    batch = previewed([LOGISTICS, 2023, 42])
    YearGroup.objects.create(programme=logistics, entry_year=2023, size=7)

    go_on(services.begin(batch, by=alice, digest=batch.plan_digest))

    batch.refresh_from_db()
    assert (batch.status, batch.is_conflict) == (S.PREVIEWED, True)
    assert batch.rows.get().changes == [["size", "7", "42"]]
    assert sizes() == {2023: 7}


def test_what_the_registers_refuse_is_told_and_nothing_is_written(previewed, alice, kind, monkeypatch):
    batch = previewed([LOGISTICS, 2023, 42])

    def refuse(*_args):
        raise DomainError("this school is closed")

    monkeypatch.setattr(work, "kind_of", lambda _code: type(kind)(**{**vars(kind), "commit": refuse}))
    go_on(services.begin(batch, by=alice, digest=batch.plan_digest))

    batch.refresh_from_db()
    assert (batch.status, batch.refusal) == (S.PREVIEWED, {"why": "this school is closed"})


@pytest.mark.parametrize("digest", ["0" * 64, ""])
def test_a_preview_that_is_not_the_one_seen_is_not_imported(previewed, alice, digest):
    with pytest.raises(DomainError, match="preview changed"):
        services.begin(previewed([LOGISTICS, 2023, 42]), by=alice, digest=digest)
    assert sizes() == {}


def test_a_preview_that_a_colleague_renewed_between_reading_and_locking_is_not_imported(previewed, alice):
    batch = previewed([LOGISTICS, 2023, 42])
    ImportBatch.objects.update(plan_digest="1" * 64)

    with pytest.raises(DomainError, match="preview changed"):
        services.begin(batch, by=alice, digest=batch.plan_digest)

    assert ImportBatch.objects.get().status == S.PREVIEWED


def test_two_clicks_import_once(previewed, alice):
    batch = previewed([LOGISTICS, 2023, 42])
    services.begin(batch, by=alice, digest=batch.plan_digest)

    with pytest.raises(DomainError, match="no longer possible"):
        services.begin(batch, by=alice, digest=batch.plan_digest)


def test_a_word_is_decided_once_and_remembered_for_the_next_file(previewed, uploaded, alice):
    batch = previewed(["物流管理", 2023, 42], ["烹饪", 2023, 3])

    go_on(services.decide_words(batch, {"programme": {"物流管理": LOGISTICS, "烹饪": ""}}, by=alice))

    batch.refresh_from_db()
    assert batch.counts["new"] == 1
    assert [row.problems[0]["column"] for row in batch.rows.filter(fate="rejected", plan_number=2)] == [
        "programme"
    ]
    assert uploaded(["物流管理", 2024, 40]).words == {"programme": {"物流管理": LOGISTICS, "烹饪": ""}}


def test_a_word_can_be_forgotten(previewed, uploaded, alice):
    batch = previewed(["物流管理", 2023, 42])
    go_on(services.decide_words(batch, {"programme": {"物流管理": LOGISTICS}}, by=alice))
    batch.refresh_from_db()

    go_on(services.decide_words(batch, {"programme": {"物流管理": None}}, by=alice))

    batch.refresh_from_db()
    assert batch.counts["rejected"] == 1
    assert uploaded(["物流管理", 2024, 40]).words == {}


def test_a_meaning_that_is_not_known_either_is_refused(previewed, alice):
    batch = previewed(["物流管理", 2023, 42])

    with pytest.raises(DomainError, match="烹饪"):
        services.decide_words(batch, {"programme": {"物流管理": "烹饪"}}, by=alice)
    with pytest.raises(DomainError, match="no such column"):
        services.decide_words(batch, {"secret": {"a": "b"}}, by=alice)


def test_the_columns_chosen_are_remembered_for_the_same_headings(uploaded, alice):
    first = uploaded([2023, LOGISTICS, 42], header=["甲", "乙", "丙"])
    services.match_columns(first, {"entry_year": 0, "programme": 1, "size": 2}, by=alice)

    second = uploaded([2024, LOGISTICS, 40], header=["甲", "乙", "丙"])

    assert {name: place for name, place in second.places.items() if place is not None} == {
        "entry_year": 0,
        "programme": 1,
        "size": 2,
    }
    assert RememberedColumns.objects.count() == 1


def test_columns_that_do_not_identify_a_row_are_refused(uploaded, alice):
    with pytest.raises(DomainError, match="without it no row can be told"):
        services.match_columns(uploaded([LOGISTICS, 2023, 42]), {"programme": 0, "size": 2}, by=alice)


@pytest.mark.parametrize("data", [b"", b"\x00\x01 nonsense" * 99_999, b"<html><table></table>"])
def test_what_is_no_table_is_refused_and_stored_nowhere(school, alice, kind, settings, data):
    with pytest.raises(DomainError):
        services.upload(SimpleUploadedFile("年级.xlsx", data), kind=kind, scope=school, by=alice)

    assert not ImportBatch.objects.exists()
    assert not list(settings.MEDIA_ROOT.rglob("*.*"))


def test_a_large_file_is_refused_by_its_size(school, alice, kind, settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024

    with pytest.raises(DomainError, match="larger than 1 MB"):
        services.upload(SimpleUploadedFile("a.csv", b"a" * 1024 * 1025), kind=kind, scope=school, by=alice)


def test_a_large_file_is_read_by_a_worker(school, alice, kind, monkeypatch):
    monkeypatch.setattr(services, "AT_ONCE_BYTES", 10)
    batch = services.upload(xlsx_file([LOGISTICS, 2023, 42]), kind=kind, scope=school, by=alice)

    go_on(batch)

    batch.refresh_from_db()
    assert (batch.status, batch.state) == (S.READING, Job.State.QUEUED)
    run_job("records.importbatch", batch.pk)
    batch.refresh_from_db()
    assert batch.status == S.MAPPING


def test_a_workbook_that_only_the_worker_finds_empty_is_refused_there(school, alice, kind, monkeypatch):
    monkeypatch.setattr(services, "AT_ONCE_BYTES", 10)
    batch = services.upload(xlsx_file(header=[""]), kind=kind, scope=school, by=alice)

    run_job("records.importbatch", batch.pk)

    batch.refresh_from_db()
    assert (batch.status, batch.refusal["text"]) == (S.REFUSED, "The sheet has no rows.")


def test_a_killed_comparison_is_done_again_from_its_start(uploaded, alice):
    batch = uploaded([LOGISTICS, 2023, 42])
    batch = services.match_columns(batch, batch.places, by=alice)
    ImportRow.objects.create(batch=batch, plan_number=1, place=0, number=9, fate="new")

    go_on(batch)

    batch.refresh_from_db()
    assert [(row.number, row.fate) for row in batch.rows.all()] == [(2, "new")]


def test_discarding_removes_file_and_rows_and_keeps_the_trail(
    previewed, alice, settings, django_capture_on_commit_callbacks
):
    batch = previewed([LOGISTICS, 2023, 42])

    with django_capture_on_commit_callbacks(execute=True):
        services.discard(batch, by=alice)

    assert not batch.rows.exists()
    assert not list(settings.MEDIA_ROOT.rglob("*.xlsx"))
    assert Transition.objects.filter(object_id=batch.pk, move="discard", user=alice).exists()


def test_a_step_that_was_given_up_can_be_tried_again(previewed, alice):
    batch = previewed([LOGISTICS, 2023, 42])
    with pytest.raises(DomainError):
        services.try_again(batch, by=alice)
    ImportBatch.objects.filter(pk=batch.pk).update(state=Job.State.FAILED, status=S.PLANNING)
    batch.refresh_from_db()

    go_on(services.try_again(batch, by=alice))

    batch.refresh_from_db()
    assert batch.status == S.PREVIEWED


def test_names_of_another_school_are_simply_not_known(previewed, cedar, logistics_class):

    Programme.objects.create(
        school=cedar, major_code="730102", major_class=logistics_class, name_zh="会计事务"
    )

    batch = previewed(["会计事务", 2023, 42], ["730102", 2023, 42])

    assert batch.counts["rejected"] == 2


def test_only_editors_of_the_organisation_see_and_move_it(previewed, alice, carol, bob, gao, mallory):
    batch = previewed([LOGISTICS, 2023, 42])

    assert list(ImportBatch.objects.visible_to(alice)) == [batch]
    for stranger in (carol, bob, gao, mallory):
        assert not ImportBatch.objects.visible_to(stranger).exists()
        with pytest.raises(PermissionDenied):
            services.discard(batch, by=stranger)


def test_a_school_is_not_offered_what_only_bureaus_import(school, alice, guangzhou_bureau, gao):
    assert [kind.code for kind in kinds_open_to(school, alice) if kind.code == CODE] == [CODE]
    assert CODE not in [kind.code for kind in kinds_open_to(Scope("bureau", guangzhou_bureau), gao)]
    assert kinds_open_to(school, gao) == []


def test_a_file_that_is_gone_is_told_instead_of_failing(previewed, alice):
    batch = previewed([LOGISTICS, 2023, 42])
    batch.file.storage.delete(batch.file.name)

    go_on(services.begin(batch, by=alice, digest=batch.plan_digest))

    batch.refresh_from_db()
    assert batch.status == S.REFUSED
    assert batch.refusal["text"] == "The uploaded file is no longer there. Upload it again."
    assert sizes() == {}

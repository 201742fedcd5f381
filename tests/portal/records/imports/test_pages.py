import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.records.imports import services
from portal.records.models import ImportBatch
from schools.models import YearGroup

from .conftest import CODE, xlsx_file

LOGISTICS = "物流服务与管理"


def page(client, name, batch=None, **query):
    return client.get(reverse(name, args=[batch.public_id] if batch else []), query)


def act(client, name, batch, **values):
    return client.post(reverse(name, args=[batch.public_id]), values)


def test_a_school_brings_a_table_in_from_the_first_click_to_the_result(as_user, alice, logistics):
    YearGroup.objects.create(programme=logistics, entry_year=2022, size=40)
    client = as_user(alice)

    file = xlsx_file([LOGISTICS, 2023, 42], [LOGISTICS, 2022, 39], ["烹饪", 2023, 3])
    upload = client.post(reverse("import_upload"), {"kind": CODE, "file": file})
    batch = ImportBatch.objects.get()
    columns = client.get(upload.url)
    fields = {"place-programme": "0", "place-entry_year": "1", "place-size": "2", "place-remark": ""}
    act(client, "import_match", batch, **fields)
    preview = page(client, "import_detail", batch)
    act(client, "import_commit", batch, digest=ImportBatch.objects.get().plan_digest)
    result = page(client, "import_detail", batch)

    assert "Which column of your file is which?" in columns.content.decode()
    text = preview.content.decode()
    assert "Preview: nothing is written yet" in text
    assert "Column 1 “专业”: “烹饪” is not known" in text
    assert "Import 2 rows" in text
    assert "Students +42" in text
    assert text.index("烹饪") < text.index(">39<")
    assert "2 rows were imported" in result.content.decode()
    assert dict(YearGroup.objects.values_list("entry_year", "size")) == {2023: 42, 2022: 39}


def test_the_pages_speak_chinese(client, alice, previewed):
    client.force_login(alice)
    batch = previewed([LOGISTICS, 2023, 42], ["烹饪", 2023, 3])

    text = page(client, "import_detail", batch).content.decode()

    assert "预览：还没有写入任何数据" in text
    assert "第 1 列“专业”：没有“烹饪”" in text


def test_a_file_that_is_no_table_is_told_on_the_form_and_stored_nowhere(as_user, alice, logistics):
    file = xlsx_file()
    file.file = io.BytesIO(b"\x8b nonsense")
    file.size = 10

    answer = as_user(alice).post(reverse("import_upload"), {"kind": CODE, "file": file})

    assert answer.status_code == 400
    assert "not an Excel workbook" in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_columns_that_do_not_fit_are_told_on_their_page(as_user, alice, uploaded):
    batch = uploaded([LOGISTICS, 2023, 42])

    answer = act(as_user(alice), "import_match", batch, **{"place-programme": "0", "place-entry_year": "0"})

    assert answer.status_code == 400
    assert "Column 1 is chosen for both" in answer.content.decode()


def test_a_place_beyond_the_file_is_refused(as_user, alice, uploaded):
    answer = act(as_user(alice), "import_match", uploaded([LOGISTICS, 2023, 42]), **{"place-programme": "99"})

    assert answer.status_code == 400


def test_a_word_is_decided_with_one_click_or_in_the_table(as_user, alice, previewed):
    batch = previewed(["物流管理", 2023, 42], ["烹饪", 2023, 3])
    client = as_user(alice)

    act(
        client,
        "import_words",
        batch,
        **{"column-0": "programme", "word-0": "物流管理", "meaning-0": LOGISTICS},
    )
    act(client, "import_words", batch, **{"column-new0": "programme", "word-new0": "烹饪", "empty-new0": "1"})

    batch.refresh_from_db()
    assert batch.words == {"programme": {"物流管理": LOGISTICS, "烹饪": ""}}
    assert "2 words decided before" in page(client, "import_detail", batch).content.decode()


def test_a_word_that_is_too_long_is_told_and_not_kept(as_user, alice, previewed):
    batch = previewed([LOGISTICS, 2023, 42])
    client = as_user(alice)
    values = {"column-0": "programme", "word-0": "长" * 201, "meaning-0": LOGISTICS}

    text = client.post(reverse("import_words", args=[batch.public_id]), values, follow=True).content.decode()

    batch.refresh_from_db()
    assert "A word has 1 to 200 characters." in text
    assert batch.words == {}


def test_a_cell_too_long_to_be_a_word_is_only_a_wrong_cell(as_user, alice, previewed):
    batch = previewed(["长" * 201, 2023, 42], ["烹饪", 2023, 3])

    page(as_user(alice), "import_detail", batch)

    assert batch.counts["rejected"] == 2
    assert [entry["word"] for entry in batch.unknown_words] == ["烹饪"]


def test_a_commit_without_the_digest_of_the_preview_writes_nothing(as_user, alice, previewed):
    batch = previewed([LOGISTICS, 2023, 42])

    answer = as_user(alice).post(reverse("import_commit", args=[batch.public_id]), follow=True)

    assert "The preview changed meanwhile. Look at it again." in answer.content.decode()
    assert not YearGroup.objects.exists()


def test_all_other_words_of_a_column_can_be_left_empty_at_once(as_user, alice, previewed):
    batch = previewed(*[[word, 2023, 42] for word in ("物流管理", "烹饪", "插花")])
    client = as_user(alice)

    text = page(client, "import_detail", batch).content.decode()
    values = {
        "column-new0": "programme",
        "word-new0": "物流管理",
        "meaning-new0": LOGISTICS,
        "rest": "programme",
    }
    act(client, "import_words", batch, **values)

    assert "(3 words)" in text
    batch.refresh_from_db()
    assert batch.words == {"programme": {"物流管理": LOGISTICS, "烹饪": "", "插花": ""}}


def test_the_rejected_rows_are_a_file_with_their_causes(as_user, alice, previewed):
    batch = previewed([LOGISTICS, 2023, 42], ["=物流管理", 2023, 42])

    answer = page(as_user(alice), "import_rejected", batch)

    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["专业", "年级", "人数", "Why rejected", "Row in your file"]
    assert rows[1][:3] == ["=物流管理", "2023", "42"]
    assert rows[1][3].startswith("Column 1 “专业”")
    assert rows[1][4] == 3
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_rejected_rows_can_be_had_as_csv(as_user, alice, previewed):
    batch = previewed(["烹饪", 2023, 42])

    answer = page(as_user(alice), "import_rejected", batch, file_format="csv")

    assert b"".join(answer.streaming_content).startswith(b"\xef\xbb\xbf")


def test_the_template_of_a_kind_holds_the_schools_own_words(as_user, alice, logistics):
    answer = as_user(alice).get(reverse("import_template", args=[CODE]))

    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert LOGISTICS in [cell.value for cell in book.worksheets[-1]["A"]]


def test_rows_of_one_outcome_can_be_looked_at(as_user, alice, previewed):
    batch = previewed([LOGISTICS, 2023, 42], ["烹饪", 2021, 3])

    text = page(as_user(alice), "import_detail", batch, show="new").content.decode()

    assert ">2023<" in text
    assert ">2021<" not in text


def test_private_values_are_hidden_in_the_preview(as_user, alice, previewed):
    batch = previewed([LOGISTICS, 2023, 42, "13800000000"], header=["专业", "年级", "人数", "备注"])

    text = page(as_user(alice), "import_detail", batch).content.decode()

    assert "13800000000" not in text
    assert "Personal data are hidden" in text


def test_a_page_that_waits_for_a_worker_looks_again_by_itself(as_user, alice, uploaded):
    batch = uploaded([LOGISTICS, 2023, 42])
    services.match_columns(batch, batch.places, by=alice)

    answer = page(as_user(alice), "import_detail", batch)

    assert answer["Refresh"] == "2"
    assert "being compared" in answer.content.decode()


def test_a_step_that_was_given_up_says_so(as_user, alice, uploaded):
    batch = uploaded([LOGISTICS, 2023, 42])
    services.match_columns(batch, batch.places, by=alice)
    ImportBatch.objects.update(state="failed")

    text = page(as_user(alice), "import_detail", batch).content.decode()
    act(as_user(alice), "import_retry", batch)

    assert "This step did not succeed" in text
    assert ImportBatch.objects.get().status == "previewed"


def test_a_sheet_can_be_chosen(as_user, alice, school, kind):
    book = openpyxl.Workbook()
    book.active.append(["说明", "x"])
    second = book.create_sheet("年级")
    second.append(["专业", "年级", "人数"])
    second.append([LOGISTICS, 2023, 42])
    file = xlsx_file()
    out = io.BytesIO()
    book.save(out)
    file.file, file.size = io.BytesIO(out.getvalue()), len(out.getvalue())
    client = as_user(alice)

    client.post(reverse("import_upload"), {"kind": CODE, "file": file})
    batch = ImportBatch.objects.get()
    act(client, "import_sheet", batch, sheet="年级")

    batch.refresh_from_db()
    assert (batch.sheet, batch.header) == ("年级", ["专业", "年级", "人数"])


def test_a_discarded_import_stays_as_a_line(as_user, alice, previewed):
    batch = previewed([LOGISTICS, 2023, 42])
    client = as_user(alice)

    act(client, "import_discard", batch)

    assert "This import was discarded" in page(client, "import_detail", batch).content.decode()
    assert batch.file_name in page(client, "import_list").content.decode()


@pytest.mark.parametrize(
    "name",
    ["import_detail", "import_columns", "import_rejected"],
)
def test_what_is_foreign_is_not_there(as_user, carol, previewed, name):
    assert page(as_user(carol), name, previewed([LOGISTICS, 2023, 42])).status_code == 404


@pytest.mark.parametrize(
    "name",
    ["import_match", "import_words", "import_sheet", "import_commit", "import_discard", "import_retry"],
)
def test_what_is_foreign_cannot_be_moved(as_user, carol, previewed, name):
    batch = previewed([LOGISTICS, 2023, 42])

    assert act(as_user(carol), name, batch, sheet="x").status_code == 404
    batch.refresh_from_db()
    assert batch.status == "previewed"


def test_who_belongs_nowhere_imports_nothing(as_user, mallory):
    client = as_user(mallory)

    assert client.get(reverse("import_new")).status_code == 403
    assert client.post(reverse("import_upload"), {"kind": CODE}).status_code == 403


def test_a_viewer_sees_no_imports(as_user, alice, previewed):
    batch = previewed([LOGISTICS, 2023, 42])
    alice.schoolmemberships.update(role="viewer")

    assert page(as_user(alice), "import_detail", batch).status_code == 404
    assert as_user(alice).get(reverse("import_new")).status_code == 403


def test_the_list_asks_the_same_few_questions_however_long(as_user, alice, previewed):
    client = as_user(alice)
    page(client, "import_list")
    asked = []
    for year in range(3):
        previewed([LOGISTICS, 2000 + year, 42])
        with CaptureQueriesContext(connection) as queries:
            page(client, "import_list")
        asked.append(len(queries))

    assert asked[0] == asked[1] == asked[2]
    assert asked[0] <= MOST_QUERIES


MOST_QUERIES = 20

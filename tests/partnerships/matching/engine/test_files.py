import csv

import pytest
from django.core.management import CommandError, call_command

from partnerships.matching.engine.csv_tables import FileError
from partnerships.matching.engine.files import HEADER, run
from tests.partnerships.matching.engine.rows import LISTS, small_world

PROGRAMMES = "id,title,text\np1,物流,仓储作业\n"
OPENINGS = "id,title,text\no1,仓管,仓储作业\no2,护士,输液\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "P.csv").write_text(PROGRAMMES, encoding="utf-8")
    (tmp_path / "O.csv").write_text(OPENINGS, encoding="utf-8")
    return tmp_path


def matched(folder, top=20):
    summary = run(folder / "P.csv", folder / "O.csv", folder / "M.csv", top)
    with (folder / "M.csv").open(encoding="utf-8", newline="") as file:
        return summary, list(csv.reader(file))


def refused(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(FileError) as caught:
        run(folder / "P.csv", folder / "O.csv", folder / "M.csv", 20)
    assert sorted(file.name for file in folder.iterdir()) == ["O.csv", "P.csv"], "nothing was written"
    return caught.value


def write_rows(path, rows):
    names = list(rows[0])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        for row in rows:
            writer.writerow("|".join(row[name] or ()) if name in LISTS else row[name] for name in names)


def test_the_best_opening_comes_first_and_its_parts_add_up(folder):
    summary, rows = matched(folder)

    assert rows[0] == list(HEADER)
    assert [row[:3] for row in rows[1:]] == [["p1", "1", "o1"], ["p1", "2", "o2"]]
    for row in rows[1:]:
        assert float(row[3]) == pytest.approx(sum(map(float, row[4:])), abs=1e-6)
    assert (summary.programmes, summary.openings, summary.rows, summary.programmes_without_any) == (
        1,
        2,
        2,
        0,
    )


def test_a_world_with_gaps_in_every_column_is_ranked_the_same_each_time(folder):
    programme_rows, opening_rows = small_world(2, 20, 80)
    write_rows(folder / "P.csv", programme_rows)
    write_rows(folder / "O.csv", opening_rows)

    matched(folder, top=5)
    first = (folder / "M.csv").read_bytes()
    write_rows(folder / "P.csv", programme_rows[::-1])
    write_rows(folder / "O.csv", opening_rows[::-1])
    summary, rows = matched(folder, top=5)

    assert (folder / "M.csv").read_bytes() == first
    assert summary.rows == len(rows) - 1 > 50
    for row in rows[1:]:
        assert float(row[3]) == pytest.approx(sum(map(float, row[4:])), abs=1e-6)
    keys = [(row[0], -float(row[3]), row[2]) for row in rows[1:]]
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    ("name", "content"), [("P.csv", "id,title,text\n"), ("O.csv", "title,id,text\n\n\n")]
)
def test_without_rows_the_output_is_a_header(folder, name, content):
    (folder / name).write_text(content)

    _, rows = matched(folder)

    assert rows == [list(HEADER)]


def test_a_byte_order_mark_and_windows_line_ends_are_read(folder):
    (folder / "O.csv").write_bytes(b"\xef\xbb\xbf" + OPENINGS.replace("\n", "\r\n").encode())

    assert len(matched(folder)[1]) == 3


def test_top_limits_the_list(folder):
    assert len(matched(folder, top=1)[1]) == 2
    with pytest.raises(ValueError, match="at least 1"):
        run(folder / "P.csv", folder / "O.csv", folder / "M.csv", 0)


@pytest.mark.parametrize(
    ("name", "content", "row", "column"),
    [
        ("P.csv", "", 0, ""),
        ("P.csv", "\n \n", 0, ""),
        ("P.csv", "id,title\np1,物流\n", 1, "text"),
        ("O.csv", "id,title,text,text\no1,a,b,c\n", 1, "text"),
        ("O.csv", "id,title,text\no1,a\n", 2, ""),
        ("O.csv", "id,title,text\no1,a,b\n\no2,a,b,c\n", 4, ""),
        ("O.csv", "id,title,text\no1,a,b\no1,a,b\n", 3, "id"),
        ("O.csv", "id,title,text\n ,a,b\n", 2, "id"),
        ("O.csv", 'id,title,text\no1,"a"x,b\n', 2, ""),
        ("O.csv", 'id,title,text\no1,"a,b\n', 2, ""),
        ("O.csv", "id,title,text,seats\no1,a,b,three\n", 2, "seats"),
        ("O.csv", "id,title,text,seats\no1,a,b,1\no2,a,b,-1\n", 3, "seats"),
        ("O.csv", "id,title,text,seats\no1,a,b,1.5\n", 2, "seats"),
        ("O.csv", "id,title,text,seats\no1,a,b,inf\n", 2, "seats"),
        ("O.csv", "id,title,text,longitude\no1,a,b,nan\n", 2, "longitude"),
        ("O.csv", "id,title,text,latitude\no1,a,b,113\n", 2, "latitude"),
        ("P.csv", "id,title,text,students\np1,a,b,many\n", 2, "students"),
        ("P.csv", "id,title,text,start\np1,a,b,2026-02-30\n", 2, "start"),
        ("P.csv", "id,title,text,start\np1,a,b,1.3.2026\n", 2, "start"),
        ("P.csv", "id,title,text,start,end\np1,a,b,2026-03-02,2026-03-01\n", 2, "end"),
        ("O.csv", "id,title,text\no1,仓管,b\n".encode("gb18030"), 2, ""),
        ("O.csv", OPENINGS.encode("utf-16"), 0, ""),
        ("O.csv", b"PK\x03\x04\x00\x00", 0, ""),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_by_row_and_column(folder, name, content, row, column):
    error = refused(folder, name, content)

    assert (error.file, error.row, error.column) == (name, row, column)
    assert len(error.message) > 10


def test_a_missing_file_is_named(folder):
    (folder / "P.csv").unlink()

    with pytest.raises(FileError, match=r"P\.csv: cannot be opened"):
        run(folder / "P.csv", folder / "O.csv", folder / "M.csv", 20)


def test_an_output_folder_that_is_not_there_is_named(folder):
    with pytest.raises(FileError, match="cannot be written"):
        run(folder / "P.csv", folder / "O.csv", folder / "nowhere" / "M.csv", 20)


def test_an_earlier_output_survives_a_refused_run(folder):
    (folder / "M.csv").write_text("earlier")
    (folder / "O.csv").write_text("id,title\n")

    with pytest.raises(FileError):
        run(folder / "P.csv", folder / "O.csv", folder / "M.csv", 20)

    assert (folder / "M.csv").read_text() == "earlier"


def command(folder, **more):
    options = {
        "programmes": folder / "P.csv",
        "openings": folder / "O.csv",
        "output": folder / "M.csv",
        **more,
    }
    call_command("match_files", **options)


def test_the_command_writes_the_same_file(folder, capsys):
    command(folder)

    assert (folder / "M.csv").read_text(encoding="utf-8").count("\n") == 3
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("top", [0, -3])
def test_the_command_refuses_a_list_of_nothing_with_exit_code_two(folder, top):
    with pytest.raises(CommandError, match="--top") as caught:
        command(folder, top=top)

    assert caught.value.returncode == 2


def test_the_command_names_file_row_and_column_with_exit_code_two(folder):
    (folder / "O.csv").write_text("id,title,text,seats\no1,a,b,x\n")

    with pytest.raises(CommandError, match=r"O\.csv, row 2, column seats: .* write a whole number") as caught:
        command(folder)

    assert caught.value.returncode == 2
    assert not (folder / "M.csv").exists()

"""Spoilt files through the pages: an answer below 500, and the registers hold all of an import or none of it."""

import io
import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.common.tabular.writing import write_csv, write_xlsx
from portal.records.models import ImportBatch
from schools.models import YearGroup

from .conftest import CODE, HEADER

ROWS = [["物流服务与管理", 2001 + n, 40 + n] for n in range(20)]


def clean(write):
    out = io.BytesIO()
    write(out, HEADER, ROWS)
    return out.getvalue()


def spoilt(chance, data):
    at = chance.randrange(len(data))
    kind = chance.choice(["cut", "flip", "salt", "recode"])
    if kind == "cut":
        return data[:at]
    if kind == "flip":
        return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
    if kind == "salt":
        return data[:at] + chance.choice([b'"', b"\n", b"\x00", b"=1+1", b",,"]) + data[at:]
    return data.decode("latin-1").encode(chance.choice(["utf-8", "utf-16", "utf-16-be"]))


def go_through(client, data, name):
    """Upload, match and commit as far as it goes; the status codes on the way."""
    upload = client.post(
        reverse("import_upload"), {"kind": CODE, "file": SimpleUploadedFile(name, data or b" ")}
    )
    codes = [upload.status_code]
    batch = ImportBatch.objects.order_by("-pk").first() if upload.status_code == 302 else None
    if batch is not None:
        places = {
            f"place-{name}": "" if place is None else str(place) for name, place in batch.places.items()
        }
        codes.append(client.post(reverse("import_match", args=[batch.public_id]), places).status_code)
        codes.append(client.get(batch.get_absolute_url()).status_code)
        codes.append(client.post(reverse("import_commit", args=[batch.public_id])).status_code)
        batch.refresh_from_db()
        written = batch.to_write if batch.status == ImportBatch.Status.DONE else 0
        assert YearGroup.objects.count() == written
    return codes


def storm(client, seed, count):
    chance = random.Random(seed)
    files = [(clean(write_csv), "a.csv"), (clean(write_xlsx), "a.xlsx")]
    codes = []
    for _n in range(count):
        data, name = chance.choice(files)
        codes += go_through(client, spoilt(chance, data), name)
        YearGroup.objects.all().delete()
    return codes


def test_a_clean_file_goes_through(as_user, alice, logistics):
    assert go_through(as_user(alice), clean(write_xlsx), "a.xlsx") == [302, 302, 200, 302]


def test_spoilt_files_are_answered_and_written_wholly_or_not_at_all(as_user, alice, logistics):
    assert set(storm(as_user(alice), seed=1, count=40)) == {200, 302, 400}


@pytest.mark.prove
def test_many_spoilt_files_are_answered_and_written_wholly_or_not_at_all(as_user, alice, logistics):
    assert set(storm(as_user(alice), seed=2, count=300)) == {200, 302, 400}

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.common.errors import DomainError
from portal.common.files import (
    CSV,
    DOCX,
    EVIDENCE,
    JPEG,
    PDF,
    PNG,
    TABLES,
    XLS,
    XLSX,
    as_attachment,
    inspect,
    kind_of,
    shown_name,
)

PDF_BYTES = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"
PNG_BYTES = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32
JPEG_BYTES = b"\xff\xd8\xff\xe0" + b"\x00" * 32


def office(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF_BYTES, PDF),
        (PNG_BYTES, PNG),
        (JPEG_BYTES, JPEG),
        (office("word/document.xml"), DOCX),
        (office("xl/workbook.xml"), XLSX),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), XLS),
        ("学号,姓名\n1,周欣".encode("gb18030"), CSV),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", None),
        (b"\xef\xbb\xbf <!doctype html><script>alert(1)</script>", None),
        ("<html>".encode("utf-16"), None),
        (b"#!/bin/sh\nrm -rf /", None),
        (b"MZ\x90\x00\x03", None),
        (office("word/document.xml", "word/vbaProject.bin"), None),
        (office("readme.txt"), None),
        (b"PK\x03\x04 broken", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), None),
        (bytes(range(256)), None),
    ],
)
def test_the_content_says_what_a_file_is(data, kind):
    assert kind_of(data) == kind


def test_an_upload_keeps_its_hash_and_gets_a_name_of_ours():
    upload = inspect(SimpleUploadedFile("../../协议 扫描.pdf", PDF_BYTES))

    assert (upload.kind, upload.size) == (PDF, len(PDF_BYTES))
    assert len(upload.sha256) == 64
    assert upload.new_name().endswith(".pdf")
    assert "协议" not in upload.new_name()
    assert upload.new_name() != upload.new_name()


@pytest.mark.parametrize(
    ("name", "data", "allowed", "code"),
    [
        ("photo.jpg", b"<html>", EVIDENCE, "file_kind"),
        ("photo.jpg", b"", EVIDENCE, "file_empty"),
        ("table.csv", b"a,b", EVIDENCE, "file_kind"),
        ("photo.pdf", PDF_BYTES, TABLES, "file_kind"),
        ("big.pdf", PDF_BYTES + b"x" * 2000, EVIDENCE, "file_too_large"),
    ],
)
def test_what_is_not_allowed_is_refused(settings, name, data, allowed, code):
    settings.UPLOAD_MAX_BYTES = 2000

    with pytest.raises(DomainError) as refused:
        inspect(SimpleUploadedFile(name, data), allowed)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("C:\\Users\\陈敏\\名册.xlsx", "名册.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("evil\u202egpj.exe", "evilgpj.exe"),
        ("", "file"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_the_users_own_name_is_only_for_showing(given, shown):
    assert shown_name(given) == shown


@pytest.mark.parametrize(
    ("given", "data", "shown"),
    [
        ("evil.html", PDF_BYTES, "evil.pdf"),
        ("协议.docx.exe", PDF_BYTES, "协议.docx.pdf"),
        (".html", PDF_BYTES, ".html.pdf"),
        ("evil.html.", PDF_BYTES, "evil.html..pdf"),
        ("长" * 300 + ".html", PDF_BYTES, "长" * 116 + ".pdf"),
        ("协议.PDF", PDF_BYTES, "协议.PDF"),
        ("Photo.jpeg", JPEG_BYTES, "Photo.jpeg"),
        ("Photo.JPG", JPEG_BYTES, "Photo.JPG"),
        ("Photo.jpg", PNG_BYTES, "Photo.png"),
    ],
)
def test_the_content_decides_the_ending_under_which_a_file_is_given_out(given, data, shown):
    assert inspect(SimpleUploadedFile(given, data)).shown_name == shown


def test_a_file_is_given_out_as_an_attachment_that_runs_nothing():
    answer = as_attachment(io.BytesIO(PDF_BYTES), "协议.pdf", PDF.content_type)

    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_the_file_can_be_read_again_after_the_look():
    file = SimpleUploadedFile("a.pdf", PDF_BYTES)
    inspect(file)

    assert file.read() == PDF_BYTES

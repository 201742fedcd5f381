"""Signing in the portal, by link and on paper; the double click; what both signatures do."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partnerships.agreements.models import Agreement, Partnership, Signature
from partnerships.agreements.services import signing
from portal.common.errors import DomainError
from portal.records import links
from portal.records.models import AuditEvent, SignedLink
from portal.records.workflow import history
from tests.partnerships.conftest import pdf


def sign(agreement, side, by, today, **values):
    return signing.sign_agreement(agreement, signing.by_account(by), side=side, by=by, on=today, **values)


def test_both_signatures_make_it_signed_and_lift_the_partnership(offered, alice, bob, today):
    Partnership.objects.update(stage="in_talks")

    sign(offered, "school", alice, today)
    assert Agreement.objects.get().status == "offered"
    sign(offered, "enterprise", bob, today)

    assert Agreement.objects.get().status == "signed"
    assert Partnership.objects.get().stage == "agreed"
    assert [move.actor for move in history(offered)][-1] == "The portal"


def test_a_second_click_signs_once_and_says_so(offered, alice, as_user):
    client = as_user(alice)
    address = reverse("agreement_sign", args=[offered.public_id])

    client.post(address, {"version": offered.version})
    again = client.post(address, {"version": offered.version}, follow=True)

    assert Signature.objects.count() == 1
    assert "Nothing was signed twice" in again.content.decode()


def test_the_second_click_after_both_signed_says_the_same(offered, alice, bob, today):
    sign(offered, "school", alice, today)
    sign(offered, "enterprise", bob, today)

    with pytest.raises(signing.AlreadySigned):
        sign(offered, "enterprise", bob, today)


def test_a_draft_cannot_be_signed(draft, alice, today):
    with pytest.raises(DomainError, match="not out for signature"):
        sign(draft, "school", alice, today)

    assert not Signature.objects.exists()


def test_nobody_signs_a_text_that_changed_under_his_eyes(offered, alice, today):
    with pytest.raises(DomainError, match="Read it again"):
        sign(offered, "school", alice, today, version=offered.version - 1)

    assert not Signature.objects.exists()


def test_a_signed_offer_cannot_go_back_to_draft(offered, alice, today):
    from partnerships.agreements.services.agreements import move_agreement

    sign(offered, "school", alice, today)

    with pytest.raises(DomainError, match="One side has signed"):
        move_agreement(offered, "reopen", by=alice)


def test_a_signature_is_in_the_trail(offered, alice, today):
    sign(offered, "school", alice, today)

    event = AuditEvent.objects.get(verb="signed")
    assert (event.user, event.changes["party"], event.changes["method"]) == (alice, "school", "portal")


def test_paper_keeps_the_scan_under_a_name_of_ours(offered, alice, as_user, today):
    as_user(alice).post(
        reverse("agreement_sign_on_paper", args=[offered.public_id]),
        {"signer": "Principal Li", "signed_on": today.isoformat(), "scan": pdf("../../seal.pdf")},
    )

    signature = Signature.objects.get()
    assert (signature.method, signature.signer, signature.scan_name) == ("paper", "Principal Li", "seal.pdf")
    assert "seal" not in signature.scan.name
    assert len(signature.scan_sha256) == 64


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("page.html", b"<html><script>alert(1)</script></html>"),
        ("scan.pdf", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("empty.pdf", b""),
        ("virus.pdf", b"MZ\x90\x00" + b"\x00" * 64),
    ],
)
def test_what_is_no_scan_is_refused_with_a_sentence(offered, alice, as_user, today, name, body):
    answer = as_user(alice).post(
        reverse("agreement_sign_on_paper", args=[offered.public_id]),
        {"signer": "Li", "signed_on": today.isoformat(), "scan": SimpleUploadedFile(name, body)},
    )

    assert answer.status_code in {200, 409}
    assert not Signature.objects.exists()


def test_a_scan_over_the_limit_is_refused(offered, alice, as_user, today, settings):
    settings.UPLOAD_MAX_BYTES = 20

    answer = as_user(alice).post(
        reverse("agreement_sign_on_paper", args=[offered.public_id]),
        {"signer": "Li", "signed_on": today.isoformat(), "scan": pdf()},
    )

    assert answer.status_code == 409
    assert "larger than" in answer.content.decode()
    assert not Signature.objects.exists()


def test_a_paper_is_not_signed_tomorrow(offered, alice, today):
    hand = signing.on_paper("Li", pdf(), alice)

    with pytest.raises(DomainError, match="still to come"):
        signing.sign_agreement(offered, hand, side="school", by=alice, on=today + timedelta(days=1))


def test_the_scan_is_handed_out_as_an_attachment_to_both_sides_and_no_stranger(
    offered, alice, bob, gao, carol, mallory, as_user, today
):
    hand = signing.on_paper("Li", pdf(), alice)
    signature = signing.sign_agreement(offered, hand, side="school", by=alice, on=today)
    address = reverse("agreement_scan", args=[offered.public_id, signature.public_id])

    for user in (alice, bob, gao):
        answer = as_user(user).get(address)
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
    for user in (carol, mallory):
        assert as_user(user).get(address).status_code == 404


def link_of(agreement, side, by):
    return signing.issue_signing_link(agreement, side=side, person="Huang Zhiqiang", by=by)


def test_a_link_signs_for_its_side_without_an_account(offered, alice, client, today):
    sign(offered, "school", alice, today)
    link, token = link_of(offered, "enterprise", alice)

    page = client.get(reverse("signed_link", args=[token]))
    client.post(reverse("signed_link_answer", args=[token, "sign"]))

    assert "Order class 2026" in page.content.decode()
    signature = Signature.objects.get(party="enterprise")
    assert (signature.method, signature.link) == ("link", link)
    assert signature.signer == "Huang Zhiqiang · Birch Engineering · link"
    assert Agreement.objects.get().status == "signed"


def test_opening_a_link_uses_nothing_up(offered, alice, client):
    _link, token = link_of(offered, "enterprise", alice)

    for _time in range(3):
        assert client.get(reverse("signed_link", args=[token])).status_code == 200

    assert not Signature.objects.exists()
    assert SignedLink.objects.get().is_open


def test_a_link_signs_once(offered, alice):
    link, _token = link_of(offered, "enterprise", alice)
    links.use(link, "sign")

    with pytest.raises(DomainError, match="used already"):
        links.use(link, "sign")

    assert Signature.objects.count() == 1


def test_two_links_of_one_side_sign_once(offered, alice):
    first, _token = link_of(offered, "enterprise", alice)
    second, _token = link_of(offered, "enterprise", alice)
    links.use(first, "sign")

    with pytest.raises(signing.AlreadySigned):
        links.use(second, "sign")

    second.refresh_from_db()
    assert Signature.objects.count() == 1
    assert second.is_open


def test_a_link_says_no_with_a_reason(offered, alice):
    link, _token = link_of(offered, "enterprise", alice)

    with pytest.raises(DomainError, match="what is wrong"):
        links.use(link, "decline")
    links.use(link, "decline", note="Our lawyer objects")

    move = list(history(offered))[-1]
    assert (move.to_state, move.reason, move.user) == ("withdrawn", "Our lawyer objects", None)
    assert "Huang Zhiqiang" in move.actor


def test_a_withdrawn_offer_closes_its_links(offered, alice):
    from partnerships.agreements.services.agreements import move_agreement

    link, _token = link_of(offered, "enterprise", alice)

    move_agreement(offered, "withdraw", by=alice, reason="Another text")

    link.refresh_from_db()
    assert not link.is_open
    with pytest.raises(DomainError):
        links.use(link, "sign")


def test_no_link_is_made_for_a_side_that_signed(offered, alice, today):
    sign(offered, "school", alice, today)

    with pytest.raises(signing.AlreadySigned):
        link_of(offered, "school", alice)


def test_no_link_is_made_for_a_side_that_has_somebody_who_may_sign(offered, alice, bob):
    with pytest.raises(DomainError, match="Only Birch Engineering"):
        link_of(offered, "enterprise", alice)

    link, _token = link_of(offered, "enterprise", bob)
    assert SignedLink.objects.get() == link


def test_an_editor_who_may_not_sign_makes_no_link_that_signs(offered, ed):
    with pytest.raises(DomainError, match="Only Alder"):
        link_of(offered, "school", ed)

    assert not SignedLink.objects.exists()


def test_the_page_of_a_new_link_shows_address_and_code_once(offered, ed, as_user):
    answer = as_user(ed).post(
        reverse("agreement_link", args=[offered.public_id]), {"person": "Huang", "side": "enterprise"}
    )

    page = answer.content.decode()
    assert "/l/" in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert SignedLink.objects.get().token_hash not in page


def test_the_transition_itself_asks_the_permission(offered, vera):
    from partnerships.agreements.services.agreements import move_agreement

    with pytest.raises(PermissionDenied):
        move_agreement(offered, "decline", by=vera, reason="No")

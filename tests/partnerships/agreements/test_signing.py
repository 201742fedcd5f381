"""Signing in the portal, by link and on paper; the double click; what both signatures do."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from partnerships.agreements.models import Agreement, Partnership, Signature
from partnerships.agreements.services import signing
from portal.common.errors import DomainError
from portal.records import links
from portal.records.models import AuditEvent, SignedLink
from portal.records.workflow import history
from tests.partnerships.conftest import pdf


def sign(agreement, side, by, today, **values):
    version = values.pop("version", agreement.version)
    hand = signing.by_account(by)
    return signing.sign_agreement(agreement, hand, side=side, by=by, on=today, version=version)


def sign_on_paper(agreement, hand, by, on):
    version = agreement.version
    return signing.sign_agreement(agreement, hand, side="school", by=by, on=on, version=version)


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
        {
            "signer": "Principal Li",
            "signed_on": today.isoformat(),
            "scan": pdf("../../seal.pdf"),
            "version": offered.version,
        },
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

    assert "larger than" in str(answer.context["form"].errors["scan"])
    assert not Signature.objects.exists()


def test_a_paper_is_not_signed_tomorrow(offered, alice, today):
    hand = signing.on_paper("Li", pdf(), alice)

    with pytest.raises(DomainError, match="still to come"):
        sign_on_paper(offered, hand, alice, today + timedelta(days=1))


def test_the_scan_is_handed_out_as_an_attachment_to_both_sides_and_no_stranger(
    offered, alice, bob, gao, carol, mallory, as_user, today
):
    hand = signing.on_paper("Li", pdf(), alice)
    signature = sign_on_paper(offered, hand, alice, today)
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


@pytest.mark.parametrize("version", [None, "", "9", "nonsense"])
def test_a_click_that_does_not_say_which_text_was_read_signs_nothing(offered, alice, as_user, version):
    body = {} if version is None else {"version": version}

    answer = as_user(alice).post(reverse("agreement_sign", args=[offered.public_id]), body, follow=True)

    assert not Signature.objects.exists()
    assert "agreement again" in answer.content.decode() or "Read it again" in answer.content.decode()


@pytest.mark.parametrize("version", [None, "9"])
def test_paper_needs_the_text_that_was_signed(offered, alice, as_user, today, version):
    body = {"signer": "Li", "signed_on": today.isoformat(), "scan": pdf()}

    answer = as_user(alice).post(
        reverse("agreement_sign_on_paper", args=[offered.public_id]),
        body if version is None else {**body, "version": version},
    )

    assert answer.status_code == 409
    assert "gain" in str(answer.context["form"].non_field_errors())
    assert "choose the file again" in str(answer.context["form"].errors["scan"])
    assert not Signature.objects.exists()


def test_the_page_of_the_paper_carries_the_version_that_was_read(offered, alice, as_user):
    client = as_user(alice)
    page = client.get(offered.get_absolute_url()).content.decode()
    address = reverse("agreement_sign_on_paper", args=[offered.public_id]) + f"?version={offered.version}"

    assert address in page
    assert client.get(address).context["form"]["version"].value() == str(offered.version)


def test_the_page_of_a_link_names_both_people_and_keeps_lines(offered, alice, stranger):
    Agreement.objects.update(enterprise_duties="Guide\n<b>Pay</b>")
    _link, token = link_of(offered, "enterprise", alice)

    page = stranger.get(reverse("signed_link", args=[token])).content.decode()

    assert "For Huang Zhiqiang, who answers for Birch Engineering." in page
    assert "The link was made by Alice · Alder Vocational School." in page
    assert "Guide<br>&lt;b&gt;Pay&lt;/b&gt;" in page
    assert "Demo data" not in page


def test_the_page_of_a_link_about_invented_parties_says_so(offered, alice, stranger):
    type(offered.partnership.school).objects.update(is_demo=True)
    _link, token = link_of(offered, "enterprise", alice)
    address = reverse("signed_link", args=[token])

    before = stranger.get(address).content.decode()
    stranger.post(reverse("signed_link_answer", args=[token, "sign"]))
    after = stranger.get(address).content.decode()

    assert "Demo data" in before
    assert "Demo data" in after


def test_after_signing_the_page_says_who_signed_what_comes_next_and_gives_a_copy(
    offered, alice, stranger, today
):
    _link, token = link_of(offered, "enterprise", alice)
    stranger.post(reverse("signed_link_answer", args=[token, "sign"]))
    alone = stranger.get(reverse("signed_link", args=[token])).content.decode()
    sign(offered, "school", alice, today)
    both = stranger.get(reverse("signed_link", args=[token])).content.decode()

    assert "Alder Vocational School has yet to sign" in alone
    assert "Next, Alder Vocational School signs; the agreement then runs from 1 Sep 2026" in alone
    assert "Alder Vocational School and Birch Engineering have both signed" in both
    assert "Huang Zhiqiang · Birch Engineering, " in both
    assert "By signed link" in both
    assert "This is your copy" in both
    assert "Duties of the enterprise" in both


def test_the_copy_can_be_read_until_the_time_of_the_link_is_over(offered, alice, stranger):
    _link, token = link_of(offered, "enterprise", alice)
    stranger.post(reverse("signed_link_answer", args=[token, "sign"]))
    SignedLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    page = stranger.get(reverse("signed_link", args=[token])).content.decode()

    assert "Your signature is recorded" in page
    assert "This is your copy" not in page
    assert "Duties of the enterprise" not in page


def test_whoever_did_not_sign_gets_no_copy(offered, alice, stranger):
    _link, token = link_of(offered, "enterprise", alice)
    stranger.post(reverse("signed_link_answer", args=[token, "decline"]), {"note": "No"})

    page = stranger.get(reverse("signed_link", args=[token])).content.decode()

    assert "ask whoever sent you the link" in page
    assert "This is your copy" not in page


def test_the_agreement_page_names_the_way_of_signing_once(offered, alice, stranger, as_user):
    _link, token = link_of(offered, "enterprise", alice)
    stranger.post(reverse("signed_link_answer", args=[token, "sign"]))

    page = as_user(alice).get(offered.get_absolute_url()).content.decode()

    assert "Huang Zhiqiang · Birch Engineering · By signed link" in page
    assert "· link" not in page


@pytest.mark.parametrize(
    "change", [{"status": "terminated"}, {"status": "withdrawn"}, {"ends_on": date(2026, 1, 31)}]
)
def test_an_agreement_that_is_over_is_not_said_to_be_in_force(offered, alice, stranger, today, change):
    _link, token = link_of(offered, "enterprise", alice)
    stranger.post(reverse("signed_link_answer", args=[token, "sign"]))
    sign(offered, "school", alice, today)
    Agreement.objects.update(**{"starts_on": date(2026, 1, 1), **change})

    page = stranger.get(reverse("signed_link", args=[token])).content.decode()

    assert "in force" not in page
    assert "Since then the agreement has ended or its offer was withdrawn" in page

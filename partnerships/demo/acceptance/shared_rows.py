"""What a school and an enterprise have with each other: partnerships, proposals, agreements, activities by state."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from partnerships.activities.models import Activity
from partnerships.agreements.models import Agreement, Partnership, Proposal, Signature
from partnerships.demo.acceptance import layout
from partnerships.demo.acceptance.book import Audience, Book, stored
from partnerships.demo.acceptance.people import Cast
from partnerships.depth import services as depth
from partnerships.matching.models import Answer, MatchRun
from portal.records import links
from portal.reference.models import CooperationForm

STARTED, ENDED = date(2024, 9, 1), date(2025, 8, 31)
SIGNED_BY = {
    "signed": ("school", "enterprise"),
    "terminated": ("school", "enterprise"),
    "offered": ("school",),
}
LIVE_STAGES = [stage for stage in Partnership.Stage.values if stage != Partnership.Stage.ENDED]


def make_shared_rows(book: Book, cast: Cast, own: dict[str, dict[str, Any]]) -> list[dict[str, str]]:
    """Every school with every enterprise that may host, the stages going round; the pairs of one letter in full.

    Returns the signed links that were issued: {"purpose", "public_id" of the row, "token"}.
    """
    issued = []
    for number, school in enumerate(layout.SCHOOLS):
        for step, enterprise in enumerate(layout.ENTERPRISES):
            stage = LIVE_STAGES[(number + step) % len(LIVE_STAGES)]
            pair = Pair(book, cast, school, enterprise, own)
            partnership = pair.partnership(stage)
            if number == step:
                pair.partnership(Partnership.Stage.ENDED)
                issued += pair.everything(partnership)
    depth.refresh(Partnership.objects.values_list("pk", flat=True), on=timezone.localdate())
    return issued


class Pair:
    """One school and one enterprise of the layout, and the rows that they share."""

    def __init__(
        self,
        book: Book,
        cast: Cast,
        school: layout.School,
        enterprise: layout.Enterprise,
        own: dict[str, dict[str, Any]],
    ) -> None:
        self.book, self.cast, self.own = book, cast, own
        self.school_key, self.enterprise_key = school.key, enterprise.key
        both = {school.key, enterprise.key}
        over = layout.reaching_school(school) | layout.reaching_enterprise(enterprise)
        self.audience = Audience(both | over, both)
        self.whose = {
            "school": cast.schools[school.key],
            "enterprise": cast.enterprises[enterprise.key],
        }

    def make(self, label: str, writer: str, listed: str = "", **values: Any) -> Any:
        return self.book.make(label, writer, self.audience, listed=listed, **values)

    def partnership(self, stage: str) -> Partnership:
        ended = {"ended_on": ENDED} if stage == Partnership.Stage.ENDED else {}
        return self.make(  # type: ignore[no-any-return]
            "agreements.Partnership",
            self.school_key,
            listed=stage,
            stage=stage,
            started_on=STARTED,
            purpose="{canary}",
            school_contact="{canary}",
            **self.whose,
            **ended,
        )

    def everything(self, partnership: Partnership) -> list[dict[str, str]]:
        """Proposals, agreements with signatures, activities with evidence; returns the links issued."""
        for state in Proposal.Status.values:
            self.proposal(state)
        self.suggestion()
        agreements = [self.agreement(partnership, state) for state in Agreement.Status.values]
        activities = [self.activity(partnership, state) for state in Activity.Status.values]
        return [self.link("sign_agreement", agreements), self.link("confirm_activity", activities)]

    def proposal(self, state: str) -> None:
        school, enterprise = self.own[self.school_key], self.own[self.enterprise_key]
        answer: dict[str, Any] = {}
        if state != Proposal.Status.SENT:
            answer = {"answered_at": timezone.now(), "answered_by": "{canary}", "answer_note": "{canary}"}
        if state == Proposal.Status.DECLINED:
            answer["decline_reason"] = Proposal.DeclineReason.FULL
        self.make(
            "agreements.Proposal",
            self.school_key,
            listed=state,
            status=state,
            from_side="school",
            programme=school["programme"],
            plan=school["plan"],
            opening=enterprise["opening"],
            students=3,
            message="{canary}",
            sent_at=timezone.now() - timedelta(days=9),
            sent_by=self.cast.owners[self.school_key],
            **self.whose,
            **answer,
        )

    def suggestion(self) -> None:
        """What a finished matching run suggests to the two, and the school's answer."""
        everybody = Audience([*layout.ORGANISATIONS, layout.OPERATOR], [])
        run = self.book.make("matching.MatchRun", self.school_key, everybody, state=MatchRun.State.DONE)
        parties = Audience({self.school_key, self.enterprise_key}, {self.school_key, self.enterprise_key})
        pair = {
            "programme": self.own[self.school_key]["programme"],
            "opening": self.own[self.enterprise_key]["opening"],
            **self.whose,
        }
        facts = {"run": run, "rank": 1, "score": -1.0, "points": 70.0, "parts": [30.0, 15.0, 10.0, 10.0, 5.0]}
        self.book.make("matching.Suggestion", self.school_key, parties, km=12.4, **facts, **pair)
        its_programme = Audience([self.school_key], [])
        self.book.make(
            "matching.Funnel", self.school_key, its_programme, run=run, programme=pair["programme"]
        )
        answer: dict[str, Any] = {
            "side": "school",
            "kind": Answer.Kind.LATER,
            "note": "{canary}",
            "answered_at": timezone.now(),
        }
        its_own = Audience({self.school_key}, {self.school_key})
        self.book.make("matching.Answer", self.school_key, its_own, **answer, **pair)

    def agreement(self, partnership: Partnership, state: str) -> Agreement:
        early = {"ended_early_on": ENDED} if state == Agreement.Status.TERMINATED else {}
        agreement = self.make(
            "agreements.Agreement",
            self.school_key,
            listed=state,
            status=state,
            partnership=partnership,
            title="协议 {canary}",
            starts_on=STARTED,
            ends_on=STARTED + timedelta(days=1200),
            school_duties="{canary}",
            enterprise_duties="{canary}",
            drafted_side="school",
            **early,
        )
        form = {"kind": "people", "rank": 1, "name_zh": "订单培养", "name_en": "Order class"}
        agreement.forms.add(CooperationForm.objects.get_or_create(code="order_class", defaults=form)[0])
        agreement.programmes.add(self.own[self.school_key]["programme"])
        for party in SIGNED_BY.get(state, ()):
            self.signature(agreement, party)
        return agreement  # type: ignore[no-any-return]

    def signature(self, agreement: Agreement, party: str) -> None:
        row = self.make(
            "agreements.Signature",
            self.school_key if party == "school" else self.enterprise_key,
            agreement=agreement,
            party=party,
            method=Signature.Method.PAPER,
            signer="{canary}",
            signed_on=STARTED,
            scan_name="scan.pdf",
            scan_type="application/pdf",
        )
        stored(row, "scan", self.book.objects[-1]["canary"])

    def activity(self, partnership: Partnership, state: str) -> Activity:
        activity = self.make(
            "activities.Activity",
            self.school_key,
            listed=state,
            status=state,
            partnership=partnership,
            programme=self.own[self.school_key]["programme"],
            kind="joint_course",
            title="共建课程 {canary}",
            happened_on=date(2025, 11, 3),
            quantity=2,
            description="{canary}",
            logged_side="school",
            logged_by=self.cast.owners[self.school_key],
        )
        row = self.make(
            "activities.Evidence",
            self.school_key,
            activity=activity,
            name="{canary}.pdf",
            content_type="application/pdf",
            size=40,
            sha256=self.book.public_id() * 5,
            uploaded_by=self.cast.owners[self.school_key],
        )
        stored(row, "file", self.book.objects[-1]["canary"])
        return activity  # type: ignore[no-any-return]

    def link(self, purpose: str, rows: list[Any]) -> dict[str, str]:
        """A signed link for the enterprise's boss on the row that waits for an answer."""
        row = next(row for row in rows if row.status in {Agreement.Status.OFFERED, Activity.Status.LOGGED})
        _link, token = links.issue(
            purpose,
            row,
            person="老板",
            by=self.cast.owners[self.school_key],
            side="enterprise",
            organisation_name=str(self.whose["enterprise"]),
        )
        return {"purpose": purpose, "public_id": row.public_id, "token": token}

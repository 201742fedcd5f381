"""Who could work with whom, and why: runs of the matching job, their suggestions, and what people answered."""

from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise, Opening
from partnerships.agreements.models import Proposal, Side
from portal.accounts.memberships import memberships_of
from portal.accounts.models import Role, User
from portal.common.jobs import Job, JobQuerySet
from portal.common.models import Record, ScopedQuerySet
from schools.models import Programme, School


class MatchRunQuerySet(JobQuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Every member of the portal: a run names no school and no enterprise."""
        is_operator = isinstance(user, User) and user.is_operator
        return self.all() if is_operator or memberships_of(user) else self.none()

    def managed_by(self, user: User | AnonymousUser) -> Self:
        """Nobody changes a run."""
        return self.none()

    def standing(self) -> Self:
        """Runs that wrote their result, the one that stands now first."""
        done = self.filter(state=MatchRun.State.DONE).exclude(result__has_key="overtaken_by")
        return done.order_by("-started_at", "-pk")

    def latest_done(self) -> Any:
        """The MatchRun whose result stands now, or None."""
        return self.standing().first()


class MatchRun(Job):
    """One run of the matching job: on which input, under which weights, what each gate removed, how long."""

    class Scope(models.TextChoices):
        FULL = "full", _("Everything")
        CHANGED = "changed", _("Only what changed")

    scope = models.CharField(_("Scope"), max_length=10, choices=Scope.choices, default=Scope.FULL)
    weights = models.CharField(_("Weights"), max_length=20, blank=True)
    programmes = models.PositiveIntegerField(_("Programmes"), default=0)
    openings = models.PositiveIntegerField(_("Openings"), default=0)
    suggestions = models.PositiveIntegerField(_("Suggestions"), default=0)
    gates = models.JSONField(_("Pairs left after each gate"), default=list)

    objects = MatchRunQuerySet.as_manager()  # type: ignore[misc]  # narrower than the manager of Job

    class Meta:
        verbose_name = _("Matching run")
        verbose_name_plural = _("Matching runs")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("match_run_detail", args=[self.public_id])

    @property
    def seconds(self) -> float | None:
        """How long it took, from start to end."""
        if self.started_at is None or self.finished_at is None:
            return None
        return (self.finished_at - self.started_at).total_seconds()


class SuggestionQuerySet(ScopedQuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The school whose programme and the enterprise whose opening it is; nobody else.

        A new partner is the school's idea alone: the enterprise learns of it when the school proposes.
        """
        return self._of(user, Role.VIEWER)

    def managed_by(self, user: User | AnonymousUser) -> Self:
        """Editors of either side answer."""
        return self._of(user, Role.EDITOR)

    def of_openings(self) -> Self:
        return self.exclude(opening=None)

    def of_partners(self) -> Self:
        return self.filter(opening=None)

    def answered_by(self, side: str) -> Self:
        """With `answer_kind` (what this side answered, "" nothing) and `is_proposed` (it waits, or is agreed)."""
        said = Answer.objects.filter(side=side, programme=OuterRef("programme"))
        asked = Proposal.objects.filter(
            programme=OuterRef("programme"), status__in=[Proposal.Status.SENT, Proposal.Status.ACCEPTED]
        )
        as_partner = {"enterprise": OuterRef("enterprise"), "opening": None}
        return self.annotate(
            answer_kind=Coalesce(
                Case(
                    When(opening=None, then=Subquery(said.filter(**as_partner).values("kind")[:1])),
                    default=Subquery(said.filter(opening=OuterRef("opening")).values("kind")[:1]),
                ),
                Value(""),
            ),
            is_proposed=Case(
                When(opening=None, then=Exists(asked.filter(**as_partner))),
                default=Exists(asked.filter(opening=OuterRef("opening"))),
            ),
        )

    def fresh_for(self, side: str) -> Self:
        """Those that this side has neither declined, put off nor proposed."""
        gone = [Answer.Kind.DECLINED, Answer.Kind.LATER]
        return self.answered_by(side).exclude(answer_kind__in=gone).filter(is_proposed=False)

    def _of(self, user: User | AnonymousUser, at_least: Role) -> Self:
        memberships = memberships_of(user)
        own_opening = Q(enterprise__in=memberships.ids("enterprise", at_least), opening__isnull=False)
        return self.filter(Q(school__in=memberships.ids("school", at_least)) | own_opening)


class Suggestion(Record):
    """A scored, explained pair: a programme with an opening, or (without one) with an enterprise as new partner.

    `parts` are points of the five groups in the order major, distance, time, seats, reliability; they add up to
    `points` of a hundred. `score` is the engine's (a sum of logarithms) and orders the pairs of a programme.
    `reasons` and `concerns` are [code, values] as docs/matching.md lists them.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="suggestions")
    school = models.ForeignKey(School, models.CASCADE, related_name="suggestions")
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="suggestions")
    opening = models.ForeignKey(Opening, models.CASCADE, null=True, blank=True, related_name="suggestions")
    run = models.ForeignKey(MatchRun, models.PROTECT, related_name="results")
    rank = models.PositiveIntegerField(_("Rank"))
    score = models.FloatField(_("Score"))
    points = models.FloatField(_("Points"))
    parts = models.JSONField(default=list)
    km = models.FloatField(_("Kilometres"), null=True, blank=True)
    reasons = models.JSONField(default=list)
    concerns = models.JSONField(default=list)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Suggestion")
        verbose_name_plural = _("Suggestions")
        ordering = ["programme_id", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "opening"],
                condition=Q(opening__isnull=False),
                name="one_suggestion_per_programme_and_opening",
            ),
            models.UniqueConstraint(
                fields=["programme", "enterprise"],
                condition=Q(opening=None),
                name="one_partner_suggestion_per_programme_and_enterprise",
            ),
        ]
        indexes = [models.Index(fields=["opening", "-points"], name="suggestions_of_opening")]

    def __str__(self) -> str:
        return f"{self.programme} · {self.opening or self.enterprise}"

    def get_absolute_url(self) -> str:
        return reverse("suggestion_detail", args=[self.public_id])


class AnswerQuerySet(ScopedQuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The side that answered; the other side never learns that there was an answer."""
        return self._of(user, Role.VIEWER)

    def managed_by(self, user: User | AnonymousUser) -> Self:
        """Editors of the side that answered."""
        return self._of(user, Role.EDITOR)

    def _of(self, user: User | AnonymousUser, at_least: Role) -> Self:
        memberships = memberships_of(user)
        own_school = Q(side=Side.SCHOOL, school__in=memberships.ids("school", at_least))
        own_enterprise = Q(side=Side.ENTERPRISE, enterprise__in=memberships.ids("enterprise", at_least))
        return self.filter(own_school | own_enterprise)


class Answer(Record):
    """What one side answered to a suggestion. It outlives the suggestion, which every run writes anew."""

    class Kind(models.TextChoices):
        SHORTLISTED = "shortlisted", _("Shortlisted")
        LATER = "later", _("Later")
        DECLINED = "declined", _("Not for us")

    side = models.CharField(_("Side"), max_length=10, choices=Side.choices)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="suggestion_answers")
    school = models.ForeignKey(School, models.CASCADE, related_name="suggestion_answers")
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="suggestion_answers")
    opening = models.ForeignKey(
        Opening, models.CASCADE, null=True, blank=True, related_name="suggestion_answers"
    )
    kind = models.CharField(_("Answer"), max_length=12, choices=Kind.choices)
    reason = models.CharField(_("Reason"), max_length=20, choices=Proposal.DeclineReason.choices, blank=True)
    note = models.TextField(_("Note"), blank=True)
    km = models.FloatField(null=True, blank=True)
    answered_at = models.DateTimeField(_("Answered"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="suggestion_answers"
    )

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("Answer to a suggestion")
        verbose_name_plural = _("Answers to suggestions")
        constraints = [
            models.UniqueConstraint(
                fields=["side", "programme", "enterprise", "opening"],
                condition=Q(opening__isnull=False),
                name="one_answer_per_side_and_opening",
            ),
            models.UniqueConstraint(
                fields=["side", "programme", "enterprise"],
                condition=Q(opening=None),
                name="one_answer_per_side_and_partner",
            ),
            models.CheckConstraint(
                condition=~Q(kind="declined") | ~Q(reason=""), name="a_suggestion_is_declined_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.programme} · {self.opening or self.enterprise}"


class FunnelQuerySet(ScopedQuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The school whose programme it is."""
        return self.filter(programme__school__in=memberships_of(user).ids("school"))

    def managed_by(self, user: User | AnonymousUser) -> Self:
        """Nobody changes a funnel."""
        return self.none()


class Funnel(Record):
    """Why a programme got so many suggestions: openings left after each gate, and what would give more."""

    programme = models.OneToOneField(Programme, models.CASCADE, related_name="funnel")
    run = models.ForeignKey(MatchRun, models.PROTECT, related_name="funnels")
    remaining = models.JSONField(default=list)
    relaxations = models.JSONField(default=list)

    objects = FunnelQuerySet.as_manager()

    class Meta:
        verbose_name = _("Funnel")
        verbose_name_plural = _("Funnels")

    def __str__(self) -> str:
        return f"{self.programme}: {self.remaining}"

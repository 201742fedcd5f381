"""A file on its way into the registers, the rows it would write, and what is remembered for the next file."""

import secrets
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.accounts.memberships import kinds, memberships_of
from portal.accounts.models import Role, User
from portal.common.jobs import Job, JobQuerySet
from portal.common.models import ScopedQuerySet
from portal.common.tabular.planning import Fate


def stored_path(batch: "ImportBatch", _name: str) -> str:
    """Where an upload is kept: under a random name, whatever it was called."""
    return f"imports/{secrets.token_hex(16)}{batch.file_ending}"


class OwnedQuerySet(JobQuerySet, ScopedQuerySet):  # type: ignore[override]
    """Rows that belong to an organisation of any kind."""

    def of_members(self, user: User | AnonymousUser, at_least: Role) -> Self:
        """Rows of organisations in which the user has this role or a higher one."""
        memberships = memberships_of(user)
        condition = Q(pk__in=[])
        for kind in kinds():
            condition |= Q(organisation_kind=kind, organisation_id__in=memberships.ids(kind, at_least))
        return self.filter(condition)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Rows of organisations in which the user is an editor: files may hold what viewers need not see."""
        return self.of_members(user, Role.EDITOR)

    def managed_by(self, user: User | AnonymousUser) -> Self:
        return self.visible_to(user)


class Owned(models.Model):
    """A row of an organisation of any kind, named by kind and primary key."""

    organisation_kind = models.CharField(max_length=20)
    organisation_id = models.BigIntegerField()

    class Meta:
        abstract = True


class ImportBatch(Job, Owned):
    """One uploaded table: read, mapped, previewed, then written in one piece or not at all.

    `status` is where it stands for people; `state` (of the job) says whether a worker has to do something about it.
    """

    class Status(models.TextChoices):
        READING = "reading", _("Being read")
        MAPPING = "mapping", _("Columns to be matched")
        PLANNING = "planning", _("Being compared")
        PREVIEWED = "previewed", _("Preview")
        COMMITTING = "committing", _("Being written")
        DONE = "done", _("Imported")
        REFUSED = "refused", _("Cannot be read")
        ABANDONED = "abandoned", _("Discarded")

    WAITS_FOR_USER = (Status.MAPPING, Status.PREVIEWED)
    WAITS_FOR_WORKER = (Status.READING, Status.PLANNING, Status.COMMITTING)

    kind = models.CharField(_("Kind"), max_length=40)
    status = models.CharField(_("Status"), max_length=12, choices=Status.choices, default=Status.READING)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="imports", verbose_name=_("Uploaded by")
    )
    committed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="committed_imports",
        verbose_name=_("Imported by"),
    )
    file = models.FileField(_("File"), upload_to=stored_path)
    file_name = models.CharField(_("File name"), max_length=160)
    file_ending = models.CharField(max_length=8)
    file_sha256 = models.CharField(max_length=64)
    sheet = models.CharField(_("Sheet"), max_length=120, blank=True)
    sheets = models.JSONField(default=list, blank=True)
    header = models.JSONField(default=list, blank=True)
    header_row = models.PositiveIntegerField(default=1)
    samples = models.JSONField(default=list, blank=True)
    signature = models.CharField(max_length=64, blank=True)
    row_count = models.PositiveIntegerField(_("Rows"), default=0)
    places = models.JSONField(default=dict, blank=True)
    words = models.JSONField(default=dict, blank=True)
    unknown_words = models.JSONField(default=list, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    effects = models.JSONField(default=list, blank=True)
    plan_number = models.PositiveIntegerField(default=0)
    plan_digest = models.CharField(max_length=64, blank=True)
    is_conflict = models.BooleanField(default=False)
    refusal = models.JSONField(default=dict, blank=True)

    objects = OwnedQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("Import")
        verbose_name_plural = _("Imports")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["organisation_kind", "organisation_id"], name="imports_of_organisation")
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("import_detail", args=[self.public_id])

    def count(self, fate: Fate) -> int:
        """Rows of this fate in the last comparison."""
        return int(self.counts.get(fate.value, 0))

    @property
    def to_write(self) -> int:
        """How many rows would be written: the new and the changed ones."""
        return self.count(Fate.NEW) + self.count(Fate.CHANGED)

    @property
    def is_waiting_for_user(self) -> bool:
        return self.status in self.WAITS_FOR_USER

    @property
    def is_waiting_for_worker(self) -> bool:
        return self.status in self.WAITS_FOR_WORKER


class ImportRow(models.Model):
    """One row of the file as the last comparison saw it."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    plan_number = models.PositiveIntegerField()
    place = models.PositiveIntegerField(help_text="order of concern: rejected rows first")
    number = models.PositiveIntegerField(_("Row"))
    fate = models.CharField(_("Outcome"), max_length=10)
    cells = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    problems = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "plan_number", "place"], name="one_row_in_each_place"),
        ]
        indexes = [models.Index(fields=["batch", "plan_number", "fate", "place"], name="import_rows_by_fate")]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.number}"


class RememberedColumns(Owned):
    """Which heading was which column, for files with the same headings."""

    kind = models.CharField(max_length=40)
    signature = models.CharField(max_length=64)
    places = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_kind", "organisation_id", "kind", "signature"],
                name="columns_are_remembered_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.signature[:8]}"


class RememberedWord(Owned):
    """What an organisation's own word means: a word of the list, or nothing."""

    kind = models.CharField(max_length=40)
    column = models.CharField(max_length=60)
    word = models.CharField(max_length=200)
    meaning = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_kind", "organisation_id", "kind", "column", "word"],
                name="a_word_is_remembered_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.word} → {self.meaning}"


class ExportJobQuerySet(OwnedQuerySet):  # type: ignore[override]
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """A person's own exports: they hold what that person may see, which colleagues may not.

        Who has left the organisation leaves the files that were made for it.
        """
        return self.of_members(user, Role.VIEWER).filter(created_by_id=user.pk)


class ExportJob(Job, Owned):
    """A large list on its way into a file; small ones are given out at once."""

    class Format(models.TextChoices):
        XLSX = "xlsx", "XLSX"
        CSV = "csv", "CSV"

    kind = models.CharField(_("List"), max_length=40)
    query = models.CharField(_("Filter"), max_length=2000, blank=True)
    file_format = models.CharField(_("Format"), max_length=4, choices=Format.choices, default=Format.XLSX)
    language = models.CharField(max_length=10, default="zh-hans")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="exports", verbose_name=_("Requested by")
    )
    file = models.FileField(_("File"), blank=True)

    objects = ExportJobQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("Export")
        verbose_name_plural = _("Exports")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind}.{self.file_format}"

    def get_absolute_url(self) -> str:
        return reverse("export_detail", args=[self.public_id])

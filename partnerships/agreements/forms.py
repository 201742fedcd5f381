"""Forms of partnerships, proposals and agreements. They parse; services decide."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.models import Opening
from partnerships.agreements.models import Agreement, Partnership, Proposal
from partnerships.agreements.services.agreements import Terms, checks_of
from partnerships.agreements.services.proposals import Idea
from partnerships.agreements.services.rules import Check
from portal.common import files
from portal.common.errors import DomainError
from portal.common.form_pages import RecordForm
from portal.reference.models import CooperationForm
from schools.models import PlacementPlan, Programme, School


def day_field(**kwargs: Any) -> forms.DateField:
    """A day with the browser's own calendar."""
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def long_text(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def offer(form: forms.BaseForm, name: str, rows: QuerySet[Any], own: Iterable[int | None] = ()) -> None:
    """The rows that may be chosen in this field, and no others: what is foreign is a field error.

    `own` are the rows chosen already: what is offered no more stays where it stands, or an edit would drop it.
    """
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    kept = [pk for pk in own if pk is not None]
    field.queryset = rows.model._default_manager.filter(Q(pk__in=rows) | Q(pk__in=kept)) if kept else rows


def tell_broken(form: forms.BaseForm, checks: Iterable[Check]) -> None:
    """Put what the rules say at the fields where they are broken, all at once; the service asks them again."""
    for field, check in checks:
        try:
            check()
        except DomainError as error:
            form.add_error(field if field in form.fields else None, str(error))


class FilesAgain(forms.BaseForm):
    """A form with uploads: a browser never sends a chosen file back, so whatever else is wrong, the field says so."""

    is_read = False

    def full_clean(self) -> None:
        super().full_clean()
        self.is_read = True
        self._ask_again()

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field, error)
        if self.is_read:
            self._ask_again()

    def _ask_again(self) -> None:
        for name in self.files if self.errors else ():
            if name in self.fields and name not in self.errors:
                super().add_error(
                    name, _("Please choose the file again: it is not kept while the form is wrong.")
                )


class CheckedFile(forms.FileField):
    """An upload that is looked at while the form is read, so that what is wrong with it stands at the field."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload:
            try:
                files.inspect(upload)
            except DomainError as error:
                raise forms.ValidationError(str(error)) from error
        return upload


class PartnershipForm(RecordForm):
    """Since when, what for, and who speaks for either side."""

    started_on = day_field(label=_("Since"), initial=timezone.localdate)

    class Meta:
        model = Partnership
        fields = ["started_on", "purpose", "school_contact", "enterprise_contact"]
        widgets = {"purpose": long_text()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            del self.fields["started_on"]


class EndForm(forms.Form):
    """Why and when it ended."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=long_text(3))
    on = day_field(label=_("Last day"), initial=timezone.localdate)

    @property
    def values(self) -> dict[str, Any]:
        """What was typed."""
        return dict(self.cleaned_data)


class AgreementForm(RecordForm):
    """Forms, programmes of the school, term, duties, numbers."""

    starts_on = day_field(label=_("First day"))
    ends_on = day_field(label=_("Last day"))
    forms_of = forms.ModelMultipleChoiceField(
        CooperationForm.objects.none(),
        label=_("Forms of cooperation"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one form of cooperation.")},
    )
    programmes_of = forms.ModelMultipleChoiceField(
        Programme.objects.none(),
        to_field_name="public_id",
        label=_("Programmes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Agreement
        fields = ["title", "starts_on", "ends_on", "students_per_year", "school_duties", "enterprise_duties"]
        widgets = {"school_duties": long_text(), "enterprise_duties": long_text()}

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        old = self.instance if self.instance.pk is not None else None
        chosen, taught = (list(old.forms.all()), list(old.programmes.all())) if old else ([], [])
        in_force = CooperationForm.objects.in_force(timezone.localdate())
        offer(self, "forms_of", in_force, [row.pk for row in chosen])
        offered = Programme.objects.offered().filter(school=school)
        offer(self, "programmes_of", offered, [row.pk for row in taught])
        if old:
            self.initial["forms_of"] = [row.pk for row in chosen]
            self.initial["programmes_of"] = [row.public_id for row in taught]
        self.order_fields(["title", "students_per_year", "starts_on", "ends_on", "forms_of", "programmes_of"])

    def clean(self) -> dict[str, Any]:
        """What the rules of agreements say, at the fields."""
        values = super().clean() or {}
        tell_broken(self, checks_of(values))
        return values

    @property
    def values(self) -> dict[str, Any]:
        """What stands on the row; the two lists are in `terms`."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def terms(self) -> Terms:
        """What was typed, as the services take it."""
        return Terms(
            forms=tuple(self.cleaned_data["forms_of"]),
            programmes=tuple(self.cleaned_data["programmes_of"]),
            **self.values,
        )


class PaperForm(FilesAgain, forms.Form):
    """A signature on paper: who signed, when, the scan, and which text he read."""

    version = forms.IntegerField(
        required=False,
        min_value=1,
        widget=forms.HiddenInput,
        error_messages={"invalid": _("It is not known which text was signed. Open the agreement again.")},
    )

    signer = forms.CharField(label=_("Signed by"), max_length=80, help_text=_("Name and office."))
    signed_on = day_field(label=_("Signed on"), initial=timezone.localdate)
    scan = CheckedFile(label=_("Scan"), help_text=_("PDF or picture of the signed page, up to 10 MB."))

    @property
    def values(self) -> dict[str, Any]:
        """What was typed."""
        return dict(self.cleaned_data)


class LinkForm(forms.Form):
    """For whom a signed link is made."""

    person = forms.CharField(
        label=_("For whom"),
        max_length=80,
        help_text=_("The name is shown on the page and kept in the trail."),
    )
    side = forms.ChoiceField(label=_("Signs for"), choices=())

    def __init__(self, *args: Any, sides: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["side"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = sides


class AcceptForm(forms.Form):
    """How many students, and a word."""

    students = forms.IntegerField(label=_("Students"), min_value=1)
    note = forms.CharField(label=_("Note"), max_length=500, required=False, widget=long_text(3))

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not proposal.students:
            del self.fields["students"]
        else:
            # The service refuses more than was asked; the browser says so beforehand.
            self.fields["students"].widget.attrs["max"] = proposal.students

    @property
    def values(self) -> dict[str, Any]:
        """What was typed."""
        return {"students": self.cleaned_data.get("students"), "note": self.cleaned_data["note"]}


class DeclineForm(forms.Form):
    """Why not."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=Proposal.DeclineReason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False, widget=long_text(3))

    @property
    def values(self) -> dict[str, Any]:
        """What was typed."""
        return dict(self.cleaned_data)


class ProposalForm(forms.Form):
    """Students of a plan or programme for the seats of an opening, or just a first contact."""

    plan = forms.ModelChoiceField(
        PlacementPlan.objects.none(), to_field_name="public_id", label=_("Placement plan"), required=False
    )
    programme = forms.ModelChoiceField(
        Programme.objects.none(), to_field_name="public_id", label=_("Programme"), required=False
    )
    opening = forms.ModelChoiceField(
        Opening.objects.none(), to_field_name="public_id", label=_("Opening"), required=False
    )
    students = forms.IntegerField(label=_("Students"), min_value=1, max_value=2000, required=False)
    starts_on = day_field(label=_("First day"), required=False)
    ends_on = day_field(label=_("Last day"), required=False)
    message = forms.CharField(label=_("Message"), max_length=1000, required=False, widget=long_text())

    def __init__(
        self,
        *args: Any,
        plans: QuerySet[Any],
        programmes: QuerySet[Any],
        openings: QuerySet[Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "plan", plans)
        offer(self, "programme", programmes)
        offer(self, "opening", openings)
        if not plans.exists():
            del self.fields["plan"]

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        values = super().clean() or {}
        first: date | None = values.get("starts_on")
        last: date | None = values.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first day."))
        return values

    @property
    def values(self) -> dict[str, Any]:
        """What was typed."""
        return dict(self.cleaned_data)

    @property
    def idea(self) -> Idea:
        """What was typed, as the service takes it."""
        return Idea(**self.cleaned_data)

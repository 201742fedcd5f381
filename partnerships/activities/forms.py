"""Forms of activities: quick entry on a phone, only the measures that the kind counts."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships.activities.kinds import ActivityKind
from partnerships.activities.models import Activity
from partnerships.activities.services.logging import Entry, checks_of
from partnerships.activities.showing import language
from partnerships.agreements.forms import (
    CheckedFile,
    FilesAgain,
    day_field,
    long_text,
    offer,
    tell_broken,
)
from partnerships.agreements.models import Agreement, Partnership
from portal.common.form_pages import RecordForm
from schools.models import Programme


class ManyFilesInput(forms.ClearableFileInput):
    """A control that takes many files; on a phone it also offers the camera."""

    allow_multiple_selected = True


class ManyFilesField(CheckedFile):
    """A list of uploads, possibly empty."""

    widget = ManyFilesInput(attrs={"accept": "image/*,.pdf,.docx,.xlsx,.pptx"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        uploads = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(upload, initial) for upload in uploads if upload] or (
            [] if not self.required else [super().clean(None, initial)]
        )


class ActivityForm(FilesAgain, RecordForm):
    """What happened, when, how much: the fields of the kind alone."""

    happened_on = day_field(label=_("Day"), initial=timezone.localdate)
    ended_on = day_field(label=_("Last day"), required=False, help_text=_("If it took several days."))
    files = ManyFilesField(  # type: ignore[assignment]
        label=_("Evidence"), required=False, help_text=_("Photos, PDF or Office files, up to 10 MB each.")
    )
    programme_of = forms.ModelChoiceField(
        Programme.objects.none(), to_field_name="public_id", label=_("Programme"), required=False
    )
    agreement_of = forms.ModelChoiceField(
        Agreement.objects.none(), to_field_name="public_id", label=_("Agreement"), required=False
    )

    class Meta:
        model = Activity
        fields = ["title", "happened_on", "ended_on", "quantity", "people", "hours", "money", "description"]
        widgets = {"description": long_text(3)}

    def __init__(self, *args: Any, kind: ActivityKind, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.partnership = kind, partnership
        self._keep_measures()
        old = self.instance
        programmes = Programme.objects.offered().filter(school=partnership.school_id)
        offer(self, "programme_of", programmes, [old.programme_id])
        agreements = partnership.agreements.exclude(status=Agreement.Status.WITHDRAWN)
        offer(self, "agreement_of", agreements, [old.agreement_id])
        if self.instance.pk is not None:
            del self.fields["files"]
            self.initial["programme_of"] = getattr(self.instance.programme, "public_id", None)
            self.initial["agreement_of"] = getattr(self.instance.agreement, "public_id", None)
        self.order_fields(["title", "happened_on", *kind.fields, "files", "ended_on", "description"])

    def _keep_measures(self) -> None:
        """Ask only for what the kind counts, in its own words; what measures it is required."""
        words = {"quantity": self.kind.unit_in(language()), "people": self.kind.people_in(language())}
        for name in ("quantity", "people", "hours", "money"):
            if name not in self.kind.fields:
                del self.fields[name]
                continue
            field = self.fields[name]
            field.required = name in self.kind.required_fields
            self.initial[name] = self.initial.get(name) or None  # an empty control, not a 0
            if words.get(name):
                field.label = gettext("%(field)s (%(unit)s)") % {"field": field.label, "unit": words[name]}
            if name == "hours":
                field.help_text = _("For each person.")

    def clean(self) -> dict[str, Any]:
        """What the rules of activities say, at the fields."""
        values = super().clean() or {}
        tell_broken(self, checks_of(self.partnership, {**values, "kind": self.kind.code}))
        return values

    @property
    def values(self) -> dict[str, Any]:
        """What stands on the row."""
        names = [name for name in self.Meta.fields if name in self.fields]
        values = {name: self.cleaned_data[name] for name in names}
        empty = {"quantity": Decimal(0), "people": 0, "hours": Decimal(0), "money": Decimal(0)}
        return {**values, **{name: values.get(name) or zero for name, zero in empty.items()}}

    @property
    def entry(self) -> Entry:
        """What was typed, as the services take it."""
        return Entry(
            kind=self.kind.code,
            programme=self.cleaned_data["programme_of"],
            agreement=self.cleaned_data["agreement_of"],
            **self.values,
        )


class EvidenceForm(FilesAgain, forms.Form):
    """More files for an activity."""

    files = ManyFilesField(  # type: ignore[assignment]
        label=_("Files"), help_text=_("Photos, PDF or Office files, up to 10 MB each.")
    )

    @property
    def values(self) -> dict[str, Any]:
        """What was chosen."""
        return dict(self.cleaned_data)


class PersonForm(forms.Form):
    """For whom a signed link is made."""

    person = forms.CharField(
        label=_("For whom"),
        max_length=80,
        help_text=_("The name is shown on the page and kept in the trail."),
    )


class DisputeForm(forms.Form):
    """What was not so."""

    note = forms.CharField(label=_("What is not right?"), max_length=500, widget=long_text(4))

    @property
    def values(self) -> dict[str, Any]:
        """What was typed."""
        return dict(self.cleaned_data)

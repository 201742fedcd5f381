"""Forms of an enterprise's pages: they parse, services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprises.models import Alias, Contact, Enterprise, Opening, Site, StaffGroup
from portal.common.form_pages import LinesField, RecordForm
from portal.reference.codes import CodeError, parse_credit_code
from portal.reference.form_fields import IndustryField, MajorsField, RegionField
from portal.reference.sentences import spoken


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class CreditCodeField(forms.CharField):
    """A unified social credit code, mended for width and case; a wrong check character is an error."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_credit_code(text).value
        except CodeError as error:
            raise forms.ValidationError(spoken(error)) from error


class OnTheGlobe(RecordForm):
    """A form with longitude and latitude."""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        pair = values.get("longitude"), values.get("latitude")
        if (pair[0] is None) != (pair[1] is None):
            self.add_error("latitude", _("Give both longitude and latitude, or neither."))
        elif pair[0] is not None and not (-180 <= pair[0] <= 180 and -90 <= (pair[1] or 0) <= 90):
            self.add_error("latitude", _("Longitude runs from -180 to 180, latitude from -90 to 90."))
        return values


class EnterpriseForm(OnTheGlobe):
    credit_code = CreditCodeField(
        label=_("Unified social credit code"),
        required=False,
        help_text=_("18 characters, as on the licence. The enterprise is verified by it."),
    )
    region = RegionField()
    industry = IndustryField(required=False)

    class Meta:
        model = Enterprise
        fields = (
            "name_zh",
            "name_en",
            "credit_code",
            "number_kind",
            "number",
            "kind",
            "region",
            "industry",
            "address",
            "website",
            "longitude",
            "latitude",
            "introduction",
        )
        widgets = {"introduction": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"number_kind": _("Only where the credit code is not known yet.")}

    def validate_unique(self) -> None:
        """Left to the service, which looks for duplicates first and says which."""


class EnterpriseEditForm(EnterpriseForm):
    class Meta:
        model = Enterprise
        fields = (
            *EnterpriseForm.Meta.fields[:-1],
            "staff_total",
            "staff_as_of",
            "approaches_paused_until",
            "closed_on",
            "introduction",
        )
        widgets = {
            "introduction": forms.Textarea(attrs={"rows": 4}),
            "staff_as_of": DateInput(),
            "approaches_paused_until": DateInput(),
            "closed_on": DateInput(),
        }
        help_texts = {
            "staff_total": _("Shown only to you and your bureau: the base of the 10 % limit."),
            "approaches_paused_until": _("Schools cannot propose until then."),
        }


class AliasForm(RecordForm):
    class Meta:
        model = Alias
        fields = ("name",)


class SiteForm(OnTheGlobe):
    region = RegionField()

    class Meta:
        model = Site
        fields = ("name", "region", "address", "longitude", "latitude")


class StaffGroupForm(RecordForm):
    class Meta:
        model = StaffGroup
        fields = ("name", "staff")
        help_texts = {"name": _("People on like posts, such as “warehouse work”.")}


class ContactForm(RecordForm):
    class Meta:
        model = Contact
        fields = ("name", "job_title", "mobile", "email", "consent_on", "is_main")
        widgets = {"consent_on": DateInput()}
        help_texts = {"consent_on": _("The day on which the person agreed to be named here.")}


class OpeningForm(RecordForm):
    aliases = LinesField(label=_("Other names of the post"), required=False, help_text=_("One per line."))
    abilities = LinesField(
        label=_("Abilities wanted"), required=False, help_text=_("One per line, such as 货物盘点.")
    )
    accepted_majors = MajorsField(label=_("Accepted majors"), required=False)

    class Meta:
        model = Opening
        fields = (
            "title",
            "site",
            "starts_on",
            "ends_on",
            "seats",
            "pay_month",
            "hours_per_week",
            "lodging",
            "mentor",
            "hazards",
            "tasks",
            "abilities",
            "accepted_majors",
            "aliases",
            "night_shift",
        )
        widgets = {
            "starts_on": DateInput(),
            "ends_on": DateInput(),
            "tasks": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {
            "pay_month": _(
                "In principle at least 80 % of what the post pays, or the lowest wage of the unit."
            ),
            "night_shift": _("Needs a filing with the bureau before the start."),
        }

    def __init__(self, *args: Any, enterprise: Enterprise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = enterprise.sites.all()  # type: ignore[attr-defined]

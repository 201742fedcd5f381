"""Forms of the school's own pages: they parse, services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Bureau, User
from portal.common.form_pages import LinesField, ReasonForm, RecordForm
from portal.reference.form_fields import RegionField
from schools.models import Batch, Campus, ClassGroup, PlacementPlan, Programme, School, Student, YearGroup
from schools.services.schools import REGISTER_FIELDS


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class SchoolForm(RecordForm):
    """All facts of a school; those of the register only for who keeps the register."""

    region = RegionField(label=_("Territory"))

    class Meta:
        model = School
        fields = (
            "name_zh",
            "name_en",
            "code",
            "kind",
            "nature",
            "region",
            "authority",
            "address",
            "website",
            "longitude",
            "latitude",
            "closed_on",
            "introduction",
        )
        widgets = {"closed_on": DateInput(), "introduction": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"code": _("10 digits, as the ministry lists it.")}

    def __init__(self, *args: Any, keeps_register: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not keeps_register:
            for name in REGISTER_FIELDS:
                del self.fields[name]
        else:
            self.fields["authority"].queryset = Bureau.objects.order_by("path")  # type: ignore[attr-defined]
            if self.instance.pk is None:
                del self.fields["closed_on"]

    def clean(self) -> dict[str, Any]:
        return coordinates_in_pairs(self, super().clean() or self.cleaned_data)


def coordinates_in_pairs(form: forms.BaseForm, values: dict[str, Any]) -> dict[str, Any]:
    """Longitude and latitude stand together, within the globe."""
    pair = values.get("longitude"), values.get("latitude")
    if (pair[0] is None) != (pair[1] is None):
        form.add_error("latitude", _("Give both longitude and latitude, or neither."))
    elif pair[0] is not None and not (-180 <= pair[0] <= 180 and -90 <= (pair[1] or 0) <= 90):
        form.add_error("latitude", _("Longitude runs from -180 to 180, latitude from -90 to 90."))
    return values


class CampusForm(RecordForm):
    region = RegionField()

    class Meta:
        model = Campus
        fields = ("name", "region", "address", "longitude", "latitude")

    def clean(self) -> dict[str, Any]:
        return coordinates_in_pairs(self, super().clean() or self.cleaned_data)


class MajorSearchForm(forms.Form):
    """First step of a new programme: find the major in the catalogue."""

    q = forms.CharField(
        label=_("Code or name of the major"),
        required=False,
        max_length=40,
        help_text=_("Such as 7308 or 物流."),
    )


class ProgrammeForm(RecordForm):
    occupations = LinesField(
        label=_("Occupations aimed at"),
        required=False,
        help_text=_("One per line; empty: from the catalogue."),
    )
    abilities = LinesField(
        label=_("Abilities taught"), required=False, help_text=_("One per line; empty: from the catalogue.")
    )
    courses = LinesField(
        label=_("Courses"), required=False, help_text=_("One per line; empty: from the catalogue.")
    )

    class Meta:
        model = Programme
        fields = (
            "major_code",
            "name_zh",
            "name_en",
            "campus",
            "abilities",
            "occupations",
            "courses",
            "description",
        )
        widgets = {"description": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campus"].queryset = school.campuses.all()  # type: ignore[attr-defined]


class YearGroupForm(RecordForm):
    programme = forms.ModelChoiceField(
        label=_("Programme"), queryset=Programme.objects.none(), to_field_name="public_id"
    )

    class Meta:
        model = YearGroup
        fields = ("programme", "entry_year", "size")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.fields["programme"].queryset = (  # type: ignore[attr-defined]
                Programme.objects.managed_by(user).offered()
            )
        else:
            del self.fields["programme"]


class YearGroupChoice(forms.ModelChoiceField):
    """Year groups by year and programme."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(YearGroup.objects.none(), label=_("Year group"), **kwargs)


class ClassForm(RecordForm):
    year_group = YearGroupChoice()

    class Meta:
        model = ClassGroup
        fields = ("year_group", "name", "head_teacher")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.fields["year_group"].queryset = (  # type: ignore[attr-defined]
                YearGroup.objects.managed_by(user).select_related("programme")
            )
        else:
            del self.fields["year_group"]


class ClassChoice(forms.ModelChoiceField):
    """Classes with their year group, since 1班 exists more than once."""

    def label_from_instance(self, obj: ClassGroup) -> str:
        return f"{obj.name} · {obj.year_group}"


class StudentForm(RecordForm):
    class_group = ClassChoice(label=_("Class"), queryset=ClassGroup.objects.none())

    class Meta:
        model = Student
        fields = ("class_group", "number", "sex", "birth_date", "pathway")
        widgets = {"birth_date": DateInput()}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["class_group"].queryset = (  # type: ignore[attr-defined]
            ClassGroup.objects.managed_by(user).select_related("year_group__programme")
        )
        if self.instance.pk is not None:
            del self.fields["pathway"]


class PathwayForm(ReasonForm):
    pathway = forms.ChoiceField(label=_("New pathway"), choices=Student.Pathway.choices)
    field_order = ("pathway", "reason")


class BatchForm(RecordForm):
    class Meta:
        model = Batch
        fields = ("name", "entry_year", "starts_on", "ends_on")
        widgets = {"starts_on": DateInput(), "ends_on": DateInput()}
        help_texts = {"name": _("Such as “2023 entry, spring 2026”.")}


class PlanStartForm(forms.Form):
    """First step of a plan: for which programme, in which batch."""

    programme = forms.ModelChoiceField(
        label=_("Programme"), queryset=Programme.objects.none(), to_field_name="public_id"
    )
    batch = forms.ModelChoiceField(label=_("Batch"), queryset=Batch.objects.none(), to_field_name="public_id")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = (  # type: ignore[attr-defined]
            Programme.objects.managed_by(user).offered()
        )
        self.fields["batch"].queryset = Batch.objects.managed_by(user).live()  # type: ignore[attr-defined]


class PlanForm(RecordForm):
    class Meta:
        model = PlacementPlan
        fields = (
            "students_due",
            "deferred_study",
            "deferred_army",
            "deferred_other",
            "starts_on",
            "ends_on",
            "lodging_women",
            "lodging_men",
            "max_km",
            "wishes",
        )
        widgets = {
            "starts_on": DateInput(),
            "ends_on": DateInput(),
            "wishes": forms.Textarea(attrs={"rows": 3}),
        }

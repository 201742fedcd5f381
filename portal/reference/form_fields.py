"""Form fields and filters for codes: places, industries, classes of majors, in words a person knows."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.form_pages import LinesField
from portal.reference.lookup import MajorPrefixFinder, industry_for
from portal.reference.majors import major_words
from portal.reference.models import IndustrialCluster, Industry, MajorClass, Region


class RegionField(forms.ModelChoiceField):
    """A region, grouped by province or city, written from the province down."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Region"))
        super().__init__(Region.objects.filter(retired_on=None).with_ancestors(), **kwargs)

    def label_from_instance(self, obj: Region) -> str:
        if obj.level == Region.Level.DISTRICT and obj.parent:
            return f"{obj.parent.name} · {obj.name}"
        return obj.name


class IndustryField(forms.CharField):
    """An industry by code or name: C3940, 3940, 仓储 ... The 1,971 names are too many for a list to choose from."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Industry"))
        kwargs.setdefault("help_text", _("Code or name of GB/T 4754-2017, such as G59 or C3940."))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        industry = Industry.objects.filter(pk=value).first() if isinstance(value, str) and value else None
        return f"{industry.official_code} {industry.name}" if industry else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        answer = industry_for(text)
        if answer.row is None:
            raise forms.ValidationError(
                _("No industry is known by this. Near it: %(near)s"),
                params={"near": "、".join(answer.suggestions) or "-"},
            )
        return answer.row


class MajorsField(LinesField):
    """Majors, classes and categories, one a line, by code or name; the value is their codes."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text", _("A major, class or category a line, by code or name: 7308 or 物流类. Empty: any.")
        )
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            words = major_words(value)
            value = [code if words[code] == code else f"{code} {words[code]}" for code in value]
        return super().prepare_value(value)

    def clean(self, value: Any) -> list[str]:
        lines = super().clean(value)
        finder = MajorPrefixFinder() if lines else None
        found = [(line, finder.find(line)) for line in lines] if finder else []
        unknown = [(line, answer) for line, answer in found if answer.code is None]
        if unknown:
            raise forms.ValidationError([_near_words(line, answer.suggestions) for line, answer in unknown])
        return list(dict.fromkeys(str(answer.code) for _line, answer in found))


def _near_words(line: str, suggestions: Iterable[str]) -> forms.ValidationError:
    return forms.ValidationError(
        _("No major is known as “%(line)s”. Near it: %(near)s"),
        params={"line": line, "near": "、".join(suggestions) or "-"},
    )


def city_choices() -> list[tuple[str, str]]:
    """Cities by code."""
    return [(region.code, region.name) for region in Region.objects.cities().order_by("code")]


def major_class_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Categories with their classes."""
    classes = MajorClass.objects.select_related("category").order_by("code")
    return _grouped((row.category.name, row.code, row.name) for row in classes)


def industry_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Sections with themselves and their divisions."""
    rows = Industry.objects.filter(level__in=[Industry.Level.SECTION, Industry.Level.DIVISION])
    ordered = sorted(rows, key=lambda row: (row.section, row.level != Industry.Level.SECTION, row.code))
    names = {row.section: row.name for row in ordered if row.level == Industry.Level.SECTION}
    return _grouped((names.get(row.section, row.section), row.code, row.name) for row in ordered)


def cluster_choices() -> list[tuple[str, str]]:
    """Clusters by code."""
    return [(cluster.code, cluster.name) for cluster in IndustrialCluster.objects.order_by("rank")]


def _grouped(rows: Iterable[tuple[str, str, str]]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for group, code, name in rows:
        groups.setdefault(group, []).append((code, name))
    return list(groups.items())

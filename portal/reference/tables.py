"""Which file fills which table, column by column, in the order in which they lean on each other."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models

from portal.reference import reading as read
from portal.reference.codes import parse_industry_code, parse_major_code
from portal.reference.models import (
    ClusterIndustry,
    ClusterMajorClass,
    CooperationForm,
    Holiday,
    IndustrialCluster,
    Industry,
    IndustryAlias,
    IndustryMajorRelation,
    Major,
    MajorCategory,
    MajorClass,
    Region,
    region_path,
)
from portal.reference.reading import Column, Layout, Row

NAMES = {"name_zh": Column("name_zh", read.text), "name_en": Column("name_en", read.text)}
EQUATED = {
    "junior_college_code": Column("junior_college_code", read.code(r"[45]\d(\d\d)?")),
    "vocational_bachelor_code": Column("vocational_bachelor_code", read.code(r"[23]\d(\d\d)?")),
}


@dataclass(frozen=True)
class Table:
    """A file of the portal's own and the model it fills."""

    model: type[models.Model]
    layout: Layout


def _place_region(row: Row, above: Mapping[tuple[object, ...], Row]) -> Row:
    parent = above.get((row["parent_id"],))
    steps = {"province": None, "city": "province", "district": "city"}
    if (parent["level"] if parent else None) != steps[str(row["level"])]:
        raise ValueError(f"a {row['level']} must stand below a {steps[str(row['level'])] or 'country'}")
    row["parent_id"] = row["parent_id"] or None
    row["path"] = region_path(str(row["code"]), str(parent["path"]) if parent else "/")
    return row


def _place_industry(row: Row, above: Mapping[tuple[object, ...], Row]) -> Row:
    code, parent = str(row["code"]), str(row["parent_id"])
    if parse_industry_code(code).section != row["section"]:
        raise ValueError(f"{code} does not belong to section {row['section']}")
    if parent and not code.startswith(parent) and parent != row["section"]:
        raise ValueError(f"{code} cannot stand below {parent}")
    row["parent_id"] = parent or None
    return row


def _read_major_code(row: Row, above: Mapping[tuple[object, ...], Row]) -> Row:
    if row["catalogue"] == Major.Catalogue.NATIONAL:
        code = parse_major_code(str(row["code"]))
        if (code.level.value, code.equated_class) != (row["level"], row["major_class_id"]):
            raise ValueError(f"{row['code']} is of class {code.equated_class}, level {code.level.value}")
        row["code"] = code.value.removesuffix("K")
        row["is_state_controlled"] = code.is_state_controlled
    row["is_verified"] = row["is_verified"] == "verified"
    return row


REGIONS = Layout(
    "regions.csv",
    {
        "code": Column("code", read.code(r"\d{6}")),
        "level": Column("level", read.one_of(Region.Level.values)),
        "parent": Column("parent_id", read.optional, refers_to="regions.csv"),
        **NAMES,
        "lon": Column("longitude", read.number(-180, 180)),
        "lat": Column("latitude", read.number(-90, 90)),
    },
    key=("code",),
    complete=_place_region,
)
INDUSTRIES = Layout(
    "industries.csv",
    {
        "code": Column("code", read.code(r"[A-T]|\d{2,4}")),
        "level": Column("level", read.one_of(Industry.Level.values)),
        "parent": Column("parent_id", read.optional, refers_to="industries.csv"),
        "section": Column("section", read.code("[A-T]")),
        "name_zh": Column("name_zh", read.text),
        "name_en": Column("name_en", read.optional),
    },
    key=("code",),
    complete=_place_industry,
)
INDUSTRY_ALIASES = Layout(
    "industry_aliases.csv",
    {
        "word": Column("word", read.text),
        "industry": Column("industry_id", read.text, refers_to="industries.csv"),
    },
    key=("word",),
)
CLUSTERS = Layout(
    "clusters.csv",
    {
        "code": Column("code", read.code(r"C\d\d")),
        "kind": Column("kind", read.one_of(IndustrialCluster.Kind.values)),
        **NAMES,
        "rank": Column("rank", read.whole),
    },
    key=("code",),
)
CLUSTER_INDUSTRIES = Layout(
    "cluster_industries.csv",
    {
        "cluster": Column("cluster_id", read.text, refers_to="clusters.csv"),
        "industry": Column("industry_id", read.text, refers_to="industries.csv"),
    },
    key=("cluster_id", "industry_id"),
)
MAJOR_CATEGORIES = Layout(
    "major_categories.csv",
    {"code": Column("code", read.code(r"[67]\d")), **EQUATED, **NAMES},
    key=("code",),
)
MAJOR_CLASSES = Layout(
    "major_classes.csv",
    {
        "code": Column("code", read.code(r"[67]\d{3}")),
        **EQUATED,
        "category": Column("category_id", read.text, refers_to="major_categories.csv"),
        **NAMES,
    },
    key=("code",),
)
MAJORS = Layout(
    "majors.csv",
    {
        "code": Column("code", read.text),
        "catalogue": Column("catalogue", read.one_of(Major.Catalogue.values)),
        "year": Column("year", read.whole),
        "level": Column("level", read.text),
        "major_class": Column("major_class_id", read.text, refers_to="major_classes.csv"),
        **NAMES,
        "basic_duration": Column("basic_duration", read.optional),
        "occupations": Column("occupations", read.lines),
        "abilities": Column("abilities", read.lines),
        "courses": Column("courses", read.lines),
        "certificates": Column("certificates", read.lines),
        "status": Column("is_verified", read.one_of(("verified", "unverified"))),
    },
    key=("catalogue", "year", "code"),
    complete=_read_major_code,
)
CLUSTER_MAJOR_CLASSES = Layout(
    "cluster_major_classes.csv",
    {
        "cluster": Column("cluster_id", read.text, refers_to="clusters.csv"),
        "major_class": Column("major_class_id", read.text, refers_to="major_classes.csv"),
        "strength": Column("strength", read.share),
    },
    key=("cluster_id", "major_class_id"),
)
INDUSTRY_MAJOR_RELATIONS = Layout(
    "industry_major_relations.csv",
    {
        "major_class": Column("major_class_id", read.text, refers_to="major_classes.csv"),
        "industry": Column("industry_id", read.text, refers_to="industries.csv"),
        "strength": Column("strength", read.share),
    },
    key=("major_class_id", "industry_id"),
)
COOPERATION_FORMS = Layout(
    "cooperation_forms.csv",
    {
        "code": Column("code", read.code(r"[a-z0-9_]{3,30}")),
        "kind": Column("kind", read.one_of(CooperationForm.Kind.values)),
        **NAMES,
        "rank": Column("rank", read.whole),
    },
    key=("code",),
)
HOLIDAYS = Layout(
    "holidays.csv",
    {
        "day": Column("day", read.day),
        "kind": Column("kind", read.one_of(Holiday.Kind.values)),
        **NAMES,
        "confidence": Column("confidence", read.one_of(Holiday.Confidence.values)),
    },
    key=("day",),
)

TABLES = (
    Table(Region, REGIONS),
    Table(Industry, INDUSTRIES),
    Table(IndustryAlias, INDUSTRY_ALIASES),
    Table(IndustrialCluster, CLUSTERS),
    Table(ClusterIndustry, CLUSTER_INDUSTRIES),
    Table(MajorCategory, MAJOR_CATEGORIES),
    Table(MajorClass, MAJOR_CLASSES),
    Table(Major, MAJORS),
    Table(ClusterMajorClass, CLUSTER_MAJOR_CLASSES),
    Table(IndustryMajorRelation, INDUSTRY_MAJOR_RELATIONS),
    Table(CooperationForm, COOPERATION_FORMS),
    Table(Holiday, HOLIDAYS),
)

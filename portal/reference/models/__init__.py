"""The tables of the reference room, by noun: places, industries, catalogue, cooperation."""

from portal.reference.models.base import Coded, CodedQuerySet, Named, Shipped, in_current_language
from portal.reference.models.catalogue import (
    ClusterMajorClass,
    IndustryMajorRelation,
    Major,
    MajorCategory,
    MajorClass,
    MajorLevel,
)
from portal.reference.models.cooperation import CooperationForm, Holiday
from portal.reference.models.industries import ClusterIndustry, IndustrialCluster, Industry, IndustryAlias
from portal.reference.models.regions import Region, region_path

__all__ = [
    "ClusterIndustry",
    "ClusterMajorClass",
    "Coded",
    "CodedQuerySet",
    "CooperationForm",
    "Holiday",
    "IndustrialCluster",
    "Industry",
    "IndustryAlias",
    "IndustryMajorRelation",
    "Major",
    "MajorCategory",
    "MajorClass",
    "MajorLevel",
    "Named",
    "Region",
    "Shipped",
    "in_current_language",
    "region_path",
]

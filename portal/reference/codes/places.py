"""Codes of schools and regions, and the distance between two places."""

import math
import re
from dataclasses import dataclass

from portal.reference.codes.errors import DigitsError, normalise

EARTH_RADIUS_KM = 6371.0088


@dataclass(frozen=True, slots=True)
class SchoolCode:
    """A ten-digit school code; only those of higher education have parts that can be read."""

    value: str
    is_higher: bool
    province_code: str | None
    institution_code: str | None


def parse_school_code(text: str) -> SchoolCode:
    """Read a school code of ten digits; there is no published check digit, so a slip cannot be found.

    Higher education: 41 + province (2) + one digit + institution code (5). Others are opaque.

    >>> parse_school_code("4144010558")
    SchoolCode(value='4144010558', is_higher=True, province_code='440000', institution_code='10558')
    """
    value = normalise(text)
    if not re.fullmatch(r"[0-9]{10}", value):
        raise DigitsError(code=value, wanted=10)
    if not value.startswith("41"):
        return SchoolCode(value, is_higher=False, province_code=None, institution_code=None)
    return SchoolCode(value, is_higher=True, province_code=value[2:4] + "0000", institution_code=value[5:])


def province_of(region_code: str) -> str:
    """The province of a region code: its first two digits.

    >>> province_of("440103")
    '440000'
    """
    if not re.fullmatch(r"[0-9]{6}", region_code):
        raise DigitsError(code=region_code, wanted=6)
    return region_code[:2] + "0000"


def haversine_km(from_point: tuple[float, float], to_point: tuple[float, float]) -> float:
    """Distance in kilometres along the sphere between two (longitude, latitude) points in degrees; 0 or more.

    d = 2 R asin(sqrt(sin2(dlat/2) + cos(lat1) cos(lat2) sin2(dlon/2))),  R = 6371.0088 km

    >>> round(haversine_km((113.264385, 23.12911), (114.057939, 22.543527)))  # Guangzhou to Shenzhen
    104
    """
    lon_1, lat_1, lon_2, lat_2 = map(math.radians, (*from_point, *to_point))
    chord = math.sin((lat_2 - lat_1) / 2) ** 2
    chord += math.cos(lat_1) * math.cos(lat_2) * math.sin((lon_2 - lon_1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))

"""Who is where: two provinces of two cities of two districts, four schools, four enterprises, bureaus at three levels.

Pure data and the pure questions about it: which bureaus reach a school or an enterprise. `keys` name organisations in
the answer of `seed_acceptance`.
"""

import hashlib
from dataclasses import dataclass

Place = tuple[str, ...]  # codes from the province down
DISTRICTS: dict[Place, tuple[str, str]] = {
    ("440000",): ("广东省", "Guangdong"),
    ("440000", "440100"): ("广州市", "Guangzhou"),
    ("440000", "440100", "440103"): ("荔湾区", "Liwan"),
    ("440000", "440100", "440106"): ("天河区", "Tianhe"),
    ("440000", "440300"): ("深圳市", "Shenzhen"),
    ("440000", "440300", "440303"): ("罗湖区", "Luohu"),
    ("440000", "440300", "440305"): ("南山区", "Nanshan"),
    ("430000",): ("湖南省", "Hunan"),
    ("430000", "430100"): ("长沙市", "Changsha"),
    ("430000", "430100", "430102"): ("芙蓉区", "Furong"),
    ("430000", "430100", "430103"): ("天心区", "Tianxin"),
    ("430000", "430200"): ("株洲市", "Zhuzhou"),
    ("430000", "430200", "430202"): ("荷塘区", "Hetang"),
    ("430000", "430200", "430203"): ("芦淞区", "Lusong"),
}
LEVELS = ("province", "city", "district")
TERRITORY, AUTHORITY, BOTH = "territory", "authority", "both"


@dataclass(frozen=True)
class Bureau:
    """A bureau: where it stands, what its rights follow, which bureau is above it."""

    key: str
    place: Place
    follows: str = BOTH
    above: str = ""


@dataclass(frozen=True)
class School:
    """A school: where it stands and which bureau it answers to ("" = none)."""

    key: str
    place: Place
    authority: str


@dataclass(frozen=True)
class Enterprise:
    """An enterprise: where it stands and what the bureau says of it."""

    key: str
    place: Place
    vetting: str = "approved"


LIWAN, TIANHE = ("440000", "440100", "440103"), ("440000", "440100", "440106")
NANSHAN, FURONG = ("440000", "440300", "440305"), ("430000", "430100", "430102")
BUREAUS = (
    Bureau("bureau-province-1", ("440000",)),
    Bureau("bureau-city-1", ("440000", "440100"), TERRITORY, "bureau-province-1"),
    Bureau("bureau-city-2", ("440000", "440300"), BOTH, "bureau-province-1"),
    Bureau("bureau-district-1", LIWAN, TERRITORY, "bureau-city-1"),
    Bureau("bureau-labour-1", ("440000",), AUTHORITY),
    Bureau("bureau-province-2", ("430000",)),
    Bureau("bureau-city-3", ("430000", "430100"), BOTH, "bureau-province-2"),
)
# A city school; a provincial one in the same city; a technician school under the labour bureau; one far away.
SCHOOLS = (
    School("school-a", LIWAN, "bureau-city-1"),
    School("school-b", TIANHE, "bureau-province-1"),
    School("school-c", NANSHAN, "bureau-labour-1"),
    School("school-d", FURONG, "bureau-city-3"),
)
ENTERPRISES = (
    Enterprise("enterprise-a", LIWAN),
    Enterprise("enterprise-b", NANSHAN),
    Enterprise("enterprise-c", TIANHE, "pending"),
    Enterprise("enterprise-d", FURONG, "refused"),
)
OPERATOR = "operator"
ORGANISATIONS = tuple(row.key for row in (*SCHOOLS, *ENTERPRISES, *BUREAUS))


def reaching_school(school: School) -> frozenset[str]:
    """Bureaus whose jurisdiction holds the school, by territory or by authority."""
    return frozenset(bureau.key for bureau in BUREAUS if _reaches(bureau, school.place, school.authority))


def reaching_enterprise(enterprise: Enterprise) -> frozenset[str]:
    """Bureaus in whose territory the enterprise lies: enterprises answer to no authority, so territory is all."""
    return frozenset(bureau.key for bureau in BUREAUS if _holds(bureau, enterprise.place))


def _reaches(bureau: Bureau, place: Place, authority: str) -> bool:
    by_place = bureau.follows != AUTHORITY and _holds(bureau, place)
    by_authority = bureau.follows != TERRITORY and bureau.key in _line_of(authority)
    return by_place or by_authority


def _holds(bureau: Bureau, place: Place) -> bool:
    return place[: len(bureau.place)] == bureau.place


def _line_of(key: str) -> set[str]:
    """A bureau and all above it."""
    above = {bureau.key: bureau.above for bureau in BUREAUS}
    line = set()
    while key:
        line.add(key)
        key = above[key]
    return line


def canary_of(key: str, seed: int) -> str:
    """A word that nobody writes but this organisation: letters only, the same for the same seed."""
    digest = hashlib.sha256(f"{seed}:{key}".encode()).hexdigest()[:10]
    return "canary" + "".join(chr(ord("g") + int(letter, 16)) for letter in digest)

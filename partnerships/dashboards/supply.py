"""Supply and demand: seats per student due out, by class of majors and industrial cluster.

seats(cluster, class) = seats of published openings of enterprises of the cluster that accept the class. An opening that
accepts several classes counts under each of them: it could take students of any.
demand(cluster, class) = due(class) x strength(cluster, class) / sum of strengths of the class over all clusters: the
students due out, shared over the clusters as strongly as these ask for the class (reference table ClusterMajorClass).
ratio = seats / demand, shown where demand is 10 students or more; 1 is balance, below it there are too few seats.
A class that no cluster asks for falls to the column outside the clusters, whose seats are those of enterprises that
stand in no cluster. Guarantees: the demand of a class adds up to its students due out. Not done: seats for a class in
clusters that do not ask for it (and outside, where clusters do) are set against nobody; the page by class counts them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from partnerships.dashboards.scope import Scope
from portal.reference.models import MajorClass, in_current_language

FEW = 10
OUTSIDE = ""
"""The cluster of what stands in no cluster."""
CLASS_AND_CLUSTER = (
    "pk", "name_zh", "name_en",
    *(f"cluster_links__{name}" for name in ("cluster", "cluster__name_zh", "cluster__name_en", "strength")),
)  # fmt: skip
READ = ("due", "secured", "short", "class_seats", "class_seats_free")


def shares(links: Iterable[tuple[str, str, float]]) -> dict[str, dict[str, float]]:
    """Class -> cluster -> share of the class, adding up to 1 for every class.

    `links` are (cluster, class, strength in (0, 1]).

    >>> shares([("C01", "7101", 1.0), ("C02", "7101", 0.25)])
    {'7101': {'C01': 0.8, 'C02': 0.2}}
    """
    strengths: dict[str, dict[str, float]] = {}
    for cluster, major_class, strength in links:
        strengths.setdefault(major_class, {})[cluster] = strength
    return {
        major_class: {cluster: strength / sum(row.values()) for cluster, strength in row.items()}
        for major_class, row in strengths.items()
    }


def ratio(seats: int, demand: float) -> float | None:
    """Seats per student; None below 10 students, where a number would point at people or at chance.

    >>> ratio(30, 20.0), ratio(30, 9.9)
    (1.5, None)
    """
    return seats / demand if demand >= FEW else None


@dataclass(frozen=True)
class Supply:
    """Sums by class, seats by cluster and class, shares of demand, and the names of both."""

    by_class: dict[str, dict[str, int]]
    seats: dict[tuple[str, str], int]
    shares: Mapping[str, Mapping[str, float]]
    class_names: dict[str, str]
    cluster_names: dict[str, str]

    @classmethod
    def of(cls, scope: Scope) -> "Supply":
        """Read the cells and the table of clusters and classes; two queries."""
        by_class: dict[str, dict[str, int]] = {}
        seats: dict[tuple[str, str], int] = {}
        for (measure, major_class, cluster), value in _cells(scope).items():
            sums = by_class.setdefault(major_class, dict.fromkeys(READ, 0))
            sums[measure] += value
            if measure == "class_seats":
                seats[cluster, major_class] = value
        rows = list(MajorClass.objects.filter(pk__in=by_class).values_list(*CLASS_AND_CLUSTER))
        return cls(
            by_class,
            seats,
            shares(
                (cluster, code, strength) for code, _zh, _en, cluster, *_names, strength in rows if cluster
            ),
            {code: in_current_language(zh, en) for code, zh, en, *_rest in rows},
            {
                **{row[3]: in_current_language(row[4], row[5]) for row in rows if row[3]},
                OUTSIDE: _("Outside the clusters"),
            },
        )

    def share(self, cluster: str, major_class: str) -> float:
        """The part of the class that falls to the cluster, in 0..1."""
        return self.shares.get(major_class, {OUTSIDE: 1.0}).get(cluster, 0.0)

    def demand(self, cluster: str, major_class: str) -> float:
        """Students of the class due out that fall to the cluster."""
        return self.by_class.get(major_class, {}).get("due", 0) * self.share(cluster, major_class)

    def ratio(self, cluster: str, major_class: str) -> float | None:
        return ratio(self.seats.get((cluster, major_class), 0), self.demand(cluster, major_class))

    def top_classes(self, most: int) -> list[str]:
        """Classes with the most students due out, the most first."""
        known = [code for code in self.by_class if code in self.class_names and self.by_class[code]["due"]]
        return sorted(known, key=lambda code: (-self.by_class[code]["due"], code))[:most]

    def top_clusters(self, classes: Iterable[str], most: int) -> list[str]:
        """Clusters with the most demand from these classes, in the order of their codes, those outside last."""
        wanted = list(classes)
        demand = {
            cluster: sum(self.demand(cluster, code) for code in wanted) for cluster in self.cluster_names
        }
        asked = [cluster for cluster, students in demand.items() if students >= FEW]
        top = sorted(asked, key=lambda cluster: (-demand[cluster], cluster))[:most]
        return sorted(top, key=lambda cluster: (cluster == OUTSIDE, cluster))


def _cells(scope: Scope) -> dict[tuple[str, ...], int]:
    cells = scope.cells().filter(measure__in=READ).exclude(major_class="")
    return cells.totals("measure", "major_class", "cluster")

"""Supply and demand: seats per student due out, by class of majors and industrial cluster.

seats(cluster, class) = seats of published openings of enterprises of the cluster that accept the class. An opening that
accepts several classes counts under each of them: it could take students of any.
demand(cluster, class) = due(class) x strength(cluster, class) / sum of strengths of the class over all clusters: the
students due out, shared over the clusters as strongly as these ask for the class (reference table ClusterMajorClass).
ratio = seats / demand, shown where demand is 10 students or more; 1 is balance, below it there are too few seats.
Guarantees: the demand of a class adds up to its students due out. Not done: openings of enterprises without cluster
stand in no column; classes that no cluster asks for stand in no row; both are named on the page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from partnerships.dashboards.scope import Scope
from portal.reference.models import ClusterMajorClass

FEW = 10
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
    cluster_full_names: dict[str, str] = field(default_factory=dict)

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
        links = list(ClusterMajorClass.objects.select_related("cluster", "major_class"))
        return cls(
            by_class,
            seats,
            shares((link.cluster_id, link.major_class_id, link.strength) for link in links),
            {link.major_class_id: link.major_class.name for link in links},
            {link.cluster_id: link.cluster.name for link in links},
        )

    def demand(self, cluster: str, major_class: str) -> float:
        """Students of the class due out that fall to the cluster."""
        due = self.by_class.get(major_class, {}).get("due", 0)
        return due * self.shares.get(major_class, {}).get(cluster, 0.0)

    def ratio(self, cluster: str, major_class: str) -> float | None:
        return ratio(self.seats.get((cluster, major_class), 0), self.demand(cluster, major_class))

    def top_classes(self, most: int) -> list[str]:
        """Classes with a place in the table of clusters, most students due out first."""
        known = [code for code in self.by_class if code in self.shares and self.by_class[code]["due"]]
        return sorted(known, key=lambda code: (-self.by_class[code]["due"], code))[:most]

    def top_clusters(self, classes: Iterable[str], most: int) -> list[str]:
        """Clusters with the most demand from these classes, in the order of their codes."""
        wanted = list(classes)
        demand = {
            cluster: sum(self.demand(cluster, code) for code in wanted) for cluster in self.cluster_names
        }
        asked = [cluster for cluster, students in demand.items() if students >= FEW]
        return sorted(sorted(asked, key=lambda cluster: (-demand[cluster], cluster))[:most])

    @property
    def due_without_cluster(self) -> int:
        """Students of classes that no cluster asks for."""
        return sum(sums["due"] for code, sums in self.by_class.items() if code not in self.shares)

    @property
    def seats_without_cluster(self) -> int:
        """Class seats of enterprises that stand in no cluster."""
        return sum(value for (cluster, _code), value in self.seats.items() if not cluster)


def _cells(scope: Scope) -> dict[tuple[str, ...], int]:
    cells: QuerySet[Any] = scope.cells().filter(measure__in=READ).exclude(major_class="")
    return cells.totals("measure", "major_class", "cluster")  # type: ignore[attr-defined,no-any-return]

"""A radar of dimensions with the dashed median of the peers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from portal.common.charts.marks import clipped
from portal.common.charts.text import text_width


@dataclass(frozen=True)
class Axis:
    """A dimension: points of `maximum`, the peers' median where known, a link to its evidence."""

    label: str
    value: float
    maximum: float
    peer: float | None = None
    text: str = ""
    url: str = ""


@dataclass(frozen=True)
class Spoke:
    """An axis as drawn: its rim end, its point, and where its label stands."""

    axis: Axis
    rim_x: float
    rim_y: float
    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True)
class Radar:
    """Polygons are ready for the SVG attribute `points`; `peers` is empty if any median is unknown."""

    width: float
    height: float
    centre_x: float
    centre_y: float
    webs: tuple[str, ...]
    own: str
    peers: str
    spokes: tuple[Spoke, ...]


def radar(axes: Sequence[Axis], radius: float = 88.0) -> Radar:
    """Axes clockwise from the top, each scaled to its own maximum; the box holds every label.

    point = centre + radius * value / maximum in the direction of the axis
    """
    side = max((text_width(axis.label) for axis in axes), default=0.0) + 14
    cx, cy = radius + side, radius + 30
    angles = [2 * pi * at / max(1, len(axes)) for at in range(len(axes))]

    def at(angle: float, share: float) -> tuple[float, float]:
        return cx + radius * share * sin(angle), cy - radius * share * cos(angle)

    shares = [_share(axis.value, axis.maximum) for axis in axes]
    spokes = tuple(
        _spoke(axis, angle, at(angle, 1.0), at(angle, share), at(angle, 1.12))
        for axis, angle, share in zip(axes, angles, shares, strict=True)
    )
    known = [axis.peer for axis in axes if axis.peer is not None]
    peer_shares = [_share(axis.peer or 0.0, axis.maximum) for axis in axes]
    has_peers = bool(axes) and len(known) == len(axes)
    return Radar(
        width=2 * cx,
        height=2 * cy,
        centre_x=cx,
        centre_y=cy,
        webs=tuple(_polygon([at(angle, ring) for angle in angles]) for ring in (0.25, 0.5, 0.75, 1.0)),
        own=_polygon([at(angle, share) for angle, share in zip(angles, shares, strict=True)]),
        peers=_polygon([at(a, s) for a, s in zip(angles, peer_shares, strict=True)]) if has_peers else "",
        spokes=spokes,
    )


def _share(value: float, maximum: float) -> float:
    return clipped(value / maximum, 0.0, 1.0) if maximum > 0 else 0.0


def _spoke(
    axis: Axis, angle: float, rim: tuple[float, float], point: tuple[float, float], label: tuple[float, float]
) -> Spoke:
    across = sin(angle)
    anchor = "middle" if abs(across) < 0.1 else "start" if across > 0 else "end"
    drop = 4.0 if abs(cos(angle)) < 0.9 else (-2.0 if cos(angle) > 0 else 12.0)
    return Spoke(axis, *rim, *point, label[0], label[1] + drop, anchor)


def _polygon(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)

"""The engine on the planted world: how well it ranks beside simple rules, and how long 500 x 3,000 takes.

nDCG@10 against the planted truth; every rule is measured in the same run on the same files. The gates of
`match_files` are applied to the rules that say so. Time is end to end: read two CSV files, rank, write one.

Run by itself: python benchmarks/matching_world.py
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.planted_world import Post, School, build, kilometres, truth
from partnerships.matching.engine.files import run

SEED, DEPTH = 20261122, 10
Floats = npt.NDArray[np.float64]


def rows() -> dict[str, dict[str, Any]]:
    """The measurements for `make bench`."""
    schools, posts = build(SEED, 200, 3000)
    gains = np.array([[truth(school, post) for post in posts] for school in schools])
    ours, _ = _engine(schools, posts)
    rules = {
        name: _ndcg(np.argsort(-scores, axis=1, kind="stable"), gains)
        for name, scores in _rules(schools, posts).items()
    }
    value, best = _ndcg(ours, gains), max(rules.values())
    _, seconds = _engine(*build(SEED + 1, 500, 3000))
    return {
        "planted world nDCG@10": {
            "value": value, "unit": "", "better": "higher", "baseline": rules, "ratio": round(value / best, 3),
        },
        "match 500 x 3,000": {
            "value": round(seconds, 2), "unit": "s", "better": "lower", "baseline": {"promised": 10.0},
            "ratio": round(seconds / 10.0, 3),
        },
    }  # fmt: skip


def _engine(schools: list[School], posts: list[Post]) -> tuple[npt.NDArray[np.int64], float]:
    """The best posts of every school, -1 where there are fewer, and the seconds it took."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        _write(place / "P.csv", [school.row for school in schools])
        _write(place / "O.csv", [post.row for post in posts])
        started = time.perf_counter()
        run(place / "P.csv", place / "O.csv", place / "M.csv", 20)
        seconds = time.perf_counter() - started
        best = np.full((len(schools), DEPTH), -1, np.int64)
        with (place / "M.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if int(row["rank"]) <= DEPTH:
                    best[int(row["programme_id"][1:]), int(row["rank"]) - 1] = int(row["opening_id"][1:])
    return best, seconds


def _write(path: Path, lines: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)


def _rules(schools: list[School], posts: list[Post]) -> dict[str, Floats]:
    """What simple systems do, as scores (schools x posts), higher is better."""
    distance = np.array([[kilometres(school, post) for post in posts] for school in schools])
    words = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True)
    offered = words.fit_transform([post.row["title"] + post.row["text"] for post in posts])
    asked = words.transform([school.row["title"] + school.row["text"] for school in schools])
    cosine = (asked @ offered.T).toarray()
    possible = np.array([[_possible(school, post) for post in posts] for school in schools])
    near = np.exp(-distance / 35)
    seats = np.array([[min(1.0, post.seats / school.students) for post in posts] for school in schools])
    equal = (cosine / cosine.max(axis=1, keepdims=True) + near + seats) / 3
    return {
        "distance": -distance,
        "text cosine": cosine,
        "text cosine with gates": np.where(possible, cosine, -1.0),
        "equal weights with gates": np.where(possible, equal, -1.0),
    }


def _possible(school: School, post: Post) -> bool:
    accepted = tuple(code for code in post.row["majors"].split("|") if code)
    common = school.days[0] <= post.days[1] and post.days[0] <= school.days[1]
    return common and (not accepted or school.row["major_code"].startswith(accepted))


def _ndcg(best: npt.NDArray[np.int64], gains: Floats) -> float:
    """Mean nDCG@10 of lists of columns, best first; -1 gains nothing."""
    padded = np.pad(gains, ((0, 0), (0, 1)))
    discount = 1 / np.log2(np.arange(2, DEPTH + 2))
    got = (np.take_along_axis(padded, best[:, :DEPTH], axis=1) * discount).sum(axis=1)
    ideal = (-np.sort(-gains, axis=1)[:, :DEPTH] * discount).sum(axis=1)
    return round(float(np.mean(got / np.maximum(ideal, 1e-12))), 4)


if __name__ == "__main__":
    json.dump(rows(), sys.stdout, ensure_ascii=False, indent=1)
    print()

"""Match quality on real input: 1,467 programmes (CIP 2020) ranked against 867 occupations (SOC 2018, O*NET 30.1).

The files are not part of the project: their folder comes from PORTAL_MATCH_DEV, or lies beside the clone as
../shared/data/match_dev; without it the benchmark says so and is skipped. Everything goes through `files.run`, as
`match_files` does. An occupation counts as right when the official crosswalk names it for the programme. Ties are
counted against us: a wrong opening with the same score stands before the right one. Plain word TF-IDF over all
fields in one is measured in the same run. O*NET is CC BY 4.0, by the U.S. Department of Labor.

Run by itself: python benchmarks/match_dev.py
"""

from __future__ import annotations

import csv
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from partnerships.matching.engine.files import run

DEPTH = 200
TEACHERS = "25-1"  # 73 % of the programmes count a postsecondary teacher among their occupations
Row = dict[str, str]
Ranks = list[int]


def folder() -> Path:
    """Where the files would be."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data" / "match_dev"
    return Path(os.environ.get("PORTAL_MATCH_DEV", beside))


def rows() -> dict[str, dict[str, Any]]:
    """The measurements for `make bench`; empty where the files are not found."""
    if not (folder() / "programmes.csv").is_file():
        print(f"match_dev: skipped, not found ({folder()}; set PORTAL_MATCH_DEV)")
        return {}
    programmes, occupations = _read("programmes.csv"), _read("occupations.csv")
    started = time.perf_counter()
    ours = _engine_ranking(programmes, occupations)
    seconds = time.perf_counter() - started
    plain = _plain_ranking(programmes, occupations)
    found: dict[str, dict[str, Any]] = {
        "match_dev seconds": {
            "value": round(seconds, 2),
            "unit": "s",
            "better": "lower",
            "baseline": {},
            "ratio": None,
        }
    }
    for suffix, wanted in (("", _any), (" without 25-1", _no_teacher)):
        mine, theirs = (_figures(programmes, ranking, wanted) for ranking in (ours, plain))
        for name, value in mine.items():
            found[f"match_dev {name}{suffix}"] = {
                "value": value,
                "unit": "",
                "better": "higher",
                "baseline": {"plain word TF-IDF": theirs[name]},
                "ratio": round(value / theirs[name], 3),
            }
    return found


def _any(occupation: str) -> bool:
    return True


def _no_teacher(occupation: str) -> bool:
    return not occupation.startswith(TEACHERS)


def _read(name: str) -> list[Row]:
    with (folder() / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _engine_ranking(programmes: list[Row], occupations: list[Row]) -> dict[str, list[tuple[float, str]]]:
    """For each programme (score, occupation) best first, as `match_files` writes them."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        _write(
            place / "P.csv",
            [(row["cip"], row["title"], row["definition"]) for row in programmes],
            "id,title,text",
        )
        posts = [
            (
                row["soc"],
                row["title"],
                row["definition"],
                "|".join(row["alt_titles"].replace("|", " ").split(" ; ")),
                "|".join(re.split(r"(?<=\.) ", row["tasks"].replace("|", " "))),
            )
            for row in occupations
        ]
        _write(place / "O.csv", posts, "id,title,text,aliases,tasks")
        run(place / "P.csv", place / "O.csv", place / "M.csv", DEPTH)
        ranking: dict[str, list[tuple[float, str]]] = {}
        with (place / "M.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                ranking.setdefault(row["programme_id"], []).append((float(row["score"]), row["opening_id"]))
    return ranking


def _write(path: Path, lines: list[tuple[str, ...]], header: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.split(","))
        writer.writerows(lines)


def _plain_ranking(programmes: list[Row], occupations: list[Row]) -> dict[str, list[tuple[float, str]]]:
    posts = [
        " ".join((row["title"], row["definition"], row["alt_titles"], row["tasks"])) for row in occupations
    ]
    words = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit(posts)
    queries = words.transform([f"{row['title']} {row['definition']}" for row in programmes])
    scores = (queries @ words.transform(posts).T).toarray()
    best = np.argsort(-scores, axis=1, kind="stable")[:, :DEPTH]
    return {
        row["cip"]: [(float(scores[at, column]), occupations[column]["soc"]) for column in best[at]]
        for at, row in enumerate(programmes)
    }


def _figures(
    programmes: list[Row], ranking: dict[str, list[tuple[float, str]]], wanted: Callable[[str], bool]
) -> dict[str, float]:
    ranks = []
    for row in programmes:
        right = {name for name in row["soc"].split("|") if name and wanted(name)}
        if right:
            listed = [pair for pair in ranking.get(row["cip"], []) if wanted(pair[1])]
            ranks.append(pessimistic_rank(listed, right))
    found = np.array(ranks, np.float64)
    return {
        "hit@1": round(float(np.mean(found == 1)), 4),
        "hit@5": round(float(np.mean(found <= 5)), 4),
        "MRR": round(float(np.mean(1 / found)), 4),
    }


def pessimistic_rank(listed: list[tuple[float, str]], right: set[str]) -> float:
    """Rank of the best right one, every wrong one of an equal score before it; infinite where none is listed."""
    scores = [score for score, name in listed if name in right]
    if not scores:
        return float("inf")
    return 1 + sum(1 for score, name in listed if score >= max(scores) and name not in right)


if __name__ == "__main__":
    json.dump(rows(), sys.stdout, ensure_ascii=False, indent=1)
    print()

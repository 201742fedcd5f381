"""Rows in, tables out: small worlds written down as a reader sees them."""

import random

import numpy as np

from partnerships.matching.engine.tables import Openings, Programmes

LISTS = {"abilities", "aliases", "tasks", "majors"}
NUMBERS = {"longitude", "latitude", "students", "seats", "pay", "reliability"}
DAYS = {"start", "end"}


def _column(rows, name):
    if not any(name in row for row in rows):
        return None
    cells = [row.get(name) for row in rows]
    if name in LISTS:
        return tuple(tuple(cell or ()) for cell in cells)
    if name in NUMBERS:
        return np.array([np.nan if cell is None else float(cell) for cell in cells])
    if name in DAYS:
        return np.array(["NaT" if cell is None else cell for cell in cells], "datetime64[D]")
    if name == "lodging":
        return np.array([-1 if cell is None else int(cell) for cell in cells])
    return tuple(cell or "" for cell in cells)


def _table(kind, rows):
    columns = {
        name: _column(rows, name)
        for name in kind.__dataclass_fields__
        if name not in {"ids", "title", "text"}
    }
    texts = {name: tuple(row.get(name, "") for row in rows) for name in ("title", "text")}
    return kind(ids=tuple(row["id"] for row in rows), **texts, **columns)


def programmes(*rows):
    return _table(Programmes, rows)


def openings(*rows):
    return _table(Openings, rows)


FIELDS = {
    "7308": ("物流服务与管理", ["仓储作业", "叉车操作", "配送管理", "库存盘点"], "仓库管理员", "G5990"),
    "7303": ("会计事务", ["凭证录入", "出纳实务", "纳税申报", "成本核算"], "财务助理", "L7241"),
    "6603": ("工业机器人技术应用", ["PLC编程", "示教编程", "电气控制", "设备保养"], "设备技术员", "C3491"),
    "7202": ("护理", ["静脉输液", "生命体征测量", "老年照护", "消毒隔离"], "病区护理实习生", "Q8411"),
}


def _programme(at, chance):
    code = chance.choice(sorted(FIELDS))
    name, abilities, _, _ = FIELDS[code]
    return {
        "id": f"P{at:03d}",
        "title": name,
        "text": "培养掌握" + "、".join(chance.sample(abilities, 3)) + "的技术技能人才",
        "abilities": chance.sample(abilities, 3) if chance.random() < 0.9 else None,
        "major_code": f"{code}01",
        "longitude": 113 + chance.random() if chance.random() < 0.9 else None,
        "latitude": 23 + chance.random(),
        "students": chance.randint(1, 40),
        "start": "2026-03-01",
        "end": f"2026-08-{chance.randint(10, 30)}",
    }


def _opening(at, chance):
    code = chance.choice(sorted(FIELDS))
    _, abilities, post, industry = FIELDS[code]
    return {
        "id": f"O{at:04d}",
        "title": post,
        "text": "负责" + "、".join(chance.sample(abilities, 2)) + chance.choice(["，包住", "，两班倒", ""]),
        "tasks": chance.sample(abilities, 2),
        "abilities": chance.sample(abilities, chance.randint(1, 4)) if chance.random() < 0.8 else None,
        "majors": chance.choice([[code], [code[:2]], None]),
        "industry_code": chance.choice([industry, industry, "L7262"]),
        "longitude": 113 + chance.random() if chance.random() < 0.9 else None,
        "latitude": 23 + chance.random(),
        "seats": chance.choice([0, 1, 5, 10, None]),
        "start": chance.choice(["2026-02-01", "2026-05-01", "2026-10-01"]),
        "end": chance.choice(["2026-10-15", "2026-12-31", None]),
        "reliability": chance.choice([0.3, 0.8, 1.0, None]),
    }


def small_world(seed, programme_count=12, opening_count=60):
    """Rows of programmes and openings in four fields, with gaps in most columns."""
    chance = random.Random(seed)
    return (
        [_programme(at, chance) for at in range(programme_count)],
        [_opening(at, chance) for at in range(opening_count)],
    )

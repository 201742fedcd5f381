"""A planted world: invented programmes and openings of which it is known how well they fit.

Premises. Schools name abilities, firms name tasks; the two lists of a field are planted side by side, and an ability
answers one or two tasks. How good a pair truly is, is a product: field (own, neighbouring or none) x share of the
opening's tasks whose ability is taught x place (with lodging far is bearable) x days covered x seats. Traps are
planted too: keyword stuffing, "management trainee" posts that are line work, empty cells, lodging named in words only.
Guarantees. Seeded; the truth is never shown to the engine. Its author also wrote the engine: a world by another hand
should be preferred to it.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_DAY = date(2026, 3, 1)


@dataclass(frozen=True)
class Field:
    """Majors and abilities as schools say it; posts, tasks and industries as firms do. Words parted by spaces."""

    majors: str
    abilities: str
    posts: str
    tasks: str
    industries: str


FIELDS = {
    "7308": Field(
        "物流服务与管理 现代物流管理",
        "仓储作业 配送作业管理 运输组织 国际货代实务 物流信息技术 叉车操作 库存控制 供应链基础",
        "仓库管理员 货运代理助理 配送调度员 分拣员 仓储运营实习生",
        "收发货 盘点 订单拣选 叉车驾驶 报关单证 车辆调度 WMS系统录单 库位管理 打包复核",
        "G5990 G5432 F5199 G5810",
    ),
    "7303": Field(
        "会计事务 大数据与会计",
        "基础会计 纳税实务 成本核算 会计电算化 出纳实务 财务报表分析 税法",
        "财务助理 出纳 往来会计 记账员 税务代理助理",
        "凭证录入 开具发票 银行对账 报税申报 费用报销审核 应收应付 用友金蝶操作 工资表",
        "L7241 F5212 C3911 J6610",
    ),
    "7307": Field(
        "电子商务 跨境电子商务",
        "网店运营 网络营销 商品拍摄与美工 客户服务 跨境电商实务 直播电商 数据分析",
        "店铺运营助理 直播运营 电商客服 跨境运营专员 美工",
        "上架商品 直通车推广 回复买家咨询 主播排期 亚马逊后台 详情页设计 店铺数据日报 售后处理",
        "F5292 I6431 F5137 C1819",
    ),
    "7102": Field(
        "计算机应用 软件技术 计算机网络技术",
        "程序设计基础 网页设计 数据库应用 Java程序设计 网络设备配置 Linux系统管理 Python编程",
        "前端开发实习生 软件测试员 网络运维 技术支持 实施工程师助理",
        "Vue页面开发 写测试用例 交换机配置 服务器巡检 SQL查询 接口联调 客户现场部署 Bug跟踪",
        "I6513 I6540 I6420 C3911",
    ),
    "7101": Field(
        "电子技术应用 应用电子技术",
        "模拟电子技术 数字电子技术 PCB设计 单片机技术 电子产品装配 SMT工艺",
        "SMT技术员 电子测试员 PCB助理工程师 维修技术员",
        "贴片机换料 回流焊炉温 示波器测量 功能测试治具 焊接返修 Altium画板 来料检验",
        "C3982 C3972 C3921",
    ),
    "6603": Field(
        "工业机器人技术应用 电气自动化技术",
        "PLC编程 工业机器人操作 电气控制 液压与气动 传感器应用 自动线安装调试",
        "设备技术员 机器人调试员 电工 自动化装配",
        "示教编程 伺服调试 配电柜接线 产线点检 故障排查 西门子博图 设备保养",
        "C3491 C3490 C3670 C3829",
    ),
    "6601": Field(
        "数控技术应用 模具制造技术",
        "数控编程 机械制图 CAD/CAM 车工工艺 铣工实训 模具结构 公差测量",
        "CNC操作员 数控学徒 模具装配工 品检员 编程助理",
        "上下料 对刀 三坐标检测 加工中心操作 线切割 UG编程 图纸识读 修模",
        "C3525 C3360 C3311",
    ),
    "7002": Field(
        "汽车运用与维修 新能源汽车检测与维修",
        "汽车发动机构造 底盘检修 汽车电气 新能源汽车技术 故障诊断 汽车保养",
        "汽车机电维修学徒 服务顾问 钣喷学徒 动力电池检测员",
        "更换机油 四轮定位 解码仪诊断 接车预检 高压断电 轮胎更换 工单录入",
        "O8111 F5261 C3612",
    ),
    "7202": Field(
        "护理 助产",
        "基础护理 内科护理 急救护理 老年护理 护理伦理 健康评估",
        "病区护理实习生 导诊 养老护理员 门诊助理",
        "测量生命体征 静脉输液 换药 病房巡视 交接班记录 陪护老人 消毒隔离",
        "Q8411 Q8412 Q8514 Q8425",
    ),
    "7701": Field(
        "幼儿保育 学前教育",
        "幼儿卫生保健 儿童心理 幼儿游戏 钢琴与声乐 手工制作 保育员实务",
        "配班老师 保育员 托育助理 早教助教",
        "晨检 午睡看护 带班活动 环境创设 家长沟通 喂餐如厕 绘本讲读",
        "P8310 O8020",
    ),
    "7402": Field(
        "中餐烹饪 西餐烹饪 中西面点",
        "刀工 热菜制作 面点工艺 西点烘焙 食品营养 宴席设计",
        "后厨学徒 面点助理 西饼房实习生 切配",
        "备料切配 炒锅打荷 裱花 烤炉看火 厨房卫生 出品摆盘",
        "H6210 H6110 C1411",
    ),
    "7401": Field(
        "高星级饭店运营与管理 旅游服务与管理",
        "前厅服务 客房管理 餐饮服务 导游业务 酒店英语 礼仪",
        "前台接待 客房服务员 宴会服务生 景区讲解员",
        "办理入住 铺床做房 传菜摆台 带团讲解 预订系统 宾客投诉",
        "H6110 N7861 L7291",
    ),
    "7501": Field(
        "平面设计 动漫与游戏制作 室内设计",
        "图形图像处理 版式设计 三维建模 插画 摄影 室内效果图",
        "美术设计助理 UI设计实习生 3D建模师助理 效果图绘图员",
        "海报排版 PS修图 C4D渲染 切图标注 CAD施工图 分镜草图 包装打样",
        "L7251 M7491 I6572 E5011",
    ),
    "6403": Field(
        "建筑工程施工 工程造价",
        "建筑识图 工程测量 钢筋工程 工程计量与计价 BIM建模 施工组织",
        "施工员助理 资料员 预算员助理 测量员",
        "放线 广联达算量 旁站记录 工程资料归档 钢筋验收 进度报表 安全巡查",
        "E4710 E4813 M7481",
    ),
    "6901": Field(
        "食品加工工艺 食品检验检测",
        "食品化学 食品微生物检验 食品加工技术 HACCP 感官检验",
        "化验员 品控员 生产操作员 研发助理",
        "菌落总数检测 留样 杀菌工序 配料称量 水分测定 车间巡检 批次记录",
        "C1421 C1499 C1529",
    ),
    "6804": Field(
        "服装设计与工艺 服装制作与生产管理",
        "服装制版 缝制工艺 面料知识 服装CAD 立体裁剪",
        "样衣工 制版助理 跟单员 理单",
        "车缝 放码 验货 辅料采购跟进 打样 吊牌核对",
        "C1810 C1829",
    ),
}
NEIGHBOURS = {
    ("7101", "6603"): 0.5,
    ("7101", "7102"): 0.35,
    ("6601", "6603"): 0.45,
    ("7307", "7308"): 0.3,
    ("7307", "7501"): 0.3,
    ("7402", "7401"): 0.4,
    ("7402", "6901"): 0.25,
    ("7303", "7307"): 0.15,
    ("7202", "7701"): 0.2,
    ("7002", "6603"): 0.3,
}
CITIES = [
    (113.26, 23.13),
    (114.06, 22.54),
    (113.12, 23.02),
    (113.75, 23.02),
    (113.58, 22.27),
    (113.38, 22.52),
    (114.42, 23.11),
    (113.08, 22.58),
    (112.47, 23.05),
    (110.36, 21.27),
    (116.68, 23.35),
    (113.06, 23.68),
]
CHATTER = "岗位职责 福利好 团队氛围好 晋升空间 吃苦耐劳 服从安排 有责任心 五险 周末双休 带薪培训 学习能力强 沟通能力"
EVERY_MAJOR = "、".join(major for field in FIELDS.values() for major in field.majors.split())


@dataclass(frozen=True)
class School:
    """A programme's row for the file, and what is true of it."""

    row: dict[str, str]
    code: str
    taught: frozenset[str]
    place: tuple[float, float]
    students: int
    days: tuple[int, int]


@dataclass(frozen=True)
class Post:
    """An opening's row for the file, and what is true of it."""

    row: dict[str, str]
    code: str
    tasks: frozenset[str]
    is_line_work: bool
    place: tuple[float, float]
    lodging: bool
    seats: int
    days: tuple[int, int]


def build(seed: int, programmes: int, openings: int) -> tuple[list[School], list[Post]]:
    """A world of that size."""
    chance = random.Random(seed)  # noqa: S311 (a world, not a secret)
    return (
        [_school(chance, f"P{at:05d}") for at in range(programmes)],
        [_post(chance, f"O{at:06d}") for at in range(openings)],
    )


def truth(school: School, post: Post) -> float:
    """How good the pair truly is, in [0, 1]."""
    accepted = [code for code in post.row["majors"].split("|") if code]
    if accepted and not school.row["major_code"].startswith(tuple(accepted)):
        return 0.0
    common = min(school.days[1], post.days[1]) - max(school.days[0], post.days[0]) + 1
    if common <= 0:
        return 0.0
    covered = min(1.0, common / (school.days[1] - school.days[0] + 1))
    seats = 0.4 + 0.6 * min(1.0, post.seats / school.students)
    return _field(school, post) * _place(school, post) * (0.15 + 0.85 * covered) * seats


def kilometres(school: School, post: Post) -> float:
    """Distance on a flat map of Guangdong."""
    (a, b), (c, d) = school.place, post.place
    return math.hypot((a - c) * 102.5, (b - d) * 111.2)


def _field(school: School, post: Post) -> float:
    if post.is_line_work:
        return 0.08
    if school.code != post.code:
        pair = (school.code, post.code)
        return NEIGHBOURS.get(pair, NEIGHBOURS.get(pair[::-1], 0.03))
    field = FIELDS[post.code]
    abilities, tasks = field.abilities.split(), field.tasks.split()
    answered = sum(
        task in school.taught
        or (task in tasks and abilities[tasks.index(task) % len(abilities)] in school.taught)
        for task in post.tasks
    )
    return 0.4 + 0.6 * answered / len(post.tasks)


def _place(school: School, post: Post) -> float:
    beyond = max(kilometres(school, post) - 12, 0.0)
    return max(math.exp(-beyond / 35), 0.7 * math.exp(-beyond / 400) if post.lodging else 0.0)


def _near(chance: random.Random, cities: list[tuple[float, float]]) -> tuple[float, float]:
    longitude, latitude = chance.choice(cities)
    return round(longitude + chance.gauss(0, 0.14), 5), round(latitude + chance.gauss(0, 0.11), 5)


def _school(chance: random.Random, name: str) -> School:
    code = chance.choice(sorted(FIELDS))
    field = FIELDS[code]
    majors, abilities = field.majors.split(), field.abilities.split()
    title = chance.choice(majors)
    taught = chance.sample(abilities, chance.randint(4, len(abilities)))
    taught += chance.sample(field.tasks.split(), chance.randint(0, 3))
    level = chance.choice([0, 0, 0, 20])
    place, start = _near(chance, CITIES[:10]), chance.randint(0, 30)
    days = (start, start + chance.choice([150, 180, 180, 210]))
    students = chance.randint(5, 45)
    row = {
        "id": name,
        "title": title,
        "text": "培养掌握" + "、".join(taught) + "等技能，能从事相关工作的技术技能人才",
        "abilities": "|".join(taught),
        "major_code": f"{int(code[:2]) - level}{code[2:]}0{majors.index(title) + 1}",
        "longitude": str(place[0]),
        "latitude": str(place[1]),
        "students": str(students),
        "start": _day(days[0]),
        "end": _day(days[1]),
    }
    return School(row, code, frozenset(taught), place, students, days)


def _post(chance: random.Random, name: str) -> Post:
    code = chance.choice(sorted(FIELDS))
    field = FIELDS[code]
    is_line_work, is_stuffed, lodging = chance.random() < 0.08, chance.random() < 0.03, chance.random() < 0.35
    tasks = chance.sample(field.tasks.split(), 4)
    wanted = chance.sample(field.tasks.split(), chance.randint(2, 5))
    if chance.random() < 0.35:
        wanted += chance.sample(field.abilities.split(), 1)
    title, industry = chance.choice(field.posts.split()), chance.choice(field.industries.split())
    if is_line_work:
        title, industry, wanted = "储备干部", chance.choice(["C3982", "C3829"]), ["吃苦耐劳"]
        tasks = ["流水线组装", "搬运", "打包", "计件"]
    text = "；".join(tasks) + "。" + "，".join(chance.sample(CHATTER.split(), 3))
    text += "，适合专业：" + EVERY_MAJOR if is_stuffed else ""
    text += chance.choice(["，包住", "，提供食宿", "，包吃住", ""]) if lodging else ""
    start = chance.randint(-60, 90)
    days = (
        start if chance.random() < 0.92 else -10_000,
        start + chance.choice([60, 120, 180, 200, 240, 365]) if chance.random() < 0.85 else 10_000,
    )
    place, seats = _near(chance, CITIES), chance.choice([1, 2, 3, 5, 8, 10, 15, 20, 30])
    row = {
        "id": name,
        "title": title,
        "text": text,
        "tasks": "|".join(tasks),
        "abilities": "|".join(wanted) if chance.random() < 0.8 else "",
        "majors": "" if is_line_work else _accepted(chance, code),
        "industry_code": industry,
        "longitude": str(place[0]),
        "latitude": str(place[1]),
        "seats": str(seats),
        "start": _day(days[0]),
        "end": _day(days[1]),
    }
    return Post(row, code, frozenset(tasks + wanted), is_line_work, place, lodging, seats, days)


def _accepted(chance: random.Random, code: str) -> str:
    """No majors named, the category or the class, always for two levels of the catalogue."""
    width = chance.choice([0, 0, 0, 2, 2, 4])
    return "|".join((code[:width], f"{int(code[:2]) - 20}{code[2:width]}")) if width else ""


def _day(number: int) -> str:
    return "" if abs(number) >= 10_000 else (FIRST_DAY + timedelta(days=number)).isoformat()

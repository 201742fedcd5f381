"""Invented names. Any likeness to a real school, firm or person is chance; every demo record says it is invented."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from partnerships.demo.chance import Chance
from portal.reference.models import Region

# Words for schools and firms with their reading.
SCHOOL_WORDS = {
    "粤城": "Yuecheng", "番山": "Fanshan", "云峤": "Yunqiao", "穗北": "Suibei", "珠湾": "Zhuwan", "漠川": "Mochuan",
    "鉴水": "Jianshui", "韩滨": "Hanbin", "梅溪": "Meixi", "鹅岭": "Eling", "星岩": "Xingyan", "莲峰": "Lianfeng",
    "凤台": "Fengtai", "石湾": "Shiwan", "江澜": "Jianglan", "海晏": "Haiyan", "榕荫": "Rongyin", "西樵": "Xiqiao",
    "丹霞": "Danxia", "南屏": "Nanping", "清晖": "Qinghui", "松涛": "Songtao", "端砚": "Duanyan", "罗浮": "Luofu",
}  # fmt: skip
SCHOOL_FIELDS = {
    "商贸": "Commerce", "理工": "Technology", "机电": "Mechatronics", "信息": "Information", "工贸": "Trades",
    "经济": "Economics", "卫生": "Health", "交通": "Transport", "艺术": "Arts", "现代农业": "Agriculture",
}  # fmt: skip
SCHOOL_KINDS = {
    "secondary": ("职业技术学校", "Vocational School"),
    "technician": ("技工学校", "Technician School"),
    "college": ("职业学院", "Vocational College"),
    "bachelor": ("职业大学", "Vocational University"),
}
FIRM_WORDS = {
    "岭通": "Lingtong", "粤安": "Yue'an", "百禾": "Baihe", "云桥": "Yunqiao", "海心": "Haixin", "穗丰": "Suifeng",
    "粤和": "Yuehe", "南翼": "Nanyi", "港汇": "Ganghui", "恒讯": "Hengxun", "正沅": "Zhengyuan", "启衡": "Qiheng",
    "拓界": "Tuojie", "明澈": "Mingche", "鼎阅": "Dingyue", "沃川": "Wochuan", "景砺": "Jingli", "泽楷": "Zekai",
    "朗屿": "Langyu", "诚筑": "Chengzhu", "锐帆": "Ruifan", "合曜": "Heyao", "盛岚": "Shenglan", "润坤": "Runkun",
    "嘉穗": "Jiasui", "凌湾": "Lingwan", "卓砚": "Zhuoyan", "博岭": "Boling", "信翎": "Xinling", "安澜": "Anlan",
    "创峤": "Chuangqiao", "瑞屏": "Ruiping", "华榕": "Huarong", "汇潮": "Huichao", "顺禺": "Shunyu", "德漠": "Demo",
    "新垌": "Xintong", "联渚": "Lianzhu", "骏浦": "Junpu", "宏砚": "Hongyan",
}  # fmt: skip
FIRM_FIELDS = {
    "7308": (("供应链", "Supply Chain"), ("仓配服务", "Warehousing"), ("物流", "Logistics")),
    "7307": (("电子商务", "E-Commerce"), ("商超连锁", "Retail Chain"), ("跨境电商", "Cross-Border Trade")),
    "7303": (("财税服务", "Tax Services"), ("会计服务", "Accounting Services")),
    "7102": (("网络科技", "Network Technology"), ("软件", "Software"), ("信息服务", "Information Services")),
    "7101": (("电子", "Electronics"), ("光电", "Optoelectronics")),
    "6603": (("自动化设备", "Automation"), ("智能装备", "Smart Equipment"), ("机器人", "Robotics")),
    "6601": (("精密机械", "Precision Machinery"), ("模具", "Mould")),
    "7002": (("汽车服务", "Auto Services"), ("新能源科技", "New Energy")),
    "7202": (("医院", "Hospital"), ("护理院", "Nursing Home")),
    "7204": (("中药饮片", "Chinese Pharmacy"), ("大药房", "Pharmacy")),
    "7701": (("幼儿园", "Kindergarten"),),
    "7402": (("餐饮管理", "Catering"),),
    "7401": (("酒店管理", "Hotels"),),
    "7501": (("文化创意", "Creative Design"), ("数字传媒", "Digital Media")),
    "6804": (("服饰", "Garments"),),
    "6901": (("食品", "Foods"), ("检测技术", "Testing")),
    "6403": (("建筑工程", "Construction"),),
    "6101": (("农业科技", "Agri-Tech"),),
    "7306": (("百货", "Department Store"), ("商贸", "Trading")),
}
NO_LIMITED = ("医院", "护理院", "幼儿园")
SURNAMES = "陈林黄张李王吴刘蔡杨许郑梁何罗邓谢叶曾彭苏卢周冯"
GIVEN = (
    "敏",
    "颖",
    "志强",
    "海明",
    "俊",
    "文婷",
    "国栋",
    "丽",
    "婉",
    "洁",
    "建华",
    "晓东",
    "燕",
    "伟",
    "思敏",
    "家豪",
    "雪梅",
    "永康",
)


@dataclass(frozen=True)
class Name:
    """A name in both languages."""

    zh: str
    en: str


class NameMaker:
    """Makes names that are unique within a world."""

    def __init__(self, chance: Chance) -> None:
        self.chance = chance
        self.taken: set[str] = set()

    def school(self, kind: str) -> Name:
        """The name of a school of that kind; numbered once the plain names run out."""
        suffix_zh, suffix_en = SCHOOL_KINDS[kind]
        word, field = self.chance.choice(list(SCHOOL_WORDS)), self.chance.choice(list(SCHOOL_FIELDS))
        number = 1
        while True:
            mark_zh, mark_en = ("", "") if number == 1 else (f"第{number}", f"No. {number} ")
            name = Name(
                f"{word}{field}{mark_zh}{suffix_zh}",
                f"{SCHOOL_WORDS[word]} {SCHOOL_FIELDS[field]} {mark_en}{suffix_en}",
            )
            if self._is_new(name):
                return name
            number += 1

    def firm(self, major_class: str, city: Region) -> Name:
        """The name of an enterprise of the trade, in the city."""
        field_zh, field_en = self.chance.choice(FIRM_FIELDS[major_class])
        first = self.chance.choice(list(FIRM_WORDS))
        city_zh = city.name_zh.removesuffix("市")
        limited = field_zh not in NO_LIMITED
        for word_zh, word_en in _firm_words(first):
            zh, en = f"{word_zh}{field_zh}", f"{word_en} {field_en}"
            name = _in_city(zh, en, city_zh, city.name_en, limited=limited)
            if self._is_new(name):
                return name
        raise AssertionError("the numbers of firms do not run out")

    def person(self) -> str:
        return self.chance.choice(SURNAMES) + self.chance.choice(GIVEN)

    def _is_new(self, name: Name) -> bool:
        if name.zh in self.taken:
            return False
        self.taken.add(name.zh)
        return True


def _firm_words(first: str) -> Iterator[tuple[str, str]]:
    """The word drawn, then the others in their order, then the word with another one, then with numbers."""
    words = list(FIRM_WORDS)
    place = words.index(first)
    others = words[place + 1 :] + words[:place]
    yield from ((word, FIRM_WORDS[word]) for word in (first, *others))
    yield from ((first + word, f"{FIRM_WORDS[first]} {FIRM_WORDS[word]}") for word in others)
    yield from ((f"{first}{number}号", f"{FIRM_WORDS[first]} {number}") for number in count(2))


def _in_city(zh: str, en: str, city_zh: str, city_en: str, *, limited: bool) -> Name:
    if limited:
        return Name(f"{zh}（{city_zh}）有限公司", f"{en} ({city_en}) Co., Ltd.")
    return Name(f"{city_zh}{zh}", f"{city_en} {en}")

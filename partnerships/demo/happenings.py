"""What happens in invented partnerships: one template a kind of activity, with the measure that counts."""

from dataclasses import dataclass
from decimal import Decimal

from partnerships.demo.chance import Chance
from partnerships.demo.trades import Trade


@dataclass(frozen=True)
class Happening:
    """A kind of activity, its title and the ranges of its measures; `files` are typical names of its evidence."""

    kind: str
    title: str
    quantity: tuple[int, int] = (0, 0)
    people: tuple[int, int] = (0, 0)
    hours: tuple[int, int] = (0, 0)
    money: tuple[int, int] = (0, 0)
    files: tuple[str, ...] = ("活动记录.pdf",)

    def measures(self, chance: Chance) -> dict[str, int | Decimal]:
        """Drawn values of quantity, people, hours and money (whole hundreds of yuan)."""
        return {
            "quantity": Decimal(chance.randint(*self.quantity)),
            "people": chance.randint(*self.people),
            "hours": Decimal(chance.randint(*self.hours)),
            "money": Decimal(chance.randint(*self.money) * 100),
        }

    def title_for(self, trade: Trade, chance: Chance) -> str:
        return self.title.format(
            major=trade.zh, course=chance.choice(trade.courses), post=trade.posts[0].title
        )


# Every partnership that lives has these now and then ...
COMMON = (
    Happening(
        "mentor_teaching", "企业导师进校授课「{course}」", (4, 24), (30, 60), files=("课表.pdf", "签到表.pdf")
    ),
    Happening("placement_cohort", "{major}学生到岗实习", (4, 14), files=("实习名单.pdf",)),
    Happening("observation_visit", "{major}新生认识实习", (1, 2), (30, 90), (3, 6), files=("参观合影.pdf",)),
    Happening("craftsman_talk", "劳模工匠进校园讲座", (1, 1), (60, 200), (2, 3)),
    Happening("job_fair", "参加校园双选会", (1, 1), (20, 80)),
    Happening("safety_training", "岗前安全培训", (1, 1), (10, 40), (4, 8), files=("考核成绩.pdf",)),
)
# ... working ones add these ...
WORKING = (
    Happening(
        "teacher_practice",
        "教师企业实践：{course}",
        (1, 2),
        (1, 3),
        (40, 160),
        files=("签到表.pdf", "总结.pdf"),
    ),
    Happening("joint_course", "共建课程「{course}」", (1, 1), files=("课程标准.pdf",)),
    Happening("course_review", "企业工程师评审「{course}」课程标准", (1, 2), files=("评审意见.pdf",)),
    Happening("working_group_plan", "产教融合工作组年度计划", (1, 1)),
    Happening("leadership_visit", "双方领导互访", (1, 1), files=("会议纪要.pdf",)),
    Happening("joint_assessment", "{major}学生联合考核", (10, 36), files=("成绩册.pdf",)),
    Happening("mentor_pairing", "{post}师徒结对", (4, 12), files=("结对名单.pdf",)),
    Happening("demand_survey", "{major}岗位能力调研", (1, 1), files=("调研报告.pdf",)),
    Happening("graduates_employed", "毕业生留用", (2, 9), files=("录用名单.pdf",)),
    Happening(
        "staff_training", "为企业一线员工办培训班", (1, 2), (15, 50), (16, 40), files=("培训方案.pdf",)
    ),
    Happening("teaching_resource", "企业真实案例进资源库", (4, 20)),
    Happening("yearly_review", "年度合作总结会", (1, 1), files=("会议纪要.pdf",)),
)
# ... and deep ones these.
DEEP = (
    Happening("training_plan", "共同修订{major}人才培养方案", (1, 1), files=("培养方案.pdf",)),
    Happening(
        "equipment_donation",
        "捐赠{major}实训设备",
        (1, 1),
        money=(500, 6000),
        files=("发票.pdf", "验收单.pdf"),
    ),
    Happening("training_base", "共建{major}校外实训基地", (1, 1), files=("基地协议.pdf",)),
    Happening("base_use", "实训基地教学", (4, 12), (40, 120), (8, 24)),
    Happening("dual_appointment", "企业工程师受聘产业导师", (1, 3), files=("聘书.pdf",)),
    Happening("joint_textbook", "合编活页式教材「{course}」", (1, 1), files=("教材目录.pdf",)),
    Happening("real_project", "真实项目进课堂", (1, 3), files=("项目任务书.pdf",)),
    Happening("order_class_intake", "{major}订单班开班", (20, 40), files=("订单班名单.pdf",)),
    Happening("technical_service", "横向技术服务", (1, 1), money=(300, 3000), files=("服务合同.pdf",)),
    Happening("skill_competition", "共办{major}技能竞赛", (20, 60), files=("竞赛方案.pdf",)),
    Happening("apprentice_training", "学徒在岗培养", (6, 20), (10, 25), (40, 80), files=("学徒手册.pdf",)),
    Happening("culture_exchange", "企业文化进校园", (1, 2), (60, 200), (2, 4)),
    Happening("committee_meeting", "{major}专业建设指导委员会会议", (1, 1), files=("会议纪要.pdf",)),
    Happening("renewal", "协议续签", (1, 1)),
)

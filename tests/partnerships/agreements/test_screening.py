"""Cash per head is found in both languages, and its prohibition is not."""

import pytest

from partnerships.agreements.screening import cash_per_head


@pytest.mark.parametrize(
    "text",
    [
        "企业按每名学生 200 元返点",
        "每介绍一名学生返现500元",
        "学校收取人头费",
        "按人头付给班主任",
        "学生介绍费另算",
        "A commission per student of 200 yuan",
        "bonus for each intern",
        "Head fee: 300",
        "we pay kickbacks",
        "不收押金，人头费照付",
    ],
)
def test_money_by_the_head_is_found(text):
    assert cash_per_head(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "每名学生每月津贴 2400 元，直接发给学生",
        "双方不得收取人头费",
        "严禁以任何形式支付人头费或回扣",
        "No head fee and no kickbacks are paid",
        "Pay of 2,400 yuan a month to the student",
    ],
)
def test_honest_texts_pass(text):
    assert cash_per_head(text) == ""

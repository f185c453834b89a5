"""Code lists through the reforms of the classifications: what departments print in which year."""

from __future__ import annotations

import pytest

from budgetpress.codes import label_name, load_code_list


@pytest.mark.parametrize(
    ("list_name", "code", "year", "name"),
    [
        ("economic_department", "30104", 2017, "其他社会保障缴费"),
        ("economic_department", "30104", 2018, ""),
        ("economic_department", "30112", 2018, "其他社会保障缴费"),
        ("economic_department", "30307", 2017, "医疗费"),
        ("economic_department", "30307", 2018, "医疗费补助"),
        ("economic_department", "30114", 2018, "医疗费"),
        ("economic_department", "304", 2017, "对企事业单位的补贴"),
        ("economic_department", "304", 2018, ""),
        ("economic_department", "307", 2017, "债务利息支出"),
        ("economic_department", "309", 2017, "基本建设支出"),
        ("economic_department", "30902", 2017, "办公设备购置"),
        ("economic_department", "310", 2017, "其他资本性支出"),
        ("economic_department", "310", 2018, "资本性支出"),
        ("economic_government", "501", 2017, ""),
        ("functional", "210", 2018, "医疗卫生与计划生育支出"),
        ("functional", "210", 2019, "卫生健康支出"),
        ("functional", "21301", 2019, "农业"),
        ("functional", "21301", 2020, "农业农村"),
        ("functional", "2130101", 2019, "行政运行"),
        ("functional", "21016", 2018, ""),
        ("functional", "21016", 2019, "老龄卫生健康事务"),
    ],
)
def test_reforms_of_the_classifications(list_name: str, code: str, year: int, name: str) -> None:
    """What departments print before and after the reforms of 2018 (economic) and 2019 (functional)."""
    assert load_code_list(list_name).name(code, year) == name


@pytest.mark.parametrize(
    ("label", "code"), [("一、货物A", "A"), ("二、工程B", "B"), ("三、服务C", "C"), ("服务", "C")]
)
def test_categories_of_procurement_may_bear_their_letter(label: str, code: str) -> None:
    """Jiangsu prints the letter of a category behind its name."""
    assert [c.code for c in load_code_list("procurement").by_name(label_name(label), 2018)] == [code]

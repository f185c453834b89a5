"""Charts say exactly what the published amounts say, and Vega-Lite draws their specifications."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from tests.website.sample import write_package

from budgetpress.website.chart_data import ChartData, chart_data
from budgetpress.website.chart_spec import chart_spec
from budgetpress.website.data import Package, Resource
from budgetpress.website.load import load_package


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The sample release, loaded."""
    return load_package(write_package(tmp_path_factory.mktemp("charts")))


def drawn(package: Package, name: str) -> ChartData:
    """The chart of a resource, which must have one."""
    data = chart_data(package, resource(package, name))
    assert data is not None
    return data


def resource(package: Package, name: str) -> Resource:
    """The resource of that name."""
    return next(resource for resource in package.resources if resource.name == name)


def test_groups_are_named_by_the_code_list_and_shares_are_exact(package: Package) -> None:
    """Items are summed by three digits, totals left out; the finding has the largest and its share."""
    data = drawn(package, "spending")
    assert [(bar.label, bar.parts) for bar in data.bars] == [
        ("社会保障和就业支出", (Decimal("960000.00"), Decimal("40000.00"))),
        ("教育支出", (Decimal("34567.89"), Decimal("200000.00"))),
    ]
    assert "社会保障和就业支出：100.00 万元，占 81.0%" in data.finding.zh
    assert "CNY 1.00 million, 81.0%" in data.finding.en


def test_negative_amounts_have_no_share_and_are_never_hidden(package: Package) -> None:
    """With a negative amount no share is given, and its bar is not merged into the rest."""
    data = drawn(package, "projects")
    assert data.wholes == (None,)
    assert "%" not in data.finding.zh + data.finding.en
    assert [bar.label for bar in data.bars][-2:] == ["其余 2 项", "退库调整"]


def test_sides_are_ranked_apart(package: Package) -> None:
    """Revenue and expenditure are each ranked, each with its own whole."""
    data = drawn(package, "balance")
    assert [bar.label for bar in data.bars] == ["财政拨款收入", "其他收入", "社会保障和就业支出", "教育支出"]
    assert data.wholes == (Decimal("1234567.89"), Decimal("1234567.89"))


def test_parts_and_counts(package: Package) -> None:
    """A single record is split into its parts, without those left blank; rows are counted by value."""
    assert [bar.total for bar in drawn(package, "three_public").bars] == [
        Decimal("5000.00"),
        Decimal("50000.00"),
    ]
    assert [(bar.label, bar.total) for bar in drawn(package, "project_indicators").bars] == [
        ("产出指标", Decimal(3)),
        ("效益指标", Decimal(1)),
    ]


def test_an_empty_table_has_no_chart(package: Package) -> None:
    """Where there is nothing to draw there is no chart."""
    assert chart_data(package, resource(package, "funds")) is None


@pytest.mark.parametrize("name", ["balance", "spending", "three_public", "projects", "project_indicators"])
def test_specifications_compile_and_draw(package: Package, name: str) -> None:
    """Vega itself draws each specification: one label a bar, and the same data gives the same bytes."""
    import vl_convert

    data = drawn(package, name)
    spec = chart_spec(data)
    svg = vl_convert.vegalite_to_svg({**json.loads(spec), "width": 600})
    assert svg.count('role="graphics-symbol"') + svg.count("<path") > len(data.bars)
    for bar in data.bars:
        assert bar.label[:4] in svg
    assert chart_spec(data) == spec


def test_specifications_fetch_nothing(package: Package) -> None:
    """The data stand in the specification; it names no address but its schema's."""
    spec = json.loads(chart_spec(drawn(package, "spending")))
    spec.pop("$schema")
    assert "http" not in json.dumps(spec)

"""Charts say exactly what the published amounts say; a negative amount is never a part of a whole."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.website.sample import write_package

from budgetpress.website.charts.finding import finding
from budgetpress.website.charts.gather import FALLEN, overview_charts, table_chart
from budgetpress.website.charts.headline import headline_cards, headlines
from budgetpress.website.charts.model import Bars, Chart, Flow, Tree
from budgetpress.website.charts.twin import description, twin
from budgetpress.website.data import Package, Resource
from budgetpress.website.languages import EN, ZH, resolve
from budgetpress.website.load import load_package


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The sample release, loaded."""
    return load_package(write_package(tmp_path_factory.mktemp("charts")))


def resource(package: Package, name: str) -> Resource:
    """The resource of that name."""
    return next(resource for resource in package.resources if resource.name == name)


def charted(package: Package, name: str) -> Chart:
    """The chart of a resource, which must have one."""
    chart = table_chart(package, resource(package, name))
    assert chart is not None
    return chart


def bars(package: Package, name: str) -> Bars:
    """Its bars."""
    body = charted(package, name).body
    assert isinstance(body, Bars)
    return body


def picture(package: Package, name: str) -> Chart:
    """The picture of that name on the first page."""
    return next(chart for chart in overview_charts(package) if chart.name == name)


def with_amounts(package: Package, amounts: Mapping[tuple[str, int, str], Decimal]) -> Package:
    """The package with other amounts: (resource, row, field) -> amount."""
    tables = {}
    for number, group in package.tables.items():
        changed = []
        for each in group:
            rows = [dict(row) for row in each.rows]
            for (name, row, field), value in amounts.items():
                if name == each.name:
                    rows[row][field] = f"{value:.2f}"
            changed.append(dataclasses.replace(each, rows=tuple(rows)))
        tables[number] = tuple(changed)
    return dataclasses.replace(package, tables=tables)


def test_groups_are_named_by_the_code_list_and_shares_are_exact(package: Package) -> None:
    """Items are summed by three digits, totals left out; the finding has the largest and its share."""
    chart = charted(package, "spending")
    assert [(bar.label.zh, bar.parts) for bar in bars(package, "spending").bars] == [
        ("社会保障和就业支出", (Decimal("960000.00"), Decimal("40000.00"))),
        ("教育支出", (Decimal("34567.89"), Decimal("200000.00"))),
    ]
    assert "社会保障和就业支出：100.00 万元，占 81.0%" in chart.finding.zh
    assert "CNY 1.00 million, 81.0%" in chart.finding.en


def test_negative_amounts_have_no_share_and_are_never_hidden(package: Package) -> None:
    """With a negative amount no share is given, and its bar is not merged into the rest."""
    body = bars(package, "projects")
    assert body.wholes == (None,)
    assert "%" not in charted(package, "projects").finding.zh
    assert [bar.label.zh for bar in body.bars][-2:] == ["其余 2 项", "退库调整"]


def test_sides_are_ranked_apart(package: Package) -> None:
    """Revenue and expenditure are each ranked, each with its own title and whole."""
    body = bars(package, "balance")
    assert [bar.label.zh for bar in body.bars] == [
        "财政拨款收入",
        "其他收入",
        "社会保障和就业支出",
        "教育支出",
    ]
    assert [title.zh for title in body.titles] == ["收入", "支出"]
    assert body.wholes == (Decimal("1234567.89"), Decimal("1234567.89"))


def test_parts_and_counts(package: Package) -> None:
    """A single record is split into its parts, without those left blank; rows are counted by value."""
    assert [bar.total for bar in bars(package, "three_public").bars] == [
        Decimal("5000.00"),
        Decimal("50000.00"),
    ]
    assert [(bar.label.zh, bar.total) for bar in bars(package, "project_indicators").bars] == [
        ("产出指标", Decimal(3)),
        ("效益指标", Decimal(1)),
    ]


def test_where_data_lack_there_is_no_chart(package: Package) -> None:
    """An empty table has no chart, its picture is left out, and a headline without its figure too."""
    assert table_chart(package, resource(package, "funds")) is None
    names = [chart.name for chart in overview_charts(package)]
    assert names == ["flow", "functions", "basic-project", "projects"]
    cards = resolve(headline_cards(tuple(headlines(package)), ""), ZH)
    assert [word in cards for word in ("收入总计", "支出总计", "基金")] == [True, True, False]


def test_headlines_are_the_figures_of_the_tables(package: Package) -> None:
    """A headline is the figure itself, linked to where it stands, with its status."""
    figure = next(f for f in package.figures.values() if (f.resource, f.row) == ("balance", "3"))
    assert f'href="01/#{figure.id}"' in headline_cards(tuple(headlines(package)), "")
    assert f"{figure.amount:,.2f}" in headline_cards(tuple(headlines(package)), "")


def test_a_headline_is_the_last_row_that_matches(package: Package) -> None:
    """Sums that lead to a grand total stand above it: of several rows the last one is the headline."""
    declared = {**package.descriptor["headlines"][0], "kinds": ["item", "total"]}
    changed = dataclasses.replace(package, descriptor={**package.descriptor, "headlines": [declared]})
    assert "1,234,567.89" in headline_cards(tuple(headlines(changed)), "")


def test_flow_joins_sources_to_classes_to_uses(package: Package) -> None:
    """What flows into a class flows out of it, in the amounts of the table, class by class."""
    body = picture(package, "flow").body
    assert isinstance(body, Flow)
    names = [[word.zh for word in column.values()] for column in body.columns]
    assert names == [["财政拨款"], ["教育支出", "社会保障和就业支出"], ["basic 名", "project 名"]]
    assert {key: body.out(1, key) for key in body.columns[1]} == {
        "code 205": Decimal("234567.89"),
        "code 208": Decimal("1000000.00"),
    }
    assert body.into(2, "field basic") == Decimal("994567.89")


def test_stages_that_differ_are_said(package: Package) -> None:
    """Where the document prints more money on one side, the chart says by how much."""
    more = with_amounts(package, {("spending", 0, "project"): Decimal("7000000.00")})
    assert [word.zh[:10] for word in picture(more, "flow").remarks] == ["两侧相差 700.0"]


def test_classes_open_into_items(package: Package) -> None:
    """A treemap has the classes by size, and every item of each."""
    body = picture(package, "functions").body
    assert isinstance(body, Tree)
    found = [(b.label.zh, [(leaf.label.zh, leaf.amount) for leaf in b.leaves]) for b in body.branches]
    assert found[0][0] == "社会保障和就业支出"
    assert [amount for _, amount in found[0][1]] == [Decimal("900000.00"), Decimal("100000.00")]
    assert body.amount == Decimal("1234567.89")


def test_disputed_figures_are_counted(package: Package) -> None:
    """A chart knows how many of the figures that it draws are disputed."""
    disputed = [f for f in package.figures.values() if f.status == "disputed" and f.resource == "spending"]
    fields = ("basic", "project")
    assert charted(package, "spending").disputed == sum(f.field in fields for f in disputed)
    assert any(chart.disputed for chart in overview_charts(package))


@pytest.mark.parametrize("name", ["flow", "functions", "basic-project"])
def test_every_chart_has_its_amounts_in_words_and_as_a_table(package: Package, name: str) -> None:
    """The twin has the exact amounts, the description the kind and the largest part, in both languages."""
    chart = picture(package, name)
    table = twin(chart, "x")
    assert "1,000,000.00" in table or "994,567.89" in table
    assert (description(chart).zh[-1], description(chart).en[-1]) == ("。", ".")
    assert "社会保障" in resolve(table, EN) + description(chart).zh or name == "basic-project"


AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
PLACES = st.tuples(st.integers(0, 3), st.sampled_from(["total", "basic", "project"]))


@given(st.dictionaries(PLACES, AMOUNTS, min_size=1, max_size=8))
def test_no_negative_amount_is_a_part_of_a_whole(
    package: Package, changed: dict[tuple[int, str], Decimal]
) -> None:
    """Whatever the amounts: a negative one turns strips, treemaps and flows into bars to both sides."""
    amounts = {("spending", row, field): value for (row, field), value in changed.items()}
    total = {("spending", 4, field): value for (row, field), value in changed.items() if not row}
    changed_package = with_amounts(package, {**amounts, **total})
    rows = next(r for r in changed_package.tables["02"] if r.name == "spending").rows
    charts = overview_charts(changed_package)
    table = table_chart(changed_package, next(r for r in changed_package.tables["02"]))
    for chart in [*charts, *([table] if table else [])]:
        drawn = _drawn(chart, rows)
        if any(value < 0 for value in drawn):
            assert isinstance(chart.body, Bars)
            assert chart.body.negative
            assert FALLEN in chart.remarks
            assert "%" not in finding(chart.body).zh
            assert all(whole is None for whole in chart.body.wholes)
        elif isinstance(chart.body, Tree):
            assert all(leaf.amount > 0 for branch in chart.body.branches for leaf in branch.leaves)
        elif isinstance(chart.body, Flow):
            assert all(value > 0 for stage in chart.body.links for value in stage.values())


def _drawn(chart: Chart, rows: Any) -> list[Decimal]:
    """The printed amounts that a chart of the table of spending is made of."""
    fields = {
        "flow": ("total", "basic", "project"),
        "functions": ("total",),
        "basic-project": ("basic", "project"),
        "spending": ("basic", "project"),
    }.get(chart.name, ())
    kind = "total" if chart.name == "basic-project" else "item"
    return [Decimal(row[field]) for row in rows for field in fields if row["kind"] == kind and row[field]]

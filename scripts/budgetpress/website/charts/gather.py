"""From a declaration to a chart: its rows gathered, its kind made, and what must be said beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from budgetpress.website.charts import rows as rows_of
from budgetpress.website.charts.bars import MAKERS, Asked, grouped_bars
from budgetpress.website.charts.finding import finding
from budgetpress.website.charts.model import ZERO, Bar, Bars, Branch, Chart, Flow, Leaf, Tree
from budgetpress.website.charts.rows import amount, names, number
from budgetpress.website.data import Package, Record, Resource, records, text
from budgetpress.website.words import Word, for_english, ten_thousand

FALLEN = Word(
    zh="有负数，不能画成整体的各部分，改画正负条形",
    en="there are negative amounts, which are no parts of a whole: bars to both sides instead",
)
_END = Word(zh="其余", en="Others")
Fields = dict[str, list[str]]


def table_chart(package: Package, resource: Resource) -> Chart | None:
    """The chart that the form chose for a resource, None where there is none or nothing to draw."""
    return _single(package, resource, resource.chart, resource.name) if resource.chart else None


def overview_charts(package: Package) -> list[Chart]:
    """The pictures that the form chose for the first page of the release, where there are data."""
    found = [_picture(package, declared) for declared in records(package.descriptor, "pictures")]
    return [chart for chart in found if chart is not None]


def _picture(package: Package, declared: Mapping[str, Any]) -> Chart | None:
    if declared.get("kind") == "flow":
        return _flow_chart(package, declared)
    resource = rows_of.resource_of(package, text(declared, "resource"))
    if resource is None:
        return None
    if "kind" not in declared:
        return table_chart(package, resource)
    return _single(package, resource, declared, text(declared, "name"))


def _single(package: Package, resource: Resource, declared: Mapping[str, Any], name: str) -> Chart | None:
    kind = text(declared, "kind")
    asked = Asked(
        package=package, resource=resource, declared=declared, rows=rows_of.chosen(resource, declared)
    )
    fields = names(declared.get("value")) or names(declared.get("values"))
    negative = any(amount(row, field) < 0 for row in asked.rows for field in fields)
    body: Bars | Tree
    if kind == "treemap":
        body = _signed(grouped_bars(asked)) if negative else _tree(asked)
    elif kind in MAKERS:
        body = _signed(MAKERS[kind](asked)) if negative else MAKERS[kind](asked)
    else:
        return None
    remarks = (FALLEN,) if negative and kind in ("treemap", "stacked", "strip") else ()
    return _chart(package, declared, name, body, {resource.name: fields}, remarks, counts=kind == "count")


def _signed(bars: Bars) -> Bars:
    """Bars with an amount below zero in them: no whole, no share."""
    return replace(bars, negative=True, wholes=tuple(None for _ in bars.wholes))


def _chart(
    package: Package,
    declared: Mapping[str, Any],
    name: str,
    body: Bars | Tree | Flow,
    fields: Fields,
    remarks: tuple[Word, ...],
    *,
    counts: bool = False,
) -> Chart | None:
    if not _drawable(body):
        return None
    resources = [rows_of.resource_of(package, resource) for resource in fields]
    return Chart(
        name=name,
        question=Word(zh=text(declared, "title_zh"), en=text(declared, "title_en")),
        finding=finding(body, counts=counts),
        body=body,
        counts=counts,
        tables=tuple(sorted({resource.table for resource in resources if resource})),
        disputed=sum(rows_of.disputed(package, resource, set(asked)) for resource, asked in fields.items()),
        remarks=remarks,
    )


def _drawable(body: Bars | Tree | Flow) -> bool:
    if isinstance(body, Bars):
        return any(part for bar in body.bars for part in bar.parts)
    return bool(body.amount) if isinstance(body, Tree) else all(body.links)


def _tree(asked: Asked) -> Tree:
    value = text(asked.declared, "value")
    classes: dict[str, tuple[Word, dict[str, tuple[Word, list[Decimal]]]]] = {}
    for row in asked.rows:
        key, word = rows_of.grouped(asked.package, asked.declared, row, number(asked.declared, "cut"))
        item, label = rows_of.grouped(asked.package, asked.declared, row)
        inner = classes.setdefault(key, (word, {}))[1]
        inner.setdefault(item, (label, []))[1].append(amount(row, value))
    branches = []
    for word, inner in classes.values():
        leaves = [Leaf(label=label, amount=sum(values, ZERO)) for label, values in inner.values()]
        kept = sorted((leaf for leaf in leaves if leaf.amount), key=lambda leaf: -leaf.amount)
        if kept:
            branches.append(Branch(label=word, leaves=tuple(kept)))
    branches.sort(key=lambda branch: -branch.amount)
    printed = any(row.get("kind") == "total" for row in asked.resource.rows)
    return Tree(branches=tuple(branches), printed=printed)


def _flow_chart(package: Package, declared: Mapping[str, Any]) -> Chart | None:
    links = records(declared, "links")
    stages = max((number(link, "stage") for link in links), default=0)
    columns: list[dict[str, Word]] = [{} for _ in range(stages + 1)]
    flows: list[dict[tuple[str, str], Decimal]] = [{} for _ in range(stages)]
    fields: Fields = {}
    for link in links:
        resource, stage = rows_of.resource_of(package, text(link, "resource")), number(link, "stage")
        if resource is None or not stage:
            continue
        merged = {**link, "codelist": declared.get("codelist", "")}
        for row in rows_of.chosen(resource, link):
            for name in names(link.get("values")):
                value = amount(row, name)
                if value:
                    ends = [
                        _end(package, resource, merged, row, name, end, number(declared, "cut"))
                        for end in ("from", "to")
                    ]
                    for (key, word), column in zip(ends, (stage - 1, stage), strict=True):
                        columns[column].setdefault(key, word)
                    pair = (ends[0][0], ends[1][0])
                    flows[stage - 1][pair] = flows[stage - 1].get(pair, ZERO) + value
                    fields.setdefault(resource.name, []).append(name)
    if not flows or not all(flows):
        return None
    if _has_negative(package, links):
        return _chart(package, declared, text(declared, "name"), _ends(columns, flows), fields, (FALLEN,))
    body = Flow(columns=tuple(columns), links=tuple(flows))
    return _chart(package, declared, text(declared, "name"), body, fields, _gaps(body))


def _has_negative(package: Package, links: list[Mapping[str, Any]]) -> bool:
    for link in links:
        resource = rows_of.resource_of(package, text(link, "resource"))
        for row in rows_of.chosen(resource, link) if resource else ():
            if any(amount(row, name) < 0 for name in names(link.get("values"))):
                return True
    return False


def _end(
    package: Package,
    resource: Resource,
    link: Mapping[str, Any],
    row: Record,
    field: str,
    end: str,
    cut: int,
) -> tuple[str, Word]:
    """The node at one end of what a row and field give: its key in its column, and its name."""
    kind = text(link, end)
    if kind == "group":
        return rows_of.grouped(package, link, row, cut)
    if kind == "label":
        word = rows_of.named(package, link, row)
        return f"label {word.zh}", word
    if kind == "values":
        return f"field {field}", rows_of.series(resource, (field,))[0]
    word = Word(zh=text(link, "title_zh"), en=text(link, "title_en"))
    return f"title {word.zh}", word


def _ends(columns: list[dict[str, Word]], flows: list[dict[tuple[str, str], Decimal]]) -> Bars:
    """What a flow falls back to: its first and its last column as bars, side by side."""
    groups = []
    for column, side, stage in ((columns[0], 0, flows[0]), (columns[-1], 1, flows[-1])):
        bars = [
            Bar(label=word, parts=(sum((v for pair, v in stage.items() if pair[side] == key), ZERO),))
            for key, word in column.items()
        ]
        groups.append(tuple(sorted(bars, key=lambda bar: -bar.total)))
    titles = (Word(zh="来源", en="Sources"), Word(zh="去向", en="Uses"))
    return Bars(
        series=(Word(zh="金额", en="Amount"),),
        groups=tuple(groups),
        wholes=(None, None),
        titles=titles,
        negative=True,
    )


def _gaps(flow: Flow) -> tuple[Word, ...]:
    """A sentence where the stages do not add up to the same: one of them is printed in less detail."""
    sums = [sum(stage.values(), ZERO) for stage in flow.links]
    if len(set(sums)) < 2:
        return ()
    less = max(sums) - min(sums)
    return (
        Word(
            zh=f"两侧相差 {ten_thousand(less)} 万元：原表没有把这部分同时列出来源与用途",
            en=f"the two halves differ by {for_english(less)}: the document does not print both ends of it",
        ),
    )

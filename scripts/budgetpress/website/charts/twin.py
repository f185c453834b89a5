"""The twin of a chart: the same in words, and as a table of exact amounts; a treemap opens class by class."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from budgetpress.website.amounts_html import UNIT, amount_cell, money, money_head, written
from budgetpress.website.charts.model import Bars, Chart, Flow, Leaf, Tree
from budgetpress.website.markup import cell, grid, head, line, number, number_head, row_name, tag
from budgetpress.website.words import Word, both, for_english, pair, percent, ten_thousand

_SAID = 4
Said = tuple[str, str]


def description(chart: Chart) -> Word:
    """What the picture shows, for who cannot see it: its kind and its largest parts."""
    body = chart.body
    if isinstance(body, Flow):
        return _flow_words(body)
    if isinstance(body, Tree):
        parts = [
            _part(each.label, each.amount, body.amount if body.printed else None) for each in body.branches
        ]
        return _listed(("矩形树图，面积为金额：", "Treemap, area by amount: "), parts)
    parts = []
    for group, whole in zip(body.groups, body.wholes, strict=True):
        ranked = sorted(group, key=lambda bar: -bar.total)
        parts += [_part(bar.label, bar.total, whole, counts=chart.counts) for bar in ranked]
    kind = ("一条分段的条形：", "One bar in parts: ") if body.strip else ("条形图：", "Bar chart: ")
    return _listed(kind, parts)


def twin(chart: Chart, identifier: str) -> str:
    """The amounts of a chart as a table, a treemap's as one table a class, behind its sum."""
    body = chart.body
    label = pair(f"图的数据：{chart.finding.zh}", f"Data of the chart: {chart.finding.en}")
    if isinstance(body, Flow):
        return grid(label, (head("从", "From"), head("到", "To"), money_head("金额", "Amount")), _links(body))
    if isinstance(body, Tree):
        return _classes(body, identifier)
    if chart.counts:
        heads = (head("名称", "Name"), number_head("行数", "Rows"))
        rows = (line(row_name(_name(bar.label)), number(bar.total)) for bar in body.bars)
        return grid(label, heads, rows)
    return grid(label, *_amounts(body))


def _amounts(body: Bars) -> tuple[list[str], list[str]]:
    several = len(body.series) > 1
    heads = [head("名称", "Name"), *(money_head(w.zh, w.en or w.zh) for w in body.series if several)]
    heads.append(money_head("合计", "Total") if several else money_head("金额", "Amount"))
    rows = []
    for index, group in enumerate(body.groups):
        side = f"{both(body.titles[index].zh, body.titles[index].en)} · " if body.titles else ""
        for bar in group:
            parts = (amount_cell(written(part)) for part in bar.parts if several)
            rows.append(line(row_name(side + _name(bar.label)), *parts, amount_cell(written(bar.total))))
    return heads, rows


def _links(flow: Flow) -> list[str]:
    rows = []
    for stage, links in enumerate(flow.links):
        for (start, end), value in sorted(links.items(), key=lambda item: -item[1]):
            names = (flow.columns[stage][start], flow.columns[stage + 1][end])
            rows.append(line(*(cell(_name(name)) for name in names), amount_cell(written(value))))
    return rows


def _classes(tree: Tree, identifier: str) -> str:
    found = []
    for index, branch in enumerate(tree.branches):
        share = f" · {percent(branch.amount, tree.amount)}" if tree.printed else ""
        title = f"{_name(branch.label)} <b>{money(branch.amount)}</b> {UNIT}{share}"
        label = pair(branch.label.zh, branch.label.en or branch.label.zh)
        heads = (head("项", "Item"), money_head("金额", "Amount"))
        inner = grid(label, heads, (_leaf(leaf) for leaf in branch.leaves))
        found.append(tag("details", tag("summary", title) + inner, identifier=f"{identifier}-{index}"))
    return "".join(found)


def _leaf(leaf: Leaf) -> str:
    return line(row_name(_name(leaf.label)), amount_cell(written(leaf.amount)))


def _name(word: Word) -> str:
    return both(word.zh, word.en)


def _part(word: Word, value: Decimal, whole: Decimal | None, *, counts: bool = False) -> Said:
    share = percent(value, whole) if whole else ""
    zh = f"{value} 行" if counts else f"{ten_thousand(value)} 万元"
    en = f"{value} rows" if counts else for_english(value)
    return (
        f"{word.zh} {zh}{f'（{share}）' if share else ''}",
        f"{word.en or word.zh} {en}{f' ({share})' if share else ''}",
    )


def _flow_words(flow: Flow) -> Word:
    parts = []
    for stage, links in enumerate(flow.links):
        for (start, end), value in sorted(links.items(), key=lambda item: -item[1])[:_SAID]:
            a, b = flow.columns[stage][start], flow.columns[stage + 1][end]
            word = Word(zh=f"{a.zh}到{b.zh}", en=f"{a.en or a.zh} to {b.en or b.zh}")
            parts.append(_part(word, value, None))
    return _listed(
        ("流向图，宽度为金额，最大的几股：", "Flow, width by amount, the largest: "), parts, most=8
    )


def _listed(kind: Said, parts: Iterable[Said], *, most: int = _SAID) -> Word:
    found = list(parts)
    more = len(found) - most
    tail = (f"，另有 {more} 项。", f"; {more} more.") if more > 0 else ("。", ".")
    zh, en = zip(*found[:most], strict=True)
    return Word(zh=kind[0] + "、".join(zh) + tail[0], en=kind[1] + "; ".join(en) + tail[1])

"""The title of a chart: what it shows, in one sentence, computed exactly from the published amounts."""

from __future__ import annotations

from decimal import Decimal

from budgetpress.website.charts.model import Bar, Bars, Flow, Tree
from budgetpress.website.words import Word, for_english, percent, ten_thousand


def finding(body: Bars | Tree | Flow, *, counts: bool = False) -> Word:
    """The largest and its share, or how the parts divide the whole."""
    if isinstance(body, Tree):
        return _tree(body)
    if isinstance(body, Flow):
        return _flow(body)
    if body.strip and not body.negative and body.wholes[0]:
        return _strip(body, body.wholes[0])
    return _bars(body, counts=counts)


def english(word: Word) -> str:
    """The English of a word, its Chinese where it has none."""
    return word.en or word.zh


def _bars(body: Bars, *, counts: bool) -> Word:
    zh, en = [], []
    for index, (bars, whole) in enumerate(zip(body.groups, body.wholes, strict=True)):
        largest = max(bars, key=lambda bar: bar.total)
        where = f"{body.titles[index].zh}中" if body.titles else ""
        where_en = f" of {english(body.titles[index]).lower()}" if body.titles else ""
        amount, amount_en = _amount(largest.total, counts)
        if len(bars) == 1:
            only = f"{body.titles[index].zh}只有" if body.titles else ""
            only_en = f"Only one line{where_en}: " if body.titles else ""
            zh.append(f"{only}{largest.label.zh}：{amount}")
            en.append(f"{only_en}{english(largest.label)}, {amount_en}")
            continue
        share = f"，占 {percent(largest.total, whole)}" if whole else ""
        share_en = f", {percent(largest.total, whole)}" if whole else ""
        zh.append(f"{where}最大的是{largest.label.zh}：{amount}{share}")
        en.append(f"Largest{where_en}: {english(largest.label)}, {amount_en}{share_en}")
    whole = body.wholes[0] if body.wholes else None
    if len(body.series) > 1 and whole:
        sums = [sum((bar.parts[i] for bar in body.bars), Decimal(0)) for i in range(len(body.series))]
        there = [(word, value) for word, value in zip(body.series, sums, strict=True) if value]
        zh.append("、".join(f"{word.zh}占 {percent(value, whole)}" for word, value in there))
        en.append(", ".join(f"{english(word)} {percent(value, whole)}" for word, value in there))
    return Word(zh="；".join(zh), en="; ".join(en))


def _amount(value: Decimal, counts: bool) -> tuple[str, str]:
    if counts:
        return f"{value} 行", f"{value} rows"
    return f"{ten_thousand(value)} 万元", for_english(value)


def _strip(body: Bars, whole: Decimal) -> Word:
    bars: list[Bar] = sorted((bar for bar in body.bars if bar.total), key=lambda bar: -bar.total)
    return Word(
        zh="，".join(f"{bar.label.zh}占 {percent(bar.total, whole)}" for bar in bars),
        en=", ".join(f"{english(bar.label)} {percent(bar.total, whole)}" for bar in bars),
    )


def _tree(tree: Tree) -> Word:
    branch, whole = tree.branches[0], tree.amount if tree.printed else None
    leaf = max((leaf for each in tree.branches for leaf in each.leaves), key=lambda leaf: leaf.amount)
    found = []
    for label, value in ((branch.label, branch.amount), (leaf.label, leaf.amount)):
        share = f"，占 {percent(value, whole)}" if whole else ""
        found.append(
            (
                f"{label.zh} {ten_thousand(value)} 万元{share}",
                f"{english(label)} {for_english(value)}{share.replace('，占', ',')}",
            )
        )
    (a_zh, a_en), (b_zh, b_en) = found
    if len(tree.branches) == 1:
        return Word(
            zh=f"全部在{branch.label.zh}；最大的项是{b_zh}",
            en=f"All in {english(branch.label)}; largest item: {b_en}",
        )
    return Word(zh=f"最大的类是{a_zh}；最大的项是{b_zh}", en=f"Largest class: {a_en}; largest item: {b_en}")


def _flow(flow: Flow) -> Word:
    said = []
    whole = max(
        sum((flow.size(c, key) for key in column), Decimal(0)) for c, column in enumerate(flow.columns)
    )
    for column, (zh, en) in ((0, ("来自", "comes from")), (len(flow.columns) - 1, ("用于", "goes to"))):
        sizes = {key: flow.size(column, key) for key in flow.columns[column]}
        key = max(sizes, key=lambda each: sizes[each])
        share = percent(sizes[key], whole)
        word = flow.columns[column][key]
        said.append((f"{share} {zh}{word.zh}", f"{share} {en} {english(word)}"))
    return Word(zh=f"资金的 {said[0][0]}，{said[1][0]}", en=f"{said[0][1]}; {said[1][1]}")

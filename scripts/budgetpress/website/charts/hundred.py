"""What the money is for, in one look: how much of every 100 yuan each class of the first treemap takes."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from budgetpress.website.charts.model import Chart, Tree
from budgetpress.website.escape import anchor
from budgetpress.website.markup import link, tag
from budgetpress.website.words import Word, both, percent

_CLASSES = 5


def of_a_hundred(charts: Iterable[Chart]) -> str:
    """The largest classes and the rest as bars; nothing where no total is printed that shares refer to."""
    for chart in charts:
        if isinstance(chart.body, Tree) and chart.body.printed and chart.body.amount:
            return _block(chart.body, anchor("chart", chart.name))
    return ""


def _block(tree: Tree, chart: str) -> str:
    ranked = sorted(tree.branches, key=lambda branch: -branch.amount)
    # A rest of one class is that class.
    most = _CLASSES if len(ranked) > _CLASSES + 1 else len(ranked)
    lines = [_line(branch.label, branch.amount, tree.amount) for branch in ranked[:most]]
    if rest := ranked[most:]:
        word = Word(zh=f"其余 {len(rest)} 类", en=f"{len(rest)} other classes")
        lines.append(_line(word, sum((branch.amount for branch in rest), Decimal(0)), tree.amount))
    title = link(f"#{chart}", both("每 100 元用在哪里", "What every 100 yuan are for"))
    return tag("p", title, "bp-hundred-title") + tag("ul", "".join(lines), "bp-hundred")


def _line(word: Word, amount: Decimal, whole: Decimal) -> str:
    share = percent(amount, whole)
    number = share.removesuffix("%")
    bar = tag("rect", "", more=f'width="{number.lstrip("<")}%" height="100%"')
    said = tag("b", both(f"{number} 元", f"{number} yuan"))
    return tag("li", f"{tag('span', both(word.zh, word.en))} {said} {tag('svg', bar, more=_HIDDEN)}")


_HIDDEN = 'aria-hidden="true" width="100%" height="8"'

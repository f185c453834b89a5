"""What changed from the release before: rows, figures, checks and descriptions, each with who changed it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from budgetpress.diff.advice import advise, words
from budgetpress.diff.changes import CAUSES, Change, Difference
from budgetpress.diff.compare import compare
from budgetpress.diff.told import plain, short
from budgetpress.published import read_folder
from budgetpress.website.addresses import figure_address
from budgetpress.website.catalogue.bodies import Body
from budgetpress.website.data import Package, Resource
from budgetpress.website.escape import html_text
from budgetpress.website.markup import cell, empty, grid, head, line, link, number, number_head, row_name, tag
from budgetpress.website.page import Draft, Page, release_nav, release_titles
from budgetpress.website.summary import Summary
from budgetpress.website.words import Word, both, labelled, pair, printed

_WHAT = {
    "added": Word(zh="增加", en="added", mark="+"),
    "removed": Word(zh="减少", en="removed", mark="−"),
    "changed": Word(zh="改变", en="changed", mark="~"),
    "moved": Word(zh="移动", en="moved", mark=">"),
    "reordered": Word(zh="次序改变", en="reordered", mark=">"),
}
_SHOWN = ("row", "figure", "cell")
# Between two documents these differ by their nature; between two versions of one release they matter.
_OF_VERSIONS = ("source", "resource", "field")
_MOST = 400
# What is said of a figure beside the columns of its table.
_FACTS = {"amount": ("金额", "amount"), "printed": ("原文", "printed"), "status": ("状态", "status")}


def pairs(known: Sequence[Body]) -> Iterator[tuple[Summary, Summary]]:
    """Each release of a body that has an older one, after the one before it."""
    for body in known:
        yield from pairwise(reversed(body.releases))


def changes_page(before: Package, after: Package) -> Page:
    """`<release>/changes/` of the release `after`, against the one before."""
    difference = compare(read_folder(before.folder), read_folder(after.folder))
    zh, en = "与上一份的差别", "What changed"
    draft = Draft(f"{after.name}/changes/index.html", *release_titles(after, zh, en), searched=False)
    draft.add(release_nav(after, "changes"))
    draft.heading(1, zh, en)
    draft.text(
        f"与《{before.text('title')}》逐行逐数比较。行按编码与名称对齐，行号变了不算改变。",
        f"Compared row by row with {before.text('title_en') or before.text('title')}. Rows are aligned by"
        " their codes and names: another row number is no change.",
    )
    draft.add(_summary(difference) + _ways(before, after))
    # The folders that packages were read from are those of the machine that built the site.
    told = plain(difference, advise(difference))
    for side in ("a", "b"):
        del told[side]["origin"]
    # How many of each kind stands beside them in a file of its own, which the feeds tell from.
    counted = {key: value for key, value in told.items() if key != "changes"}
    for name, content in (("changes.json", told), ("summary.json", counted)):
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        draft.file(name, f"{text}\n".encode())
    for part in (*_SHOWN, *(_OF_VERSIONS if difference.same_release else ())):
        found = [change for change in difference.changes if change.part == part]
        if found:
            name_zh, name_en = words(part)
            draft.heading(
                2, f"{name_zh}（{len(found)}）", f"{name_en.capitalize()} ({len(found)})", identifier=part
            )
            draft.add(_table(found, before, after))
    return draft.page()


def _ways(before: Package, after: Package) -> str:
    items = (
        link(f"../../{before.name}/", both("上一份发布", "The release before")),
        link(f"@root/{after.name}/changes/changes.json", both("全部差别（JSON）", "Every change (JSON)")),
    )
    return tag("ul", "".join(tag("li", item) for item in items), "bp-list")


def _summary(difference: Difference) -> str:
    if not difference.changes:
        return empty("没有差别。", "No difference.")
    counts = difference.counts()
    causes = counts.pop("cause", {})
    heads = (head("内容", "What"), *(number_head(word.zh, word.en) for word in _WHAT.values()))
    rows = [
        line(row_name(both(*words(part))), *(number(found.get(what, 0) or "") for what in _WHAT))
        for part, found in counts.items()
    ]
    told = "".join(
        tag("li", f"{causes[cause]} × {both(*said)}") for cause, said in CAUSES.items() if cause in causes
    )
    return grid(pair("差别汇总", "Changes in all"), heads, rows) + tag("ul", told, "bp-list")


def _table(changes: Sequence[Change], before: Package, after: Package) -> str:
    heads = (
        head("改变", "Change"),
        head("位置", "Where"),
        head("上一份", "Before"),
        head("这一份", "After"),
        head("原因", "Cause"),
    )
    rows = [_row(change, before, after) for change in changes[:_MOST]]
    more = len(changes) - len(rows)
    rest = empty(f"另有 {more} 处，见 JSON。", f"{more} more are in the JSON.") if more > 0 else ""
    return grid(pair("逐项差别", "Changes one by one"), heads, rows) + rest


def _row(change: Change, earlier: Package, later: Package) -> str:
    word = _WHAT[change.what]
    holder = earlier if change.what == "removed" else later
    resource = next((each for each in holder.resources if each.name == change.resource), None)
    values = change.values.items()
    before = "<br>".join(_value(resource, name, old) for name, (old, _) in values if old)
    after = "<br>".join(_value(resource, name, new) for name, (_, new) in values if new)
    if change.what == "moved":
        before, after = html_text(change.before), html_text(change.after)
    cause = both(*CAUSES[change.cause]) if change.cause in CAUSES else ""
    return line(
        cell(f"{html_text(word.mark)} {both(word.zh, word.en)}"),
        cell(_place(change, resource, holder)),
        cell(before),
        cell(after),
        cell(cause),
    )


def _place(change: Change, resource: Resource | None, holder: Package) -> str:
    """The table, the column and what the row is called, with the figure in its release where it is one."""
    label = labelled(short(change.label), " ") if change.label else ""
    if resource is None:
        return " ".join(
            [*(html_text(each) for each in (change.resource, change.at, change.field) if each), label]
        )
    figure = holder.figures.get(change.at) if change.part == "figure" else None
    at = html_text(change.at)
    if figure:
        at = link(f"../../{holder.name}/{figure_address(figure)}", at)
    named = [both(resource.title, resource.title_en), _column(resource, change.field)]
    return tag("strong", label) + " " + " · ".join(each for each in named if each) + " " + at


def _column(resource: Resource | None, name: str) -> str:
    field = resource.field(name) if resource else None
    return both(field.title, field.title_en) if field else html_text(name)


def _value(resource: Resource | None, name: str, text: str) -> str:
    said = both(*_FACTS[name]) if name in _FACTS else _column(resource, name)
    return f"{tag('small', said)} {_amount(text) if name == 'amount' else labelled(short(text), ' ')}"


def _amount(text: str) -> str:
    """An amount as packages write it, with separators; any other text as it is."""
    try:
        return html_text(f"{Decimal(text):,.2f}")
    except ArithmeticError:
        return printed(short(text))

"""How complete the documents are: which tables are there, which are empty, and whether a note says why."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from budgetpress.website.data import Package, records, text
from budgetpress.website.escape import anchor, html_text
from budgetpress.website.markup import (
    cell,
    empty,
    grid,
    head,
    line,
    link,
    marked,
    number,
    number_head,
    row_name,
    tag,
)
from budgetpress.website.page import Draft, Page
from budgetpress.website.words import Word, both, pair, printed

FOLDER = "disclosure"
_STATES: Mapping[str, Word] = {
    "rows": Word(zh="有数据", en="with amounts", mark="✓"),
    "empty_with_note": Word(zh="空表，附说明", en="empty, explained", mark="○"),
    "empty_without_note": Word(zh="空表，未附说明", en="empty, not explained", mark="!"),
    "not_there": Word(zh="文件中没有", en="not in the document", mark="✗"),
    "not_in_source": Word(zh="本来源中没有", en="not in our source", mark="–"),
}
_LOOK = {
    "rows": "confirmed",
    "empty_with_note": "consistent",
    "empty_without_note": "unverified",
    "not_there": "disputed",
    "not_in_source": "unverified",
}
_COMPLETE: Mapping[object, Word] = {
    True: Word(zh="齐全", en="complete", mark="✓"),
    False: Word(zh="不齐全", en="not complete", mark="✗"),
    None: Word(zh="无法判断（来源不是原件）", en="cannot be told (the source is a copy)", mark="–"),
}


def scorecard_page(packages: Sequence[Package]) -> Page:
    """`disclosure/`: every release with its tables, from `reports/disclosure.json` of each."""
    zh, en = "公开是否齐全", "Completeness of disclosure"
    about = (
        "每份文件应有哪些表、有哪些表、空表有没有说明。",
        "Which tables each document must have, and has.",
    )
    draft = Draft(f"{FOLDER}/index.md", (zh, en), about)
    draft.heading(1, zh, en)
    draft.text(
        "规定要求：没有数据的表也要列出空表，并加以说明。这里逐表核对。转录文本等副本里没有的，不能说成发布单位没有公开。",
        "The rules want a table without data to be printed empty, and explained. Each table is looked at."
        " What a copy lacks (a transcription, say) may still have been published.",
    )
    cards = [(package, card) for package in packages if (card := _card(package))]
    draft.slot("summary", _summary(cards))
    for package, card in cards:
        title = package.text("title") or package.name
        draft.heading(2, title, package.text("title_en") or title, identifier=anchor("card", package.name))
        draft.slot(anchor("card", package.name), _tables(package, card))
    return draft.page()


def _card(package: Package) -> Mapping[str, Any] | None:
    path = package.folder / "reports" / "disclosure.json"
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return card if isinstance(card, dict) else None


def _summary(cards: Sequence[tuple[Package, Mapping[str, Any]]]) -> str:
    if not cards:
        return empty("还没有数据。", "There is nothing yet.")
    heads = (
        head("发布", "Release"),
        head("规定", "Rule"),
        *(number_head(word.zh, word.en) for word in _STATES.values()),
    )
    rows = []
    for package, card in cards:
        name = link(f"#{anchor('card', package.name)}", both(package.text("title"), package.text("title_en")))
        rules = "<br>".join(
            f"{both(text(rule, 'rule_zh'), text(rule, 'rule_en'))} {_verdict(rule)}"
            for rule in records(card, "demands")
        )
        counts = card.get("counts")
        found = counts if isinstance(counts, dict) else {}
        numbers = (number(html_text(str(found.get(state, 0)))) for state in _STATES)
        rows.append(line(row_name(name), cell(rules), *numbers))
    return grid(pair("各发布的公开情况", "Completeness by release"), heads, rows)


def _verdict(rule: Mapping[str, Any]) -> str:
    complete = rule.get("complete")
    word = _COMPLETE[complete if isinstance(complete, bool) else None]
    return marked(word, {True: "holds", False: "fails"}.get(complete, "not_applicable"))  # type: ignore[arg-type]


def _tables(package: Package, card: Mapping[str, Any]) -> str:
    heads = (
        head("表", "Table"),
        head("情况", "State"),
        number_head("行", "Rows"),
        head("原文的说明", "Note as printed"),
    )
    rows = []
    for table in records(card, "tables"):
        n, state = text(table, "number"), text(table, "state")
        title = f"{html_text(n)} {both(text(table, 'title_zh'), text(table, 'title_en'))}"
        named = link(f"../{package.name}/{n}/", title) if n in package.tables else title
        said = printed(text(table, "note"))
        if table.get("note_disagrees"):
            said += " " + tag(
                "strong", both("说明称空表，表中却有数据", "the note calls it empty; it is not")
            )
        shown = marked(_STATES[state], _LOOK[state]) if state in _STATES else html_text(state)
        rows.append(line(row_name(named), cell(shown), number(html_text(text(table, "rows"))), cell(said)))
    name = package.text("title") or package.name
    english = package.text("title_en") or name
    return grid(pair(f"{name}：各表情况", f"State of each table: {english}"), heads, rows) + tag(
        "p",
        link(
            f"@root/{package.name}/reports/disclosure.json",
            both("机器可读的清单（JSON）", "The scorecard as JSON"),
        ),
    )

"""What the text of a release states against what its tables say: the contradictions first, then the rest."""

from __future__ import annotations

from budgetpress.website.amounts_html import amount_cell, money_head, sum_cell, unit_switch
from budgetpress.website.data import Package, Record
from budgetpress.website.escape import anchor, fragment, html_text
from budgetpress.website.markup import cell, grid, head, line, link, none, sub, tag
from budgetpress.website.page import Draft, Page, release_nav, release_titles
from budgetpress.website.proof_html import figure_link, many_sources, place_link
from budgetpress.website.words import Word, both, pair, printed

STATED = {
    "fails": Word(zh="与表不符", en="contradicted by the tables", mark="✗"),
    "holds": Word(zh="与表相符", en="borne out by the tables", mark="✓"),
    "not_applicable": Word(zh="未核对", en="compared with nothing", mark="–"),
}
_STATES = head("文字", "The text")
_AMOUNT = money_head("文字", "Text")
_PLACE = head("原文位置", "Place")
_COMPARED = (
    _STATES,
    _AMOUNT,
    money_head("表", "Tables"),
    money_head("差额", "Difference"),
    head("表内数", "Figures"),
    _PLACE,
)
_SILENT = (_STATES, _AMOUNT, head("为什么未核对", "Why not compared"), _PLACE)


def statements_page(package: Package) -> Page:
    """`<release>/statements/`: every amount that the text states, failing ones first."""
    zh, en = "文字与表", "Text against tables"
    draft = Draft(f"{package.name}/statements/index.html", *release_titles(package, zh, en))
    sections = tuple((f"stated-{name}", word.zh, word.en.capitalize()) for name, word in STATED.items())
    draft.add(release_nav(package, "statements", sections))
    draft.heading(1, zh, en)
    draft.text(
        "编制说明等文字里的金额与表里的数字逐个核对，允许四舍五入的误差。"
        "文字不能证明表，也不用来修复表；两者不符，是文件自相矛盾，读者应当知道。",
        "Each amount in the text around the tables is compared with the figures it speaks of, as far as"
        " rounding allows. The text proves no figure and repairs none; where the two differ the document"
        " contradicts itself, and a reader should know.",
    )
    draft.add(unit_switch())
    for name, word in STATED.items():
        rows = [row for row in package.role("statements") if row["verdict"] == name]
        said = (f"{word.zh}（{len(rows)}）", f"{word.en.capitalize()} ({len(rows)})")
        draft.heading(2, *said, identifier=f"stated-{name}")
        heads = _SILENT if name == "not_applicable" else _COMPARED
        lines = [_row(package, row) for row in rows]
        draft.add(grid(pair(word.zh, word.en), heads, lines) if rows else none())
    return draft.page()


def _row(package: Package, row: Record) -> str:
    own = anchor("statement", row["id"])
    spot = cell(place_link(package, row, own, file=many_sources(package)))
    words = cell(_words(row), "bp-print")
    amount = sum_cell(row["amount"]) if row["amount"] else amount_cell("?")
    if row["verdict"] == "not_applicable":
        cells = [words, amount, cell(both(row["reason_zh"], row["reason_en"])), spot]
    else:
        sides = [sum_cell(row[name]) for name in ("compared", "residual")]
        figures = cell(" ".join(_figure(package, name) for name in row["figures"].split()) or "—")
        cells = [words, amount, *sides, figures, spot]
    return line(*cells, identifier=own)


def _words(row: Record) -> str:
    """What it says, the sentence with the number in it marked, and the headings above."""
    name = tag("b", both(row["name_zh"], row["name_en"])) if row["name_zh"] else ""
    amount = tag("b", html_text(row["printed"] + row["printed_unit"]), source=True)
    sentence = tag("span", html_text(row["sentence"]), "bp-raw", source=True)
    return f"{name} {amount}{sub(sentence)}{sub(printed(row['heading']))}"


def _figure(package: Package, identifier: str) -> str:
    """A figure of a table, or another statement of this page."""
    if identifier in package.figures:
        return figure_link(package, identifier)
    return tag(
        "span", "+ " + link(fragment(anchor("statement", identifier)), html_text(identifier)), "bp-fig"
    )

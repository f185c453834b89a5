"""How complete the documents are: which tables are there, which are empty, and whether a note says why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from budgetpress.website.data import Package, records, text
from budgetpress.website.escape import html_text
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
from budgetpress.website.sheets import root_of, sheet_path, sheets, titled, turn
from budgetpress.website.summary import Demand, Disclosure, Summary, scorecard
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
_COMPLETE: Mapping[bool | None, Word] = {
    True: Word(zh="齐全", en="complete", mark="✓"),
    False: Word(zh="不齐全", en="not complete", mark="✗"),
    None: Word(zh="无法判断（来源不是原件）", en="cannot be told (the source is a copy)", mark="–"),
}
_VERDICTS = {True: "holds", False: "fails", None: "not_applicable"}
_TITLE = ("公开是否齐全", "Completeness of disclosure")


def scorecard_pages(releases: Sequence[Summary]) -> Iterator[Page]:
    """`disclosure/`: all releases together, then each, the newest first, on several pages if need be."""
    told = [(release, release.disclosure) for release in releases if release.disclosure is not None]
    told.sort(key=lambda each: (-each[0].fiscal_year, each[0].name))
    parts = sheets(told)
    for page, part in enumerate(parts, start=1):
        about = (
            "每份文件应有哪些表、有哪些表、空表有没有说明。",
            "Which tables each document must have, and has.",
        )
        draft = Draft(sheet_path(f"{FOLDER}/", page), titled(*_TITLE, page), about, searched=page == 1)
        draft.heading(1, *titled(*_TITLE, page))
        draft.text(
            "规定要求：没有数据的表也要列出空表，并加以说明。这里逐表核对。转录文本等副本里没有的，不能说成发布单位没有公开。",
            "The rules want a table without data to be printed empty, and explained. Each table is looked at."
            " What a copy lacks (a transcription, say) may still have been published.",
        )
        if page == 1 and len(told) > 1:
            draft.heading(2, "全部发布", "All releases", identifier="all")
            draft.add(_together([disclosure for _, disclosure in told]))
            draft.heading(2, "各发布", "Release by release", identifier="releases")
        draft.add(_each(part, root_of(f"{FOLDER}/", page)) + turn(page, len(parts)))
        yield draft.page()


def _together(told: Sequence[Disclosure]) -> str:
    """How many documents have all tables of each rule, and how many tables are in each state."""
    verdicts: dict[tuple[str, str], Counter[bool | None]] = {}
    states: Counter[str] = Counter()
    for disclosure in told:
        states.update(disclosure.states)
        for demand in disclosure.demands:
            verdicts.setdefault((demand.rule, demand.rule_en), Counter())[demand.complete] += 1
    rules = [
        line(row_name(both(*rule)), *(number(f"{counts[complete]:,}") for complete in _COMPLETE))
        for rule, counts in verdicts.items()
    ]
    heads = (head("规定", "Rule"), *(number_head(word.zh, word.en) for word in _COMPLETE.values()))
    tables = line(row_name(both("表", "Tables")), *(number(f"{states[state]:,}") for state in _STATES))
    names = (head("全部发布", "All releases"), *(number_head(word.zh, word.en) for word in _STATES.values()))
    return grid(pair("各规定下的发布数", "Releases by rule"), heads, rules) + grid(
        pair("各种情况的表数", "Tables by state"), names, [tables]
    )


def _each(told: Sequence[tuple[Summary, Disclosure]], root: str) -> str:
    if not told:
        return empty("还没有数据。", "There is nothing yet.")
    heads = (
        head("发布", "Release"),
        head("规定", "Rule"),
        *(number_head(word.zh, word.en) for word in _STATES.values()),
    )
    rows = []
    for release, disclosure in told:
        name = link(f"{root}{release.name}/validation/#disclosure", both(release.title, release.title_en))
        rules = "<br>".join(map(_demand, disclosure.demands))
        numbers = (number(disclosure.states.get(state, 0)) for state in _STATES)
        rows.append(line(row_name(name), cell(rules), *numbers))
    return grid(pair("各发布的公开情况", "Completeness by release"), heads, rows)


def _demand(demand: Demand) -> str:
    verdict = marked(_COMPLETE[demand.complete], _VERDICTS[demand.complete])
    return f"{both(demand.rule, demand.rule_en)} {verdict}"


def disclosed_tables(package: Package) -> str:
    """Each table that the form of a release has with its state, or that there is no scorecard."""
    card = scorecard(package)
    if card is None:
        return empty("本发布没有这份清单。", "This release has no scorecard.")
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
        named = link(f"../{n}/", title) if n in package.tables else title
        said = printed(text(table, "note"))
        if table.get("note_disagrees"):
            said += " " + tag(
                "strong", both("说明称空表，表中却有数据", "the note calls it empty; it is not")
            )
        shown = marked(_STATES[state], _LOOK[state]) if state in _STATES else html_text(state)
        rows.append(line(row_name(named), cell(shown), number(html_text(text(table, "rows"))), cell(said)))
    ways = (
        link(
            f"@root/{package.name}/reports/disclosure.json",
            both("机器可读的清单（JSON）", "The scorecard as JSON"),
        ),
        link(f"../../{FOLDER}/", both("全部发布", "All releases")),
    )
    return grid(pair("各表公开情况", "State of each table"), heads, rows) + tag("p", " · ".join(ways))

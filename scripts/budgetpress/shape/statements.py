"""Read the amounts that the text around the tables states: what each says, and of which year.

What an amount says is told by the words before it, which the form knows. Nothing is guessed: where the form
has no rule for these words, or two that fit alike, the amount is read and says nothing. An amount of another
year, a change against it and a limit (`20万元以上`) say nothing about the tables, whatever stands before.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from typing import Literal

from budgetpress.amounts import UNITS, looks_like_amount, readings
from budgetpress.form import Form, StatementRule
from budgetpress.model import Document, Place, Statement
from budgetpress.shape.passages import Passage, TextLine, passages, plain_words

About = Literal["plan", "past", "change", "limit"]

_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
# Not the second number of a range (10-20万元), nor a price (500元/人).
_AMOUNT = re.compile(
    rf"(?<![0-9.,])(?<![0-9.,][-—–~至到])(?<![0-9.,] )"
    rf"-?(?P<number>[0-9](?:[0-9., ]*[0-9])?) ?(?P<unit>{_UNIT})(?!/)"
)
_CONTENTS = re.compile("[.·…]{6,}")  # a line of the contents is no heading of what follows
_CLAUSE = re.compile("[，。；：]")
_CHANGE = re.compile(
    "(?:增加|增长|增幅|减少|下降|降低|减幅|压减|压缩|核减|核增)(?:了|数|额|金额)?(?:各|约|共|为)?$"
)
_LIMIT = re.compile("(?:（含）)?(?:及?以上|及?以下|以内|以外)")
_TIME = re.compile(r"(?P<year>(?:19|20)\d\d)年|(?:上一?年度?|去年|往年|前年)(?!结转|结余)")
# A year that is only compared with, or that gives a reason, is not that of the clauses after it.
_ASIDE = re.compile("(?:比|较|与|同|和)于?$|原因|由于|因为")
# What a rule reads begins where the writer begins something: no rule for 收入 shall read 政府性基金收入.
_BEGIN = re.compile(
    r'(?:\A|(?<=[，。；：、"])|(?<=[0-9]年)|(?<=[0-9]年度)|(?<=其中)|(?<=包括)'
    r"|(?<=（[一二三四五六七八九十0-9]）)|(?<=[^0-9][0-9][.、])|(?<=[^0-9][0-9][0-9][.、]))"
)
_LINK = "(?:为|是|共|计|共计|：)?"
# More than any phrase; a text without numbered passages must not be read again for each of its amounts.
_REACH = 400
_SHOWN = 200


def read_statements(documents: Iterable[Document], form: Form) -> tuple[Statement, ...]:
    """Every amount with a unit in the text outside tables, in reading order, where the form has rules."""
    if not form.statements:
        return ()
    lines = (line for document in documents for line in _text_lines(document))
    rules = [_Rule.made(rule) for rule in form.statements]
    found: list[Statement] = []
    for passage in passages(lines, [_quotes(pattern) for pattern in form.text_headings]):
        own = [replace(s, id=f"s{len(found) + n}") for n, s in enumerate(_read(passage, rules), 1)]
        found += _with_parts(own, {rule.rule.name: rule.rule.parts for rule in rules})
    return tuple(found)


def _text_lines(document: Document) -> Iterator[TextLine | None]:
    """The lines that are no rows of tables; None for a table, and at the end."""
    for grid in document.grids:
        lines = [[cell for cell in row if cell.text.strip()] for row in grid.rows]
        if grid.exact:
            yield None
            if any(len(line) > 1 for line in lines):
                continue  # not so where a sheet is a cover or a text
        for line in lines:
            joined = plain_words("".join(cell.text for cell in line))
            if _CONTENTS.search(joined):
                yield None
            elif len(line) > 1 and any(looks_like_amount(cell.text) for cell in line):
                # A row of a transcribed table, unless it is a sentence that is set wide.
                yield line if _AMOUNT.search(joined) else None
            elif line:
                yield line
    yield None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Rule:
    """A rule with its patterns made ready."""

    rule: StatementRule
    before: re.Pattern[str]
    under: re.Pattern[str]

    @classmethod
    def made(cls, rule: StatementRule) -> _Rule:
        return cls(
            rule=rule,
            before=re.compile(rf"(?:{_quotes(rule.before)}){_LINK}"),
            under=re.compile(_quotes(rule.under)),
        )

    def match(self, words: _Words) -> tuple[int, dict[str, str]] | None:
        """How many characters the words before the amount are, and what they and the headings name."""
        found = next(
            (hit for begin in words.begins if (hit := self.before.fullmatch(words.text, begin))), None
        )
        under = (
            next((hit for lead in words.leads if (hit := self.under.search(lead))), None) if found else None
        )
        if found is None or under is None:
            return None
        labels = {**under.groupdict(), **found.groupdict()}
        return found.end() - found.start(), {name: text for name, text in labels.items() if text}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Words:
    """What stands before an amount, where a rule can begin in it, and the headings, the nearest first."""

    text: str
    begins: Sequence[int]
    leads: Sequence[str]


def _quotes(pattern: str) -> str:
    return re.sub("[“”]", '"', pattern)


def _read(passage: Passage, rules: Sequence[_Rule]) -> Iterator[Statement]:
    years = _years(passage)
    for match in _AMOUNT.finditer(passage.text):
        start, end = match.span()
        unit, number = match["unit"], passage.text[start : match.end("number")]
        ways = () if _two_numbers(number) else readings(number, unit=unit, decimals=None)
        about, year = _about(passage.text, start, end, years)
        first, last = _sentence(passage, start, end)
        heads = passage.heads if first else passage.heads[:-1]
        statement = Statement(
            id="",
            heading=" / ".join(head for head in heads if head),
            sentence="".join(passage.printed[first:last]).strip(),
            printed="".join(passage.printed[start : match.end("number")]),
            printed_unit=unit,
            amount=ways[0].amount if len(ways) == 1 else None,
            place=_place(passage, start, end),
            about=about,
            year=year,
        )
        yield _with_rule(statement, passage, start, rules)


def _two_numbers(number: str) -> bool:
    """Whether blanks may part two numbers: they do not where they stand between all characters."""
    return " " in number and number != " ".join(number.replace(" ", ""))


def _with_rule(statement: Statement, passage: Passage, start: int, rules: Sequence[_Rule]) -> Statement:
    """The statement with the rule that reads the most of the words before it."""
    begin = max(passage.start, start - _REACH)
    # What is cut off is no beginning.
    text = ("…" if begin > passage.start else "") + passage.text[begin:start]
    begins = [hit.start() for hit in _BEGIN.finditer(text)]
    words = _Words(text=text, begins=begins, leads=passage.leads[::-1])
    hits = [(*hit, rule.rule) for rule in rules if (hit := rule.match(words))]
    most = max((length for length, *_ in hits), default=0)
    best = [(labels, rule) for length, labels, rule in hits if length == most]
    if len(best) > 1:
        return replace(statement, reason="ambiguous")
    for labels, rule in best:
        return replace(statement, rule=rule.name, labels=labels, name_zh=rule.title, name_en=rule.title_en)
    return statement


def _with_parts(found: list[Statement], parts: Mapping[str, Sequence[str]]) -> Iterator[Statement]:
    """Statements that are sums of others in their passage: the first of each part before the next sum."""
    for index, statement in enumerate(found):
        names = parts.get(statement.rule, ())
        after: dict[str, str] = {}
        for other in islice(found, index + 1, None) if names else ():
            if other.rule == statement.rule:
                break
            if other.about == "plan":
                after.setdefault(other.rule, other.id)
        terms = tuple(after[name] for name in names) if all(name in after for name in names) else ()
        yield replace(statement, terms=terms)


# Of which year an amount is


def _years(passage: Passage) -> list[tuple[int, str]]:
    """Where in the text which time begins to hold: a year, or `past`."""
    found = [(0, _time(hit)) for lead in passage.leads[:-1] for hit in _TIME.finditer(lead)][-1:]
    start = 0
    for clause in [*_CLAUSE.finditer(passage.text), None]:
        end = clause.start() if clause else len(passage.text)
        text = passage.text[start:end]
        hits = [hit for hit in _TIME.finditer(text) if not _ASIDE.search(text[: hit.start()])]
        found += [(start + hit.start(), _time(hit)) for hit in hits]
        start = end + 1
    return found


def _time(hit: re.Match[str]) -> str:
    return hit["year"] or "past"


def _about(text: str, start: int, end: int, years: Sequence[tuple[int, str]]) -> tuple[About, int | None]:
    """What an amount is, and its year where one is named."""
    clause = re.split(_CLAUSE, text[max(0, start - _REACH) : start])[-1]
    own = [_time(hit) for hit in _TIME.finditer(clause)]
    before = bisect_left(years, (start,))
    time = own[-1] if own else years[before - 1][1] if before else ""
    year = int(time) if time.isdecimal() else None
    if _CHANGE.search(clause):
        return "change", year
    if _LIMIT.match(text, end):
        return "limit", year
    return ("past" if time == "past" else "plan"), year


# What is shown, and where it is


def _sentence(passage: Passage, start: int, end: int) -> tuple[int, int]:
    """Where the sentence begins and ends, or what of a long text is enough to show."""
    first = max(passage.text.rfind("。", max(0, start - _SHOWN), start) + 1, start - _SHOWN, 0)
    if passage.headed:
        first = max(first, passage.start)
    last = passage.text.find("。", end, end + _SHOWN) + 1
    return first, last or min(len(passage.text), end + _SHOWN)


def _place(passage: Passage, start: int, end: int) -> Place:
    """The line of the number, or both lines of one that is broken over two of one page."""
    cell, offset = passage.spot(start)
    place, last = cell.place, passage.spot(end - 1)[0].place
    if place.bbox and last.bbox and place.page == last.page and place != last:
        return replace(place, bbox=_around(place.bbox, last.bbox))
    if place.column is None:
        return place
    lead = len(cell.text) - len(cell.text.lstrip())  # the column is that of the first character
    return replace(place, column=place.column + offset - lead)


def _around(
    a: tuple[Decimal, Decimal, Decimal, Decimal], b: tuple[Decimal, Decimal, Decimal, Decimal]
) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))

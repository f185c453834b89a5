"""How a PDF can look: rules, page breaks, turned pages, and what stands around the tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tests.documents.fonts import MAPPED, NAMED

Rules = Literal["all", "horizontal", "none"]
Turn = Literal["upright", "rotated", "sideways"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """One way to print.

    `rules` are the lines that are drawn; `lines_a_page` breaks a table after so many of its lines, and then
    its headings and its titles are `repeated` or not; `open_breaks` leaves out the rule at such a break, as
    word processors do. `turn`: a `rotated` page says how it is to be turned, a `sideways` one is drawn so.
    `tables_flow` puts a table on the page of the one before. `narrow` columns of words are wrapped.
    `shaded` cells have filled rectangles behind them, white ones too; `fake_bold` headings are drawn thrice;
    `split_digits` puts every character of an amount in its place by itself. `contents` lists the titles of
    all tables before them.
    """

    name: str
    rules: Rules = "all"
    lines_a_page: int = 15
    repeat_headings: bool = True
    repeat_titles: bool = False
    open_breaks: bool = False
    turn: Turn = "upright"
    tables_flow: bool = False
    narrow: bool = False
    shaded: bool = False
    fake_bold: bool = False
    split_digits: bool = False
    radicals: bool = False
    contents: bool = False
    page_numbers: bool = False
    font: str = MAPPED


LOOKS = (
    Look(name="plain", repeat_titles=True, font=NAMED),
    Look(name="no-repeats", repeat_headings=False, open_breaks=True, page_numbers=True),
    Look(name="flowing", tables_flow=True, narrow=True, shaded=True, fake_bold=True),
    Look(name="report", contents=True, page_numbers=True, tables_flow=True, font=NAMED),
    Look(name="rotated", turn="rotated", shaded=True, repeat_titles=True),
    Look(name="sideways", turn="sideways", repeat_headings=False, repeat_titles=True),
    Look(name="radicals", radicals=True, split_digits=True, page_numbers=True),
    Look(name="horizontal", rules="horizontal", repeat_titles=True, font=NAMED),
    Look(name="borderless", rules="none", lines_a_page=16, page_numbers=True),
    Look(name="horizontal-goes-on", rules="horizontal", lines_a_page=11, repeat_headings=False),
    Look(name="borderless-goes-on", rules="none", lines_a_page=11, repeat_headings=False),
)

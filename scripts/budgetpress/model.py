"""What passes between the stages: places, cells, tables, statements, figures, checks, repairs, findings.

All types are frozen and keyword-only: they are checked where they are made and trusted afterwards.
Amounts are :class:`decimal.Decimal` in yuan with two decimals; the solver works in integers of 0.01 yuan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Literal

Kind = Literal["item", "subtotal", "total"]
Status = Literal["confirmed", "consistent", "repaired", "unverified", "disputed"]
Verdict = Literal["holds", "fails", "not_applicable"]

STATUSES: tuple[Status, ...] = ("confirmed", "consistent", "repaired", "unverified", "disputed")


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where something was printed.

    A transcription has `line` and `column` (both from 1, the column counted in characters);
    a PDF has `page` (from 1) and `bbox` (x0, top, x1, bottom in points from the top left corner of the page
    as a person sees it); a workbook has `sheet` (its name) and `cell` (`B7`).
    """

    source: str
    page: int | None = None
    line: int | None = None
    column: int | None = None
    bbox: tuple[Decimal, Decimal, Decimal, Decimal] | None = None
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        """For people: `file.txt, line 12, column 3`."""
        words = [self.source]
        for name in ("page", "line", "column", "sheet", "cell"):
            value = getattr(self, name)
            if value is not None:
                words.append(f"{name} {value}")
        return ", ".join(words)


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """A raw cell: the text exactly as read, and its place.

    A merged cell covers `rows` x `columns` positions of its grid: it stands at the first of them, and each
    other position holds a cell without text whose `rows` and `columns` are 0. `formula` is what a workbook
    computes the text from; `confidence` (0 to 1) is that of a text that was recognised in a picture; `hidden`
    is set where the source does not show the cell to its readers.
    """

    text: str
    place: Place
    rows: int = 1
    columns: int = 1
    formula: str = ""
    confidence: Decimal | None = None
    hidden: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """Rows of raw cells in reading order: a transcription, a sheet, a table on a page, or the text around it.

    In an `exact` grid (ruled tables, sheets) every row has as many cells, and the position of a cell says its
    column for certain; in any other, cells may have slipped. Lines of text outside tables are a grid that is
    not exact, with one cell a line.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    exact: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """One source file as read; nothing judged, cleaned or dropped.

    `findings` are those of reading: a page that is a picture, a hidden sheet. An `original` holds the text as
    its publisher set it; in anything else a person or a machine may have copied it wrongly.
    """

    source: str
    sha256: str
    grids: tuple[Grid, ...]
    findings: tuple[Finding, ...] = ()
    original: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """One way to read a printed amount: `amount` in yuan and the name of the notation that gives it."""

    amount: Decimal
    notation: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One printed value in a row of a table.

    `text` is the printed text untouched; `value` the shaped one: a string for codes and texts,
    a Decimal in yuan for amounts, None where the text could not be read. `readings` lists every
    way to read an amount, the plain one first. `unit` is the printed unit of an amount.
    """

    field: str
    text: str
    value: str | Decimal | None
    place: Place
    unit: str = ""
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row of a table. `name` is `r12`, or `totals` where the table is a single record."""

    number: int
    name: str
    kind: Kind
    entries: Mapping[str, Entry]

    def text(self, field_name: str) -> str:
        """The shaped text of a field, or the empty string where it is blank."""
        entry = self.entries.get(field_name)
        return entry.value if entry is not None and isinstance(entry.value, str) else ""

    def amount(self, field_name: str) -> Decimal | None:
        """The amount of a field in yuan, or None where it is blank or unreadable."""
        entry = self.entries.get(field_name)
        return entry.value if entry is not None and isinstance(entry.value, Decimal) else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """One resource: the rows of a printed table (some printed tables give two resources)."""

    number: str
    resource: str
    unit: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """A cell that was recognised as a title, unit line, page mark or column heading."""

    table: str
    role: Literal["title", "unit", "period", "column"]
    cell: Cell


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """A cell that belongs nowhere certain. It is kept, with its place and why it was not placed."""

    table: str
    reason: str
    cell: Cell


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Something a person should know about the data: what, where, and how bad.

    `code` names the rule (`code-name-disagree`), `level` is `error` where it blocks publishing,
    `warning` where a figure or label is in doubt, `note` otherwise. What is said of a source
    or a release as a whole has no table, row or field.
    """

    code: str
    level: Literal["error", "warning", "note"]
    table: str = ""
    row: int | None = None
    field: str = ""
    message_zh: str
    message_en: str
    place: Place | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """An amount that the text around the tables states, and what the tables say of it.

    `printed` is the number and `printed_unit` the unit as printed; `amount` is yuan, None where the number
    cannot be read. `heading` names the passages that it stands in, the outermost first. `rule` is the name of
    the form's rule for the words before the number (empty: none), `labels` what these words name, and `terms`
    the ids of the statements of which it must be the sum. `about` says what the words make of it: the `plan`
    of the `year` they name (None: they name none), an amount of the `past`, a `change` or a `limit`.

    The rest is the comparison, which `reconcile` makes: the figures (or statements), what they sum to,
    amount minus that, what rounding explains, the verdict, and why there is none where there is none.
    """

    id: str
    heading: str
    sentence: str
    printed: str
    printed_unit: str
    amount: Decimal | None
    place: Place
    about: Literal["plan", "past", "change", "limit"] = "plan"
    year: int | None = None
    rule: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    terms: tuple[str, ...] = ()
    name_zh: str = ""
    name_en: str = ""
    figures: tuple[str, ...] = ()
    compared: Decimal | None = None
    residual: Decimal | None = None
    tolerance: Decimal = Decimal(0)
    verdict: Verdict = "not_applicable"
    reason: str = ""
    reason_zh: str = ""
    reason_en: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shaped:
    """What `shape` gives: tables, and every other cell of the source accounted for.

    `original` is set where all documents are originals.
    """

    tables: tuple[Table, ...]
    headings: tuple[Heading, ...]
    remarks: tuple[Remark, ...]
    findings: tuple[Finding, ...]
    missing: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    original: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A printed (or derived) amount with its verdict; see the design for each field."""

    id: str
    table: str
    resource: str
    row: int
    field: str
    amount: Decimal | None
    printed: str
    printed_unit: str
    status: Status
    proofs: int
    strength: int | None
    place: Place


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One identity instance. `left` and `right` are yuan; the figures are ids, `-id` where subtracted.

    `printed_residual` and `printed_verdict` are those before any repair.
    """

    id: str
    identity: str
    kind: str
    name_zh: str
    name_en: str
    reason_zh: str
    reason_en: str
    left: Decimal | None
    right: Decimal | None
    residual: Decimal | None
    tolerance: Decimal
    verdict: Verdict
    left_figures: tuple[str, ...]
    right_figures: tuple[str, ...]
    printed_residual: Decimal | None = None
    printed_verdict: Verdict = "not_applicable"


@dataclass(frozen=True, kw_only=True, slots=True)
class Repair:
    """One published change: what was printed, what is published, why, and what proves it."""

    id: str
    target: Literal["figure", "label", "row"]
    figure: str
    table: str
    row: int
    field: str
    printed: str
    published: str
    kind: str
    evidence_zh: str
    evidence_en: str
    failed_before: tuple[str, ...]
    hold_after: tuple[str, ...]
    margin: int | None
    place: Place | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reconciled:
    """What `reconcile` gives: the tables to publish, and a verdict for every figure and identity."""

    tables: tuple[Table, ...]
    figures: tuple[Figure, ...]
    checks: tuple[Check, ...]
    repairs: tuple[Repair, ...]
    findings: tuple[Finding, ...]
    remarks: tuple[Remark, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A source file of a release as `release.toml` declares it."""

    file: str
    sha256: str
    title: str = ""
    url: str = ""
    published: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Licence:
    """A licence: an SPDX-like name, a title and a path (URL)."""

    name: str
    title: str
    path: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Release:
    """The facts of one release, from `release.toml` or recognised from the document.

    `formula_cells` names the cells (`resource.row.field`) whose text begins like a formula and is right so.
    `body_slug` is the key of the body in addresses that never change; empty where the name of the release
    says it. `body_place` is where the body is, from the largest part (`北京市/朝阳区`), for lists by place.
    """

    name: str
    title: str
    title_en: str
    body: str
    body_en: str
    body_code: str
    fiscal_year: int
    phase: str
    form: str
    version: str
    created: str
    licence: Licence
    sources: tuple[Source, ...]
    contributors: tuple[Mapping[str, str], ...] = ()
    missing: Mapping[str, str] = field(default_factory=dict)
    formula_cells: tuple[str, ...] = ()
    body_slug: str = ""
    body_place: str = ""
    body_place_en: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildResult:
    """What came of one release: how many findings block it, and counts for people.

    `refused` says why nothing was written, where the package would have contradicted itself, and
    `version_refused` why its version will not do after what was published.
    """

    name: str
    folder: Path
    findings_blocking: int
    counts: Mapping[str, int]
    refused: str = ""
    version_refused: str = ""

"""The documents of tests/cases/repair: a true document of a form, and what is misprinted in it, case by case.

The sources there are written by this module, so that a case says in a line what its two hundred lines of text
have. Amounts and bodies are invented; the true document of the Shanghai form is one print of tests/documents.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tests.documents.beijing import printed
from tests.documents.paper import Box, Part, Sheet
from tests.documents.text import transcription
from tests.planting.invented import Line, added_up
from tests.planting.truth import TrueRow, Truth

from budgetpress.codes import load_code_list
from budgetpress.form import Form, load_form

BEIJING, PUTUO = "beijing", "shanghai-putuo"
YEARS = {BEIJING: 2026, PUTUO: 2025}
TEXT = "text"
"""In the place of the number of a table: all lines of the document."""
FOLDER = Path(__file__).resolve().parents[1] / "cases" / "repair"
FORMS = {name: load_form(name) for name in YEARS}
BODY = {"unit_code": "771002", "unit_name": "云河市青石镇人民政府"}

# Function, government and department item, and yuan of basic or of project expenditure.
_ROWS = (
    ("2010301", "50101", "30101", "4127356.00", ""),
    ("2010301", "50101", "30102", "2689142.50", ""),
    ("2010301", "50201", "30201", "573829.00", ""),
    ("2010301", "50201", "30207", "402718.60", ""),
    ("2010302", "50205", "30227", "", "1250000.00"),
    ("2010303", "50205", "30226", "", "1250000.00"),
    ("2010303", "50209", "30213", "", "387914.20"),
    ("2080501", "50905", "30302", "1950287.40", ""),
    ("2080505", "50102", "30108", "803461.20", ""),
    ("2101101", "50102", "30110", "402718.60", ""),
    ("2120501", "50205", "30227", "", "768040.00"),
    ("2120501", "50209", "30213", "", "1309628.00"),
    ("2130199", "50205", "30227", "", "240000.00"),
    ("2210201", "50103", "30113", "911204.00", ""),
    ("2240106", "50205", "30227", "", "95376.50"),
)
_SERVICES = ("125000.00", "84300.00", "30000.00", "47150.00")


def _fen(yuan: str) -> int:
    return int(yuan.replace(".", "") or 0)


def true_document() -> Truth:
    """The document as it should be: every identity holds."""
    lines: list[Line] = [((f, g, d), _fen(basic), _fen(project)) for f, g, d, basic, project in _ROWS]
    truth = added_up(lines)
    for row in truth["general_public_budget_expenditure"]:
        row.words.update({name: text for name, text in BODY.items() if name in row.words})
    truth["overall_performance"][0].words.update(unit_name=BODY["unit_name"])
    truth["government_procurement_of_services"] = _services()
    return truth


def _services() -> list[TrueRow]:
    codes = load_code_list("procurement_of_services")
    rows = []
    listed = [code.code for code in codes.codes if len(code.code) == 4 and code.covers(YEARS[BEIJING])]
    for number, (code, yuan) in enumerate(zip(listed, _SERVICES, strict=False), 1):
        words = {
            "category_code": code[:2], "category_name": codes.name(code[:2], YEARS[BEIJING]),
            "subcategory_code": code, "subcategory_name": codes.name(code, YEARS[BEIJING]),
            "service_name": "物业管理", "functional_code": "212",
            "functional_name": load_code_list("functional").name("212", YEARS[BEIJING]),
        }  # fmt: skip
        rows.append(TrueRow(number=number, kind="item", words=words, amounts={"amount": _fen(yuan)}))
    total = sum(row.amounts["amount"] for row in rows)
    words = {"category_name": "合计"}
    return [*rows, TrueRow(number=len(rows) + 1, kind="total", words=words, amounts={"amount": total})]


@dataclass(frozen=True, kw_only=True, slots=True)
class Tables:
    """The lines below the headings of each table of a form, by its number, as texts of cells."""

    form: Form
    lines: dict[str, list[list[str]]]

    def at(self, number: str, field: str) -> int:
        """Which cell of a line holds a field, or the side and field where a line has two sides."""
        block = next(block for block in self.form.table(number).blocks if block.groups)
        names = [
            ".".join((*group.constants.values(), column.fields[0]))
            for group in block.groups
            for column in group.columns
        ]
        return names.index(field)


Misprint = Callable[[Tables], None]


def put(number: str, row: int, field: str, text: str) -> Misprint:
    """That text stands in the cell; rows are counted from 1."""

    def misprint(tables: Tables) -> None:
        tables.lines[number][row - 1][tables.at(number, field)] = text

    return misprint


def on_line(line: int, cell: int, text: str) -> Misprint:
    """That text stands in a cell of a line of the whole document, both counted from 1."""

    def misprint(tables: Tables) -> None:
        tables.lines[TEXT][line - 1][cell - 1] = text

    return misprint


def take(number: str, row: int) -> Misprint:
    """The row is not there."""

    def misprint(tables: Tables) -> None:
        del tables.lines[number][row - 1]

    return misprint


def twice(number: str, row: int) -> Misprint:
    """The row stands twice."""

    def misprint(tables: Tables) -> None:
        tables.lines[number].insert(row, list(tables.lines[number][row - 1]))

    return misprint


def exchange(number: str, one: tuple[int, str], other: tuple[int, str]) -> Misprint:
    """Two cells have changed places."""

    def misprint(tables: Tables) -> None:
        (a, b), (c, d) = ((row - 1, tables.at(number, field)) for row, field in (one, other))
        lines = tables.lines[number]
        lines[a][b], lines[c][d] = lines[c][d], lines[a][b]

    return misprint


def slip(number: str, field: str, first: int, last: int) -> Misprint:
    """The values of these rows stand one row further down; what stood below them is overwritten."""

    def misprint(tables: Tables) -> None:
        at = tables.at(number, field)
        lines = tables.lines[number]
        for row in range(last, first - 1, -1):
            lines[row][at] = lines[row - 1][at]
        lines[first - 1][at] = ""

    return misprint


LABELS = ("functional_code", "economic_government_code", "economic_department_code")


def copy_labels(number: str, row: int, fields: tuple[str, ...] = LABELS) -> Misprint:
    """The row has the labels of the row above it."""

    def misprint(tables: Tables) -> None:
        lines = tables.lines[number]
        for at in (tables.at(number, field) for field in fields):
            lines[row - 1][at] = lines[row - 2][at]

    return misprint


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """What is misprinted. `funds` (0.01 yuan) are paid from elsewhere, and table 13 has `said` so many."""

    misprints: tuple[Misprint, ...] = ()
    funds: int = 0
    said: int = 0
    form: str = BEIJING


def source(case: Case) -> bytes:
    """The transcription of a case."""
    if case.form == PUTUO:
        text = (FOLDER / "true.putuo" / "source.txt").read_text(encoding="utf-8")
        lines = {TEXT: [line.split("\t") for line in text.splitlines()]}
        for misprint in case.misprints:
            misprint(Tables(form=FORMS[PUTUO], lines=lines))
        return "".join("\t".join(line) + "\n" for line in lines[TEXT]).encode()
    truth = true_document()
    if case.funds:
        _other_funds(truth, case.funds, case.said)
    paper = printed(truth)
    lines = {sheet.number: [_texts(line) for line in _grid(sheet).lines] for sheet in paper.sheets}
    tables = Tables(form=FORMS[case.form], lines=lines)
    for misprint in case.misprints:
        misprint(tables)
    return transcription(replace(paper, sheets=tuple(_with(sheet, lines) for sheet in paper.sheets)))


def _texts(line: tuple[Box | None, ...]) -> list[str]:
    return [box.text if box is not None else "" for box in line]


def _grid(sheet: Sheet) -> Part:
    """The part of a sheet that has rows: the first with headings."""
    return next(part for part in sheet.parts if part.heads)


def _with(sheet: Sheet, lines: Mapping[str, list[list[str]]]) -> Sheet:
    boxes = tuple(tuple(Box(text=text) for text in line) for line in lines[sheet.number])
    parts = (replace(part, lines=boxes) if part is _grid(sheet) else part for part in sheet.parts)
    return replace(sheet, parts=tuple(parts))


def _other_funds(truth: Truth, funds: int, said: int) -> None:
    """Of the project expenditure of one function so much is paid from funds that no table has by code."""
    for name, rows in truth.items():
        if name in ("general_public_budget_expenditure", "fiscal_appropriation"):
            for row in rows:
                if row.words.get("functional_code", "2130199") in ("213", "2130199"):
                    for field in row.amounts.keys() & _PROJECT:
                        row.amounts[field] -= funds
    whole = truth["overall_performance"][0].amounts
    whole["fiscal_total"] -= funds
    whole["fiscal_project_expenditure"] -= funds
    whole["other_total"] = whole["other_project_expenditure"] = said
    revenue = truth["revenue_and_expenditure"]
    revenue[0].amounts["amount"] -= funds
    words = {"side": "revenue", "label": "九、其他收入"}
    revenue.insert(1, TrueRow(number=0, kind="item", words=words, amounts={"amount": funds}))


_PROJECT = {"amount", "total", "project_expenditure", "project_expenditure_excluding_construction"}

CASES: Mapping[str, Case] = {
    "true": Case(),
    "misread_digit": Case(misprints=(put("03", 2, "basic_expenditure", "263.914250"),)),
    "misread_digit.disputed": Case(misprints=(put("11", 2, "amount", "8.480000"),)),
    "transposed_digits": Case(misprints=(put("03", 9, "total", "80.364120"),)),
    "transposed_digits.disputed": Case(misprints=(put("11", 1, "amount", "21.500000"),)),
    "lost_digit": Case(misprints=(put("03", 7, "project_expenditure", "3.871420"),)),
    "lost_digit.disputed": Case(misprints=(put("11", 4, "amount", "0.475000"),)),
    "doubled_digit": Case(misprints=(put("07", 3, "total", "803.346120"),)),
    "doubled_digit.disputed": Case(misprints=(put("11", 2, "amount", "84.430000"),)),
    "extra_digit": Case(misprints=(put("06", 6, "total", "402.791860"),)),
    "extra_digit.disputed": Case(misprints=(put("11", 3, "amount", "35.000000"),)),
    "wrong_scale": Case(misprints=(put("03", 8, "basic_expenditure", "195,028.740000"),)),
    "wrong_scale.disputed": Case(misprints=(put("11", 3, "amount", "30.000000"),)),
    "neighbouring_cell": Case(
        misprints=(exchange("03", (9, "basic_expenditure"), (9, "project_expenditure")),)
    ),
    "neighbouring_cell.disputed": Case(
        misprints=(exchange("07", (4, "personnel_expenditure"), (4, "operating_expenditure")),)
    ),
    "swapped": Case(misprints=(exchange("07", (1, "total"), (2, "total")),)),
    "swapped.unseen": Case(misprints=(exchange("11", (1, "amount"), (2, "amount")),)),
    "slipped_run": Case(misprints=(slip("07", "personnel_expenditure", 3, 5),)),
    "slipped_run.disputed": Case(
        misprints=(slip("07", "personnel_expenditure", 4, 6), slip("07", "personnel_expenditure", 5, 7))
    ),
    "missing_cell": Case(misprints=(put("06", 6, "basic_expenditure", ""),)),
    "missing_cell.disputed": Case(misprints=(put("11", 2, "amount", ""),)),
    "wrong_code": Case(
        misprints=(put("03", 9, "functional_code", "2080501-机关事业单位基本养老保险缴费支出"),)
    ),
    "wrong_code.disputed": Case(misprints=(copy_labels("03", 6, ("functional_code",)),)),
    "slipped_labels": Case(misprints=(copy_labels("03", 10), copy_labels("03", 9))),
    "slipped_labels.doubted": Case(
        misprints=(copy_labels("03", 11), copy_labels("03", 10), copy_labels("03", 9))
    ),
    "slipped_labels.disputed": Case(misprints=(copy_labels("03", 7), copy_labels("03", 6))),
    "lost_row": Case(misprints=(take("03", 9),)),
    "lost_row.no_codes.disputed": Case(misprints=(take("03", 13),)),
    "lost_row.several.disputed": Case(misprints=(take("03", 12), take("03", 11))),
    "lost_row.disputed": Case(misprints=(take("11", 2),)),
    "duplicated_row": Case(misprints=(twice("03", 8),)),
    "duplicated_row.damaged": Case(
        misprints=(twice("03", 1), put("03", 1, "basic_expenditure", "472.735600"))
    ),
    "duplicated_row.disputed": Case(misprints=(twice("11", 3),)),
    "unprinted_allocation": Case(funds=5_000_000, said=5_000_000),
    "unprinted_allocation.disputed": Case(funds=5_000_000, said=4_000_000),
    "wrong_name": Case(misprints=(put("03", 3, "economic_department_code", "30201-办工费"),)),
    "wrong_name.unwitnessed": Case(
        misprints=(put("03", 6, "economic_department_code", "30226-劳动费"),)
    ),
    "together": Case(
        misprints=(
            put("03", 9, "functional_code", "2080501-机关事业单位基本养老保险缴费支出"),
            put("03", 9, "basic_expenditure", "80.346720"),
        )
    ),
    "together.disputed": Case(
        misprints=(
            copy_labels("03", 6, ("functional_code",)),
            put("03", 6, "project_expenditure", "126.000000"),
        )
    ),
    "by_hand": Case(misprints=(put("11", 2, "amount", "8.480000"),)),
    "several": Case(
        misprints=(
            put("03", 2, "basic_expenditure", "263.914250"),
            put("06", 6, "basic_expenditure", ""),
            twice("03", 13),
            exchange("13", (1, "fiscal_basic_expenditure"), (1, "fiscal_project_expenditure")),
        )
    ),
    "true.putuo": Case(form=PUTUO),
    "misread_digit.putuo": Case(form=PUTUO, misprints=(on_line(45, 6, "2,769,135"),)),
    "misread_digit.putuo.disputed": Case(form=PUTUO, misprints=(on_line(146, 1, "807.88"),)),
    "transposed_digits.putuo": Case(form=PUTUO, misprints=(on_line(81, 5, "5,533,906"),)),
    "missing_cell.putuo": Case(form=PUTUO, misprints=(on_line(81, 7, ""),)),
    "swapped.putuo": Case(form=PUTUO, misprints=(on_line(45, 6, "753,634"), on_line(45, 7, "2,769,185"))),
    "duplicated_row.putuo": Case(form=PUTUO, misprints=(twice(TEXT, 117),)),
}  # fmt: skip
"""By name: the kind, and after a point what is different from the plain case."""

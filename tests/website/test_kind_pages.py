"""The pages about kinds of defect say what the program does: each example is planted and repaired."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from budgetpress.amounts import readings
from budgetpress.form import load_form
from budgetpress.model import Entry, Kind, Place, Reconciled, Row, Shaped, Table
from budgetpress.reconcile import explain, proof, reconcile
from budgetpress.reconcile.corrections import load_corrections
from budgetpress.reconcile.kinds import (
    digit_count,
    duplicated_row,
    free,
    lost_row,
    misread_digit,
    missing_cell,
    neighbouring_cell,
    slipped_labels,
    slipped_run,
    swapped,
    transposed_digits,
    unprinted_allocation,
    wrong_code,
    wrong_scale,
)
from budgetpress.reconcile.kinds.names import KIND_NAMES

PAGES = Path(__file__).resolve().parents[2] / "site" / "pages" / "zh"
KINDS = PAGES / "kinds"
FORM = load_form("beijing")
RESOURCES = {
    "03": "expenditure",
    "06": "general_public_budget_expenditure",
    "07": "general_public_budget_basic_expenditure",
    "08": "government_managed_funds_expenditure",
    "09": "state_capital_operations_expenditure",
    "13": "overall_performance",
}
COSTS = {
    "misread_digit": {misread_digit.KIND.cost, misread_digit.KIND.cost + misread_digit.UNLIKE},
    "transposed_digits": {transposed_digits.KIND.cost},
    "lost_digit": {digit_count.LOST.cost},
    "doubled_digit": {digit_count.DOUBLED.cost},
    "extra_digit": {digit_count.EXTRA.cost},
    "wrong_scale": {wrong_scale.KIND.cost, wrong_scale.KIND.cost + wrong_scale.UNUSUAL},
    "neighbouring_cell": {neighbouring_cell.KIND.cost},
    "swapped": {swapped.KIND.cost, swapped.KIND.cost + swapped.FAR},
    "slipped_run": {slipped_run.KIND.cost},
    "missing_cell": {missing_cell.KIND.cost},
    "wrong_code": {
        wrong_code.KIND.cost,
        wrong_code.KIND.cost + wrong_code.NEAR,
        wrong_code.KIND.cost + wrong_code.ANY,
        wrong_code.PAIR,
    },
    "slipped_labels": {slipped_labels.KIND.cost, slipped_labels.LOST_LABEL},
    "lost_row": {lost_row.KIND.cost},
    "duplicated_row": {duplicated_row.KIND.cost, duplicated_row.DAMAGED},
    "unprinted_allocation": {unprinted_allocation.KIND.cost},
    "wrong_name": set(),
    "together": set(),
    "by_hand": set(),
}
PUBLISHED_AS = {"together": {"wrong_code", "misread_digit"}}
NO_REPAIR = {"unprinted_allocation", "by_hand"}
BLANK, NO_ROW, DOUBLED_ROW = "（空）", "（缺）", "（重复上一行）"
LABELS = ("functional", "economic_government", "economic_department")

Line = dict[str, str]
Budget = dict[str, list[Line]]


def plain(cell: str) -> str:
    """A cell of a Markdown table without its English and its code marks."""
    return re.sub(r"<span.*?</span>|`", "", cell).strip()


def rows(text: str) -> Iterator[list[str]]:
    """The cells of every line of the Markdown tables of a text, heads too."""
    for line in text.splitlines():
        if line.startswith("| "):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def budget() -> Budget:
    """The sample budget as the page of all kinds prints it."""
    parts = re.split(r"^### (\d\d) ", (KINDS / "index.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    found: Budget = {number: [] for number in RESOURCES}
    for number, text in zip(parts[1::2], parts[2::2], strict=True):
        head, *lines = rows(text)
        fields = [re.findall(r"`(\w+)`", cell)[0] for cell in head[1:]]
        for line in lines:
            found[number].append({f: c for f, c in zip(fields, line[1:], strict=True) if c})
    return found


def changes(kind: str) -> list[tuple[str, str]]:
    """Where the example of a page is misprinted, and how."""
    text = (KINDS / f"{kind}.md").read_text(encoding="utf-8")
    found = [[plain(cell) for cell in row] for row in rows(text)]
    return [(r[0], r[1]) for r in found if re.fullmatch(r"\d\d\.(r\d+|totals)(\.\w+)?", r[0])]


def misprinted(kind: str) -> Budget:
    """The sample budget with the misprints of a page."""
    found = budget()
    whole = []
    for where, text in changes(kind):
        number, row, *field = where.split(".")
        at = int(row.removeprefix("r")) - 1
        if not field:
            whole.append((number, at, text))
        elif text == BLANK:
            del found[number][at][field[0]]
        else:
            found[number][at][field[0]] = text
    for number, at, text in whole:
        assert text in (NO_ROW, DOUBLED_ROW)
        found[number][at : at + (text == NO_ROW)] = [] if text == NO_ROW else [dict(found[number][at - 1])]
    return found


def shaped(source: Budget) -> Shaped:
    """What `shape` makes of a budget that is printed in yuan."""
    tables = [
        Table(
            number=n,
            resource=RESOURCES[n],
            unit="元",
            rows=tuple(_row(n, i, r) for i, r in enumerate(found, 1)),
        )
        for n, found in source.items()
    ]
    return Shaped(tables=tuple(tables), headings=(), remarks=(), findings=())


def _row(number: str, at: int, line: Line) -> Row:
    total = any(line.get(name) == "合计" for name in LABELS)
    kind: Kind = "total" if total else "item"
    entries = {entry.field: entry for name, text in line.items() for entry in _entries(name, text, at)}
    return Row(number=at, name="totals" if number == "13" else f"r{at}", kind=kind, entries=entries)


def _entries(name: str, text: str, at: int) -> Iterator[Entry]:
    place = Place(source="example", line=at, column=1)
    if name in LABELS:
        code, _, label = text.rpartition(" ")
        if code:
            yield Entry(field=f"{name}_code", text=code, value=code, place=place)
        yield Entry(field=f"{name}_name", text=label, value=label, place=place)
    elif name.endswith(("_code", "_name")):
        yield Entry(field=name, text=text, value=text, place=place)
    else:
        ways = readings(text, unit="元", decimals=2)
        yield Entry(field=name, text=text, value=ways[0].amount, place=place, unit="元", readings=ways)


def published(source: Budget) -> Reconciled:
    """The budget after repair."""
    return reconcile(shaped(source), FORM, year=2026)


def truth(result: Reconciled) -> list[dict[str, object]]:
    """Every row as published: its fields that are not blank."""
    return [
        {e.field: e.value for e in row.entries.values() if e.value not in (None, "")}
        for table in result.tables
        for row in table.rows
    ]


def statements(kind: str) -> list[tuple[str, str, str]]:
    """The identities of an example: id, sums as printed, sums as repaired."""
    text = (KINDS / f"{kind}.md").read_text(encoding="utf-8")
    found = [(re.match(r"`([^`]+)`<br>", row[0]), row) for row in rows(text) if len(row) == 3]
    return [(match[1], row[1], row[2]) for match, row in found if match]


def balances(text: str) -> bool:
    """Whether both sides of `a + b = c` are equal."""
    left, right = (
        sum((Fraction(Decimal(n.replace(",", ""))) for n in side.split(" + ")), Fraction())
        for side in re.split(" [=≠] ", text)
    )
    return left == right


def test_the_sample_budget_is_right() -> None:
    """All identities of the sample budget hold, every figure is confirmed, nothing is repaired."""
    result = published(budget())
    assert not result.repairs
    assert {check.verdict for check in result.checks} == {"holds", "not_applicable"}
    assert sum(check.verdict == "holds" for check in result.checks) > 50
    assert {figure.status for figure in result.figures} == {"confirmed"}


def test_every_kind_has_its_page() -> None:
    """One page a kind, under its name, and each is in the list of all kinds."""
    listed = set(re.findall(r"\]\((\w+)\.md\)", (KINDS / "index.md").read_text(encoding="utf-8")))
    assert {path.stem for path in KINDS.glob("*.md")} - {"index"} == set(KIND_NAMES) == listed == set(COSTS)
    for kind, (zh, _) in KIND_NAMES.items():
        assert f"# {zh}\n" in (KINDS / f"{kind}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", sorted(set(KIND_NAMES) - NO_REPAIR))
def test_example_is_repaired_as_the_page_says(kind: str) -> None:
    """The misprint of a page is undone as one of that kind, by the identities that the page lists."""
    result = published(misprinted(kind))
    assert {repair.kind for repair in result.repairs} == PUBLISHED_AS.get(kind, {kind})
    assert truth(result) == truth(published(budget()))
    listed = statements(kind)
    assert {name for name, _, _ in listed} == set().union(*(r.failed_before for r in result.repairs))
    for _, before, after in listed:
        assert "≠" in before
        assert not balances(before)
        assert "=" in after
        assert balances(after)


@pytest.mark.parametrize("kind", sorted(COSTS))
def test_costs_are_those_of_the_program(kind: str) -> None:
    """The cost of a kind stands on its page and in the list, and no other."""
    index = (KINDS / "index.md").read_text(encoding="utf-8")
    listed = next(row for row in rows(index) if f"({kind}.md)" in row[0])
    assert {int(number) for number in re.findall(r"\d+", listed[1])} == COSTS[kind]
    page = (KINDS / f"{kind}.md").read_text(encoding="utf-8")
    section = re.split(r"^## ", page, flags=re.MULTILINE)[4]
    assert section.startswith("代价 {")
    assert {str(cost) for cost in COSTS[kind]} <= set(re.findall(r"\d+", section))


def test_margin_and_any_value_are_those_of_the_program() -> None:
    """The margin on the method page and the cost of `any value` on the list are the program's."""
    method = (PAGES / "method.md").read_text(encoding="utf-8")
    assert f"代价比最低的高 {explain.MARGIN} 以内" in method
    index = (KINDS / "index.md").read_text(encoding="utf-8")
    assert f"代价 {free.KIND.cost}。" in index
    assert f"次低的至少要贵 {explain.MARGIN + 1}，" in index


def test_one_identity_proves_nothing() -> None:
    """The method page says how many identities must speak for a change, and the engine asks for as many."""
    method = (PAGES / "method.md").read_text(encoding="utf-8")
    assert f"**至少{'零一两三'[proof.ENOUGH]}条关系**" in method
    assert "只有一条时什么也不改" in method


def test_other_funds_explain_a_difference() -> None:
    """The sample budget has funds that are not printed by code; a finding says so with the page's amount."""
    found = [f for f in published(budget()).findings if f.code == "unprinted-allocation"]
    page = (KINDS / "unprinted_allocation.md").read_text(encoding="utf-8")
    assert len(found) == 1
    assert "24,183.50" in page
    assert "24183.50" in found[0].message_zh.replace(",", "")


def test_correction_by_hand_is_made(tmp_path: Path) -> None:
    """Without the correction on the page its figures are disputed, with it the amount is published."""
    page = (KINDS / "by_hand.md").read_text(encoding="utf-8")
    block = re.search(r"```toml\n(.*?)```", page, flags=re.DOTALL)
    assert block is not None
    path = tmp_path / "corrections.toml"
    path.write_text(block[1], encoding="utf-8")
    wrong = misprinted("by_hand")
    assert "disputed" in {figure.status for figure in published(wrong).figures}
    result = reconcile(shaped(wrong), FORM, year=2026, corrections=load_corrections(path))
    assert [repair.kind for repair in result.repairs] == ["by_hand"]
    assert truth(result) == truth(published(budget()))

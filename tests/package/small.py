"""A small invented release, by hand: three printed tables, one missing, every system resource in use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.package.small_form import CODELISTS, FORM, REASONS, RELEASE, SOURCE

from budgetpress.model import (
    Cell,
    Check,
    Entry,
    Figure,
    Finding,
    Heading,
    Kind,
    Place,
    Reconciled,
    Remark,
    Repair,
    Row,
    Shaped,
    Table,
    Verdict,
)
from budgetpress.package import write_package


def place(line: int, column: int) -> Place:
    """A place in the invented source."""
    return Place(source=SOURCE, line=line, column=column)


def row(number: int, kind: Kind, line: int, **values: str | Decimal | None) -> Row:
    """A row whose printed texts are its values; an amount is printed in 万元."""
    entries = {}
    for index, (name, value) in enumerate(values.items()):
        if value is not None:
            text = f"{value / 10000:f}" if isinstance(value, Decimal) else value
            entries[name] = Entry(field=name, text=text, value=value, place=place(line, 1 + 10 * index))
    return Row(number=number, name=f"r{number}", kind=kind, entries=entries)


def table(number: str, resource: str, *rows: Row) -> Table:
    """The rows of one resource."""
    return Table(number=number, resource=resource, unit="万元", rows=rows)


D = Decimal
BALANCE = table(
    "1",
    "balance",
    row(1, "item", 3, side="revenue", label="一般公共预算拨款", amount=D("1300000.47")),
    row(2, "item", 3, side="expenditure", label="一般公共服务支出", amount=D("1200000.00")),
    row(3, "item", 4, side="expenditure", label="社会保障和就业支出", amount=D("100000.47")),
    row(4, "total", 5, side="revenue", label="收入总计", amount=D("1300000.47")),
    row(5, "total", 5, side="expenditure", label="支出总计", amount=D("1300000.47")),
)
SPENDING = table(
    "2",
    "spending",
    row(1, "item", 9, functional_code="2010301", functional_name="行政运行", economic_code="50101",
        total=D("900000.00"), basic=D("900000.00")),
    row(2, "item", 10, functional_code="2010302", functional_name="一般行政管理事务", economic_code="50201",
        total=D("300000.00"), basic=D("0.00"), project=D("300000.00")),
    row(3, "item", 11, functional_code="2080599", functional_name="其他，\"养老\"支出", economic_code="50999",
        total=D("100000.47"), basic=D("40000.07"), project=D("60000.40")),
    row(4, "total", 12, functional_name="合计",
        total=D("1300000.47"), basic=D("940000.07"), project=D("360000.40")),
)  # fmt: skip
PROJECTS = table(
    "3",
    "projects",
    row(1, "item", 15, label="湖岸整治\n（二期）", funds=D("300000.00")),
    row(2, "item", 16, label="养老服务", funds=D("-60000.41")),
)
TARGETS = table(
    "3",
    "targets",
    row(1, "item", 15, project_row="1", label="完成长度", relation="≥", target="2.50"),
    row(2, "item", 16, project_row=None, label="满意度", relation="=", target="-5%"),
)
TABLES = (BALANCE, SPENDING, PROJECTS, TARGETS)

SHAPED = Shaped(
    tables=TABLES,
    headings=(Heading(table="1", role="title", cell=Cell(text="收支总表", place=place(1, 1))),),
    remarks=(
        Remark(table="2", reason="after-table", cell=Cell(text="注：含上年结转。", place=place(13, 1))),
    ),
    findings=(
        Finding(
            code="unknown-code",
            level="warning",
            table="2",
            row=3,
            field="functional_code",
            message_zh="分类中没有 2080599",
            message_en="2080599 is not in the classification",
            place=place(11, 1),
        ),
    ),
    missing=("4",),
)


def figures(tables: Iterable[Table]) -> dict[str, Figure]:
    """A figure for every amount."""
    made = {}
    for each in tables:
        for line in each.rows:
            for name, entry in line.entries.items():
                if isinstance(entry.value, Decimal):
                    key = f"{each.number}.{line.name}.{name}"
                    made[key] = Figure(
                        id=key,
                        table=each.number,
                        resource=each.resource,
                        row=line.number,
                        field=name,
                        amount=entry.value,
                        printed=entry.text,
                        printed_unit="万元",
                        status="consistent",
                        proofs=1,
                        strength=2,
                        place=entry.place,
                    )
    return made


def check(key: str, amounts: dict[str, Figure], left: str, right: str, kind: str = "sum") -> Check:
    """An identity over figures, evaluated; nothing in it was repaired."""
    sums = [
        sum((-signed(amounts, f) if f.startswith("-") else signed(amounts, f) for f in side.split()), D(0))
        for side in (left, right)
    ]
    residual = sums[0] - sums[1]
    verdict: Verdict = "holds" if residual == 0 or (kind == "within" and residual < 0) else "fails"
    return Check(
        id=key,
        identity=key.split(".", maxsplit=1)[0],
        kind=kind,
        name_zh="横向相加",
        name_en="Across",
        reason_zh="合计等于各项之和",
        reason_en="A total is the sum of its parts",
        left=sums[0],
        right=sums[1],
        residual=residual,
        tolerance=D(0),
        verdict=verdict,
        left_figures=tuple(left.split()),
        right_figures=tuple(right.split()),
        printed_residual=residual,
        printed_verdict=verdict,
    )


def signed(amounts: dict[str, Figure], figure: str) -> Decimal:
    """The amount of a figure id that may carry a minus."""
    found = amounts[figure.removeprefix("-")].amount
    assert found is not None
    return found


def checks(amounts: dict[str, Figure]) -> tuple[Check, ...]:
    """Identities that cover every amount; the last one fails and says so."""
    across = [
        check(
            f"across.{n}",
            amounts,
            f"2.r{n}.total",
            " ".join(f for f in (f"2.r{n}.basic", f"2.r{n}.project") if f in amounts),
        )
        for n in (1, 2, 3, 4)
    ]
    down = [
        check(
            f"down.{name}",
            amounts,
            " ".join(f for n in (1, 2, 3) if (f := f"2.r{n}.{name}") in amounts),
            f"2.r4.{name}",
        )
        for name in ("total", "basic", "project")
    ]
    return (
        *across,
        *down,
        check("revenue", amounts, "1.r1.amount", "1.r4.amount"),
        check("expenditure", amounts, "1.r2.amount 1.r3.amount", "1.r5.amount"),
        check("balance", amounts, "1.r4.amount", "1.r5.amount"),
        check("part", amounts, "2.r4.basic", "2.r4.total", kind="within"),
        check("projects", amounts, "3.r1.funds -3.r2.funds", "2.r4.project"),
        Check(
            id="funds",
            identity="funds",
            kind="equal",
            name_zh="基金",
            name_en="Funds",
            reason_zh="表四缺",
            reason_en="Table 4 is missing",
            left=None,
            right=None,
            residual=None,
            tolerance=D(0),
            verdict="not_applicable",
            left_figures=(),
            right_figures=(),
        ),
    )


def judged(amounts: dict[str, Figure], found: Iterable[Check]) -> dict[str, Figure]:
    """The figures with what the identities say of them."""
    through: dict[str, list[Check]] = {key: [] for key in amounts}
    for each in found:
        for key in (*each.left_figures, *each.right_figures):
            through[key.removeprefix("-")].append(each)
    return {
        key: replace(
            figure,
            status="disputed" if any(c.verdict == "fails" for c in through[key]) else "consistent",
            proofs=sum(c.verdict == "holds" and c.kind != "within" for c in through[key]),
        )
        for key, figure in amounts.items()
    }


CHECKS = checks(figures(TABLES))
FIGURES = judged(figures(TABLES), CHECKS)
RESULT = Reconciled(
    tables=TABLES,
    figures=tuple(FIGURES.values()),
    checks=CHECKS,
    repairs=(
        Repair(
            id="R1",
            target="label",
            figure="",
            table="2",
            row=2,
            field="functional_name",
            printed="一般行政管理事物",
            published="一般行政管理事务",
            kind="misread-label",
            evidence_zh="代码表",
            evidence_en="the code list",
            failed_before=(),
            hold_after=(),
            margin=None,
        ),
    ),
    findings=(),
)


def write_small(folder: Path, **changes: Any) -> dict[str, Any]:
    """Write the small release; `changes` replace arguments of write_package."""
    arguments: dict[str, Any] = {
        "release": RELEASE,
        "form": FORM,
        "shaped": SHAPED,
        "result": RESULT,
        "folder": folder,
        "reasons": REASONS,
        "codelists": CODELISTS,
    }
    return write_package(**arguments | changes)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path from there."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


if __name__ == "__main__":
    import sys

    write_small(Path(sys.argv[1]))

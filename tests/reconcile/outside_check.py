"""A stranger's check of a package: `python outside_check.py FOLDER`, with the standard library alone.

It reads figures.csv, checks.csv and repairs.csv, adds up every identity again, and follows every repair back:
each identity that it lists failed as printed and holds now. Where a repair changed amounts and no codes, the
printed amounts are put back and the sums added up from them.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

Record = dict[str, str]
YUAN = {"元": 1, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
DECIMALS = 6


def main(arguments: list[str]) -> int:
    """Print every problem of the package in a folder; 0 if there is none."""
    found = list(problems(Path(arguments[0])))
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


def problems(folder: Path) -> Iterator[str]:
    """What figures, checks and repairs say that cannot be followed."""
    figures, checks, repairs = (read(folder / "data" / f"{n}.csv") for n in ("figures", "checks", "repairs"))
    now = {figure["id"]: yuan(figure["amount"]) for figure in figures}
    for check in checks:
        yield from sums(check, now)
    yield from figures_and_repairs({figure["id"]: figure for figure in figures}, repairs)
    by_id = {check["id"]: check for check in checks}
    for repair in repairs:
        yield from evidence(repair, by_id, now)
    yield from undone(figures, by_id, repairs, now)


def read(path: Path) -> list[Record]:
    """The records of a CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def yuan(text: str) -> Decimal:
    """An amount; a blank is nothing."""
    return Decimal(text) if text else Decimal(0)


def side(check: Record, name: str, amounts: dict[str, Decimal]) -> Decimal:
    """The sum of one side of an identity."""
    total = Decimal(0)
    for figure in check[f"{name}_figures"].split():
        total += -amounts[figure[1:]] if figure.startswith("-") else amounts[figure]
    return total


def residual(check: Record, amounts: dict[str, Decimal]) -> Decimal:
    """Left minus right."""
    return side(check, "left", amounts) - side(check, "right", amounts)


def bears(check: Record, off: Decimal) -> bool:
    """Whether an identity holds with that residual."""
    return (off if check["kind"] == "within" else abs(off)) <= Decimal(check["tolerance"])


def sums(check: Record, now: dict[str, Decimal]) -> Iterator[str]:
    """Left, right, residual and verdict of an identity, from the figures."""
    if not check["left_figures"] and not check["right_figures"]:
        if check["verdict"] != "not_applicable" or check["left"] or check["right"] or check["residual"]:
            yield f"{check['id']}: a verdict without figures"
        return
    for name in ("left", "right"):
        if side(check, name, now) != yuan(check[name]):
            yield f"{check['id']}: {name} is {side(check, name, now)}, not {check[name]}"
    if residual(check, now) != yuan(check["residual"]):
        yield f"{check['id']}: residual is {residual(check, now)}, not {check['residual']}"
    verdict = "holds" if bears(check, residual(check, now)) else "fails"
    if check["verdict"] != verdict:
        yield f"{check['id']}: {verdict}, not {check['verdict']}"


def figures_and_repairs(figures: dict[str, Record], repairs: list[Record]) -> Iterator[str]:
    """Every repaired figure has a repair that says so; every other one is as printed."""
    named = {repair["figure"]: repair for repair in repairs if repair["target"] == "figure"}
    for name, repair in named.items():
        figure = figures.get(name, {})
        if (figure.get("printed"), figure.get("amount")) != (repair["printed"], repair["published"]):
            yield f"{repair['id']}: figure {name} says otherwise"
        if figure.get("status") not in ("repaired", "disputed"):
            yield f"{repair['id']}: figure {name} is {figure.get('status')}"
    for name, figure in figures.items():
        if figure["status"] == "repaired" and name not in named:
            yield f"{name}: repaired, but no repair says so"
        if name not in named and figure["amount"] and digits(figure["printed"]) != digits(figure["amount"]):
            yield f"{name}: {figure['amount']} has other digits than {figure['printed']}"


def digits(text: str) -> str:
    """The digits of an amount that do not depend on its scale."""
    return "".join(c for c in text if c.isdecimal()).strip("0")


def evidence(repair: Record, checks: dict[str, Record], now: dict[str, Decimal]) -> Iterator[str]:
    """The identities that a repair lists failed before and hold after."""
    for name in repair["failed_before"].split():
        check = checks[name]
        if check["printed_verdict"] != "fails" or bears(check, Decimal(check["printed_residual"])):
            yield f"{repair['id']}: {name} did not fail before"
    for name in repair["hold_after"].split():
        if not bears(checks[name], residual(checks[name], now)):
            yield f"{repair['id']}: {name} does not hold after"


def undone(
    figures: list[Record], checks: dict[str, Record], repairs: list[Record], now: dict[str, Decimal]
) -> Iterator[str]:
    """With the printed amounts back in their cells, the identities fail by as much as is recorded."""
    units = {figure["id"]: figure["printed_unit"] for figure in figures}
    before = dict(now)
    for repair in repairs:
        if repair["target"] == "figure":
            before[repair["figure"]] = as_printed(repair["printed"], units[repair["figure"]])
    moved = {repair["id"].partition(".")[0] for repair in repairs if regroups(repair)}
    other = {n for r in repairs if r["id"].partition(".")[0] in moved for n in r["failed_before"].split()}
    for repair in repairs:
        if repair["target"] != "figure" or repair["id"].partition(".")[0] in moved:
            continue
        for name in [name for name in repair["failed_before"].split() if name not in other]:
            off = residual(checks[name], before)
            if off != Decimal(checks[name]["printed_residual"]) or bears(checks[name], off):
                yield f"{repair['id']}: as printed, {name} is off by {off}"


def regroups(repair: Record) -> bool:
    """Whether a repair changes which rows an identity adds up; a lost row without amounts adds nothing."""
    return repair["target"] == "label" or (repair["target"] == "row" and not repair["published"])


def as_printed(text: str, unit: str) -> Decimal:
    """A printed amount in yuan, in a form that prints six decimals."""
    if not text:
        return Decimal(0)
    plain = re.sub("[,.]", "", text)
    literal = re.fullmatch(r"(?:\d+|\d{1,3}(?:,\d{3})+)\.(\d+)", text)
    decimals = len(literal[1]) if literal else DECIMALS
    return (int(plain) * YUAN[unit] / Decimal(10**decimals)).quantize(Decimal("0.01"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

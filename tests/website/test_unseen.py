"""Each table's page says what errors its identities could not have noticed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from budgetpress.website.data import Check, Figure, Package
from budgetpress.website.table_page import unseen


def package(strengths: Sequence[str], *checks: Check) -> Package:
    """A release whose table 01 has figures of these strengths, and table 02 one of strength 4."""
    figures = {f"01.r{n}.a": figure("01", n, strength) for n, strength in enumerate(strengths, 1)}
    figures["02.r1.a"] = figure("02", 1, "4")
    return Package(
        folder=Path(),
        name="release",
        descriptor={},
        resources=(),
        tables={},
        figures=figures,
        checks=checks,
        codelists={},
        validation=None,
    )


def figure(table: str, row: int, strength: str) -> Figure:
    """A figure of which the strength alone matters."""
    return Figure(
        id=f"{table}.r{row}.a",
        table=table,
        resource="r",
        row=str(row),
        field="a",
        amount=None,
        printed="",
        printed_unit="",
        status="confirmed",
        strength=strength,
        place={},
    )


def check(*figures: str, kind: str = "equal", verdict: str = "holds", tolerance: str = "0.00") -> Check:
    """An identity through these figures."""
    return Check(
        id="i",
        record={"kind": kind, "tolerance": tolerance},
        verdict=verdict,
        left_figures=figures,
        right_figures=(),
    )


LINK = check("01.r1.a", "02.r1.a")


def test_weak_figures_are_counted() -> None:
    """Figures of strength 1 and 2 are counted, stronger ones are not."""
    said = unseen(package(["1", "2", "2", "3", "4", ""], LINK), "01")
    assert "1 个强度为 1 的数字" in said
    assert "2 个强度为 2 的数字" in said
    assert "三处" not in said


def test_strong_table_says_what_it_takes() -> None:
    """Where every figure has strength 3 or more, it takes three errors at once."""
    said = unseen(package(["3", "4", ""], LINK), "01")
    assert "三处" in said
    assert "倍数" not in said


def test_table_without_a_link_may_be_off_by_a_factor() -> None:
    """Only an equation with figures of another table fixes the scale; a bound or an empty one does not."""
    alone = (
        check("01.r1.a", "01.r2.a"),
        check("01.r1.a", "02.r1.a", kind="within"),
        check("01.r1.a", "02.r1.a", verdict="not_applicable"),
    )
    assert "倍数" in unseen(package(["4", "4"], *alone), "01")
    assert "倍数" not in unseen(package(["4", "4"], *alone, LINK), "01")


def test_table_without_figures_says_nothing() -> None:
    """A table without any figure has no such sentence."""
    assert unseen(package([]), "03") == ""


def test_rounded_figures_may_be_off_by_what_rounding_explains() -> None:
    """Of each figure the least tolerance that holds through it counts; the largest of these is said."""
    wide = check("01.r1.a", "01.r2.a", tolerance="29.00")
    close = check("01.r1.a", "02.r1.a", tolerance="0.50")
    assert "不超过 29.00 元" in unseen(package(["4", "4"], wide, close), "01")
    assert "不超过 0.50 元" in unseen(package(["4"], close), "01")
    assert "三处" not in unseen(package(["4"], close), "01")
    for kind, verdict, tolerance in (
        ("within", "holds", "9.00"),
        ("equal", "fails", "9.00"),
        ("equal", "holds", "x"),
    ):
        other = check("01.r1.a", "02.r1.a", kind=kind, verdict=verdict, tolerance=tolerance)
        assert "不超过" not in unseen(package(["4"], LINK, other), "01")

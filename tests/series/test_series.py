"""Amounts of several packages side by side: what is not there is said, what changed is marked."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from frictionless import Package
from tests.diff.planting import Copy
from tests.documents.convert import FORMS, PDFS, PRINTERS, convert_file, paper

from budgetpress.build import convert
from budgetpress.errors import InputError
from budgetpress.published import Published, read_folder
from budgetpress.series.over import BREAKS, STATES, Point, over_bodies, over_years
from budgetpress.series.write import series_files

BASE = Copy.of()
REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
EXPENDITURE = ("expenditure", "total", "functional")


def of_year(year: int, package: Copy | None = None, **raw: object) -> Copy:
    """A copy of the release as the budget of another year."""
    package = package or BASE.again()
    package.raw |= {"fiscalYear": year, "name": f"release-{year}", **raw}
    return package


def points(found: tuple[Point, ...], item: str, what: tuple[str, str, str] = EXPENDITURE) -> list[Point]:
    """The points of one code in one field."""
    return [
        point
        for point in found
        if (point.key.resource, point.key.field, point.key.classification) == what and point.key.item == item
    ]


def code(package: Copy) -> dict[str, str]:
    """The entry of code 201 in the code list."""
    return next(row for row in package.rows["codelist_functional"] if row["code"] == "201")


def series(*packages: Copy) -> tuple[Point, ...]:
    """The series of these packages."""
    return over_years([package.published() for package in packages])


def test_a_class_is_the_sum_of_its_items_where_none_is_printed() -> None:
    """The amounts of all items below a code, each with its figure."""
    (point,) = points(series(of_year(2026)), "201")
    rows = [
        r for r in BASE.rows["expenditure"] if r["functional_code"].startswith("201") and r["kind"] == "item"
    ]
    assert point.amount == sum(Decimal(row["total"]) for row in rows)
    assert (point.how, point.state, len(point.figures)) == ("sum", "given", len(rows))
    assert {BASE.figure(figure)["resource"] for figure in point.figures} == {"expenditure"}


def test_a_code_that_a_year_does_not_print_is_said_and_not_zero() -> None:
    """No amount, and why: the table has no such row."""
    older = of_year(2025)
    keep = [int(r["row"]) for r in older.rows["expenditure"] if not r["functional_code"].startswith("208")]
    older.reorder("expenditure", keep)
    first, second = points(series(older, of_year(2026)), "208")
    assert (first.fiscal_year, first.amount, first.state) == (2025, None, "no_row")
    assert second.state == "given"


def test_a_year_without_a_release_is_said() -> None:
    """A gap in the years is a gap in the series."""
    found = points(series(of_year(2024), of_year(2026)), "201")
    assert [(point.fiscal_year, point.state) for point in found] == [
        (2024, "given"),
        (2025, "no_release"),
        (2026, "given"),
    ]


def test_a_blank_and_a_disputed_amount_are_said() -> None:
    """A row without an amount is no zero; an amount that another contradicts is marked."""
    package = of_year(2026)
    total = next(row for row in package.rows["three_public_expenses"])
    total["overseas_official_travel"] = ""
    package.figure("10.r1.total")["status"] = "disputed"
    found = {p.key.field: p for p in series(package) if p.key.resource == "three_public_expenses"}
    assert (found["overseas_official_travel"].state, found["overseas_official_travel"].amount) == (
        "blank",
        None,
    )
    assert (found["total"].state, found["total"].amount) == ("disputed", Decimal("76305.03"))


def test_a_table_that_is_not_in_the_source_is_told_from_one_that_the_form_has_not() -> None:
    """`missingTables` of the descriptor says which; a column that the form lacks is not in the form."""
    older, newer = of_year(2025), of_year(2026)
    name = "government_procurement"
    older.raw["resources"] = [r for r in older.raw["resources"] if r["name"] != name]
    older.rows["figures"] = [f for f in older.rows["figures"] if f["resource"] != name]
    (lacking, _) = [p for p in series(older, newer) if p.key.resource == name and p.key.item == "合计"]
    assert lacking.state == "not_in_form"
    older.raw["missingTables"].append({"number": "04", "resources": [name]})
    (lacking, _) = [p for p in series(older, newer) if p.key.resource == name and p.key.item == "合计"]
    assert lacking.state == "not_in_source"


@pytest.mark.parametrize(
    ("name", "edit"),
    [
        ("form", lambda p: p.raw["form"].update(name="another")),
        ("unit", lambda p: p.resource("expenditure").update(printedUnit="元")),
        ("table", lambda p: p.resource("expenditure").update(table="33")),
        ("name", lambda p: code(p).update(name="别名")),
        ("years", lambda p: code(p).update(valid_from="2026")),
    ],
)  # fmt: skip
def test_a_break_is_marked_where_it_happens(name: str, edit: Callable[[Copy], object]) -> None:
    """Another form, unit, table, name of the code or year of the classification: in the newer year alone."""
    newer = of_year(2026)
    edit(newer)
    first, second = points(series(of_year(2025), newer), "201")
    assert (first.breaks, second.breaks) == ((), (name,))
    assert name in BREAKS


def test_labels_are_one_whatever_their_ordinals() -> None:
    """`二、` and `三、` before the same words are the same line; two rows of one name are not chosen from."""
    newer = of_year(2026)
    row = newer.rows["revenue_and_expenditure"][0]
    assert row["label"].startswith("一、")
    row["label"] = row["label"].replace("一、", "三、", 1)
    what = ("revenue_and_expenditure", "amount", "")
    label = "revenue / 一般公共预算拨款收入"
    assert [p.state for p in points(series(of_year(2025), newer), label, what)] == ["given", "given"]
    newer.rows["revenue_and_expenditure"][1]["label"] = row["label"]
    assert [p.state for p in points(series(of_year(2025), newer), label, what)] == ["given", "several"]


def test_tables_that_print_the_same_agree_or_say_they_do_not() -> None:
    """What the checks between tables found is said of every amount that they compare."""
    package = of_year(2026)
    total = [p for p in series(package) if p.key.resource == "revenue_and_expenditure" and p.agrees == "yes"]
    assert total
    figure = total[0].figures[0]
    homes = {f["id"]: f["table"] for f in package.rows["figures"]}
    for check in package.rows["checks"]:
        words = f"{check['left_figures']} {check['right_figures']}".replace("-", "").split()
        if figure in words and len({homes[word] for word in words}) > 1:
            check["verdict"] = "fails"
    again = [p for p in series(package) if p.key == total[0].key]
    assert [p.agrees for p in again] == ["no"]


def test_bodies_of_a_year_stand_side_by_side() -> None:
    """Each with its own column; there are no breaks between bodies."""
    other = of_year(2026, name="other", body={"name": "甲街道", "name_en": "", "code": "1"})
    other.raw["form"] = {**other.raw["form"], "name": "another"}
    found = points(over_bodies([of_year(2026).published(), other.published()]), "201")
    assert {point.body for point in found} == {"甲街道", BASE.raw["body"]["name"]}
    assert all(point.breaks == () and point.state == "given" for point in found)


def test_the_files_are_a_data_package_of_the_points(tmp_path: Path) -> None:
    """A row for each point, amounts as in the packages, every state explained; the same bytes twice."""
    found = series(of_year(2025), of_year(2026))
    files = series_files(found, name="series-x", title="甲", title_en="A")
    assert files == series_files(
        series(of_year(2025), of_year(2026)), name="series-x", title="甲", title_en="A"
    )
    for file, data in files.items():
        (tmp_path / file).write_bytes(data)
    assert Package(str(tmp_path / "datapackage.json")).validate().valid
    rows = list(csv.DictReader(io.StringIO(files["series-x.csv"].decode())))
    assert len(rows) == len(found)
    assert {row["state"] for row in rows} <= {*STATES}
    assert Counter(row["amount"] for row in rows) == Counter(
        "" if p.amount is None else f"{p.amount:f}" for p in found
    )


def test_an_amount_that_is_no_number_is_bad_input() -> None:
    """A package that was damaged by hand does not get into a series."""
    package = of_year(2026)
    package.rows["expenditure"][0]["total"] = "NaN"
    with pytest.raises(InputError, match="amount"):
        series(package)


@pytest.mark.skipif(not REAL.is_dir(), reason="the real documents are not there")
def test_two_real_years_of_one_body(tmp_path: Path) -> None:
    """Every amount of a series is one that its package publishes for that figure, or the sum of several."""
    packages: list[Published] = []
    for number, path in enumerate(sorted(REAL.glob("*2[45]年预算.pdf"))):
        convert([path], tmp_path / str(number), form=None, year=None, body=None, report=lambda _: None)
        packages.append(read_folder(tmp_path / str(number)))
    found = over_years(packages)
    amounts = [{f["id"]: f["amount"] for f in package.rows("figures")} for package in packages]
    years = [package.year for package in packages]
    given = [point for point in found if point.state == "given"]
    assert len(given) > 1000
    for point in given:
        own = amounts[years.index(point.fiscal_year)]
        assert point.amount == sum(
            (Decimal(own[figure]) for figure in point.figures if own[figure]), Decimal(0)
        )


@pytest.mark.parametrize("form", sorted(FORMS))
def test_classes_of_invented_papers_come_to_their_totals(form: str, tmp_path: Path) -> None:
    """In papers of every form nothing is contradicted, and the classes of a table add up to its total row."""
    file = tmp_path / PDFS[0]
    file.write_bytes(PRINTERS[PDFS[0]](paper(form)))
    convert_file(file, tmp_path / "out")
    found = over_years([read_folder(tmp_path / "out")])
    assert {point.state for point in found} <= {"given", "blank", "several"}
    compared = 0
    for total in (point for point in found if point.key.classification == "" and point.key.item == "合计"):
        classes = [
            point.amount
            for point in found
            if point.level == 1
            and (point.key.resource, point.key.field) == (total.key.resource, total.key.field)
            and point.key.classification == "functional"
            and point.amount is not None
        ]
        if classes and total.amount is not None:
            compared += 1
            assert sum(classes, Decimal(0)) == total.amount
    assert compared

"""Real documents, where they are at hand (`../shared/real` beside the checkout): what is printed is read.

They are not part of the repository. The amounts of each page are found by another reader's words alone, and
compared with the figures and their boxes, one by one; every identity that fails is added up again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from tests.documents.convert import Package, convert_file
from tests.documents.numbers import amounts, table_pages
from tests.documents.words import Word, box_of, pages

from budgetpress.amounts import UNITS
from budgetpress.errors import InputError

REAL = Path(__file__).resolve().parents[2] / "shared" / "real"
FILES = sorted(REAL.glob("*.pdf"))
CODES = {
    "functional_code": r"\d{3}(\d{2}){0,2}",
    "economic_department_code": r"\d{3}(\d{2})?",
    "economic_government_code": r"\d{3}(\d{2})?",
}

pytestmark = pytest.mark.skipif(not FILES, reason="the real documents are not at hand")
every_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


@cache
def words_of(file: Path) -> list[list[Word]]:
    """The words of each page."""
    return pages(file)


@cache
def printed(file: Path) -> Mapping[int, list[Word]]:
    """The amounts of each page of tables, by the number of the page from 1."""
    words = words_of(file)
    return {number + 1: amounts(words[number]) for number in table_pages(words)}


@pytest.fixture(scope="module")
def package_of(tmp_path_factory: pytest.TempPathFactory) -> Mapping[Path, Package | str]:
    """The package of each file, or what was said where it was refused."""
    made: dict[Path, Package | str] = {}
    for file in FILES:
        try:
            made[file] = convert_file(file, tmp_path_factory.mktemp("real") / "package")
        except InputError as error:
            made[file] = str(error)
    return made


@pytest.fixture
def package(file: Path, package_of: Mapping[Path, Package | str]) -> Package:
    """The package of a file; a file without a page of tables may be refused, no other."""
    made = package_of[file]
    if isinstance(made, str):
        assert not printed(file), made
        pytest.skip(f"no table in it: {made}")
    return made


@every_file
def test_amounts_of_each_page_are_its_figures(file: Path, package: Package) -> None:
    """Page by page, the amounts that are printed are the figures, each as often as it is printed."""
    expected = {number: Counter(word.text for word in found) for number, found in printed(file).items()}
    found: dict[int, Counter[str]] = {}
    for row in package.tables["figures"]:
        if re.search(r"\d", row["printed"]):
            found.setdefault(int(row["page"]), Counter())[row["printed"]] += 1
    wrong = []
    for number in sorted(expected.keys() | found.keys()):
        there, ours = expected.get(number, Counter()), found.get(number, Counter())
        wrong += [f"{file.name}, page {number}: {text} is missing" for text in (there - ours).elements()]
        wrong += [f"{file.name}, page {number}: {text} is too many" for text in (ours - there).elements()]
    assert wrong == []


@every_file
def test_box_of_each_figure_holds_its_amount_alone(file: Path, package: Package) -> None:
    """Each printed amount stands in the box of one figure, and the box of a figure holds its text alone."""
    wrong = []
    taken: Counter[tuple[int, int]] = Counter()
    for row in package.tables["figures"]:
        page, box = int(row["page"]), box_of(row["bbox"])
        taken.update((page, n) for n, word in enumerate(printed(file).get(page, [])) if word.inside(box))
        text = "".join(word.text for word in words_of(file)[page - 1] if word.inside(box))
        if text != "".join(row["printed"].split()):
            wrong.append(f"{file.name}, page {page}, {row['id']}: {row['printed']} in a box with {text}")
    for page, found in printed(file).items():
        for n, word in enumerate(found):
            if taken[page, n] != 1:
                wrong.append(f"{file.name}, page {page}: {word.text} is in {taken[page, n]} boxes")
    assert wrong == []


@every_file
def test_each_printed_unit_is_that_of_its_page(file: Path, package: Package) -> None:
    """A figure is in the unit that its page prints, or that of the page on which its table began."""
    unit = ""
    units = {}
    for number in printed(file):
        text = "".join(word.text for word in words_of(file)[number - 1])
        found = re.findall(r"单位[:：]((?:千|万|百万|亿)?元)", text)
        assert len(set(found)) <= 1, f"{file.name}, page {number}: units {found}"
        unit = found[0] if found else unit
        units[number] = unit
    for row in package.tables["figures"]:
        assert row["printed_unit"] == units[int(row["page"])], row["id"]
        if re.search(r"\d", row["printed"]):
            yuan = Decimal(row["printed"].replace(",", "")) * UNITS[row["printed_unit"]]
            assert Decimal(row["amount"]) == yuan, row["id"]


@every_file
def test_codes_are_whole_and_have_their_names(file: Path, package: Package) -> None:
    """Every code has the digits of a class, a section or an item, and a name without digits beside it."""
    seen = 0
    for resource, rows in package.tables.items():
        for name, pattern in CODES.items():
            label = name.replace("_code", "_name")
            for row in rows if rows and name in rows[0] and label in rows[0] else ():
                if row[name]:
                    seen += 1
                    place = f"{file.name}, {resource}, row {row['row']}: {row[name]} {row[label]}"
                    assert re.fullmatch(pattern, row[name]), place
                    assert row[label], place
                    assert not re.search(r"\d{2}", row[label]), place
    assert seen


@every_file
def test_nothing_is_repaired(file: Path, package: Package) -> None:
    """A document that is text needs no repair: what it prints is what is published."""
    assert package.tables["repairs"] == []


@every_file
def test_identity_that_fails_fails_when_added_up_again(file: Path, package: Package) -> None:
    """What fails is the document's own: the printed numbers of both sides, added up anew, differ too."""
    figures = {row["id"]: row for row in package.tables["figures"]}
    for check in package.tables["checks"]:
        if check["verdict"] == "fails":
            left, steps = _sum(check["left_figures"], figures)
            right, more = _sum(check["right_figures"], figures)
            rounding = (steps + more) / 2
            assert abs(left - right) > rounding, f"{file.name}: {check['id']} {left} = {right}"


def _sum(ids: str, figures: Mapping[str, Mapping[str, str]]) -> tuple[Decimal, Decimal]:
    """The sum of printed numbers in yuan, and the sum of the units to which they are printed."""
    total = steps = Decimal(0)
    for name in ids.split():
        row = figures[name.removeprefix("-")]
        number = Decimal(row["printed"].replace(",", "") or "0")
        unit = UNITS[row["printed_unit"]]
        total += (-number if name.startswith("-") else number) * unit
        steps += Decimal(1).scaleb(int(number.as_tuple().exponent)) * unit
    return total, steps


@every_file
def test_statuses_are_those_of_the_checks(file: Path, package: Package) -> None:
    """A figure is disputed only where an identity through it fails, and most figures are proven."""
    failing = {
        name.removeprefix("-")
        for check in package.tables["checks"]
        if check["verdict"] == "fails"
        for name in (*check["left_figures"].split(), *check["right_figures"].split())
    }
    statuses = Counter(row["status"] for row in package.tables["figures"])
    assert {row["id"] for row in package.tables["figures"] if row["status"] == "disputed"} <= failing
    assert statuses["repaired"] == 0
    assert 2 * (statuses["confirmed"] + statuses["consistent"]) > sum(statuses.values()), statuses

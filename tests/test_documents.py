"""Invented documents, printed in many ways: what comes of each is what was put in, wherever it stood."""

from __future__ import annotations

import re

import pytest
from tests.documents import beijing
from tests.documents.convert import FORMS, PDFS, PLAIN, PRINTERS, Package, Rows, convert, package, paper
from tests.documents.words import box_of, pages

# What says where something stood, or how it was headed, differs with the way it was printed.
_ABOUT_PLACES = {"headings", "remarks", "findings"}

every_form = pytest.mark.parametrize("form", sorted(FORMS))
every_file = pytest.mark.parametrize("name", list(PRINTERS))


def doubts(made: Package) -> Rows:
    """The findings that are more than notes, without their places."""
    return [row for row in made.without_places("findings") if row["level"] != "note"]


@every_form
@every_file
def test_every_amount_is_there_once(form: str, name: str) -> None:
    """Each amount that was printed is a figure of its table, row and field, as printed; there is no other."""
    expected = {key: (printed.text, f"{printed.amount:.2f}") for key, printed in paper(form).amounts.items()}
    assert package(form, name).amounts == expected


def test_tables_of_several_pages_are_whole() -> None:
    """Titles and headings that stand on every page again begin no other table, whatever the headings are."""
    long = beijing.paper(rows=70)
    made = convert(PRINTERS["plain.pdf"](long), "plain.pdf")
    assert made.amounts == {key: (text.text, f"{text.amount:.2f}") for key, text in long.amounts.items()}
    assert doubts(made) == []


@every_form
@every_file
def test_nothing_is_repaired_or_in_doubt(form: str, name: str) -> None:
    """A sound document needs no repair, breaks no identity, and raises no warning."""
    made = package(form, name)
    assert made.tables["repairs"] == []
    assert [row for row in made.tables["checks"] if row["verdict"] == "fails"] == []
    assert doubts(made) == []
    assert {row["status"] for row in made.tables["figures"]} <= {"confirmed", "consistent", "unverified"}


@every_form
@pytest.mark.parametrize("name", [name for name in PRINTERS if name != PLAIN])
def test_package_is_that_of_the_transcription(form: str, name: str) -> None:
    """Apart from places, the same figures give the same tables, checks and findings in any kind of file."""
    made, expected = package(form, name), package(form, PLAIN)
    assert made.tables.keys() == expected.tables.keys()
    for table in sorted(expected.tables.keys() - _ABOUT_PLACES):
        assert made.without_places(table) == expected.without_places(table), table
    assert doubts(made) == doubts(expected)


@every_form
@pytest.mark.parametrize("name", PDFS)
def test_box_of_a_figure_holds_its_words_alone(form: str, name: str) -> None:
    """Where a figure says that it stands, another reader finds its words, and no others."""
    made = package(form, name)
    words = pages(made.file)
    wrong = {}
    for row in made.tables["figures"]:
        box = box_of(row["bbox"])
        found = "".join(word.text for word in words[int(row["page"]) - 1] if word.inside(box))
        # A heading drawn twice is found twice; so is no figure.
        if re.sub(r"\s", "", found) != re.sub(r"\s", "", row["printed"]):
            wrong[row["id"]] = (row["printed"], found, row["page"], box)
    assert wrong == {}


@every_form
def test_places_in_a_workbook_are_those_of_its_cells(form: str) -> None:
    """Where a figure says that it stands, the sheet has its text."""
    from openpyxl import load_workbook

    made = package(form, "sheets.xlsx")
    book = load_workbook(made.file)
    assert {row["id"]: book[row["sheet"]][row["cell"]].value for row in made.tables["figures"]} == {
        row["id"]: row["printed"] for row in made.tables["figures"]
    }


@every_form
def test_places_in_a_transcription_are_those_of_its_lines(form: str) -> None:
    """Where a figure says that it stands, the line has its text."""
    made = package(form, PLAIN)
    lines = made.file.read_text(encoding="utf-8").split("\n")
    for row in made.tables["figures"]:
        start = int(row["column"]) - 1
        assert lines[int(row["line"]) - 1].startswith(row["printed"], start), row["id"]

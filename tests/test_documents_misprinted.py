"""A wrong digit in a copy is undone where the document forces it; in an original it is what was published."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from tests.documents.convert import PRINTERS, Package, convert, paper
from tests.documents.paper import Key, Line, Paper

FORM = "beijing"
RESOURCE, FIELD = "general_public_budget_expenditure", "personnel_expenditure"


def with_text(paper: Paper, old: str, new: str) -> Paper:
    """The paper with one text printed otherwise where it stands first."""
    sheets = list(paper.sheets)
    for index, sheet in enumerate(sheets):
        for number, part in enumerate(sheet.parts):
            lines, found = _replaced(part.lines, old, new)
            if found:
                parts = (*sheet.parts[:number], replace(part, lines=lines), *sheet.parts[number + 1 :])
                sheets[index] = replace(sheet, parts=parts)
                return replace(paper, sheets=tuple(sheets))
    raise ValueError(f"'{old}' is not printed")


def _replaced(lines: tuple[Line, ...], old: str, new: str) -> tuple[tuple[Line, ...], bool]:
    for number, line in enumerate(lines):
        for column, box in enumerate(line):
            if box is not None and box.text == old:
                changed = (*line[:column], replace(box, text=new), *line[column + 1 :])
                return (*lines[:number], changed, *lines[number + 1 :]), True
    return lines, False


def once(true: Paper) -> list[Key]:
    """Where the amounts stand that are printed only once."""
    often = Counter(printed.text for printed in true.amounts.values())
    return [key for key, printed in true.amounts.items() if often[printed.text] == 1]


def somewhere() -> Key:
    """An amount that stands in several sums."""
    return next(key for key in once(paper(FORM)) if (key[0], key[2]) == (RESOURCE, FIELD))


def misprinted(name: str) -> tuple[Package, str, str]:
    """The package of a file with one wrong digit, what it prints there, and what is true there."""
    true = paper(FORM)
    printed = true.amounts[somewhere()]
    text = printed.text
    digit = text[-4]
    wrong = f"{text[:-4]}{(int(digit) + 3) % 10}{text[-3:]}"
    return (
        convert(PRINTERS[name](with_text(true, text, wrong)), name),
        wrong,
        f"{printed.amount:.2f}",
    )


def figure(made: Package, where: Key) -> dict[str, str]:
    """The figure that was misprinted."""
    place = dict(zip(("resource", "row", "field"), map(str, where), strict=True))
    (found,) = [row for row in made.tables["figures"] if place.items() <= row.items()]
    return found


@pytest.mark.parametrize("name", ["transcription.txt", "sheets.xlsx"])
def test_a_copy_is_repaired(name: str) -> None:
    """Whoever copied the document may have slipped: what its sums force is set right, and listed."""
    made, wrong, true = misprinted(name)
    found = figure(made, somewhere())
    assert (found["status"], found["amount"], found["printed"]) == ("repaired", true, wrong)
    assert [row["figure"] for row in made.tables["repairs"]] == [found["id"]]
    assert [row["code"] for row in made.tables["findings"] if row["code"] == "misprint-proposed"] == []


def test_an_original_is_published_as_printed() -> None:
    """What its publisher printed is shown to fail, with what would make it hold; nothing is changed."""
    made, wrong, true = misprinted("plain.pdf")
    found = figure(made, somewhere())
    assert (found["status"], found["printed"]) == ("disputed", wrong)
    assert found["amount"] != true
    assert made.tables["repairs"] == []
    assert any(found["id"] in row["left_figures"] + row["right_figures"] for row in fails(made))
    (proposed,) = [row for row in made.tables["findings"] if row["code"] == "misprint-proposed"]
    assert (proposed["table"], proposed["row"], proposed["field"]) == (
        found["table"], found["row"], found["field"],
    )  # fmt: skip
    assert true in proposed["message_zh"]
    assert true in proposed["message_en"]


def fails(made: Package) -> list[dict[str, str]]:
    """The identities that the published figures break."""
    return [row for row in made.tables["checks"] if row["verdict"] == "fails"]


@pytest.mark.parametrize("form", ["jiangsu", "shanghai-putuo"])
def test_a_last_digit_within_rounding_is_not_confirmed(form: str) -> None:
    """A sum that is off by no more than rounding explains adds up; it does not prove a last digit."""
    true = paper(form)
    for key in Random(4).sample(once(true), 5):
        text = true.amounts[key].text
        wrong = text[:-1] + str(int(text[-1]) + (1 if text[-1] < "9" else -1))
        made = convert(PRINTERS["transcription.txt"](with_text(true, text, wrong)), "transcription.txt")
        assert figure(made, key)["status"] not in ("confirmed", "repaired"), (key, text, wrong)

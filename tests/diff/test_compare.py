"""What is planted in a package is found, all of it and nothing else, and the version follows the recipe."""

from __future__ import annotations

import re
from collections import Counter

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.diff.planting import FRESH, Copy, Plant
from tests.diff.plants import BASE, CELLS, found, own_rows, target

from budgetpress.diff.advice import LEVELS, advise
from budgetpress.diff.changes import Change, Difference
from budgetpress.diff.compare import compare

PUBLISHED = BASE.published()


def planted(*plants: Plant) -> Difference:
    """The difference between the package and a copy with the plants in it."""
    package = BASE.again()
    for plant in plants:
        plant.do(package)
    return compare(PUBLISHED, package.published())


def told(change: Change) -> tuple[object, ...]:
    """All of a change but its label, which is that of the newer side."""
    return (change.part, change.what, change.resource, change.before, change.after, change.field,
            tuple(sorted(change.values.items())), change.cause)  # fmt: skip


def test_a_package_does_not_differ_from_itself() -> None:
    """The same package twice: no change, no version needed."""
    difference = planted()
    assert difference.changes == ()
    advice = advise(difference)
    assert (advice.level, advice.least, advice.enough) == ("none", "1.0.0", True)


@given(st.lists(CELLS, min_size=1, max_size=5, unique_by=target))
@settings(max_examples=40, deadline=None)
def test_every_planted_change_is_found_and_no_other(plants: list[Plant]) -> None:
    """Cells, amounts, statuses, reports and descriptions, up to five together; the largest level decides."""
    assume(len({target(plant) for plant in plants}) == len(plants))
    difference = planted(*plants)
    assert Counter(found(difference.changes)) == Counter(e for plant in plants for e in plant.expected)
    assert advise(difference).level == max((plant.level for plant in plants), key=LEVELS.index)


@given(st.lists(CELLS, min_size=1, max_size=5, unique_by=target))
@settings(max_examples=20, deadline=None)
def test_the_other_direction_is_the_mirror_image(plants: list[Plant]) -> None:
    """What is added one way is removed the other way, and every value changes sides."""
    package = BASE.again()
    for plant in plants:
        plant.do(package)
    other = package.published()
    there, back = compare(PUBLISHED, other), compare(other, PUBLISHED)
    assert Counter(map(told, back.changes)) == Counter(told(change.mirrored()) for change in there.changes)


@given(st.sampled_from(BASE.rows["figures"]))
@settings(max_examples=20, deadline=None)
def test_a_figure_that_is_not_there_any_more_is_found(figure: dict[str, str]) -> None:
    """The checks and repairs that name it are told with it, and nothing else is."""
    package = BASE.again()
    package.rows["figures"].remove(package.figure(figure["id"]))
    package.rows[figure["resource"]][int(figure["row"]) - 1][figure["field"]] = ""
    difference = compare(PUBLISHED, package.published())
    naming = {
        row["id"] for role in ("checks", "repairs") for row in BASE.rows[role] if figure["id"] in str(row)
    }
    data = [each for each in found(difference.changes) if each[0] not in ("check", "repair")]
    assert data == [("figure", "removed", figure["resource"], figure["id"], figure["field"])]
    assert {c.at for c in difference.changes if c.part in ("check", "repair")} <= naming
    assert advise(difference).level == "major"


@st.composite
def orders(draw: st.DrawFn) -> tuple[str, list[int], str, str, str]:
    """A table with a row removed, added or moved: its name, its new order, what must be said, the level."""
    name = draw(st.sampled_from([each for each in BASE.tables() if len(own_rows(each)) > 1]))
    numbers = list(range(1, len(BASE.rows[name]) + 1))
    row = draw(st.sampled_from(own_rows(name)))
    what = draw(st.sampled_from(["removed", "added", "moved"]))
    if what == "removed":
        numbers.remove(row)
        return name, numbers, what, str(row), "major"
    position = draw(st.integers(0, len(numbers) - (what == "moved")))
    if what == "added":
        numbers.insert(position, 0)
        return name, numbers, what, str(position + 1), "minor" if position == len(numbers) - 1 else "major"
    numbers.remove(row)
    numbers.insert(position, row)
    assume(numbers != sorted(numbers))
    return name, numbers, what, "", "major"


@given(orders())
@settings(max_examples=40, deadline=None)
def test_a_row_that_is_removed_added_or_moved_is_all_that_is_found(
    order: tuple[str, list[int], str, str, str],
) -> None:
    """All rows below get other numbers, and their figures and checks other ids: that is no change of theirs.

    The checks that added the removed row up are told, and no other.
    """
    name, numbers, what, at, level = order
    package = BASE.again()
    package.reorder(name, numbers)
    if what == "added":
        fields = [field for field, holds in BASE.holds(name).items() if holds in ("text", "code")]
        package.rows[name][int(at) - 1].update(dict.fromkeys(fields, FRESH) or {"total": "5.00"})
    other = package.published()
    difference = compare(PUBLISHED, other)
    rows = [change for change in difference.changes if change.part in ("row", "cell", "figure")]
    assert [(change.part, change.what, change.resource) for change in rows] == [("row", what, name)]
    assert what == "moved" or rows[0].at == at
    gone = {
        f["id"] for f in BASE.rows["figures"] if what == "removed" and (f["resource"], f["row"]) == (name, at)
    }
    affected = {
        check["id"]
        for check in BASE.rows["checks"]
        if gone & {*f"{check['left_figures']} {check['right_figures']}".replace("-", "").split()}
    }
    table = BASE.resource(name)["table"]
    if what == "removed":
        of_row = re.compile(rf"{table}\D.*\.r{at}(?:\.|$)")
        affected |= {check["id"] for check in BASE.rows["checks"] if of_row.match(check["id"])}
    rest = [change for change in difference.changes if change not in rows]
    assert {change.before for change in rest if change.part == "check"} <= affected
    assert {change.part for change in rest} <= {"check", "repair", "finding"}
    if not gone:
        assert not rest
    assert advise(difference).level == level
    back = compare(other, PUBLISHED)
    assert Counter(map(told, back.changes)) == Counter(told(c.mirrored()) for c in difference.changes)


@given(st.sampled_from(BASE.tables()), st.sampled_from(["removed", "added", "reordered"]))
@settings(max_examples=15, deadline=None)
def test_a_field_that_is_removed_added_or_moved_is_found(name: str, what: str) -> None:
    """A field more or less, or in another place, calls for a major version."""
    package = BASE.again()
    fields = package.resource(name)["schema"]["fields"]
    if what == "removed":
        field = fields.pop(2)["name"]
    elif what == "added":
        field = "fresh"
        fields.append({"name": field, "type": "string", "holds": "text", "title": FRESH})
        for row in package.rows[name]:
            row[field] = FRESH
    else:
        field = ""
        fields[2], fields[-1] = fields[-1], fields[2]
    difference = compare(PUBLISHED, package.published())
    assert found(difference.changes) == [("field", what, name, "", field)]
    assert advise(difference).level == "major"


@given(st.sampled_from(BASE.raw["resources"]), st.booleans())
@settings(max_examples=15, deadline=None)
def test_a_resource_that_is_removed_or_added_is_found(resource: dict[str, str], added: bool) -> None:
    """Its rows, and the figures of a table, are told with it; a new one is minor, one less is major."""
    package = BASE.again()
    name = resource["name"]
    package.raw["resources"] = [each for each in package.raw["resources"] if each["name"] != name]
    package.rows["figures"] = [f for f in package.rows["figures"] if f["resource"] != name]
    package.rows = {key: rows for key, rows in package.rows.items() if key != name or name == "figures"}
    without = package.published()
    pair = (without, PUBLISHED) if added else (PUBLISHED, without)
    difference = compare(*pair)
    expected = ("resource", "added" if added else "removed", name, "", "")
    if name != "figures":
        assert [e for e in found(difference.changes) if e[0] not in ("check", "repair", "finding")] == [
            expected
        ]
    assert expected in found(difference.changes)
    assert advise(difference).level == ("minor" if added else "major")


def test_resources_in_another_order_are_one_change() -> None:
    """Nothing else is said of them; who reads them by name does not notice."""
    package = BASE.again()
    package.raw["resources"].append(package.raw["resources"].pop(0))
    difference = compare(PUBLISHED, package.published())
    assert found(difference.changes) == [("resource", "reordered", "", "", "")]
    assert advise(difference).level == "patch"


def with_source(package: Copy) -> Copy:
    """The copy, made of another document of the same name."""
    package.raw["sources"][0]["sha256"] = "1" * 64
    return package


def cause(package: Copy, part: str) -> str:
    """The one cause of the changes of that part."""
    (only,) = {c.cause for c in compare(PUBLISHED, package.published()).changes if c.part == part}
    return only


def test_another_amount_of_the_same_document_is_a_correction() -> None:
    """The bytes of the source are the same: whoever changed it, the publisher did not."""
    package = BASE.again()
    package.set_amount("03.r1.total", "1.00", printed="0,000100")
    assert cause(package, "figure") == "correction"


def test_another_print_in_another_document_is_a_revision() -> None:
    """The publisher prints another number."""
    package = with_source(BASE.again())
    package.set_amount("03.r1.total", "1.00", printed="0,000100")
    assert (cause(package, "figure"), cause(package, "source")) == ("revision", "revision")


def test_the_same_print_read_otherwise_is_a_correction_in_any_document() -> None:
    """The publisher printed the same; what it means was read anew."""
    package = with_source(BASE.again())
    package.set_amount("03.r1.total", "1.00")
    assert cause(package, "figure") == "correction"


def test_a_status_under_another_document_is_nobodys() -> None:
    """A neighbour may have been revised, or the proof changed: that cannot be told."""
    package = with_source(BASE.again())
    package.figure("03.r1.total")["status"] = "disputed"
    assert cause(package, "figure") == "undecided"


def test_a_row_of_another_document_is_a_revision_and_of_the_same_a_correction() -> None:
    """Rows have no print of their own: the document they stand in decides."""
    package = BASE.again()
    package.reorder("expenditure", [n for n in range(1, len(BASE.rows["expenditure"]) + 1) if n != 5])
    assert cause(package, "row") == "correction"
    assert cause(with_source(package), "row") == "revision"


def test_budgets_of_two_years_are_no_versions_of_one_release() -> None:
    """Nobody revised or corrected anything, and no version follows from the other."""
    package = BASE.again()
    package.raw |= {"fiscalYear": 2027, "name": "another-2027", "version": "0.0.1"}
    package.set_amount("03.r1.total", "1.00")
    difference = compare(PUBLISHED, package.published())
    assert not difference.same_release
    assert {change.cause for change in difference.changes} == {"other_document"}
    assert advise(difference).enough


def test_a_constraint_may_be_loosened_in_a_minor_version_only() -> None:
    """A stricter one is major: what was good may not be so any more."""
    package = BASE.again()
    fields = package.resource("expenditure")["schema"]["fields"]
    code = next(field for field in fields if "pattern" in field.get("constraints", {}))
    del code["constraints"]
    loose = package.published()
    assert advise(compare(PUBLISHED, loose)).level == "minor"
    assert advise(compare(loose, PUBLISHED)).level == "major"


def test_a_large_enough_version_is_enough() -> None:
    """1.0.1 for a corrected amount; 1.0.0 is too small, 1.1.0 more than needed."""
    for version, enough in (
        ("1.0.0", False),
        ("1.0.1", True),
        ("1.1.0", True),
        ("0.9.9", False),
        ("", False),
    ):
        package = BASE.again()
        package.set_amount("03.r1.total", "1.00")
        package.raw["version"] = version
        advice = advise(compare(PUBLISHED, package.published()))
        assert (advice.level, advice.least, advice.enough) == ("patch", "1.0.1", enough)


def test_places_are_summed_up() -> None:
    """Where a figure stands in its source is one change for a resource, however many stand elsewhere."""
    package = BASE.again()
    for figure in package.rows["figures"][:7]:
        figure["line"] = "9999"
    (change,) = compare(PUBLISHED, package.published()).changes
    assert (change.part, change.resource, change.label) == ("place", "figures", "7")

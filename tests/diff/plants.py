"""The kinds of change that tests plant, each with what a diff must say of it and the version it calls for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from hypothesis import strategies as st
from tests.diff.planting import FRESH, Copy, Expected, Plant

from budgetpress.diff.changes import Change

BASE = Copy.of()
OTHER = {"confirmed": "disputed", "consistent": "unverified"}


def _plant(do: Callable[[Copy], object], level: str, *expected: Expected) -> Plant:
    return Plant(do=do, expected=expected, level=level)


def _write(name: str, index: int, field: str, text: str) -> Callable[[Copy], object]:
    return lambda package: package.rows[name][index].update({field: text})


@st.composite
def text_cells(draw: st.DrawFn) -> Plant:
    """A code or a text in a row of a table."""
    name = draw(st.sampled_from(BASE.tables()))
    fields = [f for f, holds in BASE.holds(name).items() if holds in ("text", "code", "relation", "value")]
    if not fields:
        return draw(figure_amounts())
    index = draw(st.integers(0, len(BASE.rows[name]) - 1))
    field = draw(st.sampled_from(fields))
    do = _write(name, index, field, f"{FRESH}{name}{index}{field}")
    return _plant(do, "patch", ("cell", "changed", name, str(index + 1), field))


@st.composite
def figure_amounts(draw: st.DrawFn) -> Plant:
    """A published amount, in `figures` and in its table."""
    figure = draw(st.sampled_from(BASE.rows["figures"]))
    amount = f"{draw(st.integers(10**9, 10**12))}.01"
    expected = ("figure", "changed", figure["resource"], figure["id"], figure["field"])
    return _plant(lambda package: package.set_amount(figure["id"], amount), "patch", expected)


@st.composite
def lone_amounts(draw: st.DrawFn) -> Plant:
    """An amount in a table that its figure does not have."""
    figure = draw(st.sampled_from(BASE.rows["figures"]))
    index = int(figure["row"]) - 1
    do = _write(figure["resource"], index, figure["field"], "98765432109876.54")
    return _plant(do, "patch", ("cell", "changed", figure["resource"], figure["row"], figure["field"]))


@st.composite
def statuses(draw: st.DrawFn) -> Plant:
    """What is said of a figure: its status, its strength, its print."""
    figure = draw(st.sampled_from(BASE.rows["figures"]))
    field = draw(st.sampled_from(["status", "strength", "proofs", "printed", "printed_unit"]))
    value = {"status": OTHER.get(figure["status"], "confirmed")}.get(field, "77")
    expected = ("figure", "changed", figure["resource"], figure["id"], figure["field"])
    return _plant(lambda package: package.figure(figure["id"]).update({field: value}), "patch", expected)


@st.composite
def reports(draw: st.DrawFn) -> Plant:
    """A check, a repair, a finding, a remark, a heading, the name of a code."""
    name, field, part = draw(
        st.sampled_from(
            [
                ("checks", "verdict", "check"),
                ("checks", "residual", "check"),
                ("repairs", "published", "repair"),
                ("repairs", "kind", "repair"),
                ("findings", "message_zh", "finding"),
                ("findings", "level", "finding"),
                ("remarks", "reason", "remark"),
                ("codelist_functional", "name", "code"),
            ]
        )
    )
    index = draw(st.integers(0, len(BASE.rows[name]) - 1))
    row = BASE.rows[name][index]
    at = row.get("id") or row.get("number") or row["code"]
    resource = name if part == "code" else ""
    about = "" if part in ("check", "remark", "code") else row["field"]
    do = _write(name, index, field, f"{FRESH}{name}{index}")
    return _plant(do, "patch", (part, "changed", resource, at, about))


@st.composite
def added_reports(draw: st.DrawFn) -> Plant:
    """A finding, a remark, a heading or a repair more, or one less at the end."""
    name, part = draw(
        st.sampled_from(
            [("findings", "finding"), ("remarks", "remark"), ("headings", "heading"), ("repairs", "repair")]
        )
    )
    key = "id" if name == "repairs" else "number"
    if draw(st.booleans()):
        row = dict.fromkeys(BASE.rows[name][0], "") | {key: "Z99", "table": "77"}
        return _plant(lambda package: package.rows[name].append(row), "patch", (part, "added", "", "Z99", ""))
    last = BASE.rows[name][-1]
    expected = (part, "removed", "", last[key], last.get("field", ""))
    return _plant(lambda package: package.rows[name].pop(), "patch", expected)


@st.composite
def descriptions(draw: st.DrawFn) -> Plant:
    """A text of the descriptor, of a resource, of a field; a source."""
    what = draw(st.sampled_from(["package", "resource", "field", "type", "source", "stamp", "name"]))
    name = draw(st.sampled_from(BASE.tables()))
    field = BASE.resource(name)["schema"]["fields"][-1]["name"]
    last: Callable[[Copy], dict[str, Any]] = lambda package: package.resource(name)["schema"]["fields"][-1]  # noqa: E731
    file = BASE.raw["sources"][0]["file"].removeprefix("source/")
    return {
        "package": _plant(
            lambda p: p.raw.update(title=FRESH), "patch", ("descriptor", "changed", "", "", "title")
        ),
        "stamp": _plant(
            lambda p: p.raw.update(created=FRESH), "none", ("descriptor", "changed", "", "", "created")
        ),
        "resource": _plant(
            lambda p: p.resource(name).update(title=FRESH), "patch", ("resource", "changed", name, "", "")
        ),
        "field": _plant(
            lambda p: last(p).update(title=FRESH), "patch", ("field", "changed", name, "", field)
        ),
        "type": _plant(lambda p: last(p).update(type="any"), "major", ("field", "changed", name, "", field)),
        "source": _plant(
            lambda p: p.raw["sources"][0].update(sha256="0" * 64),
            "minor",
            ("source", "changed", "", file, ""),
        ),
        "name": _plant(
            lambda p: p.raw.update(name="another"), "major", ("descriptor", "changed", "", "", "name")
        ),
    }[what]


CELLS = st.one_of(
    text_cells(),
    figure_amounts(),
    lone_amounts(),
    statuses(),
    reports(),
    added_reports(),
    descriptions(),
)
"""Changes that leave every row in its place: several of them can be planted together."""


def target(plant: Plant) -> tuple[str, ...]:
    """What two plants must not share if both are to be found: a row, or a resource."""
    part, _, resource, at, _ = plant.expected[0]
    row = at.split(".r")[-1].split(".")[0] if part == "figure" else at
    return ("data", resource, row) if part in ("figure", "cell") else (part, resource, at)


def own_rows(name: str) -> list[int]:
    """The numbers of the rows of a table whose content no other row of it has."""
    contents = [tuple(v for k, v in row.items() if k != "row") for row in BASE.rows[name]]
    counts = Counter(contents)
    return [
        number
        for number, content in enumerate(contents, start=1)
        if counts[content] == 1 and sum(map(bool, content)) > 1
    ]


def found(changes: Iterable[Change]) -> list[Expected]:
    """The changes of a difference in the terms of a plant."""
    return [(c.part, c.what, c.resource, c.at, c.field) for c in changes]

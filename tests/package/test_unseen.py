"""Sets of figures that can be wrong together: every one that is found is one, and small ones are found."""

from __future__ import annotations

from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from budgetpress.package.unseen import MOST, Unseen

NAMES = "abcdef"
SYSTEMS = st.dictionaries(
    st.sampled_from(["one", "two", "three", "four", "five"]),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from([1, -1]), min_size=2, max_size=4),
    min_size=1,
)


def can_be_wrong(system: dict[str, dict[str, int]], figures: tuple[str, ...]) -> bool:
    """Whether one and the same amount more or less in each of the figures leaves every sum as it is."""
    return any(
        all(
            sum(turn * sides.get(f, 0) for f, turn in zip(figures, turns, strict=True)) == 0
            for sides in system.values()
        )
        for turns in product((1, -1), repeat=len(figures))
    )


@given(SYSTEMS)
def test_smallest_set_is_found(system: dict[str, dict[str, int]]) -> None:
    """What is found can be wrong together, and no smaller set can; none means that no four can."""
    unseen = Unseen(system)
    covered = sorted({figure for sides in system.values() for figure in sides})
    for figure in covered:
        others = [name for name in covered if name != figure]
        sizes = [
            size
            for size in range(2, MOST + 1)
            for rest in combinations(others, size - 1)
            if can_be_wrong(system, (figure, *rest))
        ]
        found = unseen.together(figure)
        if found is None:
            assert not sizes
        else:
            assert found[0] == figure
            assert len(set(found)) == len(found) == min(sizes)
            assert can_be_wrong(system, found)


def test_cap_is_kept() -> None:
    """No larger set is looked for than is asked for, and a figure in no equality has none."""
    square = {
        "row 1": {"a": 1, "b": 1},
        "row 2": {"c": 1, "d": 1},
        "left": {"a": 1, "c": 1},
        "right": {"b": 1, "d": 1},
    }
    unseen = Unseen(square)
    assert sorted(unseen.together("a") or ()) == ["a", "b", "c", "d"]
    assert unseen.together("a", 3) is None
    assert unseen.together("elsewhere") is None


def test_very_wide_sums_are_not_gone_through() -> None:
    """A figure that stands in a very wide sum alone is given up; one that has a narrow one too is not."""
    own = {f"own {n}": {f"part {n}": 1, f"copy {n}": -1} for n in range(500)}
    unseen = Unseen({"sum": {f"part {n}": 1 for n in range(500)} | {"total": -1}, **own})
    assert unseen.together("total") is None
    assert unseen.together("part 7") == ("part 7", "copy 7", "total")

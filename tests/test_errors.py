"""Errors say what a person can act on."""

from __future__ import annotations

import pytest

from budgetpress.errors import BudgetpressError, FaultCollector, FaultsError, InputError


def test_input_error_says_all_it_knows() -> None:
    """File, place, what was found, what was expected and what to do, in one sentence each."""
    error = InputError(
        "a.txt", "byte 7 is not UTF-8", place="line 2", expected="UTF-8", do="Save it as UTF-8."
    )
    assert str(error) == "a.txt, line 2: byte 7 is not UTF-8; expected UTF-8. Save it as UTF-8."
    assert (error.file, error.place, error.found) == ("a.txt", "line 2", "byte 7 is not UTF-8")


def test_input_error_says_no_more_than_it_knows() -> None:
    """What is not known leaves no empty words."""
    assert str(InputError("a.txt", "the file is empty")) == "a.txt: the file is empty"


def test_collector_raises_all_faults() -> None:
    """In the order in which they were found, one a line; and nothing where there is none."""
    faults = FaultCollector("form x")
    faults.raise_any()
    faults.add("a.toml: title", "is blank")
    faults.add("b.toml", "the file is missing")
    with pytest.raises(FaultsError) as caught:
        faults.raise_any()
    assert caught.value.faults == ("a.toml: title: is blank", "b.toml: the file is missing")
    assert str(caught.value) == "form x: 2 fault(s)\n  a.toml: title: is blank\n  b.toml: the file is missing"


def test_all_are_ours() -> None:
    """The command line turns every one of them into exit code 2."""
    assert issubclass(InputError, BudgetpressError)
    assert issubclass(FaultsError, BudgetpressError)

"""Our checks as Frictionless checks, so that any Frictionless report can hold them.

    from budgetpress.package.plugin import register
    register()  # then `{"type": "budget-package"}` works in a checklist

One instance of a check serves all resources of a package in turn; `connect` tells which.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import attrs
from frictionless import Check, Package, Plugin, Resource, Row, errors, system

from budgetpress.package.audit import AMOUNT, TOLERANCE, Fault, Ledger, figure_faults, read_sheets
from budgetpress.package.claims import claim_faults
from budgetpress.package.identities import identity_faults
from budgetpress.package.statements import statement_faults

# What a spreadsheet would run: an operator first, and more than a number or a lone sign after it. The number
# of a page, `- 1 -`, is none, nor is an entry of a list, `- 加强管理`, that calls and names nothing.
_LIST_ENTRY = r"(?! ?[^\x00-\x7f][^(|!=+@]*$)"
_FORMULA = re.compile(rf"(?:[=@\t\r]|[+\-](?! ?\d+ ?-$){_LIST_ENTRY})(?!$)(?![\d.,]+%?$)", re.ASCII)
_SOURCE_TEXT = ("text", "code", "value", "relation")
_LEXICAL = {
    "amount": (AMOUNT, "an amount is written like -1234.50"),
    "tolerance": (TOLERANCE, "a tolerance is written like 0.50"),
    "code": (re.compile(r"\S+"), "a code has no blanks"),
}


class BudgetCellError(errors.CellError):
    """The base of our errors: a cell, and in `note` what is wrong with it."""

    type = "budget-cell"
    title = "Budget cell"
    description = "A cell contradicts what the package says about it."
    template = 'Cell "{cell}" in row {rowNumber}, field "{fieldName}": {note}'


class FigureError(BudgetCellError):
    """A table and `figures` disagree."""

    type = "budget-figure"
    title = "Table and figures disagree"
    description = "Every amount of a table is the amount of its figure, and every figure stands in its table."


class IdentityError(BudgetCellError):
    """A recorded identity is not what the tables give."""

    type = "budget-identity"
    title = "Identity is not as recorded"
    description = "Both sides, residual and verdict of every check follow from the amounts in the tables."


class ClaimError(BudgetCellError):
    """A status, a proof, a strength or a repair that the figures do not bear out."""

    type = "budget-claim"
    title = "More is claimed than is found"
    description = "Status, proofs, strength and repairs follow from the figures as printed and published."


class StatementError(BudgetCellError):
    """A statement of the text that is not as recorded."""

    type = "budget-statement"
    title = "Statement is not as recorded"
    description = "What the text states, against the figures that it names: sum, residual and verdict."


class LexicalError(BudgetCellError):
    """A value that Frictionless would read, but not every reader."""

    type = "budget-lexical"
    title = "Not plainly written"
    description = "Amounts have two decimals and no other characters; codes have no blanks."


class FormulaError(BudgetCellError):
    """A text that a spreadsheet would run."""

    type = "formula-cell"
    title = "Formula"
    description = "A text that begins like a formula is allowed only by name (allowedFormulaCells)."


_Found = tuple[type[BudgetCellError], Fault]
_FINDERS: tuple[tuple[type[BudgetCellError], Callable[[Ledger], Iterator[Fault]]], ...] = (
    (FigureError, figure_faults),
    (IdentityError, identity_faults),
    (ClaimError, claim_faults),
    (StatementError, statement_faults),
)


@attrs.define(kw_only=True, repr=False)
class BudgetPackage(Check):
    """Tables, figures, identities, claims and statements bear each other out.

    It looks at the whole package once and reports at the rows of each resource. A resource that is validated
    alone has no package; then there is nothing to compare it with.
    """

    type = "budget-package"
    Errors: ClassVar[list[Any]] = [error for error, _ in _FINDERS]

    _package: Package | None = attrs.field(default=None, init=False)
    _faults: dict[tuple[str, int], list[_Found]] = attrs.field(factory=dict, init=False)

    def connect(self, resource: Resource) -> None:
        """Turn to a resource; read its package if it is a new one."""
        super().connect(resource)
        if resource.package is not self._package:
            self._package = resource.package
            self._faults = self._look(resource.package) if resource.package else {}

    def validate_row(self, row: Row) -> Iterator[errors.CellError]:
        """The faults of this row."""
        for error, fault in self._faults.get((self.resource.name or "", row.row_number - 1), ()):
            yield error.from_row(row, note=fault.message, field_name=fault.field)

    def _look(self, package: Package) -> dict[tuple[str, int], list[_Found]]:
        faults = defaultdict(list)
        ledger = Ledger(read_sheets(package.to_descriptor(), Path(package.basepath or "")))
        for error, find in _FINDERS:
            for fault in find(ledger):
                faults[fault.resource, fault.record].append((error, fault))
        return dict(faults)


@attrs.define(kw_only=True, repr=False)
class BudgetLexical(Check):
    """Amounts and codes are written in the one plain way."""

    type = "budget-lexical"
    Errors: ClassVar[list[Any]] = [LexicalError]

    def validate_row(self, row: Row) -> Iterator[errors.CellError]:
        """The cells of this row that are not plainly written."""
        for name, holds, text in _texts(self.resource, row):
            pattern, rule = _LEXICAL.get(holds, (None, ""))
            if pattern and not pattern.fullmatch(text):
                yield LexicalError.from_row(row, note=f"{rule}, not '{text}'", field_name=name)


@attrs.define(kw_only=True, repr=False)
class FormulaCell(Check):
    """No text of the source begins like a formula, except where the package allows it by name."""

    type = "formula-cell"
    Errors: ClassVar[list[Any]] = [FormulaError]

    def validate_row(self, row: Row) -> Iterator[errors.CellError]:
        """The cells of this row that a spreadsheet would run."""
        package = self.resource.package
        allowed = package.custom.get("allowedFormulaCells", ()) if package else ()
        for name, holds, text in _texts(self.resource, row):
            cell = f"{self.resource.name}.{row.row_number - 1}.{name}"
            if holds in _SOURCE_TEXT and _FORMULA.match(text) and cell not in allowed:
                note = f"a spreadsheet would run '{text}'; `formula_cells` of release.toml can allow {cell}"
                yield FormulaError.from_row(row, note=note, field_name=name)


def _texts(resource: Resource, row: Row) -> Iterator[tuple[str, str, str]]:
    """Name, kind of content and raw text of every cell that is not blank."""
    for field, text in zip(resource.schema.fields, row.cells, strict=False):
        if text:
            yield field.name, field.custom.get("holds", ""), text


CHECKS: dict[str, type[Check]] = {check.type: check for check in (BudgetPackage, BudgetLexical, FormulaCell)}
ERRORS: dict[str, type[BudgetCellError]] = {
    error.type: error
    for error in (FigureError, IdentityError, ClaimError, StatementError, LexicalError, FormulaError)
}


class BudgetPlugin(Plugin):
    """Tells Frictionless our checks and errors by name."""

    def select_check_class(self, type: str | None = None) -> Any:  # noqa: A002 - the name is theirs
        """The check of that type, or None."""
        return CHECKS.get(type or "")

    def select_error_class(self, type: str | None = None) -> Any:  # noqa: A002 - the name is theirs
        """The error of that type, or None."""
        return ERRORS.get(type or "")


def register() -> None:
    """Make the checks known to Frictionless in this process; harmless when repeated."""
    system.register("budget", BudgetPlugin())

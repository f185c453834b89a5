"""The kinds of defect that can be told apart, and undone where the document itself forces it.

Each has a module: its `Kind` (names and cost) and `propose`, which finds what would undo one. The modules
stand here in the order in which they are asked; of two that make the same of the document the cheaper stays.
"""

from __future__ import annotations

from budgetpress.reconcile.kinds import (
    digit_count,
    duplicated_row,
    free,
    misread_digit,
    missing_cell,
    neighbouring_cell,
    slipped_labels,
    slipped_run,
    swapped,
    transposed_digits,
    unprinted_allocation,
    wrong_code,
    wrong_scale,
)
from budgetpress.reconcile.kinds.base import Demand, NewRow, Proposal, Propose, together
from budgetpress.reconcile.kinds.free import propose as propose_free
from budgetpress.reconcile.kinds.lost_row import propose_all as propose_lost_rows
from budgetpress.reconcile.kinds.misprinted_move import misprinted_moves

__all__ = [
    "FREE_KIND",
    "PROPOSERS",
    "Demand",
    "NewRow",
    "Proposal",
    "misprinted_moves",
    "propose_free",
    "propose_lost_rows",
    "together",
]

PROPOSERS: tuple[Propose, ...] = (
    misread_digit.propose,
    transposed_digits.propose,
    digit_count.propose,
    wrong_scale.propose,
    neighbouring_cell.propose,
    swapped.propose,
    slipped_run.propose,
    missing_cell.propose,
    wrong_code.propose,
    slipped_labels.propose,
    duplicated_row.propose,
    unprinted_allocation.propose,
)
"""Kinds that are looked up equation by equation."""

FREE_KIND = free.KIND.name

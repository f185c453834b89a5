"""The kinds of defect that can be told apart, and undone where the document itself forces it."""

from __future__ import annotations

from budgetpress.reconcile.kinds.base import Demand, NewRow, Proposal, Propose
from budgetpress.reconcile.kinds.cells import (
    propose_free,
    propose_missing,
    propose_neighbour,
    propose_run,
    propose_swap,
    propose_unprinted,
)
from budgetpress.reconcile.kinds.labels import (
    propose_code,
    propose_duplicate,
    propose_lost_rows,
    propose_slipped_labels,
)
from budgetpress.reconcile.kinds.typos import propose_typos

__all__ = ["FREE_KIND", "PROPOSERS", "Demand", "NewRow", "Proposal", "propose_free", "propose_lost_rows"]

PROPOSERS: tuple[Propose, ...] = (
    propose_typos,
    propose_neighbour,
    propose_swap,
    propose_run,
    propose_missing,
    propose_code,
    propose_slipped_labels,
    propose_duplicate,
    propose_unprinted,
)
"""Kinds that are looked up equation by equation."""

FREE_KIND = "free"

"""What each kind of defect is called."""

from __future__ import annotations

from budgetpress.reconcile.kinds import (
    digit_count,
    duplicated_row,
    lost_row,
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

_KINDS = (
    misread_digit.KIND,
    transposed_digits.KIND,
    digit_count.LOST,
    digit_count.DOUBLED,
    digit_count.EXTRA,
    wrong_scale.KIND,
    neighbouring_cell.KIND,
    swapped.KIND,
    slipped_run.KIND,
    missing_cell.KIND,
    wrong_code.KIND,
    slipped_labels.KIND,
    lost_row.KIND,
    duplicated_row.KIND,
    unprinted_allocation.KIND,
)

KIND_NAMES: dict[str, tuple[str, str]] = {
    **{kind.name: (kind.zh, kind.en) for kind in _KINDS},
    "wrong_name": ("科目名称误写", "the name is misspelt"),
    "together": ("同一行有两处差错", "two defects in one row"),
    "by_hand": ("人工更正", "corrected by hand"),
}
"""Kind -> (Chinese, English)."""

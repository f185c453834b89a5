"""The costs of the kinds under the names of the modules that they once shared."""

from __future__ import annotations

from types import SimpleNamespace

from budgetpress.reconcile.kinds import (
    digit_count,
    duplicated_row,
    free,
    lost_row,
    misread_digit,
    missing_cell,
    neighbouring_cell,
    slipped_labels,
    slipped_run,
    swapped,
    transposed_digits,
    wrong_code,
    wrong_scale,
)

typos = SimpleNamespace(
    MISREAD=misread_digit.KIND.cost,
    MISREAD_UNLIKE=misread_digit.KIND.cost + misread_digit.UNLIKE,
    TRANSPOSED=transposed_digits.KIND.cost,
    LOST=digit_count.LOST.cost,
    DOUBLED=digit_count.DOUBLED.cost,
    SCALE_COMMON=wrong_scale.KIND.cost,
    SCALE=wrong_scale.KIND.cost + wrong_scale.UNUSUAL,
)
cells = SimpleNamespace(
    NEIGHBOUR=neighbouring_cell.KIND.cost,
    SWAP=swapped.KIND.cost,
    SWAP_FAR=swapped.KIND.cost + swapped.FAR,
    RUN=slipped_run.KIND.cost,
    MISSING=missing_cell.KIND.cost,
    FREE=free.KIND.cost,
)
labels = SimpleNamespace(
    NAMED_CODE=wrong_code.KIND.cost,
    NEAR_CODE=wrong_code.KIND.cost + wrong_code.NEAR,
    ANY_CODE=wrong_code.KIND.cost + wrong_code.ANY,
    CODE_PAIR=wrong_code.PAIR,
    SLIPPED_LABELS=slipped_labels.KIND.cost,
    LOST_LABEL=slipped_labels.LOST_LABEL,
    LOST_ROW=lost_row.KIND.cost,
    DUPLICATE=duplicated_row.KIND.cost,
    DAMAGED=duplicated_row.DAMAGED,
)

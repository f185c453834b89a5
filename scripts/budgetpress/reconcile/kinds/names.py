"""What each kind of defect is called."""

from __future__ import annotations

KIND_NAMES: dict[str, tuple[str, str]] = {
    "misread_digit": ("一位数字误读", "one digit was misread"),
    "transposed_digits": ("相邻两位数字颠倒", "two digits stand in each other's place"),
    "lost_digit": ("缺一位数字", "one digit was lost"),
    "doubled_digit": ("一位数字重复", "one digit stands twice"),
    "extra_digit": ("多一位数字", "one digit too many"),
    "wrong_scale": ("小数点或数量级错误", "the scale is wrong"),
    "neighbouring_cell": ("数字印在相邻的空格里", "the value stands in a neighbouring cell"),
    "swapped": ("两个数字互换", "two values are exchanged"),
    "slipped_run": ("一列数字整体错位一行", "a run of values slipped by one row"),
    "missing_cell": ("缺一个数字", "a value was lost"),
    "wrong_code": ("科目编码错误", "the code is wrong"),
    "slipped_labels": ("科目与数字错位一行", "labels slipped by one row against the values"),
    "lost_row": ("缺一行", "a row was lost"),
    "duplicated_row": ("一行重复", "a row stands twice"),
    "unprinted_allocation": ("其他资金未按科目列示", "other funds are not printed by code"),
    "wrong_name": ("科目名称误写", "the name is misspelt"),
    "together": ("同一行有两处差错", "two defects in one row"),
    "by_hand": ("人工更正", "corrected by hand"),
}
"""Kind -> (Chinese, English)."""

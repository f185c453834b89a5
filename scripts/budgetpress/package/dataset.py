"""One resource before it is written: columns with their meaning, rows with their values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Context, Decimal, Inexact, InvalidOperation
from typing import Literal

Value = str | int | Decimal | bool | None
ColumnType = Literal["string", "integer", "number", "boolean"]
Role = Literal[
    "table", "figures", "checks", "repairs", "statements", "findings", "remarks", "headings", "codelist"
]

FEN = Decimal("0.01")
# A thousand million million yuan: more is a slip, and no reader of packages has to meet it.
_EXACT = Context(prec=20, rounding=ROUND_DOWN, traps=[Inexact, InvalidOperation])


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A field of a resource. `holds` says what its text is: amount, code, text, figures (ids), ...

    `values` are the usual ones, for readers; only `constraints` bind (`categories` would bind in some).
    """

    name: str
    type: ColumnType = "string"
    holds: str = "text"
    title: str = ""
    title_en: str = ""
    description: str = ""
    description_en: str = ""
    unit: str = ""
    column_type: str = ""
    values: tuple[str, ...] = ()
    constraints: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class ForeignKey:
    """`field` of this resource names a value of `target` in `resource`; a blank names nothing."""

    field: str
    resource: str
    target: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Dataset:
    """A resource: what it is, its columns, and its rows (each as long as the columns).

    Texts are never empty (a blank is None), amounts have two decimals. `table` is the number of the
    printed table (`03`) and empty for a system resource.
    """

    name: str
    role: Role
    title: str
    title_en: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    key: str
    description: str = ""
    description_en: str = ""
    foreign_keys: tuple[ForeignKey, ...] = ()
    table: str = ""
    printed_unit: str = ""
    chart: Mapping[str, object] | None = None


def yuan(amount: Decimal) -> Decimal:
    """The amount with exactly two decimals; decimal.Inexact or InvalidOperation if it has no such form.

    Zero never carries a sign: two packages that say the same must have the same bytes.
    """
    if not amount.is_finite():
        raise InvalidOperation(f"{amount} is no amount")
    exact = amount.quantize(FEN, context=_EXACT)
    return exact or abs(exact)

"""What a form is made of: tables, blocks, columns and fields, and the identities between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

FieldType = Literal["text", "code", "amount", "relation", "value", "row"]
IdentityKind = Literal["sum", "total", "rollup", "balance", "equal", "within", "coverage"]
Split = Literal["", "code-name", "vocabulary"]

FIELD_TYPES: tuple[FieldType, ...] = get_args(FieldType)
IDENTITY_KINDS: tuple[IdentityKind, ...] = get_args(IdentityKind)
SPLITS: tuple[Split, ...] = get_args(Split)


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """What one field holds: its type, titles, code list and fiscal column type.

    `values` lists the words that stand in the field. They are a help to recognise cells, and what is printed
    stays as printed, unless the vocabulary is `closed`: of our own making, so that no other word can stand.
    """

    name: str
    type: FieldType = "text"
    title: str = ""
    title_en: str = ""
    description: str = ""
    description_en: str = ""
    codelist: str = ""
    column_type: str = ""
    values: tuple[str, ...] = ()
    pattern: str = ""
    closed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A printed column: its headings (any spelling) and the fields that its cells hold.

    `above` are headings over it that tell it from another column of the same heading. `split` says how a
    cell holds several fields: `code-name` (`2010108-代表工作`) or `vocabulary` (listed words one after
    another). `fits` is a pattern that only cells of this column match. `digits` makes the column a part of a
    code: neighbouring columns with the same one field and their digits hold one code together (类, 款, 项).
    An `optional` column is not missed where it is not printed.
    """

    headers: tuple[str, ...]
    fields: tuple[str, ...]
    split: Split = ""
    fits: str = ""
    above: tuple[str, ...] = ()
    digits: int = 0
    optional: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Derived:
    """A field that is not printed: the code that a code list gives for the name in another field."""

    field: str
    source: str
    codelist: str
    digits: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Columns that make one row together; a printed line gives one row for each group with content.

    In a group that is `joined` to the one before it, amounts without a label belong to the row of that one
    where it has a label and no amounts: totals whose label is printed across both.
    """

    resource: str
    columns: tuple[Column, ...]
    constants: Mapping[str, str]
    derived: tuple[Derived, ...] = ()
    joined: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A printed block of a table: a grid of groups side by side, or labelled values (`records`)."""

    groups: tuple[Group, ...] = ()
    records: Mapping[str, str] | None = None
    record_resource: str = ""

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns of the block from left to right."""
        return tuple(column for group in self.groups for column in group.columns)


@dataclass(frozen=True, kw_only=True, slots=True)
class ResourceForm:
    """One resource of a table. A `single` resource is one record, whose row is named `totals`.

    `key` are code fields that no two item rows share: what tells a repaired row from its neighbours.
    Kinds of rows without words: a row whose code in `hierarchy` begins that of another row is a subtotal, and
    so is one where all fields of `subtotal_where_blank` are blank; a total stays a total.
    """

    name: str
    title: str
    title_en: str
    fields: tuple[Field, ...]
    single: bool = False
    chart: Mapping[str, object] | None = None
    key: tuple[str, ...] = ()
    hierarchy: str = ""
    subtotal_where_blank: tuple[str, ...] = ()

    def field(self, name: str) -> Field:
        """The field of that name; KeyError if there is none."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise KeyError(name)

    def has(self, name: str) -> bool:
        """Whether there is a field of that name."""
        return any(candidate.name == name for candidate in self.fields)

    @property
    def amounts(self) -> tuple[str, ...]:
        """The names of the amount fields, in printed order."""
        return tuple(item.name for item in self.fields if item.type == "amount")


@dataclass(frozen=True, kw_only=True, slots=True)
class Owner:
    """Rows that belong to rows of another resource, which print does not say: an amount in words tells it.

    `field` of `resource` takes the row number in `of` whose `amount` the text in `value` (in `unit`) states;
    only rows where the fields in `where` hold those words are looked at.
    """

    resource: str
    field: str
    of: str
    amount: str
    value: str
    unit: str
    where: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class TableForm:
    """One printed table: number, titles, unit, blocks, and the resources they fill.

    `numbers` are the spellings in which documents print a number of the table, where they print one.
    """

    number: str
    title: str
    title_en: str
    titles: tuple[str, ...]
    unit: str
    blocks: tuple[Block, ...]
    resources: tuple[ResourceForm, ...]
    headers: tuple[str, ...]
    owner: Owner | None = None
    numbers: tuple[str, ...] = ()

    def resource(self, name: str) -> ResourceForm:
        """The resource of that name; KeyError if there is none."""
        for candidate in self.resources:
            if candidate.name == name:
                return candidate
        raise KeyError(name)


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """One side's part of an identity: the sum of `fields` over the rows of `resource` that match.

    `where` holds exact values, `prefix` the beginnings of codes; `key` groups rows by a code field
    cut to `digits`, or by the whole code where `digits` is 0.
    """

    resource: str
    fields: tuple[str, ...]
    where: Mapping[str, tuple[str, ...]]
    prefix: Mapping[str, tuple[str, ...]]
    key: str = ""
    digits: int = 0

    def group(self, code: str) -> str:
        """What rows with this code are grouped by; the empty string where it is shorter than `digits`."""
        return code[: self.digits or None] if len(code) >= self.digits else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """A declared identity: `left` must equal `right`, per row, per total row, per code or once.

    `above` limits a `total` to the rows since the last one, `below` to the rows until the next one; `levels`
    are the lengths of the codes of a `rollup`, 0 being the total row; a `sum` with `when_equal` holds only
    where the printed totals of those fields agree; `unprinted` names the amounts by which an `equal` may
    differ because the document has no row for them; with `unless` an identity says nothing where one of
    those amounts is printed and is not zero, or where its table is not there to tell.
    """

    name: str
    kind: IdentityKind
    title: str
    title_en: str
    reason: str
    reason_en: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    above: bool = False
    below: bool = False
    levels: tuple[int, ...] = ()
    when_equal: tuple[str, ...] = ()
    unprinted: tuple[Term, ...] = ()
    unless: tuple[Term, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementRule:
    """What an amount in the text says, by the words before it, and what the tables must say.

    `before` is a pattern that ends where the number begins, `under` one that a heading above must match;
    their named groups are labels. The amount must equal the sum of `equals`, in whose `where` a `{label}`
    stands for what was named, or of the statements of the rules in `parts` that follow it. `code` is a code
    field and `names` the labels that name its code, the broadest level first. A rule without terms or parts
    is itself such a part.
    """

    name: str
    title: str
    title_en: str
    before: str
    under: str = ""
    equals: tuple[Term, ...] = ()
    parts: tuple[str, ...] = ()
    code: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Demand:
    """A rule that demands tables of a document, by their numbers; what it is called, zh and en."""

    rule: str
    rule_en: str
    tables: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """A form: how to recognise its documents, its tables in order, and its identities.

    `blank_is_zero` says what a blank amount means in an identity: nothing, or unknown (then an identity with
    a blank among its amounts says nothing). `headlines` and `pictures` are what the first page of a release
    shows, as the package publishes them. `base` is the form that this one is a variant of.
    """

    name: str
    title: str
    title_en: str
    title_pattern: str
    year_patterns: tuple[str, ...]
    body_fields: tuple[tuple[str, str], ...]
    body_code_fields: tuple[tuple[str, str], ...]
    decimals: Mapping[str, int]
    kinds: Mapping[str, tuple[str, ...]]
    tables: tuple[TableForm, ...]
    identities: tuple[Identity, ...]
    codelists: tuple[str, ...]
    statements: tuple[StatementRule, ...] = ()
    headlines: tuple[Mapping[str, object], ...] = ()
    pictures: tuple[Mapping[str, object], ...] = ()
    text_headings: tuple[str, ...] = ()
    body_texts: tuple[str, ...] = ()
    body_titles: tuple[str, ...] = ()
    blank_is_zero: bool = True
    base: str = ""
    demands: tuple[Demand, ...] = ()

    def table(self, number: str) -> TableForm:
        """The table with that number; KeyError if there is none."""
        for candidate in self.tables:
            if candidate.number == number:
                return candidate
        raise KeyError(number)

    def resources(self) -> Iterator[tuple[TableForm, ResourceForm]]:
        """Every resource with its table, in the order of the form."""
        for table in self.tables:
            for resource in table.resources:
                yield table, resource

"""Forms load whole or not at all: every planted fault is told with its file and path, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.form_folders import IDENTITY, PARTS, TOTAL, copied, faults, plant

from budgetpress.errors import InputError
from budgetpress.form import list_forms, load_form


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the Beijing form."""
    return copied(tmp_path)


def test_forms_that_come_with_budgetpress_load() -> None:
    """Each of them, without a fault, and the same object each time."""
    assert "beijing" in list_forms()
    for name in list_forms():
        assert load_form(name) is load_form(name)


def test_copied_form_is_read_anew(folder: Path) -> None:
    """A folder that was edited between two calls gives what now stands in it."""
    assert load_form(folder).title == "北京市部门预算公开表"
    plant(folder, "form.toml", "北京市", "云河市")
    assert load_form(folder).title == "云河市部门预算公开表"


def test_unknown_form_is_an_input_error() -> None:
    """The error names the forms that there are."""
    with pytest.raises(InputError, match="beijing"):
        load_form("nowhere")


def test_closed_vocabulary() -> None:
    """The side is of our own making; what the document prints stays open."""
    resource = load_form("beijing").table("01").resource("revenue_and_expenditure")
    assert resource.field("side").closed
    indicators = load_form("beijing").table("12").resource("project_performance_indicators")
    assert not any(field.closed for field in indicators.fields)


def test_all_faults_at_once(folder: Path) -> None:
    """Faults in several files are told in one error, each with file and path."""
    plant(folder, "03_expenditure.toml", 'fields = ["total"]', 'fields = ["totl"]')
    plant(folder, "01_revenue_and_expenditure.toml", "digits = 3", "digts = 3")
    plant(folder, "form.toml", '"元" = 2', '"文" = 2')
    plant(folder, "fields.toml", 'type = "code"', 'type = "cod"')
    plant(folder, "identities.toml", 'fields = ["amount"]', 'fields = ["amont"]')
    (folder / "04_government_procurement.toml").write_text("number = 04\n")
    told = faults(folder)
    for expected in (
        "03_expenditure.toml: blocks[0].groups[0].columns[3].fields: field 'totl' is in no fields.toml",
        "01_revenue_and_expenditure.toml: blocks[0].groups[1].derived[0]: 'digits' is missing",
        "01_revenue_and_expenditure.toml: blocks[0].groups[1].derived[0]: unknown key 'digts'",
        "form.toml: decimals.文: is not a unit",
        "fields.toml: unit_code.type: 'cod' is none of text, code",
        "identities.toml: identities[0].left[0].fields: the resource 'revenue_and_expenditure' has no field",
        "04_government_procurement.toml: not TOML",
    ):
        assert any(fault.startswith(expected) for fault in told), (expected, told)


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("03_expenditure.toml", 'number = "03"', "", "03_expenditure.toml: 'number' is missing"),
        (
            "03_expenditure.toml",
            'number = "03"',
            'number = "01"',
            "number: table 01 is also described by 01_",
        ),
        ("03_expenditure.toml", '"支出预算总表"', '"收支总表"', "the title '收支总表' is also in 01_"),
        ("03_expenditure.toml", 'unit = "万元"', 'unit = "万圆"', "unit: '万圆' is not a unit"),
        ("03_expenditure.toml", 'unit = "万元"', "unit = 4", "unit: expected a text, found 4"),
        ("03_expenditure.toml", 'unit = "万元"', 'unnit = "万元"', "unknown key 'unnit'"),
        ("03_expenditure.toml", 'headers = ["合计"]', "headers = []", "columns[3].headers: is empty"),
        ("03_expenditure.toml", 'headers = ["合计"]', 'headers = "合计"', "expected a list of texts"),
        (
            "03_expenditure.toml",
            'split = "code-name"',
            'split = "code"',
            "columns[0].split: 'code' is none of",
        ),
        (
            "03_expenditure.toml",
            'split = "code-name"',
            "",
            "columns[0].split: 2 fields in one cell need a split",
        ),
        (
            "03_expenditure.toml",
            '["basic_expenditure"]\n',
            '["total"]\n',
            "the field 'total' is filled twice",
        ),
        (
            "03_expenditure.toml",
            'kind = "stacked"',
            'kind = "pie"',
            "resources[0].chart.kind: 'pie' is none of",
        ),
        (
            "03_expenditure.toml",
            'label = "functional_name"',
            'label = "nam"',
            "chart.label: the resource has no",
        ),
        (
            "03_expenditure.toml",
            '["basic_expenditure", ',
            '["functional_code", ',
            "chart.values: 'functional_code'",
        ),
        ("03_expenditure.toml", "cut = 3", "cut = 3, colour = 1", "chart: unknown key 'colour'"),
        (
            "03_expenditure.toml",
            'resource = "expenditure"',
            'resource = "spending"',
            "'spending', which is not",
        ),
        ("06_general_public_budget_expenditure.toml", "'\\d{3}(", "'\\d{3}((", "not a regular expression"),
        (
            "01_revenue_and_expenditure.toml",
            'side = "revenue"',
            'side = "income"',
            "constants.side: 'income' is none",
        ),
        (
            "01_revenue_and_expenditure.toml",
            'source = "label"',
            'source = "name"',
            "derived[0].source: no column",
        ),
        ("01_revenue_and_expenditure.toml", 'codelist = "functional"', 'codelist = "x"', "no code list 'x'"),
        ("01_revenue_and_expenditure.toml", "digits = 3", 'digits = "3"', "digits: expected a whole number"),
        (
            "13_overall_performance.toml",
            "single = true",
            "",
            "labelled values need a resource with single = true",
        ),
        (
            "13_overall_performance.toml",
            'goal = "整',
            'aim = "整',
            "records: field 'aim' is in no fields.toml",
        ),
        ("fields.toml", "closed = true", 'closed = "yes"', "side.closed: expected true or false"),
        ("fields.toml", 'title = "项目"', "", "fields.toml: label: 'title' is missing"),
        (
            "fields.toml",
            'codelist = "functional"',
            'codelist = "f"',
            "functional_code.codelist: no code list",
        ),
        ("form.toml", "(?P<number>", "(?P<nr>", "recognise.title: the group 'nr' is none of"),
        ("form.toml", "(?P<year>", "(?P<yr>", "recognise.year[0]: the pattern has no group (?P<year>...)"),
        (
            "form.toml",
            "overall_performance.unit_name",
            "overall_performance.unit",
            "recognise.body[2]: the resource",
        ),
        ("form.toml", "subtotal = [", "subtotals = [", "kinds.subtotals: unknown kind of row"),
        ("form.toml", "[decimals]", "[blanks]\nnull = true\n[decimals]", "blanks: unknown key 'null'"),
        ("form.toml", "[decimals]", '[blanks]\nzero = "no"\n[decimals]', "blanks.zero: expected true or"),
        (
            "form.toml",
            "(?P<body>",
            "(?P<whose>",
            "recognise.body_text[0]: the pattern",
        ),
        ("form.toml", "name =", 'without_tables = ["02"]\nname =', "without_tables: only a variant leaves"),
        ("form.toml", "name =", 'base = "nowhere"\nname =', "base: no form 'nowhere'"),
        (
            "form.toml",
            "name =",
            'base = "copied"\nname =',
            "base: the form 'copied' is a variant of this one",
        ),
        (
            "03_expenditure.toml",
            'unit = "万元"',
            'unit = "万元"\nnumbers = 3',
            "numbers: expected a list of texts",
        ),
        (
            "03_expenditure.toml",
            'fields = ["total"]',
            'fields = ["total"]\ndigits = 3',
            "columns[3].digits: only a column of one code has digits",
        ),
        (
            "09_state_capital_operations_expenditure.toml",
            'split = "code-name"',
            'split = "code-name"\ndigits = 3',
            "digits: only a column of one code has digits",
        ),
        (
            "03_expenditure.toml",
            'key = ["functional_code"',
            'hierarchy = "functional_name"\nkey = ["functional_code"',
            "hierarchy: 'functional_name' is not a code",
        ),
        (
            "03_expenditure.toml",
            'key = ["functional_code"',
            'hierarchy = "code"\nkey = ["functional_code"',
            "resources[0].hierarchy: field 'code' is in no",
        ),
        (
            "03_expenditure.toml",
            'key = ["functional_code"',
            'subtotal_where_blank = ["nam"]\nkey = ["functional_code"',
            "subtotal_where_blank: field 'nam' is in no",
        ),
    ],
)
def test_planted_fault(folder: Path, file: str, old: str, new: str, expected: str) -> None:
    """Each fault is told with the place where it stands."""
    plant(folder, file, old, new)
    told = faults(folder)
    assert any(expected in fault and fault.startswith(file) for fault in told), told


def term(more: str = "", *, resource: str = "expenditure", fields: str = "total") -> str:
    """A term of an identity in TOML."""
    return f'{{ resource = "{resource}", fields = ["{fields}"]{more} }}'


BY_CODE = ', key = "functional_code", digits = 3'


@pytest.mark.parametrize(
    ("kind", "left", "right", "more", "expected"),
    [
        ("sum", [TOTAL, PARTS], [PARTS], "", "left: sum has one term a side, not 2"),
        ("sum", [TOTAL], [], "", "right: the side has no term"),
        ("sum", [TOTAL], [TOTAL], "", "the field 'total' is on both sides"),
        ("sum", [TOTAL], [PARTS], "levels = [3, 5]", "levels: only an identity of kind rollup has 'levels'"),
        ("sum", [TOTAL], [PARTS], 'when_equal = ["totl"]', "when_equal: the resource 'expenditure' has no"),
        ("sum", [TOTAL], [PARTS], "wen = 1", "unknown key 'wen'"),
        ("sum", [TOTAL], [term(resource="government_procurement", fields="amount")], "", "sum stays in one"),
        (
            "sum",
            [TOTAL],
            [term(', where = { kind = "item" }', fields="basic_expenditure")],
            "",
            "left side chooses",
        ),
        ("total", [TOTAL], [PARTS], "", "total has the same fields in the same order on both sides"),
        ("rollup", [TOTAL], [TOTAL], "", "levels: rollup needs the lengths of two levels or more"),
        (
            "rollup",
            [TOTAL],
            [TOTAL],
            "levels = [5, 3]",
            "levels: rollup needs the lengths of two levels or more",
        ),
        (
            "rollup",
            [TOTAL],
            [TOTAL],
            "levels = [3, 5]",
            "left[0].key: rollup needs the same key on both sides",
        ),
        ("equal", [term(BY_CODE)], [TOTAL], "", "a key stands in all terms of both sides or in none"),
        ("equal", [term(BY_CODE)], [term(BY_CODE.replace("3", "5"))], "", "cut to the same number of digits"),
        ("equal", [term(BY_CODE.replace("code", "name"))], [TOTAL], "", "'functional_name' is not a code"),
        ("equal", [term(', key = "functional_code"')] * 2, [TOTAL], "", "a key stands in all terms"),
        ("equal", [term(", digits = 3")], [TOTAL], "", "left[0].digits: expected 1 or more digits of a key"),
        ("balance", [term(BY_CODE)], [term(BY_CODE)], "", "balance takes no key"),
        ("within", [PARTS, PARTS], [TOTAL], "", "left: within has one term a side, not 2"),
        ("difference", [PARTS], [TOTAL], "", "kind: 'difference' is none of sum, total"),
        (
            "equal",
            [term(fields="functional_code")],
            [TOTAL],
            "",
            "the field 'functional_code' is not an amount",
        ),
        (
            "equal",
            [term(', where = { kind = "totals" }')],
            [TOTAL],
            "",
            "where.kind: 'totals' is none of item",
        ),
        ("equal", [term(", where = { kind = [] }")], [TOTAL], "", "where.kind: is empty"),
        (
            "equal",
            [term(', where = { side = "a" }')],
            [TOTAL],
            "",
            "where: the resource 'expenditure' has no",
        ),
        (
            "equal",
            [term(', prefix = { code = "3" }')],
            [TOTAL],
            "",
            "prefix: the resource 'expenditure' has no",
        ),
        ("equal", [term(", sign = -1")], [TOTAL], "", "left[0]: unknown key 'sign'"),
        ("equal", [term(resource="spending")], [TOTAL], "", "no resource 'spending' in this form"),
        (
            "equal",
            [term(', where = { side = "income" }', resource="revenue_and_expenditure", fields="amount")],
            [TOTAL],
            "",
            "where.side: 'income' is none of revenue, expenditure",
        ),
    ],
)
def test_identity_that_cannot_work(
    folder: Path, kind: str, left: list[str], right: list[str], more: str, expected: str
) -> None:
    """An identity whose sides do not suit its kind is a fault of the form, not silence on the data."""
    path = folder / "identities.toml"
    rest = f"left = [{', '.join(left)}]\nright = [{', '.join(right)}]\n{more}"
    path.write_text(IDENTITY.format(kind=kind, rest=rest), encoding="utf-8")
    told = faults(folder)
    assert any(expected in fault for fault in told), told
    assert all(fault.startswith("identities.toml: identities[0]") for fault in told), told


def test_two_identities_of_one_name(folder: Path) -> None:
    """The name is what checks are known by."""
    text = IDENTITY.format(kind="sum", rest=f"left = [{TOTAL}]\nright = [{PARTS}]")
    (folder / "identities.toml").write_text(text * 2, encoding="utf-8")
    assert faults(folder) == ["identities.toml: two identities are named 'planted'"]


@pytest.mark.parametrize("file", ["form.toml", "fields.toml", "identities.toml"])
@pytest.mark.parametrize("content", [b"\xff\xfe", b"[", b"= 3", b"a" * 5 + b" = " + b"[" * 5000])
def test_file_that_is_no_toml(folder: Path, file: str, content: bytes) -> None:
    """It is a fault of the file, whatever else follows from it."""
    (folder / file).write_bytes(content)
    assert any(fault.startswith(f"{file}: ") and "not " in fault for fault in faults(folder))


def test_missing_file(folder: Path) -> None:
    """A form needs its fields and identities."""
    (folder / "identities.toml").unlink()
    assert faults(folder) == ["identities.toml: the file is missing"]


def test_form_without_tables(folder: Path) -> None:
    """A form that has no table says so."""
    for path in folder.glob("[0-9]*.toml"):
        path.unlink()
    assert any("the form has no table" in fault for fault in faults(folder))

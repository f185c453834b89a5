"""The forms of Shanghai and Jiangsu on invented documents, which use what few real ones do.

`tests/forms/*.txt` hold true documents: the lines above each table begin with `#`, cells stand between `|`.
A test changes some of their lines.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from budgetpress.errors import FaultsError
from budgetpress.form import FORMS_FOLDER as FORMS
from budgetpress.form import load_form
from budgetpress.model import Cell, Document, Grid, Place, Reconciled
from budgetpress.recognise import recognise_body, recognise_form, recognise_year
from budgetpress.reconcile import reconcile
from budgetpress.shape import shape

FOLDER = Path(__file__).parent / "forms"
SHANGHAI = (FOLDER / "shanghai.txt").read_text(encoding="utf-8")
JIANGSU = (FOLDER / "jiangsu.txt").read_text(encoding="utf-8")
PLACE = Place(source="invented.pdf", page=1)
SOUND = {"confirmed", "consistent"}

OWN_INCOME = {
    "二、事业收入|||": "二、事业收入|20|四、科学技术支出|25",
    "四、其他收入|||": "四、其他收入|5||",
    "收入总计|730|支出总计|730\n\n# 2026年部门收入": "收入总计|755|支出总计|755\n\n# 2026年部门收入",
    "|||合计|730|730|0|0|0": "206|||科学技术支出|25|0|20|0|5\n|||合计|755|730|20|0|5",
    "|||合计|730|500|230": "206|||科学技术支出|25|5|20\n|||合计|755|505|250",
}
"""Other money in the document of Shanghai: 25 yuan, spent on 206."""

CARRIED = {
    "一、财政拨款收入|730": "一、财政拨款收入|720",
    "1. 一般公共预算资金|620": "1. 一般公共预算资金|610",
    "四、其他收入|||": "四、其他收入|||\n五、上年结转|10||",
    "一、一般公共预算资金|620|": "一、一般公共预算资金|610|",
    "三、国有资本经营预算|30|三、国有资本经营预算支出|30|||30": (
        "三、国有资本经营预算|30|三、国有资本经营预算支出|30|||30\n四、上年结转|10|||||"
    ),
}
"""10 yuan of the 620 are carried over from the year before."""

OTHER_FUNDS = {
    "三、其他资金|||||": "三、其他资金|5.25|三、科学技术支出|8.25||",
    "二、项目支出|190.50\n2.": "二、项目支出|198.75\n2.",
    "当年收入小计|700.50|当年支出小计|||700.50": "当年收入小计|705.75|当年支出小计|||708.75",
    "上年结转资金||": "上年结转资金|3.00|",
    "收入合计|700.50|支出合计|||700.50": "收入合计|708.75|支出合计|||708.75",
    "收入总计||700.50": "收入总计||708.75",
    "其他资金|小计|\n其他资金|事业收入|": "其他资金|小计|5.25\n其他资金|事业收入|5.25",
    "上年结转和结余资金|小计|": "上年结转和结余资金|小计|3.00",
    "700.50|500.00|190.50|10.00|": "708.75|500.00|198.75|10.00|",
}
"""5.25 of other funds and 3.00 carried over in the document of Jiangsu, spent on 206."""


def edited(text: str, changes: Mapping[str, str]) -> str:
    """The text with each change made at its one place."""
    for old, new in changes.items():
        assert text.count(old) == 1, (text.count(old), old)
        text = text.replace(old, new)
    return text


def document(text: str) -> Document:
    """The document that a text describes, one page a table."""
    grids = []
    for number, block in enumerate(text.strip().split("\n\n"), 1):
        lines = block.split("\n")
        above = [[line.removeprefix("# ")] for line in lines if line.startswith("# ")]
        cells = [line.split("|") for line in lines if not line.startswith("# ")]
        assert len({len(line) for line in cells}) == 1, block
        grids += [grid(f"page {number}, text", above), grid(f"page {number}, table", cells, exact=True)]
    return Document(source=PLACE.source, sha256="0" * 64, grids=tuple(grids))


def grid(name: str, lines: Iterable[Iterable[str]], *, exact: bool = False) -> Grid:
    """A grid of these texts."""
    rows = tuple(tuple(Cell(text=text, place=PLACE) for text in line) for line in lines)
    return Grid(name=name, rows=rows, exact=exact)


def result(name: str, text: str, year: int = 2026) -> Reconciled:
    """The document through shape and reconcile."""
    form = load_form(name)
    return reconcile(shape((document(text),), form), form, year=year)


def failing(found: Reconciled) -> set[str]:
    """The identities that fail, or failed before a repair."""
    printed = {check.identity for check in found.checks if check.printed_verdict == "fails"}
    return printed | {check.identity for check in found.checks if check.verdict == "fails"}


def holding(found: Reconciled) -> set[str]:
    """The identities that hold somewhere."""
    return {check.identity for check in found.checks if check.verdict == "holds"}


def sound(found: Reconciled, *, unproven: int = 0) -> bool:
    """Whether nothing fails, nothing was repaired, and every figure but `unproven` ones is proven."""
    open_ = [figure for figure in found.figures if figure.status not in SOUND]
    return not failing(found) and not found.repairs and len(open_) == unproven


# Shanghai

BODIES = {"2026年部门": "2026年单位", "编制部门": "编制单位", "# 部门“三公”": "# 单位“三公”"}
OTHER_WORDS = {"预算数|项目|预算数": "预算金额|项目|预算金额", "运行费|\n15": "运行维护费|\n15"}


VEHICLES_FIRST = {
    "公务接待费|公务用车购置及运行费|||": "公务用车购置及运行费|||公务接待费|",
    "|||小计|购置费|运行费|": "||小计|购置费|运行费||",
    "0|0.001|15.003|15|0.003|": "0|15.003|15|0.003|0.001|",
}


def one_column_of_codes(text: str) -> str:
    """The parts of each code in one column."""
    text = re.sub(r"^类\|款\|项\|*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^(\d{3})\|(\d*)\|(\d*)\|(?=\D)", r"\1\2\3|", text, flags=re.MULTILINE)
    return re.sub(r"(项目|功能分类科目编码|^)\|\|\|(?=\||功能|合计)", r"\1|", text, flags=re.MULTILINE)


def test_shanghai_with_codes_in_one_column() -> None:
    """类, 款 and 项 may share a column."""
    found = result("shanghai-putuo", one_column_of_codes(SHANGHAI))
    assert sound(found, unproven=1)
    assert {"03.levels", "05.levels", "01=03.class"} <= holding(found)


@pytest.mark.parametrize(
    "words",
    [{}, BODIES, OTHER_WORDS, VEHICLES_FIRST, {"2026年部门": "2026年度部门"}, {"年部门": "年区级部门"}],
)
def test_shanghai_with_all_three_budgets(words: Mapping[str, str]) -> None:
    """Funds and state capital are added to the general public budget, whoever prints the tables."""
    text = SHANGHAI
    for old, new in words.items():
        assert old in text
        text = text.replace(old, new)
    source = document(text)
    form = recognise_form((source,))
    assert (form.name, recognise_year((source,), form)) == ("shanghai-putuo", 2026)
    assert recognise_body((source,), shape((source,), form), form) == ("", "甲区乙局")
    found = result("shanghai-putuo", text)
    assert sound(found, unproven=1)
    assert {"03=05+06+07.total", "04=06.class", "04=07.class", "06.levels", "02=03.total"} <= holding(found)
    assert {"01.revenue.appropriation", "04.balance.state_capital_operations"} <= holding(found)


def test_shanghai_with_income_of_its_own() -> None:
    """What is not appropriated is in none of the three budgets: code by code they are not compared then."""
    found = result("shanghai-putuo", edited(SHANGHAI, OWN_INCOME))
    assert sound(found, unproven=1)
    assert not {"03=05+06+07.total", "03=05+06+07.basic_expenditure"} & holding(found)
    assert {"01=02.public_institution_income", "01=02.other_revenue", "01=03.class"} <= holding(found)


def test_shanghai_with_money_carried_over() -> None:
    """A budget that spends what was carried over balances with it; revenue alone is not compared."""
    found = result("shanghai-putuo", edited(SHANGHAI, CARRIED))
    assert sound(found, unproven=1)
    assert {"01.revenue.total", "01.balance", "04.revenue.total", "04.balance"} <= holding(found)
    assert not {"04.balance.general_public_budget", "01=02.total"} & holding(found)


@pytest.mark.parametrize(
    ("old", "new", "identities"),
    [
        (
            "一、财政拨款收入|730",
            "一、财政拨款收入|740",
            {"01.revenue.appropriation", "01=02.fiscal_appropriation"},
        ),
        ("201|||一般公共服务支出|620|620|0|0|0", "201|||一般公共服务支出|640|640|0|0|0", {"02.levels"}),
        ("|||合计|80|0|80", "|||合计|90|0|90", {"06.levels", "04=06.total"}),
        ("302|17|公务接待费|10|0|10", "302|17|公务接待费|90|0|90", {"08.levels", "08<09.official_reception"}),
        ("15.004|0|0.001", "16.004|0|0.001", {"09.total"}),
        ("|15|0.003|0.005", "|15|0.003|1.005", {"09<08.agency"}),
        ("|15.003|15|0.003|", "|15.003|14|0.003|", {"09.vehicles"}),
    ],
)
def test_shanghai_shows_what_does_not_agree(old: str, new: str, identities: set[str]) -> None:
    """A wrong figure breaks the identities that it stands in."""
    assert identities <= failing(result("shanghai-putuo", edited(SHANGHAI, {old: new})))


# Jiangsu


def of_2017(text: str) -> str:
    """The same tables in the order and with the numbers of 2017."""
    blocks = text.replace("2018年", "2017年").strip().split("\n\n")
    blocks = [*blocks[:6], blocks[9], blocks[6], blocks[7], blocks[10], blocks[8], blocks[11]]
    numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
    pairs = zip(blocks, numerals, strict=True)
    return "\n\n".join(re.sub(r"公开\d\d表", f"表{numeral}", block) for block, numeral in pairs)


@pytest.mark.parametrize(
    ("text", "form", "year"),
    [
        (JIANGSU, "jiangsu", 2018),
        (re.sub(r"# 公开(\d\d)表\n# ", r"# 公开\1表 ", JIANGSU), "jiangsu", 2018),
        (re.sub(r"（功能科目）|（经济科目）", "", JIANGSU), "jiangsu", 2018),
        (re.sub(r"功能科目编码\|功能科目名称\|金额", "科目编码|科目名称|预算数", JIANGSU), "jiangsu", 2018),
        (re.sub(r"# 公开\d\d表\n", "", JIANGSU), "jiangsu", 2018),
        (of_2017(JIANGSU), "jiangsu-2017", 2017),
    ],
)
def test_jiangsu_with_funds(text: str, form: str, year: int) -> None:
    """Government-managed funds are added to the general public budget; the numbers say which year's form."""
    source = document(text)
    recognised = recognise_form((source,))
    assert (recognised.name, recognise_year((source,), recognised)) == (form, year)
    assert recognise_body((source,), shape((source,), recognised), recognised) == ("", "甲省乙厅")
    found = result(form, text, year)
    assert sound(found)
    assert {"appropriation=general+funds.code", "all=appropriation.class", "funds.levels"} <= holding(found)
    assert {"procurement.category", "procurement.part", "three.all", "all.expenditure.use"} <= holding(found)
    assert "basic=general.code" not in holding(found)


def test_numbers_of_tables_are_those_of_the_year() -> None:
    """The table of funds was the seventh in 2017, and the tenth afterwards."""
    for form, number in (("jiangsu-2017", "07"), ("jiangsu", "10")):
        tables = {resource.name: table.number for table, resource in load_form(form).resources()}
        assert tables["government_managed_funds_expenditure"] == number


def test_jiangsu_total_across_two_columns_is_one_row() -> None:
    """The total of expenditure has its label by function and its amount by use: it is the total of both."""
    tables = {t.resource: t for t in result("jiangsu", JIANGSU, 2018).tables}
    totals = [r for r in tables["revenue_and_expenditure"].rows if r.text("label") == "支出合计"]
    assert [(row.kind, str(row.amount("amount"))) for row in totals] == [("total", "7005000.00")]
    assert [row.kind for row in tables["expenditure_by_use"].rows] == ["item"] * 3


def test_jiangsu_with_other_money() -> None:
    """Other funds and what is carried over are in all expenditure, and not in what is appropriated."""
    found = result("jiangsu", edited(JIANGSU, OTHER_FUNDS), 2018)
    assert sound(found, unproven=1)
    assert {"revenue.other", "all=revenue.other", "all.revenue.year", "all.revenue.total"} <= holding(found)
    assert "all=appropriation.class" not in holding(found)


@pytest.mark.parametrize(
    ("old", "new", "identities"),
    [
        ("一、财政拨款|700.50", "一、财政拨款|701.50", {"all.revenue.appropriation"}),
        ("公共财政拨款(补助)资金|620.50", "公共财政拨款(补助)资金|602.50", {"revenue.general"}),
        (
            "|合计|700.50\n201",
            "|合计|770.50\n201",
            {"appropriation.levels", "appropriation=expenditure.total"},
        ),
        ("|合计|80.00\n212", "|合计|90.00\n212", {"funds.levels", "appropriation=general+funds.total"}),
        ("70.00|48.00||33.00", "70.00|49.00||33.00", {"three.all", "three.total"}),
        (
            "|||复印机|分散自行组织|2.00",
            "|||复印机|分散自行组织|6.00",
            {"procurement.part", "procurement.category"},
        ),
        ("|30.00|15.00|12.00|10.00", "|20.00|15.00|12.00|10.00", {"three.vehicles"}),
    ],
)
def test_jiangsu_shows_what_does_not_agree(old: str, new: str, identities: set[str]) -> None:
    """A wrong figure breaks the identities that it stands in."""
    assert identities <= failing(result("jiangsu", edited(JIANGSU, {old: new}), 2018))


# What the forms ask of the language of forms


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the Jiangsu form."""
    return Path(shutil.copytree(FORMS / "jiangsu", tmp_path / "copied"))


FIRST = "01_revenue_and_expenditure.toml"


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (
            FIRST,
            'constants = { side = "revenue" }',
            'constants = { side = "revenue" }\njoined = true',
            "joined to",
        ),
        (FIRST, "amount_by_use", "amount", "two resources have an amount 'amount'"),
        ("identities.toml", "below = true", "levels = [3]", "only an identity of kind rollup has 'levels'"),
        ("identities.toml", "above = true", "below = 1", "below: expected true or false"),
        ("identities.toml", "unless = [\n", "unless = [\n  {},\n", "unless[0]: 'resource' is missing"),
    ],
)
def test_fault_of_a_form_is_told(copied: Path, file: str, old: str, new: str, fault: str) -> None:
    """What cannot work is told when the form is loaded, with its place."""
    path = copied / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(FaultsError) as caught:
        load_form(copied)
    assert any(fault in told for told in caught.value.faults), caught.value.faults


def test_table_left_out_and_given_anew_takes_over_nothing() -> None:
    """The ninth table of 2017 is another one than that of the base: nothing of it shows through."""
    own = load_form("jiangsu-2017").table("09").resource("general_public_budget_basic_expenditure")
    assert own.field("total").title == "合计"
    assert load_form("jiangsu").table("09").resource("three_public_expenses").field("total").title != "合计"


def test_optional_column_is_not_missed() -> None:
    """Some columns are printed by few; their lack is worth no word, that of others is."""
    form = load_form("shanghai-putuo")
    without = re.sub(r"\|合计\|基本支出\|", "|合计||", SHANGHAI, count=1)
    for text, codes in ((SHANGHAI, set()), (without, {"column-missing"})):
        found = {finding.code for finding in shape((document(text),), form).findings}
        assert found & {"column-missing"} == codes


SUBTOTALS = {
    "四、其他收入|||\n": "四、其他收入|||\n本年收入合计|730|本年支出合计|730\n",
    "30|三、国有资本经营预算支出|30|||30\n": (
        "30|三、国有资本经营预算支出|30|||30\n本年收入合计|730|本年支出合计|730|620|80|30\n"
    ),
    "302|01|办公费|60|0|60": "302|01|办公费|50|0|50\n302|12|因公出国（境）费用|10|0|10",
    "15.004|0|0.001": "15.005|0.001|0.001",
}
"""What few documents of Shanghai print: totals of the year, travel abroad."""

SPECIAL = {
    "二、财政专户管理资金|||||": "二、财政专户管理资金|4.00||||",
    "二、城乡社区支出|80.00|二、项目支出|190.50\n2.": "二、城乡社区支出|80.00|二、项目支出|192.50\n2.",
    "三、其他资金|||||": "三、其他资金||三、教育支出|2.00||",
    "当年收入小计|700.50|当年支出小计|||700.50": "当年收入小计|704.50|当年支出小计|||702.50",
    "结转下年资金|||\n": "结转下年资金|||2.00\n",
    "收入合计|700.50|支出合计|||700.50": "收入合计|704.50|支出合计|||704.50",
    "收入总计||700.50": "收入总计||704.50",
    "财政专户管理资金|小计|\n": "财政专户管理资金|小计|4.00\n财政专户管理资金|专户管理教育收费|4.00\n",
    "700.50|500.00|190.50|10.00|": "704.50|500.00|192.50|10.00|2.00",
    "30201|办公费|60.00\n30217|公务接待费|10.00\n30231|公务用车运行维护费|30.00\n\n# 公开09表": (
        "30201|办公费|50.00\n30212|因公出国（境）费用|10.00\n30217|公务接待费|10.00\n"
        "30231|公务用车运行维护费|30.00\n\n# 公开09表"
    ),
    "70.00|48.00||33.00": "80.00|58.00|10.00|33.00",
}
"""What few documents of Jiangsu print: special accounts, money kept for the next year, travel abroad."""

NO_FUNDS = {
    "2.政府性基金预算|80.00": "2.政府性基金预算|",
    "政府性基金|小计|80.00": "政府性基金|小计|",
    "|合计|80.00\n212|城乡社区支出|80.00\n21208|国有土地使用权出让收入安排的支出|80.00\n2120899|"
    "其他国有土地使用权出让收入安排的支出|80.00\n\n# 公开11表": "|合计|\n\n# 公开11表",
}
"""No government-managed funds, as far as it matters for the basic expenditure of Jiangsu."""


@pytest.mark.parametrize(
    ("form", "texts"),
    [
        ("shanghai-putuo", [SHANGHAI, edited(SHANGHAI, OWN_INCOME), edited(SHANGHAI, SUBTOTALS)]),
        (
            "jiangsu",
            [JIANGSU, edited(JIANGSU, OTHER_FUNDS), edited(JIANGSU, SPECIAL), edited(JIANGSU, NO_FUNDS)],
        ),
    ],
)
def test_every_identity_finds_its_figures(form: str, texts: list[str]) -> None:
    """An identity that names a wrong word would find no figures and say nothing."""
    found = [result(form, text) for text in texts]
    assert {identity.name for identity in load_form(form).identities} == set().union(*map(holding, found))
    assert not set().union(*map(failing, found[:3]))

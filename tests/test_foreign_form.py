"""A form that budgetpress has never seen is a folder of TOML: its documents convert, no Python changed."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from tests.shape.small_form import write_form

from budgetpress import build, intake
from budgetpress.errors import InputError
from budgetpress.form import list_forms, load_form

HTML = """<!doctype html><meta charset="utf-8"><title>x</title>
<p>2031年部门支出预算总表</p><p>编制部门：青石市民政局　　单位：元</p>
<table border="1">
<tr><td colspan="4">项目</td><td colspan="3">支出预算</td></tr>
<tr><td colspan="3">科目编码</td><td rowspan="2">科目名称</td><td rowspan="2">合计</td>
<td rowspan="2">基本支出</td><td rowspan="2">项目支出</td></tr>
<tr><td>类</td><td>款</td><td>项</td></tr>
<tr><td>201</td><td></td><td></td><td>一般公共服务支出</td><td>300</td><td>200</td><td>100</td></tr>
<tr><td>201</td><td>03</td><td></td><td>政府办公厅（室）及相关机构事务</td><td>300</td><td>200</td><td>100</td></tr>
<tr><td>201</td><td>03</td><td>01</td><td>行政运行</td><td>200</td><td>200</td><td>0</td></tr>
<tr><td>201</td><td>03</td><td>02</td><td>一般行政管理事务</td><td>100</td><td></td><td>100</td></tr>
<tr><td colspan="4">合计</td><td>300</td><td>200</td><td>100</td></tr>
</table>
"""
CSV = (
    "2031年部门支出预算总表,,,,,,\n编制部门：青石市民政局,,,,,,单位：元\n"
    "类,款,项,科目名称,合计,基本支出,项目支出\n"
    "201,,,一般公共服务支出,300,200,100\n201,03,,政府办公厅（室）及相关机构事务,300,200,100\n"
    "201,03,01,行政运行,200,200,0\n201,03,02,一般行政管理事务,100,,100\n合计,,,,300,200,100\n"
)
SOURCES = {"budget.html": HTML, "budget.csv": CSV}


def quiet(_: str) -> None:
    """Take a line of progress and show nothing."""


def converted(file: Path, out: Path, forms: Path, form: str | None = None) -> list[dict[str, str]]:
    """The figures of a document, converted with the forms of a folder."""
    result = build.convert([file], out, form=form, year=None, body=None, report=quiet, forms=(forms,))
    assert not result.refused
    with (out / "data" / "figures.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(params=list(SOURCES))
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A document of the foreign form."""
    path = tmp_path / str(request.param)
    path.write_text(SOURCES[path.name], encoding="utf-8")
    return path


def test_document_of_a_foreign_form(source: Path, tmp_path: Path) -> None:
    """Form, body, year and unit are recognised, and its identities prove its figures."""
    forms = tmp_path / "forms"
    write_form(forms)
    figures = converted(source, tmp_path / "out", forms)
    assert [figure["printed"] for figure in figures if figure["field"] == "total"] == [
        "300", "300", "200", "100", "300",
    ]  # fmt: skip
    assert {figure["status"] for figure in figures} <= {"confirmed", "consistent"}
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert "青石市民政局" in package["title"]
    assert "2031" in package["title"]


def test_variant_of_a_foreign_form(source: Path, tmp_path: Path) -> None:
    """A variant says only what differs; a code list of its own may stand beside the forms."""
    forms = tmp_path / "forms"
    write_form(forms)
    variant = forms / "qingshi-2031"
    variant.mkdir()
    (variant / "form.toml").write_text(
        'base = "qingshi"\ntitle = "青石市2031年"\ntitle_en = "Qingshi 2031"\n'
        'without_tables = ["02", "03", "04"]\nwithout_identities = ["01.total"]\n',
        encoding="utf-8",
    )
    (variant / "fields.toml").write_text('[functional_code]\ncodelist = "qingshi_items"\n', encoding="utf-8")
    (forms / "codelists").mkdir()
    (forms / "codelists" / "qingshi_items.csv").write_text(
        "code,name,name_en,parent,valid_from,valid_to\n201,一般公共服务支出,General,,2020,\n"
        "20103,政府办公厅（室）及相关机构事务,Offices,201,2020,\n2010301,行政运行,Running,20103,2020,\n"
        "2010302,一般行政管理事务,Management,20103,2020,\n",
        encoding="utf-8",
    )
    form = load_form("qingshi-2031", (forms,))
    assert [table.number for table in form.tables] == ["01"]
    assert [identity.name for identity in form.identities] == ["01.parts"]
    assert form.codelists == ("qingshi_items",)
    assert form.base == "qingshi"
    assert len(converted(source, tmp_path / "out", forms, "qingshi-2031")) == 14


def test_folder_of_forms_is_asked_first(tmp_path: Path) -> None:
    """A form can be worked on in a copy under its own name; without the folder it is not known."""
    write_form(tmp_path)
    assert "qingshi" in list_forms((tmp_path,))
    assert "qingshi" not in list_forms()
    with pytest.raises(InputError, match="no such form"):
        load_form("qingshi")


def test_draft_reads_the_document_it_was_drafted_from(source: Path, tmp_path: Path) -> None:
    """`new-form` gives a folder that loads without faults and has every amount of its document."""
    folder = build.new_form("drafted", [source], tmp_path / "forms")
    form = load_form(folder)
    assert [table.title for table in form.tables] == ["部门支出预算总表"]
    columns = [column.headers[0] for column in form.table("01").blocks[0].columns]
    assert columns == ["类", "款", "项", "科目名称", "合计", "基本支出", "项目支出"]
    assert [column.digits for column in form.table("01").blocks[0].columns][:3] == [3, 2, 2]
    figures = converted(source, tmp_path / "out", tmp_path / "forms", "drafted")
    assert len(figures) == 14
    with pytest.raises(InputError, match="exists already"):
        build.new_form("drafted", [source], tmp_path / "forms")


def test_nothing_to_draft_from(tmp_path: Path) -> None:
    """A document without tables, or a bad name, is told."""
    path = tmp_path / "text.txt"
    path.write_text("本年支出增加。\n", encoding="utf-8")
    with pytest.raises(InputError, match="no table with headings"):
        build.new_form("drafted", [path], tmp_path)
    with pytest.raises(InputError, match="not a name"):
        build.new_form("Drafted Form", [path], tmp_path)


def test_explanation_of_a_document(source: Path, tmp_path: Path) -> None:
    """Each form with its score and tables, and what was decided; nothing is written."""
    forms = tmp_path / "forms"
    write_form(forms)
    before = sorted(tmp_path.rglob("*"))
    told = build.explain_files([source], form=None, forms=(forms,))
    assert (told["form"], told["fiscal_year"], told["body"]) == ("qingshi", 2031, "青石市民政局")
    assert told["figures"] == 14
    best = told["forms"][0]
    assert best["form"] == "qingshi"
    assert [table["number"] for table in best["tables"]] == ["01"]
    assert best["tables"][0]["unit"] == "元"
    assert best["tables"][0]["headings_missing"] == []
    assert len(best["tables_missing"]) == 3
    assert {each["form"] for each in told["forms"]} == {*list_forms((forms,))}
    assert sorted(tmp_path.rglob("*")) == before


def test_document_of_no_form_names_the_nearest(source: Path, tmp_path: Path) -> None:
    """The error says which form is nearest, and which headings differ on either side."""
    text = SOURCES[source.name].replace("部门支出预算总表", "支出明细情况").replace("项目支出", "专项支出")
    source.write_text(text, encoding="utf-8")
    forms = tmp_path / "forms"
    write_form(forms)
    with pytest.raises(InputError) as caught:
        converted(source, tmp_path / "out", forms)
    message = str(caught.value)
    for expected in ("qingshi", "01 部门支出预算总表", "not in the form: 专项支出", "not printed: 项目支出"):
        assert expected in message
    told = build.explain_files([source], form=None, forms=(forms,))
    assert told["form"] is None
    assert "专项支出" in told["forms"][0]["unmatched"][0]["headings"]


def test_release_of_a_foreign_form(source: Path, tmp_path: Path) -> None:
    """`new` fills release.toml from the document; `build` reads it with the same folder of forms."""
    forms = tmp_path / "forms"
    write_form(forms)
    root = tmp_path / "project"
    folder = intake.new_release(
        root, "qingshi-2031", [source], form=None, year=None, body=None, forms=(forms,)
    )
    text = (folder / "release.toml").read_text(encoding="utf-8")
    for line in ('form = "qingshi"', "fiscal_year = 2031", 'name = "青石市民政局"'):
        assert line in text
    result = build.build_release(folder, report=quiet, forms=(forms,))
    assert result.counts["figures"] == 14

"""The form, the code list and the facts of the small invented release."""

from __future__ import annotations

from budgetpress.codes import Code, CodeList
from budgetpress.form import Block, Field, Form, Group, ResourceForm, TableForm
from budgetpress.model import Licence, Release, Source

SOURCE = "yunxi.txt"
REASONS = {"after-table": ("表后的文字", "text after a table")}


def code(code: str, name: str, name_en: str, parent: str = "") -> Code:
    """A code of the invented classification."""
    return Code(code=code, name=name, name_en=name_en, parent=parent, valid_from=2020, valid_to=None)


CODELISTS = {
    "functional": CodeList(
        list_name="functional",
        codes=(
            code("201", "一般公共服务支出", "General public services"),
            code("20103", "政府办公厅（室）事务", "Government offices", "201"),
            code("2010301", "行政运行", "Administration", "20103"),
            code("2010302", "一般行政管理事务", "Management", "20103"),
            code("208", "社会保障和就业支出", "Social security"),
        ),
    )
}

FUNCTIONAL = "functional-classification:generic"
CODE = Field(
    name="functional_code",
    type="code",
    title="科目编码",
    title_en="Code",
    codelist="functional",
    column_type=f"{FUNCTIONAL}:code",
    pattern=r"\d{3}|\d{5}|\d{7}",
)
NAME = Field(name="functional_name", title="科目名称", title_en="Name", column_type=f"{FUNCTIONAL}:label")
ECONOMIC = Field(
    name="economic_code",
    type="code",
    title="经济分类",
    title_en="Economic",
    column_type="economic-classification:cn-gov:code",
)
SIDE = Field(name="side", title="方向", title_en="Side", values=("revenue", "expenditure"))
LABEL = Field(name="label", title="项目", title_en="Line")
RELATION = Field(
    name="relation", type="relation", title="指标性质", title_en="Relation", values=("≥", "≤", "=", "定性")
)
TARGET = Field(name="target", type="value", title="指标值", title_en="Target")
OWNER = Field(name="project_row", type="row", title="所属行", title_en="Owner")


def amount(name: str, title: str) -> Field:
    """An amount field."""
    return Field(name=name, type="amount", title=title, title_en=name.title(), column_type="value")


def table_form(
    number: str, title: str, *resources: ResourceForm, blocks: tuple[Block, ...] = ()
) -> TableForm:
    """A printed table in 万元."""
    return TableForm(
        number=number,
        title=title,
        title_en=f"Table {number}",
        titles=(title,),
        unit="万元",
        blocks=blocks,
        resources=resources,
        headers=(),
    )


def resource_form(name: str, *fields: Field, chart: dict[str, object] | None = None) -> ResourceForm:
    """A resource with those fields."""
    return ResourceForm(name=name, title=name, title_en=name, fields=fields, chart=chart)


FORM = Form(
    name="yunxi",
    title="云溪市预算公开表",
    title_en="Yunxi budget tables",
    title_pattern="",
    year_patterns=(),
    body_fields=(),
    body_code_fields=(),
    decimals={"万元": 6},
    kinds={},
    tables=(
        table_form(
            "1",
            "收支总表",
            resource_form("balance", SIDE, LABEL, amount("amount", "金额")),
            blocks=(
                Block(groups=(Group(resource="balance", columns=(), constants={"side": "revenue"}),)),
                Block(groups=(Group(resource="balance", columns=(), constants={"side": "expenditure"}),)),
            ),
        ),
        table_form(
            "2",
            "支出总表",
            resource_form(
                "spending",
                CODE,
                NAME,
                ECONOMIC,
                amount("total", "合计"),
                amount("basic", "基本支出"),
                amount("project", "项目支出"),
                chart={"kind": "stacked", "label": "functional_name", "values": ("basic", "project")},
            ),
        ),
        table_form(
            "3",
            "项目绩效表",
            resource_form("projects", LABEL, amount("funds", "资金")),
            resource_form("targets", OWNER, LABEL, RELATION, TARGET),
        ),
        table_form("4", "政府性基金支出表", resource_form("funds", LABEL, amount("total", "合计"))),
    ),
    identities=(),
    codelists=("functional",),
)

RELEASE = Release(
    name="yunxi-hupan-2031",
    title="云溪市湖畔镇2031年预算",
    title_en="Budget of Hupan, Yunxi, 2031",
    body="云溪市湖畔镇人民政府",
    body_en="Government of Hupan, Yunxi",
    body_code="117001",
    fiscal_year=2031,
    phase="approved",
    form="yunxi",
    version="1.0.0",
    created="2031-02-03",
    licence=Licence(
        name="CC-BY-4.0",
        title="Creative Commons Attribution 4.0",
        path="https://creativecommons.org/licenses/by/4.0/",
    ),
    sources=(
        Source(
            file=SOURCE,
            sha256="0" * 64,
            title="湖畔镇预算公开",
            url="https://example.org/yunxi",
            published="2031-02-01",
        ),
    ),
    contributors=({"title": "湖畔镇财政所", "roles": "publisher, rightsHolder"},),
    missing={"4": "本镇无政府性基金预算"},
)

"""What stands under the downloads of a table: what the formats are good for, how to read and cite it."""

from __future__ import annotations

from budgetpress.website.catalogue.address import Base, site_base
from budgetpress.website.catalogue.schema_org import table_block
from budgetpress.website.data import Package
from budgetpress.website.downloads import format_list
from budgetpress.website.escape import html_text
from budgetpress.website.languages import EN, either
from budgetpress.website.markup import link, tag
from budgetpress.website.words import both


def to_take_away(package: Package, number: str) -> str:
    """All of it, for the page of a table, with the description that search engines read."""
    use = link(
        "../use/", both("怎样用 pandas、R、Excel 等读取", "How to read it with pandas, R, Excel and others")
    )
    cite = tag("p", both("引用这张表：", "To cite this table:")) + citation_line(package, number)
    return format_list() + tag("p", use) + cite + table_block(package, number)


def citation_line(package: Package, number: str, base: Base | None = None) -> str:
    """A quotation with the release, its version, the table and its address."""
    base = base or site_base()
    title, title_en = package.title(number)
    zh = f"{package.text('citation').rstrip('。')}；表 {number}《{title}》。"
    en = f"{package.text('citation_en').rstrip('.')}; table {number}: {title_en or title}."
    path = f"{package.name}/{number}/"
    address = either(*(html_text(base.to(folder + path)) for folder in ("", EN.folder))) if base.root else ""
    cited = both(zh, en) + (f" {address}" if address else "")
    return tag("blockquote", tag("p", cited), "bp-cite", identifier="cite")

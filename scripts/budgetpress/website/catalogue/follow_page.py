"""The page `catalogue/`: every body with its latest release and feeds, and what programs read."""

from __future__ import annotations

from collections.abc import Sequence

from budgetpress.website.catalogue import dcat
from budgetpress.website.catalogue.bodies import Body, bodies
from budgetpress.website.catalogue.catalog_json import ATOM, JSON_FEED, NAME, SCHEMA, latest_path
from budgetpress.website.data import Package
from budgetpress.website.escape import html_text
from budgetpress.website.languages import EN, either
from budgetpress.website.markup import cell, facts, grid, head, line, link, none, row_name, sub, tag
from budgetpress.website.page import Draft, Page
from budgetpress.website.words import both, pair

PATH = "catalogue/"
_TITLE = ("目录与订阅", "Catalogue and feeds")


def follow_page(packages: Sequence[Package]) -> Page:
    """`catalogue/`, for any number of releases."""
    about = ("全站数据的目录、订阅与不变的地址。", "Catalogue, feeds and lasting addresses of all data.")
    draft = Draft(f"{PATH}index.html", _TITLE, about)
    draft.heading(1, *_TITLE)
    draft.heading(2, "各单位", "Bodies", identifier="bodies")
    draft.text(
        "“最新”的地址不随年度改变：其下的数据文件与页面总是该单位最近一次发布。",
        "The address of the latest release stays the same from year to year: the files and pages below it are"
        " always those of the body's newest release.",
    )
    rows = [_body(body) for body in bodies(packages)]
    heads = (
        head("单位", "Body"),
        head("最新", "Latest"),
        head("全部发布", "All releases"),
        head("订阅", "Follow"),
    )
    draft.add(grid(pair("各单位", "Bodies"), heads, rows) if rows else none())
    draft.heading(2, "全站", "The whole site", identifier="site")
    draft.add(facts(_SITE))
    draft.heading(2, "用程序取数据", "For programs", identifier="programs")
    draft.add(tag("ol", "".join(tag("li", both(zh, en)) for zh, en in _STEPS)))
    return draft.page()


_STEPS = (
    (
        (
            "读 catalog.json：releases[].files[] 有每个文件的地址、字节数、SHA-256 与媒体类型；"
            "相对地址相对于 catalog.json。"
        ),
        (
            "Read catalog.json: releases[].files[] has the address, size, SHA-256 and media type of every"
            " file; a relative address is relative to catalog.json."
        ),
    ),
    (
        "只取 sha256 变了的文件；version 变了就是数据变了。",
        "Fetch only files whose sha256 changed; a new version means that data changed.",
    ),
    (
        (
            "CSV 是 UTF-8、逗号分隔、CRLF 换行、首行字段名；"
            "不论主机发什么 Content-Type，以 datapackage.json 为准。"
        ),
        (
            "CSV is UTF-8 with commas, CRLF and a first line of field names; whatever Content-Type the host"
            " sends, datapackage.json has the say."
        ),
    ),
)


def _file(path: str, words: str = "") -> str:
    return link(f"@root/{path}", words or tag("code", html_text(path)))


def _feeds(home: str) -> str:
    """The two feeds in the language of the page."""
    names = ((ATOM, "Atom"), (JSON_FEED, "JSON Feed"))
    links = (
        either(_file(home + file, title), _file(f"{EN.folder}{home}{file}", title)) for file, title in names
    )
    return " · ".join(links)


_SITE = (
    ("订阅", "Follow", _feeds("")),
    ("目录（JSON）", "Catalogue (JSON)", f"{_file(NAME)} · {_file(SCHEMA, 'JSON Schema')}"),
    ("目录（DCAT-AP 3）", "Catalogue (DCAT-AP 3)", _file(dcat.NAME)),
)


def _body(body: Body) -> str:
    home = latest_path(body)
    releases = (
        link(f"../{package.name}/", html_text(f"{package.name} {package.text('version')}"))
        for package in body.releases
    )
    return line(
        row_name(both(body.name, body.name_en) + sub(html_text(body.code))),
        cell(link(f"../{home}", tag("code", html_text(home)))),
        cell("<br>".join(releases)),
        cell(_feeds(home)),
    )

"""The validation report of a release as a page: what was checked, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from budgetpress.website.data import Package, part, records, text
from budgetpress.website.escape import html_text
from budgetpress.website.findings_html import document_findings
from budgetpress.website.markup import (
    cell,
    empty,
    facts,
    grid,
    head,
    line,
    marked,
    none,
    number,
    number_head,
    row_name,
    sub,
)
from budgetpress.website.page import Draft, Page, release_nav, release_titles
from budgetpress.website.scorecard_page import disclosed_tables
from budgetpress.website.words import VERDICT, Word, both, pair

_VALID = Word(zh="通过", en="valid", mark="✓")
_INVALID = Word(zh="未通过", en="not valid", mark="✗")


def validation_page(package: Package) -> Page:
    """`<release>/validation/` from `reports/validation.json`."""
    zh, en = "校验报告", "Validation report"
    draft = Draft(f"{package.name}/validation/index.html", *release_titles(package, zh, en))
    draft.add(release_nav(package, "validation"))
    draft.heading(1, zh, en)
    draft.text(
        "写好的数据包再由 Frictionless 读一遍：类型、键、摘要，以及全部勾稽关系。"
        "改动一个数字也会在这里出现。"
        "勾稽关系不成立不是数据包的错误：它说的是原文，列在“勾稽关系”页。",
        "The written package is read again by Frictionless: types, keys, hashes, and every identity. One"
        " changed digit would show here. An identity that fails is no error of the package;"
        " it speaks of the source.",
    )
    if package.validation is None:
        draft.add(empty("本发布没有校验报告。", "This release has no validation report."))
    else:
        _report(draft, package, package.validation)
    draft.heading(2, "公开是否齐全", "Completeness of disclosure", identifier="disclosure")
    draft.add(disclosed_tables(package))
    return draft.page()


def _report(draft: Draft, package: Package, report: Mapping[str, Any]) -> None:
    draft.add(_summary(report))
    for key, chinese, english in (("errors", "错误", "Errors"), ("warnings", "警告", "Warnings")):
        draft.heading(2, chinese, english, identifier=key)
        draft.add(_messages(pair(chinese, english), records(report, key)))
    draft.heading(2, "来源本身的问题", "What is wrong with the source", identifier="source")
    draft.add(document_findings(package) or none())
    draft.heading(2, "读过的数据", "What was read", identifier="resources")
    draft.add(_resources(package, records(report, "tables")))


def _summary(report: Mapping[str, Any]) -> str:
    stats, identities = part(report, "stats"), part(report, "identities")
    verdict = marked(_VALID, "holds") if report.get("valid") is True else marked(_INVALID, "fails")
    names = (
        ("resources", "资源", "Resources"),
        ("rows", "行", "Rows"),
        ("figures", "数字", "Figures"),
        ("checks", "勾稽关系", "Identities"),
        ("errors", "错误", "Errors"),
        ("warnings", "警告", "Warnings"),
    )
    counts = [(zh, en, html_text(text(stats, key)) or "—") for key, zh, en in names]
    held = [(w.zh, w.en, html_text(text(identities, key))) for key, w in VERDICT.items() if key in identities]
    return facts((("结论", "Verdict", verdict), *counts)) + (facts(held) if held else "")


def _resources(package: Package, tables: list[Mapping[str, Any]]) -> str:
    known = {resource.name: resource for resource in package.resources}
    rows = []
    for item in tables:
        name, resource = html_text(text(item, "resource")), known.get(text(item, "resource"))
        title = both(resource.title, resource.title_en) + sub(name) if resource else name
        count = text(item, "errors")
        valid = marked(_VALID, "holds") if count in {"", "0"} else marked(_INVALID, "fails")
        counts = (html_text(text(item, "rows")), html_text(count))
        rows.append(line(row_name(title), cell(valid), *map(number, counts)))
    heads = (
        head("资源", "Resource"),
        head("结论", "Verdict"),
        number_head("行", "Rows"),
        number_head("错误", "Errors"),
    )
    return grid(pair("读过的数据", "What was read"), heads, rows) if rows else none()


def _messages(label: str, items: list[Mapping[str, Any]]) -> str:
    rows = []
    for item in items:
        words = (text(item, "resource"), text(item, "row") and f"r{text(item, 'row')}", text(item, "field"))
        spot = html_text(" · ".join(word for word in words if word)) or "—"
        kind = html_text(text(item, "type"))
        rows.append(line(cell(kind), cell(spot), cell(html_text(text(item, "message")))))
    heads = (head("种类", "Kind"), head("位置", "Where"), head("内容", "Message"))
    return grid(label, heads, rows) if rows else none()

"""The validation report of a release as a page: what was checked, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from budgetpress.website.escape import html_text
from budgetpress.website.load import Package, records, text
from budgetpress.website.page import Draft, Page, release_nav
from budgetpress.website.proof_html import scroll, simple_table
from budgetpress.website.words import Word, both, mark


def validation_page(package: Package) -> Page:
    """`<release>/validation/` from `reports/validation.json`, in Frictionless' own report layout."""
    draft = Draft(
        f"{package.name}/validation/index.md", f"校验报告 Validation · {package.text('title')}", "校验报告 Validation report"
    )
    draft.slot("nav", release_nav(package, "validation"))
    draft.heading(1, "校验报告", "Validation report")
    draft.text(
        "写好的数据包再由 Frictionless 读一遍：类型、键、摘要，以及全部勾稽关系。改动一个数字也会在这里出现。",
        "The written package is read again by Frictionless: types, keys, hashes, and every identity. One changed"
        " digit would show here.",
    )
    report = package.validation
    if report is None:
        draft.slot("report", f'<p class="bp-empty">{both("本发布没有校验报告。", "This release has no validation report.")}</p>')
        return draft.page()
    draft.slot("report", _verdict(report) + _tasks(records(report, "tasks")))
    errors = [*records(report, "errors"), *(e for task in records(report, "tasks") for e in _with_task(task))]
    draft.heading(2, "错误", "Errors", identifier="errors")
    draft.slot("errors", _errors(errors))
    return draft.page()


def _verdict(report: Mapping[str, Any]) -> str:
    valid = report.get("valid") is True
    word = Word(zh="通过", en="valid", mark="✓") if valid else Word(zh="未通过", en="not valid", mark="✗")
    stats = report.get("stats")
    stats = stats if isinstance(stats, dict) else {}
    names = (("tasks", "资源", "resources"), ("errors", "错误", "errors"), ("warnings", "警告", "warnings"))
    facts = "".join(f"<dt>{both(zh, en)}</dt><dd>{html_text(text(stats, key) or '—')}</dd>" for key, zh, en in names)
    verdict = mark(word, "holds" if valid else "fails", text=True)
    return f'<dl class="bp-facts"><dt>{both("结论", "Verdict")}</dt><dd>{verdict}</dd>{facts}</dl>'


def _tasks(tasks: list[Mapping[str, Any]]) -> str:
    rows = []
    for task in tasks:
        stats = task.get("stats")
        stats = stats if isinstance(stats, dict) else {}
        valid = task.get("valid") is True
        word = Word(zh="通过", en="valid", mark="✓") if valid else Word(zh="未通过", en="not valid", mark="✗")
        rows.append(
            f'<tr><th scope="row">{html_text(text(task, "name"))}</th><td>{html_text(text(task, "place"))}</td>'
            f'<td>{mark(word, "holds" if valid else "fails", text=True)}</td><td class="bp-n">{html_text(text(stats, "rows"))}</td>'
            f'<td class="bp-n">{html_text(text(stats, "fields"))}</td><td class="bp-n">{html_text(text(stats, "errors"))}</td></tr>'
        )
    headings = (
        both("资源", "Resource"), both("文件", "File"), both("结论", "Verdict"),
        both("行", "Rows"), both("字段", "Fields"), both("错误", "Errors"),
    )  # fmt: skip
    return scroll("资源 Resources", simple_table(headings, rows)) if rows else ""


def _with_task(task: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [{"resource": text(task, "name"), **error} for error in records(task, "errors")]


def _errors(errors: list[Mapping[str, Any]]) -> str:
    if not errors:
        return f'<p class="bp-empty">{both("没有。", "None.")}</p>'
    rows = []
    for error in errors:
        spot = " · ".join(word for word in (text(error, "resource"), text(error, "rowNumber"), text(error, "fieldName")) if word)
        rows.append(
            f"<tr><td>{html_text(text(error, 'title') or text(error, 'type'))}</td><td>{html_text(spot)}</td>"
            f"<td>{html_text(text(error, 'message') or text(error, 'note'))}</td></tr>"
        )
    return scroll("错误 Errors", simple_table((both("种类", "Kind"), both("位置", "Where"), both("内容", "Message")), rows))

"""What a build has made of each release, in Markdown for the person who proposed it.

It is read from what is on disk. Text of a source can become no markup, no mention and no link, and the whole
is short enough for a comment.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from budgetpress.diff.advice import advise
from budgetpress.diff.compare import compare
from budgetpress.diff.markdown import markdown
from budgetpress.diff.origins import from_git
from budgetpress.errors import BudgetpressError, InputError
from budgetpress.published import Published, Row, read_folder
from budgetpress.website.escape import clean, md_text

LONGEST: Final = 60_000
"""Characters; a comment may have 65,536."""
_ROWS, _CELL, _LOG = 40, 300, 6_000
_PLACE = ("source", "page", "line", "column", "sheet", "cell")
_REPAIRS = ("id", "place 位置", "figure 数字", "printed 原文", "published 公布", "why 依据")
_FINDINGS = ("level 级别", "place 位置", "finding 说明")


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A release to tell of; `changes` is Markdown that says what differs from what is published."""

    folder: Path
    changes: str = ""


def tell(folders: Iterable[Path], *, against: str | None = None) -> list[Told]:
    """The releases to tell of: all, or those that are new or differ from a git revision."""
    if against is None:
        return [Told(folder=folder) for folder in folders]
    told = []
    for folder in folders:
        try:
            package = read_folder(folder)
        except BudgetpressError:
            told.append(Told(folder=folder))
            continue
        try:
            before = from_git(folder, against, "./", f"{against}:{folder.name}")
        except InputError:
            told.append(Told(folder=folder, changes="新的发布。 A new release."))
            continue
        difference = compare(before, package)
        if difference.changes:
            told.append(Told(folder=folder, changes=markdown(difference, advise(difference))))
    return told


def report(releases: Sequence[Told], log: str = "") -> str:
    """The Markdown; `log` is what the build wrote to standard error, of which the errors are shown."""
    lines = [clean(line) for line in log.splitlines()]
    errors = [line for line in lines if line.startswith(("budgetpress: ", "run.py: "))]
    parts = ["# budgetpress"]
    if errors:
        fence = "~" * (3 + max(line.count("~") for line in errors))
        shown = "\n".join(errors)[:_LOG]
        parts.append(f"❌ 没有建成，不会发布。 Not built; nothing is published.\n\n{fence}\n{shown}\n{fence}")
    parts += [section for told in releases for section in _release(told)]
    if not releases and not errors:
        parts.append("没有发布受到影响。 No release is affected.")
    text = "\n\n".join(parts) + "\n"
    if len(text) > LONGEST:
        text = text[:LONGEST].rpartition("\n")[0] + "\n\n… 其余见各文件。 The rest is in the files.\n"
    return text


def _release(told: Told) -> list[str]:
    name = md_text(told.folder.name)
    try:
        package = read_folder(told.folder)
        validation = json.loads((told.folder / "reports" / "validation.json").read_text(encoding="utf-8"))
    except (BudgetpressError, OSError, ValueError) as error:
        return [f"## {name}", f"❌ 没有数据包。 There is no package: {md_text(str(error))}"]
    return [
        f"## {name}",
        " · ".join(md_text(package.text(key)) for key in ("title", "title_en", "version")),
        *_verdict(package, validation),
        *_folded("修复 Repairs", _REPAIRS, [_repair(row) for row in package.rows("repairs")]),
        *_folded("发现 Findings", _FINDINGS, [_finding(row) for row in package.rows("findings")]),
        *([f"### 与已发布的比较 Against what is published\n\n{told.changes}"] if told.changes else []),
    ]


def _verdict(package: Published, validation: Mapping[str, Any]) -> list[str]:
    """Whether the package is valid, and how far its figures are proven."""
    errors = validation.get("errors") or []
    blocking = sum(row["level"] == "error" for row in package.rows("findings"))
    good = validation.get("valid") is True and not blocking
    verdict = "✅ 通过校验。 Valid." if good else "❌ 未通过校验，不会发布。 Not valid; it is not published."
    figures = package.rows("figures")
    statuses = Counter(row["status"] for row in figures)
    checks = Counter(row["verdict"] for row in package.rows("checks"))
    counted = ", ".join(f"{number} {status}" for status, number in sorted(statuses.items()))
    counts = (
        f"{len(package.tables)} 张表 tables · {len(figures)} 个数字 figures ({counted})"
        f" · 勾稽关系 identities: {checks['holds']} 成立 hold, {checks['fails']} 不成立 fail"
    )
    told = [error.get("message") if isinstance(error, dict) else error for error in errors[:_ROWS]]
    return [
        verdict,
        counts,
        *(["\n".join(f"- {md_text(str(text)[:_CELL])}" for text in told)] if told else []),
    ]


def _repair(row: Row) -> tuple[str, ...]:
    where = row["figure"] or f"{row['table']} r{row['row']} {row['field']}"
    why = f"{row['evidence_zh']} {row['evidence_en']}"
    return (row["id"], _place(row), where, row["printed"], row["published"], why)


def _finding(row: Row) -> tuple[str, ...]:
    return (row["level"], _place(row), f"{row['message_zh']} {row['message_en']}")


def _place(row: Row) -> str:
    return " ".join(f"{key} {row[key]}" for key in _PLACE if row.get(key))


def _folded(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A table that opens at a click; the first rows where there are many."""
    if not rows:
        return [f"{title}: 0"]
    lines = [_line(heads), _line("---" for _ in heads), *(_line(map(_cell, row)) for row in rows[:_ROWS])]
    more = f"\n\n… {len(rows) - _ROWS} more" if len(rows) > _ROWS else ""
    table = "\n".join(lines)
    return [f"<details><summary>{title}: {len(rows)}</summary>\n\n{table}{more}\n\n</details>"]


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    short = text if len(text) <= _CELL else text[:_CELL] + "…"
    return md_text(short) or "–"

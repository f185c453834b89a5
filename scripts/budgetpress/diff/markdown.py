"""A difference as a comment on a pull request: Chinese first, English beside it, of bounded length.

Every text of a source stands in code and in numeric entities: it can be no markup, link or mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from budgetpress.diff.advice import Advice, words
from budgetpress.diff.changes import CAUSES, Change, Difference
from budgetpress.diff.told import short

MAX_LENGTH: Final = 60_000
"""In characters; GitHub takes 65,536."""

_ACTIVE = re.compile(r"[!-/:-@\[-`{-~]")


def markdown(difference: Difference, advice: Advice) -> str:
    """The whole comment, at most MAX_LENGTH characters; what is left out is counted."""
    lines = list(_head(difference, advice))
    length = sum(len(each) + 1 for each in lines)
    room = MAX_LENGTH - length - 400
    if difference.changes:
        lines += [
            "",
            "| | 内容 / what | 变更前 / before | 变更后 / after | 原因 / cause |",
            "|---|---|---|---|---|",
        ]
    for number, change in enumerate(difference.changes):
        row = _row(change)
        room -= len(row) + 1
        if room < 0:
            left = len(difference.changes) - number
            lines += [
                "",
                f"另有 {left} 处未列出；完整清单见 `budgetpress diff --json`。",
                f"{left} more are not listed; `budgetpress diff --json` has them all.",
            ]
            break
        lines.append(row)
    return "\n".join(lines) + "\n"


def _head(difference: Difference, advice: Advice) -> Iterator[str]:
    a, b = difference.a, difference.b
    yield f"### 数据差异 / Data diff: {code(b.name)}"
    yield ""
    yield f"{code(a.version)} ({code(a.origin)}) → {code(b.version)} ({code(b.origin)})"
    yield ""
    if not difference.changes:
        yield "没有差别。No difference."
        return
    counts = difference.counts()
    causes = counts.pop("cause", {})
    for part, found in counts.items():
        zh, en = words(part)
        yield f"- {zh} / {en}: " + ", ".join(f"{number} {what}" for what, number in found.items())
    for cause, (zh, en) in CAUSES.items():
        if cause in causes:
            yield f"- {causes[cause]} × {zh} / {en}"
    yield ""
    mark = "✅" if advice.enough else "❌"
    least = f"，至少应为 {advice.least} / at least {advice.least}" if advice.least else ""
    yield f"{mark} 版本 / version {code(advice.given)}: {advice.level}{least}"


def _row(change: Change) -> str:
    zh, en = words(change.part)
    what = f"{zh} / {en} {change.what}"
    place = " ".join(code(word) for word in (change.resource, change.at, change.field, change.label) if word)
    before = "<br>".join(f"{code(name)} {code(old)}" for name, (old, _) in change.values.items() if old)
    after = "<br>".join(f"{code(name)} {code(new)}" for name, (_, new) in change.values.items() if new)
    if change.what == "moved":
        before, after = code(change.before), code(change.after)
    return f"| {what} | {place} | {before} | {after} | {CAUSES.get(change.cause, ('', ''))[0]} |"


def code(text: str) -> str:
    """A text of a source, cut where it is long, as code that means nothing else."""
    flat = short(text)
    return f"<code>{_ACTIVE.sub(lambda found: f'&#{ord(found[0])};', flat)}</code>" if flat else ""

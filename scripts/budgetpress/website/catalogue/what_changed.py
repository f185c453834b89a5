"""What a release changed, in a sentence, from the counts that lie beside its page of changes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from budgetpress.diff.advice import words
from budgetpress.diff.changes import CAUSES
from budgetpress.website.data import part, text
from budgetpress.website.summary import Summary


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What changed, and the page that lists it (from the root of its language)."""

    zh: str
    en: str
    page: str


def what_changed(releases: Sequence[Summary], site: Path) -> dict[str, Change]:
    """By the names of releases; one that has no older release to compare with is left out."""
    found = {}
    for release in releases:
        path = site / release.name / "changes" / "summary.json"
        if path.is_file():
            told = json.loads(path.read_text(encoding="utf-8"))
            found[release.name] = _change(told, f"{release.name}/changes/")
    return found


def _change(told: Mapping[str, Any], page: str) -> Change:
    before = part(told, "a")
    named = f"{text(before, 'name')} {text(before, 'version')}".strip()
    counts: dict[str, Mapping[str, int]] = dict(part(told, "summary"))
    causes = counts.pop("cause", {})
    parts = [(*words(name), sum(by_kind.values())) for name, by_kind in counts.items()]
    said = {cause: count for cause, count in causes.items() if cause != "other_document"}
    parts += [(*CAUSES[cause], count) for cause, count in said.items() if cause in CAUSES]
    if not parts:
        return Change(zh=f"与 {named} 没有差别。", en=f"No difference from {named}.", page=page)
    zh = "，".join(f"{zh} {count}" for zh, _, count in parts)
    en = ", ".join(f"{en} {count}" for _, en, count in parts)
    return Change(zh=f"与 {named} 相比：{zh}。", en=f"Compared with {named}: {en}.", page=page)

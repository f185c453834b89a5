"""Which version a difference calls for, by the data package recipe, and whether the one given will do.

MAJOR: a name or key changed, or a field or data that others refer to went away. MINOR: new data, or a new
source. PATCH: an error was corrected, or a description. https://datapackage.org/recipes/data-package-version/
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final, Literal

from budgetpress.diff.changes import Change, Difference, What

Level = Literal["none", "patch", "minor", "major"]
LEVELS: Final[tuple[Level, ...]] = ("none", "patch", "minor", "major")

_VERSION = re.compile(r"(\d{1,9})\.(\d{1,9})\.(\d{1,9})")
# What every version has of its own: it calls for none.
_STAMPS = frozenset({"version", "created", "citation", "citation_en"})
_OF_DATA: Final[dict[What, Level]] = {"added": "minor", "removed": "major", "moved": "major"}
_KEYS = frozenset({"type", "format"})
_RESOURCE_KEYS = frozenset(
    {"schema.primaryKey", "schema.foreignKeys", "schema.missingValues", "path", "role", "table"}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Advice:
    """The level that a difference calls for and why; the least version that will do; whether `given` does.

    `least` is empty where `published` is no version, or where the two are no versions of one release.
    """

    level: Level
    reasons: tuple[tuple[str, str], ...]
    published: str
    given: str
    least: str
    enough: bool


def advise(difference: Difference) -> Advice:
    """The advice for publishing package `b` where package `a` is what was published last."""
    found = [(level(change), change) for change in difference.changes]
    needed: Level = max((each for each, _ in found), key=LEVELS.index, default="none")
    renumbered = _renumbered(difference)
    if renumbered:
        needed = "major"
    reasons = [*renumbered, *(reason(change) for each, change in found if each == needed and each != "none")]
    before, given = _VERSION.fullmatch(difference.a.version), _VERSION.fullmatch(difference.b.version)
    least = _least(tuple(map(int, before.groups())), needed) if before and difference.same_release else None
    return Advice(
        level=needed,
        reasons=tuple(dict.fromkeys(reasons)),
        published=difference.a.version,
        given=difference.b.version,
        least=".".join(map(str, least)) if least else "",
        enough=least is None or (given is not None and tuple(map(int, given.groups())) >= least),
    )


def _least(version: tuple[int, ...], level: Level) -> tuple[int, ...]:
    major, minor, patch = version
    following = {
        "none": version,
        "patch": (major, minor, patch + 1),
        "minor": (major, minor + 1, 0),
        "major": (major + 1, 0, 0),
    }
    return following[level]


def level(change: Change) -> Level:
    """The level that one change calls for."""
    match change.part:
        case "descriptor":
            return "none" if change.field in _STAMPS else "major" if change.field == "name" else "patch"
        case "source":
            return "minor" if change.cause != "correction" else "patch"
        case "resource":
            return _of_resource(change)
        case "field":
            return _of_field(change)
        case "row" | "figure" | "statement":
            return _OF_DATA.get(change.what, "patch")
        case _:  # reports about the data: to correct them is to correct an error
            return "patch"


def _of_resource(change: Change) -> Level:
    if change.what in ("added", "removed"):
        return "minor" if change.what == "added" else "major"
    return "major" if _RESOURCE_KEYS & {*change.values} else "patch"


def _of_field(change: Change) -> Level:
    if change.what != "changed" or _KEYS & {*change.values}:
        return "major"
    before, after = (json.loads(each or "{}") for each in change.values.get("constraints", ("", "")))
    if any(before.get(name) != rule for name, rule in after.items()):
        return "major"  # what was good may not be so any more
    return "minor" if before != after else "patch"


def _renumbered(difference: Difference) -> list[tuple[str, str]]:
    """Rows that both packages have under different numbers: whoever cites their figures finds others."""
    return [
        (
            f"{resource}：{count} 行的行号变了，金额编号随之改变",
            f"{resource}: {count} row(s) have another number, and their figures another id",
        )
        for resource, count in difference.renumbered.items()
        if count
    ]


def reason(change: Change) -> tuple[str, str]:
    """What a change is, in a few words, zh and en."""
    zh, en = words(change.part)
    what_zh, what_en = _WHAT[change.what]
    place = " ".join(word for word in (change.resource, change.field) if word) or change.at
    return f"{zh}{what_zh}：{place}" if place else f"{zh}{what_zh}", f"{en} {what_en}: {place}".rstrip(": ")


def words(part: str) -> tuple[str, str]:
    """What a part of a package is called, zh and en."""
    return _WORDS[part]


_WHAT: Final = {
    "added": ("增加", "added"),
    "removed": ("删除", "removed"),
    "changed": ("改变", "changed"),
    "moved": ("移动", "moved"),
    "reordered": ("改变次序", "reordered"),
}
_WORDS: Final[dict[str, tuple[str, str]]] = {
    "descriptor": ("说明", "description"),
    "source": ("来源文件", "source"),
    "resource": ("数据资源", "resource"),
    "field": ("字段", "field"),
    "row": ("行", "row"),
    "cell": ("文字", "cell"),
    "figure": ("金额", "figure"),
    "place": ("出处", "places"),
    "check": ("勾稽关系", "check"),
    "repair": ("修复", "repair"),
    "statement": ("文字中的金额", "statement"),
    "finding": ("发现", "finding"),
    "remark": ("未归位的文字", "remark"),
    "heading": ("标题", "heading"),
    "code": ("代码", "code"),
}

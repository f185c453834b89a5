"""The bodies whose budgets a site has, and which of their releases is the latest.

The key of a body, which is in addresses that never change, is `slug` in the `[body]` of its release.toml, or
else the release's name without its fiscal year: `x-town-2025` and `x-town-2026` are releases of `x-town`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from budgetpress.website.data import Package, part, text
from budgetpress.website.words import PHASE

_SLUG = re.compile(r"[0-9a-z]+(?:[-_.][0-9a-z]+)*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """A body and its releases, the latest first. Its names are those of the latest one."""

    slug: str
    name: str
    name_en: str
    code: str
    releases: tuple[Package, ...]

    @property
    def latest(self) -> Package:
        """The release of the newest fiscal year; of one year the later phase, then the higher version."""
        return self.releases[0]


def bodies(packages: Sequence[Package]) -> tuple[Body, ...]:
    """All bodies, by their keys."""
    groups: dict[str, list[Package]] = {}
    for package in packages:
        groups.setdefault(body_slug(package), []).append(package)
    return tuple(_body(slug, groups[slug]) for slug in sorted(groups))


def body_slug(package: Package) -> str:
    """The key of a package's body."""
    said = text(part(package.descriptor, "body"), "slug")
    if _SLUG.fullmatch(said):
        return said
    year = re.escape(package.text("fiscalYear"))
    rest = re.sub(rf"(?:^|[-_.]){year}(?=$|[-_.])", "", package.name) if year else package.name
    return rest.strip("-_.") or package.name


def made(package: Package) -> str:
    """When the package says that it was made, or the empty string where it names no moment."""
    created = package.text("created")
    try:
        moment = datetime.fromisoformat(created)
    except ValueError:
        return ""
    return created if moment.tzinfo and "T" in created else ""


def age(package: Package) -> tuple[str, int, tuple[int, ...], str]:
    """Sorts releases of a body, the latest last."""
    phases = list(PHASE)
    phase = package.text("phase")
    numbers = tuple(int(number) for number in re.findall(r"[0-9]+", package.text("version")))
    return (
        package.text("fiscalYear"),
        phases.index(phase) if phase in phases else -1,
        numbers,
        package.name,
    )


def _body(slug: str, packages: list[Package]) -> Body:
    ordered = tuple(sorted(packages, key=age, reverse=True))
    facts = part(ordered[0].descriptor, "body")
    return Body(
        slug=slug,
        name=text(facts, "name") or slug,
        name_en=text(facts, "name_en") or text(facts, "name") or slug,
        code=text(facts, "code"),
        releases=ordered,
    )

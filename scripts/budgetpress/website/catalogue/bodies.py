"""The bodies whose budgets a site has, and which of their releases is the latest.

The key of a body, which is in addresses that never change, is that of its first release, or the name of that
release where another body has the key already.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from budgetpress.website.summary import Owner, Summary
from budgetpress.website.words import PHASE


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """A body and its releases, the latest first. Its names and place are those of the latest one."""

    slug: str
    releases: tuple[Summary, ...]

    @property
    def latest(self) -> Summary:
        """The release of the newest fiscal year; of one year the later phase, then the higher version."""
        return self.releases[0]

    @property
    def owner(self) -> Owner:
        """How the latest release names it."""
        return self.latest.owner

    @property
    def name(self) -> str:
        """Its name, or its key where it has none."""
        return self.owner.name or self.slug

    @property
    def name_en(self) -> str:
        """Its English name, or else the Chinese one."""
        return self.owner.name_en or self.name

    @property
    def years(self) -> int:
        """Of how many fiscal years it has releases."""
        return len({release.year for release in self.releases})


def bodies(releases: Sequence[Summary]) -> tuple[Body, ...]:
    """All bodies, by their keys."""
    groups: dict[tuple[str, ...], list[Summary]] = {}
    for release in sorted(releases, key=lambda release: (release.year, release.name)):
        signs = _signs(release.owner)
        group = next((groups[sign] for sign in signs if sign in groups), [])
        group.append(release)
        groups |= dict.fromkeys(signs, group)
    named: dict[str, list[Summary]] = {}
    for group in {id(group): group for group in groups.values()}.values():
        slug = group[0].owner.slug
        named[slug if slug not in named else group[0].name] = group
    return tuple(
        Body(slug=slug, releases=tuple(sorted(named[slug], key=age, reverse=True))) for slug in sorted(named)
    )


def _signs(owner: Owner) -> list[tuple[str, ...]]:
    """What tells a body; two releases that share one of them are of the same.

    A code alone does not, since every city counts its own bodies: the name must be the same too, or the key
    that the name of the release gives.
    """
    code, name, slug = owner.code, owner.name, owner.slug
    signs = [("name", name, code), ("key", slug, "name", name), ("key", slug, "code", code)]
    return [sign for sign, said in zip(signs, (name, name, code), strict=True) if said] or [("key", slug)]


def age(release: Summary) -> tuple[str, int, tuple[int, ...], str]:
    """Sorts releases of a body, the latest last."""
    phases = list(PHASE)
    numbers = tuple(int(number) for number in re.findall(r"[0-9]+", release.version))
    return (
        release.year,
        phases.index(release.phase) if release.phase in phases else -1,
        numbers,
        release.name,
    )

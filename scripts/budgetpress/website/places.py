"""The bodies by place: `catalogue/` and, where there are many, a list of the bodies of each place.

A place is what releases say (`北京市/朝阳区`): nothing is guessed from a name. Bodies of no place stand
together.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from budgetpress.website.catalogue.bodies import Body
from budgetpress.website.markup import link, tag
from budgetpress.website.sheets import MOST
from budgetpress.website.summary import Owner
from budgetpress.website.words import both

FOLDER = "catalogue/place/"
# So many places are on the home page; the catalogue has all of them.
_NAMED = 40
_NOWHERE = ("未注明地方", "Place not stated")


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A place with its bodies, by name; `key` is its folder below :data:`FOLDER`."""

    key: str
    name: tuple[str, str]
    bodies: tuple[Body, ...]


def places(known: Sequence[Body]) -> list[Place]:
    """Every place, by name; bodies of no place last."""
    groups: dict[str, list[Body]] = {}
    for body in sorted(known, key=lambda body: (body.name, body.slug)):
        groups.setdefault(body.owner.place, []).append(body)
    found = [groups[name][0].owner for name in sorted(groups, key=lambda name: (not name, name))]
    keys = _keys(found)
    return [
        Place(key=keys[owner.place], name=_said(owner), bodies=tuple(groups[owner.place])) for owner in found
    ]


def _keys(owners: Sequence[Owner]) -> Mapping[str, str]:
    """An address for each place: its English name or, where that is none or another's too, a hash."""
    slugs = [re.sub(r"[^0-9a-z]+", "-", owner.place_en.lower()).strip("-") for owner in owners]
    return {
        owner.place: slug if slug and slugs.count(slug) == 1 else _hashed(owner.place)
        for owner, slug in zip(owners, slugs, strict=True)
    }


def _hashed(place: str) -> str:
    return hashlib.sha256(place.encode()).hexdigest()[:10] if place else "unstated"


def _said(owner: Owner) -> tuple[str, str]:
    if not owner.place:
        return _NOWHERE
    zh, en = owner.place.replace("/", " · "), owner.place_en.replace("/", " · ")
    return zh, en or zh


def place_list(known: Sequence[Body]) -> str:
    """The ways from the home page to the bodies of each place, if there is more than one."""
    found = places(known)
    items = [_way(place) for place in found[:_NAMED]] if len(found) > 1 and len(known) > MOST else []
    more = [tag("li", link("catalogue/", both("全部地方", "All places")))] if len(found) > _NAMED else []
    return tag("ul", "".join((*items, *more)), "bp-list") if items else ""


def _way(place: Place) -> str:
    zh, en = place.name
    count = len(place.bodies)
    return tag("li", link(f"{FOLDER}{place.key}/", both(f"{zh}（{count:,}）", f"{en} ({count:,})")))

"""Read the identities of a form: what must agree. One that cannot work for its kind is a fault of the form.

An identity that names a wrong field or side would not fail on the data: it would find no rows and say
nothing. So everything that can be told from the form alone is told here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from budgetpress.facts import Facts
from budgetpress.form.types import IDENTITY_KINDS, Identity, IdentityKind, ResourceForm, Term

Resources = Mapping[str, ResourceForm]

_ROW_KINDS = ("item", "subtotal", "total")
_ONLY_FOR = {
    "above": "total",
    "below": "total",
    "levels": "rollup",
    "when_equal": "sum",
    "unprinted": "equal",
}
_IN_ONE_TABLE = ("sum", "total", "rollup")
_SAME_FIELDS = ("total", "rollup")
_SEVERAL_TERMS = ("balance", "equal", "coverage")


def read_identity(facts: Facts, resources: Resources) -> Identity:
    """One identity with all its terms."""
    sides = {
        side: tuple(read_term(entry, resources) for entry in facts.tables(side))
        for side in ("left", "right", "unprinted", "unless")
    }
    identity = Identity(
        name=facts.text("name"),
        kind=cast("IdentityKind", facts.choice("kind", IDENTITY_KINDS)),
        title=facts.text("title"),
        title_en=facts.text("title_en"),
        reason=facts.text("reason"),
        reason_en=facts.text("reason_en"),
        left=sides["left"],
        right=sides["right"],
        above=facts.flag("above"),
        below=facts.flag("below"),
        levels=facts.integers("levels"),
        when_equal=facts.texts("when_equal"),
        unprinted=sides["unprinted"],
        unless=sides["unless"],
    )
    facts.done()
    for key, kind in _ONLY_FOR.items():
        if key in facts and identity.kind != kind:
            facts.fault(f"only an identity of kind {kind} has '{key}'", key)
    for side in ("left", "right"):
        if not sides[side]:
            facts.fault("the side has no term", side)
    if identity.left and identity.right:
        _check_sides(facts, identity)
        _check_keys(facts, identity, resources)
    for name in identity.when_equal if identity.left else ():
        _check_amount(facts, "when_equal", resources, identity.left[0].resource, name)
    return identity


def read_term(facts: Facts, resources: Resources) -> Term:
    """One term; what it names must be in the form."""
    term = Term(
        resource=facts.text("resource"),
        fields=facts.texts("fields", needed=True),
        where=facts.lists("where"),
        prefix=facts.lists("prefix"),
        key=facts.text("key", ""),
        digits=facts.integer("digits", 0),
    )
    facts.done()
    for name in term.fields:
        _check_amount(facts, "fields", resources, term.resource, name)
    for key, names in (("where", term.where), ("prefix", term.prefix)):
        for name in names:
            if not (key == "where" and name == "kind"):
                _check_field(facts, key, resources, term.resource, name)
    if term.key:
        _check_field(facts, "key", resources, term.resource, term.key)
    _check_words(facts, term, resources)
    if "digits" in facts and (term.digits < 1 or not term.key):
        facts.fault("expected 1 or more digits of a key", "digits")
    return term


def _check_words(facts: Facts, term: Term, resources: Resources) -> None:
    """A kind of row or a word of a closed vocabulary that does not exist would match nothing."""
    resource = resources.get(term.resource)
    for name, words in term.where.items():
        allowed: tuple[str, ...] = _ROW_KINDS if name == "kind" else ()
        if resource and resource.has(name) and resource.field(name).closed:
            allowed = resource.field(name).values
        for word in words if allowed else ():
            if word not in allowed:
                facts.fault(f"'{word}' is none of {', '.join(allowed)}", f"where.{name}")


def _check_sides(facts: Facts, identity: Identity) -> None:
    """How many terms each side may have, and what they must share, by the kind."""
    left, right = identity.left[0], identity.right[0]
    if identity.kind not in _SEVERAL_TERMS:
        for side, terms in (("left", identity.left), ("right", identity.right)):
            if len(terms) != 1:
                facts.fault(f"{identity.kind} has one term a side, not {len(terms)}", side)
    if identity.kind in _IN_ONE_TABLE and left.resource != right.resource:
        facts.fault(f"{identity.kind} stays in one resource, '{left.resource}'", "right[0].resource")
    if identity.kind in _SAME_FIELDS and left.fields != right.fields:
        facts.fault(f"{identity.kind} has the same fields in the same order on both sides", "right[0].fields")
    if identity.kind == "sum":
        if (right.where or right.prefix) and (right.where, right.prefix) != (left.where, left.prefix):
            facts.fault("sum takes both sides from one row; the left side chooses it", "right[0].where")
        for name in sorted({*left.fields} & {*right.fields}):
            facts.fault(f"the field '{name}' is on both sides", "right[0].fields")


def _check_keys(facts: Facts, identity: Identity, resources: Resources) -> None:
    """`rollup` needs a code and its levels; `equal` groups all its terms by a code or none."""
    terms = (*identity.left, *identity.right)
    keyed = [term for term in terms if term.key]
    if identity.kind == "rollup":
        levels = identity.levels
        if len(levels) < 2 or list(levels) != sorted(set(levels)) or levels[0] < 0:
            facts.fault("rollup needs the lengths of two levels or more, the shortest first", "levels")
        if len(keyed) < len(terms) or len({term.key for term in terms}) > 1:
            facts.fault("rollup needs the same key on both sides", "left[0].key")
    elif identity.kind != "equal" and keyed:
        facts.fault(f"{identity.kind} takes no key")
    elif keyed and len(keyed) < len(terms):
        facts.fault("a key stands in all terms of both sides or in none")
    elif keyed and len({term.digits for term in terms}) > 1:
        facts.fault("a key is cut to the same number of digits in all terms")
    for term in keyed:
        resource = resources.get(term.resource)
        if resource and resource.has(term.key) and resource.field(term.key).type != "code":
            facts.fault(f"the key '{term.key}' is not a code")


def _check_amount(facts: Facts, key: str, resources: Resources, resource: str, name: str) -> None:
    if _check_field(facts, key, resources, resource, name) and name not in resources[resource].amounts:
        facts.fault(f"the field '{name}' is not an amount", key)


def _check_field(facts: Facts, key: str, resources: Resources, resource: str, name: str) -> bool:
    if not resource:
        return False
    if resource not in resources:
        facts.fault(f"no resource '{resource}' in this form", key)
        return False
    if not resources[resource].has(name):
        facts.fault(f"the resource '{resource}' has no field '{name}'", key)
        return False
    return True

"""Read `statements.toml`: what the text around the tables says, and what the tables must say then.

A form may have none. A rule that cannot work would find nothing and say nothing, so everything that can be
told from the form alone is told here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from budgetpress.facts import Facts
from budgetpress.form.identities import read_term
from budgetpress.form.types import ResourceForm, StatementRule, Term

Resources = Mapping[str, ResourceForm]

LABEL = re.compile(r"\{(\w+)\}")
"""In the `where` of a term: the place of what a named group found."""


def read_statements(entries: Sequence[Facts], resources: Resources) -> tuple[StatementRule, ...]:
    """The rules, each with all that it names checked."""
    rules = tuple(_rule(entry, resources) for entry in entries)
    known = Counter(rule.name for rule in rules)
    parts = {part for rule in rules for part in rule.parts}
    for entry, rule in zip(entries, rules, strict=True):
        if not rule.equals and not rule.parts and rule.name not in parts:
            entry.fault("a statement has 'equals' (terms of tables), or 'parts', or is a part of another")
        if rule.name and known[rule.name] > 1:
            entry.fault(f"two statements are named '{rule.name}'", "name")
        for i, part in enumerate(rule.parts):
            if part not in known or part == rule.name:
                entry.fault(f"no other statement is named '{part}'", f"parts[{i}]")
    return rules


def _rule(facts: Facts, resources: Resources) -> StatementRule:
    code = facts.table("code")
    rule = StatementRule(
        name=facts.text("name"),
        title=facts.text("title"),
        title_en=facts.text("title_en"),
        before=facts.pattern("before"),
        under=facts.pattern("under"),
        equals=tuple(read_term(entry, resources) for entry in facts.tables("equals")),
        parts=facts.texts("parts"),
        code=code.text("field") if "code" in facts else "",
        names=code.texts("names", needed=True) if "code" in facts else (),
    )
    code.done()
    facts.done()
    if not rule.before:
        facts.fault("'before' is missing: the words before the amount", "before")
    if rule.equals and rule.parts:
        facts.fault("a statement has either 'equals' (terms of tables) or 'parts' (other statements)")
    _check_labels(facts, rule)
    for i, term in enumerate(rule.equals if rule.code else ()):
        if term.resource in resources and not resources[term.resource].has(rule.code):
            facts.fault(f"the resource '{term.resource}' has no field '{rule.code}'", f"equals[{i}]")
    return rule


def _check_labels(facts: Facts, rule: StatementRule) -> None:
    """A label that no group of the patterns names would never be found."""
    named = {name for pattern in (rule.before, rule.under) for name in re.compile(pattern).groupindex}
    for name in (*rule.names, *_placeholders(rule.equals)):
        if name not in named:
            facts.fault(f"no pattern has the group (?P<{name}>...)")
    for name in sorted(named - {*rule.names, *_placeholders(rule.equals)}):
        facts.fault(f"the label '{name}' is used nowhere")


def _placeholders(terms: Iterable[Term]) -> list[str]:
    words = (word for term in terms for words in term.where.values() for word in words)
    return [name for word in words for name in LABEL.findall(word)]

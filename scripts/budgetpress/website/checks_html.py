"""Identities as HTML: the verdict and both sides, each a sum of figures that lead to where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from budgetpress.website.addresses import check_address, href
from budgetpress.website.amounts_html import money, written
from budgetpress.website.data import Check, Figure, Package
from budgetpress.website.escape import anchor, html_text
from budgetpress.website.markup import empty, fold, link, mark, marked, none, tag
from budgetpress.website.paging import CHECKS, ORDER, in_order
from budgetpress.website.proof_html import figure_href
from budgetpress.website.words import CHECK_KIND, STATUS, STOP, VERDICT, both, pair

# A sum of so few terms is said as it is.
_FEW = 4
# A side of so many figures is shown at once where an identity fails; a longer one when it is asked for.
_SHORT = 12
# A sum of more is said in full on one page alone.
_LONG = 100
# What goes without saying of a term.
_SOUND = frozenset({"confirmed", "consistent"})


def checks_by_figure(package: Package) -> Mapping[str, tuple[Check, ...]]:
    """The applicable identities through each figure, failing ones first."""
    found: dict[str, list[Check]] = {}
    for check in sorted(package.checks, key=lambda check: ORDER[check.verdict]):
        if check.verdict != "not_applicable":
            for identifier in check.figures:
                found.setdefault(identifier, []).append(check)
    return {key: tuple(checks) for key, checks in found.items()}


def own_checks(package: Package, table: str) -> Mapping[str, str]:
    """The identities through a table's figures, failing ones first, each with its element id on its page.

    That is no address that lasts: an identity has one in the list of all of them.
    """
    mine = {figure.id for figure in package.figures.values() if figure.table == table}
    found = (check for check in in_order(package.checks) if not mine.isdisjoint(check.figures))
    return {check.id: f"c.{number}" for number, check in enumerate(found, 1)}


def checks_list(package: Package, table: str, own: Mapping[str, str]) -> str:
    """The identities of a table's page by rule, those that fail at once and the rest when asked for.

    `own` are they with their element ids. The panel of a figure takes them from here.
    """
    if not own:
        return empty("没有勾稽关系经过本表的数字。", "No identity runs through this table.")
    known, at = {check.id: check for check in package.checks}, f"{table}/"
    found = [known[name] for name in own]
    failing = [check for check in found if check.verdict == "fails"]
    rest = found[len(failing) :]
    folded = fold(_counts(rest), _listed(package, rest, own, at)) if rest else ""
    return _listed(package, failing, own, at) + folded


def _listed(package: Package, checks: Iterable[Check], own: Mapping[str, str], at: str) -> str:
    groups = []
    for _, group in groupby(checks, key=_rule):
        same = list(group)
        rows = (_equation(package, check, same[0], own[check.id], at) for check in same)
        listed = tag("ul", "".join(rows), "bp-sums bp-y")
        groups.append(tag("div", tag("p", _named(same)) + listed, "bp-rule"))
    return "".join(groups)


def _counts(checks: Iterable[Check]) -> str:
    """How many hold, and how many are not applicable."""
    counts = Counter(check.verdict for check in checks)
    return " ".join(f"{marked(VERDICT[name], name)} {count}" for name, count in counts.items())


def _rule(check: Check) -> tuple[str, str]:
    return check.verdict, check.record["identity"]


def _named(same: Sequence[Check]) -> str:
    """Verdict, name and number of the identities of one rule."""
    first = same[0]
    verdict = marked(VERDICT[first.verdict], first.verdict)
    name = tag("span", both(first.record["name_zh"], first.record["name_en"]), "bp-name")
    return f"{verdict} {name} <b>{len(same)}</b> <small>{html_text(first.record['identity'])}</small>"


def checks_pages(package: Package) -> list[str]:
    """The pages that the identities are listed on, as paths in the release's folder."""
    return list(dict.fromkeys((CHECKS, *(check.page for check in in_order(package.checks)))))


def checks_nav(package: Package, at: str) -> str:
    """The ways to the other pages of a long list; the script looks for an identity on them in turn."""
    pages = checks_pages(package)
    if len(pages) == 1:
        return ""
    links = (
        tag("li", link(href(page, at), str(count), more='aria-current="page"' if page == at else ""))
        for count, page in enumerate(pages, 1)
    )
    label = pair("勾稽关系各页", "Pages of identities")
    return tag(
        "nav", both("页 ", "Page ") + tag("ul", "".join(links)), "bp-parts", more=f'aria-label="{label}"'
    )


def checks_section(package: Package, verdict: str, at: str) -> str:
    """The identities with a verdict on a page, gathered by rule, each with both sides as linked figures."""
    chosen = [c for c in in_order(package.checks) if c.verdict == verdict and c.page == at]
    blocks = []
    for rule, group in groupby(chosen, key=_rule):
        same = list(group)
        first = same[0].record
        kind = CHECK_KIND.get(first["kind"])
        meaning = both(kind.zh, kind.en) if kind else html_text(first["kind"])
        reason = tag("p", f"{meaning}{STOP}{both(first['reason_zh'], first['reason_en'])}")
        rows = (_equation(package, check, same[0], anchor("check", check.id), at) for check in same)
        listed = tag("ul", "".join(rows), "bp-sums bp-y")
        blocks.append(
            tag(
                "details",
                tag("summary", _named(same)) + reason + listed,
                "bp-rule",
                identifier=anchor("rule", *rule),
                more="open" if verdict == "fails" else "",
            )
        )
    return "".join(blocks) or none()


def _equation(package: Package, check: Check, first: Check, identifier: str, at: str) -> str:
    """An identity as what it says: a number or sum, its relation to another, by how much they differ.

    It is named where it is not called what its rule is. Of a long sum the terms are on the identity's own
    page alone, and any other page leads there.
    """
    record = check.record
    shown = [html_text(check.id.removeprefix(f"{record['identity']}."))]
    if record["name_zh"] != first.record["name_zh"]:
        shown.append(tag("span", both(record["name_zh"], record["name_en"]), "bp-name"))
    if check.figures:
        here = len(check.figures) <= _LONG or at == check.page
        shown += (
            _side(package, check, "left", at, here=here),
            tag("b", _relation(check)),
            _side(package, check, "right", at, here=here),
        )
        if not here:
            shown.append(link(href(check_address(check), at), _count(check.figures), "bp-more"))
    off = record["residual"]
    if off and Decimal(off) and record["kind"] != "within":
        shown.append(tag("em", f"{both('差额', 'difference')} {money(Decimal(off))}"))
    return tag("li", " ".join(filter(None, shown)), identifier=identifier)


def _relation(check: Check) -> str:
    """How the sides of an identity are to each other."""
    off = check.record["residual"]
    if check.verdict == "not_applicable" or not off:
        return VERDICT["not_applicable"].mark
    if check.record["kind"] == "within":
        return "≤" if check.verdict == "holds" else "&gt;"
    return "=" if not Decimal(off) else "≈" if check.verdict == "holds" else "≠"


def _count(names: Sequence[str]) -> str:
    return both(f"{len(names)} 个数字", f"{len(names)} figure{'s' if len(names) > 1 else ''}")


def _alone(package: Package, identifiers: tuple[str, ...]) -> Figure | None:
    """The figure that is a side by itself, neither added to another nor subtracted."""
    return package.figures.get(identifiers[0]) if len(identifiers) == 1 else None


def _side(package: Package, check: Check, name: str, at: str, *, here: bool) -> str:
    """A side of an identity: the figure that it is, a short sum, or the sum with its terms behind it.

    With `here` false the terms are elsewhere.
    """
    value = check.record[name]
    names, others = check.left_figures, check.right_figures
    if name == "right":
        names, others = others, names
    if value and _alone(package, names):
        return _term(package, names[0], at, first=True)
    terms = [_term(package, each, at, first=not number) for number, each in enumerate(names)]
    # What a short sum comes to is said where it equals a figure.
    if (
        check.verdict == "holds"
        and _relation(check) == "="
        and len(names) <= _FEW
        and _alone(package, others)
    ):
        return " ".join(terms)
    shown = money(Decimal(value)) if value else ""
    if not names or not here:
        return shown
    opened = "open" if check.verdict == "fails" and len(names) <= _SHORT else ""
    inner = tag("summary", _count(names)) + " ".join(terms)
    return f"{shown} {tag('details', inner, more=opened)}"


def _term(package: Package, signed: str, at: str, *, first: bool) -> str:
    """A term of a sum: its sign and its amount, which lead to the figure; its status where it is in doubt."""
    identifier = signed.removeprefix("-")
    sign = "− " if signed != identifier else "" if first else "+ "
    figure = package.figures.get(identifier)
    if figure is None:
        return tag("span", sign + html_text(identifier))
    return link(figure_href(figure, at), sign + written(figure.amount, more=doubt(figure)))


def doubt(figure: Figure) -> str:
    """The sign of a status that a reader of a sum should know; nothing for a figure that adds up."""
    return "" if figure.status in _SOUND else mark(STATUS[figure.status], figure.status)

"""Packages side by side: a series over the years of one body, or the bodies of one year.

Each row says what is observed, where, and the amount or why there is none. A break says what changed since
the package before, so that nobody takes two things for one: the form, the fields or unit of the table, the
name of a code, or the years for which the classification has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from budgetpress.published import Published, Resource, Row
from budgetpress.series.observe import Key, Observation, observe

STATES: Final[Mapping[str, tuple[str, str]]] = {
    "given": ("公布的金额", "the published amount"),
    "disputed": ("存疑：与其他数字不符", "disputed: another figure contradicts it"),
    "contradicted": ("照印，但与其下各项之和不符", "as printed; not what its items come to"),
    "blank": ("印出此行，金额空白", "the row is printed, its amount is blank"),
    "several": ("同名的行不止一行，不能确定", "several rows have this name; none is chosen"),
    "no_row": ("表中没有这一行", "the table has no such row"),
    "not_in_source": ("来源中没有这张表", "the table is not in the source"),
    "not_in_form": ("该表式没有这张表或这一栏", "the form has no such table or column"),
    "no_release": ("没有该年度的数据", "there is no release for that year"),
}
BREAKS: Final[Mapping[str, tuple[str, str]]] = {
    "form": ("表式不同", "another form"),
    "table": ("表号或栏目不同", "another table number or other columns"),
    "unit": ("印出的单位不同", "another printed unit"),
    "name": ("科目名称不同", "another name of the code"),
    "years": ("分类科目在此年度启用或停用", "the classification begins or ends the code"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """One row of a series: what, of which package, and the amount in yuan.

    `agrees` says whether the checks that compare its figures with another table hold: `yes`, `no`, or empty
    where nothing compares them.
    """

    key: Key
    table: str
    body: str
    fiscal_year: int | None
    release: str
    version: str
    name: str
    name_en: str
    level: int | None
    amount: Decimal | None
    state: str
    how: str
    status: str
    agrees: str
    breaks: tuple[str, ...]
    figures: tuple[str, ...]


def over_years(packages: Sequence[Published]) -> tuple[Point, ...]:
    """The series of one body, by what is observed and then by year; years without a release are said."""
    ordered = sorted(packages, key=lambda package: (package.year or 0, package.text("name")))
    return tuple(_points(ordered, broken=True))


def over_bodies(packages: Sequence[Published]) -> tuple[Point, ...]:
    """The bodies of one year side by side, by what is observed and then by body."""
    ordered = sorted(packages, key=lambda package: (body_of(package), package.text("name")))
    return tuple(_points(ordered, broken=False))


def body_of(package: Published) -> str:
    """The name of the body whose budget it is."""
    name = package.part("body").get("name")
    return name if isinstance(name, str) else ""


def _points(packages: Sequence[Published], *, broken: bool) -> Iterator[Point]:
    seen = [observe(package) for package in packages]
    verdicts = [_verdicts(package) for package in packages]
    last: dict[Key, Observation] = {}
    for observations in seen:
        last |= observations
    for key in sorted(last):
        before: tuple[Published, Observation] | None = None
        year: int | None = None
        for package, observations, verdict in zip(packages, seen, verdicts, strict=True):
            if broken and year is not None and package.year is not None:
                for missing in range(year + 1, package.year):
                    yield _lacking(key, None, last[key], "no_release", missing)
            year = package.year
            observation = observations.get(key)
            if observation is None:
                yield _lacking(key, package, last[key], _why(package, key), package.year)
                continue
            breaks = _breaks(key, before, (package, observation)) if broken and before else ()
            yield _point(key, package, observation, breaks, verdict)
            before = (package, observation)


def _point(
    key: Key, package: Published, seen: Observation, breaks: tuple[str, ...], verdicts: Mapping[str, str]
) -> Point:
    found = {verdicts[figure] for figure in seen.figures if figure in verdicts}
    return Point(
        key=key,
        table=package.resources[key.resource].table,
        body=body_of(package),
        fiscal_year=package.year,
        release=package.text("name"),
        version=package.text("version"),
        name=seen.name,
        name_en=seen.name_en,
        level=seen.level,
        amount=seen.amount,
        state=seen.state,
        how=seen.how,
        status=seen.status,
        agrees="no" if "fails" in found else "yes" if found else "",
        breaks=breaks,
        figures=seen.figures,
    )


def _lacking(key: Key, package: Published | None, like: Observation, why: str, year: int | None) -> Point:
    resource = package.resources.get(key.resource) if package else None
    return Point(
        key=key,
        table=resource.table if resource else "",
        body=body_of(package) if package else "",
        fiscal_year=year,
        release=package.text("name") if package else "",
        version=package.text("version") if package else "",
        name=like.name,
        name_en=like.name_en,
        level=like.level,
        amount=None,
        state=why,
        how="",
        status="",
        agrees="",
        breaks=(),
        figures=(),
    )


def _why(package: Published, key: Key) -> str:
    """Why a package does not have what another has."""
    resource = package.resources.get(key.resource)
    if resource is not None:
        return "no_row" if key.field in resource.fields else "not_in_form"
    form = package.raw.get("missingTables")
    missing = [each for each in form if isinstance(each, dict)] if isinstance(form, list) else []
    return (
        "not_in_source"
        if any(key.resource in each.get("resources", ()) for each in missing)
        else "not_in_form"
    )


def _breaks(
    key: Key, before: tuple[Published, Observation], now: tuple[Published, Observation]
) -> tuple[str, ...]:
    """What changed between two packages that both have an observation."""
    (old, was), (new, seen) = before, now
    one, other = old.resources[key.resource], new.resources[key.resource]
    found = {
        "form": old.part("form").get("name") != new.part("form").get("name"),
        "table": one.table != other.table or list(one.fields) != list(other.fields),
        "unit": one.text("printedUnit") != other.text("printedUnit"),
        "name": was.name != seen.name,
        "years": key.classification != "" and _years(old, key) != _years(new, key),
    }
    return tuple(name for name, broken in found.items() if broken)


def _years(package: Published, key: Key) -> tuple[str, str]:
    """The years for which the classification has a code, as the package lists them."""
    resource: Resource | None = package.resources.get(f"codelist_{key.classification}")
    rows: tuple[Row, ...] = resource.rows if resource else ()
    entry = next((row for row in rows if row.get("code") == key.item), {})
    return entry.get("valid_from", ""), entry.get("valid_to", "")


def _verdicts(package: Published) -> dict[str, str]:
    """By figure, what the checks say that compare it with a figure of another table: the worst of them."""
    homes = {figure.get("id", ""): figure.get("table", "") for figure in package.rows("figures")}
    found: dict[str, str] = {}
    for check in package.rows("checks"):
        words = f"{check.get('left_figures', '')} {check.get('right_figures', '')}".split()
        figures = [word.removeprefix("-") for word in words]
        if check.get("verdict") == "not_applicable" or len({homes.get(each, "") for each in figures}) < 2:
            continue
        for figure in figures:
            if found.get(figure) != "fails":
                found[figure] = check.get("verdict", "")
    return found

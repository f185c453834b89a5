"""The README in the archive of a release: what the data are, what every field means, and how to cite them.

Plain text, Chinese first and English beside it. Everything in it is from the package.
"""

from __future__ import annotations

from collections.abc import Iterator

from budgetpress.website.data import Field, Package, Resource, records, text
from budgetpress.website.downloads import FORMATS, formats
from budgetpress.website.escape import clean
from budgetpress.website.page import status_counts
from budgetpress.website.words import MEANING, STATUS, TYPE, VERDICT

CAVEATS = (
    (
        "金额单位为元，保留两位小数；原表的文字与单位见 figures 的 printed 与 printed_unit。",
        "Amounts are in yuan (CNY); the text and unit as printed are in figures: printed, printed_unit.",
    ),
    (
        "空白不等于零：空白是没有数，零是印了零。",
        "A blank is not a zero: a blank says nothing, a zero was printed.",
    ),
    (
        "求和时只取 kind 为 item 的行；小计 subtotal 与合计 total 已含明细。",
        "Add up rows of kind item only; those of kind subtotal and total contain them.",
    ),
    ("代码是文本，不是数字。", "Codes are text, not numbers."),
)


def readme(package: Package) -> str:
    """The text of the README, with a line feed at its end; no text of the package breaks its line."""
    return "\n".join(clean(line.replace("\n", " ")) for line in _lines(package)) + "\n"


def _lines(package: Package) -> Iterator[str]:
    yield package.text("title") or package.name
    yield package.text("title_en")
    yield ""
    yield package.text("description")
    yield package.text("description_en")
    yield from _head("引用", "Citation")
    yield package.text("citation")
    yield package.text("citation_en")
    yield from _head("许可", "Licence")
    for licence in records(package.descriptor, "licenses"):
        yield f"{text(licence, 'title') or text(licence, 'name')}  {text(licence, 'path')}"
    yield from _head("来源", "Sources")
    for source in records(package.descriptor, "sources"):
        facts = (text(source, key) for key in ("title", "path", "file"))
        yield "  ".join(dict.fromkeys(fact for fact in facts if fact))
        yield f"    SHA-256 {text(source, 'sha256')}"
    yield from _head("使用须知", "Caveats")
    for zh, en in CAVEATS:
        yield f"- {zh}"
        yield f"  {en}"
    for table in records(package.descriptor, "missingTables"):
        yield f"- {text(table, 'number')} {text(table, 'title')}：{text(table, 'reason_zh')}"
        yield f"  {text(table, 'number')} {text(table, 'title_en')}: {text(table, 'reason_en')}"
    yield from _validity(package)
    yield from _head("格式", "Formats")
    for suffix, kind in FORMATS.items():
        yield f"{kind.title} (data/*{suffix})  {kind.zh} {kind.en}"
    yield from _head("数据与字段", "Data and fields")
    for resource in package.resources:
        yield from _resource(package, resource)


def _validity(package: Package) -> Iterator[str]:
    """What the statuses mean, with how many figures of this release have each."""
    yield from _head("金额的状态", "Statuses of figures")
    counts = status_counts(package)
    for name, (zh, en) in MEANING.items():
        yield f"- {name} {STATUS[name].zh} ({counts.get(name, 0)})：{zh}"
        yield f"  {en}"
    if package.validation is not None:
        yield from _head("校验", "Validation")
        yield (
            "通过 passed"
            if package.validation.get("valid") is True
            else "未通过，见 reports/validation.json / not passed: see reports/validation.json"
        )
        verdicts = [check.verdict for check in package.checks]
        held = ((word, verdicts.count(name)) for name, word in VERDICT.items())
        yield "勾稽关系 Identities: " + "; ".join(f"{word.zh} {word.en} {count}" for word, count in held)
    yield from _head("核对", "Checking")
    yield "sha256sum -c SHA256SUMS   (macOS: shasum -a 256 -c SHA256SUMS)"


def _resource(package: Package, resource: Resource) -> Iterator[str]:
    endings = " ".join(title for title, _ in formats(package, resource, every=True))
    yield ""
    yield f"{resource.name}  {resource.title}  {resource.title_en}"
    yield f"    {resource.path} · {endings} · {len(resource.rows)} 行 rows"
    if resource.description:
        yield f"    {resource.description}"
    for field in resource.fields:
        yield f"    - {'  '.join(filter(None, _field(field)))}"


def _field(field: Field) -> tuple[str, ...]:
    unit = "元 yuan (CNY)" if field.amount else ""
    kind = f"[{TYPE.get(field.type, field.type)} {field.type}]"
    return field.name, kind, unit, field.title, field.title_en, field.description, field.description_en


def _head(zh: str, en: str) -> tuple[str, ...]:
    title = f"{zh} {en}"
    return "", title, "=" * (2 * len(zh) + 1 + len(en))

"""Synthetic releases, as many as asked for, from the invented documents of the project's own forms.

    python3 tests/benchmarks/synthetic.py --releases 1000 --out /tmp/x              (with the Python of .venv)
    python3 tests/benchmarks/synthetic.py --releases 1000 --out /tmp/x --packages

The first writes `datapackage/<release>/{release.toml,source/...}`, ready for `budgetpress build`. With
`--packages` the packages are written too, without as many conversions: a few documents are converted, and
each package is one of theirs under another name, its amounts multiplied where that leaves every claim true.
Such a package has hashes of its own and passes `check`; its source is the document it was taken from, which
names another body.

The same numbers give the same bytes. A release is of one of three forms, printed as transcription, PDF or
workbook; its body has one to three years; most are about as long as the first release, a few very short or
very long, and one in five has planted defects.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import islice
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from tests.benchmarks.retold import retold, times
from tests.documents import beijing, jiangsu, putuo
from tests.documents.looks import LOOKS
from tests.documents.paper import Paper
from tests.documents.pdf import pdf
from tests.documents.text import transcription
from tests.documents.workbook import Habits, workbook
from tests.planting.defects import DECLARED, plant
from tests.planting.truth import Truth, printed

from budgetpress.codes import load_code_list
from budgetpress.form import load_form
from budgetpress.intake import read_files, shape_as
from budgetpress.model import Reconciled, Release, Shaped, Source
from budgetpress.package.publish import write_package
from budgetpress.package.validate import ValidationReport
from budgetpress.reconcile import reconcile
from budgetpress.release import DEFAULT_LICENCE, load_release, release_bytes
from budgetpress.shape.remarks import REASONS

KINDS = {"transcription": "txt", "pdf": "pdf", "workbook": "xlsx"}
DISTINCT = 24
"""How many documents are converted for packages that are copies."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """An invented body: its names, its code, and its part of the name of a release."""

    name: str
    name_en: str
    code: str
    slug: str
    district: str
    place: str
    place_en: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """A release to make: whose, of which year, and what its document is like.

    `size` is that of the document as a part of the usual one, `look` how it is printed as PDF.
    """

    name: str
    body: Body
    year: int
    form: str
    kind: str
    seed: int
    size: float
    look: int
    defects: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Printer:
    """What there is of a form: its document of a seed and size, and the words in it that name the body.

    `words` gives what a body puts in their place; `years` are those that its code lists are made for.
    """

    paper: Callable[[Plan], Paper]
    words: Callable[[Body], dict[str, str]]
    year: int
    years: tuple[int, ...]
    city: tuple[str, str, str]
    often: int


def _beijing(plan: Plan) -> Paper:
    rows, projects = max(4, round(75 * plan.size)), max(1, round(12 * min(plan.size, 3)))
    truth = beijing.true(plan.seed, rows, projects, more=8 * projects)
    return beijing.printed(_planted(truth, plan) if plan.defects else truth)


def _planted(truth: Truth, plan: Plan) -> Truth:
    """The document with defects, as if they had been true."""
    document = printed(truth)
    plant(document, random.Random(plan.seed), DECLARED, plan.defects)
    return {
        resource: [
            replace(
                truth[resource][0], number=row.number, kind=row.kind, words=row.words, amounts=_fen(row.texts)
            )
            for row in rows
        ]
        for resource, rows in document.items()
    }


def _fen(texts: dict[str, str]) -> dict[str, int]:
    """Texts in ten thousand yuan in 0.01 yuan."""
    return {name: int(Decimal(text.replace(",", "")).scaleb(6)) for name, text in texts.items()}


# Amounts are in whole thousands of yuan, so that what the text states is exact, whatever it is multiplied by.
_THOUSAND = 100_000

PRINTERS = {
    "beijing": Printer(
        paper=_beijing,
        words=lambda body: {beijing.BODY: body.name, "771002": body.code},
        year=beijing.YEAR, years=(2026, 2025, 2024), city=("云河市", "Yunhe", "yunhe"), often=6,
    ),
    "shanghai-putuo": Printer(
        paper=lambda plan: putuo.paper(plan.seed, max(1, round(12 * min(plan.size, 4))), 100 * _THOUSAND),
        words=lambda body: {putuo.BODY: body.name, "长桥区": body.district},
        year=putuo.YEAR, years=(2025, 2026, 2024), city=("沪江市", "Hujiang", "hujiang"), often=3,
    ),
    "jiangsu": Printer(
        paper=lambda plan: jiangsu.paper(plan.seed, max(1, round(8 * min(plan.size, 4)))),
        words=lambda body: {jiangsu.BODY: body.name},
        year=jiangsu.YEAR, years=(2019, 2020), city=("江海省", "Jianghai", "jianghai"), often=1,
    ),
}  # fmt: skip

_DISTRICTS = tuple(
    {
        "青石": "Qingshi", "白塔": "Baita", "长桥": "Changqiao", "东浦": "Dongpu", "西林": "Xilin",
        "南屏": "Nanping", "北岗": "Beigang", "金沙": "Jinsha", "银杏": "Yinxing", "云台": "Yuntai",
        "临港": "Lingang", "望湖": "Wanghu", "石门": "Shimen", "梅岭": "Meiling", "古城": "Gucheng",
        "新田": "Xintian",
    }.items()
)  # fmt: skip
_FIRST = tuple(
    {
        "柳": "liu", "松": "song", "竹": "zhu", "兰": "lan", "桃": "tao", "荷": "he", "枫": "feng",
        "榆": "yu", "槐": "huai", "桂": "gui", "安": "an", "宁": "ning", "福": "fu", "康": "kang",
    }.items()
)  # fmt: skip
_SECOND = tuple(
    {
        "湾": "wan", "坪": "ping", "桥": "qiao", "庄": "zhuang", "里": "li", "街": "jie", "园": "yuan",
        "山": "shan", "泉": "quan", "台": "tai", "门": "men", "堡": "bao", "湖": "hu", "滩": "tan",
    }.items()
)  # fmt: skip
_OFFICES = {
    "财政局": "Finance Bureau",
    "教育局": "Education Bureau",
    "民政局": "Civil Affairs Bureau",
    "水务局": "Water Bureau",
    "司法局": "Justice Bureau",
    "审计局": "Audit Bureau",
    "统计局": "Statistics Bureau",
    "文化和旅游局": "Culture and Tourism Bureau",
    "卫生健康委员会": "Health Commission",
    "农业农村局": "Agriculture and Rural Affairs Bureau",
    "城市管理局": "Urban Management Bureau",
    "生态环境局": "Ecology and Environment Bureau",
    "人力资源和社会保障局": "Human Resources and Social Security Bureau",
    "住房和城乡建设局": "Housing and Construction Bureau",
    "市场监督管理局": "Market Regulation Bureau",
    "应急管理局": "Emergency Management Bureau",
    "图书馆": "Library",
    "档案馆": "Archives",
}
_KINDS_OFTEN = {"transcription": 5, "pdf": 4, "workbook": 2}


def body(number: int, printer: Printer) -> Body:
    """The body of that number, from 0: one of a district's offices, or a subdistrict of it."""
    city, city_en, slug = printer.city
    unit, at = divmod(number, len(_DISTRICTS))
    district, district_en = _DISTRICTS[at]
    if unit % 3 == 0 and unit // 3 < len(_OFFICES):
        office, office_en = list(_OFFICES.items())[unit // 3]
        name, name_en = f"{city}{district}区{office}", f"{office_en} of {district_en} District, {city_en}"
        word = office_en.lower().replace(" ", "-")
    else:
        first, second = _FIRST[unit // len(_SECOND)], _SECOND[unit % len(_SECOND)]
        word = first[1] + second[1]
        name = f"{city}{district}区人民政府{first[0]}{second[0]}街道办事处"
        name_en = f"{word.capitalize()} Subdistrict Office, {district_en} District, {city_en}"
    slug = f"{slug}-{district_en.lower()}-{word}"
    place, place_en = f"{city}/{district}区", f"{city_en}/{district_en}"
    return Body(
        name=name,
        name_en=name_en,
        code=str(600000 + number),
        slug=slug,
        district=f"{district}区",
        place=place,
        place_en=place_en,
    )


def plans(count: int, seed: int = 1) -> Iterator[Plan]:
    """So many releases; the first are the same however many are asked for. There is room for about 6,000."""
    made = (
        plan for number in itertools.count() for plan in _of_body(number, random.Random(f"{seed}.{number}"))
    )
    return islice(made, count)


def _of_body(number: int, rng: random.Random) -> Iterator[Plan]:
    (form,) = rng.choices(list(PRINTERS), [printer.often for printer in PRINTERS.values()])
    printer, size = PRINTERS[form], min(8.0, rng.lognormvariate(0, 0.6))
    whose = body(number, printer)
    for year in printer.years[: rng.randint(1, 3)]:
        (kind,) = rng.choices(list(_KINDS_OFTEN), list(_KINDS_OFTEN.values()))
        yield Plan(
            name=f"{whose.slug}-{year}", body=whose, year=year, form=form, kind=kind,
            seed=rng.randrange(10**9), size=size * rng.uniform(0.9, 1.1), look=rng.randrange(len(LOOKS)),
            defects=rng.randint(1, 4) if form == "beijing" and rng.random() < 0.35 else 0,
        )  # fmt: skip


def document(plan: Plan) -> bytes:
    """The file that the plan describes."""
    paper = retold(PRINTERS[plan.form].paper(plan), _words(plan))
    if plan.kind == "pdf":
        return pdf(paper, LOOKS[plan.look])
    return (
        workbook(paper, Habits(numbers=plan.seed % 2 == 0))
        if plan.kind == "workbook"
        else transcription(paper)
    )


def _words(plan: Plan) -> dict[str, str]:
    """What the words of an invented document become in that of the plan."""
    printer = PRINTERS[plan.form]
    shift = plan.year - printer.year
    years = {f"{year}年": f"{year + shift}年" for year in (printer.year, printer.year - 1)}
    return printer.words(plan.body) | years


def write(root: Path, plan: Plan) -> Path:
    """Write the inputs of a release below `root`; its folder."""
    folder = root / "datapackage" / plan.name
    (folder / "source").mkdir(parents=True)
    file, data = f"budget.{KINDS[plan.kind]}", document(plan)
    (folder / "source" / file).write_bytes(data)
    source = Source(file=file, sha256=hashlib.sha256(data).hexdigest())
    (folder / "release.toml").write_bytes(release_bytes(_release(plan, source)))
    return folder


def _release(plan: Plan, source: Source) -> Release:
    whose = plan.body
    return Release(
        name=plan.name,
        title=f"{whose.name}{plan.year}年部门预算",
        title_en=f"{plan.year} departmental budget of {whose.name_en}",
        body=whose.name, body_en=whose.name_en, body_code=whose.code, body_slug=whose.slug,
        body_place=whose.place, body_place_en=whose.place_en, fiscal_year=plan.year, phase="approved",
        form=plan.form, version="1.0.0", created=f"{plan.year}-01-20T00:00:00Z", licence=DEFAULT_LICENCE,
        sources=(source,),
    )  # fmt: skip


def write_packages(root: Path, wanted: Sequence[Plan], distinct: int = DISTINCT, jobs: int = 1) -> None:
    """Write all releases with their packages; only the first `distinct` of them are converted."""
    groups: list[list[Plan]] = [[plan] for plan in wanted[:distinct]]
    for number, plan in enumerate(wanted[distinct:]):
        alike = [group for group in groups if group[0].form == plan.form] or groups
        alike[number % len(alike)].append(plan)
    with ProcessPoolExecutor(jobs) if jobs > 1 else ExitStack() as pool:
        work = pool.map if isinstance(pool, ProcessPoolExecutor) else map
        for _ in work(partial(_write_group, root), groups):
            pass


def _write_group(root: Path, group: Sequence[Plan]) -> None:
    """Convert the first release of the group, and write the others as copies of it."""
    first, *others = group
    made = _converted(write(root, first))
    report = _package(made, root / "datapackage" / first.name)
    (source,) = made.release.sources
    data = (root / "datapackage" / first.name / "source" / source.file).read_bytes()
    # What is true of the first is true of its copies, and was found true of it: this is what takes long.
    with patch("budgetpress.package.publish.validate_package", lambda _folder: report):
        for plan in others:
            folder = root / "datapackage" / plan.name
            (folder / "source").mkdir(parents=True)
            (folder / "source" / source.file).write_bytes(data)
            _package(_copy(made, first, replace(plan, form=first.form)), folder)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Made:
    """A release with all that its package is written from."""

    release: Release
    shaped: Shaped
    result: Reconciled


def _converted(folder: Path) -> _Made:
    release = load_release(folder)
    form = load_form(release.form)
    shaped = shape_as(read_files([folder / "source" / source.file for source in release.sources]), form)
    result = reconcile(shaped, form, year=release.fiscal_year)
    return _Made(
        release=release, result=result,
        shaped=replace(shaped, remarks=(*shaped.remarks, *result.remarks)),
    )  # fmt: skip


def _package(made: _Made, folder: Path) -> ValidationReport:
    form = load_form(made.release.form)
    (folder / "release.toml").write_bytes(release_bytes(made.release))
    return write_package(
        release=made.release, form=form, shaped=made.shaped, result=made.result, folder=folder,
        reasons=REASONS, codelists={name: load_code_list(name) for name in form.codelists},
    )  # fmt: skip


def _copy(made: _Made, first: Plan, plan: Plan) -> _Made:
    """The same release of another body and year, its amounts multiplied where no claim is about digits."""
    before, after = _words(first), _words(plan)
    words = {before[key]: after[key] for key in before}
    result, shaped = retold((made.result, made.shaped), words)
    if not made.result.repairs and all(check.verdict != "fails" for check in made.result.checks):
        factor = random.Random(plan.seed).randint(2, 99)
        result, shaped = times((result, shaped), factor)
    return _Made(release=_release(plan, made.release.sources[0]), shaped=shaped, result=result)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--releases", type=int, default=10)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--packages", action="store_true")
    parser.add_argument("--distinct", type=int, default=DISTINCT)
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args(arguments)
    wanted = list(plans(asked.releases, asked.seed))
    if asked.packages:
        write_packages(asked.out, wanted, asked.distinct, asked.jobs)
    else:
        for plan in wanted:
            write(asked.out, plan)
    print(f"{len(wanted)} releases of {len({plan.body.name for plan in wanted})} bodies in {asked.out}")


if __name__ == "__main__":
    main()

"""How well damaged documents are repaired: plants defects, and compares our method with simpler ones.

    python3 tests/benchmarks/repair.py [--documents N] [--seed S] [--markdown FOLDER]

(from the root, with the Python of .venv.) The truth is each published package below datapackage/. N documents
get one to ten defects of the declared kinds, N/2 defects of other kinds, and each kind stands alone in N/10.
The same N and S plant the same defects. `--markdown` also writes the tables into the
`method.md` of each language below FOLDER, between its markers.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from tests.benchmarks.baselines import BASELINES, sound
from tests.planting import defects
from tests.planting.defects import Cell, Defect, plant
from tests.planting.score import Outcomes, judge, score_defects
from tests.planting.truth import Print, Truth, printed, tables, truth_of

from budgetpress.amounts import to_fen
from budgetpress.form import Form, load_form
from budgetpress.model import Reconciled, Shaped, Table
from budgetpress.reconcile import reconcile
from budgetpress.reconcile.evaluate import amounts, entries, verdict
from budgetpress.reconcile.identities import Position, instances
from budgetpress.reconcile.system import System
from budgetpress.reconcile.verdicts import PROVEN
from budgetpress.release import load_release
from budgetpress.website.languages import EN, LANGUAGES, either, resolve

ROOT = Path(__file__).resolve().parents[2]
BEGIN, END = "<!-- benchmark: begin -->", "<!-- benchmark: end -->"
OURS = ("本项目", "ours")
NAIVE = next(iter(BASELINES))
MOST_DEFECTS = 10
ONE_SUM = ("只有一个合计覆盖的数（强度 2）", "a figure that one sum covers (strength 2)")
NO_SUM = ("没有合计按其相加的科目编码", "a code that no sum goes by")
CROSSED = ("其余", "all else")
Run = Callable[[Sequence[Table]], Reconciled]
Name = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Original:
    """A true document: its form, and the identities that fail in truth since other funds are not printed.

    `weak` are the cells that one sum covers, `blind` the codes that none goes by.
    """

    truth: Truth
    form: Form
    year: int
    known: frozenset[str]
    weak: frozenset[Cell]
    blind: frozenset[Cell]

    def cover(self, defect: Defect) -> Name:
        """What the identities can say of a defect at best."""
        return ONE_SUM if defect.cells & self.weak else NO_SUM if defect.cells & self.blind else CROSSED


@dataclass(kw_only=True)
class Tally:
    """What became of the defects of some documents."""

    documents: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    damaged: int = 0
    noticed: int = 0
    seconds: list[float] = field(default_factory=list)

    def add(self, counts: Counter[str], seconds: float) -> None:
        """Count a document."""
        self.documents += 1
        self.counts += counts
        self.damaged += counts["wrong_change"] > 0
        self.noticed += counts["corrected"] + counts["flagged"] + counts["doubted"] > 0
        self.seconds.append(seconds)

    def share(self, name: str, of: str = "defects") -> str:
        """One outcome as a share of all defects, or of all cells."""
        return f"{100 * self.counts[name] / max(1, self.counts[of]):.1f}%"

    @property
    def doubted(self) -> str:
        """Right figures that were called disputed, as a share of all right figures."""
        return f"{100 * self.counts['doubted'] / max(1, self.counts['right']):.1f}%"

    def cpu(self, share: float) -> str:
        """A quantile of the seconds of CPU a document took."""
        ordered = sorted(self.seconds)
        return f"{ordered[min(len(ordered) - 1, int(len(ordered) * share))]:.2f}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--documents", type=int, default=60, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--markdown", type=Path, metavar="FOLDER")
    chosen = parser.parse_args(arguments)
    found = originals(ROOT / "datapackage")
    if not found:
        print("no package below datapackage/ to take as the truth; run `python3 scripts/run.py build` first")
        return 1
    text = "\n".join(report(found, chosen.documents, chosen.seed)).strip()
    print(resolve(text, EN))
    if chosen.markdown is not None:
        for language in LANGUAGES:
            write_between(chosen.markdown / language.code / "method.md", resolve(text, language))
    return 0


def originals(folder: Path) -> list[Original]:
    """Each published package as a truth."""
    found = []
    for path in sorted(folder.iterdir()):
        if not (path / "data").is_dir():
            continue
        release = load_release(path)
        form = load_form(release.form)
        defects.ORDER.update({resource.name: list(resource.amounts) for _, resource in form.resources()})
        truth = truth_of(path, form)
        sheet = tables(printed(truth), form)
        values, seen = amounts(sheet), entries(sheet, form)
        failing = [i.id for i in instances(sheet, form) if verdict(i, values, seen) == "fails"]
        system = System(sheet, form, release.fiscal_year)
        blind = frozenset(
            (resource, number, name)
            for resource, number in system.rows
            for name, code in system.codes(resource, number).items()
            if code and not system.is_judged(resource, number, name)
        )
        shaped = Shaped(tables=tuple(sheet), headings=(), remarks=(), findings=())
        weak = frozenset(
            (figure.resource, figure.row, figure.field)
            for figure in reconcile(shaped, form, year=release.fiscal_year).figures
            if figure.strength is not None and figure.strength < PROVEN and figure.row is not None
        )
        found.append(
            Original(
                truth=truth,
                form=form,
                year=release.fiscal_year,
                known=frozenset(failing),
                weak=weak,
                blind=blind,
            )
        )
    return found


def report(found: Sequence[Original], documents: int, seed: int) -> Iterable[str]:
    """The tables in Markdown."""
    declared, unknown = methods(), methods()
    by_number: dict[Name, Tally] = {}
    by_cover = {name: Tally() for name in (ONE_SUM, NO_SUM, CROSSED)}
    for number in range(documents):
        count = number % MOST_DEFECTS + 1
        ours = by_number.setdefault((str(count), ""), Tally())
        measure(found, number, f"{seed}.known.{number}", defects.DECLARED, count, declared, (ours,), by_cover)
    for number in range(documents // 2):
        count = number % MOST_DEFECTS + 1
        measure(found, number, f"{seed}.unknown.{number}", defects.UNDECLARED, count, unknown, ())
    by_kind: dict[Name, Tally] = {}
    for name, planter in (defects.DECLARED | defects.UNDECLARED).items():
        tally = by_kind[f"`{name}`", ""] = Tally()
        for number in range(max(1, documents // 10)):
            measure(found, number, f"{seed}.{name}.{number}", {name: planter}, 1, {OURS: tally}, ())
    half, tenth = documents // 2, max(1, documents // 10)
    yield title(
        f"{documents} 份文件，各植入 1 至 10 处已知类型的差错。",
        f"{documents} documents, each with 1 to 10 defects of the declared kinds.",
    )
    yield from grid(("方法", "Method"), declared, timed=True)
    yield title(
        f"{half} 份文件，植入的全是未列入的差错（两位数字错、抄成上一行、任意数）。",
        f"{half} documents with defects of other kinds alone: two wrong digits, the figure above copied,"
        " any other value.",
    )
    yield from grid(("方法", "Method"), unknown, timed=True)
    yield title("本项目的方法，按每份文件的差错处数。", "Our method by the number of defects.")
    yield from grid(("差错", "Defects"), by_number, timed=True)
    yield title(
        "本项目的方法，按恒等式至多能说明什么；前两类多数只能存疑，一个合计内的互换看不出来。",
        "Our method by what the identities can say at best. Most of the first two kinds can only be flagged,"
        " and an exchange within one sum cannot be seen.",
    )
    yield from shares(by_cover)
    yield title(
        f"本项目的方法，每份文件只有一处差错，每类 {tenth} 份。",
        f"Our method where a defect stands alone, {tenth} documents a kind.",
    )
    yield from grid(("类型", "Kind"), by_kind, timed=False)


def methods() -> dict[Name, Tally]:
    """An empty tally for every method."""
    return {name: Tally() for name in (*BASELINES, OURS)}


def measure(
    found: Sequence[Original],
    number: int,
    seed: str,
    pool: Mapping[str, defects.Planter],
    count: int,
    tallies: Mapping[Name, Tally],
    also_ours: Iterable[Tally],
    by_cover: Mapping[Name, Tally] | None = None,
) -> None:
    """Plant defects in a document, and let every method of the tallies have it."""
    original = found[number % len(found)]
    document = printed(original.truth)
    done = plant(document, random.Random(seed), pool, count)
    sheet = tables(document, original.form)
    wrong = judge(original.truth, document, BASELINES[NAIVE](sheet, original.form, original.known))
    # A defect that a later one has put right again is none.
    done = [defect for defect in done if defect.cells & wrong.keys()]
    for name, tally in tallies.items():
        run = ours if name == OURS else partial(baseline, name)
        start = time.process_time()
        result = run(original, sheet)
        seconds = time.process_time() - start
        cells = outcomes(original, document, result, trusting=name == NAIVE)
        counts = outcome(original, done, wrong.keys(), result, cells)
        for each in (tally, *(also_ours if name == OURS else ())):
            each.add(counts, seconds)
        for cover, each in (by_cover or {}).items() if name == OURS else ():
            each.counts += by_defect([one for one in done if original.cover(one) == cover], cells)


def ours(original: Original, sheet: Sequence[Table]) -> Reconciled:
    """Our method."""
    shaped = Shaped(tables=tuple(sheet), headings=(), remarks=(), findings=())
    return reconcile(shaped, original.form, year=original.year)


def baseline(name: Name, original: Original, sheet: Sequence[Table]) -> Reconciled:
    """One of the others."""
    return BASELINES[name](sheet, original.form, original.known)


def outcomes(original: Original, document: Print, result: Reconciled, *, trusting: bool) -> Outcomes:
    """The outcome of every cell that was printed or is published otherwise than it is true."""
    cells = judge(original.truth, document, result)
    return cells | dict.fromkeys(_unseen(original, cells, result, trusting=trusting), "silent")


def outcome(
    original: Original, done: Sequence[Defect], faulty: Collection[Cell], result: Reconciled, cells: Outcomes
) -> Counter[str]:
    """How many of the defects are corrected, flagged, silent; and wrong changes, in cells.

    Of the `faulty` cells (figures, codes, rows) `mended` counts each by itself. Of the right figures,
    `right`, those disputed are `doubted`.
    """
    right = [figure for figure in result.figures if _is_right(original.truth, figure)]
    return by_defect(done, cells) + Counter(
        cells=len(faulty),
        mended=sum(cells.get(cell) == "corrected" for cell in faulty),
        wrong_change=sum(found == "wrong_change" for found in cells.values()),
        right=len(right),
        doubted=sum(figure.status == "disputed" for figure in right),
    )


def by_defect(done: Sequence[Defect], cells: Outcomes) -> Counter[str]:
    """A defect is corrected if all its cells are; `strong` are silent with a figure of strength 3 or more."""
    found = score_defects(done, cells)
    return Counter(
        defects=len(done),
        corrected=found["corrected"],
        flagged=found["flagged"] + found["flagged_row"],
        silent=sum(found[name] for name in ("silent", "silent_strong", "silent_label")),
        strong=found["silent_strong"],
    )


def _unseen(
    original: Original, cells: Mapping[Cell, str], result: Reconciled, *, trusting: bool
) -> Iterable[Cell]:
    """Amounts and rows that are not there, hence have no status, and that no failing identity lacks."""
    form = original.form
    values, seen = amounts(result.tables), entries(result.tables, form)
    used = () if trusting else sound(result.tables, form, original.known)
    open_ = {p for i in used if verdict(i, values, seen) == "fails" for p in i.positions}
    rows = {
        (table.resource, entry.place.line): row.number
        for table in result.tables
        for row in table.rows
        for entry in row.entries.values()
    }
    for cell, found in cells.items():
        resource, line, name = cell
        if found == "flagged_row" and all(position.resource != resource for position in open_):
            yield cell
        elif found == "flagged" and not name.endswith("_code"):
            position = Position(resource, rows.get((resource, line), 0), name)
            if position not in seen and position not in open_:
                yield cell


def _is_right(truth: Truth, figure: object) -> bool:
    place, amount = getattr(figure, "place", None), getattr(figure, "amount", None)
    line = getattr(place, "line", None)
    rows = truth[getattr(figure, "resource", "")]
    true = next((row.amounts for row in rows if row.number == line), {})
    return isinstance(amount, Decimal) and true.get(getattr(figure, "field", "")) == to_fen(amount)


_HEADS = (
    ("纠正", "Corrected"),
    ("纠正（按格）", "Cells corrected"),
    ("存疑", "Flagged"),
    ("未察觉", "Silent"),
    ("其中强度≥3", "of them strength ≥ 3"),
    ("误改", "Wrong changes"),
    ("有误改的文件", "Documents with one"),
    ("对的数被存疑", "Right but flagged"),
)


def grid(first: Name, tallies: Mapping[Name, Tally], *, timed: bool) -> Iterable[str]:
    """A Markdown table, a line a tally."""
    last = ("CPU 秒 p50 / p95", "CPU seconds p50 / p95") if timed else ("有反应的文件", "Noticed")
    heads = (first, *_HEADS, last)
    yield "| " + " | ".join(both(head) for head in heads) + " |"
    yield "|---|" + "--:|" * (len(heads) - 1)
    for name, tally in tallies.items():
        cells = [both(name), tally.share("corrected"), tally.share("mended", "cells")]
        cells += [tally.share("flagged"), tally.share("silent"), str(tally.counts["strong"])]
        cells += [str(tally.counts["wrong_change"]), f"{tally.damaged} / {tally.documents}", tally.doubted]
        cells.append(
            f"{tally.cpu(0.5)} / {tally.cpu(0.95)}" if timed else f"{tally.noticed} / {tally.documents}"
        )
        yield "| " + " | ".join(cells) + " |"


def shares(tallies: Mapping[Name, Tally]) -> Iterable[str]:
    """A Markdown table: how many of all defects each kind is, and what became of them."""
    every = sum(tally.counts["defects"] for tally in tallies.values())
    heads = (("差错所在", "The defect is in"), ("占全部差错", "Of all defects"), *_HEADS[:1], *_HEADS[2:4])
    yield "| " + " | ".join(both(head) for head in heads) + " |"
    yield "|---|" + "--:|" * (len(heads) - 1)
    for name, tally in tallies.items():
        of_all = f"{100 * tally.counts['defects'] / max(1, every):.1f}%"
        cells = [both(name), of_all, *(tally.share(what) for what in ("corrected", "flagged", "silent"))]
        yield "| " + " | ".join(cells) + " |"


def title(zh: str, en: str) -> str:
    """What a table shows."""
    return f"\n**{either(zh, en)}**\n"


def both(name: Name) -> str:
    """Chinese or English."""
    zh, en = name
    return either(zh, en or zh)


def write_between(path: Path, text: str) -> None:
    """Put the text between the markers of a page."""
    page = path.read_text(encoding="utf-8")
    if BEGIN not in page or END not in page:
        raise SystemExit(f"{path}: the markers {BEGIN} and {END} are not there")
    before, rest = page.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    path.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())

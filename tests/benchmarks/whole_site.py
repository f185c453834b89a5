"""What the site costs with many releases: against a bare site of as many empty pages, and after one change.

    python3 tests/benchmarks/whole_site.py --releases 10 --packages /tmp/x        (with the Python of .venv)

The packages are those of `synthetic.py --packages`; they are made where they are not there. The bare site is
that of MkDocs-Material with its search and as many empty pages, none of them in the navigation: beyond 500
pages its time is what 100 and 500 pages say. Processor time, each build in a process of its own.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from tests.benchmarks.measure import ROOT, Spent, folder_bytes, spent
from tests.benchmarks.synthetic import plans, write_packages

FEW, MANY = 100, 500
CONFIG = """\
site_name: empty
theme: {name: material, language: zh, font: false}
plugins: [{search: {lang: zh}}]
nav: [index.md]
not_in_nav: "/pages/**"
"""
BUILD = """\
import sys
from pathlib import Path
from budgetpress.website import build_site
root, out, *packages = map(Path, sys.argv[1:])
build_site(root, packages=packages, out=out, report=lambda _message: None)
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """A site of so many releases: what it took, what the bare one would take, and how heavy it is.

    `bare` and `again` are seconds of processor time: those of a bare site with as many pages, and those of a
    second build after one release has changed. `weights` are bytes, compressed, of pages by their address.
    """

    built: Spent
    bare: float
    again: float
    pages: int
    whole: int
    weights: dict[str, int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--releases", type=int, default=10)
    parser.add_argument("--packages", type=Path, metavar="FOLDER")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        found = packages(asked.packages or Path(name) / "packages", asked.releases)
        site = measured(found, Path(name))
    print(
        f"{asked.releases} releases, {site.pages} pages, {site.whole / asked.releases:,.0f} bytes a release"
    )
    print(f"site {site.built.cpu:.1f} s, {site.built.memory:.0f} MB; bare site {site.bare:.1f} s")
    print(f"ratio {site.built.cpu / site.bare:.2f} (at most 2)")
    print(f"after one change {site.again:.1f} s: {site.again / site.built.cpu:.1%} (less than 5% of 1,000)")
    for address, weight in site.weights.items():
        print(f"{weight / 1000:8.1f} kB  {address}")
    return 0


def packages(folder: Path, count: int) -> list[Path]:
    """The folders of the first so many synthetic packages below `folder`."""
    wanted = list(plans(count))
    found = [folder / "datapackage" / plan.name for plan in wanted]
    if not all((package / "datapackage.json").is_file() for package in found):
        shutil.rmtree(folder, ignore_errors=True)
        write_packages(folder, wanted)
    return found


def measured(found: Sequence[Path], work: Path) -> Site:
    """Build the site of packages in a house of its own below `work`, then again after a change."""
    house = work / "house"
    shutil.copytree(ROOT / "site", house / "site", ignore=shutil.ignore_patterns("build", "public"))
    for config in ROOT.glob("mkdocs*.yml"):
        shutil.copy(config, house)
    out = house / "site" / "public"
    built = build(house, out, found)
    pages = len(list(out.rglob("*.html")))
    whole, weights = folder_bytes(out), weigh(out, found)
    changed = change(found[len(found) // 2], work)
    again = build(house, out, [changed if path.name == changed.name else path for path in found])
    return Site(
        built=built,
        bare=bare(pages, work / "bare"),
        again=again.cpu,
        pages=pages,
        whole=whole,
        weights=weights,
    )


def build(house: Path, out: Path, found: Sequence[Path]) -> Spent:
    """Build the site once."""
    return spent(["-c", BUILD, str(house), str(out), *map(str, found)])


def change(package: Path, work: Path) -> Path:
    """A copy of a package with another title."""
    copy = work / "changed" / package.name
    shutil.copytree(package, copy)
    descriptor = json.loads((copy / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["title"] += "（修订）"
    (copy / "datapackage.json").write_text(
        json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n", "utf-8"
    )
    return copy


def weigh(out: Path, found: Sequence[Path]) -> dict[str, int]:
    """What is fetched for the pages that every reader meets, and the heaviest page of all, compressed."""
    first = found[0].name
    addresses = ["index.html", "find/index.html", "catalogue/index.html", f"{first}/index.html"]
    sizes = {name: packed(out / name) for name in addresses if (out / name).is_file()}
    largest = sorted(out.rglob("*.html"), key=lambda path: path.stat().st_size)[-3:]
    return sizes | {"the heaviest page": max(map(packed, largest))}


def packed(path: Path) -> int:
    """The bytes of a file as a server sends them."""
    return len(gzip.compress(path.read_bytes()))


def bare(pages: int, folder: Path) -> float:
    """The seconds of processor time of a bare site with so many empty pages."""
    if pages <= MANY:
        return empty(pages, folder)
    few, many = empty(FEW, folder / "few"), empty(MANY, folder / "many")
    return many + (many - few) / (MANY - FEW) * (pages - MANY)


def empty(pages: int, folder: Path) -> float:
    """Build a site of empty pages."""
    docs = folder / "docs"
    (docs / "pages").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (docs / "index.md").write_text("", encoding="utf-8")
    for number in range(1, pages):
        (docs / "pages" / f"{number}.md").write_text("", encoding="utf-8")
    return spent(["-m", "mkdocs", "build", "--quiet", "--config-file", str(folder / "mkdocs.yml")]).cpu


if __name__ == "__main__":
    sys.exit(main())

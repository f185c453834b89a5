"""Packages on disk to a finished static site: run MkDocs, stamp the pages on its shells, put in place.

Everything happens in a staging folder beside the target; the last good site stays until the new one is
complete, and stays if anything fails.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from budgetpress.errors import InputError
from budgetpress.website.card import card_png, card_svg
from budgetpress.website.catalogue import RESERVED, site_base, write_catalogue
from budgetpress.website.catalogue.bodies import Body, bodies
from budgetpress.website.changes_page import pairs
from budgetpress.website.comparison_page import FOLDER as COMPARISON
from budgetpress.website.find_files import write_parts
from budgetpress.website.frame import Frame
from budgetpress.website.kept import Store, state, write_file
from budgetpress.website.languages import LANGUAGES, ZH
from budgetpress.website.load import read_descriptor
from budgetpress.website.page import Entry
from budgetpress.website.press import SHELLS, Press, card
from budgetpress.website.release import Place, Told
from budgetpress.website.scorecard_page import FOLDER as DISCLOSURE
from budgetpress.website.search_index import write_index
from budgetpress.website.series_page import FOLDER as SERIES
from budgetpress.website.series_page import in_series
from budgetpress.website.settings import chosen_forms
from budgetpress.website.sitemap import write_sitemap
from budgetpress.website.whole import whole_pages
from budgetpress.website.workers import workers

_RESERVED = (
    frozenset({"assets", "search", "find", "method", "kinds", "glossary", "about", "404.html", "en", SHELLS})
    | RESERVED
    | {SERIES, COMPARISON, DISCLOSURE, "numbers"}
)


# So many bytes are near what GitHub Pages takes.
_WARN = 900_000_000


def build_site(
    root: Path,
    *,
    packages: list[Path],
    out: Path,
    report: Callable[[str], None],
    views: Path | None = None,
    jobs: int = 1,
) -> None:
    """Build the site of `packages` (folders) into `out`; `root` holds mkdocs.yml and site/.

    The Markdown that MkDocs reads is left in `build` beside `out`, a tree for each language. `report`
    receives one line a step. Raises :class:`InputError` for a package that cannot be used and
    :class:`BudgetpressError` if MkDocs refuses the pages; in both cases `out` is as it was. `jobs` processes
    write the parts of the site, which are the same bytes with any number.
    """
    _see_names(packages)
    cache, staged = root / ".cache", out.parent / f".{out.name}.new"
    kinds = {path.stem for path in (root / "site" / "pages" / ZH.code / "kinds").glob("*.md")}
    forms = chosen_forms(root / "site" / "site.toml")
    try:
        frame = Frame(root, out.parent / "build", Store(cache / "site"))
        shutil.rmtree(staged, ignore_errors=True)
        place = Place(
            cache=cache,
            frame=frame.folder,
            shells=frame.shells,
            site=frame.site,
            kinds=kinds,
            views=views,
            forms=forms,
            staged=staged,
        )
        with workers(place, jobs) as run:
            told = list(run("release", ((folder,) for folder in packages)))
            folders = {each.summary.name: folder for each, folder in zip(told, packages, strict=True)}
            known = bodies([each.summary for each in told])
            list(run("changes", ((folders[a.name], folders[b.name]) for a, b in pairs(known))))
            newest = ((body, [folders[each.name] for each in body.releases]) for body in known)
            list(run("latest", newest))
            joined = ((body, [folders[each.name] for each in body.releases]) for body in in_series(known))
            list(run("series", joined))
        report(f"{len(told)} release(s) written")
        _write_whole(root, frame, staged, told, known, folders)
        files = state(staged)
        write_sitemap(staged, files, frame.site)
        report(_weight(sum(size for size, _ in files.values()), len(told)))
        swap(staged, out)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    report(f"site ready in {out}")


def _weight(whole: int, releases: int) -> str:
    """A line on how heavy the site is, with a warning where a host of 1 GB is about to refuse it."""
    each = f", {whole / releases / 1e6:.2f} MB a release" if releases else ""
    said = f"{whole / 1e6:.0f} MB in all{each}"
    if whole < _WARN:
        return said
    return (
        f"WARNING: {said}; GitHub Pages takes 1000 MB: leave forms out in site/site.toml, or publish in parts"
    )


def _see_names(packages: Sequence[Path]) -> None:
    """See that every release has a name of its own."""
    names: set[str] = set()
    for folder in packages:
        name = str(read_descriptor(folder)["name"])
        if name in _RESERVED or name in names:
            raise InputError(str(folder), f"release name {name!r}", expected="a name of its own")
        names.add(name)


def _write_whole(
    root: Path,
    frame: Frame,
    staged: Path,
    told: Sequence[Told],
    known: Sequence[Body],
    folders: Mapping[str, Path],
) -> None:
    """What is of the whole site: theme and hand-written pages, and what is made of all releases."""
    frame.place(staged)
    ignored = shutil.ignore_patterns("readme-*")
    shutil.copytree(root / "site" / "assets", staged / "assets", ignore=ignored, dirs_exist_ok=True)
    write_file(staged / "assets" / "vega.js", vega_bundle(root / ".cache"))
    for language in LANGUAGES:
        write_file(staged / card("", language), card_png(card_svg(None, language), root / ".cache"))
    releases = [each.summary for each in told]
    pieces = {each.summary.name: each.pieces for each in told}.__getitem__
    parts = write_parts(releases, pieces, Store(root / ".cache" / "site"), staged)
    press = Press(frame.folder, frame.site)
    entries: list[Entry] = []
    for page in whole_pages(known, parts, folders.__getitem__):
        press.write(page, staged)
        entries += page.entries
    write_index(known, entries, staged, pieces)
    write_catalogue(releases, staged, base=site_base(frame.site))


_EXPOSE = "window.vegaEmbed=vegaEmbed;"


def vega_bundle(cache: Path) -> bytes:
    """Vega, Vega-Lite and Vega-Embed as one module. Bundling takes two seconds, so it is kept in `cache`."""
    kept = cache / f"vega-{version('vl-convert-python')}.js"
    if kept.is_file():
        return kept.read_bytes()
    import vl_convert  # a large native library: loaded only where the bundle is made

    bundle = f"{vl_convert.javascript_bundle(_EXPOSE)}\nexport default window.vegaEmbed;\n".encode()
    cache.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(bundle)
    part.replace(kept)
    return bundle


def swap(staged: Path, out: Path) -> None:
    """Put the finished folder in place of the old one, in one step where the system has one for that.

    Elsewhere the old one is moved aside first. It is removed last.
    """
    if out.exists() and _exchange(staged, out):
        shutil.rmtree(staged, ignore_errors=True)
        return
    old = out.with_name(f".{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    try:
        staged.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Have two folders change places at once; False where the system cannot."""
    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform == "linux" else None
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return renameat2 is not None and not renameat2(here, os.fsencode(one), here, os.fsencode(other), exchange)

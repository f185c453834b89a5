"""Packages on disk to a finished static site: write the pages, run MkDocs, fill, put in place.

Everything happens in a staging folder beside the target; the last good site stays until the new one is
complete, and stays if anything fails.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from budgetpress.errors import BudgetpressError, InputError
from budgetpress.website.card import card_name, card_png, card_svg
from budgetpress.website.catalogue import RESERVED, site_base, write_catalogue
from budgetpress.website.catalogue.follow_page import follow_page
from budgetpress.website.changes_page import changes_pages
from budgetpress.website.charts.draw import Painter
from budgetpress.website.comparison_page import FOLDER as COMPARISON
from budgetpress.website.comparison_page import comparison_pages
from budgetpress.website.data import Package
from budgetpress.website.downloads import copy_downloads
from budgetpress.website.fill import Address, fill_page
from budgetpress.website.find_page import find_page
from budgetpress.website.home_page import home_page
from budgetpress.website.languages import EN, LANGUAGES, ZH, Language, resolve
from budgetpress.website.load import load_package
from budgetpress.website.page import Page
from budgetpress.website.release_pages import release_pages
from budgetpress.website.scorecard_page import FOLDER as DISCLOSURE
from budgetpress.website.scorecard_page import scorecard_page
from budgetpress.website.search_index import searched, write_index
from budgetpress.website.series_page import FOLDER as SERIES
from budgetpress.website.series_page import series_pages

_RESERVED = (
    frozenset({"assets", "search", "find", "method", "kinds", "glossary", "about", "404.html", "en"})
    | RESERVED
    | {SERIES, COMPARISON, DISCLOSURE}
)


def build_site(
    root: Path,
    *,
    packages: list[Path],
    out: Path,
    report: Callable[[str], None],
    views: Path | None = None,
) -> None:
    """Build the site of `packages` (folders) into `out`; `root` holds mkdocs.yml and site/.

    The Markdown that MkDocs reads is left in `build` beside `out`, a tree for each language. `report`
    receives one line a step. Raises :class:`InputError` for a package that cannot be used and
    :class:`BudgetpressError` if MkDocs refuses the pages; in both cases `out` is as it was.
    """
    loaded = [load_package(folder, views) for folder in packages]
    names = [package.name for package in loaded]
    for package in loaded:
        if package.name in _RESERVED or names.count(package.name) > 1:
            raise InputError(
                str(package.folder), f"release name {package.name!r}", expected="a name of its own"
            )
    docs, staged = out.parent / "build", out.parent / f".{out.name}.new"
    for folder in (docs, staged):
        shutil.rmtree(folder, ignore_errors=True)
    kinds = {path.stem for path in (root / "site" / "pages" / ZH.code / "kinds").glob("*.md")}
    painter = Painter(root / ".cache")
    pages = [
        home_page(loaded),
        find_page(loaded),
        follow_page(loaded),
        scorecard_page(loaded),
        *series_pages(loaded),
        *comparison_pages(loaded),
        *changes_pages(loaded),
        *(page for package in loaded for page in release_pages(package, painter, kinds)),
    ]
    write_docs(root, docs, [searched(page, loaded) for page in pages])
    report(f"{len(pages)} pages of {len(loaded)} release(s) written")
    try:
        site = ""
        for language in LANGUAGES:
            site = run_mkdocs(root, docs, staged, language, stamp(loaded))
            write_index(staged / language.folder, loaded)
        write_files(root, staged, loaded, pages)
        fill_site(staged, pages, site, {package.name for package in loaded})
        write_catalogue(loaded, staged, base=site_base(site))
        swap(staged, out)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    report(f"site ready in {out}")


def write_docs(root: Path, docs: Path, pages: Sequence[Page]) -> None:
    """The Markdown that MkDocs reads, a tree for each language: hand-written pages, then generated ones."""
    for language in LANGUAGES:
        tree = docs / language.code
        shutil.copytree(root / "site" / "pages" / language.code, tree)
        for page in pages:
            path = tree / page.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page.text(language), encoding="utf-8", newline="\n")


def write_files(root: Path, staged: Path, packages: Sequence[Package], pages: Sequence[Page]) -> None:
    """What is no page: assets, downloads and the files beside pages. All but text exists once."""
    shutil.rmtree(staged / EN.folder / "assets")  # the theme's, once more
    ignored = shutil.ignore_patterns("readme-*")
    shutil.copytree(root / "site" / "assets", staged / "assets", ignore=ignored, dirs_exist_ok=True)
    (staged / "assets" / "vega.js").write_bytes(vega_bundle(root / ".cache"))
    for package in packages:
        copy_downloads(package, staged / package.name)
    for language in LANGUAGES:
        for shown in (None, *packages):
            picture = card_png(card_svg(shown, language), root / ".cache")
            _write(staged / _card("" if shown is None else shown.name, language), picture)
    for page in pages:
        for name, content in page.files.items():
            path = Path(page.path).parent / name
            if isinstance(content, bytes):
                _write(staged / path, content)
                continue
            for language in LANGUAGES:
                _write(staged / language.folder / path, resolve(content, language).encode())


def _card(release: str, language: Language) -> str:
    """Where the picture of a release lies, or that of the site, from the root."""
    return f"{release or 'assets'}/{card_name(language)}"


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


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


def stamp(packages: Sequence[Package]) -> int:
    """The time the site claims to be of, in seconds: the newest `created` of its packages."""
    times = []
    for package in packages:
        try:
            created = datetime.fromisoformat(package.text("created"))
        except ValueError:
            continue
        times.append(int((created if created.tzinfo else created.replace(tzinfo=UTC)).timestamp()))
    return max(times, default=0)


def run_mkdocs(root: Path, docs: Path, staged: Path, language: Language, seconds: int) -> str:
    """MkDocs, strict, in this process; its warnings become the error's text.

    Builds the tree of one language, `seconds` being the time it claims, and returns the address of the
    whole site as configured, or the empty string.
    """
    with _environment({"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": str(seconds)}), _messages() as said:
        from mkdocs.commands.build import build
        from mkdocs.config import load_config
        from mkdocs.exceptions import MkDocsException

        folders = {
            "docs_dir": str(docs / language.code),
            "site_dir": str(staged / language.folder),
        }
        try:
            config = load_config(config_file=str(root / language.config), strict=True, **folders)
            # jieba tells the terminal that it loads a dictionary
            logging.getLogger("jieba").setLevel(logging.WARNING)
            site = config.site_url or ""
            if site:
                config.site_url = f"{site.rstrip('/')}/{language.folder}"
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
        except (MkDocsException, SystemExit) as error:
            lines = "\n".join(f"  {line}" for line in said)
            raise BudgetpressError(f"MkDocs refused the pages in {docs}: {error}\n{lines}") from error
    return site


def fill_site(staged: Path, pages: Sequence[Page], site: str, releases: Container[str]) -> None:
    """Fill the slots of every built page and set its policy, pages without slots too."""
    slots = {Path(page.path).with_suffix(".html").as_posix(): page.slots for page in pages}
    missing = {language.folder + path for language in LANGUAGES for path in slots}
    for path in sorted(staged.rglob("*.html")):
        name = path.relative_to(staged).as_posix()
        language = EN if name.startswith(EN.folder) else ZH
        inner = name.removeprefix(language.folder)
        release = inner.partition("/")[0]
        card = _card(release if release in releases else "", language)
        address = Address(path=inner, language=language, site=site, card=card)
        html = fill_page(path.read_text(encoding="utf-8"), slots.get(address.path, {}), address)
        path.write_text(html, encoding="utf-8", newline="\n")
        missing.discard(name)
    if missing:
        raise BudgetpressError(f"MkDocs did not build {', '.join(sorted(missing))}")


def swap(staged: Path, out: Path) -> None:
    """Put the finished folder in place of the old one, which is moved aside first and removed last."""
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


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _messages() -> Iterator[list[str]]:
    """Warnings of MkDocs, kept from the terminal."""
    said: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("mkdocs")
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate

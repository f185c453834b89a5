"""What MkDocs makes: the hand-written pages, ready, with the theme's files; and the shells of all others."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from budgetpress.errors import BudgetpressError
from budgetpress.website.kept import Store, code, contents, digest_of, link_tree, write_file
from budgetpress.website.languages import EN, LANGUAGES, Language
from budgetpress.website.press import BUILT, SHELLS, card
from budgetpress.website.shell import SOURCE, Address, Shell

_SITE = "site.txt"


class Frame:
    """Both trees as MkDocs builds them, kept as long as nothing changes that they are made of.

    `folder` has a tree for each language with its shells, `shells` is a hash over these; `site` is the
    address of the whole site as configured, or the empty string.
    """

    def __init__(self, root: Path, docs: Path, store: Store) -> None:
        """Writes the Markdown into `docs`. Raises :class:`BudgetpressError` if MkDocs refuses the pages."""
        shutil.rmtree(docs, ignore_errors=True)
        for language in LANGUAGES:
            shutil.copytree(root / "site" / "pages" / language.code, docs / language.code)
            for name in BUILT:
                write_file((docs / language.code / name).with_suffix(".md"), SOURCE.encode())
        configured = [(root / language.config).read_text(encoding="utf-8") for language in LANGUAGES]
        said = os.environ.get("SITE_URL", "")
        made_of = (configured, said, contents(docs), contents(root / "site" / "theme"), code())
        self.folder = store.get("frame", digest_of(*made_of), lambda target: _write(root, docs, target))
        self.site = (self.folder / _SITE).read_text(encoding="utf-8")
        built = (self.folder / language.code / name for language in LANGUAGES for name in BUILT)
        self.shells = digest_of([path.read_text(encoding="utf-8") for path in built])

    def place(self, staged: Path) -> None:
        """Put it below `staged`, the theme's files once; the shells stay out."""
        for language in LANGUAGES:
            tree = staged / language.folder
            link_tree(self.folder / language.code, tree)
            shutil.rmtree(tree / SHELLS)
            index = tree / "search" / "search_index.json"
            write_file(index, index.read_bytes())  # it is written anew, and what is kept must not be
        shutil.rmtree(staged / EN.folder / "assets")


def _write(root: Path, docs: Path, target: Path) -> None:
    for language in LANGUAGES:
        tree = target / language.code
        site = _run_mkdocs(root, docs, tree, language)
        write_file(target / _SITE, site.encode())
        for path in sorted(tree.rglob("*.html")):
            name = path.relative_to(tree).as_posix()
            if name not in BUILT:
                address = Address(path=name, language=language, site=site, card=card("", language))
                shell = Shell(path.read_text(encoding="utf-8"), address)
                write_file(path, shell.stamp(address).encode())


def _run_mkdocs(root: Path, docs: Path, tree: Path, language: Language) -> str:
    """MkDocs, strict, in this process; its warnings become the error's text. Returns the site's address."""
    with _environment({"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0"}), _messages() as said:
        from mkdocs.commands.build import build
        from mkdocs.config import load_config
        from mkdocs.exceptions import MkDocsException

        try:
            # jieba tells the terminal that it loads a dictionary
            logging.getLogger("jieba").setLevel(logging.WARNING)
            folders = {"docs_dir": str(docs / language.code), "site_dir": str(tree)}
            config = load_config(config_file=str(root / language.config), strict=True, **folders)
            site = config.site_url or ""
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
        except (MkDocsException, SystemExit) as error:
            lines = "\n".join(f"  {line}" for line in said)
            raise BudgetpressError(f"MkDocs refused the pages in {docs}: {error}\n{lines}") from error
    return site


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

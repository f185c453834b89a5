"""Writes generated pages: stamped on the shell of their depth, in both languages, with their files."""

from __future__ import annotations

from pathlib import Path

from budgetpress.errors import BudgetpressError
from budgetpress.website.card import card_name
from budgetpress.website.kept import write_file
from budgetpress.website.languages import LANGUAGES, Language, resolve
from budgetpress.website.page import Page
from budgetpress.website.shell import Address, Shell

# Generated pages lie at most so many folders deep, and those in the navigation have a shell of their own.
_DEEPEST = 6
_IN_NAV = ("index.html", "find/index.html", "catalogue/index.html")
SHELLS = "shell"


def _shell(depth: int) -> str:
    """Where MkDocs builds the shell of that depth."""
    return "/".join([SHELLS, *map(str, range(2, depth + 1)), "index.html"])


# All shells, as paths in the tree of each language.
BUILT = (*_IN_NAV, *map(_shell, range(1, _DEEPEST + 1)))


def card(release: str, language: Language) -> str:
    """Where the picture of a release lies, or that of the site, from the root."""
    return f"{release or 'assets'}/{card_name(language)}"


class Press:
    """The shells in `built`, a folder with the tree of each language, for the site at that address."""

    def __init__(self, built: Path, site: str) -> None:
        self._site = site
        self._shells = {
            (language.code, name): Shell(
                (built / language.code / name).read_text(encoding="utf-8"),
                Address(path=name, language=language, site=site),
            )
            for language in LANGUAGES
            for name in BUILT
        }

    def write(self, page: Page, target: Path, release: str = "") -> None:
        """The page below `target`, the root of a site; `release` is the one whose picture stands for it."""
        for language in LANGUAGES:
            address = Address(
                path=page.path, language=language, site=self._site, card=card(release, language)
            )
            html = self._shell(page.path, language).stamp(address, page)
            write_file(target / language.folder / page.path, html.encode())
        for name, content in page.files.items():
            path = page.path.removesuffix("index.html") + name
            if isinstance(content, bytes):
                write_file(target / path, content)
                continue
            for language in LANGUAGES:
                root = f'="{Address(path=path, language=language).root}'
                text = resolve(content, language).replace('="@root/', root)
                write_file(target / language.folder / path, text.encode())

    def _shell(self, path: str, language: Language) -> Shell:
        found = self._shells.get((language.code, path))
        found = found or self._shells.get((language.code, _shell(path.count("/"))))
        if found is None:
            raise BudgetpressError(f"{path}: a page this deep has no shell")
        return found

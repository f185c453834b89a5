"""Looks into built pages: elements, ids and links."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

Element = tuple[str, dict[str, str]]


class Elements(HTMLParser):
    """Collects the elements of a page in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Element] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def elements(path: Path) -> list[Element]:
    """The elements of the page at `path`."""
    return Elements(path.read_text(encoding="utf-8")).found


def ids(path: Path) -> set[str]:
    """The ids of a page."""
    return {attributes["id"] for _, attributes in elements(path) if "id" in attributes}


def broken_links(folder: Path) -> Iterator[str]:
    """Every link and source within the site that leads nowhere, anchors included."""
    known = {path: ids(path) for path in sorted(folder.rglob("*.html"))}
    for path in known:
        if path.name == "404.html":
            continue  # served at any depth, so its links start at the root of the host
        address = f"http://here/{path.relative_to(folder).as_posix()}"
        for tag, attributes in elements(path):
            for name in ("href", "src", "data-spec"):
                if name not in attributes:
                    continue
                parts = urlsplit(urljoin(address, attributes[name]))
                if parts.netloc != "here":
                    continue
                target = folder / unquote(parts.path).lstrip("/")
                target = target / "index.html" if parts.path.endswith("/") else target
                fragment = unquote(parts.fragment)
                if not target.is_file() or (fragment and fragment not in known.get(target, set())):
                    yield f"{path.relative_to(folder)}: <{tag} {name}={attributes[name]!r}>"


def loaded_from_elsewhere(folder: Path) -> Iterator[str]:
    """Every element that would make a browser fetch something from another host."""
    for path in sorted(folder.rglob("*.html")):
        for tag, attributes in elements(path):
            fetched = [attributes.get("src", ""), attributes.get("srcset", "")]
            if tag == "link":
                fetched.append(attributes.get("href", ""))
            if any("//" in address for address in fetched):
                yield f"{path.relative_to(folder)}: <{tag} {attributes}>"

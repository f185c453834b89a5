"""Text of a web page as a browser shows it: lines, each with the place of its first character."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from justhtml import Node, Text

Event = tuple[Literal["open", "close", "text"], Node | Text]

# Never shown, or of a kind of its own.
_SKIPPED: Final = frozenset(
    {"head", "script", "style", "template", "noscript", "iframe", "object", "audio", "video", "datalist"}
)
_BLOCKS: Final = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details",
        "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset",
        "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "listing",
        "main", "menu", "nav", "ol", "optgroup", "option", "p", "pre", "search", "section", "summary",
        "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "xmp",
    }
)  # fmt: skip
_BLANKS: Final = re.compile(r"[ \t\n\f\r]+")
_HIDING: Final = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))\b", re.IGNORECASE
)


class Spot(NamedTuple):
    """A line and a column of the source, both from 1."""

    line: int
    column: int


@dataclass(frozen=True, kw_only=True, slots=True)
class TextLine:
    """One line of text as shown; `hidden` where the page does not show it."""

    text: str
    spot: Spot
    hidden: bool = False


def walk(root: Node) -> Iterator[Event]:
    """Every element (opened, closed) and text below the root in order, but for what is never shown."""
    stack: list[Event] = [("open", root)]
    while stack:
        event, node = stack.pop()
        if event == "close":
            yield event, node
        elif isinstance(node, Text):
            yield "text", node
        elif node.name not in _SKIPPED:
            yield "open", node
            stack.append(("close", node))
            stack += (("open", child) for child in reversed(node.children or ()))


def spot_of(node: Node | Text) -> Spot:
    """Where a tag or a text begins; the first character of the page where the page implies it."""
    return Spot(*(node.origin_location or (1, 1)))


def is_hidden(node: Node) -> bool:
    """Whether an element hides what it holds by itself."""
    attributes = node.attrs or {}
    return "hidden" in attributes or bool(_HIDING.search(attributes.get("style") or ""))


class Flow:
    """Collects texts into lines. Blanks are joined as a browser joins them, and a block breaks the line."""

    def __init__(self) -> None:
        self.lines: list[TextLine] = []
        self._hidden = 0
        self._kept = 0  # how many open elements keep line ends (`pre`)
        self._words: dict[bool, str] = {False: "", True: ""}
        self._spots: dict[bool, Spot] = {}

    def take(self, event: str, node: Node | Text) -> None:
        """Take the next event of :func:`walk`."""
        if isinstance(node, Text):
            self._text(node)
            return
        step = 1 if event == "open" else -1
        if node.name in _BLOCKS:
            self.end_line()
        self._hidden += step * is_hidden(node)
        self._kept += step * (node.name in ("pre", "textarea"))

    def end_line(self) -> None:
        """End the line; a line without text is none."""
        for hidden, words in self._words.items():
            if text := words.strip(" "):
                self.lines.append(TextLine(text=text, spot=self._spots[hidden], hidden=hidden))
        self._words = {False: "", True: ""}
        self._spots = {}

    def take_lines(self) -> list[TextLine]:
        """End the line, and hand over all lines."""
        self.end_line()
        lines, self.lines = self.lines, []
        return lines

    def _text(self, node: Text) -> None:
        data = node.data if isinstance(node.data, str) else ""
        spot = spot_of(node)
        parts = data.split("\n") if self._kept else [data]
        for number, part in enumerate(parts):
            if number:
                self.end_line()
                spot = Spot(spot.line + 1, 1)
            self._words_of(part, spot)

    def _words_of(self, data: str, spot: Spot) -> None:
        hidden = self._hidden > 0
        text = _BLANKS.sub(" ", data)
        if text.strip(" "):
            self._spots.setdefault(hidden, _after_blanks(data, spot))
        before = self._words[hidden]
        self._words[hidden] = before + (text[1:] if before.endswith(" ") and text.startswith(" ") else text)


def _after_blanks(data: str, spot: Spot) -> Spot:
    """Where the first character stands that is not blank."""
    found = _BLANKS.match(data)
    lead = found[0] if found else ""
    if "\n" not in lead:
        return Spot(spot.line, spot.column + len(lead))
    return Spot(spot.line + lead.count("\n"), len(lead) - lead.rindex("\n"))

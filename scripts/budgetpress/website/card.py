"""The picture that stands for a release where its address is shared: 1200 by 630 pixels, one a language.

Drawn as SVG from the words and counts of the package, and made a PNG by resvg within vl-convert.
"""

from __future__ import annotations

import hashlib
import io
import os
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path

from PIL import Image

from budgetpress.website.data import Package
from budgetpress.website.escape import clean, html_text
from budgetpress.website.languages import Language, either, resolve
from budgetpress.website.markup import tag
from budgetpress.website.page import status_counts
from budgetpress.website.words import STATUS, percent

_WIDTH, _HEIGHT, _EDGE, _LINE = 1200, 630, 80, 18
# The colours of the card with the steps between letters and ground.
_SHADES = 64
_FONT = "Noto Sans CJK SC, Noto Sans SC, Arial, sans-serif"
# The colours of the dark scheme of the style sheet, on its header.
_PAPER, _INK, _QUIET = "#16293c", "#f2f6fa", "#c9d6e3"
_COLOURS = {
    "confirmed": "#7fd6a2",
    "consistent": "#86c8ee",
    "repaired": "#cdb0f7",
    "unverified": "#b0bac5",
    "disputed": "#ffa399",
}
_SITE = either("政府预算，逐个数字可查", "Government budgets, figure by figure")
_CLAIM = either(
    "每个数字都说得出印在哪里、由什么证明", "Every figure says where it was printed and what proves it"
)


def card_name(language: Language) -> str:
    """The file beside the first page of a release."""
    return f"card.{language.code}.png"


def card_svg(package: Package | None, language: Language) -> str:
    """The picture of a release, or of the whole site where `package` is None."""
    name = _SITE
    if package is not None:
        zh = package.text("title") or package.name
        name = either(clean(zh), clean(package.text("title_en") or zh))
    lines = _wrapped(resolve(name, language))[:3]
    parts = [_text(_EDGE, 110, 30, "budgetpress", _QUIET)]
    top = 210 if len(lines) > 1 else 250
    parts += [
        _text(_EDGE, top + 74 * row, 56, html_text(line), _INK, bold=True) for row, line in enumerate(lines)
    ]
    # Every glyph takes half a millisecond, and there are many releases: each says its own alone.
    parts.append(_text(_EDGE, _HEIGHT - 60, 28, _CLAIM, _QUIET) if package is None else _proven(package))
    ground = f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="{_PAPER}"/>'
    more = f'xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" font-family="{_FONT}"'
    return resolve(tag("svg", ground + "".join(parts), more=more), language)


def card_png(svg: str, cache: Path) -> bytes:
    """The picture as PNG, kept in `cache` under the hash of what it is made from."""
    made_of = f"{version('vl-convert-python')} {version('pillow')} {_SHADES}\n{svg}"
    kept = cache / "cards" / f"{hashlib.sha256(made_of.encode()).hexdigest()}.png"
    if kept.is_file():
        return kept.read_bytes()
    import vl_convert  # a large native library: loaded only where a picture is made

    picture = _flat(vl_convert.svg_to_png(svg, scale=1))
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(picture)
    part.replace(kept)
    return picture


def _flat(picture: bytes) -> bytes:
    """The picture with the few colours that it has: a seventh of its size."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as whole:
        few = whole.convert("RGB").quantize(_SHADES, method=Image.Quantize.FASTOCTREE)
        few.save(out, "PNG")
    return out.getvalue()


def _proven(package: Package) -> str:
    """The bar of statuses, and how much of the release has the best of them."""
    counts = status_counts(package)
    total = sum(counts.values())
    if not total:
        return ""
    left, boxes = float(_EDGE), []
    for status in STATUS:
        wide = (_WIDTH - 2 * _EDGE) * counts[status] / total  # a float for pixels only
        if wide:
            place = f'x="{left:.2f}" y="430" width="{wide:.2f}" height="22"'
            boxes.append(f'<rect {place} fill="{_COLOURS[status]}"/>')
        left += wide
    share = percent(Decimal(counts["confirmed"]), Decimal(total))
    holds, fails = (sum(check.verdict == name for check in package.checks) for name in ("holds", "fails"))
    words = either(
        f"{total} 个数字，{share} 已证实；{holds} 个勾稽关系成立，{fails} 个不成立",
        f"{total} figures, {share} confirmed; {holds} identities hold, {fails} fail",
    )
    return "".join(boxes) + _text(_EDGE, 500, 32, words, _INK)


def _text(x: int, y: int, size: int, words: str, colour: str, *, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{colour}"{weight}>{words}</text>'


def _wrapped(words: str) -> list[str]:
    """Lines of at most so many wide characters, a narrow one being about half as wide."""
    lines, line, used = [], "", 0.0
    for piece in _pieces(words):
        wide = sum(1.0 if ord(sign) > 0x2E7F else 0.53 for sign in piece)
        if line and used + wide > _LINE:
            lines.append(line.rstrip())
            line, used = "", 0.0
        line, used = line + piece, used + wide
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(words: str) -> list[str]:
    """Narrow words with the space behind them, wide characters one by one."""
    pieces: list[str] = []
    for sign in " ".join(words.split()):
        whole = pieces and ord(sign) <= 0x2E7F and ord(pieces[-1][-1]) <= 0x2E7F and pieces[-1][-1] != " "
        if whole:
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces

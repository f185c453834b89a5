"""What each chart has beside the pages: a small page to embed, the drawing as a file, its specifications."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import zip_longest

from budgetpress.website.charts.figure import canvas, caption, disputed_words, source_words, unit_words
from budgetpress.website.charts.gallery import Shown
from budgetpress.website.charts.metric import wrap
from budgetpress.website.charts.scene import WIDE, leading
from budgetpress.website.data import Package
from budgetpress.website.escape import anchor, clean
from budgetpress.website.languages import EN, ZH, either
from budgetpress.website.markup import link, tag
from budgetpress.website.shell import content_policy
from budgetpress.website.words import both, pair

_FONT = "Helvetica, Arial, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif"
_EDGE, _TITLE, _NOTE, _INK = 16, 17, 12, "#1b232c"


# Both specifications of a chart, with their wording as pairs that the script picks from.
SPECS = "specs.json"


def chart_files(package: Package, shown: Shown) -> Iterator[tuple[str, str | bytes]]:
    """Names below the release's folder, and contents: texts with their wording as pairs, bytes once."""
    folder = f"embed/{shown.chart.name}"
    yield f"{folder}/index.html", _page(package, shown)
    yield f"{folder}/{shown.chart.name}.svg", standalone(package, shown)
    yield f"{folder}/{SPECS}", f'{{"wide":{shown.wide.spec},"narrow":{shown.narrow.spec}}}\n'.encode()


def _page(package: Package, shown: Shown) -> str:
    chart = shown.chart
    source = both(*source_words(package, shown))
    own = any(resource.name == chart.name for group in package.tables.values() for resource in group)
    home = f"../../{chart.tables[0]}/" if own else "../../"
    back = link(f"{home}#{anchor('chart', chart.name)}", source, more='target="_blank" rel="noopener"')
    notes = [both(*unit_words(shown)), back]
    if chart.disputed:
        notes.append(both(*disputed_words(shown)))
    notes += [both(word.zh, word.en) for word in chart.remarks]
    body = tag(
        "figure", caption(shown, "h1") + canvas(shown) + tag("p", " · ".join(notes), "bp-note"), "bp-chart"
    )
    title = pair(chart.finding.zh, chart.finding.en or chart.finding.zh)
    return (
        f'<!doctype html>\n<html lang="{pair(ZH.tag, EN.tag)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{content_policy("")}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="robots" content="noindex">\n<title>{title}</title>\n'
        '<link rel="icon" href="@root/assets/favicon.svg">\n'
        '<link rel="stylesheet" href="@root/assets/charts.css">\n'
        f'</head>\n<body class="bp-embed">\n<main>{body}</main>\n</body>\n</html>\n'
    )


def standalone(package: Package, shown: Shown) -> str:
    """The wide drawing as a file of its own: on white, with its finding above, unit and source below."""
    drawing, finding = shown.wide, shown.chart.finding
    titles = _lines(finding.zh, finding.en, _TITLE)
    said = [unit_words(shown), source_words(package, shown)]
    said += [disputed_words(shown)] if shown.chart.disputed else []
    said += [(word.zh, word.en) for word in shown.chart.remarks]
    notes = _lines(" · ".join(zh for zh, _ in said), " · ".join(en for _, en in said), _NOTE)
    top = _EDGE + len(titles) * leading(_TITLE) + 10
    low = top + drawing.height + 20
    wide, high = WIDE + 2 * _EDGE, f"{low + len(notes) * leading(_NOTE) + _EDGE:g}"
    parts = (
        f"<title>{either(*_escaped(clean(finding.zh), clean(finding.en or finding.zh)))}</title>",
        f'<path fill="#fff" d="M{-_EDGE},0h{wide}v{high}h{-wide}Z"/>',
        *(_text(line, _TITLE, _EDGE + 14 + i * leading(_TITLE), "bold") for i, line in enumerate(titles)),
        f'<g transform="translate(0,{top:g})">{drawing.marks}</g>',
        *(_text(line, _NOTE, low + i * leading(_NOTE), "normal") for i, line in enumerate(notes)),
    )
    box = f'width="{wide}" height="{high}" viewBox="{-_EDGE} 0 {wide} {high}"'
    look = f'font-family="{_FONT}" color="{_INK}" fill="{_INK}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box} {look}>{"".join(parts)}</svg>\n'


def _lines(zh: str, en: str, size: int) -> list[tuple[str, str]]:
    one, other = wrap(clean(zh), size, WIDE, 3), wrap(clean(en or zh), size, WIDE, 3)
    return list(zip_longest(one, other, fillvalue=""))


def _text(words: tuple[str, str], size: int, y: float, weight: str) -> str:
    return (
        f'<text x="0" y="{y:g}" font-size="{size}" font-weight="{weight}">{either(*_escaped(*words))}</text>'
    )


def _escaped(zh: str, en: str) -> tuple[str, str]:
    return escape(zh), escape(en)

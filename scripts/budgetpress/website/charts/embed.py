"""What stands beside the pages for each chart: a small page to embed, the drawing as a file, its specifications."""

from __future__ import annotations

from collections.abc import Iterator

from budgetpress.website.charts.figure import canvas, caption, disputed_words, source_words, unit_words
from budgetpress.website.charts.gallery import Shown
from budgetpress.website.charts.metric import wrap
from budgetpress.website.charts.scene import WIDE, leading
from budgetpress.website.data import Package
from budgetpress.website.escape import anchor, clean
from budgetpress.website.languages import either
from budgetpress.website.markup import link, tag
from budgetpress.website.words import both, pair

_FONT = "Helvetica, Arial, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif"
_EDGE = 16


def chart_files(package: Package, shown: Shown) -> Iterator[tuple[str, str]]:
    """Names below the release's folder, and contents with their wording as pairs."""
    folder = f"embed/{shown.chart.name}"
    yield f"{folder}/index.html", _page(package, shown)
    yield f"{folder}/{shown.chart.name}.svg", standalone(package, shown)
    yield f"{folder}/{shown.chart.name}.vl.json", shown.wide.spec
    yield f"{folder}/{shown.chart.name}.narrow.vl.json", shown.narrow.spec


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
        f'<!doctype html>\n<html lang="{pair("zh", "en")}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="robots" content="noindex">\n<title>{title}</title>\n'
        '<link rel="stylesheet" href="@root/assets/charts.css">\n'
        f'</head>\n<body class="bp-embed">\n<main>{body}</main>\n</body>\n</html>\n'
    )


def standalone(package: Package, shown: Shown) -> str:
    """The wide drawing as a file of its own: on white, with its finding above, unit and source below."""
    drawing, finding = shown.wide, shown.chart.finding
    room = WIDE
    titles = _lines(finding.zh, finding.en, 17, room)
    notes = _lines(
        " · ".join((unit_words(shown)[0], source_words(package, shown)[0])),
        " · ".join((unit_words(shown)[1], source_words(package, shown)[1])),
        12,
        room,
    )
    top = _EDGE + len(titles) * leading(17) + 10
    low = top + drawing.height + 20
    height = low + len(notes) * leading(12) + _EDGE
    head = "".join(
        _text(pair_of, 17, _EDGE + 14 + i * leading(17), ' font-weight="bold"')
        for i, pair_of in enumerate(titles)
    )
    foot = "".join(_text(pair_of, 12, low + i * leading(12), "") for i, pair_of in enumerate(notes))
    label = either(*_escaped(clean(finding.zh), clean(finding.en or finding.zh)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE + 2 * _EDGE}" height="{height:g}"'
        f' viewBox="{-_EDGE} 0 {WIDE + 2 * _EDGE} {height:g}" font-family="{_FONT}" color="#1b232c" fill="#1b232c">'
        f'<title>{label}</title><path fill="#fff" d="M{-_EDGE},0h{WIDE + 2 * _EDGE}v{height:g}h{-WIDE - 2 * _EDGE}Z"/>'
        f'{head}<g transform="translate(0,{top:g})">{drawing.marks}</g>{foot}</svg>\n'
    )


def _lines(zh: str, en: str, size: int, room: float) -> list[tuple[str, str]]:
    one, other = wrap(clean(zh), size, room, 3), wrap(clean(en or zh), size, room, 3)
    count = max(len(one), len(other))
    pad = [[*each, *[""] * (count - len(each))] for each in (one, other)]
    return list(zip(*pad, strict=True))


def _text(words: tuple[str, str], size: int, y: float, more: str) -> str:
    return f'<text x="0" y="{y:g}" font-size="{size}"{more}>{either(*_escaped(*words))}</text>'


def _escaped(*texts: str) -> tuple[str, ...]:
    return tuple(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for text in texts)

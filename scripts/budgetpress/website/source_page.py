"""Where it was printed: `<release>/source/` lists what is shown, `<release>/source/<n>/<part>/` shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from budgetpress.website.data import Package, records, text
from budgetpress.website.escape import html_text, web_url
from budgetpress.website.markup import facts, link, tag
from budgetpress.website.page import Draft, Page, release_nav, release_titles
from budgetpress.website.source_html import UP, Marks, parts_list, shown_lines, shown_picture, why_not
from budgetpress.website.source_marks import marks_of, tables_of
from budgetpress.website.source_view import Part, View
from budgetpress.website.words import both, pair, printed

_STYLE = '<link rel="stylesheet" href="@root/assets/source.css">'


def source_pages(package: Package) -> Iterator[Page]:
    """The list of the sources, and a page for each part in which something stands."""
    found = {name: marks_of(package, view) for name, view in package.views.items()}
    yield _list(package, found)
    for name, view in package.views.items():
        numbers = [number for number in view.parts if number in found[name]]
        for at, number in enumerate(numbers):
            beside = numbers[at - 1 : at] if at else [], numbers[at + 1 : at + 2]
            yield _part_page(package, view, view.parts[number], found[name][number], beside)


def _list(package: Package, found: Mapping[str, Mapping[int, Marks]]) -> Page:
    zh, en = "原文", "Source"
    draft = Draft(f"{package.name}/source/index.html", *release_titles(package, zh, en))
    sections = tuple((f"source-{view.number}", view.source, view.source) for view in package.views.values())
    draft.add(_STYLE + release_nav(package, "source", sections))
    draft.heading(1, zh, en)
    draft.text(
        "每个数字印在原文的什么地方。PDF 是缩小的灰度页面图，数字上有框；文本、网页和工作簿是原样的行和格。"
        "框和格都通向表里的数字。",
        "Where in the source each figure was printed. Of a PDF there are small grey pictures of pages with a"
        " box around each figure; of text, web pages and workbooks the lines and cells as they are. Each box"
        " and cell leads to the figure in its table.",
    )
    described = records(package.descriptor, "sources")
    for view, source in zip(package.views.values(), described, strict=False):
        draft.heading(
            2, text(source, "title") or view.source, view.source, identifier=f"source-{view.number}"
        )
        draft.add(_summary(view, source, found[view.source]))
    return draft.page()


def _summary(view: View, source: Mapping[str, object], found: Mapping[int, Marks]) -> str:
    address = web_url(text(source, "path"))
    shown = link(address, html_text(address), more='rel="external noopener"') if address else ""
    about = (
        ("文件", "File", printed(view.source)),
        ("SHA-256", "SHA-256", tag("code", html_text(text(source, "sha256")), "bp-hash")),
        *((("网址", "Address", shown),) if shown else ()),
    )
    rows = []
    for number, part in view.parts.items():
        marks = [mark for spot in found.get(number, {}).values() for mark in spot]
        if marks:
            figures = sum(mark.figure is not None for mark in marks)
            tables = " ".join(link(f"../{table}/", html_text(table), "bp-no") for table in tables_of(marks))
            name = link(f"{view.number}/{number}/", both(part.zh, part.en))
            rows.append((name, tables, figures, len(marks) - figures))
    listed = parts_list(rows, pair(f"{view.source} 的各部分", f"Parts of {view.source}")) if rows else ""
    return facts(about) + why_not(view.reason) + listed


def _part_page(
    package: Package, view: View, part: Part, marks: Marks, beside: tuple[list[int], list[int]]
) -> Page:
    zh, en = f"原文{part.zh}", f"Source, {part.en}"
    path = f"{package.name}/source/{view.number}/{part.number}"
    draft = Draft(f"{path}/index.html", *release_titles(package, zh, en), searched=False)
    draft.add(_STYLE + release_nav(package, "", up=UP))
    draft.heading(1, zh, en)
    everything = [mark for spot in marks.values() for mark in spot]
    tables = " ".join(link(f"{UP}{table}/", html_text(table), "bp-no") for table in tables_of(everything))
    about = (
        ("来源", "Source", link("../../", printed(view.source))),
        ("这里有数字的表", "Tables with figures here", tables or "—"),
    )
    draft.add(facts(about))
    if part.picture is not None:
        name = part.picture.file.name
        draft.file(name, part.picture.file.read_bytes())
        alt = pair(
            f"{view.source} 第 {part.number} 页的图；图中的数字列在图下的表里",
            f"Picture of page {part.number} of {view.source}; its figures are in the table below it",
        )
        draft.add(shown_picture(part.picture, f"@root/{path}/{name}", alt, marks))
    else:
        draft.add(shown_lines(part, marks))
    draft.add(_pager(view, beside))
    return draft.page()


def _pager(view: View, beside: tuple[list[int], list[int]]) -> str:
    links = []
    for numbers, arrow in zip(beside, ("← {}", "{} →"), strict=True):
        if not numbers:
            links.append("<span></span>")
            continue
        part = view.parts[numbers[0]]
        links.append(link(f"../{part.number}/", arrow.replace("{}", both(part.zh, part.en))))
    label = pair("前后各部分", "Previous and next part")
    return tag("nav", "".join(links), "bp-pager", more=f'aria-label="{label}"')

"""The pages `catalogue/`: every body with its releases and feeds, of many by place; and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from budgetpress.website.catalogue import dcat
from budgetpress.website.catalogue.bodies import Body
from budgetpress.website.catalogue.catalog_json import ATOM, JSON_FEED, NAME, SCHEMA, latest_path
from budgetpress.website.escape import html_text
from budgetpress.website.languages import EN, either
from budgetpress.website.markup import (
    cell,
    facts,
    grid,
    head,
    line,
    link,
    none,
    number,
    number_head,
    row_name,
    sub,
    tag,
)
from budgetpress.website.page import Draft, Page
from budgetpress.website.picker import release_picker
from budgetpress.website.places import FOLDER, Place, places
from budgetpress.website.sheets import MOST, root_of, sheet_path, sheets, titled, turn
from budgetpress.website.words import PHASE, both, pair

PATH = "catalogue/"
_TITLE = ("目录与订阅", "Catalogue and feeds")
_ABOUT = ("全站数据的目录、订阅与不变的地址。", "Catalogue, feeds and lasting addresses of all data.")


def follow_pages(known: Sequence[Body]) -> Iterator[Page]:
    """`catalogue/` for any number of releases, and the bodies of each place where they are many."""
    found = places(known)
    if len(known) <= MOST or len(found) == 1:
        ordered = [body for place in found for body in place.bodies]
        yield from _pages(PATH, _TITLE, ordered)
        return
    parts = sheets(found, 4 * MOST)
    for page, part in enumerate(parts, start=1):
        content = _places(part, root_of(PATH, page)) + turn(page, len(parts))
        yield _page(PATH, _TITLE, page, (release_picker(known) if page == 1 else "") + content)
    for place in found:
        yield from _pages(f"{FOLDER}{place.key}/", place.name, place.bodies)


def _pages(folder: str, title: tuple[str, str], listed: Sequence[Body]) -> Iterator[Page]:
    parts = sheets(listed)
    for page, part in enumerate(parts, start=1):
        content = _bodies(part, root_of(folder, page)) if part else none()
        yield _page(folder, title, page, content + turn(page, len(parts)))


def _page(folder: str, title: tuple[str, str], page: int, content: str) -> Page:
    """A page of a list; what is of the whole site stands on the first of all."""
    first = page == 1 and folder == PATH
    draft = Draft(sheet_path(folder, page), titled(*title, page), _ABOUT, searched=page == 1)
    draft.heading(1, *titled(*title, page))
    draft.heading(2, "各单位", "Bodies", identifier="bodies")
    draft.text(
        "“最新”的地址不随年度改变：其下的数据文件与页面总是该单位最近一次发布。",
        "The address of the latest release stays the same from year to year: the files and pages below it are"
        " always those of the body's newest release.",
    )
    draft.add(content)
    if first:
        draft.heading(2, "全站", "The whole site", identifier="site")
        draft.add(facts(_SITE))
        draft.heading(2, "用程序取数据", "For programs", identifier="programs")
        draft.add(tag("ol", "".join(tag("li", both(zh, en)) for zh, en in _STEPS)))
    elif folder != PATH:
        up = root_of(folder, page)
        draft.add(tag("p", link(f"{up}{PATH}", both("全部地方", "All places"))))
    return draft.page()


def _places(listed: Sequence[Place], root: str) -> str:
    rows = []
    for place in listed:
        releases = sum(len(body.releases) for body in place.bodies)
        name = link(f"{root}{FOLDER}{place.key}/", both(*place.name))
        rows.append(line(row_name(name), number(f"{len(place.bodies):,}"), number(f"{releases:,}")))
    heads = (head("地方", "Place"), number_head("单位", "Bodies"), number_head("发布", "Releases"))
    return grid(pair("各地方", "Places"), heads, rows)


_STEPS = (
    (
        (
            "读 catalog.json：releases[] 有每个发布的版本和它自己的目录（catalogue），"
            "那里的 files[] 有每个文件的地址、字节数、SHA-256 与媒体类型。"
            "相对地址相对于所在的文件；有 next 就接着读下一份。"
        ),
        (
            "Read catalog.json: releases[] has the version of each release and its own catalogue, whose"
            " files[] has the address, size, SHA-256 and media type of every file. A relative address is"
            " relative to the document; where there is a next, read on."
        ),
    ),
    (
        "只取 sha256 变了的文件；version 变了就是数据变了。",
        "Fetch only files whose sha256 changed; a new version means that data changed.",
    ),
    (
        (
            "CSV 是 UTF-8、逗号分隔、CRLF 换行、首行字段名；"
            "不论主机发什么 Content-Type，以 datapackage.json 为准。"
        ),
        (
            "CSV is UTF-8 with commas, CRLF and a first line of field names; whatever Content-Type the host"
            " sends, datapackage.json has the say."
        ),
    ),
)


def _file(path: str, words: str = "") -> str:
    return link(f"@root/{path}", words or tag("code", html_text(path)))


def _feeds(home: str) -> str:
    """The two feeds in the language of the page."""
    names = ((ATOM, "Atom"), (JSON_FEED, "JSON Feed"))
    links = (
        either(_file(home + file, title), _file(f"{EN.folder}{home}{file}", title)) for file, title in names
    )
    return " · ".join(links)


_SITE = (
    ("订阅", "Follow", _feeds("")),
    ("目录（JSON）", "Catalogue (JSON)", f"{_file(NAME)} · {_file(SCHEMA, 'JSON Schema')}"),
    ("目录（DCAT-AP 3）", "Catalogue (DCAT-AP 3)", _file(dcat.NAME)),
)


def _bodies(listed: Sequence[Body], root: str) -> str:
    heads = (
        head("单位", "Body"),
        head("全部发布", "All releases"),
        head("最新", "Latest"),
        head("订阅", "Follow"),
    )
    return grid(pair("各单位", "Bodies"), heads, [_body(body, root) for body in listed])


def _body(body: Body, root: str) -> str:
    home = latest_path(body)
    releases = [_release(body, position, root) for position in range(len(body.releases))]
    if body.years > 1:
        over = link(f"{root}series/{body.slug}/", both("历年比较", "Over the years"))
        releases.append(over)
    return line(
        row_name(both(body.name, body.name_en) + sub(html_text(body.owner.code))),
        cell("<br>".join(releases)),
        cell(link(f"{root}{home}", tag("code", html_text(home)))),
        cell(_feeds(home)),
    )


def _release(body: Body, position: int, root: str) -> str:
    """A release by year and phase, and the way to what changed in it if there is an older one."""
    release = body.releases[position]
    phase = PHASE.get(release.phase)
    words = (release.year, both(phase.zh, phase.en) if phase else "", html_text(release.version))
    named = link(f"{root}{release.name}/", " ".join(filter(None, words)) or html_text(release.name))
    if position == len(body.releases) - 1:
        return named
    return f"{named} · " + link(f"{root}{release.name}/changes/", both("变化", "changes"))

"""The tables of the page of results, in Chinese and English, from what `scale.py` has measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from budgetpress.website.languages import either

Results = Mapping[str, Mapping[str, Any]]
NONE = "–"
KINDS = {
    "transcription": ("转录文本", "transcription"),
    "pdf": ("PDF", "PDF"),
    "workbook": ("工作簿", "workbook"),
}
STAGES = {
    "read": ("读出", "read"),
    "shape": ("成表", "shape"),
    "reconcile": ("核对", "reconcile"),
    "package": ("写出", "write"),
    "validate": ("校验", "validate"),
    "whole": ("合计", "in all"),
}
COUNTRY, CITY = 240_000, 200
PAGES_LIMIT = 1_000_000_000
"""Bytes of one site on GitHub Pages."""
SHARDS, AT_ONCE, CORES = 256, 20, 4
"""Jobs of one matrix of GitHub Actions, those of them that run at once, and the cores of each."""
CLUSTER = 64
"""Cores of a small cluster."""


def tables(results: Results, counts: Sequence[int]) -> Iterator[str]:
    """All tables as Markdown, line by line, each with a heading above it."""
    counts = sorted(counts)
    yield from _reading(results)
    yield from _stages(results, counts)
    yield from _building(results, counts)
    yield from _site(results, counts)
    yield from _weights(results, counts)
    yield from _plan(results, counts)


def _reading(results: Results) -> Iterator[str]:
    yield from _head(
        "读出",
        "Reading",
        "来源",
        "Source",
        ("每秒页数", "pages a second"),
        ("与只取文字之比", "against text alone"),
    )
    found = results.get("read")
    for kind, (zh, en) in KINDS.items():
        cells = [NONE, NONE]
        if found:
            pages = found["pages"][kind]
            cells = [f"{pages:,.0f}", f"{pages / found['limit']:.0%}" if kind == "pdf" else NONE]
        yield _row(either(zh, en), *cells)
    yield _row(
        either("PDFium 只取文字", "text alone, by PDFium"),
        f"{found['limit']:,.0f}" if found else NONE,
        "100%",
    )


def _stages(results: Results, counts: Sequence[int]) -> Iterator[str]:
    yield from _head("每份文件的 CPU 秒数", "CPU seconds a document", "发布数", "Releases", *STAGES.values())
    for count in counts:
        stages = results.get(f"build.{count}", {}).get("stages") or {}
        if stages:
            yield _row(f"{count:,}", *(f"{stages.get(stage, 0) / count:.3f}" for stage in STAGES))


def _building(results: Results, counts: Sequence[int]) -> Iterator[str]:
    yield from _head(
        "转换", "Conversion", "发布数", "Releases",
        ("每秒文件（1 个进程）", "documents/s, 1 worker"), ("每秒文件（2 个进程）", "documents/s, 2 workers"),
        ("倍数", "times as fast"), ("主进程内存 MB", "parent, MB"),
        ("每秒文件（Dask，2 个）", "documents/s, Dask with 2"),
        ("未变时重做，占", "again, nothing changed"),
    )  # fmt: skip
    for count in counts:
        found, dask = results.get(f"build.{count}"), results.get(f"dask.{count}")
        cells = [NONE] * 6
        if found:
            one, two = found["jobs_1"], found["jobs_2"]
            cells[:4] = [
                f"{count / one['clock']:.2f}", f"{count / two['clock']:.2f}",
                f"{one['clock'] / two['clock']:.2f}", f"{two['memory']:.0f}",
            ]  # fmt: skip
            cells[5] = f"{found['unchanged']['cpu'] / one['cpu']:.1%}"
        if dask:
            cells[4] = f"{count / dask['clock']:.2f}"
        yield _row(f"{count:,}", *cells)


def _site(results: Results, counts: Sequence[int]) -> Iterator[str]:
    yield from _head(
        "网站", "Site", "发布数", "Releases",
        ("页数", "pages"), ("CPU 秒", "CPU s"), ("空白网站 CPU 秒", "empty site, CPU s"), ("比", "ratio"),
        ("改一个发布后", "after one change"), ("内存 MB", "memory, MB"), ("每个发布 MB", "MB a release"),
    )  # fmt: skip
    for count in counts:
        found = results.get(f"site.{count}")
        cells = [NONE] * 7
        if found:
            took = found["built"]["cpu"]
            cells = [
                f"{found['pages']:,}", f"{took:,.0f}", f"{found['bare']:,.0f}", f"{took / found['bare']:.2f}",
                f"{found['again'] / took:.1%}", f"{found['built']['memory']:.0f}",
                f"{found['whole'] / count / 1e6:.1f}",
            ]  # fmt: skip
        yield _row(f"{count:,}", *cells)


def _weights(results: Results, counts: Sequence[int]) -> Iterator[str]:
    measured = [(count, found) for count in counts if (found := results.get(f"site.{count}"))]
    names = {
        "index.html": ("首页", "home"),
        "find/index.html": ("查找", "finder"),
        "catalogue/index.html": ("目录", "catalogue"),
    }
    last = (("发布的概览", "overview of a release"), ("最重的一页", "the heaviest page"))
    yield from _head(
        "网页的大小（压缩后 kB）",
        "Weight of pages (kB compressed)",
        "发布数",
        "Releases",
        *names.values(),
        *last,
    )
    for count, found in measured:
        weights = dict(found["weights"])
        heaviest = weights.pop("the heaviest page")
        cells = [f"{weights.pop(name) / 1000:.1f}" if name in weights else NONE for name in names]
        overview = next(iter(weights.values()), 0)
        yield _row(f"{count:,}", *cells, f"{overview / 1000:.1f}", f"{heaviest / 1000:.1f}")


def _plan(results: Results, counts: Sequence[int]) -> Iterator[str]:
    """What the largest numbers that were measured say of a city's year, and of the country's."""
    built = _largest(results, counts, "build", "stages")
    site = _largest(results, counts, "site", "built")
    if built is None or site is None:
        return
    (documents, build), (releases, whole) = built, site
    hours = build["stages"]["whole"] / documents / 3600
    package, pages = build["package"] / documents, whole["whole"] / releases
    anew = whole["built"]["cpu"] / releases / 3600
    yield from _head(
        "一年要用多少", "What a year takes", "", "",
        (f"一座城市，{CITY} 份", f"a city, {CITY} documents"),
        (f"全国，{COUNTRY:,} 份", f"the country, {COUNTRY:,} documents"),
    )  # fmt: skip
    of_each = {
        ("转换，CPU 小时", "conversion, CPU hours"): hours,
        ("转换，两核的笔记本，小时", "conversion on a laptop's two cores, hours"): hours / 2,
        (
            f"转换，{CLUSTER} 核的 Dask 集群，小时",
            f"conversion on a Dask cluster of {CLUSTER} cores, hours",
        ): hours / CLUSTER,
        (
            f"转换，GitHub Actions（{SHARDS} 片，同时 {AT_ONCE} 个作业，各 {CORES} 核），小时",
            f"conversion on GitHub Actions ({SHARDS} shards, {AT_ONCE} jobs of {CORES} cores at once), hours",
        ): hours / AT_ONCE / CORES,
        ("来源文件，GB（按每份 1 MB）", "sources, GB (at 1 MB each)"): 0.001,
        ("数据包，GB", "packages, GB"): package / 1e9,
        ("网站，GB", "site, GB"): pages / 1e9,
        ("每个不过 1 GB 的网站，个", "sites of at most 1 GB"): pages / PAGES_LIMIT,
        ("整站重做，CPU 小时", "all pages anew, CPU hours"): anew,
    }
    for (zh, en), one in of_each.items():
        yield _row(either(zh, en), *(_rounded(many * one) for many in (CITY, COUNTRY)))


def _largest(
    results: Results, counts: Sequence[int], subject: str, part: str
) -> tuple[int, Mapping[str, Any]] | None:
    """The results of the largest number of releases for which that part was measured."""
    for count in sorted(counts, reverse=True):
        found = results.get(f"{subject}.{count}")
        if found and found.get(part):
            return count, found
    return None


def _rounded(value: float) -> str:
    return f"{value:,.0f}" if value >= 20 else f"{value:.2g}"


def _head(zh: str, en: str, first_zh: str, first_en: str, *columns: tuple[str, str]) -> Iterator[str]:
    yield f"\n**{either(zh, en)}**\n"
    yield _row(either(first_zh, first_en), *(either(*column) for column in columns))
    yield "|---|" + "--:|" * len(columns)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"

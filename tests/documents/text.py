"""Print a paper as a transcription (cells separated by tabs), as CSV, and as HTML with merged cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from html import escape

from tests.documents.paper import Box, Line, Paper, Part, Sheet, texts


def print_lines(paper: Paper) -> Iterator[list[str]]:
    """The document line by line, a line as its cells; a blank line between what stands apart."""
    yield [paper.heading]
    for paragraph in paper.before:
        yield [paragraph]
    for sheet in paper.sheets:
        yield []
        for title in sheet.titles:
            yield [title]
        yield [text for text in (sheet.left, sheet.right) if text]
        for part in sheet.parts:
            for line in part.heads:
                yield [box.text if box is not None else "" for box in line]
            yield from texts(part.lines)
        if sheet.note:
            yield [sheet.note]
    yield []
    for paragraph in paper.after:
        yield [paragraph]


def transcription(paper: Paper) -> bytes:
    """UTF-8 text, a line a row, cells separated by tabs."""
    return "".join("\t".join(line) + "\n" for line in print_lines(paper)).encode()


def comma_separated(paper: Paper, encoding: str = "utf-8-sig") -> bytes:
    """CSV as spreadsheets write it: with a byte order mark, CR LF, and quotes where needed."""
    stream = io.StringIO()
    csv.writer(stream).writerows(print_lines(paper))
    return stream.getvalue().encode(encoding)


def web_page(paper: Paper) -> bytes:
    """HTML: a heading and a table for each sheet, headings merged as printed."""
    body = [f"<h1>{escape(paper.heading)}</h1>", *_paragraphs(paper.before)]
    for sheet in paper.sheets:
        body += _sheet(sheet)
    body += _paragraphs(paper.after)
    head = f'<head><meta charset="utf-8"><title>{escape(paper.heading)}</title></head>'
    return "\n".join(["<!doctype html>", "<html>", head, "<body>", *body, "</body>", "</html>", ""]).encode()


def _paragraphs(lines: tuple[str, ...]) -> list[str]:
    return [f"<p>{escape(line)}</p>" for line in lines]


def _sheet(sheet: Sheet) -> Iterator[str]:
    for title in sheet.titles:
        yield f"<h2>{escape(title)}</h2>"
    yield f"<p>{escape(sheet.left)}</p>"
    yield f"<p>{escape(sheet.right)}</p>"
    yield "<table>"
    for part in sheet.parts:
        yield from _part(part)
    yield "</table>"
    if sheet.note:
        yield f"<p>{escape(sheet.note)}</p>"


def _part(part: Part) -> Iterator[str]:
    for tag, lines in (("th", part.heads), ("td", part.lines)):
        for line in lines:
            yield f"<tr>{_row(tag, line)}</tr>"


def _row(tag: str, line: Line) -> str:
    return "".join(f"<{tag}{_spans(box)}>{escape(box.text)}</{tag}>" for box in line if box is not None)


def _spans(box: Box) -> str:
    rows = f' rowspan="{box.rows}"' if box.rows > 1 else ""
    columns = f' colspan="{box.columns}"' if box.columns > 1 else ""
    return rows + columns

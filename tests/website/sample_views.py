"""What the sources of the invented release look like: lines of text, a table, and the picture of a page."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

from PIL import Image
from tests.website.sample_rows import Text

SHOWN = {"budget.txt": "1" * 64, "scan.pdf": "2" * 64}
"""The sources that are shown, and their hashes."""

BOX = "40 30 120 50"
"""Where something stands on the picture."""


def write_views(folder: Path, text: Text = lambda words: words) -> Path:
    """Write the views into a folder and return it."""
    lines = [[_cell(text(f"第{n}行"), n, 1), _cell(text("0,0001"), n, 4)] for n in range(1, 41)]
    table = [
        [_cell(text("合计"), 41, 1, rows=2), _cell(text("1"), 41, 4), _cell("", 41, 8)],
        [_cell(text("2"), 42, 4, columns=2)],
    ]
    grids = [
        {"name": text("budget.txt"), "exact": False, "rows": lines},
        {"name": text("budget.txt"), "exact": True, "rows": table},
    ]
    write_view(folder / SHOWN["budget.txt"], grids=grids)
    stream = io.BytesIO()
    Image.new("L", (400, 300), 255).save(stream, "WEBP", lossless=True)
    write_view(folder / SHOWN["scan.pdf"], picture=stream.getvalue())
    return folder


def _cell(text: str, line: int, column: int, *, rows: int = 1, columns: int = 1) -> list[Any]:
    return [text, f"L{line}C{column}", rows, columns, 0]


def write_view(folder: Path, *, grids: list[dict[str, Any]] | None = None, picture: bytes = b"") -> None:
    """Write one view, as the read stage does: cells, or a picture of page 1 of 200 by 150 points."""
    folder.mkdir(parents=True)
    pages = {}
    if picture:
        (folder / "p1.webp").write_bytes(picture)
        sha256 = hashlib.sha256(picture).hexdigest()
        sides = {"width": 200, "height": 150, "pixels": [400, 300]}
        pages["1"] = {**sides, "file": "p1.webp", "sha256": sha256}
    manifest = {"made_by": "a test", "asked": [1], "reason": ["", ""], "pages": pages, "grids": grids or []}
    data = json.dumps(manifest, ensure_ascii=False).encode("utf-8", "replace")
    (folder / f"view-{hashlib.sha256(data).hexdigest()}.json").write_bytes(data)

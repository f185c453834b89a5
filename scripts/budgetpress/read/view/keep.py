"""Views on disk: `<folder>/<sha256 of the source>/`, each file with its hash in its name or in the manifest.

The manifest is `view-<its own sha256>.json`:

    made_by      what drew it; a view of other makers is made anew
    asked        the pages that were asked for
    reason       in Chinese and English: what is not shown; both empty where all is
    pages        {"3": {"width", "height" in points, "pixels": [wide, high], "file", "sha256"}}
    grids        [{"name", "exact", "rows": [[[text, place, rows, columns, hidden], ...], ...]}]

A view appears whole or not at all: it is written beside its folder and put in its place in one step.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

from budgetpress.read.view.source import SourceView, view_source

_KEYS = {"made_by", "asked", "reason", "pages", "grids"}
_LAYOUT = 2  # raise it where a view of today differs from one of yesterday


def keep_view(folder: Path, path: Path, sha256: str, pages: Sequence[int]) -> bool:
    """See that the view of a source is in `folder`, with these of its pages; whether all of it can be shown.

    A view that is there already, whole and of these makers, is left alone; so is one that shows
    something where the file at hand shows nothing.
    """
    kept = _manifest(folder / sha256)
    before = set(kept["asked"]) if kept is not None else set()
    whole = kept is not None and not kept["reason"][0] and kept["made_by"] == _made_by()
    if whole and before.issuperset(pages):
        return True
    asked = sorted(before.union(pages))  # another release may have the same source
    view = view_source(path, sha256, asked)
    if kept is None or view.pages or view.grids:
        _write(folder / sha256, view, asked)
    return not view.reason[0]


def _made_by() -> str:
    names = ("pypdfium2", "pillow", "numpy")
    return " ".join([f"layout {_LAYOUT}", *(f"{name} {version(name)}" for name in names)])


def _manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of a view whose files are all there and whole."""
    for path in folder.glob("view-*.json"):
        data = path.read_bytes()
        if path.name != f"view-{hashlib.sha256(data).hexdigest()}.json":
            continue
        with suppress(
            ValueError, LookupError, TypeError, AttributeError, RecursionError
        ):  # of another layout
            found: dict[str, Any] = json.loads(data)
            if found.keys() == _KEYS and all(_whole(folder, page) for page in found["pages"].values()):
                return found
    return None


def _whole(folder: Path, page: dict[str, str]) -> bool:
    path = folder / Path(page["file"]).name
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == page["sha256"]


def _write(target: Path, view: SourceView, asked: list[int]) -> None:
    stage = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    try:
        pages = {}
        for page in view.pages:
            name = f"p{page.number}.webp"
            (stage / name).write_bytes(page.drawn.data)
            pages[str(page.number)] = {
                "width": page.width,
                "height": page.height,
                "pixels": [page.drawn.width, page.drawn.height],
                "file": name,
                "sha256": hashlib.sha256(page.drawn.data).hexdigest(),
            }
        manifest = {
            "made_by": _made_by(),
            "asked": asked,
            "reason": view.reason,
            "pages": pages,
            "grids": [{"name": name, "exact": exact, "rows": rows} for name, exact, rows in view.grids],
        }
        text = json.dumps(manifest, ensure_ascii=False, separators=(",", ":"))
        data = text.encode("utf-8", "replace")
        (stage / f"view-{hashlib.sha256(data).hexdigest()}.json").write_bytes(data)
        shutil.rmtree(target, ignore_errors=True)
        try:
            stage.rename(target)
        except OSError:
            if not target.is_dir():  # else another build has put one there meanwhile
                raise
    finally:
        shutil.rmtree(stage, ignore_errors=True)

"""The files that the finder reads: the rows of all releases, in files of up to about a hundred releases.

Releases are in order, the newest year first and then by name, and a file has some that follow each other in
a year. Where one ends is told by the names of releases alone: a release more or less changes one file, seldom
two, and all others stay as they are. A file is called after its content, so that no old part of one is ever
taken for a part of another. `find/files.json` lists them: what a question cannot be about is not opened.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path

from budgetpress.website.find_parquet import joined
from budgetpress.website.kept import Store, code, digest_of, place
from budgetpress.website.pieces import FIGURES, ITEMS
from budgetpress.website.summary import Summary

FOLDER, LIST = "find/", "files.json"
KINDS: Mapping[str, str] = {"figures": FIGURES, "items": ITEMS}
# One release in so many begins a file; and the most that a file has.
_SHARE, _MOST = 48, 96
_TOLD = "part.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A file of rows: of one year, with the releases from `first` to `last` in the order of their names."""

    name: str
    bytes: int
    rows: int
    scale: int
    year: int
    first: str
    last: str


Parts = Mapping[str, Sequence[Part]]


def write_parts(
    releases: Sequence[Summary], pieces: Callable[[str], Path], store: Store, site: Path
) -> Parts:
    """Write the files of each kind and their list below `site`; what did not change is linked from `store`.

    `pieces` says where those of a release are kept.
    """
    target = site / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    cuts = [[release.name for release in cut] for cut in cut_up(releases)]
    years = {release.name: release.fiscal_year for release in releases}
    found: dict[str, list[Part]] = {kind: [] for kind in KINDS}
    for names in cuts:
        for kind, piece in KINDS.items():
            files = [pieces(name) / piece for name in names]
            part, kept = _part(kind, years[names[0]], names, files, store)
            place(kept, target / part.name)
            found[kind].append(part)
    told = {kind: [asdict(part) for part in parts] for kind, parts in found.items()}
    text = json.dumps(told, separators=(",", ":")) + "\n"
    (target / LIST).write_text(text, encoding="utf-8", newline="\n")
    return found


def cut_up(releases: Sequence[Summary]) -> Iterator[list[Summary]]:
    """The releases of each file, in order."""
    ordered = sorted(releases, key=lambda release: (-release.fiscal_year, release.name))
    for _, group in groupby(ordered, key=lambda release: release.fiscal_year):
        part: list[Summary] = []
        for release in group:
            if part and (_begins(release.name) or len(part) == _MOST):
                yield part
                part = []
            part.append(release)
        yield part


def _begins(name: str) -> bool:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) % _SHARE == 0


def _part(
    kind: str, year: int, names: Sequence[str], files: Sequence[Path], store: Store
) -> tuple[Part, Path]:
    """A file, joined of the pieces unless it is kept, and where it is."""

    def write(folder: Path) -> None:
        content, rows, scale = joined(files)
        name = f"{kind}-{year}-{hashlib.sha256(content).hexdigest()[:10]}.parquet"
        (folder / name).write_bytes(content)
        told = Part(
            name=name, bytes=len(content), rows=rows, scale=scale, year=year, first=names[0], last=names[-1]
        )
        (folder / _TOLD).write_text(json.dumps(asdict(told)), encoding="utf-8")

    key = digest_of(code(), [hashlib.sha256(file.read_bytes()).hexdigest() for file in files])
    kept = store.get(f"{names[0]}.{kind}", key, write)
    part = Part(**json.loads((kept / _TOLD).read_text(encoding="utf-8")))
    return part, kept / part.name

"""The facts of a release: `release.toml` in its folder, all faults reported at once."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from budgetpress.errors import FaultCollector, InputError
from budgetpress.model import Licence, Release, Source

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DEFAULT_LICENCE = Licence(
    name="CC-BY-4.0",
    title="Creative Commons Attribution 4.0",
    path="https://creativecommons.org/licenses/by/4.0/",
)

_RELEASE = ("title", "title_en", "form", "fiscal_year", "phase", "version", "created")
_OPTIONAL = ("missing", "contributors", "body", "licence", "sources", "release")


def load_release(folder: Path) -> Release:
    """Read `release.toml` and check the sources it names against their sha256.

    InputError where the file is missing or broken or a source has changed; FaultsError for what is wrong in it.
    """
    path = folder / "release.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError(
            str(path), "the file is missing", do=f"Make it with: budgetpress new {folder.name} FILE"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(str(path), str(error), expected="a TOML file in UTF-8") from error
    release = _parse(path, folder.name, raw)
    for source in release.sources:
        _check_source(folder / "source" / source.file, source)
    return release


def _parse(path: Path, name: str, raw: Mapping[str, Any]) -> Release:
    faults = FaultCollector(str(path))
    head = raw.get("release", {})
    body = raw.get("body", {})
    for key in set(raw) - set(_OPTIONAL):
        faults.add(key, "unknown table or key")
    for key in _RELEASE:
        if key not in head:
            faults.add(f"release.{key}", "missing")
    for key in set(head) - set(_RELEASE):
        faults.add(f"release.{key}", "unknown key")
    for key in ("name", "name_en", "code"):
        if not isinstance(body.get(key, ""), str) or (key == "name" and not body.get(key)):
            faults.add(f"body.{key}", "expected a text")
    if not isinstance(head.get("fiscal_year", 0), int):
        faults.add("release.fiscal_year", f"{head['fiscal_year']!r} is not a year")
    if not NAME.fullmatch(name):
        faults.add("folder", f"'{name}' is not a release name (small letters, digits and hyphens)")
    sources = []
    for i, entry in enumerate(raw.get("sources", [])):
        if not re.fullmatch(r"[0-9a-f]{64}", entry.get("sha256", "")):
            faults.add(f"sources[{i}].sha256", "expected 64 hexadecimal digits")
        file = entry.get("file", "")
        if not file or Path(file).name != file or file.startswith("."):
            faults.add(f"sources[{i}].file", f"'{file}' is not the name of a file in source/")
        sources.append(Source(**{k: str(v) for k, v in entry.items() if k in Source.__dataclass_fields__}))
    if not sources:
        faults.add("sources", "no source is named")
    faults.raise_any()
    licence = raw.get("licence")
    return Release(
        name=name,
        body=body["name"],
        body_en=body.get("name_en", ""),
        body_code=body.get("code", ""),
        licence=Licence(**licence) if licence else DEFAULT_LICENCE,
        sources=tuple(sources),
        contributors=tuple(raw.get("contributors", ())),
        missing=raw.get("missing", {}),
        **{key: head[key] for key in _RELEASE},
    )


def _check_source(path: Path, source: Source) -> None:
    if not path.is_file() or path.is_symlink():
        raise InputError(str(path), "the source is missing", do="Put the file there, or correct release.toml.")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != source.sha256:
        raise InputError(
            str(path),
            f"its sha256 is {found}",
            expected=f"{source.sha256}, as release.toml says",
            do="Restore the file, or make a new release for the new document.",
        )


def write_release(path: Path, release: Release) -> None:
    """Write a `release.toml` that a person can go on with."""
    text = [
        "# The facts of this release. `version` follows the data package recipe; `created` is when the data were made.",
        "[release]",
        *(f"{key} = {_toml(getattr(release, key))}" for key in _RELEASE),
        "",
        "[body]",
        f"name = {_toml(release.body)}",
        f"name_en = {_toml(release.body_en)}",
        f"code = {_toml(release.body_code)}",
        "",
        "[licence]",
        *(f"{key} = {_toml(getattr(release.licence, key))}" for key in ("name", "title", "path")),
    ]
    for source in release.sources:
        text += ["", "[[sources]]"]
        text += [f"{key} = {_toml(getattr(source, key))}" for key in Source.__dataclass_fields__]
    for contributor in release.contributors:
        text += ["", "[[contributors]]"]
        text += [f"{key} = {_toml(value)}" for key, value in contributor.items()]
    if release.missing:
        text += ["", "[missing]", *(f"{_toml(key)} = {_toml(value)}" for key, value in release.missing.items())]
    path.write_text("\n".join(text) + "\n", encoding="utf-8", newline="\n")


def _toml(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " else f"\\u{ord(c):04x}" for c in escaped) + '"'

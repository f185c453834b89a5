"""The facts of a release: `release.toml` in its folder, all faults reported at once."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Final

from budgetpress.errors import FaultCollector, InputError
from budgetpress.facts import Facts, read_facts
from budgetpress.model import Licence, Release, Source

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DEFAULT_LICENCE = Licence(
    name="CC-BY-4.0",
    title="Creative Commons Attribution 4.0",
    path="https://creativecommons.org/licenses/by/4.0/",
)

MAX_SOURCE: Final = 256 * 1024 * 1024
"""The largest source, in bytes; no budget comes near."""

_TEXTS = ("title", "title_en", "form", "phase", "version", "created")
_VERSION = re.compile(r"\d+\.\d+\.\d+")
_CREATED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def load_release(folder: Path) -> Release:
    """Read `release.toml` and check the sources it names against their sha256.

    InputError where the file is missing or a source has changed; FaultsError with all that is wrong in it.
    """
    check_inputs(folder)
    path = folder / "release.toml"
    if not path.is_file():
        raise InputError(
            str(path), "the file is missing", do=f"Make it with: budgetpress new {folder.name} FILE"
        )
    faults = FaultCollector(str(path))
    facts = read_facts(path, faults, "")
    faults.raise_any()  # a file that is no TOML at all misses everything: that is one fault
    release = _release(folder.name, facts)
    faults.raise_any()
    for source in release.sources:
        _check_source(folder / "source" / source.file, source)
    named = {source.file for source in release.sources}
    for file in source_files(folder):
        if file.name not in named:
            digest = file_sha256(file)
            raise InputError(
                str(file),
                "no source of the release",
                expected=f"a [[sources]] entry for it in {path.name}, or a release of its own",
                do=f"Name it there with its sha256, {digest}, or move it.",
            )
    return release


def check_inputs(folder: Path) -> None:
    """InputError where an input of a release stands elsewhere, behind a link, or is larger than any document.

    To be asked before any of them is opened or hashed.
    """
    for path in (folder / "source", folder / "release.toml", folder / "corrections.toml"):
        _refuse_link(path)
    for path in source_files(folder):
        _refuse_link(path)
        if (size := path.stat().st_size) > MAX_SOURCE:
            raise InputError(
                str(path),
                f"the file has {size:,} bytes",
                expected=f"at most {MAX_SOURCE:,} bytes",
                do="Split the document, or give only the part with the budget tables.",
            )


def _refuse_link(path: Path) -> None:
    if path.is_symlink():
        raise InputError(
            str(path),
            "this is a link",
            expected="a file or folder in the release",
            do="Put the file itself there.",
        )


def file_sha256(path: Path) -> str:
    """The hash of a file, which need not fit into memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def source_files(folder: Path) -> list[Path]:
    """The files in `source/` of a release, by name; what a system hides there is none of them."""
    files = (folder / "source").glob("*")
    return sorted(file for file in files if file.is_file() and not file.name.startswith("."))


def _release(name: str, facts: Facts) -> Release:
    if not NAME.fullmatch(name):
        facts.fault(f"'{name}' is not a release name (small letters, digits and hyphens)", "folder")
    head = facts.table("release")
    body = facts.table("body")
    release = Release(
        name=name,
        body=body.text("name"),
        body_en=body.text("name_en", ""),
        body_code=body.text("code", ""),
        body_slug=body.text("slug", ""),
        body_place=body.text("place", ""),
        body_place_en=body.text("place_en", ""),
        fiscal_year=head.integer("fiscal_year"),
        licence=_licence(facts),
        sources=_sources(facts),
        contributors=tuple(_texts(entry) for entry in facts.tables("contributors")),
        missing=facts.text_map("missing"),
        formula_cells=head.texts("formula_cells"),
        **{key: head.text(key) for key in _TEXTS},
    )
    for table in (head, body, facts):
        table.done()
    if release.body_slug and not NAME.fullmatch(release.body_slug):
        body.fault(f"'{release.body_slug}' is not a key (small letters, digits and hyphens)", "slug")
    year = release.fiscal_year
    if head.raw("fiscal_year") == year and not 1949 <= year <= 2999:
        head.fault(f"{year} is not a year", "fiscal_year")
    if release.version and not _VERSION.fullmatch(release.version):
        head.fault(f"'{release.version}' is not a version such as 1.0.0", "version")
    if release.created and not _CREATED.fullmatch(release.created):
        head.fault(f"'{release.created}' is not a time such as 2026-01-31T00:00:00Z", "created")
    return release


def _licence(facts: Facts) -> Licence:
    if "licence" not in facts:
        return DEFAULT_LICENCE
    raw = facts.table("licence")
    licence = Licence(name=raw.text("name"), title=raw.text("title"), path=raw.text("path"))
    raw.done()
    return licence


def _sources(facts: Facts) -> tuple[Source, ...]:
    sources: list[Source] = []
    for raw in facts.tables("sources"):
        source = Source(
            file=raw.text("file"),
            sha256=raw.text("sha256"),
            **{key: raw.text(key, "") for key in ("title", "url", "published")},
        )
        raw.done()
        if source.sha256 and not re.fullmatch(r"[0-9a-f]{64}", source.sha256):
            raw.fault("expected 64 hexadecimal digits", "sha256")
        if source.file and not _is_file_name(source.file):
            raw.fault(f"'{source.file}' is not the name of a file in source/", "file")
        if source.file in {other.file for other in sources}:
            raw.fault(f"'{source.file}' is named twice", "file")
        sources.append(source)
    if not sources:
        facts.fault("no source is named", "sources")
    return tuple(sources)


def check_file_names(names: list[str]) -> None:
    """InputError for a file name that no release may have, or one that two sources share."""
    for number, name in enumerate(names):
        if not _is_file_name(name):
            raise InputError(
                name.encode("utf-8", "backslashreplace").decode(),
                "not a name for a source",
                expected="text without a leading dot, slashes, colons and control characters",
                do="Rename the file.",
            )
        if name in names[:number]:
            raise InputError(name, "two sources have this name", do="Rename one of them.")


def _is_file_name(text: str) -> bool:
    """A name that cannot leave the folder of the sources, on any system, and that is text."""
    return not (text.startswith(".") or re.search(r"[/\\:\x00-\x1f\ud800-\udfff]", text))


def _texts(facts: Facts) -> dict[str, str]:
    return {key: facts.text(key) for key in facts}


def _check_source(path: Path, source: Source) -> None:
    if not path.is_file():
        raise InputError(
            str(path), "the source is missing", do="Put the file there, or correct release.toml."
        )
    found = file_sha256(path)
    if found != source.sha256:
        raise InputError(
            str(path),
            f"its sha256 is {found}",
            expected=f"{source.sha256}, as release.toml says",
            do="Restore the file, or make a new release for the new document.",
        )


def release_bytes(release: Release) -> bytes:
    """A `release.toml` that a person can go on with."""
    text = [
        "# The facts of this release. `version` follows the data package recipe;",
        "# `created` is when the data were made. No clock is read: the first day of the fiscal year",
        "# stands in for it until a person says when that was.",
        "[release]",
        *(f"{key} = {toml_value(getattr(release, key))}" for key in (*_TEXTS, "fiscal_year")),
        "",
        "[body]",
        f"name = {toml_value(release.body)}",
        f"name_en = {toml_value(release.body_en)}",
        f"code = {toml_value(release.body_code)}",
        *(
            f"{key} = {toml_value(value)}"
            for key in ("slug", "place", "place_en")
            if (value := getattr(release, f"body_{key}"))
        ),
        "",
        "[licence]",
        *(f"{key} = {toml_value(getattr(release.licence, key))}" for key in ("name", "title", "path")),
    ]
    for source in release.sources:
        text += ["", "[[sources]]"]
        text += [f"{key} = {toml_value(getattr(source, key))}" for key in Source.__dataclass_fields__]
    for contributor in release.contributors:
        text += ["", "[[contributors]]"]
        text += [f"{toml_value(key)} = {toml_value(value)}" for key, value in contributor.items()]
    if release.missing:
        text += [
            "",
            "[missing]",
            *(f"{toml_value(key)} = {toml_value(value)}" for key, value in release.missing.items()),
        ]
    return ("\n".join(text) + "\n").encode("utf-8")


def toml_value(value: object) -> str:
    """A whole number or a text as TOML, on one line."""
    if isinstance(value, int):
        return str(value)
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'

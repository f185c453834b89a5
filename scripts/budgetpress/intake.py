"""A document becomes a release: its folder, its `release.toml`, filled with what the document says of itself.

A document comes in one of three ways: named on the command line (`new`), dropped into `source/` of a folder
that has no `release.toml` yet, or lying anywhere in a repository (`collect`).
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from budgetpress.errors import InputError
from budgetpress.form import Form, load_form
from budgetpress.model import Document, Release, Shaped, Source
from budgetpress.package.stage import flush, put, write_files
from budgetpress.read import read_document
from budgetpress.recognise import examine_all, recognise_body, recognise_form, recognise_year, unrecognised
from budgetpress.release import (
    DEFAULT_LICENCE,
    NAME,
    check_file_names,
    check_inputs,
    file_sha256,
    release_bytes,
    source_files,
)
from budgetpress.shape import shape

MAX_ROWS: Final = 20_000
"""Rows of all tables of a release: those of a book of 600 pages."""


def new_release(
    root: Path,
    name: str,
    files: Sequence[Path],
    *,
    form: str | None = None,
    year: int | None = None,
    body: str | None = None,
    forms: Sequence[Path] = (),
) -> Path:
    """Make a release folder with its sources and a filled `release.toml`; it must not exist yet."""
    if not NAME.fullmatch(name):
        raise InputError(name, "not a release name", expected="small letters, digits and hyphens")
    folder = root / "datapackage" / name
    if folder.exists():
        raise InputError(str(folder), "the release exists already", do="Choose another name.")
    _make(folder, files, facts_of_files(name, files, form=form, year=year, body=body, forms=forms))
    return folder


def collect(root: Path, files: Sequence[Path], forms: Sequence[Path] = ()) -> list[Path]:
    """Make a release of every file that is the source of none yet; the folders made, in the order given.

    A release is called by its form, the code of its body and its year, and where that name is taken by
    the beginning of the file's sha256 too.
    """
    folders = root / "datapackage"
    known = {file_sha256(path) for path in folders.glob("*/source/*") if path.is_file()}
    made = []
    for file in files:
        digest = file_sha256(file)
        if digest in known:
            continue
        known.add(digest)
        facts = facts_of_files("release", [file], forms=forms)
        name = _slug(f"{facts.form}-{facts.body_code}-{facts.fiscal_year}")
        if (folders / name).exists():
            name = f"{name}-{digest[:8]}"
        _make(folders / name, [file], replace(facts, name=name))
        made.append(folders / name)
    return made


def complete(folder: Path, forms: Sequence[Path] = ()) -> bool:
    """Write the `release.toml` of a release that has only sources; False where it has one already."""
    check_inputs(folder)
    files = source_files(folder)
    if (folder / "release.toml").exists() or not files:
        return False
    put(folder, "release.toml", release_bytes(facts_of_files(folder.name, files, forms=forms)))
    return True


def facts_of_files(
    name: str,
    files: Sequence[Path],
    *,
    form: str | None = None,
    year: int | None = None,
    body: str | None = None,
    forms: Sequence[Path] = (),
) -> Release:
    """The facts of a release from its documents; InputError where they do not say them."""
    check_file_names([file.name for file in files])
    documents = read_files(files)
    chosen = load_form(form, forms) if form else recognise_form(documents, forms)
    return facts_of(name, documents, chosen, shape_as(documents, chosen, forms), year, body)


def read_files(files: Sequence[Path], *, exact_parser: bool = False) -> tuple[Document, ...]:
    """The documents in the files; `exact_parser` reads PDFs with the parser of record."""
    return tuple(read_document(file, exact_parser=exact_parser) for file in files)


def shape_as(documents: tuple[Document, ...], form: Form, forms: Sequence[Path] = ()) -> Shaped:
    """The tables of the documents.

    InputError, with the nearest form, where there are none of this one, and where there are too many rows.
    """
    shaped = shape(documents, form)
    rows = sum(len(table.rows) for table in shaped.tables)
    if rows > MAX_ROWS:
        raise InputError(
            ", ".join(document.source for document in documents),
            f"{rows:,} rows of tables",
            expected=f"at most {MAX_ROWS:,} rows in a release",
            do="Make a release of each body's budget.",
        )
    if not shaped.tables:
        raise unrecognised(documents, examine_all(documents, forms))
    return shaped


def facts_of(
    name: str,
    documents: tuple[Document, ...],
    form: Form,
    shaped: Shaped,
    year: int | None,
    body: str | None,
) -> Release:
    """The facts of a release from its document; InputError with what must be given."""
    year = year or recognise_year(documents, form)
    known = recognise_body(documents, shaped, form)
    sources = ", ".join(document.source for document in documents)
    needed = [
        option for option, value in (("--year YEAR", year), ("--body NAME", body or known)) if not value
    ]
    if needed or year is None:
        raise InputError(
            sources,
            "the document does not say its fiscal year or body",
            expected="a year such as (2026年度) and the name of the unit in its tables",
            do=f"Give {' and '.join(needed)}.",
        )
    code, printed = known or ("", "")
    return Release(
        name=_slug(name),
        title=f"{body or printed}{year}年部门预算",
        title_en=f"{year} departmental budget of {body or printed}",
        body=body or printed,
        body_en="",
        body_code=code,
        fiscal_year=year,
        phase="approved",
        form=form.name,
        version="1.0.0",
        created=f"{year}-01-01T00:00:00Z",
        licence=DEFAULT_LICENCE,
        sources=tuple(Source(file=document.source, sha256=document.sha256) for document in documents),
        missing=dict.fromkeys(shaped.missing, "来源中没有此表 / not in the source"),
    )


def _make(folder: Path, files: Sequence[Path], facts: Release) -> None:
    """The folder of a release, whole or not at all."""
    stage = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(stage, ignore_errors=True)
    try:
        (stage / "source").mkdir(parents=True)
        for file in files:
            shutil.copyfile(file, stage / "source" / file.name)
        write_files(stage, {"release.toml": release_bytes(facts)})
        flush(stage)
        stage.rename(folder)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _slug(name: str) -> str:
    """A name as a release may have it; what it may not have is a hyphen."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "release"

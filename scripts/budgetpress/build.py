"""One release through the stages: read, shape, reconcile, package; then the site from what is on disk."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from budgetpress.codes import load_code_list
from budgetpress.errors import InputError
from budgetpress.form import Form, load_form
from budgetpress.model import Document, Reconciled, Release, Shaped, Source
from budgetpress.package import InvalidPackageError, validate_package, write_package
from budgetpress.read import read_document
from budgetpress.recognise import (
    Explanation,
    draft_form,
    examine,
    examine_all,
    explain,
    recognise_body,
    recognise_form,
    recognise_year,
    unrecognised,
)
from budgetpress.reconcile import reconcile
from budgetpress.reconcile.corrections import Correction, load_corrections
from budgetpress.release import DEFAULT_LICENCE, NAME, check_file_names, load_release, write_release
from budgetpress.shape import shape
from budgetpress.shape.remarks import REASONS

Report = Callable[[str], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildResult:
    """What came of one release: how many findings block it, and counts for people.

    `refused` says why nothing was written, where the package would have contradicted itself.
    """

    name: str
    folder: Path
    findings_blocking: int
    counts: Mapping[str, int]
    refused: str = ""


def project_root() -> Path:
    """The project that the current folder stands in: the nearest one with `datapackage/` and `mkdocs.yml`.

    Outside any project, the checkout that this file belongs to. InputError where neither is one.
    """
    here = Path.cwd()
    for folder in (here, *here.parents, *Path(__file__).resolve().parents):
        if (folder / "mkdocs.yml").is_file() and (folder / "datapackage").is_dir():
            return folder
    raise InputError(
        str(here), "not a budgetpress project", expected="a folder with datapackage/ and mkdocs.yml"
    )


def release_folders(root: Path) -> list[Path]:
    """The folders of the releases under `datapackage/`, by name."""
    return sorted(path.parent for path in (root / "datapackage").glob("*/release.toml"))


def build_release(
    folder: Path, *, report: Report, forms: Sequence[Path] = (), exact_parser: bool = False
) -> BuildResult:
    """Convert the sources of a release folder to its package, in place.

    `forms` are more folders of forms; `exact_parser` reads PDFs with the parser of record.
    """
    release = load_release(folder)
    form = load_form(release.form, forms)
    report(f"{release.name}: reading {len(release.sources)} source(s)")
    documents = _read([folder / "source" / source.file for source in release.sources], exact_parser)
    shaped = _shaped(documents, form, forms)
    corrections = load_corrections(folder / "corrections.toml")
    return _finish(release, form, shaped, folder, report, corrections)


def convert(
    files: list[Path],
    out: Path,
    *,
    form: str | None,
    year: int | None,
    body: str | None,
    report: Report,
    forms: Sequence[Path] = (),
    exact_parser: bool = False,
) -> BuildResult:
    """Convert one document (in one file or several) to a package in `out`.

    What the document does not say about itself must be given; the InputError says what.
    """
    report(f"reading {', '.join(file.name for file in files)}")
    check_file_names([file.name for file in files])
    documents = _read(files, exact_parser)
    chosen = load_form(form, forms) if form else recognise_form(documents, forms)
    shaped = _shaped(documents, chosen, forms)
    release = _recognised(out.resolve().name, documents, chosen, shaped, year, body)
    return _finish(release, chosen, shaped, out, report)


def explain_files(
    files: list[Path], *, form: str | None, forms: Sequence[Path] = (), exact_parser: bool = False
) -> Explanation:
    """How a document is recognised, form by form, and what comes of it; nothing is written."""
    documents = _read(files, exact_parser)
    ranked = examine_all(documents, forms)
    chosen = load_form(form, forms) if form else None
    if chosen is None and ranked and ranked[0].tables:
        chosen = ranked[0].form
    if chosen is not None and chosen.name not in {each.form.name for each in ranked}:
        ranked.insert(0, examine(documents, chosen))
    return explain(documents, ranked, chosen, shape(documents, chosen) if chosen is not None else None)


def new_form(name: str, files: list[Path], out: Path, *, exact_parser: bool = False) -> Path:
    """Draft a form from a document into `out/name`, which must not exist yet."""
    if not NAME.fullmatch(name):
        raise InputError(name, "not a name for a form", expected="small letters, digits and hyphens")
    folder = out / name
    if folder.exists():
        raise InputError(str(folder), "the form exists already", do="Choose another name.")
    draft = draft_form(name, _read(files, exact_parser))
    folder.mkdir(parents=True)
    for file, text in draft.items():
        (folder / file).write_text(text, encoding="utf-8", newline="\n")
    return folder


def new_release(
    root: Path,
    name: str,
    files: list[Path],
    *,
    form: str | None,
    year: int | None,
    body: str | None,
    forms: Sequence[Path] = (),
) -> Path:
    """Make a release folder with its sources and a filled `release.toml`; it must not exist yet."""
    if not NAME.fullmatch(name):
        raise InputError(name, "not a release name", expected="small letters, digits and hyphens")
    folder = root / "datapackage" / name
    if folder.exists():
        raise InputError(str(folder), "the release exists already", do="Choose another name.")
    check_file_names([file.name for file in files])
    documents = _read(files, exact_parser=False)
    chosen = load_form(form, forms) if form else recognise_form(documents, forms)
    release = _recognised(name, documents, chosen, _shaped(documents, chosen, forms), year, body)
    stage = folder.with_name(f".{name}.new")
    shutil.rmtree(stage, ignore_errors=True)
    try:
        (stage / "source").mkdir(parents=True)
        for file in files:
            shutil.copyfile(file, stage / "source" / file.name)
        write_release(stage / "release.toml", release)
        stage.rename(folder)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return folder


def _read(files: Sequence[Path], exact_parser: bool) -> tuple[Document, ...]:
    return tuple(read_document(file, exact_parser=exact_parser) for file in files)


def _shaped(documents: tuple[Document, ...], form: Form, forms: Sequence[Path]) -> Shaped:
    """The tables of the documents; InputError, with the nearest form, where there are none of this one."""
    shaped = shape(documents, form)
    if not shaped.tables:
        raise unrecognised(documents, examine_all(documents, forms))
    return shaped


def check_package(path: Path) -> dict[str, Any]:
    """Validate a written package anew: types, keys, hashes, and every identity."""
    return dict(validate_package(path))


def build_site(root: Path, *, report: Report) -> Path:
    """Build the site of all packages under `datapackage/` into `site/public/`."""
    from budgetpress.website import build_site as build

    packages = [folder for folder in release_folders(root) if (folder / "datapackage.json").is_file()]
    if not packages:
        raise InputError(str(root / "datapackage"), "no package to publish", do="Run: budgetpress build")
    out = root / "site" / "public"
    build(root, packages=packages, out=out, report=report)
    return out


def _finish(
    release: Release,
    form: Form,
    shaped: Shaped,
    folder: Path,
    report: Report,
    corrections: tuple[Correction, ...] = (),
) -> BuildResult:
    report(f"{release.name}: {len(shaped.tables)} tables, evaluating identities")
    result = reconcile(shaped, form, year=release.fiscal_year, corrections=corrections)
    shaped = replace(shaped, remarks=(*shaped.remarks, *result.remarks))
    report(f"{release.name}: writing and validating the package")
    refused = ""
    try:
        write_package(
            release=release,
            form=form,
            shaped=shaped,
            result=result,
            folder=folder,
            reasons=REASONS,
            codelists={name: load_code_list(name) for name in form.codelists},
            allowed_formulas=release.formula_cells,
        )
    except InvalidPackageError as error:
        refused = str(error)
    return BuildResult(
        name=release.name,
        folder=folder,
        findings_blocking=sum(finding.level == "error" for finding in result.findings) + bool(refused),
        counts=_counts(result, shaped),
        refused=refused,
    )


def _counts(result: Reconciled, shaped: Shaped) -> dict[str, int]:
    counts: dict[str, int] = {
        "tables": len(result.tables),
        "rows": sum(len(table.rows) for table in result.tables),
        "figures": len(result.figures),
    }
    counts.update(Counter(figure.status for figure in result.figures))
    verdicts = Counter(check.verdict for check in result.checks)
    counts.update(identities_hold=verdicts["holds"], identities_fail=verdicts["fails"])
    stated = Counter(statement.verdict for statement in result.statements)
    if stated:
        counts.update(statements_hold=stated["holds"], statements_fail=stated["fails"])
    counts.update(repairs=len(result.repairs), remarks=len(shaped.remarks), findings=len(result.findings))
    return counts


def _recognised(
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
        name=name
        if NAME.fullmatch(name)
        else re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "release",
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

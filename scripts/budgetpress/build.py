"""One release through the stages: read, shape, reconcile, package; then the site from what is on disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from budgetpress.codes import load_code_list
from budgetpress.diff.versions import advice_against, refusal, refused_version
from budgetpress.errors import InputError
from budgetpress.form import Form, load_form
from budgetpress.intake import complete, facts_of, read_files, shape_as
from budgetpress.model import BuildResult, Reconciled, Release, Shaped
from budgetpress.package import InvalidPackageError, alone, settle, validate_package, write_package
from budgetpress.recognise import Explanation, draft_form, examine, examine_all, explain, recognise_form
from budgetpress.reconcile import reconcile
from budgetpress.reconcile.corrections import Correction, load_corrections
from budgetpress.release import NAME, check_file_names, load_release, source_files
from budgetpress.shape import shape
from budgetpress.shape.remarks import REASONS

Report = Callable[[str], None]


def project_root() -> Path:
    """The project that the current folder stands in: the nearest one with `datapackage/`.

    Outside any project, the checkout that this file belongs to. InputError where neither is one.
    """
    here = Path.cwd()
    for folder in (here, *here.parents, *Path(__file__).resolve().parents):
        if (folder / "datapackage").is_dir():
            return folder
    raise InputError(str(here), "not a budgetpress project", expected="a folder with datapackage/ in it")


def site_house(root: Path) -> Path:
    """What the site is made of, `mkdocs.yml` and `site/`: the project's own, else those of this checkout."""
    for folder in (root, *Path(__file__).resolve().parents):
        if (folder / "mkdocs.yml").is_file() and (folder / "site" / "theme").is_dir():
            return folder
    raise InputError(
        str(root), "no mkdocs.yml and site/ to build a site with", do="Run budgetpress from its checkout."
    )


def release_folders(root: Path) -> list[Path]:
    """The folders of the releases under `datapackage/`, by name; one may have nothing but its sources yet."""
    folders = (path for path in (root / "datapackage").glob("*") if not path.name.startswith("."))
    return sorted(path for path in folders if (path / "release.toml").is_file() or source_files(path))


def describe(folder: Path, *, report: Report, forms: Sequence[Path] = ()) -> None:
    """See that a release whose document was just dropped into its `source/` has its `release.toml`.

    InputError where the document does not say what belongs there, or an input is none.
    """
    if complete(folder, forms):
        report(f"{folder.name}: release.toml written, with what the document says of itself")


def build_release(
    folder: Path, *, report: Report, forms: Sequence[Path] = (), exact_parser: bool = False
) -> BuildResult:
    """Convert the sources of a release folder to its package, in place.

    `forms` are more folders of forms; `exact_parser` reads PDFs with the parser of record.
    """
    describe(folder, report=report, forms=forms)
    release = load_release(folder)
    form = load_form(release.form, forms)
    report(f"{release.name}: reading {len(release.sources)} source(s)")
    documents = read_files(
        [folder / "source" / source.file for source in release.sources], exact_parser=exact_parser
    )
    shaped = shape_as(documents, form, forms)
    corrections = load_corrections(folder / "corrections.toml")
    return with_version(_finish(release, form, shaped, folder, report, corrections))


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
    documents = read_files(files, exact_parser=exact_parser)
    chosen = load_form(form, forms) if form else recognise_form(documents, forms)
    shaped = shape_as(documents, chosen, forms)
    release = facts_of(out.resolve().name, documents, chosen, shaped, year, body)
    return _finish(release, chosen, shaped, out, report)


def explain_files(
    files: list[Path], *, form: str | None, forms: Sequence[Path] = (), exact_parser: bool = False
) -> Explanation:
    """How a document is recognised, form by form, and what comes of it; nothing is written."""
    documents = read_files(files, exact_parser=exact_parser)
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
    draft = draft_form(name, read_files(files, exact_parser=exact_parser))
    folder.mkdir(parents=True)
    for file, text in draft.items():
        (folder / file).write_text(text, encoding="utf-8", newline="\n")
    return folder


def check_package(path: Path, against: str | None = None) -> dict[str, Any]:
    """Validate a written package anew: types, keys, hashes, and every identity.

    With `against`, a git revision that is published, a version too small for what changed is an error too.
    """
    folder = path if path.is_dir() else path.parent
    settle(folder)
    outcome = dict(validate_package(path))
    if against is not None and (why := refusal(advice_against(folder, against), against)):
        error = {"type": "version", "table": "", "resource": "", "row": None, "field": "", "message": why}
        outcome |= {"valid": False, "errors": [*outcome["errors"], error]}
    return outcome


def build_site(root: Path, *, report: Report, jobs: int = 1) -> Path:
    """Build the site of all packages under `datapackage/` into `site/public/`, with so many processes."""
    from budgetpress.website import build_site as build

    folders = release_folders(root)
    for folder in folders:
        settle(folder)
    packages = [folder for folder in folders if (folder / "datapackage.json").is_file()]
    if not packages:
        raise InputError(str(root / "datapackage"), "no package to publish", do="Run: budgetpress build")
    out, views = root / "site" / "public", root / ".cache" / "views"
    out.parent.mkdir(parents=True, exist_ok=True)
    with alone(out.parent):
        for folder in packages:
            _keep_views(folder, views, report)
        build(site_house(root), packages=packages, out=out, report=report, views=views, jobs=jobs)
    return out


def _keep_views(folder: Path, views: Path, report: Report) -> None:
    """See that the sources of a release that are at hand can be shown; the site says what cannot.

    Where all could be, and neither the release nor a view has changed since, there is nothing to see.
    """
    from budgetpress.read.view import keep_view
    from budgetpress.website.kept import code, digest_of, state, write_file
    from budgetpress.website.load import load_package, read_descriptor
    from budgetpress.website.source_load import sources_of
    from budgetpress.website.source_marks import pages_of

    sources = sources_of(read_descriptor(folder))
    seen = views.parent / "views-seen" / folder.name

    def key() -> bytes:
        found = [state(folder), *(state(views / sha256) for _, sha256 in sources)]
        return digest_of(code(), found).encode()

    if seen.is_file() and seen.read_bytes() == key():
        return
    package, whole = load_package(folder), True
    for name, sha256 in sources:
        path = folder / "source" / name
        if path.is_file() and not keep_view(views, path, sha256, pages_of(package, name)):
            report(f"{package.name}: not all of {name} can be shown")
            whole = False
    if whole:
        write_file(seen, key())


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


def with_version(result: BuildResult) -> BuildResult:
    """The result, blocked where the version is too small for what changed since the last tag."""
    why = "" if result.refused else refused_version(result.folder)
    return replace(result, findings_blocking=result.findings_blocking + bool(why), version_refused=why)


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

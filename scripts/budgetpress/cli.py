"""The command line: the only place that prints, exits or reads arguments.

Results go to standard output, progress and errors to standard error. Exit codes: 0 good, 1 findings that
block, 2 bad input or usage. What a command needs is imported inside it, so that `--help` is quick.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from budgetpress.arguments import (
    BAD_INPUT,
    BLOCKED,
    GOOD,
    INTERRUPTED,
    Body,
    Documents,
    FormName,
    Forms,
    Jobs,
    Json,
    Parser,
    ParserName,
    Published,
    Quiet,
    Year,
)
from budgetpress.compared import diff_command
from budgetpress.errors import BudgetpressError, InputError
from budgetpress.output import error_line, print_explanation, print_json, print_results, reporting

app = typer.Typer(
    name="budgetpress",
    help="Printed budget tables in; a data package that proves every figure, and a site to read it, out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit; `arguments` are those of the process if left out."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that cannot show Chinese is no reason to fail
            stream.reconfigure(errors="backslashreplace")
    try:
        app(args=arguments, prog_name="budgetpress")
    except BudgetpressError as error:
        _stop(str(error))
    except OSError as error:  # a full disk, a folder that may not be written
        _stop(str(error))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _stop(message: str) -> None:
    typer.echo(f"budgetpress: {message}", err=True)
    sys.exit(BAD_INPUT)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"budgetpress {version()}")
        raise typer.Exit


@app.callback()
def options(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Hold the options that belong to no command."""


@app.command("build")
def build_command(
    releases: Annotated[
        list[str] | None, typer.Argument(metavar="[RELEASE...]", help="All of them if left out.")
    ] = None,
    forms: Forms = None,
    parser: ParserName = Parser.PDFIUM,
    site_too: Annotated[
        bool, typer.Option("--site/--no-site", help="Build the site of all releases afterwards.")
    ] = True,
    jobs: Jobs = 1,
    dask: Annotated[
        str | None,
        typer.Option("--dask", metavar="tcp://…", help="Build on the workers of this Dask scheduler."),
    ] = None,
    part: Annotated[
        str, typer.Option("--shard", metavar="I/N", help="Build the Ith of N parts of the releases.")
    ] = "1/1",
    fresh: Annotated[bool, typer.Option("--fresh", help="Build what has not changed too.")] = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Build the data package of each release, then the site; one that cannot be built stops no other."""
    from budgetpress import batch, build

    root = build.project_root()
    folders = batch.shard(_chosen(root, releases or []), *_part(part))
    reading = _reading(forms, parser)
    todo = [
        batch.Job(folder=folder, cache=None if fresh else root / ".cache" / "builds", **reading)
        for folder in folders
    ]
    with reporting(quiet) as report:
        if dask:
            running = batch.build_on_dask(dask, todo, report)
        elif jobs > 1:
            running = batch.build_in_processes(todo, jobs, report)
        else:
            running = batch.build_here(todo, report)
        outcomes = sorted(running, key=lambda outcome: folders.index(outcome.folder))
        results = [outcome.result for outcome in outcomes if outcome.result is not None]
        errors = [outcome.error for outcome in outcomes if outcome.error]
        blocked = any(result.findings_blocking for result in results)
        # A site is for publishing: what is blocked must not be published.
        wanted = site_too and not blocked and not errors
        site = build.build_site(root, report=report, jobs=jobs) if wanted else None
    print_results(results, site, as_json=as_json, errors=errors)
    for error in errors:
        typer.echo(f"budgetpress: {error}", err=True)
    raise typer.Exit(BAD_INPUT if errors else BLOCKED if blocked else GOOD)


@app.command("convert")
def convert_command(
    files: Documents,
    out: Annotated[
        Path | None, typer.Option("--out", file_okay=False, help="The folder to write the package to.")
    ] = None,
    form: FormName = None,
    forms: Forms = None,
    year: Year = None,
    body: Body = None,
    parser: ParserName = Parser.PDFIUM,
    explain: Annotated[
        bool, typer.Option("--explain", help="Tell how the document is recognised, and write nothing.")
    ] = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Convert one document, in one file or several, to one data package; nothing else is needed."""
    from budgetpress import build

    if explain:
        what = build.explain_files(files, form=form, **_reading(forms, parser))
        print_explanation(what, as_json=as_json)
        raise typer.Exit(GOOD)
    if out is None:
        raise typer.BadParameter("needed, unless --explain is given", param_hint="--out")
    with reporting(quiet) as report:
        result = build.convert(
            files, out, form=form, year=year, body=body, report=report, **_reading(forms, parser)
        )
    print_results([result], None, as_json=as_json)
    raise typer.Exit(BLOCKED if result.findings_blocking else GOOD)


@app.command("check")
def check_command(
    package: Annotated[
        Path, typer.Argument(exists=True, help="The folder of a package, or its datapackage.json.")
    ],
    against: Published = None,
    as_json: Json = False,
) -> None:
    """Check a written package: its types, keys and hashes, and every accounting identity anew."""
    from budgetpress import build

    outcome = build.check_package(package, against)
    if as_json:
        print_json(outcome)
    else:
        for error in outcome["errors"]:
            typer.echo(error_line(error))
        typer.echo("valid" if outcome["valid"] else f"not valid: {len(outcome['errors'])} error(s)")
    raise typer.Exit(GOOD if outcome["valid"] else BLOCKED)


app.command("diff")(diff_command)


@app.command("site")
def site_command(jobs: Jobs = 1, as_json: Json = False, quiet: Quiet = False) -> None:
    """Build the site from the packages on disk; no source is read, and what has not changed is kept."""
    from budgetpress import build

    with reporting(quiet) as report:
        site = build.build_site(build.project_root(), report=report, jobs=jobs)
    print_results([], site, as_json=as_json)


@app.command("report")
def report_command(
    releases: Annotated[
        list[str] | None, typer.Argument(metavar="[RELEASE...]", help="All of them if left out.")
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="REV",
            help="A git revision: tell of what differs from it, and of that alone.",
        ),
    ] = None,
    log: Annotated[
        Path | None,
        typer.Option("--log", exists=True, dir_okay=False, help="What the build wrote to standard error."),
    ] = None,
) -> None:
    """Tell what a build has made of each release, in Markdown: verdict, repairs, findings, changes."""
    from budgetpress import build, report

    folders = _chosen(build.project_root(), releases or [])
    told = report.tell(folders, against=against)
    text = log.read_text(encoding="utf-8", errors="replace") if log else ""
    typer.echo(report.report(told, text), nl=False)


@app.command("new")
def new_command(
    release: Annotated[
        str, typer.Argument(help="The name of the folder, for example shanghai-putuo-finance-2026.")
    ],
    files: Documents,
    form: FormName = None,
    forms: Forms = None,
    year: Year = None,
    body: Body = None,
    as_json: Json = False,
) -> None:
    """Make a release folder: the sources copied, release.toml filled with what they say."""
    from budgetpress import build, intake

    folder = intake.new_release(
        build.project_root(), release, files, form=form, year=year, body=body, forms=tuple(forms or ())
    )
    if as_json:
        print_json({"folder": str(folder)})
    else:
        typer.echo(f"{folder}\nread release.toml in it, then: budgetpress build {release}")


@app.command("collect")
def collect_command(
    patterns: Annotated[
        list[str], typer.Argument(metavar="PATTERN...", help="Files such as 'budgets/*.pdf', from here.")
    ],
    forms: Forms = None,
    as_json: Json = False,
) -> None:
    """Make a release folder of every document that is the source of no release yet."""
    from budgetpress import build, intake

    root = build.project_root()
    files = {path for pattern in patterns for path in _files_like(pattern) if not _published(path, root)}
    folders = intake.collect(root, sorted(files), tuple(forms or ()))
    if as_json:
        print_json({"folders": [str(folder) for folder in folders]})
    for folder in [] if as_json else folders:
        typer.echo(folder)


@app.command("releases")
def releases_command(as_json: Json = False) -> None:
    """List the releases of the project by name."""
    from budgetpress import build

    names = [folder.name for folder in build.release_folders(build.project_root())]
    if as_json:
        typer.echo(json.dumps(names))  # on one line, as a workflow passes it on
    for name in [] if as_json else names:
        typer.echo(name)


@app.command("new-form")
def new_form_command(
    name: Annotated[str, typer.Argument(help="The name of the form, for example chengdu-jinniu.")],
    files: Documents,
    out: Annotated[
        Path, typer.Option("--out", file_okay=False, help="The folder of forms to write the new folder to.")
    ],
    parser: ParserName = Parser.PDFIUM,
    as_json: Json = False,
) -> None:
    """Draft a form from the titles, headings and units of a document, for a person to finish."""
    from budgetpress import build

    folder = build.new_form(name, files, out, exact_parser=parser is Parser.PDFPLUMBER)
    if as_json:
        print_json({"folder": str(folder)})
    else:
        typer.echo(f"{folder}\nread its files, then: budgetpress convert FILE --forms {out} --form {name}")


@app.command("forms")
def forms_command(folders: Forms = None, as_json: Json = False) -> None:
    """List the forms that can be read, each with its tables."""
    from budgetpress.form import list_forms, load_form

    forms = [load_form(name, folders or ()) for name in list_forms(folders or ())]
    if as_json:
        print_json(
            [
                {
                    "name": form.name,
                    "title": form.title,
                    "title_en": form.title_en,
                    "tables": [
                        {
                            "number": table.number,
                            "title": table.title,
                            "title_en": table.title_en,
                            "resources": [resource.name for resource in table.resources],
                        }
                        for table in form.tables
                    ],
                }
                for form in forms
            ]
        )
        return
    for form in forms:
        typer.echo(f"{form.name}  {form.title}  {form.title_en}")
        for table in form.tables:
            typer.echo(f"  {table.number}  {table.title}  {table.title_en}")


def version() -> str:
    """Return the version of the installed package, or of the checkout that this file stands in."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("budgetpress")
    except PackageNotFoundError:
        import tomllib

        project = Path(__file__).resolve().parents[2] / "pyproject.toml"
        found: str = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"]
        return found


def _part(text: str) -> tuple[int, int]:
    """Which part of how many `I/N` means."""
    part, _, parts = text.partition("/")
    if not (part.isascii() and part.isdigit() and parts.isascii() and parts.isdigit()):
        raise typer.BadParameter("expected I/N, such as 2/8", param_hint="--shard")
    if not 1 <= int(part) <= int(parts):
        raise typer.BadParameter(f"expected 1 to {parts} of {parts}", param_hint="--shard")
    return int(part), int(parts)


def _files_like(pattern: str) -> list[Path]:
    """The files that a pattern names from the current folder; what is hidden is left alone."""
    try:
        found = [path for path in Path().glob(pattern) if path.is_file()]
    except (ValueError, NotImplementedError) as error:
        raise InputError(pattern, "not a pattern", expected="such as budgets/*.pdf") from error
    return [path for path in found if not any(part.startswith(".") for part in path.parts)]


def _published(path: Path, root: Path) -> bool:
    """Whether a file stands where releases and the site stand already."""
    whole = path.resolve()
    return any(whole.is_relative_to(root / name) for name in ("datapackage", "site"))


def _chosen(root: Path, names: list[str]) -> list[Path]:
    """Find the folders of the named releases, of all if none is named, in the order given."""
    from budgetpress import build

    folders = {folder.name: folder for folder in build.release_folders(root)}
    if not names:
        return list(folders.values())
    for name in names:
        if name not in folders:
            known = ", ".join(folders) or "none yet; `budgetpress new` makes one"
            raise InputError(name, "no such release", expected=f"one of: {known}")
    return [folders[name] for name in names]


def _reading(forms: list[Path] | None, parser: Parser) -> dict[str, Any]:
    """How documents are read, as the functions of :mod:`budgetpress.build` take it."""
    return {"forms": tuple(forms or ()), "exact_parser": parser is Parser.PDFPLUMBER}


if __name__ == "__main__":
    main()

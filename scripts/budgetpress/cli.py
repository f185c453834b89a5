"""The command line: the only place that prints, exits or reads arguments.

Results go to standard output, progress and errors to standard error. Exit codes: 0 good, 1 findings that
block, 2 bad input or usage. What a command needs is imported inside it, so that `--help` is quick.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from budgetpress.errors import BudgetpressError, InputError

if TYPE_CHECKING:
    from budgetpress.build import BuildResult
    from budgetpress.recognise import Explanation

GOOD, BLOCKED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130

app = typer.Typer(
    name="budgetpress",
    help="Printed budget tables in; a data package that proves every figure, and a site to read it, out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON, for a program.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print no progress.")]
FormName = Annotated[
    str | None, typer.Option("--form", help="The form; recognised from the document if left out.")
]
Year = Annotated[
    int | None,
    typer.Option("--year", min=1949, max=2199, help="The fiscal year, where the document does not say it."),
]
Body = Annotated[
    str | None,
    typer.Option("--body", help="The body whose budget it is, where the document does not say it."),
]
Forms = Annotated[
    list[Path] | None,
    typer.Option(
        "--forms",
        exists=True,
        file_okay=False,
        help="A folder of forms beside those that come along; repeatable.",
    ),
]


class Parser(StrEnum):
    """What reads a PDF: PDFium, several times as fast, or pdfplumber, the parser of record."""

    PDFIUM = "pdfium"
    PDFPLUMBER = "pdfplumber"


ParserName = Annotated[
    Parser, typer.Option("--parser", help="What reads a PDF; pdfplumber is slower and the parser of record.")
]
Documents = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...", exists=True, readable=True, dir_okay=False, help="The document as published."
    ),
]


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
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Build the data package of each release, then the site."""
    from budgetpress import build

    root = build.project_root()
    reading = _reading(forms, parser)
    with _reporting(quiet) as report:
        results = [
            build.build_release(folder, report=report, **reading) for folder in _chosen(root, releases or [])
        ]
        blocked = any(result.findings_blocking for result in results)
        # A site is for publishing: what is blocked must not be published.
        site = None if blocked else build.build_site(root, report=report)
    _print_results(results, site, as_json=as_json)
    raise typer.Exit(BLOCKED if blocked else GOOD)


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
        _print_explanation(what, as_json=as_json)
        raise typer.Exit(GOOD)
    if out is None:
        raise typer.BadParameter("needed, unless --explain is given", param_hint="--out")
    with _reporting(quiet) as report:
        result = build.convert(
            files, out, form=form, year=year, body=body, report=report, **_reading(forms, parser)
        )
    _print_results([result], None, as_json=as_json)
    raise typer.Exit(BLOCKED if result.findings_blocking else GOOD)


@app.command("check")
def check_command(
    package: Annotated[
        Path, typer.Argument(exists=True, help="The folder of a package, or its datapackage.json.")
    ],
    as_json: Json = False,
) -> None:
    """Check a written package: its types, keys and hashes, and every accounting identity anew."""
    from budgetpress import build

    outcome = build.check_package(package)
    if as_json:
        _print_json(outcome)
    else:
        for error in outcome["errors"]:
            typer.echo(_error_line(error))
        typer.echo("valid" if outcome["valid"] else f"not valid: {len(outcome['errors'])} error(s)")
    raise typer.Exit(GOOD if outcome["valid"] else BLOCKED)


@app.command("site")
def site_command(as_json: Json = False, quiet: Quiet = False) -> None:
    """Build the site from the packages on disk; no source is read."""
    from budgetpress import build

    with _reporting(quiet) as report:
        site = build.build_site(build.project_root(), report=report)
    _print_results([], site, as_json=as_json)


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
    from budgetpress import build

    folder = build.new_release(
        build.project_root(), release, files, form=form, year=year, body=body, forms=tuple(forms or ())
    )
    if as_json:
        _print_json({"folder": str(folder)})
    else:
        typer.echo(f"{folder}\nread release.toml in it, then: budgetpress build {release}")


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
        _print_json({"folder": str(folder)})
    else:
        typer.echo(f"{folder}\nread its files, then: budgetpress convert FILE --forms {out} --form {name}")


@app.command("forms")
def forms_command(folders: Forms = None, as_json: Json = False) -> None:
    """List the forms that can be read, each with its tables."""
    from budgetpress.form import list_forms, load_form

    forms = [load_form(name, folders or ()) for name in list_forms(folders or ())]
    if as_json:
        _print_json(
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


@contextmanager
def _reporting(quiet: bool) -> Iterator[Callable[[str], None]]:
    """Give a function that shows progress: a live line on a terminal, plain lines elsewhere, else nothing."""
    if quiet:
        yield lambda _message: None
    elif not sys.stderr.isatty():
        yield lambda message: typer.echo(message, err=True)
    else:
        from rich.console import Console
        from rich.text import Text

        # Text: a file name with square brackets is no markup.
        with Console(stderr=True).status(Text("…")) as status:
            yield lambda message: status.update(Text(message))


def _print_results(results: list[BuildResult], site: Path | None, *, as_json: bool) -> None:
    if as_json:
        releases = [
            {
                "name": result.name,
                "folder": str(result.folder),
                "findings_blocking": result.findings_blocking,
                "counts": dict(result.counts),
                "refused": result.refused or None,
            }
            for result in results
        ]
        _print_json({"releases": releases, "site": str(site) if site else None})
        return
    for result in results:
        counts = ", ".join(f"{number} {what.replace('_', ' ')}" for what, number in result.counts.items())
        typer.echo(f"{result.name}: {counts}")
        if result.refused:
            typer.echo(f"{result.name}: nothing was written, since {result.refused}")
        elif result.findings_blocking:
            report = result.folder / "data" / "findings.csv"
            typer.echo(f"{result.name}: {result.findings_blocking} finding(s) block publishing; see {report}")
    if site:
        typer.echo(f"site: {site / 'index.html'}")


def _print_explanation(what: Explanation, *, as_json: bool) -> None:
    from budgetpress.recognise import told

    if as_json:
        _print_json(what)
        return
    for line in told(what):
        typer.echo(line)


def _error_line(error: dict[str, Any]) -> str:
    """Write one error of a report for a person, place first: `table 03, row 12, total: message`."""
    places = [f"{word} {error[key]}" for key, word in (("table", "table"), ("row", "row")) if error.get(key)]
    if not error.get("table") and error.get("resource"):
        places.insert(0, str(error["resource"]))
    if error.get("field"):
        places.append(str(error["field"]))
    return f"{', '.join(places)}: {error['message']}" if places else str(error["message"])


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True))


if __name__ == "__main__":
    main()

"""What the command line prints: results for a person or as JSON, and progress while the work goes on.

Results go to standard output, progress to standard error.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from budgetpress.model import BuildResult
    from budgetpress.recognise import Explanation


@contextmanager
def reporting(quiet: bool) -> Iterator[Callable[[str], None]]:
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


def print_results(
    results: list[BuildResult], site: Path | None, *, as_json: bool, errors: Sequence[str] = ()
) -> None:
    """Print what came of each release, and where the site is; `errors` say why there are others without."""
    if as_json:
        releases = [
            {
                "name": result.name,
                "folder": str(result.folder),
                "findings_blocking": result.findings_blocking,
                "counts": dict(result.counts),
                "refused": result.refused or None,
                "version_refused": result.version_refused or None,
            }
            for result in results
        ]
        print_json({"releases": releases, "errors": list(errors), "site": str(site) if site else None})
        return
    for result in results:
        counts = ", ".join(f"{number} {what.replace('_', ' ')}" for what, number in result.counts.items())
        typer.echo(f"{result.name}: {counts}")
        if result.refused:
            typer.echo(f"{result.name}: nothing was written, since {result.refused}")
        elif findings := result.findings_blocking - bool(result.version_refused):
            report = result.folder / "data" / "findings.csv"
            typer.echo(f"{result.name}: {findings} finding(s) block publishing; see {report}")
        if result.version_refused:
            typer.echo(f"{result.name}: {result.version_refused}")
    if site:
        typer.echo(f"site: {site / 'index.html'}")


def print_explanation(what: Explanation, *, as_json: bool) -> None:
    """Print how a document is recognised."""
    from budgetpress.recognise import told

    if as_json:
        print_json(what)
        return
    for line in told(what):
        typer.echo(line)


def error_line(error: dict[str, Any]) -> str:
    """Write one error of a report for a person, place first: `table 03, row 12, total: message`."""
    places = [f"{word} {error[key]}" for key, word in (("table", "table"), ("row", "row")) if error.get(key)]
    if not error.get("table") and error.get("resource"):
        places.insert(0, str(error["resource"]))
    if error.get("field"):
        places.append(str(error["field"]))
    return f"{', '.join(places)}: {error['message']}" if places else str(error["message"])


def print_json(value: object) -> None:
    """Print a value as JSON, keys in order."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True))

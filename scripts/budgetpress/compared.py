"""The command that compares two packages and tells what differs."""

from __future__ import annotations

from typing import Annotated

import typer

from budgetpress.arguments import BLOCKED, GOOD, Json
from budgetpress.output import print_json


def diff_command(
    a: Annotated[
        str, typer.Argument(metavar="A", help="The older: a folder, a release, a zip, REV:path, or REV.")
    ],
    b: Annotated[str, typer.Argument(metavar="B", help="The newer, named in the same ways.")],
    advise: Annotated[
        bool, typer.Option("--advise", help="Tell which version B needs where A is published.")
    ] = False,
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help="Print Markdown for a comment, of bounded length.")
    ] = False,
    limit: Annotated[
        int, typer.Option("--limit", min=0, help="How many changes to print at a terminal.")
    ] = 200,
    as_json: Json = False,
) -> None:
    """Compare two packages. Exit codes as of diff: 0 the same, 1 they differ, 2 bad input.

    REV alone is the release that the other argument names, in that git revision.
    """
    from budgetpress.diff import advice, compare, markdown, origins, told

    difference = compare.compare(*origins.read_pair(a, b))
    advised = advice.advise(difference)
    if as_json:
        print_json(told.plain(difference, advised))
    elif as_markdown:
        typer.echo(markdown.markdown(difference, advised), nl=False)
    else:
        for line in told.told(difference, limit=limit):
            typer.echo(line)
        for line in told.advice_lines(advised) if advise else ():
            typer.echo(line)
    raise typer.Exit(BLOCKED if difference.changes else GOOD)

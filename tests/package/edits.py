"""Edits by hand of a written package, as a person with an editor would make them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any


def read_csv(path: Path) -> list[dict[str, str]]:
    """The records of a CSV file as text."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def set_cell(package: Path, resource: str, record: int, field: str, text: str) -> None:
    """Write `text` into a cell; `record` counts from 1."""
    path = package / "data" / f"{resource}.csv"
    records = read_csv(path)
    records[record - 1][field] = text
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(records[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(records)
    path.write_bytes(stream.getvalue().encode())


def set_figure(package: Path, figure: str, amount: str) -> None:
    """Write another amount into `figures`."""
    records = read_csv(package / "data" / "figures.csv")
    number = next(n for n, record in enumerate(records, start=1) if record["id"] == figure)
    set_cell(package, "figures", number, "amount", amount)


def edit_descriptor(package: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    """Change the descriptor in place."""
    path = package / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    edit(descriptor)
    path.write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")


def rehash(package: Path) -> None:
    """Make bytes and hashes fit the files, as a careful forger would."""

    def edit(descriptor: dict[str, Any]) -> None:
        for resource in descriptor["resources"]:
            for stamped in (resource, *resource["alternates"]):
                data = (package / stamped["path"]).read_bytes()
                stamped["bytes"] = len(data)
                stamped["hash"] = f"sha256:{hashlib.sha256(data).hexdigest()}"

    edit_descriptor(package, edit)


def amounts(package: Path) -> list[tuple[str, int, str, str, str]]:
    """(resource, record, field, amount, figure id) of every amount in a table."""
    return [
        (figure["resource"], int(figure["row"]), figure["field"], figure["amount"], figure["id"])
        for figure in read_csv(package / "data" / "figures.csv")
    ]


def with_other_digit(amount: str, position: int) -> str:
    """The amount with the digit at that position changed."""
    places = [index for index, character in enumerate(amount) if character.isdigit()]
    index = places[position % len(places)]
    return f"{amount[:index]}{(int(amount[index]) + 1) % 10}{amount[index + 1 :]}"

"""Which codes of two classifications may stand side by side, by the national crosswalks.

A crosswalk is a CSV file beside the code lists, `<name>.crosswalk.csv`, whose two columns are fields of a
form. It is a witness where a document has none of its own; a pair that it lacks is not wrong for that.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent.parent / "codelists"


def vouches(fields: tuple[str, str], codes: tuple[str, str]) -> bool:
    """Whether a crosswalk of these fields has the pair of codes."""
    return codes in _pairs(fields)


def gainsays(fields: tuple[str, str], codes: tuple[str, str]) -> bool:
    """Whether a crosswalk of these fields has the first code, but not beside the second."""
    return codes not in _pairs(fields) and codes[0] in _known(fields)


@cache
def _known(fields: tuple[str, str]) -> frozenset[str]:
    return frozenset(one for one, _ in _pairs(fields))


@cache
def _pairs(fields: tuple[str, str]) -> frozenset[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for path in sorted(_FOLDER.glob("*.crosswalk.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            if set(fields) <= set(reader.fieldnames or ()):
                found |= {(row[fields[0]], row[fields[1]]) for row in reader}
    return frozenset(found)

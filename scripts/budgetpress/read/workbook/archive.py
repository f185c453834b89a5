"""Look at a zip archive before any of it is unpacked: how much it holds, and what it is."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from budgetpress.errors import InputError

MAX_MEMBERS: Final = 10_000
MAX_UNPACKED: Final = 256 * 1024 * 1024
MAX_RATIO: Final = 400
"""How many times smaller than its content a member may be: a sheet is 5 to 50 times, a bomb 1,000 times."""

MAX_CELLS: Final = 1_000_000
"""The most cells that the sheets of a workbook have, also those that have nothing but a format."""

_CELL: Final = re.compile(rb"<c[ />]")
_SMALL: Final = 1024 * 1024  # below this a ratio says nothing


def check_archive(
    name: str,
    data: bytes,
    expected: str = "an XLSX workbook",
    do: str = "Give only the sheets with the budget tables.",
) -> frozenset[str]:
    """The names of the members; InputError where the archive is broken, encrypted or unpacks to too much.

    The error says what was expected, and what to do about too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, IndexError) as error:
        raise InputError(
            name,
            "the zip archive is damaged",
            expected=expected,
            do="Fetch or save the file again.",
        ) from error
    if any(member.flag_bits & 1 for member in members):
        raise InputError(name, "the zip archive is encrypted", do="Save it without a password.")
    unpacked = sum(member.file_size for member in members)
    packed = [
        member
        for member in members
        if member.file_size > _SMALL and member.file_size > MAX_RATIO * member.compress_size
    ]
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or packed:
        raise InputError(
            name,
            f"the archive holds {len(members):,} files that unpack to {unpacked:,} bytes",
            expected=f"at most {MAX_MEMBERS:,} files, {MAX_UNPACKED:,} bytes, none packed {MAX_RATIO} times",
            do=do,
        )
    return frozenset(member.filename for member in members)


def check_cells(name: str, data: bytes) -> None:
    """InputError where the sheets of a workbook have more cells, blank ones too, than it is worth parsing."""
    count = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            if not member.filename.startswith("xl/worksheets/"):
                continue
            rest = b""
            with archive.open(member) as file:
                while chunk := file.read(_SMALL):
                    count += len(_CELL.findall(rest + chunk))
                    rest = chunk[-2:]  # one byte short of what is counted
    if count > MAX_CELLS:
        raise InputError(
            name,
            f"{count:,} cells, blank ones with a format included",
            expected=f"at most {MAX_CELLS:,} cells in a workbook",
            do="Give only the sheets with the budget tables.",
        )

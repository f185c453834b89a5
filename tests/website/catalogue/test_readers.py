"""What programs of others read from the files of the first release: the values and types of the CSV."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from tests.website.catalogue.office import Stored, needs_office, opened

_READ = """
import {{ readFileSync }} from 'node:fs'
import {{ parquetMetadataAsync, parquetRead }} from {library}
const found = {{}}
for (const path of process.argv.slice(2)) {{
  const bytes = readFileSync(path)
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
  const {{ schema }} = await parquetMetadataAsync(file)
  const scales = new Map(schema.filter((one) => one.scale !== undefined).map((one) => [one.name, one.scale]))
  const shown = (name, value) =>
    scales.has(name) && typeof value === 'number' ? value.toFixed(scales.get(name)) : value
  const take = (rows) =>
    (found[path] = rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, shown(name, value)]))))
  await parquetRead({{ file, rowFormat: 'object', onComplete: take }})
}}
console.log(JSON.stringify(found))
"""
_READ_AS = {"string": str, "number": str, "integer": int, "boolean": bool}  # decimals as written to scale
# How LibreOffice keeps each type of ours.
_STORED = {"string": "string", "number": "float", "integer": "float"}


def types(folder: Path, name: str) -> dict[str, str]:
    """The type of each field of a resource, as the package declares it."""
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    (resource,) = (one for one in described["resources"] if one["name"] == name)
    return {field["name"]: field["type"] for field in resource["schema"]["fields"]}


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of a resource's CSV."""
    with (folder / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@needs_office
def test_workbooks_in_libreoffice(release_folder: Path, tmp_path: Path) -> None:
    """Every workbook has the values of its CSV: texts are texts, amounts exact numbers, no formula."""
    books = sorted((release_folder / "data").glob("*.xlsx"))
    assert len(books) > 20
    for name, (head, *found) in opened(books, tmp_path).items():
        kinds, expected = types(release_folder, name), rows(release_folder, name)
        assert [cell.value for cell in head] == list(kinds), name
        for row, wanted in zip(found, expected, strict=True):
            cells = [*row, *[Stored(kind="", value="", formula="")] * (len(kinds) - len(row))]
            for cell, (field, said) in zip(cells, wanted.items(), strict=True):
                if kinds[field] == "boolean" and said:  # LibreOffice makes the constant of it
                    assert cell.formula == f"of:={said.upper()}()"
                    continue
                assert cell.formula == ""
                assert cell.kind == (_STORED[kinds[field]] if said else ""), (name, field, said)
                assert _same(cell.value, said, kinds[field]), (name, field, cell.value, said)


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")
def test_parquet_in_hyparquet(release_folder: Path, project_root: Path, tmp_path: Path) -> None:
    """Another reader gives every value. Its decimals are doubles, exact to the scale of their column."""
    library = project_root / "site" / "assets" / "vendor" / "hyparquet" / "hyparquet.js"
    files = sorted((release_folder / "data").glob("*.parquet"))
    script = tmp_path / "read.mjs"
    script.write_text(_READ.format(library=json.dumps(library.as_uri())), encoding="utf-8")
    done = subprocess.run(["node", script, *files], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    read = json.loads(done.stdout)
    for path in files:
        kinds = types(release_folder, path.stem)
        for row, said in zip(read[str(path)], rows(release_folder, path.stem), strict=True):
            for field, value in row.items():
                assert value is None or isinstance(value, _READ_AS[kinds[field]]), (path.stem, field)
                assert _same(value, said[field], kinds[field]), (path.stem, field, value, said[field])


def _same(value: object, said: str, kind: str) -> bool:
    """Whether a value is the one of the CSV; a number may be without the zeros at its end."""
    if not said:
        return value in (None, "")
    if kind in {"number", "integer"}:
        return Decimal(str(value)) == Decimal(said)
    return str(value).lower() == said if kind == "boolean" else value == said

"""Validation of a package as it stands on disk: Frictionless, our checks, and the files of other formats.

The report has no clock and no absolute place in it, so the same package gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from frictionless import Checklist, FrictionlessException, Package, Report, ReportTask
from frictionless import Error as FrictionlessError
from frictionless.errors import PackageError

from budgetpress.errors import BudgetpressError, InputError
from budgetpress.package.audit import Ledger, Sheet, read_sheets
from budgetpress.package.plugin import CHECKS, register
from budgetpress.package.safety import alternates, unsafe_parts

ValidationReport = dict[str, Any]

# Frictionless skips hashes and end-of-table checks once it reaches its limit; it must not.
_NO_LIMIT = 10**9


class InvalidPackageError(BudgetpressError):
    """A package that was about to be published does not hold what it claims; `report` says where."""

    def __init__(self, report: ValidationReport) -> None:
        self.report = report
        errors = report["errors"]
        lines = [f"  {place(error)}: {error['message']}" for error in errors[:10]]
        more = [f"  and {len(errors) - 10} more"] if len(errors) > 10 else []
        super().__init__("\n".join([f"the package is not valid: {len(errors)} error(s)", *lines, *more]))


def place(error: Mapping[str, Any]) -> str:
    """Where an error is, for people: `table 03 (expenditure), row 12, field total`."""
    parts = [
        f"table {error['table']} ({error['resource']})" if error["table"] else error["resource"] or "package"
    ]
    parts += [f"row {error['row']}"] if error["row"] is not None else []
    parts += [f"field {error['field']}"] if error["field"] else []
    return ", ".join(parts)


def validate_package(path: Path) -> ValidationReport:
    """Validate the package in a folder (or of a `datapackage.json`).

    The report is {valid, stats, identities {holds, fails, not_applicable}, tables [{resource, table, rows,
    errors}], errors [{type, table, resource, row, field, message}], warnings}. `row` is the number of the
    record in its resource, from 1; for a table that is its `row`. An identity that is recorded as failing is
    a finding of the package and no error; one that is recorded falsely is. InputError if there is no package.
    """
    folder = path if path.is_dir() else path.parent
    try:
        descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(str(path), "there is no datapackage.json", expected="a data package") from None
    except (OSError, ValueError, RecursionError) as error:
        return _report({}, [_error("descriptor", message=f"datapackage.json cannot be read: {error}")], [])
    unsafe = [
        _error("descriptor", resource=resource, message=message)
        for resource, message in unsafe_parts(descriptor, folder)
    ]
    if unsafe:
        return _report({}, unsafe, [])
    sheets = read_sheets(descriptor, folder)
    found = _run(descriptor, folder)
    errors = [_error_of(task, error, sheets) for task in found.tasks for error in task.errors]
    errors += [_error(error.type, message=error.message) for error in found.errors]
    errors += _alternate_errors(descriptor, folder, sheets)
    warnings = [*found.warnings, *(warning for task in found.tasks for warning in task.warnings)]
    return _report(sheets, [_without(str(folder.resolve()), error) for error in errors], warnings)


def report_bytes(report: ValidationReport) -> bytes:
    """The report as it stands on disk."""
    return (json.dumps(report, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _run(descriptor: dict[str, Any], folder: Path) -> Report:
    """Frictionless with our checks, one resource after the other: in parallel it forgets the checks."""
    register()
    checklist = Checklist(checks=[check() for check in CHECKS.values()])
    report: Report
    try:
        # Names were looked through before, and links resolved: what is left is inside the folder.
        package = Package.from_descriptor(descriptor, basepath=str(folder.resolve()))
        report = package.validate(checklist, limit_errors=_NO_LIMIT)
    except FrictionlessException as exception:
        report = Report.from_validation(time=0, errors=exception.to_errors())
    except Exception as exception:  # noqa: BLE001 - what breaks a reader is a broken package, not a traceback
        note = f"it cannot be read ({type(exception).__name__})"
        report = Report.from_validation(time=0, errors=[PackageError(note=note)])
    return report


def _report(
    sheets: Mapping[str, Sheet], errors: list[dict[str, Any]], warnings: list[str]
) -> ValidationReport:
    by_resource = Counter(error["resource"] for error in errors)
    ledger = Ledger(sheets)
    statuses = Counter(figure.get("status", "") for figure in ledger.figures)
    return {
        "valid": not errors,
        "stats": {
            "resources": len(sheets),
            "rows": sum(len(sheet.records) for sheet in sheets.values()),
            "figures": len(ledger.figures),
            "statuses": dict(sorted(statuses.items())),
            "checks": len(ledger.checks),
            "errors": len(errors),
            "warnings": len(warnings),
        },
        "identities": ledger.verdicts(),
        "tables": [
            {"resource": s.name, "table": s.table, "rows": len(s.records), "errors": by_resource[s.name]}
            for s in sheets.values()
        ],
        "errors": errors,
        "warnings": warnings,
    }


def _error_of(task: ReportTask, error: FrictionlessError, sheets: Mapping[str, Sheet]) -> dict[str, Any]:
    sheet = sheets[task.name]
    line: int | None = getattr(error, "row_number", None)
    record = sheet.records[line - 2] if line and 2 <= line < len(sheet.records) + 2 else {}
    return _error(
        error.type,
        table=sheet.table or record.get("table", ""),
        resource=sheet.name,
        row=line - 1 if line else None,
        field=getattr(error, "field_name", ""),
        message=error.message,
    )


def _error(
    kind: str, *, message: str, table: str = "", resource: str = "", row: int | None = None, field: str = ""
) -> dict[str, Any]:
    return {
        "type": kind,
        "table": table,
        "resource": resource,
        "row": row,
        "field": field,
        "message": message,
    }


def _alternate_errors(
    descriptor: Mapping[str, Any], folder: Path, sheets: Mapping[str, Sheet]
) -> Iterator[dict[str, Any]]:
    """Other formats must be the files that were written with the CSV."""
    for raw in descriptor["resources"]:
        for alternate in alternates(raw):
            data = (folder / alternate["path"]).read_bytes()
            found = f"sha256:{hashlib.sha256(data).hexdigest()}"
            if found != alternate.get("hash"):
                message = f"{alternate['path']} was changed: its hash is {found}, not {alternate.get('hash')}"
                yield _error(
                    "hash-count", table=sheets[raw["name"]].table, resource=raw["name"], message=message
                )


def _without(folder: str, error: dict[str, Any]) -> dict[str, Any]:
    return {**error, "message": error["message"].replace(f"{folder}/", "")}

"""From tables and verdicts to a package on disk."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from budgetpress.form import Form
from budgetpress.model import Reconciled, Release, Shaped
from budgetpress.package.codelists import CodeLists, codelist_datasets
from budgetpress.package.dataset import Dataset
from budgetpress.package.descriptor import descriptor_bytes, package_descriptor
from budgetpress.package.disclosure import PATH as DISCLOSURE
from budgetpress.package.disclosure import disclosure_bytes
from budgetpress.package.parquet import parquet_bytes
from budgetpress.package.stage import staged, write_files
from budgetpress.package.system import Reasons, system_datasets
from budgetpress.package.tables import table_datasets
from budgetpress.package.validate import InvalidPackageError, ValidationReport, report_bytes, validate_package
from budgetpress.package.workbook import unfit, workbook_bytes
from budgetpress.package.write import csv_bytes, json_bytes


def write_package(
    *,
    release: Release,
    form: Form,
    shaped: Shaped,
    result: Reconciled,
    folder: Path,
    reasons: Reasons | None = None,
    codelists: CodeLists | None = None,
    allowed_formulas: Collection[str] = (),
) -> ValidationReport:
    """Write and validate the package of a release in `folder`; return its validation report.

    `folder` holds the inputs of a release, or a package made by us, or nothing. All generated parts
    (datapackage.json, data/, reports/) are replaced together, or none is: InvalidPackageError where the
    written package contradicts itself, InputError where something cannot be written or `folder` is no place
    for it. `reasons` says in Chinese and English what the reason of a remark means, `codelists` has the
    classifications by name, `allowed_formulas` the cells (`resource.record.field`) that may
    look like a formula.
    """
    datasets = package_datasets(form, shaped, result, reasons or {}, codelists or {}, release.fiscal_year)
    contents = {dataset.name: _formats(dataset, release) for dataset in datasets}
    descriptor = package_descriptor(
        release=release,
        form=form,
        missing=shaped.missing,
        resources=((dataset, contents[dataset.name]) for dataset in datasets),
        allowed_formulas=allowed_formulas,
    )
    with staged(folder) as new:
        write_files(new, {"datapackage.json": descriptor_bytes(descriptor), **_data_files(contents)})
        report = validate_package(new)
        if not report["valid"]:
            raise InvalidPackageError(report)
        card = disclosure_bytes(release, form, shaped, result)
        write_files(new, {"reports/validation.json": report_bytes(report), DISCLOSURE: card})
    return report


def package_datasets(
    form: Form, shaped: Shaped, result: Reconciled, reasons: Reasons, codelists: CodeLists, year: int
) -> tuple[Dataset, ...]:
    """All resources in the order of the package: tables, system resources, code lists."""
    return (
        *table_datasets(form, result.tables, shaped.missing),
        *system_datasets(shaped, result, reasons),
        *codelist_datasets(form, result.tables, codelists, year),
    )


def _formats(dataset: Dataset, release: Release) -> dict[str, bytes]:
    """The files of a resource by format; a workbook is left out where it could not hold everything."""
    formats = {"csv": csv_bytes(dataset), "json": json_bytes(dataset)}
    if unfit(dataset) is None:
        formats["xlsx"] = workbook_bytes(dataset, release)
    return {**formats, "parquet": parquet_bytes(dataset, release)}


def _data_files(contents: Mapping[str, Mapping[str, bytes]]) -> dict[str, bytes]:
    return {
        f"data/{name}.{ending}": data for name, files in contents.items() for ending, data in files.items()
    }

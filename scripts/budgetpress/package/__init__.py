"""Package: tables and verdicts become a data package on disk, the same bytes for the same input."""

from budgetpress.package.publish import write_package
from budgetpress.package.stage import alone, settle
from budgetpress.package.validate import InvalidPackageError, validate_package

__all__ = ["InvalidPackageError", "alone", "settle", "validate_package", "write_package"]

"""A package whose parts lead elsewhere gives no site what stands there."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.website.sample import write_package

from budgetpress.errors import InputError
from budgetpress.website.load import load_package


@pytest.mark.parametrize("name", ["data", "data/spending.csv"])
def test_data_that_lead_out_of_the_package_are_refused(name: str, tmp_path: Path) -> None:
    """A folder or a file of the data that is a link to another place."""
    package = write_package(tmp_path / "packages")
    (package / name).rename(tmp_path / "elsewhere")
    (package / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError, match="a file under data/"):
        load_package(package)

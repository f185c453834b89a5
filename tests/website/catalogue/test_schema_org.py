"""The description of a data set in its pages: complete, in the page's language, and never markup."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.website.conftest import Site
from tests.website.sample import write_package
from tests.website.test_escape import HOSTILE

from budgetpress.website.catalogue import Base
from budgetpress.website.catalogue.schema_org import release_block, table_block
from budgetpress.website.data import Package
from budgetpress.website.languages import EN, ZH, Language, resolve
from budgetpress.website.load import load_package

HOST = "https://data.example.org/budgets/"
_BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def described(html: str) -> dict[str, Any]:
    """The one description in a page."""
    (text,) = _BLOCK.findall(html)
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.mark.parametrize("language", [ZH, EN])
def test_a_table_says_what_search_engines_ask(language: Language, packages: list[Package]) -> None:
    """Name, description, licence, version, who made it, what is measured, and where each file is."""
    node = described(resolve(table_block(packages[0], "02", Base(root=HOST)), language))
    tree = language.folder
    assert (node["@type"], node["url"]) == ("Dataset", f"{HOST}{tree}qinghe-town-2025/02/")
    for key in (
        "name",
        "description",
        "license",
        "version",
        "creator",
        "creditText",
        "identifier",
        "isPartOf",
    ):
        assert node[key], key
    assert len(node["description"]) > 50 or language is ZH
    assert node["version"] == "1.0.0"
    assert ("Expenditure" in node["name"]) is (language is EN)
    assert {"total", "functional_code"} <= {field["alternateName"] for field in node["variableMeasured"]}
    assert [field["unitText"] for field in node["variableMeasured"] if field["alternateName"] == "total"] == [
        "CNY"
    ]
    files = {download["contentUrl"]: download["encodingFormat"] for download in node["distribution"]}
    assert files[f"{HOST}qinghe-town-2025/data/spending.csv"] == "text/csv"


@pytest.mark.parametrize(("tree", "up"), [("", "../"), ("en/", "../../")])
def test_pages_of_the_site_have_one_each(tree: str, up: str, site: Site) -> None:
    """The first page of a release and each table's have one; a relative address leads to the file."""
    home = site.folder / tree / "qinghe-town-2025"
    release = described((home / "index.html").read_text(encoding="utf-8"))
    assert release["url"] == f"{up}{tree}qinghe-town-2025/"
    assert release["hasPart"][0]["url"] == f"{up}{tree}qinghe-town-2025/01/"
    for download in release["distribution"]:
        assert (home / download["contentUrl"]).is_file()
    for number in ("01", "02", "03", "04"):
        table = described((home / number / "index.html").read_text(encoding="utf-8"))
        assert table["isPartOf"]["@id"] == f"../{release['@id']}"
        for download in table["distribution"]:
            assert (home / number / download["contentUrl"]).is_file()


def test_no_text_ends_the_block(tmp_path: Path) -> None:
    """Payloads in every text of a package stay in the JSON, which holds no `<` at all."""
    payload = "".join(HOSTILE) + "</script><script>alert(1)</script><!--"
    package = load_package(write_package(tmp_path, text=lambda text: text + payload))
    for block in (release_block(package, Base()), table_block(package, "02", Base())):
        for language in (ZH, EN):
            html = resolve(block, language)
            assert html.count("<") == 2
            assert "</script><script>" in described(html)["name"]

"""The changelog says what there is: Data and Code apart, every release, command and form by its name."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from packaging.version import Version

from budgetpress.cli import app
from budgetpress.form import list_forms

ROOT = Path(__file__).resolve().parents[1]
_VERB = re.compile(r"(?:Added|Changed|Deprecated|Removed|Fixed|Security)\b")


def sections() -> dict[str, dict[str, list[str]]]:
    """The entries by version and by part, each on one line."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    found: dict[str, dict[str, list[str]]] = {}
    for block in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        version, _, rest = block.partition("\n")
        parts = re.split(r"^### ", rest, flags=re.MULTILINE)
        assert not parts[0].strip(), f"{version}: text outside Data and Code"
        found[version] = {}
        for part in parts[1:]:
            name, _, body = part.partition("\n")
            entries = re.split(r"^- ", body, flags=re.MULTILINE)[1:]
            found[version][name] = [" ".join(entry.split()) for entry in entries]
    return found


def said(part: str) -> str:
    """All entries of a part, of every version."""
    return "\n".join(entry for parts in sections().values() for entry in parts.get(part, []))


def test_data_and_code_are_apart() -> None:
    """Every version has entries in one of the two or both, and every entry says what was done."""
    for version, parts in sections().items():
        assert parts, version
        assert set(parts) <= {"Data", "Code"}, version
        for entries in parts.values():
            assert entries, version
            assert [entry for entry in entries if not _VERB.match(entry)] == []


def test_versions_go_down() -> None:
    """The newest version stands first, after what is not released yet."""
    found = [re.match(r"\[(.+?)\](?: - (\d{4}-\d\d-\d\d))?$", heading) for heading in sections()]
    assert all(found)
    names = [each[1] for each in found if each]
    assert names[0] == "Unreleased"
    assert sorted(names[1:], key=Version, reverse=True) == names[1:]


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in ROOT.glob("datapackage/*/datapackage.json"))
)
def test_every_release_is_under_data(folder: Path) -> None:
    """By its name; and by its version too as soon as there is a second one."""
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert f"`{descriptor['name']}`" in said("Data")
    if descriptor["version"] != "1.0.0":
        assert f"`{descriptor['name']}` {descriptor['version']}" in said("Data")


def test_every_resource_beside_the_tables_is_under_data() -> None:
    """What a package holds beside its tables was announced where its readers look."""
    declared = (ROOT / "scripts" / "budgetpress" / "package" / "system.toml").read_text(encoding="utf-8")
    roles = set(re.findall(r"^\[([a-z]+)\]$", declared, flags=re.MULTILINE)) - {"codelist", "titles"}
    assert {role for role in roles if f"`{role}`" not in said("Data")} == set()


def test_every_command_and_form_is_under_code() -> None:
    """A command that nobody is told of is not there."""
    commands = {command.name for command in app.registered_commands}
    assert {name for name in {*commands, *list_forms()} if f"`{name}" not in said("Code")} == set()

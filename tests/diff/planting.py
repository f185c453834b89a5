"""A written package in memory, to plant changes in: what a diff finds must be what was planted."""

from __future__ import annotations

import copy
import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from budgetpress.published import Published, read_published

ROOT = Path(__file__).resolve().parents[2]
RELEASE = ROOT / "datapackage" / "beijing-chaoyang-jinsong-2026"
FRESH = "绝无仅有"
_ID = re.compile(r"(?<![0-9A-Za-z_.])[0-9A-Za-z][0-9A-Za-z_.=+<\-]*")


@dataclass
class Copy:
    """The descriptor and the rows by resource, free to change."""

    raw: dict[str, Any]
    rows: dict[str, list[dict[str, str]]]

    @classmethod
    def of(cls, folder: Path = RELEASE) -> Copy:
        """A copy of the package in a folder."""
        raw = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        rows = {}
        for resource in raw["resources"]:
            with (folder / resource["path"]).open(encoding="utf-8", newline="") as stream:
                rows[resource["name"]] = list(csv.DictReader(stream))
        return cls(raw, rows)

    def again(self) -> Copy:
        """Another copy of the same."""
        return copy.deepcopy(self)

    def published(self, origin: str = "memory") -> Published:
        """The package, written and read."""
        files = {"datapackage.json": json.dumps(self.raw, ensure_ascii=False).encode()}
        for resource in self.raw["resources"]:
            stream = io.StringIO(newline="")
            names = [field["name"] for field in resource["schema"]["fields"]]
            writer = csv.DictWriter(stream, names, lineterminator="\r\n", extrasaction="ignore")
            writer.writeheader()
            writer.writerows(self.rows[resource["name"]])
            files[resource["path"]] = stream.getvalue().encode()
        return read_published(origin, files.__getitem__)

    def resource(self, name: str) -> dict[str, Any]:
        """The descriptor of a resource."""
        found: dict[str, Any] = next(each for each in self.raw["resources"] if each["name"] == name)
        return found

    def tables(self) -> list[str]:
        """The names of the printed tables that have rows."""
        return [r["name"] for r in self.raw["resources"] if r["role"] == "table" and self.rows[r["name"]]]

    def holds(self, name: str) -> dict[str, str]:
        """What each field of a resource holds, by name."""
        return {field["name"]: field["holds"] for field in self.resource(name)["schema"]["fields"]}

    def figure(self, identifier: str) -> dict[str, str]:
        """The figure with that id."""
        return next(figure for figure in self.rows["figures"] if figure["id"] == identifier)

    def set_amount(self, identifier: str, amount: str, printed: str | None = None) -> None:
        """Another amount in a figure and in its table."""
        figure = self.figure(identifier)
        figure["amount"] = amount
        if printed is not None:
            figure["printed"] = printed
        self.rows[figure["resource"]][int(figure["row"]) - 1][figure["field"]] = amount

    def reorder(self, name: str, order: list[int]) -> None:
        """Rows in another order; `order` has their old numbers, those left out are removed, 0 is a new row.

        All that counts rows is written anew, as a build would: numbers, ids of figures and checks.
        """
        old = self.rows[name]
        blank = dict.fromkeys(old[0], "")
        self.rows[name] = [dict(old[number - 1]) if number else {**blank, "kind": "item"} for number in order]
        for position, row in enumerate(self.rows[name], start=1):
            row["row"] = str(position)
        new = {str(number): str(position) for position, number in enumerate(order, start=1) if number}
        self._follow(name, new)

    def _follow(self, name: str, new: dict[str, str]) -> None:
        renamed: dict[str, str] = {}
        figures: list[dict[str, str]] = []
        gone: set[str] = set()
        for figure in self.rows["figures"]:
            if figure["resource"] == name:
                if figure["row"] not in new:
                    gone.add(figure["id"])
                    continue
                row = new[figure["row"]]
                identifier = figure["id"].replace(f".r{figure['row']}.", f".r{row}.")
                renamed[figure["id"]] = identifier
                figure |= {"id": identifier, "row": row}
            figures.append(figure)
        self.rows["figures"] = figures
        self._follow_checks(name, new, renamed, gone)
        for resource in self.raw["resources"]:
            for key in resource["schema"].get("foreignKeys", []):
                if key["reference"] == {"resource": name, "fields": ["row"]}:
                    for referring in self.rows[resource["name"]]:
                        referring[key["fields"][0]] = new.get(referring[key["fields"][0]], "")

    def _follow_checks(self, name: str, new: dict[str, str], renamed: dict[str, str], gone: set[str]) -> None:
        table = self.resource(name)["table"]
        self._rename_checks(table, new, renamed, gone)
        self._follow_reports(name, table, new, renamed)

    def _rename_checks(
        self, table: str, new: dict[str, str], renamed: dict[str, str], gone: set[str]
    ) -> None:
        kept = []
        for check in self.rows["checks"]:
            own = f"{check['left_figures']} {check['right_figures']}".replace("-", "").split()
            # One that applies to nothing names no figure; no table with such checks has two resources.
            if check["id"].startswith(table) and (
                not own or any(each in renamed or each in gone for each in own)
            ):
                number = re.search(r"\.r(\d+)(?=\.|$)", check["id"])
                if number and number[1] not in new:
                    continue
                if number:
                    identifier = check["id"].replace(f".r{number[1]}", f".r{new[number[1]]}")
                    renamed[check["id"]] = identifier
                    check["id"] = identifier
            for side in ("left_figures", "right_figures"):
                words = [word for word in check[side].split() if word.removeprefix("-") not in gone]
                check[side] = " ".join(_renamed(word, renamed) for word in words)
            kept.append(check)
        self.rows["checks"] = kept

    def _follow_reports(self, name: str, table: str, new: dict[str, str], renamed: dict[str, str]) -> None:
        of_table = [r for r in self.raw["resources"] if r["role"] == "table" and r["table"] == table]
        for repair in self.rows["repairs"]:
            for key in ("figure", "failed_before", "hold_after"):
                repair[key] = " ".join(_renamed(word, renamed) for word in repair[key].split())
        for role in ("repairs", "findings"):
            for row in self.rows[role]:
                for key in {"evidence_zh", "evidence_en", "message_zh", "message_en"} & {*row}:
                    row[key] = _ID.sub(lambda found: renamed.get(found[0], found[0]), row[key])
                home = next((r["name"] for r in of_table if row["field"] in self.holds(r["name"])), None)
                if row["table"] == table and row["row"] and (home or of_table[0]["name"]) == name:
                    row["row"] = new.get(row["row"], row["row"])


def _renamed(word: str, renamed: dict[str, str]) -> str:
    sign, stem = ("-", word[1:]) if word.startswith("-") else ("", word)
    return sign + renamed.get(stem, stem)


Expected = tuple[str, str, str, str, str]
"""What a diff must say: part, what, resource, where (id or row on the newer side, else the older), field."""


@dataclass(frozen=True)
class Plant:
    """A change to plant, and what is to be found of it; `level` is what the recipe asks for."""

    do: Callable[[Copy], object]
    expected: tuple[Expected, ...]
    level: str

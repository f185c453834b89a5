"""A stand-in for the work behind the command line: it remembers what it was asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any


@dataclass
class Result:
    """What the build gives of one release."""

    name: str
    folder: Path
    findings_blocking: int = 0
    counts: dict[str, int] = field(default_factory=lambda: {"tables": 12, "figures": 1734})
    refused: str = ""
    version_refused: str = ""


EXPLANATION: dict[str, Any] = {
    "sources": ["source.txt"],
    "form": None,
    "fiscal_year": None,
    "body": None,
    "body_code": None,
    "figures": 0,
    "findings": [],
    "forms": [],
}


class StandIn(ModuleType):
    """In the place of `budgetpress.build`: remembers what it was asked, and finds what it is told to find."""

    def __init__(self, root: Path) -> None:
        super().__init__("budgetpress.build")
        self.root = root
        self.asked: list[tuple[Any, ...]] = []
        self.blocking = 0
        self.refused = ""
        self.error: Exception | None = None
        self.report: dict[str, Any] = {"valid": True, "errors": []}
        self.options: dict[str, Any] = {}
        self.jobs = 0

    def project_root(self) -> Path:
        return self.root

    def release_folders(self, root: Path) -> list[Path]:
        return [root / "datapackage" / name for name in ("one-2025", "two-2026")]

    def describe(self, folder: Path, **options: Any) -> None:
        """Releases have their facts here."""

    def build_release(self, folder: Path, *, report: Any, **options: Any) -> Result:
        report(f"reading [{folder.name}]")
        self.asked.append(("build_release", folder.name))
        self.options = options
        if self.error:
            raise self.error
        return Result(folder.name, folder, self.blocking)

    def build_site(self, root: Path, *, report: Any, jobs: int) -> Path:
        self.jobs = jobs
        self.asked.append(("build_site", root))
        return root / "site" / "public"

    def convert(self, files: list[Path], out: Path, **options: Any) -> Result:
        del options["report"]
        self.asked.append(("convert", [file.name for file in files], out.name, options))
        return Result("converted", out, self.blocking, refused=self.refused)

    def check_package(self, path: Path, against: str | None = None) -> dict[str, Any]:
        self.asked.append(("check_package", path))
        return self.report

    def explain_files(self, files: list[Path], **options: Any) -> dict[str, Any]:
        self.asked.append(("explain_files", [file.name for file in files], options))
        return EXPLANATION

    def new_form(self, name: str, files: list[Path], out: Path, **options: Any) -> Path:
        self.asked.append(("new_form", name, [file.name for file in files], out.name, options))
        return out / name

    def new_release(self, root: Path, name: str, files: list[Path], **options: Any) -> Path:
        self.asked.append(("new_release", root, name, [file.name for file in files], options))
        return root / "datapackage" / name

    def collect(self, root: Path, files: list[Path], forms: tuple[Path, ...]) -> list[Path]:
        self.asked.append(("collect", root, [str(file) for file in files], forms))
        return [root / "datapackage" / "made-2026"]

"""The sample site, built once, and a server for it below a base path of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.website.sample import quiet, write_package

from budgetpress.website import build_site


@dataclass(frozen=True, kw_only=True)
class Site:
    """A built site: its folder, its address with a base path, and the pages a test visits."""

    folder: Path
    address: str

    @property
    def pages(self) -> list[str]:
        """The address of every page below the base path."""
        found = (path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))
        return sorted(name.removesuffix("index.html") for name in found)


class Quiet(SimpleHTTPRequestHandler):
    """A file server that keeps its log to itself."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="session")
def site(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site of the sample release, served at `/a/base/`."""
    work = tmp_path_factory.mktemp("site")
    package = write_package(work / "packages")
    folder = work / "served" / "a" / "base"
    folder.parent.mkdir(parents=True)
    build_site(project_root, packages=[package], out=folder, report=quiet)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(work / "served")))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(folder=folder, address=f"http://127.0.0.1:{server.server_port}/a/base/")
    server.shutdown()
    server.server_close()
    thread.join()

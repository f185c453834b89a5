"""The sample site, built once, and a server for it below a base path of its own."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.website.sample import quiet, write_package
from tests.website.sample_views import write_views
from tests.website.test_escape import HOSTILE

from budgetpress.website import build_site

PAYLOAD = "".join([*HOSTILE, '"><script>document.title="x"</script>', "]( javascript:x"])


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


@contextmanager
def served(root: Path, work: Path, text: Callable[[str], str]) -> Iterator[Site]:
    """The site of the sample release with every free text changed by `text`, at `/a/base/` of a host."""
    package = write_package(work / "packages", text=text)
    folder = work / "served" / "a" / "base"
    folder.parent.mkdir(parents=True)
    views = write_views(work / "views", text)
    build_site(root, packages=[package], out=folder, report=quiet, views=views)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(work / "served")))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(folder=folder, address=f"http://127.0.0.1:{server.server_port}/a/base/")
    server.shutdown()
    server.server_close()
    thread.join()


def project_house(root: Path, folder: Path) -> Path:
    """A folder to build sites from, with nothing kept but drawings that take long."""
    (folder / "site").mkdir(parents=True)
    for name in ("pages", "theme", "assets"):
        (folder / "site" / name).symlink_to(root / "site" / name)
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        shutil.copy(root / name, folder)
    (folder / ".cache").mkdir()
    for name in ("cards", *(path.name for path in (root / ".cache").glob("vega-*.js"))):
        if (root / ".cache" / name).exists():
            (folder / ".cache" / name).symlink_to(root / ".cache" / name)
    return folder


@pytest.fixture(scope="session")
def site(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site of the sample release."""
    with served(project_root, tmp_path_factory.mktemp("site"), lambda text: text) as built:
        yield built


@pytest.fixture(scope="session")
def hostile_site(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The same with every known payload in every free text."""
    with served(project_root, tmp_path_factory.mktemp("hostile"), lambda text: text + PAYLOAD) as built:
        yield built


@pytest.fixture(scope="session")
def mild_site(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The same with as many harmless characters instead."""
    mild = "字" * len(PAYLOAD)
    with served(project_root, tmp_path_factory.mktemp("mild"), lambda text: text + mild) as built:
        yield built

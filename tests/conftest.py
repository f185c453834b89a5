"""What every test may ask for: the folders of the checkout, a browser, and repeatable random examples."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# The same examples in every run, so that a failure is about the change at hand. To look for new ones:
# HYPOTHESIS_PROFILE=explore python3 scripts/run.py test tests/...
settings.register_profile(
    "repeatable",
    derandomize=True,
    database=None,
    deadline=None,  # a busy machine is no failure
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "explore", parent=settings.get_profile("repeatable"), derandomize=False, max_examples=2000
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

# Everything that reaches out of the machine by itself is off; a request that a page makes is then the page's.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The folder of the checkout."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def release_folder(project_root: Path) -> Path:
    """The folder of the first release, with its package as committed; it must be there."""
    folder = project_root / "datapackage" / "beijing-chaoyang-jinsong-2026"
    if not (folder / "datapackage.json").is_file():
        pytest.fail("the first release has no package; run: python3 scripts/run.py build")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; without one the test fails and says how to get it."""
    named = os.environ.get("CHROMIUM")
    for name in [named] if named else ["chromium", "chromium-browser", "google-chrome"]:
        if path := shutil.which(name):
            return path
    pytest.fail("no browser; run: sudo sh -c 'apt-get update && apt-get install -y chromium fonts-noto-cjk'")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """A running headless browser that makes no request of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()

"""The two commands of the README, from a bare checkout: `build` and `test`; any other word goes to the CLI.

Needs nothing but Python 3.11: it makes `.venv`, installs exactly what `requirements.lock` lists, by hash,
and starts the work in it. The next run finds the stamp that was written last and starts at once.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
VENV = ROOT / ".venv"
STAMP = VENV / "installed"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

# Published without a wheel. They are built with the locked setuptools, so that no unlocked code runs.
SOURCE_ONLY = frozenset({"jieba", "linear-tsv", "unicodecsv"})

PIP = ["-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet", "--no-compile"]
BY_HASH = ["--no-deps", "--require-hashes"]

LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_logo=True))"
CHECKS = (
    ("ruff check", ["-m", "ruff", "check", "--quiet"]),
    ("ruff format", ["-m", "ruff", "format", "--check", "--quiet"]),
    ("mypy", ["-m", "mypy", "--no-error-summary"]),
    ("import-linter", ["-c", LINT_IMPORTS]),
)
TESTS = ["-m", "pytest", "--quiet", "--numprocesses=2", "--dist=loadfile"]

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


class StopError(Exception):
    """The work cannot go on; the message says what a person can do."""


def main(words: list[str]) -> int:
    """Make sure of the environment, do what the words say, and return the exit code of it."""
    try:
        ensure_environment()
        if words[:1] == ["test"]:
            ensure_system_packages()
            return test(words[1:])
        return run(["-m", "budgetpress.cli", *words])
    except StopError as stop:
        print(f"run.py: {stop}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def say(text: str) -> None:
    """Tell the person who waits; standard output belongs to the work itself."""
    print(f"run.py: {text}", file=sys.stderr, flush=True)


def run(arguments: list[str]) -> int:
    """Run the Python of `.venv` in the current folder, the project importable; return the exit code."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    # -P: a file in the person's folder never takes the place of a module.
    code = subprocess.run([str(PYTHON), "-P", *arguments], env=environment, check=False).returncode
    return code if code >= 0 else 128 - code


def test(arguments: list[str]) -> int:
    """Run every check, then the tests, whose closing line comes last; with arguments, the tests alone."""
    os.chdir(ROOT)
    if arguments:
        return run([*TESTS, *arguments])
    failed = []
    for name, command in CHECKS:
        good = run(command) == 0
        say(f"{name}: {'good' if good else 'FAILED'}")
        failed += [] if good else [name]
    code = run(TESTS)
    if failed:
        say(f"besides the tests, these checks failed: {', '.join(failed)}")
    return code or int(bool(failed))


# --- the environment


def fingerprint() -> str:
    """What the environment is made from: the lock, this Python, this place (scripts in it name the place)."""
    python = f"{sys.implementation.name}-{sys.version_info.major}.{sys.version_info.minor}"
    return hashlib.sha256(b"\0".join([LOCK.read_bytes(), python.encode(), os.fsencode(ROOT)])).hexdigest()


def ensure_environment() -> None:
    """Make `.venv` unless a finished one for this lock and this Python stands there."""
    wanted = fingerprint()
    if PYTHON.exists() and STAMP.is_file() and STAMP.read_text() == wanted:
        return
    if find_spec("ensurepip") is None:
        package = f"python3.{sys.version_info.minor}-venv"
        apt_install([package], why="Python's venv module is incomplete")
    say("making .venv and installing requirements.lock: once, about a minute")
    step([sys.executable, "-m", "venv", "--clear", str(VENV)])
    with tempfile.TemporaryDirectory() as folder:
        wheels, sources = split_lock(LOCK.read_text(encoding="utf-8"))
        lists = {"wheels": wheels, "sources": sources}
        for name, text in lists.items():
            Path(folder, name).write_text(text, encoding="utf-8")
        install = [str(PYTHON), *PIP, *BY_HASH]
        step([*install, "--only-binary", ":all:", "-r", str(Path(folder, "wheels"))])
        step([*install, "--no-build-isolation", "--use-pep517", "-r", str(Path(folder, "sources"))])
    STAMP.write_text(wanted)


def split_lock(text: str) -> tuple[str, str]:
    """Part the text of the lock into what is installed from wheels and what is built from source."""
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    sources = [block for block in blocks if block.split("==")[0] in SOURCE_ONLY]
    wheels = [block for block in blocks if block not in sources]
    return "\n".join(wheels) + "\n", "\n".join(sources) + "\n"


def step(command: list[str]) -> None:
    """Run one step of an installation; say which one failed."""
    if subprocess.run(command, check=False, stdout=sys.stderr).returncode != 0:
        raise StopError(f"this step failed, its own message is above:\n  {' '.join(command)}")


# --- what the tests need of the system


def ensure_system_packages() -> None:
    """Make sure of a browser and of a font with Chinese characters: no test is skipped for their lack."""
    missing = ([] if has_browser() else ["chromium"]) + ([] if has_cjk_font() else ["fonts-noto-cjk"])
    if not missing:
        return
    apt_install(missing, why="the tests need a browser and a font with Chinese characters")
    if not (has_browser() and has_cjk_font()):
        raise StopError(f"no {' and '.join(missing)} even so; the variable CHROMIUM can name a browser")


def has_browser() -> bool:
    """Whether a Chromium can be started: the one that CHROMIUM names, or one on PATH."""
    named = os.environ.get("CHROMIUM")
    return bool(shutil.which(named)) if named else any(map(shutil.which, BROWSERS))


def has_cjk_font() -> bool:
    """Whether Chinese characters can be drawn; macOS and Windows always can."""
    if not sys.platform.startswith("linux"):
        return True
    fonts = (file for name in FONT_FOLDERS for file in Path(name).expanduser().rglob("*.[ot]t?"))
    return any(re.search(r"CJK|SourceHan|wqy", font.name) for font in fonts)


def apt_install(packages: list[str], *, why: str) -> None:
    """Install Debian packages where we may; otherwise stop with the one command that a person runs."""
    command = f"apt-get update && apt-get install -y {' '.join(packages)}"
    may = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")
    if not may:
        raise StopError(f"{why}. Run this once, then try again:\n  sudo sh -c '{command}'")
    say(f"{why}: installing {' and '.join(packages)}")
    os.environ.setdefault("DEBIAN_FRONTEND", "noninteractive")
    step(["sh", "-c", command])


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what an older Python is told so by
        sys.exit("run.py: needs Python 3.11 or newer; this is " + sys.version.split()[0])
    sys.exit(main(sys.argv[1:]))

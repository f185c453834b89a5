"""The two commands from a bare checkout, without the minute that a real installation takes."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import run

Commands = list[list[str]]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of its own, with a lock of one wheel and one source package."""
    (tmp_path / "requirements.lock").write_text(
        "jieba==1 \\\n    --hash=sha256:aa\nmkdocs==2 \\\n    --hash=sha256:bb\n", encoding="utf-8"
    )
    venv = tmp_path / ".venv"
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "LOCK", tmp_path / "requirements.lock")
    monkeypatch.setattr(run, "VENV", venv)
    monkeypatch.setattr(run, "STAMP", venv / "installed")
    monkeypatch.setattr(run, "PYTHON", venv / "python")
    return tmp_path


@pytest.fixture
def commands(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Commands:
    """The commands that would have run; each succeeds, and making the venv leaves a Python in it."""
    seen: Commands = []

    def pretend(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        seen.append(command)
        if "venv" in command:
            run.VENV.mkdir(exist_ok=True)
            run.PYTHON.touch()
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", pretend)
    return seen


def test_everything_is_installed_by_hash_and_sources_by_the_locked_tools(commands: Commands) -> None:
    """A first run makes the venv, installs wheels, then builds the few source packages without isolation."""
    run.ensure_environment()

    assert "venv" in commands[0]
    assert all("--require-hashes" in command for command in commands[1:])
    assert "--only-binary :all:" in " ".join(commands[1])
    assert "--no-build-isolation" in commands[2]


def test_second_run_installs_nothing(commands: Commands) -> None:
    """The stamp of a finished installation is enough."""
    run.ensure_environment()
    commands.clear()
    run.ensure_environment()

    assert commands == []


def test_changed_lock_makes_the_environment_anew(commands: Commands) -> None:
    """An environment made from another lock is not used."""
    run.ensure_environment()
    commands.clear()
    run.LOCK.write_text("mkdocs==3 \\\n    --hash=sha256:cc\n", encoding="utf-8")
    run.ensure_environment()

    assert "--clear" in commands[0]


def test_half_made_environment_is_made_anew(commands: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation that was cut off leaves no stamp, so the next run starts over."""
    real = subprocess.run

    def cut_off(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        outcome = real(command)
        return subprocess.CompletedProcess(command, 1) if "--only-binary" in command else outcome

    monkeypatch.setattr(subprocess, "run", cut_off)
    with pytest.raises(run.StopError, match="step failed"):
        run.ensure_environment()
    monkeypatch.setattr(subprocess, "run", real)
    commands.clear()
    run.ensure_environment()

    assert "--clear" in commands[0]
    assert run.STAMP.is_file()


def test_lock_is_split_without_loss() -> None:
    """Each requirement with its hashes goes to exactly one side."""
    wheels, sources = run.split_lock(
        "a==1 \\\n    --hash=sha256:1\n"
        "jieba==2 \\\n    --hash=sha256:2\n"
        "b==3 ; python_version < '4' \\\n    --hash=sha256:3\n"
    )

    assert wheels == "a==1 \\\n    --hash=sha256:1\nb==3 ; python_version < '4' \\\n    --hash=sha256:3\n"
    assert sources == "jieba==2 \\\n    --hash=sha256:2\n"


def test_other_words_are_handed_to_the_command_line(commands: Commands) -> None:
    """`run.py convert FILE` is `budgetpress convert FILE`."""
    assert run.main(["convert", "a b.txt", "--out", "x"]) == 0
    assert commands[-1][-6:] == ["-m", "budgetpress.cli", "convert", "a b.txt", "--out", "x"]


@pytest.mark.parametrize(("code", "expected"), [(0, 0), (1, 1), (2, 2), (-9, 137)])
def test_exit_code_is_that_of_the_work(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, code: int, expected: int
) -> None:
    """What the command returns is returned; death by a signal is 128 and the signal's number."""
    monkeypatch.setattr(subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, code))

    assert run.run(["-m", "anything"]) == expected


@pytest.mark.parametrize(("culprit", "expected"), [("ruff", 1), ("mypy", 1), ("pytest", 1), ("nobody", 0)])
def test_one_failing_check_fails_the_whole_and_stops_nothing(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, culprit: str, expected: int
) -> None:
    """Every check and the tests run, the tests last; one failure is enough for exit code 1."""
    asked: Commands = []

    def pretend(arguments: list[str]) -> int:
        asked.append(arguments)
        return int(culprit in arguments)

    monkeypatch.chdir(checkout)
    monkeypatch.setattr(run, "run", pretend)

    assert run.test([]) == expected
    assert [*[command for _, command in run.CHECKS], run.TESTS] == asked


def test_arguments_of_test_go_to_pytest_alone(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`run.py test -k word` runs the chosen tests and no other check."""
    monkeypatch.chdir(checkout)
    monkeypatch.setattr(run, "run", lambda arguments: 7 if arguments == [*run.TESTS, "-k", "word"] else 0)

    assert run.test(["-k", "word"]) == 7


@pytest.mark.parametrize(
    ("lacking", "need", "package"),
    [
        ("has_browser", run.ensure_system_packages, "chromium"),
        ("has_cjk_font", run.ensure_system_packages, "fonts-noto-cjk"),
        ("find_spec", run.ensure_environment, f"python3.{sys.version_info.minor}-venv"),
    ],
)
def test_without_root_the_one_command_is_told(
    commands: Commands,
    monkeypatch: pytest.MonkeyPatch,
    lacking: str,
    need: Callable[[], None],
    package: str,
) -> None:
    """What is missing of the system and may not be installed is named in one command that can be pasted."""
    for name in ("has_browser", "has_cjk_font"):
        monkeypatch.setattr(run, name, lambda: True)
    monkeypatch.setattr(run, lacking, lambda *_: None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)

    with pytest.raises(run.StopError, match=f"sudo sh -c 'apt-get update && apt-get install -y {package}'"):
        need()
    assert commands == []


def test_root_installs_what_the_tests_need(commands: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root with apt is asked nothing: the lists are refreshed and the packages installed."""
    found = iter([False, True])
    monkeypatch.setattr(run, "has_browser", lambda: next(found))
    monkeypatch.setattr(run, "has_cjk_font", lambda: True)
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    run.ensure_system_packages()

    assert commands == [["sh", "-c", "apt-get update && apt-get install -y chromium"]]


def test_named_browser_that_is_not_there_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """CHROMIUM is believed only if it can be run, and then nothing else is looked for."""
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")

    assert not run.has_browser()


def test_older_python_is_told_so(project_root: Path, tmp_path: Path) -> None:
    """A Python before 3.11 gets one plain sentence and exit code 1 before anything is touched."""
    script = project_root / "scripts" / "run.py"
    pretend = (
        "import runpy, sys; sys.version_info = (3, 9, 2); sys.version = '3.9.2';"
        f"runpy.run_path({str(script)!r}, run_name='__main__')"
    )
    outcome = subprocess.run([sys.executable, "-c", pretend], cwd=tmp_path, capture_output=True, text=True)

    assert (outcome.returncode, outcome.stderr) == (1, "run.py: needs Python 3.11 or newer; this is 3.9.2\n")


def test_only_the_standard_library_is_imported(project_root: Path) -> None:
    """The first file that a newcomer runs needs no package."""
    tree = ast.parse((project_root / "scripts" / "run.py").read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names

"""The workflows' and the action's own steps, run by a shell as GitHub runs them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.documents import putuo
from tests.documents.looks import LOOKS
from tests.documents.pdf import pdf

EXPRESSION = re.compile(r"\$\{\{\s*(.+?)\s*\}\}")


@dataclass
class Runner:
    """Runs `run:` steps in a checkout. `python3 …/run.py` is the Python of this test, already installed."""

    checkout: Path
    home: Path
    context: dict[str, str]

    def __post_init__(self) -> None:
        tools = self.home / "tools"
        tools.mkdir(parents=True)
        self._tool(tools / "sudo", "exit 0")
        self._tool(
            tools / "python3",
            f'export PYTHONPATH="$(dirname "$1")"; shift; exec "{sys.executable}" -P -m budgetpress.cli "$@"',
        )
        for name in ("output", "summary"):
            (self.home / name).write_text("", encoding="utf-8")

    def _tool(self, path: Path, body: str) -> None:
        path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        path.chmod(0o755)

    def value(self, text: object) -> str:
        """A value of the file with its expressions put in."""
        return EXPRESSION.sub(lambda match: self.context[match[1]], str(text))

    def step(self, step: Mapping[str, Any]) -> subprocess.CompletedProcess[str]:
        """One step, and what it gives to later ones kept in the context."""
        environment = {
            **os.environ,
            "PATH": f"{self.home / 'tools'}{os.pathsep}{os.environ['PATH']}",
            "GITHUB_OUTPUT": str(self.home / "output"),
            "GITHUB_STEP_SUMMARY": str(self.home / "summary"),
            "RUNNER_TEMP": str(self.home),
            "GITHUB_ACTION_PATH": self.context.get("action", ""),
            **{name: self.value(text) for name, text in step.get("env", {}).items()},
        }
        command = ["bash", "-eo", "pipefail", "-c", step["run"]]
        done = subprocess.run(command, cwd=self.checkout, env=environment, capture_output=True, text=True)
        for line in (self.home / "output").read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("=")
            self.context[f"steps.{step.get('id')}.outputs.{name}"] = value
        return done

    def job(self, job: Mapping[str, Any]) -> None:
        """Every step of a job that is a command; each must be good."""
        for step in job["steps"]:
            if "run" in step:
                done = self.step(step)
                assert done.returncode == 0, f"{step['name']}: {done.stdout}{done.stderr}"


def steps_of(path: Path) -> dict[str, Any]:
    """A workflow or an action as data."""
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


@pytest.fixture(scope="module")
def clone(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the project as they are now, committed in a repository of their own."""
    folder = tmp_path_factory.mktemp("clone") / "project"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=project_root,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        source = project_root / name
        if source.is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, folder / name)
    # What is dear and does not depend on the clone: the bundle of Vega and the drawn charts.
    if (project_root / ".cache").is_dir():
        shutil.copytree(project_root / ".cache", folder / ".cache")
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "all"]):
        git(folder, *words)
    return folder


def git(folder: Path, *words: str) -> str:
    """Run git as somebody."""
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    return subprocess.run(
        ["git", *who, *words], cwd=folder, capture_output=True, check=True, text=True
    ).stdout


def test_build_workflow_builds_and_gathers(clone: Path, tmp_path: Path) -> None:
    """All jobs of `build`, in order, in a clean clone: what is committed stays; archives and their sums."""
    jobs = steps_of(clone / ".github" / "workflows" / "build.yml")["jobs"]
    runner = Runner(clone, tmp_path / "list", {"vars.SITE_URL": ""})
    runner.job(jobs["list"])
    releases = yaml.safe_load(runner.context["steps.list.outputs.releases"])
    assert releases
    for release in releases:
        Runner(clone, tmp_path / release, {"matrix.release": release}).job(jobs["package"])
    Runner(clone, tmp_path / "site", {"vars.SITE_URL": ""}).job(jobs["site"])

    assert (clone / "site" / "public" / "index.html").is_file()
    sums = (clone / "dist" / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert len(sums) == len(releases)
    subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=clone / "dist", check=True, capture_output=True)
    assert git(clone, "status", "--porcelain", "--", "datapackage") == ""


def test_proposal_tells_what_a_new_document_is(clone: Path, tmp_path: Path) -> None:
    """A document dropped into a folder is built, and the report tells verdict and figures of it alone."""
    base = git(clone, "rev-parse", "HEAD").strip()
    source = clone / "datapackage" / "some-body-2025" / "source" / "budget.pdf"
    source.parent.mkdir(parents=True)
    source.write_bytes(pdf(putuo.paper(), LOOKS[0]))
    job = steps_of(clone / ".github" / "workflows" / "proposal.yml")["jobs"]["build"]

    runner = Runner(clone, tmp_path / "good", {"github.event.pull_request.base.sha": base})
    runner.job(job)
    told = (tmp_path / "good" / "summary").read_text(encoding="utf-8")
    assert "some&#45;body&#45;2025" in told
    assert "✅" in told
    assert told.count("\n## ") == 1
    assert (source.parents[1] / "datapackage.json").is_file()

    source.write_bytes(b"%PDF-1.4\nbroken")
    shutil.rmtree(clone / "told")
    runner = Runner(clone, tmp_path / "bad", {"github.event.pull_request.base.sha": base})
    done = [runner.step(step) for step in job["steps"] if "run" in step]
    assert [step.returncode for step in done] == [0, 2]
    told = (tmp_path / "bad" / "summary").read_text(encoding="utf-8")
    assert "❌" in told
    assert "budget.pdf" in told
    shutil.rmtree(source.parents[1])
    shutil.rmtree(clone / "told")


def test_action_publishes_a_repository_that_holds_one_document(project_root: Path, tmp_path: Path) -> None:
    """A repository with a PDF and nothing else gets a package, a site and a report; again, the same."""
    action = steps_of(project_root / "action.yml")
    defaults = {f"inputs.{name}": value.get("default", "") for name, value in action["inputs"].items()}
    foreign = tmp_path / "foreign"
    (foreign / "printed").mkdir(parents=True)
    (foreign / "printed" / "预算 2025.pdf").write_bytes(pdf(putuo.paper(), LOOKS[0]))
    names = []
    for turn in ("first", "second"):
        runner = Runner(foreign, tmp_path / turn, {**defaults, "action": str(project_root)})
        runner.job(action["runs"])
        outputs = {name: Path(runner.value(output["value"])) for name, output in action["outputs"].items()}
        (package,) = outputs["packages"].iterdir()
        names.append((package / "datapackage.json").read_bytes())
        assert (outputs["site"] / package.name / "index.html").is_file()
        assert "✅" in outputs["report"].read_text(encoding="utf-8")
    assert names[0] == names[1]


def test_action_tells_why_nothing_is_published(project_root: Path, tmp_path: Path) -> None:
    """Where no document fits, the step fails with 2, and the summary names the file."""
    action = steps_of(project_root / "action.yml")
    (step,) = (step for step in action["runs"]["steps"] if "run" in step)
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "letter.pdf").write_bytes(b"%PDF-1.4\nno budget")
    context = {f"inputs.{name}": value.get("default", "") for name, value in action["inputs"].items()}
    runner = Runner(foreign, tmp_path / "runner", {**context, "action": str(project_root)})

    assert runner.step(step).returncode == 2
    told = (tmp_path / "runner" / "summary").read_text(encoding="utf-8")
    assert "letter.pdf" in told
    assert "❌" in told

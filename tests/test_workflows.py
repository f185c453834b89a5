"""The workflows: valid, safe, and doing what a person does by hand."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

COMMANDS = {"python3 scripts/run.py build", "python3 scripts/run.py test"}
WRITES = {
    ("deploy.yml", "deploy"): {"pages", "id-token"},
    ("publish.yml", "deploy"): {"pages", "id-token"},
    ("weekly.yml", "publish"): {"pages", "id-token"},
    ("release.yml", "release"): {"contents", "id-token", "attestations"},
    ("release.yml", "deploy"): {"pages", "id-token"},
    ("proposal.yml", "comment"): {"pull-requests"},
    ("proposal.yml", "complete"): {"contents"},
}
"""What a job may write; all others nothing."""


@pytest.fixture(scope="module")
def workflows(project_root: Path) -> dict[str, dict[str, Any]]:
    """The workflows by file name."""
    files = sorted((project_root / ".github" / "workflows").iterdir())
    return {file.name: yaml.safe_load(file.read_text(encoding="utf-8")) for file in files}


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    """All steps of all jobs of a workflow."""
    return [step for job in workflow["jobs"].values() for step in job.get("steps", ())]


def test_zizmor_finds_nothing(project_root: Path) -> None:
    """The strictest usual audit of permissions, pins, caches and injections is clean."""
    zizmor = Path(sys.executable).with_name("zizmor")
    outcome = subprocess.run(
        [zizmor, "--offline", "--persona", "pedantic", project_root / ".github", project_root / "action.yml"],
        capture_output=True,
        text=True,
    )

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        ("vendor.github-workflows", ".github/workflows/*.yml"),
        ("vendor.github-actions", "action.yml"),
        ("vendor.dependabot", ".github/dependabot.yml"),
    ],
)
def test_files_fit_their_schema(project_root: Path, schema: str, pattern: str) -> None:
    """Each file is what GitHub reads, by the published schema."""
    files = sorted(project_root.glob(pattern))
    outcome = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *files],
        capture_output=True,
        text=True,
    )

    assert files
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_actionlint_finds_nothing(project_root: Path) -> None:
    """What refers to nothing - a job, an output, an input - is found; and the shell's own mistakes."""
    actionlint = Path(sys.executable).with_name("actionlint")
    outcome = subprocess.run([actionlint], cwd=project_root, capture_output=True, text=True)

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_a_change_is_tested_with_the_two_commands_of_the_readme(
    project_root: Path, workflows: dict[str, dict[str, Any]]
) -> None:
    """What runs on every change is what the README tells a person to run."""
    readme = (project_root / "README.md").read_text(encoding="utf-8")

    assert all(command in readme for command in COMMANDS)
    assert {step.get("run") for step in steps(workflows["test.yml"])} >= COMMANDS
    assert "python3 scripts/run.py test" in (project_root / ".ci" / "run").read_text(encoding="utf-8")


def test_the_workflow_of_the_readme_is_ten_lines_that_hold(project_root: Path, tmp_path: Path) -> None:
    """What another repository copies is valid, and the usual audit finds nothing in it."""
    readme = (project_root / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```yaml\n(.*?)```", readme, flags=re.DOTALL)
    assert len(block.splitlines()) == 10
    workflow = tmp_path / ".github" / "workflows" / "budget.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text(
        block.replace("OWNER/budgetpress@REF", f"owner/budgetpress@{'1' * 40}"), encoding="utf-8"
    )
    programs = Path(sys.executable).parent
    commands: list[list[str | Path]] = [
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", workflow],
        [programs / "actionlint", workflow],
        [programs / "zizmor", "--offline", tmp_path],
    ]
    for command in commands:
        outcome = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_every_action_is_pinned_and_named(project_root: Path) -> None:
    """An action is a commit, with the version it is beside it for people and for the updater."""
    for file in ((project_root / "action.yml"), *(project_root / ".github" / "workflows").iterdir()):
        uses = re.findall(r"^\s*(?:- )?uses: (.+)$", file.read_text(encoding="utf-8"), flags=re.MULTILINE)

        assert uses
        outside = [line for line in uses if not line.startswith("$/.github/workflows/")]
        assert [
            line for line in outside if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)
        ] == []


def test_a_job_has_least_rights_and_a_time_limit(workflows: dict[str, dict[str, Any]]) -> None:
    """No rights by default; each job its own, and those that write are known one by one."""
    for name, workflow in workflows.items():
        assert workflow["permissions"] == {}, name
        # `on`, to a reader of YAML 1.1, is a truth.
        called = [set(value) for key, value in workflow.items() if str(key) == "True"] == [{"workflow_call"}]
        assert called or "concurrency" in workflow, name
        for title, job in workflow["jobs"].items():
            assert "uses" in job or job["timeout-minutes"] <= 30, f"{name}: {title}"
            writes = {right for right, level in job["permissions"].items() if level == "write"}
            assert writes == WRITES.get((name, title), set()), f"{name}: {title}"


def test_nothing_is_cached_in_what_is_published(project_root: Path) -> None:
    """No workflow keeps anything from one run to the next, where a run could be poisoned by another."""
    for file in (project_root / "action.yml", *(project_root / ".github" / "workflows").iterdir()):
        assert not re.search(r"actions/cache|^\s*cache:", file.read_text(encoding="utf-8"), re.MULTILINE), (
            file
        )


def test_checkout_keeps_no_credentials(workflows: dict[str, dict[str, Any]]) -> None:
    """The token of the job is not left in the checkout, where a test could read it."""
    checkouts = [
        step
        for flow in workflows.values()
        for step in steps(flow)
        if "actions/checkout@" in step.get("uses", "")
    ]

    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_no_expression_reaches_a_shell(project_root: Path, workflows: dict[str, dict[str, Any]]) -> None:
    """No text of an event, such as the title of a pull request, is pasted into a command."""
    action = yaml.safe_load((project_root / "action.yml").read_text(encoding="utf-8"))
    assert [
        step["run"]
        for flow in (*workflows.values(), {"jobs": {"action": action["runs"]}})
        for step in steps(flow)
        if "${{" in step.get("run", "")
    ] == []


def test_ci_run_passes_the_exit_code_on_and_ends_with_the_closing_line(
    project_root: Path, tmp_path: Path
) -> None:
    """The exit code is that of the tests; the last line is the closing line of the test runner."""
    script = tmp_path / ".ci" / "run"
    script.parent.mkdir()
    script.write_bytes((project_root / ".ci" / "run").read_bytes())
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "run.py").write_text(
        "import sys\nprint('1 failed, 2 passed in 3.45s')\nprint('after it', file=sys.stderr)\nsys.exit(7)\n",
        encoding="utf-8",
    )
    outcome = subprocess.run(["bash", str(script)], capture_output=True, text=True)

    assert outcome.returncode == 7
    assert outcome.stdout.splitlines()[-1] == "1 failed, 2 passed in 3.45s"

"""The command line: what it prints and where, and its exit codes. The work behind it is a stand-in here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.cli_stand_in import EXPLANATION, StandIn

import budgetpress
from budgetpress import cli
from budgetpress.errors import FaultsError, InputError


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> StandIn:
    """The stand-in, in place."""
    module = StandIn(tmp_path)
    monkeypatch.setitem(sys.modules, "budgetpress.build", module)
    monkeypatch.setattr(budgetpress, "build", module, raising=False)
    monkeypatch.setitem(sys.modules, "budgetpress.intake", module)
    monkeypatch.setattr(budgetpress, "intake", module, raising=False)
    # What imports `build` once and for all is imported anew.
    monkeypatch.delitem(sys.modules, "budgetpress.batch", raising=False)
    monkeypatch.delattr(budgetpress, "batch", raising=False)
    return module


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A document."""
    path = tmp_path / "source.txt"
    path.write_text("预算01表\n", encoding="utf-8")
    return path


NAMES = ("one-2025", "two-2026")
READING: dict[str, Any] = {"forms": (), "exact_parser": False}


def exit_code(*arguments: str | Path) -> int:
    """Run the command line and return its exit code."""
    with pytest.raises(SystemExit) as stop:
        cli.main([str(argument) for argument in arguments])
    assert isinstance(stop.value.code, int)
    return stop.value.code


def test_build_makes_every_release_then_the_site(build: StandIn, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a name all releases are built, in the order of their folders, and the site once at the end."""
    assert exit_code("build") == 0
    assert build.asked == [
        ("build_release", "one-2025"),
        ("build_release", "two-2026"),
        ("build_site", build.root),
    ]
    assert "one-2025: 12 tables, 1734 figures\n" in capsys.readouterr().out


def test_build_of_a_named_release_builds_that_one_and_the_site(build: StandIn) -> None:
    """The site is always of all packages on disk."""
    assert exit_code("build", "two-2026") == 0
    assert build.asked == [("build_release", "two-2026"), ("build_site", build.root)]


def test_unknown_release_is_refused_before_any_work(
    build: StandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    """A misspelt name gives exit code 2 and the names that there are."""
    assert exit_code("build", "one-2025", "two-2027") == 2
    assert build.asked == []
    assert (
        capsys.readouterr().err
        == "budgetpress: two-2027: no such release; expected one of: one-2025, two-2026\n"
    )


def test_blocking_findings_give_1_and_no_site(build: StandIn, capsys: pytest.CaptureFixture[str]) -> None:
    """What is blocked is not published; the message names the file with the findings."""
    build.blocking = 3

    assert exit_code("build", "one-2025") == 1
    assert build.asked == [("build_release", "one-2025")]
    assert "3 finding(s) block publishing" in capsys.readouterr().out


@pytest.mark.parametrize(
    "error",
    [
        InputError("a.txt", "not UTF-8", place="line 3", expected="UTF-8"),
        FaultsError("form beijing", ["03.toml: fields: no such field 'x'"]),
        OSError(28, "No space left on device", "data/expenditure.csv"),
    ],
)
def test_errors_are_told_on_standard_error_without_traceback(
    build: StandIn, capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    """An expected error is its message, on standard error, with exit code 2; each release has its own."""
    build.error = error

    assert exit_code("build", "--json") == 2
    printed = capsys.readouterr()
    told = json.loads(printed.out)
    assert told == {"releases": [], "site": None, "errors": [f"{name}: {error}" for name in NAMES]}
    assert printed.err.endswith("".join(f"budgetpress: {name}: {error}\n" for name in NAMES))
    assert "Traceback" not in printed.err


def test_one_that_cannot_be_built_stops_no_other(
    build: StandIn, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The others are built; the exit code is 2, and no site is made that would lack a release."""
    built = build.build_release

    def first_fails(folder: Path, **options: Any) -> Any:
        if folder.name == "one-2025":
            raise InputError("a.txt", "not UTF-8")
        return built(folder, **options)

    monkeypatch.setattr(build, "build_release", first_fails)

    assert exit_code("build") == 2
    assert build.asked == [("build_release", "two-2026")]
    assert "two-2026: 12 tables" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("part", "names"), [("1/2", ["one-2025"]), ("2/2", ["two-2026"]), ("1/1", [*NAMES]), ("3/3", [])]
)
def test_a_shard_is_a_part_of_the_releases(build: StandIn, part: str, names: list[str]) -> None:
    """The parts are disjoint and together all; other words than I/N are bad usage."""
    assert exit_code("build", "--no-site", "--shard", part) == 0
    assert build.asked == [("build_release", name) for name in names]
    for word in ("0/2", "3/2", "1", "a/b", "1/0"):
        assert exit_code("build", "--shard", word) == 2


def test_a_bug_is_not_hidden(build: StandIn, capsys: pytest.CaptureFixture[str]) -> None:
    """An exception that nobody foresaw keeps its traceback, and stops no other release."""
    build.error = ZeroDivisionError("a bug")

    assert exit_code("build") == 2
    assert build.asked == [("build_release", "one-2025"), ("build_release", "two-2026")]
    told = capsys.readouterr().err
    assert "Traceback" in told
    assert "ZeroDivisionError: a bug" in told


def test_an_interruption_gives_130(build: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends the work as it ends any Unix command."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(build, "build_release", interrupted)

    assert exit_code("build") == 130


def test_json_is_all_of_standard_output(build: StandIn, capsys: pytest.CaptureFixture[str]) -> None:
    """A program can parse the whole of standard output; progress is on standard error."""
    assert exit_code("build", "two-2026", "--json") == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out) == {
        "releases": [
            {
                "name": "two-2026",
                "folder": str(build.root / "datapackage" / "two-2026"),
                "findings_blocking": 0,
                "counts": {"tables": 12, "figures": 1734},
                "refused": None,
                "version_refused": None,
            }
        ],
        "errors": [],
        "site": str(build.root / "site" / "public"),
    }
    assert printed.err == "reading [two-2026]\n"


def test_quiet_prints_no_progress(build: StandIn, capsys: pytest.CaptureFixture[str]) -> None:
    """With --quiet standard error stays empty."""
    assert exit_code("build", "--quiet") == 0
    assert capsys.readouterr().err == ""


def test_progress_on_a_terminal_takes_brackets_literally(
    build: StandIn, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file name with square brackets is shown and is never read as markup of the terminal."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)

    assert exit_code("build", "one-2025") == 0


def test_convert_hands_over_what_it_was_given(build: StandIn, source: Path, tmp_path: Path) -> None:
    """A document needs nothing else; what is given is handed over as it is."""
    assert exit_code("convert", source, "--out", tmp_path / "new") == 0
    assert exit_code("convert", source, "--out", tmp_path / "new", "--form", "beijing", "--year", "2026") == 0
    assert build.asked == [
        ("convert", ["source.txt"], "new", {"form": None, "year": None, "body": None, **READING}),
        ("convert", ["source.txt"], "new", {"form": "beijing", "year": 2026, "body": None, **READING}),
    ]


def test_forms_and_parser_are_handed_over(build: StandIn, source: Path, tmp_path: Path) -> None:
    """More folders of forms and the parser of record can be asked for wherever documents are read."""
    asked = ("--forms", tmp_path, "--parser", "pdfplumber")
    given = {"forms": (tmp_path,), "exact_parser": True}
    assert exit_code("build", "one-2025", *asked) == 0
    assert build.options == given
    assert exit_code("convert", source, "--out", tmp_path / "new", *asked) == 0
    assert exit_code("convert", source, "--explain", *asked) == 0
    assert exit_code("new-form", "chengdu", source, "--out", tmp_path, "--parser", "pdfplumber") == 0
    assert build.asked[2:] == [
        ("convert", ["source.txt"], "new", {"form": None, "year": None, "body": None, **given}),
        ("explain_files", ["source.txt"], {"form": None, **given}),
        ("new_form", "chengdu", ["source.txt"], tmp_path.name, {"exact_parser": True}),
    ]


def test_explain_needs_no_folder(build: StandIn, source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--explain` writes nothing, and tells a program all in JSON; without it a folder must be given."""
    assert exit_code("convert", source, "--explain") == 0
    assert "form: not recognised" in capsys.readouterr().out
    assert exit_code("convert", source, "--explain", "--json") == 0
    assert json.loads(capsys.readouterr().out) == EXPLANATION
    assert exit_code("convert", source) == 2
    assert [what for what, *_ in build.asked] == ["explain_files", "explain_files"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["convert", "nowhere.txt", "--out", "x"],
        ["convert", "--out", "x"],
        ["check", "nowhere"],
        ["build", "--nonsense"],
        ["nonsense"],
    ],
)
def test_bad_usage_gives_2(build: StandIn, arguments: list[str]) -> None:
    """A file that is not there, an unknown option or an unknown command are usage errors."""
    assert exit_code(*arguments) == 2
    assert build.asked == []


def test_convert_tells_of_blocking_findings(build: StandIn, source: Path, tmp_path: Path) -> None:
    """The package is written, and exit code 1 says that it should not be published as it is."""
    build.blocking = 1

    assert exit_code("convert", source, "--out", tmp_path / "new") == 1


def test_a_refused_package_is_told_even_when_quiet(
    build: StandIn, source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nothing was written, no file of findings is named; the reason is a result, not progress."""
    build.blocking, build.refused = 1, "the package is not valid: 1 error(s)"

    assert exit_code("convert", source, "--out", tmp_path / "new", "--quiet") == 1
    printed = capsys.readouterr().out
    assert "nothing was written, since the package is not valid" in printed
    assert "findings.csv" not in printed


def test_check_of_a_valid_package(build: StandIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A package without errors is called valid, with exit code 0."""
    assert exit_code("check", tmp_path) == 0
    assert capsys.readouterr().out == "valid\n"


def test_check_names_table_row_and_field_of_each_error(
    build: StandIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each error is a line that begins with its place; errors without a table begin with their resource."""
    build.report = {
        "valid": False,
        "errors": [
            {
                "table": "03",
                "resource": "expenditure",
                "row": 12,
                "field": "total",
                "type": "sum",
                "message": "differs",
            },
            {
                "table": "",
                "resource": "figures",
                "row": None,
                "field": "",
                "type": "hash-count",
                "message": "changed",
            },
        ],
    }

    assert exit_code("check", tmp_path) == 1
    assert capsys.readouterr().out == (
        "table 03, row 12, total: differs\nfigures: changed\nnot valid: 2 error(s)\n"
    )
    assert exit_code("check", tmp_path, "--json") == 1
    assert json.loads(capsys.readouterr().out) == build.report


def test_site_builds_the_site_alone(build: StandIn, capsys: pytest.CaptureFixture[str]) -> None:
    """`site` needs no release to be built anew."""
    assert exit_code("site", "--jobs", "3") == 0
    assert build.asked == [("build_site", build.root)]
    assert build.jobs == 3
    assert capsys.readouterr().out == f"site: {build.root / 'site' / 'public' / 'index.html'}\n"


def test_new_says_what_to_do_next(build: StandIn, source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A new release folder is named, and so is the next command."""
    assert exit_code("new", "three-2026", source, "--year", "2026") == 0
    assert build.asked == [
        (
            "new_release",
            build.root,
            "three-2026",
            ["source.txt"],
            {"form": None, "year": 2026, "body": None, "forms": ()},
        )
    ]
    assert "budgetpress build three-2026" in capsys.readouterr().out


def test_collect_takes_what_no_release_has(
    build: StandIn, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Files that a pattern names are handed on once, in order; hidden ones and the project's own are not."""
    for name in (
        "b.pdf",
        "sub/a.pdf",
        ".git/c.pdf",
        "datapackage/x/source/d.pdf",
        "site/public/e.pdf",
        "f.txt",
    ):
        file = build.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"")
    monkeypatch.chdir(build.root)

    assert exit_code("collect", "**/*.pdf", "b.*") == 0
    assert build.asked == [("collect", build.root, ["b.pdf", "sub/a.pdf"], ())]
    assert capsys.readouterr().out == f"{build.root / 'datapackage' / 'made-2026'}\n"


def test_releases_are_listed_for_a_workflow_too(build: StandIn, capsys: pytest.CaptureFixture[str]) -> None:
    """By name, a line each; as JSON all on one line, as the matrix of a workflow takes it."""
    assert exit_code("releases") == 0
    assert exit_code("releases", "--json") == 0
    assert capsys.readouterr().out == 'one-2025\ntwo-2026\n["one-2025", "two-2026"]\n'


def test_forms_lists_every_table_of_every_form(capsys: pytest.CaptureFixture[str]) -> None:
    """A reader sees what can be read; a program gets it as JSON."""
    assert exit_code("forms") == 0
    printed = capsys.readouterr().out
    assert exit_code("forms", "--json") == 0
    forms = json.loads(capsys.readouterr().out)

    beijing = next(form for form in forms if form["name"] == "beijing")
    assert [table["number"] for table in beijing["tables"]] == [f"{number:02}" for number in range(1, 14)]
    assert all(table["title"] in printed for form in forms for table in form["tables"])


def test_version_is_that_of_the_project(project_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The version stands in one place, pyproject.toml, and is printed from there."""
    assert exit_code("--version") == 0
    version = capsys.readouterr().out.split()[1]
    assert f'version = "{version}"' in (project_root / "pyproject.toml").read_text(encoding="utf-8")


def test_help_loads_nothing_heavy(project_root: Path) -> None:
    """`--help` names every command and loads neither pandas nor frictionless nor MkDocs."""
    program = (
        "import sys\nfrom budgetpress import cli\n"
        "try:\n    cli.main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'pandas', 'frictionless', 'mkdocs', 'altair', 'budgetpress.build'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    outcome = subprocess.run(
        [sys.executable, "-c", program],
        cwd=project_root / "scripts",
        capture_output=True,
        text=True,
        check=True,
    )

    assert outcome.stdout.endswith("[]\n")
    for command in ("build", "convert", "check", "site", "new", "new-form", "forms"):
        assert f" {command} " in outcome.stdout

"""What the command line, a program and a comment on a pull request are told of a difference."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.diff.planting import RELEASE
from tests.diff.plants import BASE

from budgetpress.cli import main
from budgetpress.diff.advice import advise
from budgetpress.diff.compare import compare
from budgetpress.diff.markdown import MAX_LENGTH, markdown
from budgetpress.diff.told import plain, told


def written(tmp_path: Path, text: str) -> Path:
    """A package on disk like the release, with that text as the label of a row."""
    package = BASE.again()
    package.rows["expenditure"][0]["functional_name"] = text
    published = package.published()
    folder = tmp_path / "package"
    (folder / "data").mkdir(parents=True)
    (folder / "datapackage.json").write_text(json.dumps(package.raw), encoding="utf-8")
    for name, resource in published.resources.items():
        lines = [",".join(resource.fields), *(_line(row.values()) for row in resource.rows)]
        (folder / "data" / f"{name}.csv").write_text(
            "\r\n".join(lines) + "\r\n", encoding="utf-8", newline=""
        )
    return folder


def _line(cells: object) -> str:
    quoted = (f'"{str(cell).replace(chr(34), chr(34) * 2)}"' for cell in cells)  # type: ignore[attr-defined]
    return ",".join(quoted)


def run(*arguments: str) -> int:
    """The exit code of the command."""
    with pytest.raises(SystemExit) as stopped:
        main(["diff", *arguments])
    return int(stopped.value.code or 0)


def test_exit_codes_are_those_of_diff(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0 where nothing differs, 1 where something does, 2 for what is no package."""
    other = str(written(tmp_path, "改"))
    assert run(str(RELEASE), str(RELEASE)) == 0
    assert "no difference" in capsys.readouterr().out
    assert run(str(RELEASE), other, "--advise") == 1
    out = capsys.readouterr().out
    assert "~ cell expenditure r1" in out
    assert "at least 1.0.1" in out
    assert run(str(RELEASE), str(tmp_path / "nothing")) == 2


def test_json_has_every_change_and_the_advice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Values on both sides, the cause, the level; a blank is null."""
    assert run(str(RELEASE), str(written(tmp_path, "")), "--json") == 1
    out = json.loads(capsys.readouterr().out)
    (change,) = out["changes"]
    assert change["values"] == {"functional_name": {"before": "代表工作", "after": None}}
    assert (change["cause"], out["version"]["level"], out["version"]["least"]) == (
        "correction",
        "patch",
        "1.0.1",
    )


def test_text_of_a_source_is_no_markup_in_a_comment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tags, links, mentions and pipes are shown, and do nothing."""
    evil = "<img src=x> [a](http://b) @someone | `c` ::error::"
    assert run(str(RELEASE), str(written(tmp_path, evil)), "--markdown") == 1
    out = capsys.readouterr().out
    for active in ("<img", "](", "@someone", "::error", "`c`"):
        assert active not in out


def test_a_comment_is_never_too_long() -> None:
    """Thousands of changes are cut, and how many were left out is said."""
    package = BASE.again()
    for name in package.tables():
        for row in package.rows[name]:
            row |= {field: "长" * 300 for field, holds in BASE.holds(name).items() if holds == "text"}
    difference = compare(BASE.published(), package.published())
    text = markdown(difference, advise(difference))
    assert len(text) <= MAX_LENGTH
    assert "未列出" in text


def test_a_terminal_shows_so_many_changes() -> None:
    """`--limit` cuts the list, and says so; JSON never does."""
    package = BASE.again()
    for figure in package.rows["figures"]:
        figure["status"] = "disputed"
    difference = compare(BASE.published(), package.published())
    lines = list(told(difference, limit=5))
    assert lines[-1].startswith(f"… {len(difference.changes) - 5} more")
    assert len(plain(difference, advise(difference))["changes"]) == len(difference.changes) == 379

"""The finished site takes the place of the old one in one step."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from budgetpress.website import build


def folder(path: Path, text: str) -> Path:
    """A folder with a page."""
    path.mkdir()
    (path / "index.html").write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("able", [True, False])
def test_the_new_site_is_in_place_and_the_old_one_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: bool, able: bool
) -> None:
    """Whether the system can exchange folders or not, and whether there was a site or none."""
    if not able:
        monkeypatch.setattr(build, "_exchange", lambda _one, _other: False)
    out = tmp_path / "public"
    if not first:
        folder(out, "old")
    build.swap(folder(tmp_path / ".public.new", "new"), out)
    assert (out / "index.html").read_text(encoding="utf-8") == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


@pytest.mark.skipif(sys.platform != "linux", reason="others cannot exchange folders")
def test_there_is_a_site_at_every_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No rename leaves a moment without one, in which a kill would leave none at all."""
    out, new = folder(tmp_path / "public", "old"), folder(tmp_path / ".public.new", "new")

    def rename(self: Path, _target: Path) -> Path:
        raise AssertionError(self)

    monkeypatch.setattr(Path, "rename", rename)
    build.swap(new, out)
    assert (out / "index.html").read_text(encoding="utf-8") == "new"

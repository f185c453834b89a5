"""A version that is too small for what changed since the last tag is refused, and only then."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.diff.test_origins import change, git, release

from budgetpress.diff.versions import advice_against, last_tags, refusal, refused_version
from budgetpress.errors import InputError

__all__ = ["release"]


def set_version(folder: Path, version: str) -> None:
    """Write another version into the descriptor, as a build would."""
    path = folder / "datapackage.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(raw | {"version": version}, ensure_ascii=False), encoding="utf-8")


def commit(folder: Path, tag: str = "") -> None:
    """Commit all, and tag it."""
    git(folder, "add", ".")
    git(folder, "commit", "-q", "--allow-empty", "-m", "more")
    if tag:
        git(folder, "tag", tag)


def test_without_a_tag_nothing_is_published(release: Path) -> None:
    """While nothing is published, data may change under any version."""
    change(release)
    assert last_tags(release) == ()
    assert refused_version(release) == ""


def test_what_a_tag_holds_is_published(release: Path) -> None:
    """A corrected amount needs a patch version after the tag; the refusal says which."""
    commit(release, "v1")
    change(release)
    why = refused_version(release)
    assert "1.0.1" in why
    assert "patch" in why
    set_version(release, "1.0.1")
    assert refused_version(release) == ""


def test_the_commit_that_is_tagged_is_held_against_the_tag_before(release: Path) -> None:
    """The tag that publishes a release does not excuse its version."""
    commit(release, "v1")
    change(release)
    commit(release, "v2")
    assert last_tags(release) == ("v1", "v2")
    assert "v1" in refused_version(release)


def test_other_tags_publish_nothing(release: Path) -> None:
    """Only tags that name a version count."""
    commit(release, "nightly")
    change(release)
    assert refused_version(release) == ""


def test_a_release_that_the_tag_does_not_have_is_new(release: Path, tmp_path: Path) -> None:
    """Its first version is whatever its author says; outside git there is no version to hold it against."""
    commit(release, "v1")
    new = release.with_name("another")
    release.rename(new)
    assert refused_version(new) == ""
    assert last_tags(tmp_path) == ()


def test_a_named_revision_must_be_there(release: Path) -> None:
    """`--against` a revision that does not exist is bad input, not a pass."""
    with pytest.raises(InputError, match="no such revision"):
        advice_against(release, "nope")
    change(release)
    assert "too small" in refusal(advice_against(release, "HEAD"), "HEAD")

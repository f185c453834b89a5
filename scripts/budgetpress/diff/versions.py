"""Whether the version of a release is large enough for what changed since it was published.

What is published is what a tag holds: the last tag `v…` before the work at hand. Where there is none, nothing
of the release is published, and every version is good.
"""

from __future__ import annotations

from pathlib import Path

from budgetpress.diff.advice import Advice, advise
from budgetpress.diff.compare import compare
from budgetpress.diff.origins import from_git, git
from budgetpress.errors import InputError
from budgetpress.published import read_folder

_TAGS = "v[0-9]*"
_MADE = ("datapackage.json", "data")


def last_tags(folder: Path) -> tuple[str, ...]:
    """The tags whose content is published: the last one, and where it names HEAD itself the one before too.

    None outside git, and where there is no git.
    """
    try:
        last = _tag(folder, "HEAD")
        if last is None:
            return ()
        before = _tag(folder, "HEAD^") if _commit(folder, last) == _commit(folder, "HEAD") else None
    except InputError:
        return ()
    return (last,) if before is None else (before, last)


def _tag(folder: Path, commit: str) -> str | None:
    named = git(folder, "describe", "--tags", "--abbrev=0", "--match", _TAGS, commit)
    return named.decode("utf-8", "replace").strip() if named else None


def _commit(folder: Path, name: str) -> bytes | None:
    return git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")


def advice_against(folder: Path, revision: str) -> Advice | None:
    """What the package in `folder` needs, where that of `revision` is published.

    None where the revision has no such package: it is new; or has this very one. InputError where there is no
    such revision.
    """
    if _commit(folder, revision) is None:
        raise InputError(revision, "no such revision", expected="a commit, tag or branch of this repository")
    published = git(
        folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}:./datapackage.json"
    )
    # Of a thousand releases nearly all are as they were: git sees that without reading them.
    same = (
        git(folder, "diff", "--quiet", "--no-ext-diff", "--end-of-options", revision, "--", *_MADE)
        is not None
    )
    if published is None or same:
        return None
    before = from_git(folder, revision, "./", f"{revision}:{folder.name}")
    return advise(compare(before, read_folder(folder)))


def refusal(advice: Advice | None, revision: str) -> str:
    """Why the version will not do, for the author of `release.toml`; empty where it will."""
    if advice is None or advice.enough:
        return ""
    reasons = "; ".join(en for _, en in advice.reasons[:5])
    return (
        f"version {advice.given} is too small: since {advice.published} ({revision}) what changed is "
        f'{advice.level} ({reasons}). Write version = "{advice.least}" or more in release.toml. '
        f"版本 {advice.given} 太小，至少应为 {advice.least}。"
    )


def refused_version(folder: Path) -> str:
    """Why the version of the package in `folder` will not do after the last tags; empty where it will."""
    for tag in last_tags(folder):
        if why := refusal(advice_against(folder, tag), tag):
            return why
    return ""

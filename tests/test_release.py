"""release.toml: all its faults at once, and what is written is read again."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgetpress.errors import FaultsError, InputError
from budgetpress.intake import complete
from budgetpress.model import Licence, Release, Source
from budgetpress.release import DEFAULT_LICENCE, load_release, release_bytes

DATA = "预算01表 收支总表\n".encode()
RELEASE = Release(
    name="yunhe-2031",
    title="云河市青石镇2031年部门预算",
    title_en="2031 budget of Qingshi",
    body="云河市青石镇人民政府",
    body_en="Qingshi Town",
    body_code="771002",
    body_slug="qingshi-town",
    body_place="清河市/青石县",
    body_place_en="Qinghe/Qingshi",
    fiscal_year=2031,
    phase="approved",
    form="beijing",
    version="1.0.0",
    created="2031-02-01T00:00:00Z",
    licence=DEFAULT_LICENCE,
    sources=(Source(file="budget.txt", sha256=hashlib.sha256(DATA).hexdigest()),),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A release folder with its source and its facts."""
    folder = tmp_path / RELEASE.name
    (folder / "source").mkdir(parents=True)
    (folder / "source" / "budget.txt").write_bytes(DATA)
    (folder / "release.toml").write_bytes(release_bytes(RELEASE))
    return folder


def edit(folder: Path, *changes: tuple[str, str]) -> list[str]:
    """The faults that loading tells after these changes."""
    path = folder / "release.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FaultsError) as caught:
        load_release(folder)
    return list(caught.value.faults)


def test_written_release_is_read_again(folder: Path) -> None:
    """What was written comes back as it was."""
    assert load_release(folder) == RELEASE


@pytest.mark.parametrize("name", ["source", "source/budget.txt", "release.toml", "corrections.toml"])
def test_an_input_that_is_a_link_is_refused(folder: Path, tmp_path: Path, name: str) -> None:
    """Whatever it leads to: a release has its documents and what is said of them in its own folder."""
    elsewhere = tmp_path / "elsewhere"
    if name == "corrections.toml":
        elsewhere.write_bytes(b"")
    else:
        (folder / name).rename(elsewhere)
    (folder / name).symlink_to(elsewhere)
    with pytest.raises(InputError, match=f"{name}: this is a link"):
        load_release(folder)
    with pytest.raises(InputError, match=f"{name}: this is a link"):
        complete(folder)


def test_a_source_larger_than_any_document_is_refused_unread(folder: Path) -> None:
    """A terabyte that is nothing but a claim, here."""
    with (folder / "source" / "budget.txt").open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(InputError, match="1,099,511,627,776 bytes; expected at most"):
        load_release(folder)


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda text: bool(text.strip()))
optional = st.text(st.characters(exclude_categories=["Cs"]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=texts,
    body=texts,
    body_en=optional,
    source_title=optional,
    licence=st.builds(Licence, name=texts, title=texts, path=texts),
    year=st.integers(1949, 2999),
    contributors=st.lists(st.dictionaries(texts, texts, min_size=1), max_size=2),
    missing=st.dictionaries(texts, texts, max_size=2),
)
def test_any_text_survives(
    folder: Path,
    title: str,
    body: str,
    body_en: str,
    source_title: str,
    licence: Licence,
    year: int,
    contributors: list[dict[str, str]],
    missing: dict[str, str],
) -> None:
    """Quotes, backslashes, line breaks and control characters in a text come back as they were."""
    release = replace(
        RELEASE,
        title=title,
        body=body,
        body_en=body_en,
        licence=licence,
        fiscal_year=year,
        sources=(replace(RELEASE.sources[0], title=source_title),),
        contributors=tuple(contributors),
        missing=missing,
    )
    (folder / "release.toml").write_bytes(release_bytes(release))
    assert load_release(folder) == release


def test_licence_may_be_left_out(folder: Path) -> None:
    """Without one the default licence holds."""
    path = folder / "release.toml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("[licence]"), text.index("[[sources]]")
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    assert load_release(folder).licence == DEFAULT_LICENCE


def test_all_faults_at_once(folder: Path) -> None:
    """Wrong types, missing, unknown and impossible values are told together, each with its path."""
    told = edit(
        folder,
        ("fiscal_year = 2031", 'fiscal_year = "2031"'),
        ('phase = "approved"\n', ""),
        ('version = "1.0.0"', 'version = "one"'),
        ('created = "2031-02-01T00:00:00Z"', "created = 2031-02-01T00:00:00Z"),
        ('name_en = "Qingshi Town"', "name_en = []\nmayor = true"),
        ('file = "budget.txt"', 'file = "../budget.txt"'),
        ('sha256 = "', 'sha256 = "x'),
        ('path = "https', 'link = "https'),
    )
    for expected in (
        "release.fiscal_year: expected a whole number, found '2031'",
        "release: 'phase' is missing",
        "release.version: 'one' is not a version such as 1.0.0",
        "release.created: expected a text",
        "body.name_en: expected a text, found []",
        "body: unknown key 'mayor'",
        "sources[0].file: '../budget.txt' is not the name of a file in source/",
        "sources[0].sha256: expected 64 hexadecimal digits",
        "licence: 'path' is missing",
        "licence: unknown key 'link'",
    ):
        assert any(fault.startswith(expected) for fault in told), (expected, told)
    assert len(told) == 10, "\n".join(told)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("[[sources]]", "[sources]", "sources: expected a list of tables"),
        ("[[sources]]", "sources = 3\n[x]", "unknown"),
        ("[release]", "[relaese]", "file: unknown key 'relaese'"),
        ("[release]", "[[release]]", "release: expected a table"),
        (
            "fiscal_year = 2031",
            "fiscal_year = true",
            "release.fiscal_year: expected a whole number, found True",
        ),
        ("fiscal_year = 2031", "fiscal_year = 31", "release.fiscal_year: 31 is not a year"),
        ('title = "', 'title = "" #', "release.title: is blank"),
        ('slug = "qingshi-town"', 'slug = "../x"', "body.slug: '../x' is not a key"),
        ("[[sources]]", "[missing]\n'02' = 2\n[[sources]]", "missing.02: expected a text, found 2"),
        ("[[sources]]", "[[contributors]]\ntitle = 1\n[[sources]]", "contributors[0].title: expected a text"),
    ],
)
def test_one_fault(folder: Path, old: str, new: str, expected: str) -> None:
    """Each is told with its path."""
    assert any(expected in fault for fault in edit(folder, (old, new)))


def test_source_named_twice(folder: Path) -> None:
    """A source counts once."""
    text = (folder / "release.toml").read_text(encoding="utf-8")
    again = text[text.index("[[sources]]") :]
    assert edit(folder, (again, again + "\n" + again)) == ["sources[1].file: 'budget.txt' is named twice"]


@pytest.mark.parametrize("content", [b"[", b"\xff", b"a = 1\na = 2"])
def test_file_that_is_no_toml(folder: Path, content: bytes) -> None:
    """That is the one fault."""
    (folder / "release.toml").write_bytes(content)
    with pytest.raises(FaultsError, match=r"release\.toml: 1 fault"):
        load_release(folder)


def test_missing_file(tmp_path: Path) -> None:
    """The error says which command makes it."""
    with pytest.raises(InputError, match="budgetpress new"):
        load_release(tmp_path)


def test_name_of_the_folder(folder: Path) -> None:
    """The folder is the name of the release, and names are plain."""
    moved = folder.rename(folder.with_name("Yunhe 2031"))
    with pytest.raises(FaultsError, match="not a release name"):
        load_release(moved)


def test_source_that_changed(folder: Path) -> None:
    """A source must be the file that the release was made of."""
    (folder / "source" / "budget.txt").write_bytes(DATA + b"\n")
    with pytest.raises(InputError, match="sha256"):
        load_release(folder)
    (folder / "source" / "budget.txt").unlink()
    with pytest.raises(InputError, match="missing"):
        load_release(folder)

"""Drawings are small, legible, the same on every machine, and laid out so that nothing is cut or collides."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.website.sample import write_package
from tests.website.vega import vega_marks

from budgetpress.website.charts.embed import standalone
from budgetpress.website.charts.gallery import Gallery, Shown, scene_of
from budgetpress.website.charts.layout_tree import squarify
from budgetpress.website.charts.metric import width, wrap
from budgetpress.website.charts.scene import COLOURS, NARROW, WIDE, Label, Scene
from budgetpress.website.charts.spec import chart_spec
from budgetpress.website.data import Package
from budgetpress.website.languages import LANGUAGES, ZH, resolve
from budgetpress.website.load import load_package
from budgetpress.website.words import Word

MOST_BYTES = 4000
# What a drawing needs: all else that Vega writes is said once, or for nobody.
ATTRIBUTES = {"d", "x", "y", "fill", "opacity", "text-anchor", "font-size", "font-weight", "data-k"}
LIGHT, DARK = "#ffffff", "#11181f"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The sample release, loaded."""
    return load_package(write_package(tmp_path_factory.mktemp("drawn")))


@pytest.fixture(scope="module")
def first_release(release_folder: Path) -> Package:
    """The first release, loaded."""
    return load_package(release_folder)


@pytest.fixture(scope="module")
def gallery(package: Package) -> Gallery:
    """The charts of the sample, drawn."""
    return Gallery(package)


def shown(gallery: Gallery, name: str) -> Shown:
    """The chart of that name."""
    return next(each for each in gallery if each.chart.name == name)


def scenes(package: Package, *widths: int) -> list[Scene]:
    """The layout of every chart of a release at these widths."""
    return [scene_of(each.chart, w) for each in Gallery(package) for w in widths]


DIGEST = """
import hashlib, sys
from pathlib import Path
from budgetpress.website.charts.gallery import Gallery
from budgetpress.website.load import load_package
digest = hashlib.sha256()
for each in Gallery(load_package(Path(sys.argv[1]))):
    for drawing in (each.wide, each.narrow):
        digest.update((drawing.spec + drawing.marks).encode())
print(digest.hexdigest())
"""


def test_no_font_clock_locale_or_hash_has_a_say(
    package: Package, gallery: Gallery, tmp_path: Path, project_root: Path
) -> None:
    """A machine without a single font, in another time zone, locale and hash seed, draws the same bytes."""
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>',
        encoding="utf-8",
    )
    strange = {
        "FONTCONFIG_FILE": str(fonts),
        "XDG_DATA_HOME": str(tmp_path),
        "HOME": str(tmp_path),
        "TZ": "Asia/Kathmandu",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "PYTHONPATH": str(project_root / "scripts"),
    }
    ran = subprocess.run(
        [sys.executable, "-c", DIGEST, str(package.folder)],
        env={**os.environ, **strange},
        capture_output=True,
        text=True,
        check=True,
    )
    digest = hashlib.sha256()
    for each in gallery:
        for drawing in (each.wide, each.narrow):
            digest.update((drawing.spec + drawing.marks).encode())
    assert ran.stdout.strip() == digest.hexdigest()


@pytest.mark.parametrize("name", ["flow", "functions", "spending"])
def test_vega_draws_the_same(gallery: Gallery, name: str) -> None:
    """What a reader sees at first is what Vega draws of the specification that a click brings."""
    drawing = shown(gallery, name).wide
    assert vega_marks(drawing.spec) == drawing.marks


def test_a_text_that_looks_like_a_place_of_data_stays(package: Package) -> None:
    """A name in the data of a chart that reads like a mark of the program's own is a name."""
    scene = scenes(package, WIDE)[0]
    spec = json.loads(chart_spec(scene, Word(zh="@rects", en="@rects")))
    assert spec["description"] == "@rects"


def test_drawings_are_small_and_hold_no_active_content(gallery: Gallery) -> None:
    """At most 4 kB each, compressed; groups, paths and texts alone, without style attributes or scripts."""
    for each in gallery:
        for drawing in (each.wide, each.narrow):
            for language in LANGUAGES:
                marks = resolve(drawing.marks, language)
                assert len(gzip.compress(marks.encode(), 9)) <= MOST_BYTES
                tree = ET.fromstring(f"<svg>{marks}</svg>")  # noqa: S314
                assert {element.tag for element in tree.iter()} <= {"svg", "g", "path", "text"}
                assert {name for element in tree.iter() for name in element.attrib} <= ATTRIBUTES


@pytest.mark.parametrize("name", ["flow", "functions", "basic-project", "spending", "projects"])
def test_specifications_are_whole(gallery: Gallery, name: str) -> None:
    """The data stand in the specification; it names no address but its schema's, in either language."""
    for language in LANGUAGES:
        spec = json.loads(resolve(shown(gallery, name).wide.spec, language))
        assert spec.pop("$schema").startswith("https://vega.github.io/schema/vega-lite/")
        assert "http" not in json.dumps(spec)


def test_amounts_stand_in_the_drawing_to_the_cent_of_their_unit(gallery: Gallery) -> None:
    """What a drawing writes is the printed amount in its unit, rounded to two decimals and no further."""
    marks = shown(gallery, "basic-project").wide.marks
    assert ">99.46 · 80.6%<" in resolve(marks, ZH)
    assert ">24.00 · 19.4%<" in resolve(marks, ZH)


def test_the_picture_as_a_file_says_what_it_is(package: Package, gallery: Gallery) -> None:
    """The SVG to take away has its finding, its unit, its source and a white ground, and is well-formed."""
    for language in LANGUAGES:
        text = resolve(standalone(package, shown(gallery, "flow")), language)
        root = ET.fromstring(text)  # noqa: S314
        words = "".join(root.itertext())
        chart = shown(gallery, "flow").chart
        assert (chart.finding.zh if language is ZH else chart.finding.en) in words
        assert ("单位：万元" if language is ZH else "Unit: CNY million") in words
        assert ("第 02 表" if language is ZH else "table 02") in words
        assert 'fill="#fff"' in text


def luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb`."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colour", COLOURS)
def test_colours_stand_out_on_both_pages_and_bear_white_text(colour: str) -> None:
    """3 to 1 against the light and the dark page, 4.5 to 1 for the white names of a treemap."""
    assert contrast(colour, LIGHT) >= 3
    assert contrast(colour, DARK) >= 3
    assert contrast(colour, "#ffffff") >= 4.5


def test_the_dark_page_is_the_one_that_colours_were_chosen_for(project_root: Path) -> None:
    """The style sheet has the dark ground against which the contrast is computed."""
    css = (project_root / "site" / "assets" / "budget.css").read_text(encoding="utf-8")
    assert f"--md-default-bg-color: {DARK}" in css


def extent(scene: Scene, label: Label, english: bool) -> tuple[float, float, float, float] | None:
    """The box that a text takes, None where it says nothing in that language."""
    if label.only and label.only != ("en" if english else "zh"):
        return None
    text = label.en if english else label.zh
    if label.amount is not None:
        text = scene.number(label.amount)[english] + text
    if not text:
        return None
    wide, size = width(text, label.style.size), label.style.size
    left = label.x - {"left": 0, "middle": wide / 2, "right": wide}[label.style.anchor]
    return left, label.y - size * 0.8, left + wide, label.y + size * 0.2


@pytest.mark.parametrize("english", [False, True])
def test_no_text_collides_or_leaves_the_drawing(
    package: Package, first_release: Package, english: bool
) -> None:
    """On the sample and on the first release, at both widths, each text has its place to itself."""
    for scene in (*scenes(package, WIDE, NARROW), *scenes(first_release, WIDE, NARROW)):
        boxes = [(label, box) for label in scene.labels if (box := extent(scene, label, english))]
        for label, (left, top, right, bottom) in boxes:
            assert (left >= -1, right <= scene.width + 6) == (True, True), label
            assert (top >= -1, bottom <= scene.height + 1) == (True, True), label
        for (one, a), (other, b) in combinations(boxes, 2):
            apart = a[2] <= b[0] + 1 or b[2] <= a[0] + 1 or a[3] <= b[1] + 1 or b[3] <= a[1] + 1
            assert apart, (one, other)


@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=40), st.sampled_from([(720, 400), (340, 520)]))
def test_areas_are_in_proportion_and_fill_the_box(numbers: list[int], box: tuple[int, int]) -> None:
    """Squarified boxes have the areas of their amounts, lie within the whole and fill it."""
    amounts = [Decimal(number) for number in sorted(numbers, reverse=True)]
    boxes = squarify(amounts, (0, 0, *box))
    whole = box[0] * box[1]
    for amount, (x, y, wide, high) in zip(amounts, boxes, strict=True):
        assert wide * high == pytest.approx(float(amount / sum(amounts)) * whole, rel=1e-6, abs=1e-6)
        assert min(x, y, box[0] - x - wide, box[1] - y - high) >= -1e-3
    assert sum(wide * high for _, _, wide, high in boxes) == pytest.approx(whole)


@given(st.text("机关事业单位基本养老保险 aw（）-1，", max_size=60), st.integers(20, 400), st.integers(1, 3))
def test_wrapped_text_fits_and_loses_nothing_unsaid(text: str, room: int, lines: int) -> None:
    """No line is wider than its room; where all fits nothing is lost, else an ellipsis says so."""
    found = wrap(text, 13, room, lines)
    assert len(found) <= lines
    assert all(width(line, 13) <= room for line in found)
    kept = re.sub(r"\s", "", "".join(found))
    if "…" not in kept:
        assert kept == re.sub(r"\s", "", text) or room < 30

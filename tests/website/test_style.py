"""The colours of the site are legible in both schemes, and those of statuses can be told apart."""

from __future__ import annotations

import re
from itertools import combinations, product
from pathlib import Path

import pytest

ASSETS = Path(__file__).resolve().parents[2] / "site" / "assets"
STATUSES = [f"--bp-{name}" for name in ("confirmed", "consistent", "repaired", "unverified", "disputed")]
GROUNDS = ["--md-default-bg-color", "--bp-soft", "--bp-total", "--bp-target"]
INKS = ["--md-default-fg-color", "--md-default-fg-color--light", "--md-typeset-a-color", *STATUSES]
# Ink on ground, beside every ink above on every ground: the header and the foot.
HEADS = [
    ("--md-primary-bg-color", "--md-primary-fg-color"),
    ("--md-primary-bg-color--light", "--md-primary-fg-color"),
    ("--md-primary-bg-color", "--md-primary-fg-color--light"),
]
SCHEMES = ["default", "slate"]


def colours(scheme: str) -> dict[str, str]:
    """The custom properties of a scheme that are colours."""
    css = (ASSETS / "budget.css").read_text(encoding="utf-8")
    block = re.search(rf'\[data-md-color-scheme="{scheme}"\] \{{(.*?)\n\}}', css, flags=re.DOTALL)
    assert block is not None
    return dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{3,6});", block[1]))


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2."""
    digits = colour.removeprefix("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    """Black on white is 21 to 1; the grey that just passes on white is known."""
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_ink_is_legible_on_every_ground(scheme: str) -> None:
    """At least 4.5 to 1, for text of any size; 3 to 1 for the faintest signs, which are no text."""
    known = colours(scheme)
    pairs = [*product(INKS, GROUNDS), *HEADS]
    faint = [(ink, ground) for ink, ground in pairs if contrast(known[ink], known[ground]) < 4.5]
    assert faint == []
    signs = [g for g in GROUNDS if contrast(known["--md-default-fg-color--lighter"], known[g]) < 3]
    assert signs == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_statuses_differ(scheme: str) -> None:
    """No two statuses have the same colour: they have signs and words besides."""
    known = colours(scheme)
    assert all(known[one] != known[two] for one, two in combinations(STATUSES, 2))

"""The switch of units: the point moves in the text, no digit changes, and the choice holds over the site."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from tests.website.conftest import Site
from tests.website.test_browser import RELEASE, reader

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def amounts() -> list[str]:
    """Amounts in yuan as a page writes them, from a fen to more than a float can tell apart."""
    chance = random.Random(20250301)
    fen = [0, 1, -1, 99, 10**6, -123456, 10**8, 10**10, 171_342_420_47, 98_765_432_109_876_543_21]
    fen += [chance.randrange(-(10**length), 10**length) for length in range(1, 20) for _ in range(8)]
    return [f"{Decimal(value) / 100:,.2f}" for value in fen]


@pytest.mark.parametrize("places", [0, 4, 8])
def test_the_point_moves_and_no_digit_changes(site: Site, browser: Browser, places: int) -> None:
    """In every unit the text is the exact decimal, with separators and at least two decimals."""
    with reader(browser, 1280) as (page, faults):
        page.goto(f"{site.address}{RELEASE}/02/")
        shifted = page.evaluate(
            "async ([address, places, texts]) => {"
            "const { shift } = await import(address); return texts.map((text) => shift(text, places)); }",
            [f"{site.address}assets/units.js", places, amounts()],
        )
        assert faults == []
    for before, after in zip(amounts(), shifted, strict=True):
        exact = Decimal(before.replace(",", "")).scaleb(-places)
        assert Decimal(after.replace(",", "")) == exact, (before, after)
        digits = max(2, -int(exact.normalize().as_tuple().exponent))
        assert after.replace("-0.", "0.") == f"{exact:,.{digits}f}".replace("-0.", "0.")


@pytest.mark.parametrize(
    ("tree", "unit", "word"), [("", "万元", "单位：万元"), ("en/", "10,000 yuan", "Unit: 10,000 yuan")]
)
def test_the_choice_holds_over_the_site(
    tree: str, unit: str, word: str, site: Site, browser: Browser
) -> None:
    """Amounts, headings and captions follow; what was printed does not; other pages know, the panel too."""
    with reader(browser, 1280) as (page, faults):
        page.goto(f"{site.address}{tree}{RELEASE}/02/")
        amount = page.locator('[id="02.r1.total"] > a')
        printed = page.locator('[id="proof.02.r1.total"] .bp-raw')
        before = printed.text_content()
        assert amount.inner_text() == "34,567.89"
        page.get_by_role("button", name=unit, exact=True).click()
        assert amount.inner_text() == "3.456789"
        assert page.locator('[id="02.r2.total"] > a').inner_text() == "20.000000"
        assert page.locator('[id="data.spending"] caption').inner_text() == word
        assert page.locator('[id="data.spending"] thead .bp-u').all_inner_texts() == [unit] * 3
        assert printed.text_content() == before
        page.goto(f"{site.address}{tree}{RELEASE}/checks/")
        assert page.get_by_role("button", name=unit, exact=True).get_attribute("aria-pressed") == "true"
        assert "123.456789" in str(page.locator('[id="check.balance:01"]').text_content())
        page.goto(f"{site.address}{tree}{RELEASE}/02/#02.r1.total")
        assert "3.456789" in page.locator("dialog.bp-panel[open]").inner_text()
        page.keyboard.press("Escape")
        page.get_by_role("button", name="元" if not tree else "yuan", exact=True).click()
        assert amount.inner_text() == "34,567.89"
        assert faults == []


def test_without_storage_the_choice_holds_for_the_page(site: Site, browser: Browser) -> None:
    """A browser that refuses storage gets the unit all the same, without a message."""
    with reader(browser, 1280) as (page, faults):
        page.add_init_script(
            "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } });"
        )
        page.goto(f"{site.address}{RELEASE}/03/")
        page.get_by_role("button", name="亿元", exact=True).click()
        assert page.locator('[id="03.totals.total"] > a').inner_text() == "0.00055"
        assert [fault for fault in faults if "assets/units.js" in fault] == []

"""The documentation as ``make docs`` leaves it in ``site/``, opened from the folder: search works without the network."""

from __future__ import annotations

from typing import Any

import pytest

from proofs_check.verify.fingerprint import ROOT

pytestmark = pytest.mark.browser
SITE = ROOT / "site"


@pytest.fixture
def page(browser: Any) -> Any:
    """A window without network; whatever it says or asks for beyond the folder is an error in the end."""
    if not (SITE / "index.html").is_file():
        pytest.skip("the documentation is not built: make docs")
    context = browser.new_context(viewport={"width": 1100, "height": 900}, offline=True)
    window, said, asked = context.new_page(), [], []
    window.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    window.on("pageerror", lambda error: said.append(str(error)))
    window.on("request", lambda request: asked.append(request.url))
    yield window
    assert said == []
    assert asked and [url for url in asked if not url.startswith((SITE.as_uri(), "data:", "blob:"))] == []
    context.close()


@pytest.mark.parametrize("name", ["index", "tutorial", "papers/dmf", "rules/induct", "python/theory.dmf", "plan-reference"])
def test_a_page_opens(name: str, page: Any) -> None:
    page.goto((SITE / f"{name}.html").as_uri())
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_search_finds_a_page_and_leads_there(page: Any) -> None:
    page.goto((SITE / "index.html").as_uri())
    page.fill(".md-search__input", "barrier")
    found = page.locator(".md-search-result__link")
    found.first.wait_for(timeout=20_000)
    assert any("orbits.html" in link.get_attribute("href") for link in found.all())
    found.first.click()
    page.wait_for_url("**h=barrier*")

"""The report in a browser, from a file: nothing asked, nothing on the console, at three widths, light and dark."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from proofs_check.report.pages.build import report_page
from proofs_check.report.pages.sentence import formula
from tests.browser.synthetic import COUNT, HOSTILE, synthetic

browser_only = pytest.mark.browser


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(report_page(synthetic()), encoding="utf-8")
    return file


def until(page: Any, holds: Callable[[], bool]) -> None:
    """Wait at most some seconds; playwright's own waiting evaluates texts, which the policy of the page forbids."""
    for _ in range(100):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not come true")


class Outline(HTMLParser):
    """What a page is made of: tags with attributes, and whether every element is closed in its turn."""

    VOID = frozenset(("meta", "input", "br", "img", "link", "hr"))

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, f"</{tag}> closes something else, near line {self.getpos()[0]}"


def test_the_page_is_well_formed_small_and_asks_nothing(report: Path) -> None:
    text = report.read_text(encoding="utf-8")
    outline = Outline(text)
    assert outline.open == [] and len(text) < 5_000_000
    loading = ("script", "img", "link", "iframe", "object", "style")
    assert [tag for tag, _ in outline.tags if tag in loading] == ["style", "script"]
    for tag, attributes in outline.tags:
        assert not {name for name in attributes if name.startswith("on")}, (tag, attributes)
        assert "src" not in attributes
        link = attributes.get("href")
        assert link is None or link.startswith(("#", "https://arxiv.org/abs/")), link
    named = [attributes["id"] for _, attributes in outline.tags if attributes.get("id")]
    assert len(named) == len(set(named))
    links = {str(attributes["href"])[1:] for _, attributes in outline.tags if str(attributes.get("href")).startswith("#")}
    assert links <= set(named)


def test_a_planted_script_would_be_seen(report: Path) -> None:
    text = report.read_text(encoding="utf-8").replace("<main", '<script>let x = 1</script><b onclick="x"><main')
    tags = Outline(text.replace("</main>", "</main></b>")).tags
    assert sum(tag == "script" for tag, _ in tags) == 2 and any("onclick" in attributes for _, attributes in tags)


def test_every_claim_has_a_row_and_a_page_with_headings_in_order(report: Path) -> None:
    text = report.read_text(encoding="utf-8")
    assert len(re.findall(r'<article id="claim-made-\d{3}"', text)) == len(re.findall(r"<tr data-claim=", text)) == COUNT
    levels = [int(level) for level in re.findall(r"<h([1-6])", text)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize(
    "latex", [HOSTILE, "\\text{<b>}", "</math><script>alert(1)</script>", "\\href{javascript:alert(1)}{x}", "{", ""]
)
def test_a_formula_is_mathml_and_nothing_else(latex: str) -> None:
    outline = Outline(formula(latex))
    assert outline.open == [] and {tag for tag, _ in outline.tags} <= {
        "math", "mrow", "mi", "mo", "mn", "mtext", "msub", "msup", "mspace", "code",
    }  # fmt: skip


@browser_only
@pytest.mark.parametrize("width", [400, 1000, 1600])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_opens_filters_and_leads_to_claims(report: Path, opened: Callable[..., Any], width: int, scheme: str) -> None:
    with opened(report, width, scheme) as page:
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, re.findall(r"\d+", ground)[:3])) < 200) == (scheme == "dark")
        assert page.locator("article.page:visible").count() == 0
        page.fill("#search", "made-042 norm")
        assert page.locator("#rows tr[data-claim]:visible").count() == 1
        assert page.locator("#found").inner_text() == f"1 of {COUNT} claims"
        page.keyboard.press("Enter")
        page.wait_for_selector("#claim-made-042:visible")
        assert page.locator("article.page:visible").count() == 1 and not page.locator("#overview").is_visible()
        assert page.evaluate("document.activeElement.id") == "claim-made-042"
        page.evaluate("history.back()")
        page.wait_for_selector("#overview:visible")
        page.locator("#filter button[type=reset]").click()
        until(page, lambda: page.locator("#found").inner_text() == f"{COUNT} claims")
        page.select_option("#by-verdict", "refuted")
        shown = page.locator("#rows tr[data-claim]:visible")
        assert shown.count() == sum(str(claim.verdict) == "refuted" for claim in synthetic().claims)
        page.fill("#search", "no such words")
        assert page.locator("#found").inner_text() == "no claim fits"


@browser_only
def test_the_graph_lights_ancestors_and_leads_to_the_claim(report: Path, opened: Callable[..., Any]) -> None:
    """Ancestors by an independent walk over the arrows."""
    with opened(report, 1000) as page:
        page.locator("details.graph[data-paper=dmf] > summary").click()
        drawing = page.locator("details.graph[data-paper=dmf] svg")
        assert drawing.bounding_box()["height"] <= 900 and drawing.bounding_box()["width"] <= 1600
        arrows = page.evaluate(
            "[...document.querySelectorAll('details.graph[data-paper=dmf] .edge')].map((e) => [e.dataset.from, e.dataset.to])"
        )
        last = max({target for _, target in arrows})
        wanted = {last}
        while more := {a for a, b in arrows if b in wanted} - wanted:
            wanted |= more
        node = page.locator(f"details.graph[data-paper=dmf] a[data-node={last}]")
        node.focus()
        lit = page.evaluate("[...document.querySelectorAll('.node.lit')].map((n) => n.dataset.node)")
        assert set(lit) == wanted and len(wanted) > 2
        node.click()
        page.wait_for_selector(f"#claim-{last}:visible")


@browser_only
def test_the_switch_and_the_keys(report: Path, opened: Callable[..., Any]) -> None:
    with opened(report, 1000, "light", "#claim-made-005") as page:
        assert page.locator("#claim-made-005").is_visible()
        page.locator("button[data-theme=dark]").click()
        assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
        page.keyboard.press("j")
        page.wait_for_selector("#claim-made-006, #claim-made-010", state="visible")
        page.keyboard.press("k")
        page.wait_for_selector("#claim-made-005:visible")
        page.keyboard.press("/")
        until(page, lambda: page.evaluate("document.activeElement.id") == "search")
        page.reload()
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"


@browser_only
def test_without_scripts_everything_is_there(report: Path, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(report.as_uri())
    assert page.locator("article.page").count() == COUNT and page.locator("#claim-made-100").is_visible()
    context.close()


@browser_only
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(report: Path, opened: Callable[..., Any], scheme: str) -> None:
    """Contrast of at least 4.5 : 1 for every text seen on overview and one claim (WCAG 2.2, 1.4.3), by its formula."""
    with opened(report, 1000, scheme) as page:
        for hash in ("", "#claim-made-007"):
            page.evaluate("(hash) => { location.hash = hash; }", hash)
            page.wait_for_timeout(100)
            assert page.evaluate(CONTRAST) == []


CONTRAST = """() => {
  const channel = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ground = (node) => {
    for (; node; node = node.parentElement) {
      const colour = parse(getComputedStyle(node).backgroundColor);
      if (colour.length < 4 || colour[3] > 0.99) return colour;
    }
    return [255, 255, 255];
  };
  const poor = new Set(), walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const parent = node.parentElement;
    if (!node.textContent.trim() || !parent.checkVisibility()) continue;
    if (parent.closest("svg, script, style, .unseen, .skip, option")) continue;
    const [a, b] = [light(parse(getComputedStyle(parent).color)), light(ground(parent))].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < 4.5) poor.add(`${parent.tagName}.${parent.className}: ${contrast.toFixed(2)}`);
  }
  return [...poor];
}"""

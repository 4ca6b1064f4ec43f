"""What holds of every page: it can be used by everybody, on any screen, without scripts, and nothing on it jumps."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from starlette.testclient import TestClient

from communique.record import Record

PAGES = {
    "overview": "/",
    "episode": "/episode/{episode}",
    "document": "/document/campdavid_courier.txt",
    "actor": "/actor/{actor}",
    "network": "/network",
    "dealings": "/dealings?actor={actor}&recipient={other}",
    "search": "/search?q=Carter",
    "search, nothing asked": "/search",
    "search, nothing found": "/search?q=zeppelin",
    "explore": "/explore?sql=SELECT+type,+count(*)+AS+events+FROM+events+GROUP+BY+type",
    "brief": "/brief",
    "not found": "/document/none.txt",
}
every_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())


@pytest.fixture(scope="module")
def held(served: Record) -> dict[str, str]:
    """Ids that the record holds, for addresses: the best attested episode, and the two actors that act most."""
    episode = next(iter(served.episodes(limit=1)))
    often = served.query(
        "SELECT a AS id, count(*) AS n FROM (SELECT unnest(actor) AS a FROM episodes) GROUP BY a ORDER BY n DESC, id LIMIT 2"
    ).rows()
    return {
        "episode": episode["id"],
        "actor": quote(often[0]["id"], safe=""),
        "other": quote(often[1]["id"], safe=""),
    }


@pytest.fixture(scope="module")
def bare(browser: Browser) -> Iterator[Page]:
    """A page in a browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@every_page
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_nothing_stands_in_the_way_of_anybody(
    site: str, browser: Browser, held: dict[str, str], path: str, colours: str
) -> None:
    context = browser.new_context(color_scheme="dark" if colours == "dark" else "light", bypass_csp=True)
    tab = context.new_page()
    tab.goto(site + path.format(**held))
    found = Axe().run(tab).response["violations"]
    context.close()
    serious = [
        (v["id"], [n["html"][:120] for n in v["nodes"]][:3]) for v in found if v["impact"] in ("serious", "critical")
    ]
    assert serious == []


@every_page
def test_a_phone_shows_it_without_scrolling_sideways(
    site: str, browser: Browser, held: dict[str, str], path: str
) -> None:
    context = browser.new_context(viewport={"width": 375, "height": 800})
    tab = context.new_page()
    tab.goto(site + path.format(**held))
    wide = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()
    assert wide <= 0


@every_page
def test_it_reads_without_scripts(site: str, bare: Page, held: dict[str, str], path: str) -> None:
    bare.goto(site + path.format(**held))
    assert bare.locator("main h1").count() == 1
    assert len(bare.locator("main").inner_text()) > 50


@every_page
def test_dark_colours_are_dark(site: str, browser: Browser, held: dict[str, str], path: str) -> None:
    context = browser.new_context(color_scheme="dark")
    tab = context.new_page()
    tab.goto(site + path.format(**held))
    paper = tab.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    context.close()
    assert max(paper) < 60


@every_page
def test_nothing_jumps_and_it_is_small(
    site: str, tab: Page, client: TestClient, held: dict[str, str], path: str
) -> None:
    answer = client.get(path.format(**held))
    assert len(gzip.compress(answer.content)) < 300_000
    if answer.status_code == 404:
        return  # Chromium writes an error to its console for the page itself
    tab.goto(site + path.format(**held))
    tab.wait_for_load_state("networkidle")
    shift = tab.evaluate(
        """new Promise(done => { let sum = 0; new PerformanceObserver(list => { for (const e of list.getEntries())
        if (!e.hadRecentInput) sum += e.value }).observe({type: "layout-shift", buffered: true}); setTimeout(() => done(sum), 100) })"""
    )
    assert shift < 0.05


@every_page
def test_the_keyboard_reaches_everything(site: str, browser: Browser, held: dict[str, str], path: str) -> None:
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(site + path.format(**held))
    reached = []
    for _ in range(30):
        tab.keyboard.press("Tab")
        reached.append(tab.evaluate("document.activeElement.outerHTML.slice(0, 80)"))
    context.close()
    assert len(set(reached)) > 8 and "skip" in " ".join(reached)

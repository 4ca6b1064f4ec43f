"""The network with its slider, and the evidence behind its arrows."""

from __future__ import annotations

import re
from html import unescape

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient
from tests.web.test_actor import linked_words

from communique.record import Record

OCTOBER_1962 = 1962 * 12 + 9


def test_arrows_and_table_lead_to_as_many_episodes_as_they_stand_for(client: TestClient, served: Record) -> None:
    shown = client.get("/network?since=1962-10-01&until=1962-10-31").text
    figure, _, below = shown.partition("</figure>")
    arrows = [unescape(a) for a in re.findall(r'href="(/dealings[^"]+)"', figure)]
    rows = [(unescape(a), int(n)) for a, n in re.findall(r'href="(/dealings[^"]+)">(\d+)<', below)]
    edges = served.dealings(since="1962-10-01", until="1962-10-31").edges
    assert sorted(arrows) == sorted(a for a, _ in rows) and len(rows) == len(edges) > 5
    for address, number in rows[:6]:
        heading = re.search(r'<h2 id="episodes-h">(\d+) ', client.get(address).text)
        assert heading is not None and int(heading[1]) == number


def test_the_file_has_all_dealings(client: TestClient, served: Record) -> None:
    rows = client.get("/network?format=json").json()
    assert sum(r["episodes"] for r in rows) == served.query("SELECT count(*) AS n FROM dealings").rows()[0]["n"]


def test_steps_lead_to_the_months_around(client: TestClient) -> None:
    shown = client.get(f"/network?at={OCTOBER_1962}&months=1").text
    assert '<h2 id="network-h" aria-live="polite">October 1962</h2>' in shown
    earlier = re.search(r'<a rel="prev" href="([^"]+)"', shown)
    assert earlier is not None and ">September 1962</h2>" in client.get(unescape(earlier[1])).text


@pytest.mark.parametrize("query", ["at=x", "at=3", "months=0", "since=1962", "at=99999999"])
def test_what_is_no_time_is_refused_in_words(client: TestClient, query: str) -> None:
    assert client.get(f"/network?{query}").status_code == 400


def test_the_slider_moves_the_picture_by_the_keyboard(site: str, tab: Page) -> None:
    tab.goto(f"{site}/network?at={OCTOBER_1962 - 1}&months=1")
    tab.evaluate("window.stays = true")
    slider = tab.get_by_role("slider")
    slider.focus()
    with tab.expect_response(f"**/network?at={OCTOBER_1962}*"):
        tab.keyboard.press("ArrowRight")
    expect(tab.locator("#network-h")).to_have_text("October 1962")
    assert slider.get_attribute("aria-valuetext") == tab.locator("#month").inner_text() == "October 1962"
    assert slider.evaluate("s => document.activeElement === s") and tab.evaluate("window.stays") is True
    expect(tab).to_have_url(re.compile(f"at={OCTOBER_1962}"))


def test_without_scripts_the_slider_is_a_form(site: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/network?at={OCTOBER_1962 - 1}&months=1")
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    page.locator(".slider button").click()
    assert page.locator("#network-h").inner_text() == "October 1962"
    context.close()


def test_an_arrow_and_an_actor_are_one_click_from_the_evidence(site: str, tab: Page) -> None:
    tab.goto(f"{site}/network?since=1962-10-01&until=1962-10-31")
    address = tab.locator(".figure a[href^='/dealings']").first.get_attribute("href") or ""
    tab.locator(".figure a[href^='/dealings']").first.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"**{address}")
    assert tab.locator(".quotes blockquote").count() > 0
    tab.go_back()
    tab.locator(".figure a[href^='/actor/']").first.click()
    tab.wait_for_url("**/actor/*")


def test_the_words_behind_a_dealing_stand_in_their_texts(client: TestClient, served: Record) -> None:
    found = linked_words(client.get("/dealings?actor=fidel_castro&recipient=usa").text, served)
    assert len(found) > 2 and all(" ".join(shown.split()) == stands for shown, stands in found)


def test_the_file_of_a_dealing_has_every_mention(client: TestClient) -> None:
    rows = client.get("/dealings?actor=fidel_castro&recipient=usa&format=json").json()
    assert rows and all(r["evidence_text"] and r["doc_name"] for r in rows)


@pytest.mark.parametrize(("query", "status"), [("", 400), ("actor=usa", 400), ("actor=usa&recipient=nobody", 404)])
def test_two_actors_have_to_be_named(client: TestClient, query: str, status: int) -> None:
    assert client.get(f"/dealings?{query}").status_code == status


def test_two_that_did_nothing_to_each_other(client: TestClient) -> None:
    assert "has no episode in which" in client.get("/dealings?actor=kwt&recipient=isr").text

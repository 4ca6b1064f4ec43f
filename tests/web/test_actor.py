"""The page of an actor: who it is, what it did, what it said, and whom it deals with, each with the words for it."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient

from communique.model import Span
from communique.record import Record
from communique.web import actors

NAME = "jimmy_carter"


def linked_words(shown: str, served: Record) -> list[tuple[str, str]]:
    """The words of every link to a span of a document, with the characters that the document has there."""
    found = []
    link = r'<a[^>]*href="/document/([^"?]+)\?span=(\d+)-(\d+)#asked"[^>]*>([^<]+)</a>'
    for name, start, end, words in re.findall(link, shown):
        coding = served.coding(unquote(unescape(name)))
        assert coding is not None
        found.append((unescape(words), " ".join(Span(int(start), int(end)).of(coding.document.text).split())))
    return found


def test_who_it_is(client: TestClient) -> None:
    shown = client.get(f"/actor/{NAME}").text
    assert "<h1>Jimmy Carter</h1>" in shown and "President, 1977–1981" in shown
    assert 'href="/actor/usa"' in shown and "<dd>Carter</dd>" in shown


@pytest.mark.parametrize("key", ["usa", "USA", "Usa"])
def test_a_state_is_found_by_its_code(client: TestClient, key: str) -> None:
    shown = client.get(f"/actor/{key}").text
    assert "<h1>United States</h1>" in shown and "Jimmy Carter" in shown


def test_whom_nothing_names_is_not_found(client: TestClient) -> None:
    answer = client.get("/actor/a/b<i>")
    assert answer.status_code == 404 and "names no actor" in answer.text and "<i>" not in answer.text


@pytest.mark.parametrize("query", ["side=both", "page=0", "page=x", "since=1978-13-01"])
def test_what_there_is_not_is_refused_in_words(client: TestClient, query: str) -> None:
    assert client.get(f"/actor/{NAME}?{query}").status_code == 400


@pytest.mark.parametrize("side", ["actor", "recipient"])
def test_its_side_can_be_chosen(client: TestClient, side: str) -> None:
    rows = client.get(f"/actor/usa?side={side}&format=json").json()
    assert rows and all("usa" in r[side] for r in rows)
    assert len(rows) < len(client.get("/actor/usa?format=json").json())


def test_pages_have_every_episode_once(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actors, "_DEEDS", 4)
    every = [r["id"] for r in client.get("/actor/usa?format=json").json()]
    seen: list[str] = []
    for number in range(1, -(-len(every) // 4) + 1):
        deeds = client.get(f"/actor/usa?page={number}").text.split('id="said"')[0]
        seen += re.findall(r'class="act" href="/episode/([^"]+)"', deeds)
    assert seen == every
    assert "There is no page 99" in client.get("/actor/usa?page=99").text


@pytest.mark.parametrize("key", [NAME, "usa", "fidel_castro"])
def test_its_names_and_its_words_stand_where_they_are_said_to(client: TestClient, served: Record, key: str) -> None:
    found = linked_words(client.get(f"/actor/{key}").text, served)
    assert len(found) > 2
    for shown, stands in found:
        assert shown.split(" … ")[0] == stands


def test_only_the_newest_of_many_documents_are_read_and_that_is_said(
    client: TestClient, served: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actors, "_QUOTING", 2)
    newest, total = served.quoting("usa", limit=2)
    shown = client.get("/actor/usa").text
    said = shown[shown.index('id="said"') : shown.index("<aside>")]
    assert f"newest 2 of {total} documents" in said
    assert {unquote(n) for n in re.findall(r'href="/document/([^"?]+)', said)} <= set(newest)


def test_whom_it_deals_with_leads_to_as_many_episodes(client: TestClient) -> None:
    shown = client.get("/actor/usa").text
    table = shown[shown.index('id="with-h"') : shown.index("</table>")]
    cells = re.findall(r'href="(/dealings[^"]+)"><span class="count">(\d+)<', table)
    assert len(cells) > 3
    for address, number in cells:
        heading = re.search(r'<h2 id="episodes-h">(\d+) ', client.get(unescape(address)).text)
        assert heading is not None and heading[1] == number


def test_a_name_leads_to_its_words_in_the_text(site: str, tab: Page) -> None:
    tab.goto(f"{site}/actor/{NAME}")
    link = tab.locator(".namings a").first
    words = link.inner_text()
    link.click()
    assert "".join(tab.locator(".asked").all_inner_texts()).split() == words.split()


def test_a_filter_changes_the_episodes_alone(site: str, tab: Page) -> None:
    tab.goto(f"{site}/actor/usa")
    tab.evaluate("window.stays = true")
    before = tab.locator("#deeds .episodes > li").count()
    tab.get_by_label("Side").select_option("actor")
    with tab.expect_response("**/actor/usa?side=actor*"):
        tab.locator("#deeds button").click()
    tab.wait_for_url("**/actor/usa?side=actor*")
    assert 0 < tab.locator("#deeds .episodes > li").count() < before
    assert tab.evaluate("window.stays") is True

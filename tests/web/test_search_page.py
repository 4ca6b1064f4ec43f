"""The search page: what is found, marked, counted, narrowed and downloaded."""

from __future__ import annotations

import io
import json

import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient

from communique.web.search import narrowed


def test_what_is_found_is_marked_and_leads_to_its_words(site: str, tab: Page) -> None:
    tab.goto(f"{site}/")
    tab.keyboard.press("/")
    tab.keyboard.type("missiles Turkey")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/search?q=missiles+Turkey")
    marked = {text.casefold() for text in tab.locator("mark").all_inner_texts()}
    assert {"missiles", "turkey"} <= marked
    tab.locator(".hits .permalink").first.click()
    assert "issile" in "".join(tab.locator(".asked").all_inner_texts())


def test_a_facet_narrows_and_is_taken_out_again(site: str, tab: Page) -> None:
    tab.goto(f"{site}/search?q=Carter&kind=events")
    before = tab.locator("#count").inner_text()
    tab.locator(".facets a").first.click()
    assert "=" in tab.url and tab.locator(".chosen a").count() == 1
    assert int(tab.locator("#count").inner_text().split()[0]) <= int(before.split()[0])
    tab.locator(".chosen a").click()
    assert tab.locator("#count").inner_text() == before


@pytest.mark.parametrize("kind", ["documents", "statements", "events"])
def test_every_kind_is_found_and_can_be_downloaded(client: TestClient, kind: str) -> None:
    address = f"/search?q=Sadat&kind={kind}"
    total = int(client.get(address).text.split('<h2 id="count">')[1].split()[0])
    rows = json.loads(client.get(f"{address}&format=json").text)
    assert total == len(rows) > 0
    table = pq.read_table(io.BytesIO(client.get(f"{address}&format=parquet").content))
    assert table.num_rows == total
    assert client.get(f"{address}&format=csv").text.count("\n") >= total
    assert client.get(f"{address}&format=xls").status_code == 400


@pytest.mark.parametrize(
    "query, says",
    [
        ("-", "look for"),
        ("Sadat&kind=people", "cannot be searched"),
        ("Sadat&since=soon", "no day"),
        ("Sadat&page=0", "no page"),
    ],
)
def test_what_cannot_be_asked_is_said_in_words(client: TestClient, query: str, says: str) -> None:
    answer = client.get(f"/search?q={query}")
    assert answer.status_code == 400 and says in answer.text


def test_nothing_found_says_what_to_try(client: TestClient) -> None:
    answer = client.get("/search?q=zeppelin")
    assert answer.status_code == 200 and "Try fewer" in answer.text


@pytest.mark.parametrize(
    "facet, value, filters",
    [
        ("date", "2023", {"since": "2023-01-01", "until": "2023-12-31"}),
        ("date", "2024-02", {"since": "2024-02-01", "until": "2024-02-29"}),
        ("type", "ACCUSE", {"type": "ACCUSE"}),
    ],
)
def test_a_value_of_a_facet_as_filters(facet: str, value: str, filters: dict[str, str]) -> None:
    assert narrowed(facet, value) == filters

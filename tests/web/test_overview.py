"""The overview: its timeline, its curve, its lists, what is not known, and a record that holds nothing yet."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page
from starlette.testclient import TestClient

from communique.codebook import load
from communique.record import Record
from communique.web import application


def test_what_is_drawn_leads_to_episodes(client: TestClient, served: Record) -> None:
    shown = client.get("/").text
    figure = shown[shown.index("<figure") : shown.index("</figure>")]
    drawn = set(re.findall(r'href="/episode/([^"]+)"', figure))
    assert drawn == {m.id for m in served.timeline().moments}


@pytest.mark.parametrize("act", ["ASSAULT", "verbal conflict"])
@pytest.mark.parametrize("actor", ["", "USA", "Fidel Castro"])
def test_filters_hold_for_the_picture_and_the_file(client: TestClient, served: Record, act: str, actor: str) -> None:
    query = f"?act={quote(act)}&actor={quote(actor)}"
    rows = client.get(f"/{query}&format=json").json()
    assert all(act in (r["type"], load("types")[r["type"]]["quad"]) for r in rows)
    if actor:
        wanted = set(served.known_as(actor))
        assert all(wanted & {*r["actor"], *r["recipient"]} for r in rows)
    figure = client.get(f"/{query}").text.split("<figure")[1].split("</figure>")[0]
    assert {r["id"] for r in rows} == set(re.findall(r'href="/episode/([^"]+)"', figure))


def test_days_narrow_it(client: TestClient) -> None:
    rows = client.get("/?since=1962-10-01&until=1962-10-31&format=json").json()
    ends = [(r["date_earliest"] or r["date_latest"], r["date_latest"] or r["date_earliest"]) for r in rows]
    assert ends and all(first <= "1962-10-31" and last >= "1962-10-01" for first, last in ends)
    assert len(client.get("/?format=json").json()) > len(rows)


@pytest.mark.parametrize(
    "query", ["since=yesterday", "act=DANCE", "pair=USA-XXX", "pair=USA-USA", "by=hour", "format=xls"]
)
def test_what_there_is_not_is_refused_in_words(client: TestClient, query: str) -> None:
    answer = client.get(f"/?{query}")
    assert answer.status_code == 400 and "This cannot be shown" in answer.text


def test_an_actor_whom_nothing_names_is_said(client: TestClient) -> None:
    assert "names no actor “Nobody Atall”" in client.get("/?actor=Nobody+Atall").text


def test_the_curve_is_of_the_pair_that_is_chosen(client: TestClient, served: Record) -> None:
    pair = served.pairs()[1]
    shown = client.get(f"/?pair={pair.one}-{pair.other}&by=year").text
    assert f'value="{pair.one}-{pair.other}" selected' in shown
    assert f"Cooperation and conflict: {pair.one_name} and {pair.other_name}" in shown


def test_what_is_not_known_is_counted(client: TestClient, served: Record) -> None:
    shown = client.get("/").text
    undated = served.query("SELECT count(*) AS n FROM events WHERE NOT dated").rows()[0]["n"]
    assert f'<span class="number">{undated}</span> of {served.health().events} events' in shown


def test_a_record_without_documents_says_what_to_do_and_what_failed(tmp_path: Path) -> None:
    with Record.open(tmp_path / "new.duckdb") as record:
        record.fail("<b>bad</b>.html", "/x", "no text <script>alert(1)</script>; look at the file")
        shown = TestClient(application(record), base_url="http://127.0.0.1").get("/").text
    assert "holds no documents yet" in shown and "communique code FOLDER" in shown
    assert "look at the file" in shown and "<script>alert" not in shown and "<b>bad" not in shown


def test_a_filter_changes_its_picture_alone(site: str, tab: Page) -> None:
    tab.goto(f"{site}/")
    tab.evaluate("window.stays = true")
    before = tab.locator("#timeline svg > title").first.text_content()
    tab.locator("select[name=act]").select_option("ASSAULT")
    tab.get_by_label("Actor", exact=True).fill("Iraq")
    with tab.expect_response("**/?*act=ASSAULT*"):
        tab.keyboard.press("Enter")
    tab.wait_for_url("**/?*act=ASSAULT*")
    after = tab.locator("#timeline svg > title").first
    assert after.text_content() != before and tab.evaluate("window.stays") is True
    tab.reload()
    assert after.text_content() != before and tab.locator("select[name=act]").input_value() == "ASSAULT"


def test_zooming_in_and_out_again(site: str, tab: Page) -> None:
    tab.goto(f"{site}/")
    with tab.expect_response("**/?since=*"):
        tab.get_by_role("link", name="Narrower").click()
    tab.wait_for_url("**/?since=*")
    assert tab.get_by_label("From").input_value() in tab.url
    tab.get_by_role("link", name="All time").click()
    assert tab.get_by_label("From").input_value() == ""


def test_without_scripts_the_form_does_the_same(site: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/")
    page.locator("#curve select[name=by]").select_option("year")
    page.locator("#curve button").click()
    assert "by=year" in page.url and page.locator("#curve select[name=by]").input_value() == "year"
    context.close()


def test_the_best_attested_are_those_of_most_independent_origins(client: TestClient, served: Record) -> None:
    shown = client.get("/").text
    listed = shown[shown.index('id="best-h"') : shown.index('id="newest-h"')]
    found = re.findall(r'class="act" href="/episode/([^"]+)".+?(\d+) accounts? of (\d+) independent', listed, re.S)
    assert len(found) > 3 and [int(n) for _, _, n in found] == sorted((int(n) for _, _, n in found), reverse=True)
    first = re.search(r'<span class="what">(.+?)</span>\n', listed, re.S)
    assert first is not None
    told = " ".join(re.sub("<[^>]+>", "", first[1]).split())
    assert f"<h1>{told}" in client.get(f"/episode/{found[0][0]}").text
    for key, accounts, origins in found:
        page = client.get(f"/episode/{key}").text
        assert f"<strong>{accounts} account" in page and f"<strong>{origins} independent origin" in page


def test_the_curve_begins_with_the_pair_that_most_of_it_is_dated_of(client: TestClient, served: Record) -> None:
    best = max(served.pairs(limit=30), key=lambda p: p.dated)
    assert best.dated > 3
    assert f'value="{best.one}-{best.other}" selected' in client.get("/").text

"""The page for SQL: results, their chart, and what is refused."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient

from communique.web.explore import EXAMPLES


@pytest.mark.parametrize("sql", [sql for _, sql in EXAMPLES], ids=[name for name, _ in EXAMPLES])
def test_every_example_runs(client: TestClient, sql: str) -> None:
    answer = client.get("/explore?sql=" + quote(sql))
    assert answer.status_code == 200 and 'role="alert"' not in answer.text


def test_an_example_is_asked_with_a_click_and_drawn(site: str, tab: Page) -> None:
    tab.goto(f"{site}/explore")
    tab.get_by_role("link", name="Acts by type").click()
    assert tab.locator("svg.bar rect").count() > 5
    widths = [float((r.get_attribute("width") or "").rstrip("%")) for r in tab.locator("svg.bar rect").all()]
    assert widths[0] == 100 and widths == sorted(widths, reverse=True)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM events",
        "SELECT * FROM '/etc/passwd'",
        "SELECT 1; SELECT 2",
        "SELEC 1",
        "SELECT count(*) FROM range(100000000000) a, range(1000) b",
    ],
)
def test_what_may_not_be_asked_is_refused_in_words(client: TestClient, sql: str) -> None:
    answer = client.get("/explore?sql=" + quote(sql))
    assert answer.status_code == 400 and 'role="alert"' in answer.text


def test_rows_can_be_downloaded(client: TestClient) -> None:
    answer = client.get("/explore?format=csv&sql=" + quote("SELECT 1 AS one, '=1+1' AS two"))
    assert answer.text.splitlines()[0] == "one,two" and "'=1+1" in answer.text

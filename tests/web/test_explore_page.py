"""The page for SQL: results, their chart, and what is refused."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pyarrow as pa
import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient

from communique.record import Explored, RecordError, Relation
from communique.web import questions
from communique.web.explore import EXAMPLES
from communique.web.questions import Questions, UnstoppedError


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


class Stuck:
    """A record whose questions run until they are let go, whatever they are told."""

    def __init__(self) -> None:
        self.go = threading.Event()

    @contextmanager
    def session(self) -> Iterator[Stuck]:
        yield self

    def explore(self, sql: str, *, seconds: float, rows: int) -> Explored:
        assert self.go.wait(20)
        return Explored(Relation(pa.table({"one": [1]})), False)


@pytest.mark.parametrize(
    ("memory", "words"), [(questions.MEMORY, "took more than 0.05 s"), (-(10**12), "needs more memory")]
)
def test_what_does_not_stop_is_answered_all_the_same_and_bounded_in_number(
    monkeypatch: pytest.MonkeyPatch, memory: int, words: str
) -> None:
    monkeypatch.setattr(questions, "GRACE", 0.05)
    monkeypatch.setattr(questions, "MEMORY", memory)
    stuck = Stuck()
    asked = Questions(stuck)  # type: ignore[arg-type]
    for number in range(1, questions.AT_ONCE + 1):
        with pytest.raises(UnstoppedError, match=words):
            asked.ask("SELECT 1", seconds=0.05, rows=1)
        assert asked.left == number
    with pytest.raises(RecordError, match="still being answered"):
        asked.ask("SELECT 1", seconds=0.05, rows=1)
    stuck.go.set()
    monkeypatch.setattr(questions, "MEMORY", 10**12)
    assert asked.ask("SELECT 1", seconds=20, rows=1).relation.rows() == [{"one": 1}]
    until = time.monotonic() + 20
    while asked.left and time.monotonic() < until:
        time.sleep(0.01)
    assert asked.left == 0

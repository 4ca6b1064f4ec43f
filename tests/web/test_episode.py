"""The page of an episode: what its accounts share, where they part, and what each leaves out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient

from communique.accounts import Comparison, Desk, choose, compare, lay_out, summarize
from communique.linking.episodes import group_id
from communique.model import Coding, Document, Episode, Event, Interval, Span, Tie
from communique.record import Record
from communique.web import application
from communique.web.episodes import COLUMNS


@pytest.fixture(scope="module")
def desk(served: Record) -> Desk:
    return Desk.of(served)


@pytest.fixture(scope="module")
def episode(served: Record) -> Episode:
    """The one that most documents tell of."""
    return served.told_most(1)[0]


@pytest.fixture(scope="module")
def comparison(episode: Episode, desk: Desk) -> Comparison:
    return compare(episode, desk)


@pytest.fixture(scope="module")
def shown(client: TestClient, episode: Episode) -> str:
    return client.get(f"/episode/{episode.id}").text


def test_a_desk_of_some_documents_holds_what_one_of_all_has_of_them(served: Record, desk: Desk) -> None:
    names = ["campdavid_wire.txt", "cuba_wire.txt"]
    some = Desk.of(served, names)
    assert some.stories == [s for s in desk.stories if set(s.documents) & set(names)] and len(some.stories) == 2
    assert some.copies == [c for c in desk.copies if {c.one, c.other} & set(names)] and some.copies
    assert some.episodes == [e for e in desk.episodes if {d for d, _ in e.mentions} & set(names)]
    assert some.claims == [c for c in desk.claims if {d for d, _ in c.mentions} & set(names)]
    assert Desk.of(served, []).episodes == []


def test_each_account_has_a_column_and_each_word_leads_to_its_text(
    tab: Page, site: str, comparison: Comparison
) -> None:
    tab.goto(f"{site}/episode/{comparison.episode.id}")
    heads = tab.locator(".accounts").first.locator("thead tr").last.locator("th a")
    assert [h.get_attribute("href") for h in heads.all()] == [f"/document/{a.document}" for a in comparison.accounts]
    row = comparison.rows[0]
    cell = tab.locator("#f0 td").first
    assert row.cells[0].words and row.cells[0].words[:60] in cell.inner_text()
    cell.locator("a").click()
    marked = "".join(tab.locator(".asked").all_inner_texts())
    assert row.cells[0].words == " ".join(marked.split())


def test_accounts_of_one_origin_stand_under_one_head(tab: Page, site: str, comparison: Comparison) -> None:
    tab.goto(f"{site}/episode/{comparison.episode.id}")
    spans = [int(th.get_attribute("colspan") or 0) for th in tab.locator(".accounts").first.locator("th.origin").all()]
    assert sum(spans) == len(comparison.accounts) and len(spans) == comparison.independent
    assert max(spans) > 1


def test_what_accounts_agree_on_and_leave_out_is_said_at_the_top(shown: str, comparison: Comparison) -> None:
    summary = summarize(comparison)
    top = shown[: shown.index("Side by side")]
    assert f"{len(comparison.accounts)} accounts" in top and f"{comparison.independent} independent origins" in top
    assert summary.agreed and summary.gaps and summary.single and summary.noted
    for gap in summary.gaps:
        assert f"leaves out {len(gap.left_out)} of {gap.facts}" in top
    for row in summary.noted:
        assert row.fact.rpartition(": ")[2] in top


def test_every_state_has_a_word_and_not_only_a_colour(shown: str, comparison: Comparison) -> None:
    words = {"reported": "told", "omitted": "left out", "noted as missing": "noted as missing"}
    for state, word in words.items():
        assert any(c.state == state for r in comparison.rows for c in r.cells)
        assert f'<span class="hidden">{word}' in shown


def test_what_accounts_differ_in_is_named_with_what_each_has(
    record_copy: Path, episode: Episode, comparison: Comparison
) -> None:
    name = comparison.accounts[0].document
    with Record.open(record_copy, ample=True) as record:
        coding = record.codings_of([name])[0]
        events = tuple(_moved(e) if (name, e.id) in episode.mentions else e for e in coding.events)
        record.revise([replace(coding, events=events)])
        client = TestClient(application(record), base_url="http://127.0.0.1")
        whole = client.get(f"/episode/{episode.id}").text
        apart = client.get(f"/episode/{episode.id}?show=differs").text
    differ = whole[whole.index("They differ in") : whole.index("Left out")]
    day = next(e.date.earliest for e in events if (name, e.id) in episode.mentions and e.date is not None)
    assert day is not None
    assert f"{day.day} {day:%B} 1960" in differ and "1978" in differ
    assert apart.count('<th scope="row">') == 1 and 'class="differs' in apart


def _moved(event: Event) -> Event:
    assert event.date is not None and event.date.earliest is not None
    day = event.date.earliest.replace(year=1960)
    return replace(event, date=Interval(day, day))


def test_loaded_words_are_marked_where_accounts_choose_apart(record_copy: Path, episode: Episode) -> None:
    told = sorted({d for d, _ in episode.mentions})[:2]
    with Record.open(record_copy, ample=True) as record:
        for name, word in zip(told, ("invasion", "liberation"), strict=True):
            coding = record.codings_of([name])[0]
            text = f"The {word} began. {coding.document.text}"
            events = tuple(
                replace(e, evidence=Span(0, len(word) + 10), trigger=Span(4, 4 + len(word)))
                if (name, e.id) in episode.mentions
                else e
                for e in coding.events
            )
            kept = Coding(replace(coding.document, text=text), coding.actors, events=events)
            record.revise([kept])
        shown = TestClient(application(record), base_url="http://127.0.0.1").get(f"/episode/{episode.id}").text
    assert "Words for use of force across a border" in shown
    assert "The <mark>invasion</mark> began" in shown and "<mark>liberation</mark>" in shown


def test_the_table_is_narrowed_by_an_address(client: TestClient, comparison: Comparison) -> None:
    def rows(show: str) -> int:
        return client.get(f"/episode/{comparison.episode.id}?show={show}").text.count('<th scope="row">')

    assert rows("all") == len(comparison.rows)
    assert rows("differs") == sum(r.differs for r in comparison.rows) == 0
    assert 0 < rows("omitted") < len(comparison.rows)


def test_an_unknown_choice_or_episode_is_refused_with_words(client: TestClient, episode: Episode) -> None:
    assert client.get(f"/episode/{episode.id}?show=none").status_code == 400
    assert "no episode" in client.get("/episode/ep0000").text
    assert client.get(f"/episode/{episode.id[:8]}", follow_redirects=False).headers["location"].endswith(episode.id)


def test_its_rows_can_be_had(client: TestClient, comparison: Comparison) -> None:
    address = f"/episode/{comparison.episode.id}?format="
    rows = list(csv.DictReader(io.StringIO(client.get(f"{address}csv").text)))
    assert len(rows) == len(comparison.rows) * len(comparison.accounts)
    first = client.get(f"{address}json").json()[0]
    cell = comparison.rows[0].cells[0]
    assert (first["document"], first["state"], first["words"]) == (cell.document, cell.state, cell.words)
    assert cell.span is not None and (first["start"], first["end"]) == tuple(cell.span)
    assert client.get(f"{address}exe").status_code == 400


def test_the_other_events_open_without_a_script(site: str, tab: Page, episode: Episode) -> None:
    tab.goto(f"{site}/episode/{episode.id}")
    beside = tab.locator("details.beside")
    assert not beside.locator("table").is_visible()
    beside.locator("summary").focus()
    tab.keyboard.press("Enter")
    assert beside.locator("table").is_visible()


def test_head_and_facts_stay_in_sight(site: str, tab: Page, episode: Episode) -> None:
    tab.set_viewport_size({"width": 380, "height": 700})
    tab.goto(f"{site}/episode/{episode.id}")
    region = tab.locator(".accounts").first
    region.focus()
    assert tab.evaluate("document.activeElement.getAttribute('role')") == "region"
    down, right = region.evaluate(
        """r => { r.scrollTo({left: 300, top: 200, behavior: "instant"}); const at = r.getBoundingClientRect(),
        of = s => r.querySelector(s).getBoundingClientRect(); return [of("thead").y - at.y, of("#f3 th").x - at.x] }"""
    )
    assert abs(down) < 3 and abs(right) < 3


def test_episodes_that_hang_together_lead_to_each_other(record_copy: Path, desk: Desk) -> None:
    visit, talks = desk.episodes[0], desk.episodes[1]
    with Record.open(record_copy, ample=True) as record:
        record.replace_ties([Tie("contains", visit.id, talks.id)])
        client = TestClient(application(record), base_url="http://127.0.0.1")
        whole, part = (client.get(f"/episode/{e.id}").text for e in (visit, talks))
    assert "It contains" in whole and f'href="/episode/{talks.id}"' in whole
    assert "It is part of" in part and f'href="/episode/{visit.id}"' in part


# An event that many documents tell of

MANY = 40


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """Forty documents of one event, all but one of the same outlet."""
    with Record.open(tmp_path_factory.mktemp("crowd") / "crowd.duckdb", ample=True) as record:
        names = [f"d{k:02}.txt" for k in range(MANY)]
        record.write_all([(_report(n, "Own News" if n == "d39.txt" else "Herald"), n, "1") for n in names])
        mentions = tuple((n, "e1") for n in names)
        record.replace_episodes([
            Episode(group_id("ep", mentions), "CONSULT ?", "CONSULT", (), (), None, None, mentions)
        ])  # fmt: skip
        yield record


def _report(name: str, outlet: str) -> Coding:
    text = f"The two ministers met, says report {name}."
    event = Event("e1", "CONSULT", None, (), (), "actual", None, Span(0, len(text)), Span(18, 21))
    return Coding(Document(name, name, text, text_sha256=name, outlet=outlet), events=(event,))


def test_of_many_accounts_one_of_each_origin_comes_first(crowded: Record) -> None:
    episode = crowded.told_most(1)[0]
    chosen = choose([episode], crowded, 2)
    assert len(chosen) == 2 and "d39.txt" in chosen
    laid = lay_out(episode, crowded, most=2)
    assert (laid.accounts, laid.independent, len(laid.comparison.accounts)) == (MANY, 2, 2)


def test_a_page_has_few_columns_and_a_download_has_all(crowded: Record) -> None:
    client = TestClient(application(crowded), base_url="http://127.0.0.1")
    episode = crowded.told_most(1)[0]
    shown = client.get(f"/episode/{episode.id}").text
    assert f"accounts 1 to {COLUMNS} of the {MANY}" in shown and f"<strong>{MANY} accounts</strong>" in shown
    assert "Own News" in shown
    rows = client.get(f"/episode/{episode.id}?format=json").json()
    assert len({r["document"] for r in rows}) == MANY


def test_every_account_has_its_page(crowded: Record) -> None:
    client = TestClient(application(crowded), base_url="http://127.0.0.1")
    address: str | None = f"/episode/{crowded.told_most(1)[0].id}?show=all"
    seen: list[str] = []
    while address is not None:
        shown = client.get(address).text
        seen += re.findall(r'<th scope="col"[^>]*><a href="/document/([^"]+)"', shown.split("</thead>")[0])
        further = re.search(r'<a rel="next" href="([^"]+)"', shown)
        address = unescape(further[1]) if further is not None else None
    assert "d39.txt" in seen[:COLUMNS]
    assert sorted(seen) == [f"d{k:02}.txt" for k in range(MANY)]
    assert client.get(f"/episode/{crowded.told_most(1)[0].id}?page=5").status_code == 404

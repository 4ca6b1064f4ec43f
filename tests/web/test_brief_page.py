"""The page of a briefing: the same lines as ``communique brief`` writes, each leading to its words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient

from communique.accounts import Desk
from communique.brief import Briefing, brief
from communique.exporters.html import to_html
from communique.exporters.markdown import to_markdown
from communique.model import Coding, Document, Episode, Event, Publication, Span
from communique.record import Record
from communique.web import application, briefing


@pytest.fixture(scope="module")
def written(served: Record) -> Briefing:
    return brief(Desk.of(served))


def text(client: TestClient, address: str) -> str:
    return unescape(client.get(address).text)


def test_it_has_the_lines_of_the_briefing(client: TestClient, written: Briefing) -> None:
    shown = text(client, "/brief")
    assert written.title.removeprefix("Briefing: ") in shown
    lines = [line for section in written.sections for line in section.lines]
    assert len(lines) > 50
    for line in lines:
        assert line.text in shown
    for source in written.sources:
        assert f"/document/{source.name}" in shown and source.about in shown


def test_every_reference_leads_to_the_words_it_names(site: str, tab: Page, served: Record) -> None:
    tab.goto(f"{site}/brief")
    line = tab.locator("#what-happened ~ .group li").nth(1)
    words = line.inner_text()
    line.locator(".refs a").first.click()
    assert re.fullmatch(r".*/document/.+\?span=\d+-\d+#asked", tab.url)
    marked = " ".join("".join(tab.locator(".asked").all_inner_texts()).split())
    assert marked and marked in " ".join(words.split())


def test_it_is_as_long_as_is_asked(client: TestClient, served: Record) -> None:
    shown = text(client, "/brief?limit=2")
    for line in brief(Desk.of(served), limit=2).sections[0].lines:
        assert line.text in shown
    assert shown.count('class="lead"') < text(client, "/brief").count('class="lead"')
    for wrong in ("0", "51", "0060", "two", "-1"):
        assert client.get(f"/brief?limit={wrong}").status_code == 400


def test_it_can_be_of_one_story_or_actor_or_of_some_days(client: TestClient, served: Record) -> None:
    story = next(s for s in served.stories() if "cuba_wire.txt" in s.documents)
    of_story = text(client, f"/brief?story={story.id}")
    assert f"{len(story.documents)} documents" in of_story and "campdavid" not in of_story
    of_actor = text(client, "/brief?actor=ARG")
    assert "/document/falklands_wire.txt" in of_actor and "/document/cuba_wire.txt" not in of_actor
    of_days = text(client, "/brief?since=1990-01-01&until=1990-12-31")
    assert "/document/kuwait_wire.txt" in of_days and "/document/cuba_wire.txt" not in of_days
    assert client.get("/brief?story=st0").status_code == 404
    assert client.get("/brief?since=soon").status_code == 400
    assert "None found." in text(client, "/brief?actor=nobody")


def test_it_is_written_anew_once_the_record_is(record_copy: Path) -> None:
    with Record.open(record_copy, ample=True) as record:
        app = application(record)
        asking = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
        place = ":".join(record.told_most(1)[0].mentions[-1])
        before = text(asking, "/brief")
        assert text(asking, "/brief") == before and len(app.state.briefings) == 1
        asking.post("/judge", data={"verdict": "wrong", "one": place, "author": "Ada"})
        app.state.relinking.wait()
        assert text(asking, "/brief") != before
        for limit in range(1, 30):
            asking.get(f"/brief?limit={limit}&story={record.stories()[0].id}")
        assert len(app.state.briefings) < 10


def test_it_can_be_had_as_a_file(client: TestClient, served: Record, written: Briefing) -> None:
    answer = client.get("/brief?format=md")
    assert answer.text == to_markdown(written) and "brief.md" in answer.headers["content-disposition"]
    assert client.get("/brief?format=html").text == to_html(written, Desk.of(served).codings)
    assert client.get("/brief?format=pdf").status_code == 400
    few = client.get("/brief?actor=ARG&format=md").text
    assert "/brief?actor=ARG&format=md" in text(client, "/brief?actor=ARG") and len(few) < len(answer.text)


def test_it_prints_without_what_is_only_for_the_screen(site: str, tab: Page) -> None:
    tab.goto(f"{site}/brief")
    tab.emulate_media(media="print")
    assert not tab.locator(".ask").is_visible() and not tab.locator("nav.contents").is_visible()
    assert not tab.locator(".top").is_visible()
    assert tab.locator("#sources").is_visible() and tab.locator(".refs a").first.is_visible()


# A record that is too large to be read whole

MANY = 90


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """Ninety documents, the first twenty of one event and the next three of another."""
    with Record.open(tmp_path_factory.mktemp("large") / "large.duckdb", ample=True) as record:
        names = [f"d{k:02}.txt" for k in range(MANY)]
        record.write_all([(_report(n, dt.date(2024, 1, 1) + dt.timedelta(k)), n, "1") for k, n in enumerate(names)])
        record.replace_episodes(_episode(key, some) for key, some in (("ep1", names[:20]), ("ep2", names[20:23])))
        yield record


def _report(name: str, day: dt.date) -> Coding:
    words = f"The two ministers met, says report {name}."
    event = Event("e1", "CONSULT", None, (), (), "actual", None, Span(0, len(words)), Span(18, 21))
    return Coding(Document(name, name, words, text_sha256=name, published=Publication(day, day, day)), events=(event,))


def _episode(key: str, names: list[str]) -> Episode:
    return Episode(key, "CONSULT ?", "CONSULT", (), (), None, None, tuple((n, "e1") for n in names))


def test_of_a_large_record_it_reads_what_is_best_attested_and_says_so(large: Record) -> None:
    client = TestClient(application(large), base_url="http://127.0.0.1")
    shown = text(client, "/brief")
    read = briefing.EACH + 3
    assert f"It reads {read} of the record's {MANY} documents" in shown and f"{read} documents of" in shown
    assert f"Told in {briefing.EACH} accounts" in shown and "the record has 20" in shown
    assert "/document/d22.txt" in shown and "/document/d23.txt" not in shown
    many = text(client, "/brief?since=2024-01-01")
    assert f"It reads {briefing.WHOLE} of these documents, the newest, of {MANY}" in many
    assert "/document/d89.txt" in many and "/document/d00.txt" not in many

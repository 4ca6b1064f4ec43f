"""Judging in the browser: what is sent is kept at once, and the record brought together anew behind the pages."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from starlette.applications import Starlette
from starlette.testclient import TestClient

from communique.model import Episode
from communique.record import Record
from communique.web import application, relinking
from communique.web.judging import BODY
from communique.web.relinking import Relinking
from communique.web.safety import LOOPBACK


@pytest.fixture
def record(record_copy: Path) -> Iterator[Record]:
    with Record.open(record_copy, ample=True) as opened:
        yield opened


@pytest.fixture
def app(record: Record) -> Iterator[Starlette]:
    made = application(record, hosts=LOOPBACK)
    yield made
    made.state.relinking.wait()


@pytest.fixture
def asking(app: Starlette) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)


@pytest.fixture
def episode(record: Record) -> Episode:
    return record.told_most(1)[0]


def sent(episode: Episode, verdict: str, one: int = 1, **more: str) -> dict[str, str]:
    """A form's fields, for a mention of an episode and its first one."""
    first, other = (":".join(episode.mentions[k]) for k in (0, one))
    return {"verdict": verdict, "one": other, "other": first, "id": "", "note": "", "author": "Ada", "episode": episode.id, **more}  # fmt: skip


def together(record: Record, *places: tuple[str, str]) -> bool:
    return any(set(places) <= set(e.mentions) for e in record.all_episodes())


def test_a_judgement_is_kept_at_once_and_counts_soon(app: Starlette, asking: TestClient, record: Record, episode: Episode) -> None:  # fmt: skip
    answer = asking.post("/judge", data=sent(episode, "different", note="two <b>occasions</b>"))
    assert answer.status_code == 303
    with record.session() as session:
        kept = session.judgements()
    assert [(j.verdict, j.author, j.note) for j in kept] == [("different", "Ada", "two <b>occasions</b>")]
    app.state.relinking.wait()
    assert app.state.relinking.error is None
    assert not together(record, *episode.mentions[:2])
    there = asking.get(answer.headers["location"])
    assert there.status_code == 303, "the episode's id has changed, and the address leads to the new one"
    shown = asking.get(there.headers["location"])
    assert shown.status_code == 200
    assert "Ada" in shown.text and "is not the same event as" in shown.text
    assert "two &lt;b&gt;occasions&lt;/b&gt;" in shown.text and "judgement is kept" in shown.text


def test_what_is_judged_wrong_leaves_and_what_is_the_same_comes(app: Starlette, asking: TestClient, record: Record, episode: Episode) -> None:  # fmt: skip
    alone = next(e for e in record.all_episodes() if len(e.mentions) == 1 and e.type != episode.type)
    answer = asking.post("/judge", data=sent(episode, "same", id=":".join(alone.mentions[0])))
    app.state.relinking.wait()
    assert together(record, episode.mentions[1], alone.mentions[0])
    assert (
        asking.post("/judge", data=sent(episode, "wrong") | {"episode": ""})
        .headers["location"]
        .startswith("/document/")
    )
    app.state.relinking.wait()
    assert not together(record, episode.mentions[1])
    assert asking.get(answer.headers["location"]).headers["location"].startswith("/episode/")
    name = episode.mentions[1][0]
    assert "is coded wrong" in asking.get(f"/document/{name}").text


def test_it_remembers_who_judges_where_no_script_sees_it(asking: TestClient, episode: Episode) -> None:
    answer = asking.post("/judge", data=sent(episode, "right", author="Ada Łęcka"))
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie
    assert 'value="Ada Łęcka"' in asking.get(f"/judge?one={':'.join(episode.mentions[0])}").text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"author": "  "}, "give your name"),
        ({"author": "a" * 81}, "80 characters"),
        ({"note": "a" * 2001}, "2000"),
        ({"verdict": "maybe"}, "no verdict"),
        ({"verdict": "same", "other": ""}, "two things"),
        ({"verdict": "same", "id": "nowhere.txt:e9"}, "nowhere.txt:e9"),
        ({"verdict": "same", "id": "campdavid_wire.txt:s1"}, "cannot be compared"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_the_reason(asking: TestClient, record: Record, episode: Episode, changed: dict[str, str], words: str) -> None:  # fmt: skip
    answer = asking.post("/judge", data=sent(episode, "right") | {"note": "mine"} | changed)
    assert answer.status_code == 422
    assert words in answer.text and f'value="{changed.get("note", "mine")}"' in answer.text
    assert not record.judgements()


def test_what_is_no_form_of_ours_is_refused(asking: TestClient, episode: Episode) -> None:
    assert asking.post("/judge", json={"verdict": "right"}).status_code == 415
    assert asking.post("/judge", data=sent(episode, "right", note="a" * (BODY + 1))).status_code == 413
    fields = {f"f{k}": "" for k in range(50)}
    assert asking.post("/judge", data=fields).status_code == 400
    assert asking.post("/judge", data=sent(episode, "right", one=1) | {"one": "x.txt:e1"}).status_code == 404
    foreign = {"origin": "https://example.org", "sec-fetch-site": "cross-site"}
    assert asking.post("/judge", data=sent(episode, "right"), headers=foreign).status_code == 403


def test_a_record_for_reading_takes_none_and_shows_no_form(client: TestClient, served: Record) -> None:
    episode = served.told_most(1)[0]
    answer = client.post("/judge", data=sent(episode, "right"))
    assert answer.status_code == 403 and "reading only" in answer.text
    assert 'action="/judge"' not in client.get(f"/episode/{episode.id}").text
    assert "/judge" not in client.get(f"/document/{episode.mentions[0][0]}").text


# Bringing together


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Event, list[Record]]]:
    """Relinking that waits until it is let go, and the sessions that it was begun with."""
    go, begun = threading.Event(), list[Record]()

    def waits(record: Record) -> None:
        begun.append(record)
        assert go.wait(20)

    monkeypatch.setattr(relinking, "relink", waits)
    yield go, begun
    go.set()


def test_what_comes_meanwhile_is_brought_in_once_more(record: Record, held: tuple[threading.Event, list[Record]]) -> None:  # fmt: skip
    go, begun = held
    work = Relinking(record)
    work.ask()
    until = time.monotonic() + 20
    while not begun and time.monotonic() < until:
        time.sleep(0.01)
    for _ in range(4):
        work.ask()
    assert work.running
    go.set()
    work.wait()
    assert not work.running and len(begun) == 2 and record not in begun
    work.ask()
    work.wait()
    assert len(begun) == 3


def test_pages_say_that_it_is_under_way_and_what_went_wrong(app: Starlette, asking: TestClient, episode: Episode, monkeypatch: pytest.MonkeyPatch, held: tuple[threading.Event, list[Record]]) -> None:  # fmt: skip
    go, _ = held
    asking.post("/judge", data=sent(episode, "right"))
    assert "Bringing the record together anew" in asking.get(f"/episode/{episode.id}").text
    go.set()
    app.state.relinking.wait()
    assert "Bringing" not in asking.get(f"/episode/{episode.id}").text
    assert "brought together anew" in asking.get("/relinking").text

    def fails(record: Record) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(relinking, "relink", fails)
    asking.post("/judge", data=sent(episode, "right"))
    app.state.relinking.wait()
    assert "no space left" in asking.get(f"/episode/{episode.id}").text


def test_readers_see_all_of_it_or_nothing(record: Record) -> None:
    before = len(list(record.all_episodes())), len(record.stories())
    with record.session() as reader, record.session() as writer:
        with pytest.raises(RuntimeError), writer.transaction():
            writer.replace_episodes([])
            writer.replace_stories([], [])
            assert (len(list(reader.all_episodes())), len(reader.stories())) == before
            assert not list(writer.all_episodes())
            raise RuntimeError
        assert (len(list(writer.all_episodes())), len(writer.stories())) == before
        with writer.transaction():
            writer.replace_episodes([])
            writer.replace_stories([], [])
        assert not list(reader.all_episodes()) and not reader.stories()


# In the browser

Serving = Callable[[Starlette], AbstractContextManager[str]]


def test_a_mention_is_judged_in_place(app: Starlette, serving: Serving, tab: Page, record: Record, episode: Episode) -> None:  # fmt: skip
    with serving(app) as site:
        tab.goto(f"{site}/episode/{episode.id}")
        form = tab.locator("form.judge")
        assert not form.locator(".pair").is_visible()
        form.get_by_label("is not the same event as").check()
        assert form.locator(".pair").is_visible()
        form.get_by_label("Why").fill("another day")
        form.get_by_label("Your name").fill("Ada")
        form.get_by_role("button").click()
        expect(tab.locator(".judge.kept")).to_contain_text("is not the same event as")
        assert "/episode/" in tab.url and "judged" not in tab.url
        expect(tab.locator(".judge.kept .notice")).to_contain_text("has been brought together anew", timeout=20_000)
        tab.get_by_role("link", name="Judge again").click()
        expect(tab.locator("form.judge").get_by_label("Your name")).to_have_value("Ada")
    with record.session() as session:
        assert [(j.verdict, j.note) for j in session.judgements()] == [("different", "another day")]


def test_a_note_in_the_margin_is_judged_where_it_stands(app: Starlette, serving: Serving, tab: Page, record: Record, episode: Episode) -> None:  # fmt: skip
    name, local = episode.mentions[0]
    with serving(app) as site:
        tab.goto(f"{site}/document/{name}#{local}")
        note = tab.locator(f"#{local}")
        note.get_by_role("link", name="Judge").click()
        note.get_by_label("is coded wrong").check()
        note.get_by_label("Your name").fill("Ada")
        note.get_by_role("button").click()
        expect(note.locator(".judge.kept")).to_be_visible()
        tab.goto("about:blank")  # a page that is open goes on asking how far bringing together is
    with record.session() as session:
        assert [j.verdict for j in session.judgements()] == ["wrong"]


def test_it_works_without_scripts(app: Starlette, serving: Serving, tab: Page, episode: Episode) -> None:
    assert tab.context.browser is not None
    context = tab.context.browser.new_context(java_script_enabled=False)
    bare = context.new_page()
    with serving(app) as site:
        bare.goto(f"{site}/episode/{episode.id}")
        bare.get_by_label("is coded right").check()
        bare.get_by_label("Your name").fill("Ada")
        bare.get_by_role("button", name="Keep").click()
        assert "judgement is kept" in bare.locator("[role=status]").inner_text()
        assert "is coded right" in bare.locator(".judgements").inner_text()
    context.close()

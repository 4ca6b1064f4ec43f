"""The brief: sentences in plain words, each with its reference, and nothing that is not in the record."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from communique import code_text
from communique.accounts import Desk
from communique.brief import brief, leading_mention, when
from communique.codebook import load
from communique.exporters.html import to_html
from communique.exporters.markdown import to_markdown
from communique.linking.linker import linked
from communique.model import Actor, Coding, Document, Episode, Event, Interval, Span, Tie

REFERENCE = re.compile(r"\[(\d+):(\d+)-(\d+)\]")


def written(codings: tuple[Coding, ...]) -> str:
    return to_markdown(brief(desk_of(codings), limit=50))


def desk_of(codings: tuple[Coding, ...]) -> Desk:
    linker = linked(codings)
    episodes = linker.episodes()
    held = {c.document.name: c for c in codings}
    return Desk(held, episodes, linker.claims(), linker.ties(episodes), linker.copies, linker.stories)


def test_every_line_ends_with_references_to_words_of_a_document(codings: tuple[Coding, ...]) -> None:
    text = written(codings)
    texts = {k: c.document.text for k, c in enumerate(sorted(codings, key=lambda c: c.document.name), 1)}
    body = text.split("## What happened")[1].split("## Sources")[0]
    lines = [x for x in body.splitlines() if x and not x.startswith(("##", "*None"))]
    assert len(lines) > 30
    for line in lines:
        assert REFERENCE.search(line[-20:]), line
        assert all(int(a) < int(b) <= len(texts[int(n)]) for n, a, b in REFERENCE.findall(line)), line


def test_its_quotations_are_the_documents_words(codings: tuple[Coding, ...]) -> None:
    texts = {k: c.document.text for k, c in enumerate(sorted(codings, key=lambda c: c.document.name), 1)}
    quoted = re.findall(r"“([^”]+)” \[(\d+):(\d+)-(\d+)\]", written(codings).split("## Where")[0])
    assert len(quoted) > 10
    for words, number, start, end in quoted:
        assert re.sub(r"\s+", " ", texts[int(number)][int(start) : int(end)]).strip().startswith(words.split(" … ")[0])


def test_no_code_stands_for_a_verb(codings: tuple[Coding, ...]) -> None:
    prose = written(codings).split("## Sources")[0]
    assert not [kind for kind in load("types") if re.search(rf"\b{kind}\b", prose)]


@pytest.mark.parametrize(
    ("told", "worded"),
    [
        ("France condemned Russia on Monday.", "France criticized or accused Russia"),
        ("France did not condemn Russia on Monday.", "France did not criticize Russia"),
        ("French President Emmanuel Macron met German Chancellor Angela Merkel on Monday.", "held talks"),
        ("French President Emmanuel Macron visited Germany on Monday.", "Emmanuel Macron visited Germany"),
        ("Boko Haram released 21 girls on Monday.", "Boko Haram released 21 girls"),
        ("France will invade Germany next week.", "still to come"),
    ],
)
def test_wording(told: str, worded: str) -> None:
    coding = code_text(
        f"date 2018-01-03 www.example.test\nNews of the day\n\n{told}\nThe weather stayed fine all day.\n"
    )
    assert worded in written((coding,))


def test_a_text_of_nothing_gives_a_brief_that_says_so() -> None:
    coding = code_text("The weather stayed fine all day and the gardens were full of people.")
    assert "*None found.*" in written((coding,))


def test_the_page_stands_alone_and_its_references_lead_somewhere(codings: tuple[Coding, ...]) -> None:
    desk = desk_of(codings)
    page = to_html(brief(desk, limit=50), desk.codings)
    assert not re.search(r"<script|<link|<img|@import|url\(|(?:src|href)=\"(?!#)", page)
    anchors, targets = set(re.findall(r'href="#([^"]+)"', page)), re.findall(r' id="([^"]+)"', page)
    assert anchors and anchors <= set(targets)
    assert len(targets) == len(set(targets))


def test_hostile_words_stay_words() -> None:
    told = 'date 2018-01-03 www.example.test\n<script>alert(1)</script>\n\nFrance condemned Russia <img src=x onerror=alert(1)> on Monday.\n"Peace *now* [link](javascript:x)," French President Emmanuel Macron said.\n'
    desk = desk_of((code_text(told),))
    page, markdown = to_html(brief(desk), desk.codings), to_markdown(brief(desk))
    assert "<script" not in page and "<img" not in page
    assert "&lt;img" in page or "&lt;script" in page
    assert "<script" not in markdown.replace("\\<", "") and "[link](" not in markdown


def test_an_episode_is_told_by_an_account_whose_sides_most_have() -> None:
    def account(name: str, actor: str, confidence: float) -> Coding:
        event = Event(
            "e1", "CONSULT", None, (actor,), ("rus",), "actual", None, Span(0, 4), Span(0, 4), confidence=confidence
        )
        return Coding(Document(name, name, "They met."), events=(event,))

    told = [account("a.txt", "spokesman", 0.9), account("b.txt", "xi", 0.4), account("c.txt", "xi", 0.6)]
    episode = Episode("ep1", "", "CONSULT", ("xi",), ("rus",), None, None, tuple((c.document.name, "e1") for c in told))
    desk = Desk({c.document.name: c for c in told}, [episode])
    name, event = leading_mention(episode, desk)
    assert (name, event.actor) == ("c.txt", ("xi",))


def told(name: str, outlet: str, **by: str) -> Coding:
    """A document with an event for each key, according to somebody or, where that is "not", negated."""
    events = tuple(
        Event(
            key, "CONSULT", None, ("rus",), (), "negated" if who == "not" else "actual", None, Span(0, 9), Span(5, 8),
            claimed_by=("ministry",) if who == "ministry" else (),
        )
        for key, who in by.items()
    )  # fmt: skip
    actors = (Actor("ministry", "Ministry", "organization", "RUS", "GOV"), Actor("rus", "Russia", "country", "RUS"))
    return Coding(Document(name, name, "They met.", outlet=outlet), actors, events=events)


def test_origins_are_those_of_the_accounts_that_are_counted() -> None:
    codings = (
        told("a.txt", "Courier", met="ministry", later="ministry"),
        told("b.txt", "Gazette", met="ministry", later="ministry"),
        told("c.txt", "Herald", met="not"),
        told("d.txt", "Echo", aid=""),
        told("e.txt", "Times", aid=""),
    )

    def episode(key: str, event: str, *names: str) -> Episode:
        return Episode(key, "", "CONSULT", ("rus",), (), None, None, tuple((f"{n}.txt", event) for n in names))

    episodes = [
        episode("ep1", "met", "a", "b"), episode("ep2", "later", "a", "b"), episode("ep3", "aid", "d", "e"),
        episode("ep4", "met", "c"),
    ]  # fmt: skip
    desk = Desk({c.document.name: c for c in codings}, episodes, ties=[Tie("contradicts", "ep1", "ep4")])
    text = to_markdown(brief(desk))
    assert re.findall(r"Told in .+?\.", text) == [
        "Told in 2 accounts of 2 independent origins.",  # what two outlets have by themselves comes first
        "Told in 2 accounts of 1 independent origin.",  # and an account that contradicts is none that tells of it
        "Told in 2 accounts of 1 independent origin.",
    ]
    assert re.findall(r"Only (\w+) has", text) == ["Ministry"]
    assert text.startswith("# Briefing: 5 documents of 5 independent origins")


FIRST, LAST = dt.date(1990, 8, 2), dt.date(1990, 8, 4)


@pytest.mark.parametrize(
    ("date", "worded"),
    [
        (None, "on a day that the text leaves open"),
        (Interval(None, None), "on a day that the text leaves open"),
        (Interval(FIRST, FIRST), "on 2 August 1990"),
        (Interval(FIRST, LAST), "between 2 August 1990 and 4 August 1990"),
        (Interval(None, LAST), "by 4 August 1990"),
        (Interval(FIRST, None), "on or after 2 August 1990"),
    ],
)
def test_days_are_worded_with_those_at_the_ends(date: Interval | None, worded: str) -> None:
    assert when(date) == worded

"""Copies, stories, episodes and claims on the example corpus, and the accounts of one event side by side."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from communique.accounts import Desk, compare
from communique.accounts.origins import document_origins, independent, origins
from communique.linking.dating import is_borrowed
from communique.linking.linker import linked
from communique.model import Amount, Coding
from communique.record import Record


@pytest.fixture(scope="module")
def desk(story: Path) -> Desk:
    with Record.open(story, read_only=True) as record:
        return Desk.of(record)


def test_order_does_not_matter(codings: tuple[Coding, ...]) -> None:
    one, other = linked(codings), linked(tuple(reversed(codings)))
    assert one.episodes() == other.episodes()
    assert one.claims() == other.claims()
    assert one.stories == other.stories
    assert one.copies == other.copies


def test_documents_of_one_story_are_brought_together(desk: Desk) -> None:
    grouped = {d: s.id for s in desk.stories for d in s.documents}
    for name in ("campdavid", "cuba", "kuwait", "falklands"):
        assert len({key for d, key in grouped.items() if d.startswith(name)}) == 1, name
    assert len({grouped[f"{name}_wire.txt"] for name in ("campdavid", "cuba", "kuwait", "falklands")}) == 4


def test_a_copy_of_an_agency_report_is_of_its_origin(desk: Desk) -> None:
    pairs = {(c.one, c.other) for c in desk.copies}
    assert ("campdavid_courier.txt", "campdavid_wire.txt") in pairs
    found = document_origins(desk)
    assert found["campdavid_wire.txt"].name == found["campdavid_courier.txt"].name
    assert found["campdavid_wire.txt"].name != found["campdavid_gazette.txt"].name


def test_each_cell_is_words_of_its_document(desk: Desk) -> None:
    told = [e for e in desk.episodes if len(desk.told(e)) > 1]
    assert told
    states = set()
    for episode in told:
        comparison = compare(episode, desk)
        assert comparison.independent <= len(comparison.accounts)
        for row in comparison.rows:
            assert [c.document for c in row.cells] == [a.document for a in comparison.accounts]
            for c in row.cells:
                states.add(c.state)
                assert (c.span is None) == (c.state == "omitted")
                if c.span is not None and c.words:
                    shown = desk.quote(c.document, c.span)
                    assert c.words.startswith(shown) or shown.startswith(c.words)
    assert {"reported", "omitted"} <= states


def test_accounts_that_date_one_event_apart_differ(desk: Desk) -> None:
    dated = {
        e.id: [n for n, told in desk.told(e).items() if all(m.date and m.date.day and not is_borrowed(m) for m in told)]
        for e in desk.episodes
    }
    agreed = (e for e in desk.episodes if "when" not in [r.fact for r in compare(e, desk).contradictions])
    episode = next(e for e in agreed if len(dated[e.id]) > 1)
    name = dated[episode.id][0]
    moved = {
        n: c if n != name else replace(c, events=tuple(
            e if (n, e.id) not in episode.mentions or e.date is None
            else replace(e, date=replace(e.date, earliest=e.date.earliest and e.date.earliest.replace(year=1900), latest=e.date.latest and e.date.latest.replace(year=1900)))
            for e in c.events))
        for n, c in desk.codings.items()
    }  # fmt: skip
    changed = compare(episode, replace(desk, codings=moved))
    assert "when" in [r.fact for r in changed.contradictions]


def test_what_one_official_says_is_one_origin(desk: Desk) -> None:
    episode = next(e for e in desk.episodes if len(desk.told(e)) > 1 and independent(origins(e, desk)) > 1)
    told = desk.told(episode)
    official = {n: next((a.id for a in desk.codings[n].actors if a.sector == "GOV"), None) for n in told}
    names = [n for n in told if official[n]]
    by_all = {
        n: replace(c, events=tuple(
            replace(e, claimed_by=(official[n],)) if n in names and (n, e.id) in episode.mentions else e for e in c.events  # type: ignore[arg-type]
        ))
        for n, c in desk.codings.items()
    }  # fmt: skip
    found = origins(episode, replace(desk, codings=by_all))
    assert any(found[n].kind == "read-out" for n in names)


def test_accounts_that_count_apart_differ(desk: Desk) -> None:
    episode = next(e for e in desk.episodes if len(desk.told(e)) > 1)
    counts = dict(zip(sorted(desk.told(episode)), ("80 people", "84 people", "84 people", "84 people"), strict=False))

    def counted(of: dict[str, str]) -> Desk:
        return replace(desk, codings={
            n: replace(c, events=tuple(
                replace(e, amount=Amount(None, None, of[n])) if (n, e.id) in episode.mentions else e for e in c.events
            ))
            for n, c in desk.codings.items()
        })  # fmt: skip

    assert "how much" in [r.fact for r in compare(episode, counted(counts)).contradictions]
    alike = dict.fromkeys(counts, "about 84 of the people")
    assert "how much" not in [r.fact for r in compare(episode, counted(alike)).contradictions]


def test_what_copies_of_one_text_have_is_what_one_origin_has(desk: Desk) -> None:
    episode = next(
        e
        for e in desk.episodes
        if {"campdavid_wire.txt", "campdavid_courier.txt", "campdavid_gazette.txt"} <= desk.told(e).keys()
    )
    comparison = compare(episode, desk)
    copied = {"campdavid_wire.txt", "campdavid_courier.txt"}
    of_both = [
        r
        for r in comparison.rows
        if {c.document for c in r.cells if c.state != "omitted"} == copied and r.part != "attribute"
    ]
    assert of_both
    assert all(r in comparison.single for r in of_both if r.part != "wording")


def test_a_desk_has_no_more_of_documents_than_comparing_takes(desk: Desk, story: Path) -> None:
    with Record.open(story, read_only=True) as record:
        assert desk == Desk.of(record, [c.document.name for c in record.codings()])
        assert any(c.mentions for c in record.codings())
    assert not any(c.mentions or c.codes for c in desk.codings.values())

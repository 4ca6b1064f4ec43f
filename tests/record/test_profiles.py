"""What the record tells of one actor is what the documents' codings hold."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from communique.codebook.offices import Office, offices
from communique.model import Coding
from communique.record import Record

EVERYONE = ("usa", "isr", "jimmy_carter", "anwar_sadat", "un_security_council")


@pytest.fixture(scope="module")
def record(story: Path) -> Record:  # type: ignore[misc]
    with Record.open(story, read_only=True) as opened:
        yield opened


@pytest.mark.parametrize("key", EVERYONE)
def test_documents_that_name_and_quote_an_actor(record: Record, codings: Sequence[Coding], key: str) -> None:
    party = record.party(key)
    assert party is not None
    naming = {c.document.name for c in codings if any(a.id == key for a in c.actors)}
    assert {n.document for n in record.namings(key, limit=99)} == naming and party.documents == len(naming)
    same = {a.id for c in codings for a in c.actors if party.kind == "country" and a.country == party.country} | {key}
    quoting = {c.document.name for c in codings if any(same & {*s.source} for s in c.statements)}
    names, total = record.quoting(key, limit=99)
    assert set(names) == quoting and total == len(quoting)


@pytest.mark.parametrize("key", EVERYONE)
def test_the_words_for_an_actor_are_a_mention_of_it(record: Record, codings: Sequence[Coding], key: str) -> None:
    texts = {c.document.name: c for c in codings}
    for naming in record.namings(key):
        coding = texts[naming.document]
        mentions = [m for m in coding.mentions if key in m.actors]
        assert (naming.span is None) == (not mentions)
        if naming.span is not None:
            assert naming.span in {m.span for m in mentions}
            assert naming.words == " ".join(naming.span.of(coding.document.text).split())
            if any(m.form == "name" for m in mentions):
                assert naming.span in {m.span for m in mentions if m.form == "name"}


@pytest.mark.parametrize("key", EVERYONE)
def test_steps_through_episodes_leave_none_out(record: Record, key: str) -> None:
    every, total = record.deeds(key, limit=999)
    assert total == len(every) == len(record.deeds_table(key))
    steps = [m for k in range(0, total, 3) for m in record.deeds(key, limit=3, offset=k)[0]]
    assert steps == every and record.deeds(key, limit=3, offset=total) == ([], total)
    assert all(key in (*m.actor, *m.recipient) for m in every)


def test_dealings_are_the_same_from_either_end(record: Record) -> None:
    for other in record.counterparts("usa", limit=99):
        assert other.did == record.dealt("usa", other.id) and other.met == record.dealt(other.id, "usa")
        assert record.between("usa", other.id)[1] == other.did.total


def test_every_mention_of_an_episode_is_told(record: Record) -> None:
    best = record.best_attested(limit=1)[0]
    told = record.tellings([best.id], limit=99)[best.id]
    assert len({t.document for t in told}) == best.accounts > 1


def test_offices_with_their_years() -> None:
    assert offices("Jimmy Carter") == (Office("President", "USA", 1977, 1981),)
    assert offices("Nobody Atall") == ()

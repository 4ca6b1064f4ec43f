"""What is added to a record later, judged or replaced is brought together as if all had been there at once."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import duckdb
import pytest
from benchmarks.world import World
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from communique.judgements import anchor_of
from communique.judging import judge_in
from communique.linking import blocking
from communique.linking.leaned import leaned, packed, unpacked
from communique.linking.linker import linked
from communique.linking.mentions import Lean
from communique.model import Coding, Judgement, Statement, Verdict
from communique.record import Record
from communique.record.kept import KEPT
from communique.record.schema import TABLES
from communique.relinking import relink

NUMBERED = {*KEPT, "changed", "verdicts"}
"""Tables whose rows have numbers that hang on the order in which documents came."""
ITEMS = 1 << 20


def spoken(coding: Coding) -> Coding:
    """A made coding with statements too: what it tells of each of its first events, somebody said."""
    said = (Statement(f"s{k}", e.actor, None, e.trigger, (e.evidence,), "indirect", meaning=e.meaning)
            for k, e in enumerate(coding.events[:5]))  # fmt: skip
    return replace(coding, statements=tuple(said))


CODINGS = [spoken(coding) for coding, _ in World().codings(160)]
OTHERS = [spoken(coding) for coding, _ in World(2).codings(160)]
VERDICTS: tuple[Verdict, ...] = ("same", "different", "wrong", "right")
CHOICES = st.tuples(st.sampled_from(VERDICTS), st.integers(0, 10_000), st.integers(0, 10_000), st.booleans())
STEPS = st.lists(
    st.tuples(
        st.sets(st.integers(0, len(CODINGS) - 1), max_size=len(CODINGS)),
        st.dictionaries(st.integers(0, len(CODINGS) - 1), st.integers(0, len(OTHERS) - 1), max_size=2),
        st.lists(CHOICES, max_size=3),
    ),
    min_size=1,
    max_size=3,
)


def dump(record: Record) -> dict[str, list[tuple[object, ...]]]:
    """All that a record holds, with names in place of numbers."""
    tables = [t.name for t in TABLES if t.name not in NUMBERED]
    found = {t: record.query(f"SELECT * FROM {t}").rows() for t in tables}
    found["likely"] = record.query(f"""
        SELECT kind, a.name, l.one % {ITEMS}, b.name, l.other % {ITEMS}, likeness FROM likely l
        JOIN linked_documents a ON a.number = l.one // {ITEMS} JOIN linked_documents b ON b.number = l.other // {ITEMS}
        WHERE kind <> 'documents'""").rows()  # fmt: skip
    found["alike"] = record.query("""
        SELECT a.name, b.name, likeness FROM likely l JOIN linked_documents a ON a.number = l.one
        JOIN linked_documents b ON b.number = l.other WHERE kind = 'documents'""").rows()  # fmt: skip
    found["frequencies"] = record.query("SELECT * FROM frequencies").rows()
    return {name: sorted((tuple(row.values()) for row in rows), key=repr) for name, rows in found.items()}


def judged(codings: Sequence[Coding], number: int, verdict: Verdict, a: int, b: int, spoken: bool) -> Judgement | None:
    """A judgement on one or two of the events, or statements, of some documents."""
    told = [(c, i) for c in codings for i in (c.statements if spoken else c.events)]
    one, other = (anchor_of(*told[k % len(told)]) for k in (a, b))
    time = dt.datetime(2024, 1, 1) + dt.timedelta(minutes=number)
    if verdict in ("wrong", "right"):
        return Judgement(verdict, one, None, "me", time)
    return Judgement(verdict, one, other, "me", time) if one != other else None


@settings(
    max_examples=8, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=[HealthCheck.too_slow]
)
@given(steps=STEPS, window=st.sampled_from((1, 3, 40)))
def test_any_order_of_adding_replacing_and_judging_gives_what_all_at_once_gives(
    steps: list[tuple[set[int], dict[int, int], list[tuple[Verdict, int, int, bool]]]],
    window: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("split")
    held: dict[str, Coding] = {}
    judgements: list[Judgement] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocking, "WINDOW", window)
        with Record.open(folder / "later.duckdb", ample=True) as record:
            for added, replaced, verdicts in [*steps, (set(range(len(CODINGS))) if window == 3 else set(), {}, [])]:
                found = {CODINGS[k].document.name: CODINGS[k] for k in sorted(added)}
                for k, other in replaced.items():
                    document = replace(OTHERS[other].document, id=CODINGS[k].document.id, name=CODINGS[k].document.name)
                    found[document.name] = replace(OTHERS[other], document=document)
                held |= found
                record.write_all([(c, "", "5") for c in found.values()])
                new = (
                    [judged([*held.values()], len(judgements) + k, *v) for k, v in enumerate(verdicts)] if held else []
                )
                judgements += [j for j in new if j is not None]
                record.judge(judgements)
                relink(record)
            later, episodes, claims = dump(record), list(record.all_episodes()), list(record.all_claims())
        with Record.open(folder / "at_once.duckdb", ample=True) as record:
            record.write_all([(c, "", "5") for _, c in sorted(held.items())])
            record.judge(judgements)
            relink(record, afresh=True)
            assert later == dump(record)
        linker = linked(held.values(), judgements)
        assert sorted(linker.episodes(), key=lambda e: e.id) == episodes
        assert sorted(linker.claims(), key=lambda c: c.id) == claims


def test_articles_that_come_one_by_one_give_what_all_at_once_give(story: Path, tmp_path: Path) -> None:
    path = tmp_path / "later.duckdb"
    with Record.open(story, read_only=True) as record:
        codings, wanted = list(record.codings()), dump(record)
        noted = {
            c.document.name: (record.paths()[c.document.name], record.coder_version(c.document.name)) for c in codings
        }
    with Record.open(path, ample=True) as record:
        for coding in reversed(codings):
            record.write_all([(coding, *noted[coding.document.name])])
            relink(record)
        assert dump(record) == wanted
        assert relink(record) == relink(record, afresh=True)
        assert dump(record) == wanted


def test_a_judgement_writes_only_what_it_touches(story: Path, tmp_path: Path) -> None:
    path = tmp_path / "judged.duckdb"
    shutil.copy(story, path)
    with Record.open(path, ample=True) as record:
        one, other = [e for e in record.all_episodes() if len(e.mentions) == 1][:2]
        before = rows_of(record)
        judge_in(record, "same", ":".join(one.mentions[0]), ":".join(other.mentions[0]), author="me")
        relink(record)
        after = rows_of(record)
    assert before - after == {one.id, other.id}
    assert len(after - before) == 1
    assert len(before & after) > 2


def rows_of(record: Record) -> set[str]:
    return {e.id for e in record.all_episodes()}


def test_a_record_that_another_version_brought_together_is_done_anew(story: Path, tmp_path: Path) -> None:
    path = tmp_path / "older.duckdb"
    shutil.copy(story, path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE meta SET value = '0' WHERE name = 'linked by'")
        connection.execute("DELETE FROM episodes")
        connection.execute("DELETE FROM likely")
    with Record.open(path, ample=True) as record:
        relink(record)
        again = dump(record)
    with Record.open(story, read_only=True) as record:
        assert dump(record) == again


@pytest.mark.parametrize("coding", CODINGS[:5], ids=lambda c: c.document.name)
def test_what_is_kept_of_a_document_is_what_linking_knows_of_it(coding: Coding) -> None:
    found = leaned(coding, Lean())
    events, statements = unpacked(found.name, packed(found), Lean())
    assert (events, statements) == (found.events, found.statements)
    words = {w for m in events for w in chain(m.words, m.around, m.trigger)}
    assert words <= {*found.terms, *found.other_words}

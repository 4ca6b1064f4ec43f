"""Searching finds what is there, ranks and counts it, and its index is what the documents make it."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from communique.cli import app
from communique.model import Actor, Coding, Document, Event, Interval, Publication, Span, Statement
from communique.record import Record, index, search
from communique.record.queries import parse
from communique.record.terms import Words


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def coding(name: str, text: str, day: dt.date | None = None, outlet: str = "wire", noise: str = "") -> Coding:
    """A document whose sentences are events, the first of them a statement too."""
    document = Document(
        f"d{name}", name, text, title=f"Title of {name}", outlet=outlet, published=Publication(day, day, day),
        boilerplate=(span(text, noise),) if noise else (),
    )  # fmt: skip
    sentences = [span(text, s) for s in text.split(". ") if s]
    events = tuple(
        Event(f"e{k}", "CONSULT" if k % 2 else "ACCUSE", None, ("rus",), ("usa",), "actual", Interval(day, day), s, s)
        for k, s in enumerate(sentences)
    )
    said = Statement("s0", ("usa",), None, Span(0, 1), (sentences[0],), "direct")
    return Coding(
        document,
        (Actor("rus", "Russia", "country", "RUS"), Actor("usa", "United States", "country", "USA")),
        (),
        (said,),
        events,
    )


NEWS = (
    coding("a", "Erdoğan’s party sanctioned the plan. The party met", dt.date(2021, 1, 5)),
    coding("b", "ERDOGAN met Xi. Sanctions, new sanctions, on planes", dt.date(2021, 2, 5), "gazette"),
    coding("c", "The prime minister of Chad. A minister, prime and proud. Subscribe to sanctions", noise="Subscribe to sanctions"),
    coding("d", "The U.S. has an anti-war party. Prime\nMinister's plane", dt.date(2021, 2, 7), "gazette"),
)  # fmt: skip


def made(path: Path, codings: Sequence[Coding] = NEWS) -> Path:
    with Record.open(path) as record:
        for c in codings:
            record.write(c)
    return path


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("search") / "news.duckdb")


@pytest.mark.parametrize(
    "words",
    [
        "sanction sanctions sanctioned sanctioning SANCTIONS sanction's", "party parties", "agree agreed agreeing agrees",
        "deny denies denied denying", "announce announces announced announcing", "plan planned planning plans", "use used uses",
        "kill killed killing killings", "house houses", "tie ties", "control controlled controls", "process processes",
        "Erdoğan erdogan ERDOG\u0306AN Erdogan’s", "negotiate negotiating negotiated",
    ],
)  # fmt: skip
def test_forms_of_a_word_agree(words: str) -> None:
    assert len(set(Words.of(words).terms)) == 1


@pytest.mark.parametrize("words", ["plan plane", "new news", "unit united", "us use", "party part", "Russia Russian"])
def test_words_that_only_look_alike_differ(words: str) -> None:
    assert len(set(Words.of(words).terms)) == len(words.split())


@pytest.mark.parametrize(
    ("query", "documents"),
    [
        ("sanction", "ab"),
        ("erdogan SANCTIONS", "ab"),
        ("sanction -party", "b"),
        ('sanction -"the party"', "b"),
        ('"sanctioned"', "a"),
        ('"new sanctions"', "b"),
        ('"sanctions new"', "b"),  # punctuation between words does not count
        ('"prime minister"', "cd"),
        ('"prime minister" -chad', "d"),
        ('"prime minister', "cd"),
        ("“prime minister”", "cd"),
        ("prime minister -proud", "d"),
        ("plan", "a"),
        ("plan*", "abd"),
        ("plane", "bd"),
        ("sanctioned*", "ab"),
        ("party -pla*", ""),
        ("anti-war", "d"),
        ("war-anti", ""),
        ("U.S.", "d"),
        ("subscribe", ""),
        ('"subscribe to sanctions"', ""),
        ("proud sanctions", ""),
        ("title", "abcd"),
        ("title zebra", ""),
        ("xi'; DROP TABLE words; --", ""),
    ],
)
def test_queries(news: Path, query: str, documents: str) -> None:
    with Record.open(news, read_only=True) as record:
        found = record.search(query)
        assert sorted(h.document for h in found.hits) == sorted(documents)
        assert found.total == len(documents)


@pytest.mark.parametrize(
    ("query", "kind", "items"),
    [
        ("party", "events", {"a:e0", "a:e1", "d:e1"}),
        ("party met", "events", {"a:e1"}),
        ('"prime minister"', "events", {"c:e0", "d:e2"}),
        ("sanctions", "events", {"a:e0", "b:e1", "c:e2"}),
        ("title", "events", set()),
        ("party", "statements", {"a:s0"}),
        ("sanctions", "statements", {"a:s0"}),
    ],
)
def test_statements_and_events(news: Path, query: str, kind: str, items: set[str]) -> None:
    with Record.open(news, read_only=True) as record:
        assert {f"{h.document}:{h.id}" for h in record.search(query, kind).hits} == items


@pytest.mark.parametrize(
    ("query", "reason"),
    [("", "no word"), ("-party", "no word"), ("& --", "no word"), ("a*", "two letters"), ("x " * 40, "40 parts")],
)
def test_queries_that_cannot_be_asked(news: Path, query: str, reason: str) -> None:
    with Record.open(news, read_only=True) as record, pytest.raises(ValueError, match=reason):
        record.search(query)


def test_filters_that_a_kind_lacks_are_refused(news: Path) -> None:
    with Record.open(news, read_only=True) as record:
        with pytest.raises(ValueError, match="no status"):
            record.search("party", "statements", status="actual")
        with pytest.raises(ValueError, match="cannot be searched"):
            record.search("party", "claims")
        with pytest.raises(ValueError, match="is no day"):
            record.search("party", since="yesterday")


@pytest.mark.parametrize("kind", ["documents", "statements", "events"])
def test_hits_are_marked_in_the_stored_text(codings: tuple[Coding, ...], story: Path, kind: str) -> None:
    texts = {c.document.name: c.document.text for c in codings}
    with Record.open(story, read_only=True) as record:
        found = record.search("kuwait", kind, limit=1000)
    assert found.hits
    for hit in found.hits:
        assert hit.snippets
        for snippet in hit.snippets:
            assert snippet.text == snippet.span.of(texts[hit.document])
            assert all(s.of(texts[hit.document]).casefold().startswith("kuwait") for s in snippet.hits)
        assert hit.title_hits or any(s.hits for s in hit.snippets)
        assert all(s.of(hit.title or "") == "Kuwait" for s in hit.title_hits)


def test_every_word_finds_the_documents_that_have_it(codings: tuple[Coding, ...], story: Path) -> None:
    """The whole example corpus against a plain reading of its texts."""
    held: dict[str, set[str]] = {}
    for c in codings:
        text = list(c.document.text)
        for noise in c.document.boilerplate:
            text[noise.start : noise.end] = " " * (noise.end - noise.start)
        for term in Words.of(f"{c.document.title or ''} {''.join(text)}").terms:
            held.setdefault(term, set()).add(c.document.name)
    with Record.open(story, read_only=True) as record:
        sql = "SELECT word, list_sort(list(name)) AS names FROM words w JOIN documents d ON d.id = w.document WHERE times > 0 GROUP BY word"
        assert {r["word"]: set(r["names"]) for r in record.query(sql)} == held


def test_the_score_is_bm25(news: Path) -> None:
    texts = {c.document.name: Words.of(f"{c.document.title} {c.document.text}").terms for c in NEWS}
    del texts["c"][-3:]  # boilerplate
    mean = sum(map(len, texts.values())) / len(texts)

    def score(terms: list[str]) -> float:
        total = 0.0
        for word in ("sanction", "erdogan"):
            having = sum(word in t for t in texts.values())
            weight = math.log(1 + (len(texts) - having + 0.5) / (having + 0.5))
            often = Counter(terms)[word]
            total += weight * often * 2.2 / (often + 1.2 * (0.25 + 0.75 * len(terms) / mean))
        return total

    with Record.open(news, read_only=True) as record:
        hits = record.search("sanctions erdogan").hits
    assert [h.document for h in hits] == ["b", "a"]
    assert [h.score for h in hits] == pytest.approx([score(texts[h.document]) for h in hits])


@pytest.mark.parametrize(
    ("kind", "filters", "total"),
    [
        ("documents", {}, 3), ("documents", {"outlet": "GAZETTE"}, 2), ("documents", {"actor": "RUS"}, 3),
        ("documents", {"actor": "Chad"}, 0), ("documents", {"type": "consult"}, 3), ("documents", {"status": "denied"}, 0),
        ("documents", {"since": "2021-02-01", "until": "2021-02-06"}, 1), ("events", {"type": "ACCUSE"}, 2),
        ("events", {"actor": "United States", "outlet": "wire"}, 1), ("events", {"since": "2021-02-06"}, 1),
        ("statements", {"actor": "usa"}, 3), ("statements", {"actor": "rus"}, 0), ("statements", {"type": "direct"}, 3),
    ],
)  # fmt: skip
def test_filters(tmp_path: Path, kind: str, filters: dict[str, str], total: int) -> None:
    """One word in three documents, once in a statement and an event of each."""
    path = made(tmp_path / "r.duckdb", [coding(c.document.name, f"zebra {c.document.name}. Another", c.document.published.date, c.document.outlet or "") for c in NEWS[:2]]
        + [coding("d", "Nothing. A zebra", dt.date(2021, 2, 7), "gazette")])  # fmt: skip
    if kind == "statements":
        made(path, [coding("d", "zebra", dt.date(2021, 2, 7), "gazette")])
    with Record.open(path, read_only=True) as record:
        assert record.search("zebra", kind, **filters).total == total  # type: ignore[arg-type]


def test_facets_count_every_hit(news: Path) -> None:
    with Record.open(news, read_only=True) as record:
        found = record.search("title", limit=1)
        events = record.search("party", "events", offset=1)
    counted = {name: {c.value: c.number for c in counts} for name, counts in found.facets.items()}
    assert counted == {
        "actor": {"rus": 4, "usa": 4}, "outlet": {"gazette": 2, "wire": 2}, "type": {"ACCUSE": 4, "CONSULT": 4},
        "status": {"actual": 4}, "date": {"2021-01": 1, "2021-02": 2},
    }  # fmt: skip
    assert [c.label for c in found.facets["actor"]] == ["Russia", "United States"]
    assert (found.total, len(found.hits)) == (4, 1)
    assert (events.total, len(events.hits), events.offset) == (3, 2, 1)
    assert {c.value: c.number for c in events.facets["type"]} == {"ACCUSE": 1, "CONSULT": 2}


@pytest.mark.parametrize("kind", ["documents", "statements", "events"])
def test_of_very_many_hits_the_best_are_counted(story: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Record.open(story, read_only=True) as record:
        every = record.search("said*", kind) if kind == "documents" else record.search("iraq", kind)
        best = {h.score for h in every.hits[:2]}
        held = [h for h in every.hits if h.score >= min(best)]
        monkeypatch.setattr(search, "COUNTED", 2)
        few = record.search(every.query, kind)
    assert every.counted == every.total > len(held) == few.counted
    assert (few.total, few.hits) == (every.total, every.hits)
    outlets = Counter(h.outlet for h in held if h.outlet is not None)
    assert {c.value: c.number for c in few.facets["outlet"]} == outlets


def test_pages_follow_each_other(news: Path) -> None:
    with Record.open(news, read_only=True) as record:
        whole = [h.document for h in record.search("title").hits]
        paged = [h.document for k in range(4) for h in record.search("title", limit=1, offset=k).hits]
    assert whole == paged


def indexed(path: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return sorted(connection.execute("SELECT * FROM words").fetchall())


def test_the_index_is_the_same_in_any_order_and_after_any_history(news: Path, tmp_path: Path) -> None:
    other = coding("a", "Something else. Was here before", dt.date(2021, 1, 5))
    path = made(tmp_path / "r.duckdb", [other, *reversed(NEWS)])
    assert indexed(path) == indexed(news)
    with Record.open(path) as record:
        record.revise([other])
    assert indexed(path) != indexed(news)
    with Record.open(path) as record:
        record.revise([NEWS[0]])
    assert indexed(path) == indexed(news)


def test_revising_other_things_than_words_leaves_the_index_alone(news: Path, tmp_path: Path) -> None:
    path = made(tmp_path / "r.duckdb")
    places = "SELECT rowid, word FROM words ORDER BY rowid"
    with Record.open(path) as record:
        before = record.query(places).rows()
        record.revise([coding("a", NEWS[0].document.text, dt.date(2022, 1, 1))])
        assert record.query(places).rows() == before


def test_an_index_out_of_order_is_put_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, news: Path) -> None:
    monkeypatch.setattr(index, "_FEW", 10)
    monkeypatch.setattr(index, "_SLICE", 7)
    path = made(tmp_path / "r.duckdb")
    with Record.open(path, read_only=True) as record:
        words = [r["word"] for r in record.query("SELECT word FROM words ORDER BY rowid")]
        assert record.search("sanction").total == 2
    ordered = next(k for k in range(1, len(words)) if k == len(words) - 1 or words[k] < words[k - 1])
    assert ordered > 0.7 * len(words)
    assert indexed(path) == indexed(news)
    with Record.open(path) as record:
        record.write(coding("e", "Wholly new words stand at the end. As they come"))
        record._loose = None  # as another process finds it
        record.write(NEWS[0])
        assert record._loose is not None


def test_what_is_typed_is_understood() -> None:
    terms = parse('“state of”  econom* -"fake news" -rus U.S. O’Brien’s').terms
    assert [(t.forms, t.exact, t.prefix, t.barred) for t in terms] == [
        (("state", "of"), True, False, False), (("econom",), False, True, False), (("fake", "news"), True, False, True),
        (("rus",), False, False, True), (("u", "s"), True, False, False), (("o'brien",), False, False, False),
    ]  # fmt: skip


def test_search_on_the_command_line(story: Path) -> None:
    run = CliRunner()
    told = run.invoke(app, ["search", "iraq kuwait", "--kind", "events", "--record", str(story), "--json"])
    found = json.loads(told.stdout)
    assert found["total"] >= len(found["hits"]) > 0
    assert set(found["facets"]) == {"actor", "outlet", "type", "status", "date"}
    listed = run.invoke(app, ["search", "iraq", "--record", str(story), "--csv"])
    assert listed.stdout.splitlines()[0].startswith("kind,doc_name")
    assert "documents" in run.invoke(app, ["search", "iraq", "--record", str(story)]).output
    assert "fewer words" in " ".join(run.invoke(app, ["search", "zzzz", "--record", str(story)]).output.split())
    assert run.invoke(app, ["search", "-iraq", "--record", str(story)]).exit_code == 2

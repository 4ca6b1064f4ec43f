"""What people judge: it wins over the model, holds when documents are coded anew, and travels between records."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

import communique
from communique.cli import app
from communique.judgements import JudgementError, anchor_of, found_in, from_json, to_json
from communique.judging import judge_in
from communique.model import Anchor, Coding, Document, Episode, Event, Judgement, Span
from communique.record import Record, RecordError

ARTICLES = Path(__file__).parent.parent / "examples" / "articles"


def episodes(path: Path) -> list[Episode]:
    with Record.open(path, read_only=True) as record:
        return list(record.all_episodes())


def together(path: Path, one: str, other: str) -> bool:
    pair = {tuple(key.split(":")) for key in (one, other)}
    return any(pair <= set(e.mentions) for e in episodes(path))


@pytest.fixture
def own(story: Path, tmp_path: Path) -> Path:
    path = tmp_path / "own.duckdb"
    shutil.copy(story, path)
    return path


def apart_and_joined(path: Path) -> tuple[str, str, str]:
    """Two mentions that the model has together, and a third that it has apart from them."""
    told = sorted(episodes(path), key=lambda e: e.id)
    many = next(e for e in told if len(e.mentions) > 1)
    alone = next(e for e in told if len(e.mentions) == 1 and e.type != many.type)
    a, b, c = (":".join(place) for place in (*many.mentions[:2], alone.mentions[0]))
    return a, b, c


def test_it_wins_over_the_model_and_survives_coding_anew(own: Path) -> None:
    a, b, c = apart_and_joined(own)
    assert together(own, a, b)
    assert not together(own, a, c)
    communique.judge(own, "different", a, b, author="me", note="two occasions")
    communique.judge(own, "same", a, c, author="me")
    assert not together(own, a, b)
    assert together(own, a, c)
    with duckdb.connect(str(own)) as connection:
        connection.execute("UPDATE documents SET coder_version = '0'")
    assert communique.code([ARTICLES], own).coded > 0
    assert not together(own, a, b)
    assert together(own, a, c)
    with Record.open(own, read_only=True) as record:
        assert [(j.verdict, j.author, j.note) for j in record.judgements()] == [
            ("different", "me", "two occasions"),
            ("same", "me", ""),
        ]


def test_the_latest_counts(own: Path) -> None:
    a, b, _ = apart_and_joined(own)
    communique.judge(own, "different", a, b, author="me")
    communique.judge(own, "same", b, a, author="you")
    assert together(own, a, b)


def test_what_is_judged_wrong_is_in_no_episode(own: Path) -> None:
    a, _, _ = apart_and_joined(own)
    place = tuple(a.split(":"))
    communique.judge(own, "wrong", a, author="me")
    assert not [e for e in episodes(own) if place in e.mentions]
    communique.judge(own, "right", a, author="me")
    assert [e for e in episodes(own) if place in e.mentions]


def test_it_travels(own: Path, story: Path, tmp_path: Path) -> None:
    a, b, _ = apart_and_joined(own)
    communique.judge(own, "different", a, b, author="me")
    with Record.open(own, read_only=True) as record:
        text = to_json(record.judgements())
        assert from_json(text) == record.judgements()
    file, other = tmp_path / "judgements.json", tmp_path / "other.duckdb"
    file.write_text(text, "utf-8")
    shutil.copy(story, other)
    assert communique.import_judgements(other, file) == 1
    assert not together(other, a, b)
    assert communique.import_judgements(other, file) == 0


def test_it_rests_while_its_document_has_another_text(codings: tuple[Coding, ...]) -> None:
    coding = next(c for c in codings if c.events)
    anchor = anchor_of(coding, coding.events[0])
    assert found_in(anchor, coding) == (coding.document.name, coding.events[0].id)
    elsewhere = Anchor(anchor.kind, anchor.document, "other", anchor.words, anchor.shown)
    assert found_in(elsewhere, coding) is None
    nothing = Anchor(anchor.kind, anchor.document, anchor.text_sha256, Span(0, 1), Span(0, 1))
    assert found_in(nothing, coding) is None or coding.events[0].trigger.start == 0


@pytest.mark.parametrize(
    ("verdict", "ids", "message"),
    [
        ("maybe", 1, "no verdict"),
        ("same", 1, "two things"),
        ("wrong", 2, "one thing"),
        ("same", 0, "name one or two"),
    ],
)
def test_what_says_nothing_is_refused(own: Path, verdict: str, ids: int, message: str) -> None:
    with pytest.raises(JudgementError, match=message):
        communique.judge(own, verdict, *apart_and_joined(own)[:ids], author="me")


def test_an_unknown_id_is_named(own: Path) -> None:
    with pytest.raises(JudgementError, match="nowhere.txt:e9"):
        communique.judge(own, "wrong", "nowhere.txt:e9", author="me")


def test_an_event_and_a_statement_are_not_compared(own: Path) -> None:
    with Record.open(own, read_only=True) as record:
        event = record.events(limit=1).rows()[0]["id"]
        statement = record.statements(limit=1).rows()[0]["id"]
    with pytest.raises(JudgementError, match="cannot be compared"):
        communique.judge(own, "same", event, statement, author="me")


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[{"verdict": "same"}]', "\x00"])
def test_a_broken_file_is_refused_whole(own: Path, tmp_path: Path, text: str) -> None:
    file = tmp_path / "broken.json"
    file.write_text(text, "utf-8")
    with pytest.raises(JudgementError, match=r"broken\.json"):
        communique.import_judgements(own, file)
    with Record.open(own, read_only=True) as record:
        assert not record.judgements()


def test_the_order_in_a_file_does_not_matter() -> None:
    one = Anchor("event", "a.txt", "x", Span(0, 3), Span(0, 9))
    time = dt.datetime(2024, 1, 1)
    judgements = [
        Judgement("wrong", one, None, "me", time),
        Judgement("right", one, None, "me", time.replace(year=2023)),
    ]
    rows = json.loads(to_json(judgements))
    assert from_json(json.dumps(rows[::-1])) == judgements[::-1]


HERE = {"kind": "event", "document": "a.txt", "text_sha256": "x", "words": [0, 3], "shown": [0, 9]}
THERE = HERE | {"document": "b.txt"}
ENTRY = {"verdict": "wrong", "author": "me", "time": "2024-01-01T10:00:00", "note": "", "one": HERE}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"author": 5}, "entry 1: `author` must be text, not 5"),
        ({"author": None}, "entry 1: `author` must be text, not null"),
        ({"author": "\ud800"}, "`author` has half a character"),
        ({"note": 5}, "`note` must be text, not 5"),
        ({"verdict": ["wrong"]}, "`verdict` must be text"),
        ({"verdict": "maybe"}, "no verdict"),
        ({"verdict": "same"}, "two things"),
        ({"time": 5}, "`time` must be text, not 5"),
        ({"time": "May"}, "`time` is no time ('May')"),
        ({"time": "0001-01-01T00:00:00+14:00"}, "`time` is no time"),
        ({"one": None}, "`one` must say where something stands"),
        ({"one": "a.txt:e1"}, "`one` must say where something stands"),
        ({"one": HERE | {"kind": "actor"}}, "in `one` `kind` must be event or statement"),
        ({"one": HERE | {"document": 5}}, "in `one` `document` must be text"),
        ({"one": HERE | {"text_sha256": None}}, "in `one` `text_sha256` must be text"),
        (
            {"one": HERE | {"words": [3, 3]}},
            "in `one` `words` must be where words start and end, as [3, 9], not [3, 3]",
        ),
        ({"one": HERE | {"words": [-1, 3]}}, "not [-1, 3]"),
        ({"one": HERE | {"words": ["0", "3"]}}, "`words` must be where words start and end"),
        ({"one": HERE | {"shown": [0, 2.5]}}, "in `one` `shown` must be"),
        ({"one": HERE | {"shown": [0, 2**40]}}, "in `one` `shown` must be"),
        ({"one": HERE | {"shown": 5}}, "in `one` `shown` must be"),
        ({"verdict": "same", "other": HERE | {"words": []}}, "in `other` `words` must be"),
        ({"verdict": "same", "other": HERE}, "the same mention"),
        ({"verdict": "same", "other": THERE | {"kind": "statement"}}, "cannot be compared"),
    ],
)
def test_what_an_entry_lacks_is_said(changes: dict[str, object], message: str) -> None:
    assert len(from_json(json.dumps([ENTRY]))) == 1
    with pytest.raises(JudgementError, match=re.escape(message)):
        from_json(json.dumps([ENTRY | changes]))


@pytest.mark.parametrize(
    ("time", "kept"),
    [
        ("2024-01-01T10:00:00", "2024-01-01T10:00:00"),
        ("2024-01-01T10:00:00Z", "2024-01-01T10:00:00"),
        ("2024-01-01T10:00:00.5+02:00", "2024-01-01T08:00:00.500000"),
    ],
)
def test_a_time_with_a_zone_is_the_same_time_without(time: str, kept: str, tmp_path: Path) -> None:
    read = from_json(json.dumps([ENTRY | {"time": time, "note": None}]))
    with Record.open(tmp_path / "r.duckdb") as record:
        assert [record.judge(read), record.judge(read)] == [1, 0]
        assert record.judgements() == read
        assert from_json(to_json(read)) == read
    assert json.loads(to_json(read))[0]["time"] == kept


def test_what_earlier_versions_took_in_is_read_and_is_not_taken_in_again(own: Path) -> None:
    key, _, other = apart_and_joined(own)
    time = dt.datetime(2024, 1, 1, 10)
    with Record.open(own) as record:
        found = record.find(key)
        assert found is not None
        one = anchor_of(*found)
        nobody = Judgement("wrong", one, None, None, time)  # type: ignore[arg-type]
        zoned = Judgement("right", one, None, "me", time.replace(tzinfo=dt.UTC))
        assert record.judge([nobody, zoned]) == 2
        assert record.judge([replace(zoned, time=time)]) == 0
        assert sorted((j.author, j.time) for j in record.judgements()) == [("", time), ("me", time)]
    communique.judge(own, "wrong", other, author="me")  # which brings together by all that were judged
    assert len([e for e in episodes(own) if tuple(key.split(":")) in e.mentions]) == 1


def test_a_mistyped_name_makes_no_record(tmp_path: Path) -> None:
    path, file = tmp_path / "none.duckdb", tmp_path / "judgements.json"
    file.write_text(json.dumps([ENTRY]), "utf-8")
    for ask in (
        lambda: communique.judge(path, "wrong", "a.txt:e1", author="me"),
        lambda: communique.import_judgements(path, file),
    ):
        with pytest.raises(RecordError, match=r"none\.duckdb: no such record; make one"):
            ask()
    for arguments in (["judge", "wrong", "a.txt:e1"], ["judgements", "--import", str(file)]):
        result = CliRunner().invoke(app, [*arguments, "--record", str(path)])
        assert result.exit_code == 2
        assert "no such record; make one" in " ".join(result.output.split())
    assert [p.name for p in tmp_path.iterdir()] == [file.name]


def test_what_may_be_of_several_documents_is_not_judged(tmp_path: Path) -> None:
    event = Event("e1", "CONSULT", None, (), (), "actual", None, Span(0, 4), Span(0, 4))
    with Record.open(tmp_path / "r.duckdb") as record:
        record.write_all([(Coding(Document(n, n, "They met."), events=(event,)), "", "") for n in ("a.html", "a.txt")])
        with pytest.raises(JudgementError, match=r"2 documents are called so \(a\.html, a\.txt\)"):
            judge_in(record, "wrong", "a:e1", author="me")
        assert judge_in(record, "wrong", "a.txt:e1", author="me").one.document == "a.txt"

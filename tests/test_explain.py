"""What `communique explain` tells of an event or a statement."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import communique
from communique.cli import app, reading
from communique.model import Actor, Coding, Document, Event, Mention, Span, Statement
from communique.pipeline import code_document

RUN = CliRunner()
TEXT = "He had slept. On Tuesday U.S. President Jimmy Carter met Mr. Sadat at Camp David.\nBegin said then: “No.”"
HERE = "On Tuesday U.S. President Jimmy Carter met Mr. Sadat at Camp David."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def mention(words: str, actor: str, form: str = "name") -> Mention:
    return Mention(span(words), span(words), (actor,), form)  # type: ignore[arg-type]


def event(*trace: str) -> Event:
    met = span("Jimmy Carter met Mr. Sadat")
    return Event("e1", "CONSULT", None, ("carter",), ("sadat",), "actual", None, met, span("met"), trace=trace)


def coding(*events: Event) -> Coding:
    people = (("carter", "Jimmy Carter"), ("sadat", "Anwar Sadat"))
    actors = tuple(Actor(key, name, "person") for key, name in people)
    mentions = (
        mention("He", "sadat", "pronoun"),
        mention("U.S.", "usa"),
        mention("U.S. President Jimmy Carter", "carter"),
        mention("Mr. Sadat", "sadat"),
        mention("Begin", "begin"),
    )
    return Coding(Document("d", "d.txt", TEXT), actors, mentions, (), events)


def told(*trace: str) -> dict[str, str | list[str]]:
    return reading.explanation(coding(), event(*trace))


def test_the_sentence_is_whole_where_it_holds_abbreviations() -> None:
    assert told()["sentence"] == HERE


def test_candidates_are_mentions_that_stand_in_the_sentence() -> None:
    assert told()["candidates"] == [
        "'U.S.' is U.S. (usa)",
        "'U.S. President Jimmy Carter' is Jimmy Carter (carter)",
        "'Mr. Sadat' is Anwar Sadat (sadat)",
    ]  # and not "He", though the letters are in "the"


def test_a_statements_sentence_reaches_to_the_words_for_its_source() -> None:
    said = Statement("s1", ("begin",), span("Mr. Sadat"), span("said"), (span("No."),), "direct")
    shown = str(reading.explanation(coding(), said)["sentence"])
    assert shown.startswith(HERE)
    assert "Begin said" in shown
    assert "slept" not in shown


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("sides: carter+sadat > nobody 0.47, else carter > usa 0.09, as by the rules",
         "sides: Jimmy Carter + Anwar Sadat > nobody 0.47, else Jimmy Carter > U.S. 0.09, as by the rules"),
        ("other reading: AID carter > sadat 0.20", "other reading: AID Jimmy Carter > Anwar Sadat 0.20"),
        ("other reading: AID 0.20", "other reading: AID 0.20"),
        ("word: carter > sadat", "word: carter > sadat"),
    ],
)  # fmt: skip
def test_actors_in_traces_are_shown_by_name(line: str, shown: str) -> None:
    assert told(line)["decided by"] == [shown]


@pytest.mark.parametrize(
    ("trace", "heading", "shown"),
    [
        ((), "status", "actual"),
        (("status: actual",), "status", "actual"),
        (("status: by the reader", "status: actual"), "status", "actual (by the reader)"),
        (("status: actual, of the verb",), "status", "actual (of the verb)"),
        (("date: the words 'Tuesday'",), "date", "unknown (the words 'Tuesday')"),
        (("date: one", "date: of e2, the same occasion"), "date", "unknown (of e2, the same occasion)"),
    ],
)
def test_status_and_date_are_shown_with_their_last_reason(trace: tuple[str, ...], heading: str, shown: str) -> None:
    assert told(*trace)[heading] == shown


def test_asking_again_tells_what_the_event_model_says_now(tmp_path: Path) -> None:
    article, record = tmp_path / "a.txt", str(tmp_path / "r.duckdb")
    article.write_text("Kenyan troops attacked a camp in Chad, Mali said on Sunday.", "utf-8")
    communique.code([article], record)
    asked = RUN.invoke(app, ["explain", "a.txt:e1", "--ask", "--record", record])
    assert asked.exit_code == 0, asked.output
    assert "model: ASSAULT " in asked.output.partition("asked now:")[2]
    assert "so: ASSAULT " in asked.output
    refused = RUN.invoke(app, ["explain", "a.txt:s1", "--ask", "--record", record])
    assert refused.exit_code == 2
    assert "leave out --ask" in refused.output


def test_words_in_which_the_model_sees_no_act_are_said_to_tell_none() -> None:
    document = Document("d", "d.txt", "The weather was fine in Chad.")
    fine = Event("e1", "AID", None, (), (), "actual", None, Span(12, 20), Span(16, 20))
    assert reading.asked_now(code_document(document), fine) == [
        "with the model asked about every act, these words tell none"
    ]


def test_the_how_to_shows_an_explanation_with_all_its_lines() -> None:
    page = (Path(__file__).parents[1] / "docs" / "how-to.md").read_text("utf-8")
    shown = page.partition("## Why something was coded so")[2].split("```")[1]
    headings = [line.partition(":")[0] for line in shown.splitlines() if line[:1].isalpha()]
    assert headings == [*told(), "asked now"]

"""``show``, ``explain``, ``verify`` and ``query``: a document, one decision, the record's evidence, and the record itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated

import typer
from rich.text import Text

from communique.cli.terminal import (
    DEFAULT_RECORD,
    AsCsv,
    AsJson,
    AsParquet,
    RecordFile,
    fail,
    out,
    print_json,
    reading,
    show_rows,
)
from communique.exporters.json import coding_json
from communique.extract.parse import char_span, parse, sentence_of
from communique.extract.weighing import shown
from communique.model import Coding, Document, Event, Span, Statement
from communique.pipeline import Settings, code_document
from communique.record import RecordError
from communique.record.verification import verify as verify_record


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(show)
    app.command()(explain)
    app.command()(verify)
    app.command()(query)


def show(
    doc: Annotated[str, typer.Argument(help="A document's file name or id.")],
    record: RecordFile = DEFAULT_RECORD,
    as_json: AsJson = False,
) -> None:
    """Show one document with its statements and events marked and its boilerplate dimmed.

    Example: communique show visit.txt --record story.duckdb
    """
    with reading(record) as opened:
        coding = opened.coding(doc)
    if coding is None:
        fail(f"{doc}: the record {record} holds no document of that name or id; `communique documents` lists them")
    if as_json:
        print_json(coding_json(coding))
        return
    out.print(marked(coding), soft_wrap=True)
    out.print(_margin(coding), soft_wrap=True)


def marked(coding: Coding) -> Text:
    """The document's text: content in green, cues in bold green, triggers underlined, boilerplate dim."""
    text = Text(coding.document.text)
    for statement in coding.statements:
        for piece in statement.content:
            text.stylize("green", piece.start, piece.end)
        text.stylize("bold green", statement.cue.start, statement.cue.end)
    for event in coding.events:
        text.stylize("bold underline yellow", event.trigger.start, event.trigger.end)
    for span in coding.document.boilerplate:
        text.stylize("dim", span.start, span.end)
    return text


def _margin(coding: Coding) -> Text:
    names = {a.id: a.name for a in coding.actors}
    text = coding.document.text
    lines = [
        f"\nPublished: {coding.document.published.date or 'unknown'} ({coding.document.published.basis})",
        "\nStatements",
    ]
    for s in coding.statements:
        who = ", ".join(names.get(a, a) for a in s.source) or "(unnamed)"
        via = f" via {', '.join(names.get(a, a) for a in s.via)}" if s.via else ""
        lines.append(
            f"  {s.id:4} {who}{via} [{s.cue.of(text)}] " + " … ".join(c.of(text) for c in s.content).replace("\n", " ")
        )
    lines.append("\nEvents")
    for e in coding.events:
        sides = f"{', '.join(names.get(a, a) for a in e.actor) or '?'} → {', '.join(names.get(a, a) for a in e.recipient) or '-'}"
        day = f"{e.date.earliest or '…'} to {e.date.latest or '…'}" if e.date else "date unknown"
        lines.append(
            f"  {e.id:4} {e.type}{'/' + e.mode if e.mode else ''} {sides} [{e.trigger.of(text)}] {e.status}, {day}"
        )
    return Text("\n".join(lines))


def explain(
    key: Annotated[str, typer.Argument(help="An event's or a statement's id, or DOCUMENT:e3.", metavar="ID")],
    record: RecordFile = DEFAULT_RECORD,
    ask: Annotated[bool, typer.Option("--ask", help="Ask the large event model about it now (some seconds).")] = False,
    as_json: AsJson = False,
) -> None:
    """Show why an event or a statement was coded as it is: its sentence, what rules and models said, and the runner-up.

    Example: communique explain visit.txt:e3 --record story.duckdb
    """
    with reading(record) as opened:
        found = opened.find(key)
    if found is None:
        fail(f"{key}: the record {record} holds no event or statement of that id; `communique events --json` lists ids")
    coding, item = found
    told = explanation(coding, item)
    if ask:
        if not isinstance(item, Event):
            fail(f"{key}: is a statement, and the event model knows nothing of these; leave out --ask")
        told["asked now"] = asked_now(coding, item)
    if as_json:
        print_json(told)
        return
    for name, value in told.items():
        lines = value if isinstance(value, list) else [value]
        out.print(f"{name + ':':12} {lines[0] if lines else '-'}", markup=False, soft_wrap=True)
        for line in lines[1:]:
            out.print(f"{'':12} {line}", markup=False, soft_wrap=True)


def explanation(coding: Coding, item: Event | Statement) -> dict[str, str | list[str]]:
    """What there is to say about one coded event or statement, by heading."""
    text, names = coding.document.text, _names(coding)

    def who(actors: tuple[str, ...]) -> str:
        return ", ".join(f"{names.get(a, a)} ({a})" for a in actors) or "not named"

    around = _around(coding.document, item)
    told: dict[str, str | list[str]] = {"document": coding.document.name, "sentence": _line(around.of(text))}
    if isinstance(item, Event):
        days = f"{item.date.earliest or '…'} to {item.date.latest or '…'}" if item.date else "unknown"
        told |= {
            "event": f"{item.id} {item.type}{'/' + item.mode if item.mode else ''}",
            "trigger": _line(item.trigger.of(text)),
            "actor": who(item.actor),
            "recipient": who(item.recipient),
            "status": item.status + _why(item, "status"),
            "date": days + _why(item, "date"),
            "claimed by": who(item.claimed_by) if item.claimed_by else "the article itself",
        }
    else:
        told |= {
            "statement": f"{item.id} {item.kind}",
            "cue": item.cue.of(text),
            "source": who(item.source),
            "content": [_line(piece.of(text)) for piece in item.content],
            "via": who(item.via) if item.via else "nobody",
        }
    inside = [m for m in coding.mentions if m.actors and around.contains(m.span)]
    told["candidates"] = [f"{_line(m.span.of(text))!r} is {who(m.actors)}" for m in inside]
    told["decided by"] = [_with_names(line, names) for line in item.trace]
    told["confidence"] = f"{item.confidence:.2f}"
    return told


def asked_now(coding: Coding, event: Event) -> list[str]:
    """What the event model says of an event, which it was mostly not asked about when the document was coded."""
    # Nothing is too unlikely: an event that the model would have dropped is one to tell of.
    again = code_document(coding.document, Settings(threshold=0.0, thorough=True))
    found = [e for e in again.events if e.trigger.overlaps(event.trigger)]
    if not found:
        return ["with the model asked about every act, these words tell none"]
    now = min(found, key=lambda e: (e.type != event.type, e.actor != event.actor, e.recipient != event.recipient))
    said = [line for line in now.trace if line.startswith("model: ")]
    sides = _with_names(f"{_SIDED[0]}{shown(now.actor, now.recipient)}", _names(again)).removeprefix(_SIDED[0])
    return [*said, f"so: {now.type} {sides}, {now.status}, confidence {now.confidence:.2f}"]


def _names(coding: Coding) -> dict[str, str]:
    """The names of all actors that the text mentions; of those who do nothing in it, as the text first names them."""
    alone = [m for m in reversed(coding.mentions) if m.form == "name" and len(m.actors) == 1]
    return {m.actors[0]: m.span.of(coding.document.text) for m in alone} | {a.id: a.name for a in coding.actors}


_SIDED = ("sides: ", "other reading: ")
"""How the lines of a trace begin that have sides in them, written with the ids of actors."""

_SIDE = re.compile(r"\S+(?= > )|(?<= > )\S+")


def _with_names(line: str, names: Mapping[str, str]) -> str:
    """A line of a trace with the names of actors for their ids."""
    if not line.startswith(_SIDED):
        return line
    return _SIDE.sub(lambda side: " + ".join(names.get(a, a) for a in side[0].split("+")), line)


def _why(event: Event, what: str) -> str:
    """The last reason in an event's trace for its status or its date, in brackets; later ones stand instead of earlier ones."""
    lines = [line.partition(": ")[2] for line in event.trace if line.startswith(f"{what}: ")]
    reasons = [r for line in lines if (r := line.removeprefix(event.status).lstrip(" ,:;"))]
    return f" ({reasons[-1]})" if reasons else ""


def _around(document: Document, item: Event | Statement) -> Span:
    """The sentences of an item's words, as the parser that coded it has them: "U.S." and "Mr." end none."""
    parts = [item.trigger, item.evidence] if isinstance(item, Event) else [item.cue, item.source_text or item.cue]
    whole = Span(min(p.start for p in parts), max(p.end for p in parts))
    words = char_span(parse(document), whole)
    if words is None:
        return whole
    first, last = sentence_of(words[0]), sentence_of(words[-1])
    return Span(min(whole.start, first.start_char), max(whole.end, last.end_char))


def _line(words: str) -> str:
    """Words of a text on one line."""
    return " ".join(words.split())


def verify(record: RecordFile = DEFAULT_RECORD, as_json: AsJson = False) -> None:
    """Re-read every piece of evidence against the stored text and its hash; exit 1 where something does not hold.

    Example: communique verify --record story.duckdb
    """
    with reading(record) as opened:
        problems = list(verify_record(opened))
    if as_json:
        print_json([{"document": p.doc, "what": p.what, "id": p.id, "reason": p.reason} for p in problems])
    else:
        for p in problems:
            out.print(f"{p.doc}: {p.what} {p.id}: {p.reason}", markup=False, soft_wrap=True)
        out.print("Everything holds." if not problems else f"{len(problems)} things do not hold.", markup=False)
    if problems:
        raise typer.Exit(1)


def query(
    sql: Annotated[str, typer.Argument(help="One SELECT over the record's tables (docs/record.md).", metavar="SQL")],
    record: RecordFile = DEFAULT_RECORD,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    parquet: AsParquet = None,
) -> None:
    """Run read-only SQL over the record.

    Example: communique query "SELECT type, count(*) AS n FROM events GROUP BY type ORDER BY n DESC"
    """
    with reading(record) as opened:
        try:
            relation = opened.query(sql)
            show_rows(relation, relation.columns, as_json, as_csv, "No row.", parquet)
        except RecordError as error:
            fail(str(error))

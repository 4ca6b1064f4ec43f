"""``show``, ``explain``, ``verify`` and ``query``: a document, one decision, the record's evidence, and the record itself."""

from __future__ import annotations

import re
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
from communique.model import Coding, Event, Statement
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
    as_json: AsJson = False,
) -> None:
    """Show why an event or a statement was coded as it is: its sentence, what rules and models said, and the runner-up.

    Example: communique explain visit.txt:e3 --record story.duckdb
    """
    with reading(record) as opened:
        found = opened.find(key)
    if found is None:
        fail(f"{key}: the record {record} holds no event or statement of that id; `communique events --json` lists ids")
    if as_json:
        print_json(explanation(*found))
        return
    for name, value in explanation(*found).items():
        lines = value if isinstance(value, list) else [str(value)]
        out.print(f"{name + ':':12} {lines[0] if lines else '-'}", markup=False, soft_wrap=True)
        for line in lines[1:]:
            out.print(f"{'':12} {line}", markup=False, soft_wrap=True)


def explanation(coding: Coding, item: Event | Statement) -> dict[str, str | list[str]]:
    """What there is to say about one coded event or statement, by heading."""
    text = coding.document.text
    names = {a.id: a.name for a in coding.actors}

    def who(actors: tuple[str, ...]) -> str:
        return ", ".join(f"{names.get(a, a)} ({a})" for a in actors) or "not named"

    at = item.trigger if isinstance(item, Event) else item.cue
    shown: dict[str, str | list[str]] = {"document": coding.document.name, "sentence": _around(text, at.start, at.end)}
    if isinstance(item, Event):
        shown |= {
            "event": f"{item.id} {item.type}{'/' + item.mode if item.mode else ''}, {item.status}",
            "trigger": item.trigger.of(text),
            "actor": who(item.actor),
            "recipient": who(item.recipient),
            "date": f"{item.date.earliest or '…'} to {item.date.latest or '…'}" if item.date else "unknown",
            "claimed by": who(item.claimed_by) if item.claimed_by else "the article itself",
        }
    else:
        shown |= {
            "statement": f"{item.id} {item.kind}",
            "cue": item.cue.of(text),
            "source": who(item.source),
            "content": [piece.of(text) for piece in item.content],
            "via": who(item.via) if item.via else "nobody",
        }
    near = [m for m in coding.mentions if m.actors and m.span.start < at.end + 300 and m.span.end > at.start - 300]
    inside = [m for m in near if m.span.of(text) in str(shown["sentence"])]
    shown["candidates"] = [f"{m.span.of(text)!r} is {', '.join(m.actors)}" for m in inside]
    shown["decided by"] = list(item.trace)
    shown["confidence"] = f"{item.confidence:.2f}"
    return shown


_BREAK = re.compile(r"[.!?][\"”’')\]]*\s|\n")


def _around(text: str, start: int, end: int) -> str:
    """The sentence that holds some characters, by its punctuation."""
    before = [m.end() for m in _BREAK.finditer(text, 0, start)]
    after = _BREAK.search(text, end)
    return text[before[-1] if before else 0 : after.end() if after else len(text)].strip()


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

"""``show``, ``verify`` and ``query``: a document, the record's evidence, and the record itself."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from communique.cli.terminal import DEFAULT_RECORD, AsCsv, AsJson, RecordFile, fail, out, print_json, reading, show_rows
from communique.exporters.json import coding_json
from communique.model import Coding
from communique.record import RecordError
from communique.record.verification import verify as verify_record


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(show)
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
) -> None:
    """Run read-only SQL over the record.

    Example: communique query "SELECT type, count(*) AS n FROM events GROUP BY type ORDER BY n DESC"
    """
    with reading(record) as opened:
        try:
            relation = opened.query(sql)
            show_rows(relation, relation.columns, as_json, as_csv, "No row.")
        except RecordError as error:
            fail(str(error))

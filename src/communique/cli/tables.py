"""``documents``, ``actors``, ``statements``, ``events`` and ``codes``: the record as tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from communique.cli.terminal import DEFAULT_RECORD, AsCsv, AsJson, AsParquet, RecordFile, fail, reading, show_rows
from communique.record import RecordError

Actor = Annotated[str | None, typer.Option(help="An actor's name, id or country code.")]
Recipient = Annotated[str | None, typer.Option(help="A recipient's name, id or country code.")]
Source = Annotated[str | None, typer.Option(help="A source's name, id or country code.")]
Outlet = Annotated[str | None, typer.Option(help="The outlet that published it.")]
Since = Annotated[str | None, typer.Option(help="Not before this day (YYYY-MM-DD).")]
Until = Annotated[str | None, typer.Option(help="Not after this day (YYYY-MM-DD).")]
Doc = Annotated[str | None, typer.Option(help="A document's name, with its ending or without, or its id.")]
Limit = Annotated[int | None, typer.Option(min=1, help="At most so many rows.")]

_DOCUMENTS = ("name", "title", "outlet", "published_date", "published_basis")
_ACTORS = ("id", "name", "kind", "country", "sector", "documents")
_STATEMENTS = ("doc_name", "local_id", "source", "cue_text", "content_text", "kind", "via")
_CODES = ("doc_name", "local_id", "scheme", "name", "confidence", "actor", "recipient", "event", "evidence_text")
_EVENTS = (
    "doc_name",
    "local_id",
    "type",
    "mode",
    "actor",
    "recipient",
    "status",
    "date_earliest",
    "date_latest",
    "evidence_text",
)


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    for command in (documents, actors, statements, events, codes):
        app.command()(command)


def _show(
    kind: str,
    filters: Mapping[str, object],
    record: RecordFile,
    columns: tuple[str, ...],
    as_json: bool,
    as_csv: bool,
    parquet: AsParquet,
) -> None:
    with reading(record) as opened:
        try:
            relation = getattr(opened, kind)(**{k: v for k, v in filters.items() if v is not None})
        except (RecordError, ValueError) as error:
            fail(str(error))
        show_rows(relation, columns, as_json, as_csv, f"No {kind} in {record} fit; try fewer filters.", parquet)


def documents(
    record: RecordFile = DEFAULT_RECORD,
    outlet: Outlet = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    parquet: AsParquet = None,
) -> None:
    """List documents with their publication dates and how these are known.

    Example: communique documents --outlet NPR
    """
    filters = {"outlet": outlet, "since": since, "until": until, "limit": limit}
    _show("documents", filters, record, _DOCUMENTS, as_json, as_csv, parquet)


def actors(
    record: RecordFile = DEFAULT_RECORD,
    actor: Actor = None,
    doc: Doc = None,
    limit: Limit = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    parquet: AsParquet = None,
) -> None:
    """List actors.

    Example: communique actors --actor RUS
    """
    _show("actors", {"actor": actor, "doc": doc, "limit": limit}, record, _ACTORS, as_json, as_csv, parquet)


def statements(
    record: RecordFile = DEFAULT_RECORD,
    source: Source = None,
    outlet: Outlet = None,
    doc: Doc = None,
    limit: Limit = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    parquet: AsParquet = None,
) -> None:
    """List statements: who is quoted with what.

    Example: communique statements --source "Wang Wenbin" --csv
    """
    filters = {"source": source, "outlet": outlet, "doc": doc, "limit": limit}
    _show("statements", filters, record, _STATEMENTS, as_json, as_csv, parquet)


def events(
    record: RecordFile = DEFAULT_RECORD,
    actor: Actor = None,
    recipient: Recipient = None,
    type: Annotated[str | None, typer.Option(help="A PLOVER type, such as CONSULT.")] = None,  # noqa: A002
    quad: Annotated[str | None, typer.Option(help='A quad category, such as "verbal conflict".')] = None,
    status: Annotated[str | None, typer.Option(help="actual, future, hypothetical, negated or denied.")] = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlet = None,
    doc: Doc = None,
    limit: Limit = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    parquet: AsParquet = None,
) -> None:
    """List events: who did what to whom, when, and the words that show it.

    Example: communique events --actor CHN --type CONSULT --since 2023-03-20
    """
    filters = {
        "actor": actor, "recipient": recipient, "type": type, "quad": quad, "status": status,
        "since": since, "until": until, "outlet": outlet, "doc": doc, "limit": limit,
    }  # fmt: skip
    _show("events", filters, record, _EVENTS, as_json, as_csv, parquet)


def codes(
    record: RecordFile = DEFAULT_RECORD,
    scheme: Annotated[str | None, typer.Option(help="The name of a codebook of your own.")] = None,
    name: Annotated[str | None, typer.Option(help="A class of it.")] = None,
    doc: Doc = None,
    limit: Limit = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    parquet: AsParquet = None,
) -> None:
    """List what `code --codebook` found by a codebook of your own.

    Example: communique codes --name APPOINTMENT
    """
    filters = {"scheme": scheme, "name": name, "doc": doc, "limit": limit}
    _show("codes", filters, record, _CODES, as_json, as_csv, parquet)

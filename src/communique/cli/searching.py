"""``search``: the record by its words."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer
from rich.text import Text

from communique.cli.tables import Limit, Outlet, Since, Until
from communique.cli.terminal import DEFAULT_RECORD, AsCsv, AsJson, RecordFile, fail, out, print_json, reading, show_rows
from communique.record import Results
from communique.record.search import Hit
from communique.record.snippets import Snippet

_COUNTED = 6
"""Values of a facet that are printed."""


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(search)


def search(
    query: Annotated[str, typer.Argument(help='Words, "a phrase", begin*, -word.')],
    record: RecordFile = DEFAULT_RECORD,
    kind: Annotated[str, typer.Option(help="documents, statements or events.")] = "documents",
    actor: Annotated[str | None, typer.Option(help="The name, id or country code of an actor in it.")] = None,
    outlet: Outlet = None,
    type: Annotated[str | None, typer.Option(help="A PLOVER type, such as CONSULT.")] = None,  # noqa: A002
    status: Annotated[str | None, typer.Option(help="actual, future, hypothetical, negated or denied.")] = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 10,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Find documents, statements or events by their words, best first.

    Example: communique search '"oil embargo" sanction* -iraq' --kind events --since 1990-08-01
    """
    with reading(record) as opened:
        try:
            found = opened.search(
                query, kind, actor=actor, outlet=outlet, type=type, status=status, since=since, until=until,
                limit=limit or 10,
            )  # fmt: skip
        except ValueError as error:
            fail(str(error))
    if as_json:
        print_json(dataclasses.asdict(found))
    elif as_csv or not found.hits:
        show_rows(found.relation(), (), False, as_csv, f"No {kind} in {record} fit; try fewer words or filters.")
    else:
        _show(found)


def _show(found: Results) -> None:
    out.print(f"{found.total} {found.kind}", markup=False)
    for hit in found.hits:
        out.print(_heading(hit), soft_wrap=True)
        for snippet in hit.snippets:
            out.print(Text("    ") + marked(snippet), soft_wrap=True)
    for name, counts in found.facets.items():
        some = ", ".join(f"{c.label} {c.number}" for c in counts[:_COUNTED])
        out.print(f"{name:7} {some}{', …' if len(counts) > _COUNTED else ''}", markup=False, soft_wrap=True)


def _heading(hit: Hit) -> Text:
    place = hit.document if hit.id is None else f"{hit.document}:{hit.id}"
    known = (str(part) for part in (hit.outlet, hit.day, hit.title) if part)
    return Text.assemble((place, "bold"), "  ", " · ".join(known))


def marked(snippet: Snippet) -> Text:
    """A snippet on one line, its hits marked."""
    text = Text(snippet.text.replace("\n", " "))
    for hit in snippet.hits:
        text.stylize("bold yellow", hit.start - snippet.span.start, hit.end - snippet.span.start)
    return text

"""``episodes``, ``claims``, ``compare``, ``positions`` and ``brief``: real events and what is told of them."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from communique.accounts import Comparison, Desk
from communique.accounts import compare as compare_accounts
from communique.brief import brief as write_brief
from communique.cli.tables import Limit, Since, Until
from communique.cli.terminal import (
    DEFAULT_RECORD,
    AsCsv,
    AsJson,
    RecordFile,
    cell,
    fail,
    out,
    print_json,
    reading,
    show_rows,
    wide,
)
from communique.exporters.html import to_html
from communique.exporters.markdown import to_markdown
from communique.positions import positions as find_positions
from communique.record import Record


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    for command in (episodes, claims, compare, positions, brief):
        app.command()(command)


def episodes(
    record: RecordFile = DEFAULT_RECORD,
    all_: Annotated[bool, typer.Option("--all", help="Also events that are told only once.")] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List real events and how many accounts tell of them, best attested first.

    Example: communique episodes --record story.duckdb
    """
    with reading(record) as opened:
        relation = opened.episodes(singletons=all_)
        show_rows(
            relation,
            ("id", "label", "mentions", "documents"),
            as_json,
            as_csv,
            "No event is told more than once; try --all.",
        )


def claims(
    record: RecordFile = DEFAULT_RECORD,
    limit: Limit = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List what statements in two documents or more report, reported most often first.

    Example: communique claims --record story.duckdb
    """
    with reading(record) as opened:
        relation = opened.claims(limit=limit)
        show_rows(relation, ("id", "source", "label", "mentions"), as_json, as_csv, "No statement is reported twice.")


def compare(
    episode: Annotated[
        str, typer.Argument(help="An episode's id, as `communique episodes` lists it, or its beginning.")
    ],
    record: RecordFile = DEFAULT_RECORD,
    beside: Annotated[int, typer.Option(min=0, help="At most so many other events that its accounts tell of.")] = 40,
    as_json: AsJson = False,
) -> None:
    """Lay the accounts of one real event side by side: what they share, where they differ, what each leaves out.

    Example: communique compare ep4f2a --record story.duckdb
    """
    with reading(record) as opened:
        comparison = compared(opened, episode, beside)
    if as_json:
        print_json(dataclasses.asdict(comparison))
        return
    _print_comparison(comparison)


def compared(record: Record, episode: str, beside: int) -> Comparison:
    """The accounts of the episode whose id begins so, laid side by side; ends the command where it is not one."""
    found = record.episodes_like(episode)
    if len(found) != 1:
        what = "no episode has" if not found else f"{len(found)} episodes have"
        fail(f"{what} an id that begins with {episode!r}; `communique episodes --all` lists them")
    return compare_accounts(found[0], Desk.of_episode(record, found[0]), beside=beside)


_MARKS = {"reported": "", "differs": "≠ ", "omitted": "", "noted as missing": "∅ "}


def _print_comparison(comparison: Comparison) -> None:
    out.print(comparison.episode.label, style="bold", markup=False)
    number = f"{len(comparison.accounts)} accounts of {comparison.independent} independent origins"
    out.print(
        f"{number}; ≠ marks what accounts differ in, ∅ what one notes as missing, - what it leaves out", markup=False
    )
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("fact", overflow="fold")
    for account in comparison.accounts:
        head = f"{account.outlet or account.document}\n{account.origin}\n{100 * account.coverage:.0f} % of the facts"
        table.add_column(cell(head), overflow="fold")
    part = ""
    for row in comparison.rows:
        if row.part != part and row.part != "attribute":
            table.add_section()
        part = row.part
        cells = (
            _MARKS[c.state] + (c.value + ": " if c.value and row.part != "beside it" else "") + (c.words or "-")
            for c in row.cells
        )
        table.add_row(cell(row.fact), *map(cell, cells))
    wide().print(table)
    for name, rows in (("differ in", comparison.contradictions), ("only one origin has", comparison.single)):
        if rows:
            out.print(f"\n{name}: " + "; ".join(r.fact for r in rows), markup=False, soft_wrap=True)


def positions(
    actor: Annotated[str, typer.Argument(help="An actor's name, id or country code.")],
    record: RecordFile = DEFAULT_RECORD,
    since: Since = None,
    until: Until = None,
    as_json: AsJson = False,
) -> None:
    """Show what an actor has said on each matter over time, and where its wording or stance changed.

    Example: communique positions CHN --record story.duckdb
    """
    with reading(record) as opened:
        try:
            names = opened.spoken_of(actor, since=since, until=until)
        except ValueError as error:
            fail(str(error))
        desk = Desk.of(opened, names)
    found = find_positions(actor, desk)
    if as_json:
        print_json([dataclasses.asdict(p) for p in found])
        return
    if not found:
        out.print(f"{actor} is quoted with nothing in {record}; `communique actors` lists who is.", markup=False)
    for position in found:
        out.print(position.matter, style="bold", markup=False)
        for saying in position.sayings:
            day = saying.day or "day unknown"
            through = f" through {', '.join(saying.via)}" if saying.via else ""
            more = f" ({saying.accounts} accounts)" if saying.accounts > 1 else ""
            out.print(
                f"  {day}  {saying.words}  [{saying.outlet or saying.document}{through}{more}]",
                markup=False,
                soft_wrap=True,
            )
            if saying.change:
                out.print(f"    {saying.change}", style="yellow", markup=False, soft_wrap=True)


def brief(
    record: RecordFile = DEFAULT_RECORD,
    limit: Annotated[int, typer.Option(min=1, help="At most so many episodes.")] = 10,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file: .html gives one page, else Markdown.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write a cited briefing: every sentence ends with references to documents and characters.

    Example: communique brief --record story.duckdb --output story.html
    """
    with reading(record) as opened:
        desk = Desk.of(opened)
    written = write_brief(desk, limit=limit)
    if as_json:
        print_json({"title": written.title, "markdown": to_markdown(written)})
    elif output is None:
        out.print(to_markdown(written), markup=False, soft_wrap=True)
    elif output.suffix.lower() in (".html", ".htm"):
        _write(output, to_html(written, desk.codings))
    else:
        _write(output, to_markdown(written))


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        fail(f"{file}: cannot be written ({error.strerror or error}); name another file")

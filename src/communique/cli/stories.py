"""``episodes``, ``compare`` and ``brief``: real events and the accounts of them."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from communique.accounts import Comparison
from communique.accounts import compare as compare_accounts
from communique.brief import brief as write_brief
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


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    for command in (episodes, compare, brief):
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


def compare(
    episode: Annotated[str, typer.Argument(help="An episode's id, as `communique episodes` lists it.")],
    record: RecordFile = DEFAULT_RECORD,
    as_json: AsJson = False,
) -> None:
    """Lay the accounts of one real event side by side: what they share, where they differ, what each leaves out.

    Example: communique compare ep4f2a --record story.duckdb
    """
    with reading(record) as opened:
        found = [e for e in opened.all_episodes() if e.id.startswith(episode)]
        if len(found) != 1:
            what = "no episode has" if not found else f"{len(found)} episodes have"
            fail(f"{what} an id that begins with {episode!r}; `communique episodes --all` lists them")
        names = {doc for doc, _ in found[0].mentions}
        codings = [c for c in opened.codings() if c.document.name in names]
    comparison = compare_accounts(found[0], codings)
    if as_json:
        print_json(dataclasses.asdict(comparison))
        return
    out.print(found[0].label, style="bold", markup=False)
    _print_comparison(comparison)


def _print_comparison(comparison: Comparison) -> None:
    out.print(f"{len(comparison.accounts)} accounts of {comparison.independent} independent origins", markup=False)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("fact", overflow="fold")
    for account in comparison.accounts:
        table.add_column(f"{account.document}\n({account.origin})", overflow="fold")
    for row in comparison.rows:
        table.add_row(cell(row.fact), *(cell(c.words or "-") for c in row.cells))
    wide().print(table)


def brief(
    record: RecordFile = DEFAULT_RECORD,
    limit: Annotated[int, typer.Option(min=1, help="At most so many episodes.")] = 10,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write the Markdown to this file.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write a cited briefing in Markdown: every sentence ends with a reference to document and characters.

    Example: communique brief --record story.duckdb --output story.md
    """
    with reading(record) as opened:
        text = write_brief(
            list(opened.codings()), tuple(opened.all_episodes()), tuple(opened.all_claims()), limit=limit
        )
    if as_json:
        print_json({"markdown": text})
    elif output is not None:
        output.write_text(text, "utf-8")
    else:
        out.print(text, markup=False, soft_wrap=True)

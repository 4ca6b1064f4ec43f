"""``code``, ``demo`` and ``link``: from articles to a record."""

from __future__ import annotations

import dataclasses
import tempfile
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

import communique
from communique.accounts import Desk
from communique.brief import brief
from communique.cli.serving import run_server
from communique.cli.terminal import DEFAULT_RECORD, AsJson, RecordFile, err, fail, out, print_json
from communique.codebook.schemes import SchemeError
from communique.coding import Summary
from communique.exporters.markdown import to_markdown
from communique.models.encoder import ModelMismatchError
from communique.record import Record, RecordError
from communique.runners.local import WorkersError


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(code)
    app.command()(demo)
    app.command()(link)


def code(
    paths: Annotated[list[Path], typer.Argument(help="Files (.txt, .html) and folders.", metavar="PATH…")],
    record: RecordFile = DEFAULT_RECORD,
    json: Annotated[
        Path | None, typer.Option("--json", help="Also write one JSON per document to this folder.")
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes to code in.")] = 1,
    threshold: Annotated[
        float | None,
        typer.Option("--threshold", "-t", min=0, max=1, help="Keep only events this likely (0 to 1): fewer, surer."),
    ] = None,
    thorough: Annotated[
        bool, typer.Option("--thorough", help="Ask the large model about every event: twenty times slower, and better.")
    ] = False,
    codebook: Annotated[
        Path | None,
        typer.Option(
            "--codebook", help="A YAML file with classes of your own, coded beside PLOVER's by likeness (slow)."
        ),
    ] = None,
) -> None:
    """Code articles into a record.

    Example: communique code articles/ --record story.duckdb
    """
    summary = _run(paths, record, json, jobs, threshold, codebook, thorough=thorough)
    report(summary)
    if summary.read and summary.read == len(summary.failures):
        raise typer.Exit(1)


def link(
    record: RecordFile = DEFAULT_RECORD,
    every: Annotated[
        bool, typer.Option("--all", help="Compare all documents again, not only what has changed.")
    ] = False,
) -> None:
    """Bring a record's documents together, as `code` and `judge` do by themselves for what they change.

    With --all everything is compared from scratch. The result is the same, so this only checks it.

    Example: communique link --record story.duckdb --all
    """
    if not record.exists():
        fail(f"{record}: no such record; make one with `communique code PATH --record {record}`")
    try:
        told_again = communique.link(record, afresh=every)
    except (RecordError, ModelMismatchError) as error:
        fail(str(error))
    out.print(f"{told_again} episodes are told twice or more", soft_wrap=True)


def _run(
    paths: list[Path],
    record: Path,
    json: Path | None,
    jobs: int,
    threshold: float | None = None,
    codebook: Path | None = None,
    *,
    thorough: bool = False,
) -> Summary:
    columns = (
        TextColumn("coding"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    try:
        with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
            task = bar.add_task("", total=None)
            return communique.code(
                paths,
                record,
                json=json,
                processes=jobs,
                threshold=threshold,
                thorough=thorough,
                codebook=codebook,
                progress=lambda name: bar.update(task, advance=1, description=name),
            )
    except (FileNotFoundError, RecordError, SchemeError, ModelMismatchError, WorkersError) as error:
        fail(str(error))
    except OSError as error:
        fail(
            f"{error.filename or record}: {error.strerror or error}; check the path, its permissions and the space left"
        )


def report(summary: Summary) -> None:
    """Print what a run did, what failed and why, and what to try next."""
    out.print(
        f"Read {summary.read} documents: {summary.coded} coded, {summary.skipped} already in the record, "
        f"{len(summary.failures)} failed.",
        markup=False,
    )
    for failure in summary.failures:
        out.print(f"  failed  {failure.path}: {failure.reason}", markup=False, soft_wrap=True)
    for path in summary.ignored[:10]:
        out.print(f"  ignored {path}: not a kind of file that is read", markup=False, soft_wrap=True)
    if len(summary.ignored) > 10:
        out.print(f"  ignored {len(summary.ignored) - 10} more files", markup=False)
    out.print(
        f"Found {summary.statements} statements and {summary.events} events, new in this run; the record now holds "
        f"{summary.episodes} episodes that are told more than once. {summary.seconds:.1f} s.",
        markup=False,
        soft_wrap=True,
    )
    out.print(f"Next: communique brief --record {summary.record}", markup=False, soft_wrap=True)


def demo(
    serve: Annotated[bool, typer.Option("--serve", help="Open it as pages in a browser in place of a brief.")] = False,
    as_json: AsJson = False,
) -> None:
    """Code the example corpus that comes with the package and show a brief of it, or all of it in a browser.

    Example: communique demo --serve
    """
    with tempfile.TemporaryDirectory() as scratch, as_file(files("communique") / "examples" / "articles") as packed:
        articles = packed if packed.is_dir() else Path(__file__).parents[3] / "examples" / "articles"
        path = Path(scratch) / "demo.duckdb"
        summary = _run([articles], path, None, 1)
        if as_json:
            print_json(dataclasses.asdict(summary))
            return
        if serve:
            run_server(path)
            return
        with Record.open(path, read_only=True) as record:
            out.print(to_markdown(brief(Desk.of(record), limit=6)), markup=False, soft_wrap=True)
    out.print(
        f"\nCoded {summary.coded} example articles in {summary.seconds:.1f} s: {summary.statements} statements, "
        f"{summary.events} events, {summary.episodes} episodes told more than once.\n"
        "Next: communique demo --serve to see it in a browser, or communique code YOUR_ARTICLES/ --record story.duckdb",
        markup=False,
        soft_wrap=True,
    )

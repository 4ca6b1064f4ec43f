"""``judge`` and ``judgements``: what people say of a record, which wins over what was extracted."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import Annotated

import typer

import communique
from communique.cli.terminal import DEFAULT_RECORD, AsJson, RecordFile, fail, out, reading
from communique.judgements import VERDICTS, JudgementError, to_json
from communique.model import Judgement
from communique.record import RecordError


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(judge)
    app.command()(judgements)


def judge(
    verdict: Annotated[str, typer.Argument(help="same, different, right or wrong.")],
    ids: Annotated[list[str], typer.Argument(help="One or two events, statements, episodes or claims, by id.")],
    record: RecordFile = DEFAULT_RECORD,
    author: Annotated[str | None, typer.Option("--by", help="Who judges (default: the user's name here).")] = None,
    note: Annotated[str, typer.Option(help="Why.")] = "",
) -> None:
    """Judge that two mentions are of the same real event or not, or that one is coded right or wrong.

    Ids are those that `communique events`, `statements`, `episodes` and `claims` list, or a document's name and an id in
    it, as visit.txt:e3. A judgement wins over the model, and holds when documents are coded anew.

    Example: communique judge different visit.txt:e3 talks.txt:e1 --note "the second visit"
    """
    try:
        kept = communique.judge(record, verdict, *ids, author=author or _user(), note=note)
    except (JudgementError, RecordError) as error:
        fail(str(error))
    out.print(f"kept: {_worded(kept)}", markup=False, soft_wrap=True)


def judgements(
    record: RecordFile = DEFAULT_RECORD,
    import_: Annotated[Path | None, typer.Option("--import", help="Take in what --json wrote elsewhere.")] = None,
    as_json: AsJson = False,
) -> None:
    """List what people said of this record; --json writes it in a form that --import reads.

    Example: communique judgements --json > judgements.json
    """
    if import_ is not None:
        try:
            new = communique.import_judgements(record, import_)
        except (JudgementError, RecordError) as error:
            fail(str(error))
        out.print(f"{new} new judgements taken in", markup=False)
        return
    with reading(record) as opened:
        found = opened.judgements()
    if as_json:
        sys.stdout.write(to_json(found))
        return
    for judgement in found:
        out.print(
            f"{judgement.time:%Y-%m-%d %H:%M}  {judgement.author}: {_worded(judgement)}", markup=False, soft_wrap=True
        )
    if not found:
        out.print(f"Nobody has judged anything; {', '.join(VERDICTS)} are what `communique judge` takes.", markup=False)


def _worded(judgement: Judgement) -> str:
    named = [
        f"{a.document} {a.kind} at {a.words.start}-{a.words.end}"
        for a in (judgement.one, judgement.other)
        if a is not None
    ]
    note = f" ({judgement.note})" if judgement.note else ""
    return f"{judgement.verdict}: {' and '.join(named)}{note}"


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"

"""``plot``: a record's pictures, as SVG or PNG."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from communique import plots
from communique.cli.stories import compared
from communique.cli.tables import Actor, Since, Until
from communique.cli.terminal import DEFAULT_RECORD, RecordFile, fail, reading
from communique.plots import Picture, PictureError
from communique.record import Record

Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to this file, .svg or .png; else SVG is printed.")
]
Width = Annotated[int, typer.Option(min=320, max=4000, help="Pixels across.")]

_app = typer.Typer(
    help="Draw pictures of the record: timeline, curve, network or accounts, as SVG or PNG.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    for command in (timeline, curve, network, accounts):
        _app.command()(command)
    app.add_typer(_app, name="plot")


def timeline(
    record: RecordFile = DEFAULT_RECORD,
    output: Output = None,
    since: Since = None,
    until: Until = None,
    actor: Actor = None,
    type: Annotated[str | None, typer.Option(help="A PLOVER type, such as CONSULT.")] = None,  # noqa: A002
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Draw at most so many, those with most accounts.")] = 200,
    width: Width = 960,
) -> None:
    """Draw episodes on a line of time, with how precisely each is dated and how many accounts tell of it.

    Example: communique plot timeline --actor USA --since 1990-01-01 --output timeline.svg
    """

    def drawn(opened: Record) -> Picture:
        found = opened.timeline(since=since, until=until, actor=actor, type=type, limit=limit)
        return plots.timeline(found, width=width)

    _draw(drawn, record, output)


def curve(
    one: Annotated[str, typer.Argument(help="A state, by ISO code or name.")],
    other: Annotated[str, typer.Argument(help="Another one.")],
    record: RecordFile = DEFAULT_RECORD,
    output: Output = None,
    by: Annotated[str, typer.Option(help="Count by day, week, month, quarter or year.")] = "month",
    since: Since = None,
    until: Until = None,
    width: Width = 960,
) -> None:
    """Draw cooperation and conflict of two states over time, and their net.

    Example: communique plot curve USA IRQ --by week --output curve.png
    """
    _draw(lambda r: plots.curve(r.curve(one, other, by=by, since=since, until=until), width=width), record, output)


def network(
    record: RecordFile = DEFAULT_RECORD,
    output: Output = None,
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, typer.Option(min=1, max=400, help="At most so many dealings, the most frequent.")] = 60,
    width: Width = 960,
) -> None:
    """Draw who deals with whom, how often, and whether they cooperate; everybody stands in one place whatever days are shown.

    Example: communique plot network --since 1990-01-01 --output network.svg
    """

    def drawn(opened: Record) -> Picture:
        whole = opened.dealings(limit=limit)
        shown = opened.dealings(since=since, until=until, limit=limit) if since or until else whole
        return plots.network(shown, whole=whole, width=width)

    _draw(drawn, record, output)


def accounts(
    episode: Annotated[
        str, typer.Argument(help="An episode's id, as `communique episodes` lists it, or its beginning.")
    ],
    record: RecordFile = DEFAULT_RECORD,
    output: Output = None,
    facts: Annotated[int, typer.Option(min=1, max=400, help="At most so many facts.")] = 40,
    width: Width = 960,
) -> None:
    """Draw which account of an episode reports, differs in, or leaves out which fact.

    Example: communique plot accounts ep4f2a --output accounts.png
    """
    _draw(lambda r: plots.accounts(compared(r, episode, facts), facts=facts, width=width), record, output)


def _draw(drawn: Callable[[Record], Picture], record: Path, output: Path | None) -> None:
    """Draw and write a picture; what is wrong with the wishes or the file ends the command with a clear line."""
    kind = output.suffix.lower() if output is not None else ".svg"
    if kind not in (".svg", ".png"):
        fail(f"{output}: a picture is written as .svg or .png; end the file's name in one of these")
    with reading(record) as opened:
        try:
            picture = drawn(opened)
        except ValueError as error:
            fail(str(error))
    if output is None:
        sys.stdout.write(picture.svg)
        return
    try:
        output.write_bytes(picture.png() if kind == ".png" else picture.svg.encode("utf-8"))
    except PictureError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{output}: cannot be written ({error.strerror or error}); name another file")

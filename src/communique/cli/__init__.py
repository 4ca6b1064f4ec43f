"""The command line: parse, call the API, print. Exit codes: 0 done, 1 not as it should be, 2 wrong use or bad input."""

from __future__ import annotations

import sys

import typer

from communique.cli import coding, judging, reading, searching, serving, stories, tables

app = typer.Typer(
    name="communique",
    help="Read news reports about politics and diplomacy and keep a record that can be checked.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for group in (coding, reading, tables, searching, stories, judging, serving):
    group.register(app)


def main() -> None:
    """The console script's entry."""
    sys.exit(app())

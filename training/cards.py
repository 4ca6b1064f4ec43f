"""Model cards: what is written by hand about a model stays, what a training knows better (recipe, figures) is renewed."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path


def renew(card: Path, shipped: Path, sections: Mapping[str, str]) -> None:
    """Write a model's card with sections put in place of those that it had.

    Args:
        card: the file to write.
        shipped: the card of the shipped model, which is renewed where there is no file yet.
        sections: what comes after ``**name**`` up to the next such name, or to the end.

    Raises:
        ValueError: the card has no such section.
    """
    text = (card if card.exists() else shipped).read_text("utf-8")
    for name, body in sections.items():
        text, found = re.subn(
            rf"^\*\*{re.escape(name)}\*\*.*?(?=^\*\*[A-Z]|\Z)",
            lambda _, name=name, body=body: f"**{name}**: {body.strip()}\n\n",  # type: ignore[misc]
            text, count=1, flags=re.MULTILINE | re.DOTALL,
        )  # fmt: skip
        if not found:
            raise ValueError(f"{card} has no section **{name}**")
    card.write_text(text.rstrip() + "\n", "utf-8")


def recipe(command: str, options: argparse.Namespace, names: Iterable[str], minutes: float) -> str:
    """How a model was trained: the command, its options but for paths, the time, and on how many cores.

    Args:
        command: such as ``training.reader``.
        options: as they were given.
        names: the options that matter, in order; those that are empty are left out.
        minutes: how long it took.
    """
    given = {name: getattr(options, name) for name in names}
    shown = ", ".join(
        f"{n.replace('_', ' ')} {_shown(v)}" for n, v in given.items() if v is not False and v not in (None, [])
    )
    how = f" with {shown}" if shown else ""
    return f"`python -m {command}`{how}; {minutes:.0f} minutes on {os.cpu_count()} cores."


def _shown(value: object) -> str:
    return " and ".join(map(str, value)) if isinstance(value, list) else str(value)

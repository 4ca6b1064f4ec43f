"""Where the texts of others are that our codings are of: they are read from their own files and never kept here."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(slots=True)
class Corpora:
    """The folders of corpora on this machine, each by its name, and the articles read from them so far.

    A corpus is a folder of ``.txt`` files or a ``.jsonl`` file whose lines have ``id`` and either ``title`` and
    ``text`` (Giveme5W1H's articles) or ``sentences`` (NewsWCL50's, in tokens).
    """

    places: Mapping[str, Path]
    _read: dict[str, dict[str, str]] = field(default_factory=dict)

    def text_of(self, coding: Mapping[str, Any]) -> str | None:
        """The text that a coding is of; None where its corpus is not at hand.

        Raises:
            ValueError: the corpus holds another text under that name than the one that was coded.
        """
        of = coding.get("text_of") or {"corpus": "", "id": Path(coding["document"]).stem}
        place = self.places.get(of["corpus"])
        if place is None:
            return None
        if of["corpus"] not in self._read:
            self._read[of["corpus"]] = articles(place)
        text = self._read[of["corpus"]].get(of["id"])
        wanted = of.get("sha256")
        if text is not None and wanted and hashlib.sha256(text.encode()).hexdigest() != wanted:
            raise ValueError(f"{place}: {of['id']} is not the text that {coding['document']} was coded from")
        return text


def articles(place: Path) -> dict[str, str]:
    """The texts of a corpus by their ids."""
    if place.is_dir():
        return {p.stem: p.read_bytes().decode("utf-8") for p in sorted(place.glob("*.txt"))}
    rows = [json.loads(line) for line in place.read_text("utf-8").splitlines()]
    return {str(row["id"]): _joined(row["sentences"]) if "sentences" in row else _page(row) for row in rows}


def ids(place: Path) -> list[str]:
    """The ids of a corpus's articles in the order of its file."""
    return [str(json.loads(line)["id"]) for line in place.read_text("utf-8").splitlines()]


def _page(row: Mapping[str, Any]) -> str:
    """An article with its date and outlet as a first line, as pages carry them."""
    return f"date {(row['published'] or '')[:10]} {row['outlet']}\n{row['title']}\n\n{row['text']}"


def _joined(sentences: list[list[str]]) -> str:
    """Tokenized sentences as lines of text."""
    return "\n".join(line for tokens in sentences if (line := _line(tokens)))


def _line(tokens: list[str]) -> str:
    text = " ".join(" ".join(tokens).replace("\\n", " ").split())
    text = re.sub(r"(\w) - (\w)", r"\1-\2", text)
    pieces = text.split('"')
    text = pieces[0]
    for number, piece in enumerate(pieces[1:], 1):
        closing = number % 2 == 0
        text += '"' + (piece if piece[:2] in (" .", " ,") else " " + piece.strip() if closing else piece.strip())
    text = re.sub(r" ([.,;:!?%)\]’])", r"\1", text)
    text = re.sub(r"([(\[$“‘]) ", r"\1", text)
    return re.sub(r" (n['’]t|['’](?:s|re|ve|ll|d|m)\b)", r"\1", text).replace(" ”", "”")

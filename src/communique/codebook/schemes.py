"""A user's own codebook, read from a YAML file: classes told by a definition and a few examples, or by PLOVER types alone.

A class with ``definition`` and ``examples`` is told by likeness of meaning, among the events of its ``plover`` types if it
names some. One with ``plover`` and no ``examples`` is another name for these types: every event of them is of it::

    name: mine
    types:
      APPOINTMENT:
        definition: Somebody is appointed to an office or a post.
        examples: [The king appointed a diplomat as ambassador., She was sworn in as minister.]
      DIPLOMACY:
        plover: [CONSULT, AGREE]
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from communique.codebook import load


class SchemeError(Exception):
    """An own codebook cannot be read; the message names the file, what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class OwnType:
    """A class of a user's own: its name, what it means in a sentence, and sentences that tell it.

    ``plover`` are the PLOVER types whose events may be of it; all sentences that name an actor, where it is empty.
    Without ``examples`` all events of these types are of it.
    """

    name: str
    definition: str
    examples: tuple[str, ...]
    plover: tuple[str, ...] = ()

    @property
    def renames(self) -> bool:
        """Whether it is another name for PLOVER types, which no likeness is asked for."""
        return not self.examples


@dataclass(frozen=True, slots=True)
class Scheme:
    """An own codebook; ``text`` is the file as it was read, which the record keeps."""

    name: str
    types: tuple[OwnType, ...]
    text: str

    @property
    def digest(self) -> str:
        """What tells this codebook from others."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()[:12]


LEAST_EXAMPLES = 2
"""Sentences without which a class is not coded: one alone says too little of what is common to them."""


def read_scheme(path: Path) -> Scheme:
    """The codebook in a file.

    Raises:
        SchemeError: it cannot be read, is no YAML, or lacks something.
    """
    try:
        return scheme_of(path.read_text("utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise SchemeError(f"{path}: cannot be read ({error}); name a YAML file") from error


def scheme_of(text: str, called: str = "codebook") -> Scheme:
    """The codebook that a text is.

    Args:
        text: YAML.
        called: what messages call it.

    Raises:
        SchemeError: it is no YAML, or lacks something.
    """
    try:
        row = yaml.safe_load(text)
    except yaml.YAMLError as error:
        place = str(error).replace("\n", " ")
        raise SchemeError(f"{called}: is no YAML ({place}); see docs/how-to.md for an example") from error
    if not isinstance(row, dict) or not isinstance(row.get("name"), str) or not isinstance(row.get("types"), dict):
        raise SchemeError(f"{called}: needs `name` and `types`; see docs/how-to.md for an example")
    if not row["types"]:
        raise SchemeError(f"{called}: `types` has no type; see docs/how-to.md for an example")
    return Scheme(row["name"], tuple(_type(name, given, called) for name, given in row["types"].items()), text)


def _type(name: object, given: Any, called: str) -> OwnType:
    row = given if isinstance(given, dict) else {}
    plover = _plover(name, row.get("plover", []), called)
    definition, examples = row.get("definition"), row.get("examples")
    if plover and "examples" not in row and isinstance(definition, str | None):
        return OwnType(str(name), definition or "", (), plover)
    if not isinstance(definition, str):
        raise SchemeError(f"{called}: type {name} needs a `definition` in a sentence")
    if (
        not isinstance(examples, list)
        or len(examples) < LEAST_EXAMPLES
        or not all(isinstance(e, str) for e in examples)
    ):
        raise SchemeError(
            f"{called}: type {name} needs `examples`, at least {LEAST_EXAMPLES} sentences, or else `plover` types without "
            "any, to be another name for these"
        )
    return OwnType(str(name), definition, tuple(examples), plover)


def _plover(name: object, given: Any, called: str) -> tuple[str, ...]:
    types = load("types")
    unknown = [p for p in given if not isinstance(p, str) or p not in types] if isinstance(given, list) else [given]
    if unknown:
        raise SchemeError(
            f"{called}: type {name}: {unknown[0]} is no PLOVER type; `plover` lists some of {', '.join(types)}"
        )
    return tuple(given)

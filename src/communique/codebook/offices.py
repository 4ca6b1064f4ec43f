"""Who has held which office when, as the vocabulary of people has it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from communique.codebook import load


@dataclass(frozen=True, slots=True)
class Office:
    """An office and the years in which it was held; ``until`` is None where no end is noted.

    ``of`` is the ISO 3166-1 alpha-3 code of the state or the name of the body whose office it is.
    """

    role: str
    of: str | None
    since: int | None
    until: int | None


@cache
def _held() -> dict[str, tuple[Office, ...]]:
    found: dict[str, tuple[Office, ...]] = {}
    for row in load("people"):
        office = Office(row["role"], row.get("country") or row.get("body"), row.get("since"), row.get("until"))
        found[row["name"]] = (*found.get(row["name"], ()), office)
    also = {name: found[row["name"]] for row in load("people") for name in row.get("also", ())}
    found = {**also, **found}
    return {name: tuple(sorted(o, key=lambda x: (x.since or 0, x.until or 9999))) for name, o in found.items()}


def offices(name: str) -> tuple[Office, ...]:
    """The offices of a person by the name that the vocabulary has, the earliest first; none where it has no such name."""
    return _held().get(name, ())

"""Where named places are: a gazetteer of cities, and which of several of one name a text means."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Collection
from functools import cache
from pathlib import Path

from communique.codebook import load
from communique.model import Location

FILE = Path(__file__).with_name("places.tsv.gz")
"""Cities of 15,000 people and more, by falling population; made by ``training/gazetteer`` from GeoNames (CC BY 4.0)."""

_OUTWEIGHS = 5
"""How many times more people the largest place of a name must have to be meant where nothing else tells."""


@cache
def _places() -> dict[str, tuple[tuple[Location, int], ...]]:
    found: dict[str, list[tuple[Location, int]]] = {}
    for names, state, latitude, longitude, people in csv.reader(
        io.StringIO(gzip.decompress(FILE.read_bytes()).decode("utf-8")), delimiter="\t"
    ):
        place = (Location(state or None, float(latitude), float(longitude)), int(people))
        for name in names.split("|"):
            found.setdefault(name.lower(), []).append(place)
    return {name: tuple(rows) for name, rows in found.items()}


@cache
def _states() -> dict[str, str]:
    return {name.lower(): code for code, row in load("states").items() for name in (row["name"], *row.get("names", ()))}


def locate(name: str, states: Collection[str] = ()) -> Location | None:
    """Where a place is, or ``None`` where the gazetteer does not know it or the text leaves open which it is.

    Args:
        name: as in the text.
        states: ISO 3166-1 alpha-3 codes of the states that the text speaks of; a place in one of them is preferred.

    Returns:
        State and coordinates in degrees (WGS 84); the state alone where the name is a state's.
    """
    key = name.lower().strip()
    bare = key.removeprefix("the ")
    if (state := _states().get(key) or _states().get(bare)) is not None:
        return Location(state, None, None)
    rows = _places().get(bare, ())
    near = [row for row in rows if row[0].state in states]
    rows = tuple(near) or rows
    if not rows:
        words = bare.split()
        return locate(" ".join(words[1:]), states) if len(words) > 1 and words[0] in _SIDES else None
    ordered = sorted(rows, key=lambda r: -r[1])
    clear = len(ordered) == 1 or ordered[0][1] >= _OUTWEIGHS * ordered[1][1]
    return ordered[0][0] if clear else None


_SIDES = frozenset(
    ("northern", "southern", "eastern", "western", "central", "north", "south", "east", "west", "downtown")
)

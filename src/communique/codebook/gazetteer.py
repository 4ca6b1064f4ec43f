"""The gazetteer: the places that a name may be, from the tables of towns and regions and from what is kept by hand.

What is not a town is located by one point of it: a state by a point in its middle (after the CIA World Factbook), a
first-level region by the town that is nearest to the middle of its towns (GeoNames), other regions and waters by a point
in their middle. How precise a point is says its :data:`Precision`.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from communique.codebook import load, words_of
from communique.model import Location

TOWNS = Path(__file__).with_name("places.tsv.gz")
"""Towns of 15,000 people and more and some smaller ones, by falling population; made by ``training/gazetteer`` from GeoNames
(CC BY 4.0): folded names, after "||" less usual ones, state, degrees north and east, people, GeoNames' code of the first-level
region."""

REGIONS = Path(__file__).with_name("regions.tsv.gz")
"""First-level regions, in the same form and from there."""

Precision = Literal["site", "city", "region", "waters", "state"]
"""What a point stands for: a building, base or crossing; a town; a part of a state or of several; a sea; a state."""

_ECLIPSES = 50
"""How many times more people a place must have to be meant by a less usual name of its that is another's own."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place that has a name: where it is and how precise that is.

    ``people`` is ``None`` for what is kept by hand, which news means by its name unless a text is about another state;
    ``region`` is GeoNames' code of the first-level region, if it is known.
    """

    location: Location
    precision: Precision
    people: int | None = None
    region: str = ""


def people(place: Place) -> int:
    """How many people live in a place, as far as is known."""
    return place.people or 0


_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "-": " ", "–": " "}
    | dict.fromkeys("'’‘`ʻʼ´.", "")
)
_SAINT = re.compile(r"\bsaint\b")
_ARTICLE = re.compile(r"(?:the|a[dlnrstz]|ash|el) ")


def folded(name: str) -> str:
    """A name as the tables have it: in small letters without accents, apostrophes, dots and hyphens."""
    plain = name.lower()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(_SAINT.sub("st", plain.translate(_LETTERS)).split())


@lru_cache(maxsize=10_000)
def places_of(key: str) -> tuple[Place, ...]:
    """The places of a folded name."""
    state = _states().get(key)
    if key in words_of("sites", "small") or key in nowhere():
        return ()
    found = (
        *((state_place(state),) if state is not None else ()),
        *_by_hand().get(key, ()),
        *(_place(line, "region") for line in _rows(REGIONS).get(key, ())),
        *_towns(key),
    )
    if found or not (article := _ARTICLE.match(key)):
        return found
    return places_of(key[article.end() :])


def _towns(key: str) -> list[Place]:
    """The towns of a name; by a less usual name only those that no town with that as its own name is meant before."""
    lines = _rows(TOWNS).get(key, [])
    is_own = [key in line[: line.index("\t")].partition("||")[0].split("|") for line in lines]
    own, others = (
        [_place(w, "city") for w, o in zip(lines, is_own, strict=True) if o is kept] for kept in (True, False)
    )
    most = max(map(people, own), default=0)
    return own + [p for p in others if not own or people(p) >= _ECLIPSES * most]


@cache
def _rows(file: Path) -> dict[str, list[str]]:
    """The lines of a table by name; what they say is read when they are asked for."""
    found: dict[str, list[str]] = {}
    for line in gzip.decompress(file.read_bytes()).decode("utf-8").splitlines():
        for name in line[: line.index("\t")].replace("||", "|").split("|"):
            found.setdefault(name, []).append(line)
    return found


def _place(line: str, precise: Precision) -> Place:
    _, state, latitude, longitude, inhabitants, region = line.split("\t")
    return Place(Location(state or None, float(latitude), float(longitude)), precise, int(inhabitants), region)


@cache
def _by_hand() -> dict[str, tuple[Place, ...]]:
    found: dict[str, tuple[Place, ...]] = {}
    kinds: dict[str, Precision] = {"regions": "region", "waters": "waters", "towns": "city", "sites": "site"}
    for kind, precise in kinds.items():
        for names, (state, latitude, longitude, *inhabitants) in load("sites")[kind].items():
            place = Place(Location(state, float(latitude), float(longitude)), precise, *inhabitants)
            for name in dict.fromkeys(map(folded, names.split("|"))):
                found[name] = (*found.get(name, ()), place)
    return found


@cache
def _states() -> dict[str, str]:
    named = ((n, code) for code, row in load("states").items() for n in (row["name"], *row.get("names", ())))
    return {folded(n): code for n, code in (*named, *load("sites")["also"].items())}


@cache
def nowhere() -> frozenset[str]:
    """Folded names of parts of the world that no point tells."""
    return frozenset(map(folded, load("sites")["nowhere"]))


@cache
def state_place(state: str) -> Place:
    """A state, located by the point in its middle."""
    latitude, longitude = load("sites")["states"].get(state, (None, None))
    return Place(Location(state, latitude, longitude), "state")


@cache
def state_adjectives() -> dict[str, str]:
    """States by their adjectives, but those of several."""
    found: dict[str, set[str]] = {}
    for code, row in load("states").items():
        for adjective in row.get("adjectives", ()):
            found.setdefault(folded(adjective), set()).add(code)
    return {adjective: min(codes) for adjective, codes in found.items() if len(codes) == 1}


@cache
def capital_of(state: str) -> tuple[Place, ...]:
    """A state's capital, if it has one."""
    called = (p for n in load("states")[state].get("capitals", ()) for p in places_of(folded(n)))
    seats = [p for p in called if p.precision == "city" and p.location.state == state]
    return tuple(sorted(seats, key=people, reverse=True)[:1])


def region_by(short: str, written: str) -> tuple[Place, ...]:
    """The region that a short form after a comma tells ("Aspen, Colo.", "Aspen, CO").

    Args:
        short: folded.
        written: as in the text.
    """
    for state, forms in load("sites")["short"].items():
        code = {folded(form): code for form, code in forms.items()}.get(short)
        if code is not None and written != short:
            return _coded().get((state, code), ())
    return _coded().get(("USA", written), ())


@cache
def _coded() -> dict[tuple[str, str], tuple[Place, ...]]:
    """First-level regions by state and code."""
    lines = {line for lines in _rows(REGIONS).values() for line in lines}
    places = (_place(line, "region") for line in lines)
    return {(p.location.state or "", p.region): (p,) for p in places}

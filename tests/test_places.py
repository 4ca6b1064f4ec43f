"""Named places are resolved to a state and coordinates, or left open."""

from __future__ import annotations

import pytest

from communique.codebook.places import locate


@pytest.mark.parametrize(
    ("name", "states", "state", "latitude"),
    [
        ("Moscow", (), "RUS", 55.8),
        ("Moscow", ("USA",), "USA", 46.7),
        ("Kiev", (), "UKR", 50.5),
        ("northern Nigeria", (), "NGA", None),
        ("the Philippines", (), "PHL", None),
        ("Santiago", ("CHL",), "CHL", -33.5),
    ],
)
def test_a_place_is_located(name: str, states: tuple[str, ...], state: str, latitude: float | None) -> None:
    found = locate(name, states)
    assert found is not None
    assert found.state == state
    assert found.latitude is None if latitude is None else found.latitude == pytest.approx(latitude, abs=0.1)


@pytest.mark.parametrize("name", ["the negotiating table", "Springfield", "Xyzzy"])
def test_what_is_not_known_or_not_clear_stays_open(name: str) -> None:
    assert locate(name) is None

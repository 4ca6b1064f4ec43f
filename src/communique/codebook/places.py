"""Where named places are: the innermost name of a place's words, and which of several of one name a text means."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from communique.codebook import load
from communique.codebook.gazetteer import Place, Precision, folded, people
from communique.codebook.placenames import Name, read
from communique.model import Location

_OUTWEIGHS = 5
"""How many times more people the largest place of a name must have to be meant where nothing else tells."""

_COVERS = 8
"""How many times more people a region must have than the town of its name to be meant by it: Quebec and not Donetsk."""


def locate(name: str, states: Collection[str] = ()) -> Location | None:
    """Where a place is, or ``None`` where the gazetteer does not know it or the text leaves open which it is.

    Args:
        name: as in the text.
        states: ISO 3166-1 alpha-3 codes of the states that the text speaks of; a place in one of them is preferred.

    Returns:
        State and coordinates in degrees (WGS 84). The state is ``None`` where it is disputed or there is none, the
        coordinates where only the state is sure ("Springfield" in a text about the United States).
    """
    place = find(name, states)
    return place.location if place is not None else None


def precision(name: str, location: Location) -> Precision | None:
    """How precise the location of a place is, as :func:`locate` gave it; ``None`` for a location from elsewhere."""
    place = find(name, () if location.state is None else (location.state,))
    return place.precision if place is not None and place.location == location else None


def find(name: str, states: Collection[str] = ()) -> Place | None:
    """The place that a place's words mean, as for :func:`locate`."""
    names = read(name)
    if any(n.joined for n in names):
        return _common([_meant(n.places, states, n.wanted) for n in names if not n.bound])
    found = _resolved(_inmost_first(names), states) if names else None
    at_border = found is not None and found.precision == "state" and not _BORDERS.isdisjoint(folded(name).split())
    return None if at_border else found  # a border is on either side of it


_BORDERS = frozenset(("border", "borders", "frontier", "boundary"))


def _resolved(names: Sequence[Name], states: Collection[str]) -> Place | None:
    """The place that the first of names means, which the others lie around; where it is not there, the next."""
    inner, *outer = names
    if inner.bound:
        return _resolved(outer, states) if outer else None
    if not outer:
        return _meant(inner.places, states, inner.wanted)
    around = _bounds(outer, states)
    fitting = tuple(p for p in inner.places if any(_lies_in(p, b) for b in around))
    if fitting and all(p.region and b.region and _is_region(p, b) for p in fitting for b in around):
        return _common([fitting[0], *around]) if len(fitting) == 1 else None  # "Georgia, Alabama"
    if fitting or outer[0].bound:
        spoken = {*states, *(b.location.state or "" for b in around)} if fitting else states
        return _meant(fitting or inner.places, spoken, inner.wanted)
    kept = tuple(p for p in inner.places if p.people is None and p.precision != "state")
    if kept and any(b.precision == "state" for b in around):
        return _meant(kept, states, inner.wanted)  # "Crimea, Russia"
    beside = _meant(around, states, outer[0].wanted) or around[0]
    listed = beside.precision == "city" and not outer[0].outer  # "Moscow, Kyiv"
    return None if listed or any(p.precision == "state" for p in inner.places) else _resolved(outer, states)


def _is_region(place: Place, other: Place) -> bool:
    """Whether two places are both first-level regions, and not the same."""
    return place.precision == other.precision == "region" and place != other


def _bounds(names: Sequence[Name], states: Collection[str]) -> tuple[Place, ...]:
    """The places that the first of names may be, by what lies around; towns only where it is nothing larger."""
    first, *rest = names
    around = _bounds(rest, states) if rest else ()
    fitting = tuple(p for p in first.places if any(_lies_in(p, b) for b in around)) or first.places
    meant = _meant(fitting, states, first.wanted) if fitting else None
    if meant is not None and meant.precision not in ("state", "region"):
        return (meant,)
    return tuple(p for p in fitting if p.precision in ("state", "region")) or fitting


def _lies_in(place: Place, outer: Place) -> bool:
    """Whether nothing that is known of two places keeps one from lying in the other."""
    state, of = place.location.state, outer.location.state
    if place.precision == "waters" and outer.precision in ("region", "city"):
        return False
    if state is not None and of is not None and state != of and load("sites")["within"].get(state) != of:
        return False
    told = outer.precision == "region" and place.precision == "city" and place.region and outer.region
    return not told or place.region == outer.region


def _inmost_first(names: Iterable[Name]) -> list[Name]:
    """Names in the order in which one lies in the next: as they stand, but for those that are said to be around the next."""
    ordered: list[Name] = []
    around: list[Name] = []
    for name in names:
        if name.outer:
            around.insert(0, name)
        else:
            ordered += [name, *around]
            around = []
    return ordered + around


def _meant(places: Sequence[Place], states: Collection[str], wanted: Precision | None) -> Place | None:
    """Which of the places of one name is meant, if that can be told."""
    places = [p for p in places if p.precision == wanted] or places
    if (state := next((p for p in places if p.precision == "state"), None)) is not None:
        part = (p for p in places if p.precision == "region" and p.location.state == state.location.state)
        return next(part, state)
    nobodys = next((p for p in places if p.people is None and p.location.state is None), None)
    if nobodys is not None:
        return nobodys
    places = [p for p in places if p.location.state in states] or places
    kept = [p for p in places if p.people is None]
    first, *others = kept or sorted(_one_level(places), key=people, reverse=True)
    if not others or not kept and people(first) >= _OUTWEIGHS * people(others[0]):
        return first
    return _common(places) if first.location.state in states else None


def _one_level(places: Sequence[Place]) -> Iterator[Place]:
    """Places without a region that has the name of its town, and without a town that is only called as its region is."""
    for place in places:
        like = [p for p in places if p.location.state == place.location.state and p.precision != place.precision]
        most = max(map(people, like), default=0)
        town = place.precision == "city"
        if not like or (most < _COVERS * people(place) if town else people(place) >= _COVERS * most):
            yield place


def _common(places: Sequence[Place | None]) -> Place | None:
    """The state that all of several places are in, if it is one; where in it stays open."""
    states = {p.location.state if p is not None else None for p in places}
    (state,) = states if len(states) == 1 else (None,)
    return Place(Location(state, None, None), "state") if state is not None else None

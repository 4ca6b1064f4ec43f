"""Places: of the gold's events that have one, how many are found in the text, and how many of the gold's are resolved.

place        share of the events matched by type whose place is found: it has a word of the gold's, articles aside; and in how
             many of those that have none in the gold the package has one
state        share of all gold places whose state the gazetteer tells from the gold's words and the gold's actors
coordinates  … whose coordinates it tells; and of these, how precise they are
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from communique.codebook.places import find
from evaluation import record
from evaluation.intervals import share_row

_ARTICLES = frozenset(("the", "a", "an", "of", "in", "and"))


@dataclass(frozen=True, slots=True)
class Placed:
    """A gold event's place: what of it the gazetteer tells, and the words that were found, ``None`` if it was not matched.

    ``words`` is empty where the gold has no place.
    """

    document: str
    event: str
    words: str
    state: str | None
    precision: str | None
    found: str | None

    @property
    def matched(self) -> bool:
        """Whether the package has an event of this type there."""
        return self.found is not None

    @property
    def hit(self) -> bool:
        """Whether the place that it has there is the gold's."""
        return self.found is not None and same_words(self.words, self.found)


def same_words(one: str, other: str) -> bool:
    """Whether two places have a word in common that is not an article or the like."""
    first, second = (frozenset(record.fold(words).replace(",", " ").split()) - _ARTICLES for words in (one, other))
    return bool(first & second)


def placed(gold: record.Folder, predicted: record.Folder) -> list[Placed]:
    """The places of the gold's events, in order, and those that are found for events without one."""
    events = {(s, e["id"]): e for s, row in predicted.documents.items() for e in row["events"]}
    back = {of: events[ours].get("place") or "" for ours, of in record.matches(gold, predicted)["events"].items()}
    return [
        _placed(stem, row, event, back.get((stem, event["id"])))
        for stem, row in gold.documents.items()
        for event in row["events"]
        if event.get("place") or back.get((stem, event["id"]))
    ]


def _placed(stem: str, document: record.Row, event: record.Row, found: str | None) -> Placed:
    states = frozenset(a["country"] for a in document["actors"] if a.get("country"))
    words = event.get("place") or ""
    place = find(words, states) if words else None
    if place is None:
        return Placed(stem, event["id"], words, None, None, found)
    precise = place.precision if place.location.latitude is not None else None
    return Placed(stem, event["id"], words, place.location.state, precise, found)


def lines(rows: Iterable[Placed]) -> Iterable[str]:
    """The three shares with 95 % intervals over documents, then the places that are not found and not resolved."""
    everything = list(rows)
    rows = [r for r in everything if r.words]
    if not rows:
        yield "no event of the gold has a place"
        return
    documents = [[r for r in rows if r.document == stem] for stem in dict.fromkeys(r.document for r in rows)]
    yield share_row("place", [(sum(r.hit for r in d), sum(r.matched for r in d)) for d in documents])
    yield f"  of events without a place in the gold {len(everything) - len(rows)} have one here"
    yield share_row("state", [(sum(r.state is not None for r in d), len(d)) for d in documents])
    yield share_row("coordinates", [(sum(r.precision is not None for r in d), len(d)) for d in documents])
    precise = Counter(r.precision for r in rows if r.precision is not None)
    yield "  " + ", ".join(f"{name} {often}" for name, often in sorted(precise.items()))
    for row in rows:
        lacking = [
            *(["place"] if row.matched and not row.hit else []),
            *(["state"] if row.state is None else []),
            *(["coordinates"] if row.precision is None else []),
        ]
        if lacking:
            instead = f" (found: {row.found!r})" if row.found and not row.hit else ""
            yield f"  {row.document} {row.event} {row.words!r}{instead}: no {', no '.join(lacking)}"

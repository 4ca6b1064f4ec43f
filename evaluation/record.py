"""Scores coded documents against gold ones, both in the codebook's JSON form.

Figures, micro-averaged over the gold's documents; a document that is not coded counts as empty:

published    share of documents whose best day is the gold's
boilerplate  characters
content      statements whose content overlaps by half or more
statement    … and whose source is the same, persons counted as their state
speaker      … and whose source is the same by name
omission     omissions whose evidence overlaps
via          share of the statements matched as ``statement`` with the gold's reporting chain
event        events of the same type and sides, persons counted as their state, whose evidence overlaps
event_person … by name
event_quad   events of the same quad category and sides
event_type   events of the same type, whoever takes part
status, date share of the events matched as ``event`` with the gold's status, and with a date that agrees
episodes     pairs of event mentions brought together
claims       pairs of statements brought together

``event_type`` and ``event`` are counted for each type of PLOVER, too.
"""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from communique.codebook import load
from evaluation.intervals import row, share_row
from evaluation.matching import Counts, assign, overlap

Row = dict[str, Any]
Place = tuple[str, str]

_BY_TYPE = {"event_type": "whoever takes part", "event": "with the same sides, persons counted as their state"}
"""Figures that are counted for each type of event as well: those whose matches are of one type."""

SLACK_DAYS = 31
"""A predicted interval may be this much wider than the gold's and still agree."""


@dataclass(frozen=True)
class Folder:
    """A folder of codings: documents by stem, and the two files that span them."""

    documents: Mapping[str, Row]
    episodes: tuple[frozenset[Place], ...] = ()
    claims: tuple[frozenset[Place], ...] = ()


@dataclass
class Figures:
    """Counts by figure, and shares as (hit, of); and ``parts``, the figures of each document by itself.

    ``types`` has the counts of figures that are of one type of event each, by figure and type.
    """

    counts: dict[str, Counts] = field(default_factory=dict)
    shares: dict[str, tuple[int, int]] = field(default_factory=dict)
    types: dict[tuple[str, str], Counts] = field(default_factory=dict)
    parts: list[Figures] = field(default_factory=list)

    def count(self, name: str, hit: int, gold: int, predicted: int) -> None:
        """Add to a count."""
        self.counts[name] = self.counts.get(name, Counts()) + Counts(hit, gold, predicted)

    def share(self, name: str, hit: int, of: int) -> None:
        """Add to a share."""
        a, b = self.shares.get(name, (0, 0))
        self.shares[name] = (a + hit, b + of)

    def count_types(self, name: str, hit: Iterable[str], gold: Iterable[str], predicted: Iterable[str]) -> None:
        """Add to the counts of each type: the types of those that hit, of the gold's and of the predicted ones."""
        hits, wanted, had = Counter(hit), Counter(gold), Counter(predicted)
        for kind in wanted | had:
            here = Counts(hits[kind], wanted[kind], had[kind])
            self.types[name, kind] = self.types.get((name, kind), Counts()) + here

    def value(self, name: str) -> float | None:
        """The figure itself: an F1 or a share; ``None`` where there was nothing to measure."""
        if name in self.counts:
            return round(self.counts[name].f1, 3)
        hit, of = self.shares.get(name, (0, 0))
        return round(hit / of, 3) if of else None

    def add(self, document: Figures) -> None:
        """Add the figures of a document."""
        self.parts.append(document)
        for name, c in document.counts.items():
            self.count(name, c.hit, c.gold, c.predicted)
        for name, (hit, of) in document.shares.items():
            self.share(name, hit, of)
        for key, c in document.types.items():
            self.types[key] = self.types.get(key, Counts()) + c

    def lines(self) -> Iterable[str]:
        """One line a figure, for people, with 95 % intervals over documents but where a figure spans documents."""
        for name, c in self.counts.items():
            if parts := [p.counts[name] for p in self.parts if name in p.counts]:
                yield row(name, parts)
            else:
                figures = f"p {c.precision:.3f}  r {c.recall:.3f}  f1 {c.f1:.3f}"
                yield f"{name:13} {figures}  hit {c.hit}  gold {c.gold}  pred {c.predicted}"
        for name in self.shares:
            yield share_row(name, [p.shares[name] for p in self.parts if name in p.shares])

    def type_lines(self) -> Iterable[str]:
        """A line for each type of event that gold or coding has, with 95 % intervals over the documents that have it."""
        for name, title in _BY_TYPE.items():
            yield f"{name} by type: {title}"
            for kind in load("types"):
                if parts := [p.types[name, kind] for p in self.parts if (name, kind) in p.types]:
                    yield f"  {row(kind, parts)}"


def read_folder(folder: Path) -> Folder:
    """Read a folder of codings.

    Raises:
        FileNotFoundError: the folder holds no coding.
    """
    rows = {p.stem: json.loads(p.read_text("utf-8")) for p in sorted(folder.glob("*.json"))}
    groups = {
        kind: tuple(frozenset((Path(d).stem, i) for d, i in g["mentions"]) for g in rows.pop(kind, []))
        for kind in ("episodes", "claims")
    }
    if not rows:
        raise FileNotFoundError(f"{folder}: no coded document (*.json) in this folder")
    return Folder(rows, groups["episodes"], groups["claims"])


def score(gold: Folder, predicted: Folder) -> Figures:
    """All figures of one folder against another."""
    figures = Figures()
    statements: dict[Place, Place] = {}
    events: dict[Place, Place] = {}
    for stem, document in gold.documents.items():
        figures.add(_document(stem, document, predicted.documents.get(stem, {}), statements, events))
    _score_groups("episodes", gold.episodes, predicted.episodes, events, figures)
    _score_groups("claims", gold.claims, predicted.claims, statements, figures)
    return figures


def matches(gold: Folder, predicted: Folder) -> dict[str, dict[Place, Place]]:
    """Which predicted ``events`` and ``statements`` are which of the gold's, whoever takes part and whoever says so."""
    found: dict[str, dict[Place, Place]] = {"events": {}, "statements": {}}
    for stem, document in gold.documents.items():
        _document(stem, document, predicted.documents.get(stem, {}), found["statements"], found["events"])
    return found


# One document


def _document(
    stem: str, gold: Row, predicted: Row, statements: dict[Place, Place], events: dict[Place, Place]
) -> Figures:
    figures = Figures()
    day = (gold.get("published") or {}).get("date")
    if day:
        figures.share("published", (predicted.get("published") or {}).get("date") == day, 1)
    marked, found = (positions(d.get("boilerplate") or ()) for d in (gold, predicted))
    figures.count("boilerplate", len(marked & found), len(marked), len(found))
    casts = cast_of(gold), cast_of(predicted)

    g, p = (d.get("statements") or [] for d in (gold, predicted))
    pairs = assign(g, p, same_content)
    statements.update({(stem, p[j]["id"]): (stem, g[i]["id"]) for i, j in pairs})
    same = [(i, j) for i, j in pairs if alike(g[i]["source"], p[j]["source"], casts, same_state)]
    figures.count("content", len(pairs), len(g), len(p))
    figures.count("statement", len(same), len(g), len(p))
    figures.count(
        "speaker", sum(alike(g[i]["source"], p[j]["source"], casts, same_name) for i, j in pairs), len(g), len(p)
    )
    figures.share("via", sum(same_chain(g[i].get("via"), p[j].get("via"), casts) for i, j in same), len(same))

    g, p = (d.get("omissions") or [] for d in (gold, predicted))
    pairs = assign(g, p, lambda a, b: overlap(positions([a["evidence"]]), positions([b["evidence"]])))
    figures.count("omission", len(pairs), len(g), len(p))

    g, p = (d.get("events") or [] for d in (gold, predicted))
    for name, test in _event_tests(casts).items():
        pairs = assign(g, p, lambda a, b, test=test: _near(a, b) if test(a, b) else 0.0)  # type: ignore[misc]
        figures.count(name, len(pairs), len(g), len(p))
        if name in _BY_TYPE:
            figures.count_types(name, (g[i]["type"] for i, _ in pairs), (e["type"] for e in g), (e["type"] for e in p))
        if name == "event":
            figures.share(
                "status",
                sum((g[i].get("status") or "actual") == (p[j].get("status") or "actual") for i, j in pairs),
                len(pairs),
            )
            figures.share("date", sum(dates_agree(g[i].get("date"), p[j].get("date")) for i, j in pairs), len(pairs))
        if name == "event_type":
            events.update({(stem, p[j]["id"]): (stem, g[i]["id"]) for i, j in pairs})
    return figures


def same_content(a: Row, b: Row) -> float:
    """How far the contents of two statements overlap; 0 under a half."""
    shared = overlap(positions(a["content"]), positions(b["content"]))
    return shared if shared >= 0.5 else 0.0


def positions(spans: Iterable[Row | None]) -> set[int]:
    """The character positions that spans cover."""
    return {i for s in spans if s for i in range(s["start"], s["end"])}


def _shown(event: Row) -> set[int]:
    return positions([event.get("evidence"), event.get("trigger")])


def _near(a: Row, b: Row) -> float:
    shared = overlap(_shown(a), _shown(b))
    return 1 + shared if shared else 0.0


def _event_tests(casts: tuple[Cast, Cast]) -> dict[str, Callable[[Row, Row], bool]]:
    def sides(a: Row, b: Row, test: Test) -> bool:
        return all(alike(a[side], b[side], casts, test) for side in ("actor", "recipient"))

    quad = {name: row["quad"] for name, row in load("types").items()}
    return {
        "event": lambda a, b: a["type"] == b["type"] and sides(a, b, same_state),
        "event_person": lambda a, b: a["type"] == b["type"] and sides(a, b, same_name),
        "event_quad": lambda a, b: quad.get(a["type"]) == quad.get(b["type"]) and sides(a, b, same_state),
        "event_type": lambda a, b: a["type"] == b["type"],
    }


# Actors


@dataclass(frozen=True, slots=True)
class Known:
    """An actor as far as comparing goes: its state (or being an open group), and its names."""

    state: str | None
    names: frozenset[str]


Cast = Callable[[str], Known]
Test = Callable[[Known, Known], bool]


def cast_of(document: Row) -> Cast:
    """The actors of a document by id, comparable with those of another."""
    rows = {a["id"]: a for a in document.get("actors") or ()}

    def known(key: str) -> Known:
        row = rows.get(key)
        if row is None:
            return Known(None, frozenset([fold(key.replace("_", " "))]))
        kind, country, name = row.get("kind"), row.get("country"), row.get("name") or ""
        names = {fold(n) for n in (name, *(row.get("aliases") or ())) if n}
        if kind == "person" and name:
            names.add(fold(name).split()[-1])
        if kind == "country" and country:
            names = {country}
        if kind == "group":
            names = {"(group)"}
        return Known(country or ("(group)" if kind == "group" else None), frozenset(names))

    return known


def fold(name: str) -> str:
    """A name without case, accents and leading article."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return bare.lower().strip().removeprefix("the ").strip()


def same_state(a: Known, b: Known) -> bool:
    """Of one state; where neither has one, of one name."""
    return a.state == b.state if a.state or b.state else bool(a.names & b.names)


def same_name(a: Known, b: Known) -> bool:
    """With a name in common."""
    return bool(a.names & b.names)


def alike(gold: Iterable[str] | None, predicted: Iterable[str] | None, casts: tuple[Cast, Cast], test: Test) -> bool:
    """Whether each actor on either side has its like on the other."""
    g, p = [casts[0](k) for k in gold or ()], [casts[1](k) for k in predicted or ()]
    return all(any(test(a, b) for b in p) for a in g) and all(any(test(a, b) for a in g) for b in p)


def same_chain(gold: list[str] | None, predicted: list[str] | None, casts: tuple[Cast, Cast]) -> bool:
    """Whether two reporting chains name the same, in the same order."""
    g, p = gold or [], predicted or []
    return len(g) == len(p) and all(same_name(casts[0](a), casts[1](b)) for a, b in zip(g, p, strict=True))


# Dates


def dates_agree(gold: Row | None, predicted: Row | None) -> bool:
    """Whether two date intervals agree: they meet, and the predicted one is not much wider; unknown agrees with unknown."""
    g0, g1 = _ends(gold)
    p0, p1 = _ends(predicted)
    if g0 is None and g1 is None:
        return p0 is None
    if p0 is None and p1 is None:
        return False
    if g0 is None or g1 is None:
        late_enough = g0 is None or (p1 or p0 or dt.date.max) >= g0
        return late_enough and (g1 is None or (p0 or p1 or dt.date.min) <= g1)
    first, last = p0 or p1, p1 or p0
    assert first is not None and last is not None
    return first <= g1 and g0 <= last and (last - first).days <= (g1 - g0).days + SLACK_DAYS


def _ends(date: Row | None) -> tuple[dt.date | None, dt.date | None]:
    row = date or {}
    first, last = (dt.date.fromisoformat(v[:10]) if (v := row.get(k)) else None for k in ("earliest", "latest"))
    return first, last


# Groups


def _score_groups(
    name: str,
    gold: Iterable[frozenset[Place]],
    predicted: Iterable[frozenset[Place]],
    matched: Mapping[Place, Place],
    figures: Figures,
) -> None:
    wanted = {frozenset(pair) for group in gold for pair in combinations(sorted(group), 2)}
    found = set()
    for group in predicted:
        known = sorted({matched[m] for m in group if m in matched})
        found |= {frozenset(pair) for pair in combinations(known, 2)}
    figures.count(name, len(wanted & found), len(wanted), len(found))

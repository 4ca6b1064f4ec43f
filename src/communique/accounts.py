"""One episode's accounts side by side: what they share, where they differ, what each leaves out, how many are independent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from communique.codebook import load
from communique.episodes import content_words
from communique.model import Coding, Episode, Event, Span

COPY_LIKENESS = 0.6
"""Share of runs of five words that two texts have in common from which one is taken for a copy of the other."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one account says to one fact: its words and where they stand, or nothing; ``state`` says which."""

    document: str
    state: str
    words: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of an episode and what each account says to it."""

    fact: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Teller:
    """An account's head: its document, outlet, and origin."""

    document: str
    outlet: str | None
    origin: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Accounts of one episode, the facts, and how many origins they come from."""

    episode: str
    accounts: tuple[Teller, ...]
    independent: int
    rows: tuple[Row, ...]


def compare(episode: Episode, codings: Iterable[Coding]) -> Comparison:
    """Lay the accounts of an episode side by side.

    Args:
        episode: the episode.
        codings: at least the codings of the documents that mention it.
    """
    found = {c.document.name: c for c in codings}
    names = sorted({d for d, _ in episode.mentions if d in found})
    told = {n: [e for e in found[n].events if (n, e.id) in set(episode.mentions)] for n in names}
    group = [found[n] for n in names]
    origin = origins(group)
    rows = [_words(told, found, names)]
    for fact, value in (
        ("when", _when),
        ("where", _where),
        ("how much", _how_much),
        ("status", _status),
        ("according to", _claimed),
    ):
        rows.append(_attribute(fact, value, told, found, names))
    rows.extend(_said(group, names))
    rows.extend(_noted(group, names))
    tellers = tuple(Teller(n, found[n].document.outlet, origin[n]) for n in names)
    return Comparison(
        episode.id, tellers, len(set(origin.values())), tuple(r for r in rows if any(c.words for c in r.cells))
    )


def origins(codings: Sequence[Coding]) -> dict[str, str]:
    """Where each document's account comes from: the agency it credits first, a document that it copies, or itself."""
    agencies = {n for row in load("outlets")["outlets"] if row.get("agency") for n in row["names"]}
    runs = {c.document.name: _runs(c.document.text) for c in codings}
    found: dict[str, str] = {}
    for c in sorted(codings, key=lambda c: c.document.name):
        name = c.document.name
        copied = next((o for o in sorted(found) if _copies(runs[name], runs[o])), None)
        if copied is not None:
            found[name] = found[copied]
            continue
        head = c.document.text[:400]
        agency = next(
            (a for a in c.document.credits if a in agencies and (a in head or c.document.text.rstrip().endswith(a))),
            None,
        )
        found[name] = agency or c.document.outlet or name
    return found


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return frozenset(tuple(words[i : i + 5]) for i in range(len(words) - 4))


def _copies(a: frozenset[tuple[str, ...]], b: frozenset[tuple[str, ...]]) -> bool:
    return bool(a and b) and len(a & b) / min(len(a), len(b)) >= COPY_LIKENESS


def _words(told: dict[str, list[Event]], found: dict[str, Coding], names: Sequence[str]) -> Row:
    cells = []
    for n in names:
        event = told[n][0]
        cells.append(Cell(n, "reported", _clean(event.evidence.of(found[n].document.text)), event.evidence))
    return Row("in its words", tuple(cells))


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _attribute(
    fact: str, value: object, told: dict[str, list[Event]], found: dict[str, Coding], names: Sequence[str]
) -> Row:
    read = value if callable(value) else _status
    values: dict[str, tuple[str, Span] | None] = {}
    for n in names:
        values[n] = next(((v, e.evidence) for e in told[n] if (v := read(e, found[n]))), None)
    said = {v[0] for v in values.values() if v is not None}
    cells = []
    for n in names:
        v = values[n]
        if v is None:
            cells.append(Cell(n, "omitted"))
        else:
            cells.append(Cell(n, "reported" if len(said) == 1 else "differs", v[0], v[1]))
    return Row(fact, tuple(cells))


def _when(event: Event, coding: Coding) -> str | None:
    d = event.date
    if d is None:
        return None
    return str(d.day) if d.day else f"{d.earliest or '…'} to {d.latest or '…'}"


def _where(event: Event, coding: Coding) -> str | None:
    return event.place


def _how_much(event: Event, coding: Coding) -> str | None:
    return event.amount.of if event.amount is not None else None


def _status(event: Event, coding: Coding) -> str | None:
    return event.status


def _claimed(event: Event, coding: Coding) -> str | None:
    names = {a.id: a.name for a in coding.actors}
    return ", ".join(names.get(a, a) for a in event.claimed_by) or None


def _said(group: Sequence[Coding], names: Sequence[str]) -> list[Row]:
    """Statements by the accounts' common sources: who else reports them in like words."""
    rows, done = [], set()
    for c in group:
        for s in c.statements:
            if (c.document.name, s.id) in done or s.kind == "indirect" or len(s.content) == 0:
                continue
            words = content_words(" ".join(p.of(c.document.text) for p in s.content))
            if len(words) < 4:
                continue
            speakers = {a.id: a.name for a in c.actors}
            cells = []
            for other in group:
                match = next(
                    (t for t in other.statements if (other.document.name, t.id) not in done
                     and _alike(words, content_words(" ".join(p.of(other.document.text) for p in t.content)))),
                    None,
                )  # fmt: skip
                if match is None:
                    cells.append(Cell(other.document.name, "omitted"))
                    continue
                done.add((other.document.name, match.id))
                shown = _clean(" … ".join(p.of(other.document.text) for p in match.content))
                cells.append(Cell(other.document.name, "reported", shown[:200], match.content[0]))
            rows.append(
                Row(f"said by {', '.join(speakers.get(a, a) for a in s.source) or 'nobody named'}", tuple(cells))
            )
    return sorted(rows, key=lambda r: -sum(c.words is not None for c in r.cells))[:12]


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a and b) and len(a & b) / len(a | b) >= 0.4


def _noted(group: Sequence[Coding], names: Sequence[str]) -> list[Row]:
    """What an account itself points out as missing."""
    rows = []
    for c in group:
        for o in c.omissions:
            shown = _clean(o.evidence.of(c.document.text))
            rows.append(
                Row(
                    "noted as missing",
                    tuple(
                        Cell(n, "noted as missing", shown, o.evidence) if n == c.document.name else Cell(n, "omitted")
                        for n in names
                    ),
                )
            )
    return rows

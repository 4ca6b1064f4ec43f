"""The accounts of one episode side by side: a row a fact, a column an account, and what each says to each fact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from communique.accounts.desk import Desk
from communique.accounts.origins import Origin, independent, origins
from communique.accounts.wording import terms
from communique.linking.dating import is_borrowed
from communique.linking.mentions import days_between, numbers
from communique.linking.words import content_words
from communique.model import Claim, Episode, Event, Interval, Omission, Span

State = Literal["reported", "differs", "omitted", "noted as missing"]
Part = Literal["attribute", "within it", "claim", "silence", "beside it", "wording"]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one account says to one fact: its words and where they stand, or nothing; ``value`` is what it comes to."""

    document: str
    state: State
    words: str | None = None
    span: Span | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One fact and what each account says to it; ``key`` is the episode's or claim's id, where it is one."""

    part: Part
    fact: str
    cells: tuple[Cell, ...]
    key: str | None = None

    @property
    def told(self) -> int:
        """How many accounts report it."""
        return sum(c.state != "omitted" for c in self.cells)

    @property
    def differs(self) -> bool:
        """Whether accounts contradict each other in it."""
        return any(c.state == "differs" for c in self.cells)


@dataclass(frozen=True, slots=True)
class Teller:
    """An account's head: its document, outlet and origin, and what share of the facts that any account has it reports."""

    document: str
    outlet: str | None
    origin: Origin
    coverage: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Accounts of one episode, grouped by origin, and the facts.

    ``independent`` is the number of origins; ``contradictions`` are the rows in which accounts differ in a date, a
    number, a source or an outcome; ``single`` those that only one origin has.
    """

    episode: Episode
    accounts: tuple[Teller, ...]
    independent: int
    rows: tuple[Row, ...]
    contradictions: tuple[Row, ...]
    single: tuple[Row, ...]


def compare(
    episode: Episode,
    desk: Desk,
    *,
    beside: int = 40,
    claims: int = 200,
    origin: Mapping[str, Origin] | None = None,
) -> Comparison:
    """Lay the accounts of an episode side by side.

    Args:
        episode: the episode.
        desk: holds at least the documents that mention it.
        beside: at most so many other events that its accounts tell of, those with most accounts first.
        claims: at most so many claims that they report, in the same order.
        origin: where each account comes from, where that is known from more documents than those on the desk.
    """
    told = desk.accounts(episode)
    origin = {**origins(episode, desk), **{n: o for n, o in (origin or {}).items() if n in told}}
    names = sorted(told, key=lambda n: (origin[n].kind, origin[n].name, n))
    rows = [
        *_attributes(told, desk, names),
        *_within(episode, desk, names),
        *_claims(desk, names, claims),
        *_silences(desk, names),
        *_beside(episode, desk, names, beside),
        *_wordings(told, desk, names),
    ]
    facts = [r for r in rows if r.part != "wording"]
    tellers = tuple(Teller(n, desk.codings[n].document.outlet, origin[n], _coverage(n, facts)) for n in names)
    single = [
        r
        for r in facts
        if r.part != "attribute"
        and independent({c.document: origin[c.document] for c in r.cells if c.state != "omitted"}) == 1
    ]
    return Comparison(
        episode, tellers, independent(origin), tuple(rows), tuple(r for r in rows if r.differs and r.part != "wording"),
        tuple(single) if independent(origin) > 1 else (),
    )  # fmt: skip


def _coverage(name: str, rows: Sequence[Row]) -> float:
    mine = sum(c.state != "omitted" for r in rows for c in r.cells if c.document == name)
    return round(mine / len(rows), 3) if rows else 0.0


# Attributes


def _attributes(told: dict[str, list[Event]], desk: Desk, names: Sequence[str]) -> Iterator[Row]:
    yield Row("attribute", "in its words", tuple(_shown(n, told[n][0], desk) for n in names))
    for fact, read, agree in _FACTS:
        values = {n: [(v, e) for e in told[n] if (v := read(e, n, desk)) is not None] for n in names}
        if any(values.values()):
            apart = _apart({tuple(v for v, _ in mine) for mine in values.values() if mine}, agree)
            yield Row("attribute", fact, tuple(_cell(n, values[n], apart, desk) for n in names))


def _shown(name: str, event: Event, desk: Desk) -> Cell:
    return Cell(name, "reported", desk.quote(name, event.evidence), event.evidence)


Value = str | Interval | float
Read = Callable[[Event, str, Desk], Value | None]


def _apart(said: Collection[tuple[Value, ...]], agree: Callable[[Value, Value], bool]) -> frozenset[tuple[Value, ...]]:
    """What accounts say, each in one value or more, of which no value agrees with any that some other account has."""
    return frozenset(
        mine
        for mine in said
        if any(not any(agree(a, b) for a in mine for b in theirs) for theirs in said if theirs != mine)
    )


def _cell(name: str, mine: Sequence[tuple[Value, Event]], apart: Collection[tuple[Value, ...]], desk: Desk) -> Cell:
    """What one account says."""
    if not mine:
        return Cell(name, "omitted")
    state: State = "differs" if tuple(v for v, _ in mine) in apart else "reported"
    value, event = mine[0]
    return Cell(name, state, desk.quote(name, event.evidence), event.evidence, _worded(value))


def _worded(value: Value) -> str:
    if isinstance(value, Interval):
        return str(value.day) if value.day else f"{value.earliest or '…'} to {value.latest or '…'}"
    return f"{value:g}" if isinstance(value, float) else value


def _when(event: Event, name: str, desk: Desk) -> Value | None:
    return None if is_borrowed(event) else event.date


def _where(event: Event, name: str, desk: Desk) -> Value | None:
    return event.place


def _how_much(event: Event, name: str, desk: Desk) -> Value | None:
    return event.amount.of if event.amount is not None else None


def _status(event: Event, name: str, desk: Desk) -> Value | None:
    return event.status


def _according(event: Event, name: str, desk: Desk) -> Value | None:
    return ", ".join(desk.names(name, event.claimed_by)) or None


def _days_agree(a: Value, b: Value) -> bool:
    return isinstance(a, Interval) and isinstance(b, Interval) and days_between(a, b) == 0


def _words_agree(a: Value, b: Value) -> bool:
    """Whether one value says no other than the other: a figure in common where both have figures, else a word."""
    figures = numbers(str(a)), numbers(str(b))
    if all(figures):
        return bool(figures[0] & figures[1])
    one, other = content_words(str(a)), content_words(str(b))
    return not one or not other or bool(one & other)


_FACTS: tuple[tuple[str, Read, Callable[[Value, Value], bool]], ...] = (
    ("when", _when, _days_agree),
    ("where", _where, lambda a, b: True),
    ("how much", _how_much, _words_agree),
    ("status", _status, lambda a, b: a == b),
    ("according to", _according, _words_agree),
)
"""Facts of an event: how each is read of a mention, and whether two accounts agree in it. Places are named wide or
close ("Moscow", "the Kremlin"), so that two of them are no contradiction."""


# Other events


def _row_of(part: Part, other: Episode, desk: Desk, names: Sequence[str]) -> Row:
    theirs = desk.told(other)
    cells = []
    for name in names:
        if name not in theirs:
            cells.append(Cell(name, "omitted"))
            continue
        event = theirs[name][0]
        state: State = "noted as missing" if event.status == "negated" else "reported"
        cells.append(Cell(name, state, desk.quote(name, event.evidence), event.evidence, event.status))
    return Row(part, other.label, tuple(cells), other.id)


def _within(episode: Episode, desk: Desk, names: Sequence[str]) -> list[Row]:
    """What the episode contains or produces."""
    found = []
    for tie in desk.ties:
        if tie.episode == episode.id and tie.kind != "contradicts" and (other := desk.episode(tie.other)) is not None:
            row = _row_of("within it", other, desk, names)
            found.append(Row(row.part, f"{tie.kind}: {row.fact}", row.cells, row.key))
    return sorted(found, key=lambda r: (-r.told, r.fact))


def _beside(episode: Episode, desk: Desk, names: Sequence[str], most: int) -> list[Row]:
    """The other events that the accounts tell of, those that most accounts have first."""
    tied = {episode.id} | {t.other for t in desk.ties if t.episode == episode.id}
    often = {e.id: len(desk.told(e).keys() & set(names)) for e in desk.episodes if e.id not in tied}
    others = sorted(
        (e for e in desk.episodes if often.get(e.id)), key=lambda e: (-often[e.id], -_weight(e, desk), e.label)
    )
    return [_row_of("beside it", e, desk, names) for e in others[:most]]


def _weight(episode: Episode, desk: Desk) -> float:
    """What is better worth a row than what else one account tells: named sides, an amount, a date, more mentions."""
    events = [e for events in desk.told(episode).values() for e in events]
    known = bool(episode.actor) + bool(episode.recipient) + (episode.date is not None)
    return (
        known
        + 2 * any(e.amount is not None for e in events)
        + len(events)
        + max((e.confidence for e in events), default=0)
    )


# Claims and silences


def _claims(desk: Desk, names: Sequence[str], most: int) -> list[Row]:
    known = set(names)
    often = {c.id: len({d for d, _ in c.mentions} & known) for c in desk.claims}
    facts = {c.id: f"said by {_speaker(c, desk)}" for c in desk.claims if often[c.id]}
    claims = sorted((c for c in desk.claims if often[c.id]), key=lambda c: (-often[c.id], facts[c.id], c.id))
    rows = (Row("claim", facts[c.id], tuple(_claimed(c, n, desk) for n in names), c.id) for c in claims[:most])
    return [r for r in rows if r.told]


def _claimed(claim: Claim, name: str, desk: Desk) -> Cell:
    for place in claim.mentions:
        if place[0] == name and (statement := desk.statement(place)) is not None:
            return Cell(name, "reported", desk.said(name, statement), statement.content[0])
    return Cell(name, "omitted")


def _speaker(claim: Claim, desk: Desk) -> str:
    for place in claim.mentions:
        statement = desk.statement(place)
        if statement is not None and statement.source:
            return ", ".join(desk.names(place[0], statement.source))
    return "nobody named"


def _silences(desk: Desk, names: Sequence[str]) -> list[Row]:
    """What an account itself points out as missing; accounts that point out the same share a row."""
    noted = [(n, o) for n in names for o in desk.codings[n].omissions]
    rows: list[tuple[frozenset[str], dict[str, Omission]]] = []
    for name, omission in noted:
        words = content_words(desk.quote(name, omission.what or omission.evidence))
        like = next((r for r in rows if name not in r[1] and _alike(words, r[0])), None)
        if like is None:
            rows.append((words, {name: omission}))
        else:
            like[1][name] = omission
    return [_silence(by_name, desk, names) for _, by_name in rows]


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a and b) and len(a & b) / min(len(a), len(b)) >= 0.5


def _silence(by_name: dict[str, Omission], desk: Desk, names: Sequence[str]) -> Row:
    first, omission = next(iter(by_name.items()))
    fact = desk.quote(first, omission.what) if omission.what is not None else "something"
    cells = []
    for name in names:
        if name in by_name:
            shown = by_name[name].evidence
            cells.append(Cell(name, "noted as missing", desk.quote(name, shown), shown))
        else:
            cells.append(Cell(name, "omitted"))
    return Row(
        "silence", f"left out by {', '.join(desk.names(first, omission.by)) or 'what is told of'}: {fact}", tuple(cells)
    )


# Wording


def _wordings(told: dict[str, list[Event]], desk: Desk, names: Sequence[str]) -> Iterator[Row]:
    """Things for which accounts have different loaded words, in what they say of the episode."""
    used = {n: terms(desk.codings[n].document.text, (e.evidence for e in told[n])) for n in names}
    for about in sorted({a for found in used.values() for a in found}):
        sets = [frozenset(found[about]) for found in used.values() if about in found]
        if not any(not a & b for a, b in combinations(sets, 2)):
            continue
        often = Counter(t for s in sets for t in s)
        cells = []
        for name in names:
            found = used[name].get(about, {})
            if not found:
                cells.append(Cell(name, "omitted"))
                continue
            term = max(found, key=lambda t: (-often[t], t))
            cells.append(Cell(name, "differs", desk.quote(name, found[term]), found[term], ", ".join(sorted(found))))
        yield Row("wording", f"words for {about}", tuple(cells))

"""What linking knows of one document, so that its text and coding need not be read again; packed, a record keeps it."""

from __future__ import annotations

import base64
import datetime as dt
import json
import sys
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from communique.linking.copies import runs
from communique.linking.mentions import EventMention, Lean, Party, Side, Utterance
from communique.linking.stories import days_of, terms_of
from communique.model import Coding, Interval


@dataclass(frozen=True, slots=True, eq=False)
class Leaned:
    """A document as linking knows it.

    Attributes:
        name: the document's.
        outlet: who published it.
        days: when it was published, where the first and the last day are known.
        terms: how often it uses each word that stories are told by.
        runs: the hashes of its runs of words, by which copies are told.
        events: its event mentions, in the order of their ids.
        statements: its statements, in the order of their ids.
    """

    name: str
    outlet: str | None
    days: Interval | None
    terms: Mapping[str, float]
    runs: np.ndarray
    events: Sequence[EventMention]
    statements: Sequence[Utterance]

    @property
    def other_words(self) -> list[str]:
        """The words by which its mentions are compared and that are not among its terms, in order."""
        found = {w for m in self.events for w in (*m.around, *m.words, *m.trigger)}
        return sorted((found | {w for u in self.statements for w in (*u.words, *u.quoted)}) - set(self.terms))


def leaned(coding: Coding, lean: Lean) -> Leaned:
    """What linking knows of a document.

    Args:
        coding: the document's, with the dates that its text gives itself and no others.
        lean: what keeps one object for equal parts.
    """
    document = coding.document
    return Leaned(
        document.name,
        document.outlet,
        days_of(document),
        terms_of(document),
        runs(document),
        sorted(lean.events(coding), key=lambda m: m.place),
        sorted(lean.statements(coding), key=lambda u: u.place),
    )


# To and from what a record keeps


def packed(found: Leaned) -> bytes:
    """A document's events and statements as compressed JSON."""
    parties: dict[Party, int] = {}

    def side(of: Side) -> list[int]:
        return [parties.setdefault(p, len(parties)) for p in of.parties]

    events = [
        [
            m.place[1], m.position, m.type, m.mode, m.status, side(m.actor), side(m.recipient), _days(m.date), _days(m.told),
            m.where, m.amount, sorted(m.trigger), m.words, m.around, sorted(m.numbers), m.in_title, _text(m.meaning),
        ]
        for m in found.events
    ]  # fmt: skip
    statements = [
        [
            u.place[1], u.position, side(u.source), _days(u.told), u.words, u.quoted, sorted(u.numbers), u.direct, u.negated, u.label,
            _text(u.meaning),
        ]
        for u in found.statements
    ]  # fmt: skip
    named = [[p.id, p.state, p.name, sorted(p.words), p.person, p.whole] for p in parties]
    row = {"parties": named, "events": events, "statements": statements}
    return zlib.compress(json.dumps(row, separators=(",", ":")).encode(), 1)


def unpacked(name: str, kept: bytes, lean: Lean) -> tuple[list[EventMention], list[Utterance]]:
    """The events and statements of the document of a name, as they were packed; equal parts are one object of ``lean``."""
    row = json.loads(zlib.decompress(kept))
    parties = [
        lean.shared(Party(key, state, called, frozenset(words), person, whole))
        for key, state, called, words, person, whole in row["parties"]
    ]

    def side(numbers: Iterable[int]) -> Side:
        return lean.side([parties[k] for k in numbers])

    def event(values: Sequence[Any]) -> EventMention:
        key, position, kind, mode, status, doing, done, date, told, where, amount, trigger, words, around, *rest = (
            values
        )
        actor, recipient = side(doing), side(done)
        both = lean.side((*actor.parties, *recipient.parties))
        return EventMention(
            (name, key), position, kind, mode, status, actor, recipient, both, lean.shared(_interval(date)),
            lean.shared(_interval(told)), where, amount, lean.shared(frozenset(trigger)), _interned(words), _interned(around),
            lean.shared(frozenset(rest[0])), rest[1], base64.b64decode(rest[2]),
        )  # fmt: skip

    def statement(values: Sequence[Any]) -> Utterance:
        key, position, source, told, words, quoted, numbers, direct, negated, label, meaning = values
        return Utterance(
            (name, key), position, side(source), lean.shared(_interval(told)), _interned(words), _interned(quoted),
            lean.shared(frozenset(numbers)), direct, negated, label, base64.b64decode(meaning),
        )  # fmt: skip

    return [event(v) for v in row["events"]], [statement(v) for v in row["statements"]]


def _interned(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(sys.intern, words))


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _days(days: Interval | None) -> list[int | None] | None:
    return None if days is None else [d.toordinal() if d is not None else None for d in (days.earliest, days.latest)]


def _interval(values: Sequence[int | None] | None) -> Interval | None:
    if values is None:
        return None
    first, last = (dt.date.fromordinal(v) if v is not None else None for v in values)
    return Interval(first, last)

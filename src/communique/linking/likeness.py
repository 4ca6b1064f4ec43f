"""How likely two event mentions are of one event, and two statements report one utterance: what is compared, and how."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from communique.linking.acts import OUTCOMES as OUTCOMES
from communique.linking.columns import Days, Sides
from communique.linking.compared import Events, Utterances
from communique.linking.sets import Bools, Floats, Ints
from communique.linking.words import Rarity
from communique.models.encoder import ModelMismatchError

FILE = Path(__file__).parents[1] / "models" / "files" / "linking.json"
"""Weights that ``training/linking`` fits: by kind of pair, an intercept and a weight a feature."""

Features = dict[str, Floats]
"""What is compared, each an array with a number for each pair."""
UNDATED = "no days to compare"
"""What is compared of two mentions whose documents do not say when they are of, where not both say when it was."""

CONFUSED: frozenset[frozenset[str]] = frozenset(
    map(
        frozenset,
        (
            ("CONSULT", "AGREE"), ("CONSULT", "SUPPORT"), ("AGREE", "SUPPORT"), ("AGREE", "CONCEDE"), ("CONCEDE", "RETREAT"),
            ("AGREE", "COOPERATE"), ("SUPPORT", "COOPERATE"), ("AGREE", "AID"), ("AID", "COOPERATE"), ("AID", "RETREAT"),
            ("REJECT", "ACCUSE"), ("REQUEST", "ACCUSE"), ("REQUEST", "REJECT"), ("THREATEN", "ACCUSE"), ("THREATEN", "REQUEST"), ("THREATEN", "REJECT"),
            ("SANCTION", "COERCE"), ("COERCE", "ASSAULT"), ("MOBILIZE", "ASSAULT"), ("SANCTION", "ACCUSE"), ("THREATEN", "SANCTION"),
            ("THREATEN", "MOBILIZE"), ("COERCE", "ACCUSE"), ("PROTEST", "ACCUSE"), ("PROTEST", "ASSAULT"),
        ),
    )
)  # fmt: skip
"""Types that outlets' wordings, or a coder, take for each other: "met" and "agreed to", "rejected" and "condemned"."""


def comparable(events: Events, one: Ints, other: Ints) -> Bools:
    """Which pairs of mentions may be of one event at all.

    Their types must be the same or be confused, their days must not part, neither may be told as done before the other
    was, both must be done or both not; and they must have a story, type and state in common, or a word, words for like
    acts, or a day.
    """
    e = events
    found: Bools = _confused(e)[e.type[one], e.type[other]] & (e.undone[one] == e.undone[other])
    found &= e.date.between(one, other) <= _SLACK
    found &= ~(_told_before(e, one, other) | _told_before(e, other, one))
    at = np.flatnonzero(found)
    one, other = one[at], other[at]
    row = e.both.row
    near = (
        _equal(e.story, one, other) & (e.type[one] == e.type[other]) & (e.both.states.shared(row[one], row[other]) > 0)
    )
    near |= e.date.narrow[one] & e.date.narrow[other]
    rest = np.flatnonzero(~near)
    one, other = one[rest], other[rest]
    near[rest] = (e.around.sets.shared(one, other) > 0) | (e.kin.shared(one, other) > 0)
    found[at] = near
    return found


_SLACK = 2
"""Days that two accounts may be apart in dating one event: time zones, and "late on Monday"."""


def _told_before(events: Events, telling: Ints, dated: Ints) -> Bools:
    """Where one mention tells as done, on a day before the other's, what the other dates."""
    return events.actual[telling] & (events.date.first[dated] - events.told.last[telling] > _SLACK)


def _confused(events: Events) -> Bools:
    """Which of the types may be of one event."""
    types = events.types
    return np.array([[a == b or frozenset((a, b)) in CONFUSED for b in types] for a in types], dtype=np.bool_)


def _equal(codes: Ints, one: Ints, other: Ints) -> Bools:
    """Whether both of a pair are known and the same."""
    found: Bools = (codes[one] >= 0) & (codes[one] == codes[other])
    return found


def _differ(codes: Ints, one: Ints, other: Ints) -> Bools:
    """Whether both of a pair are known and not the same."""
    found: Bools = (codes[one] >= 0) & (codes[other] >= 0) & (codes[one] != codes[other])
    return found


def _told_apart(told: Days, one: Ints, other: Ints) -> Floats:
    """How far apart the days are on which two were told, from 0 to 1."""
    apart = np.log1p(np.minimum(90, told.between(one, other))) / math.log(91)
    return np.where(told.bounded[one] & told.bounded[other], apart, 0.3)


def _part(side: Sides, one: Ints, other: Ints) -> Bools:
    """Whether one side is a state and the other only some of its people, who are not persons by name."""
    a, b = side.row[one], side.row[other]
    known = (side.ids.sizes[a] > 0) & (side.ids.sizes[b] > 0)
    found: Bools = known & (side.same_states[a] == side.same_states[b]) & (side.someone[a] != side.someone[b])
    return found


def event_features(events: Events, one: Ints, other: Ints) -> Features:
    """What is compared of pairs of mentions, each from 0 to 1.

    Args:
        events: the mentions.
        one: a mention of each pair.
        other: the other mention of each pair.
    """
    e = events
    found = {name: value.astype(np.float64) for name, value in _of_events(e, one, other)}
    for a, b in _TOGETHER:
        found[f"{a} and {b}"] = found[a] * found[b]
    return found


def _of_events(e: Events, one: Ints, other: Ints) -> Iterator[tuple[str, Any]]:
    same_type = e.type[one] == e.type[other]
    yield "type", same_type
    yield "mode", _equal(e.mode, one, other)
    yield "other mode", _differ(e.mode, one, other)
    yield "status", e.status[one] == e.status[other]
    yield from _of_sides(e, one, other)
    yield "a visit and talks", same_type & (e.meeting[one]) & (e.visit[one] != e.visit[other])
    yield "a stay", e.visit[one] & e.visit[other] & e.both.equal(one, other)
    yield "a joint paper", same_type & (e.papers.shared(one, other) > 0) & e.both.equal(one, other)
    yield from _of_days(e, one, other)
    yield from _of_words(e, one, other)
    amounts = ~np.isnan(e.amount[one]) & ~np.isnan(e.amount[other])
    yield "amount", amounts & (e.amount[one] == e.amount[other])
    yield "other amount", amounts & (e.amount[one] != e.amount[other])
    yield "place", _equal(e.where, one, other)
    yield "other place", _differ(e.where, one, other)
    same_document = e.document[one] == e.document[other]
    second = np.maximum(e.position[one], e.position[other])
    yield "document", same_document
    yield "next to it", same_document & (np.abs(e.position[one] - e.position[other]) <= 1)
    yield "headline", (e.in_title[one] != e.in_title[other]) & (second <= _EARLY)
    yield "story", e.story[one] == e.story[other]
    meaning = e.meaning.alike(one, other)
    yield "meaning", meaning
    yield "close meaning", np.maximum(0.0, meaning - 0.5) * 2


_EARLY = 4


def _of_sides(e: Events, one: Ints, other: Ints) -> Iterator[tuple[str, Any]]:
    actor, recipient, both = e.actor, e.recipient, e.both
    a, b = both.row[one], both.row[other]
    yield "actors", actor.states.share(actor.row[one], actor.row[other])
    yield "recipients", recipient.states.share(recipient.row[one], recipient.row[other])
    yield "sides", both.states.share(a, b)
    yield "persons", both.ids.share(a, b)
    yield "names", both.names.share(a, b)
    yield "no sides", ~both.known[one] | ~both.known[other]
    yield "one recipient unknown", recipient.known[one] != recipient.known[other]
    yield "one actor unknown", actor.known[one] != actor.known[other]
    yield "other actor", actor.own.apart(actor.row[one], actor.row[other])
    yield "other recipient", recipient.own.apart(recipient.row[one], recipient.row[other])
    yield "a part of the recipient", _part(recipient, one, other)


def _of_days(e: Events, one: Ints, other: Ints) -> Iterator[tuple[str, Any]]:
    known, told = e.date.known, e.told.bounded
    dated = known[one] & known[other]
    meet = dated & (e.date.between(one, other) == 0)
    narrow = e.date.narrow[one] & e.date.narrow[other]
    yield "same days", dated & e.date.equal(one, other)
    yield "same day", meet & narrow
    yield "days meet", meet & ~narrow
    yield "days part", dated & ~meet
    yield UNDATED, ~dated & ~told[one] & ~told[other]
    yield "one undated", known[one] != known[other]
    yield "told apart", _told_apart(e.told, one, other)


def _of_words(e: Events, one: Ints, other: Ints) -> Iterator[tuple[str, Any]]:
    trigger = e.trigger.shared(one, other) > 0
    yield "common words", e.words.common(one, other)
    yield "common words and trigger", e.said.common(one, other)
    yield "common around", e.around.common(one, other)
    yield "trigger", trigger
    yield "trigger akin", ~trigger & (e.kin.shared(one, other) > 0)
    yield "numbers", e.numbers.shared(one, other) > 0
    yield "other numbers", e.numbers.apart(one, other)
    yield "opposed", e.turns.opposed(one, other)


_TOGETHER = (
    ("type", "sides"), ("type", "common words and trigger"), ("type", "trigger"), ("same day", "sides"), ("story", "sides"),
    ("same day", "common words and trigger"), ("trigger", "sides"), ("trigger", "same day"), ("document", "trigger"), ("document", "common words"),
    ("type", "same day"), ("type and sides", "same day"), ("type and sides", "same days"), ("actors", "recipients"), ("story", "trigger"), ("common around", "type"), ("common around", "sides"), ("meaning", "type"), ("close meaning", "sides"), ("close meaning", "same day"),
)  # fmt: skip


def same_matter(utterances: Utterances, one: Ints, other: Ints) -> Bools:
    """Which pairs of statements may report one utterance at all.

    They share a word; or, in one story, a state that they are by, and mean the like in other words. Neither turns what the
    other says to its opposite.
    """
    u = utterances
    unopposed = ~u.turns.opposed(one, other)
    near: Bools = u.words.sets.shared(one, other) > 0
    rest = np.flatnonzero(~near & (u.story[one] == u.story[other]))
    one, other = one[rest], other[rest]
    by = u.source.states.shared(u.source.row[one], u.source.row[other]) > 0
    near[rest] = by & u.meaning.known[one] & u.meaning.known[other] & (u.meaning.alike(one, other) >= _LIKE)
    return near & unopposed


_LIKE = 0.45
"""Cosine of the meanings of statements from which they are compared though they share no word."""
_FEW = 4
"""Neighbouring words that two statements share which are as good as more."""


def statement_features(utterances: Utterances, one: Ints, other: Ints) -> Features:
    """What is compared of pairs of statements, each from 0 to 1; the arguments are those of :func:`event_features`."""
    found = {name: value.astype(np.float64) for name, value in _of_statements(utterances, one, other)}
    for a, b in _STATEMENT_TOGETHER:
        found[f"{a} and {b}"] = found[a] * found[b]
    return found


_STATEMENT_TOGETHER = (
    ("common", "sources"), ("contained", "weight"), ("contained", "sources"), ("common", "document"), ("close meaning", "sources"),
    ("close meaning", "common"), ("quoted words", "sources"),
)  # fmt: skip


def _contained(shared: Floats | Ints, of: Floats | Ints, one: Ints, other: Ints) -> Floats:
    """How much of the lesser one of each pair is shared."""
    lesser = np.minimum(of[one], of[other])
    return np.asarray(shared / np.where(lesser > 0, lesser, 1), dtype=np.float64)


def _of_statements(u: Utterances, one: Ints, other: Ints) -> Iterator[tuple[str, Any]]:
    shared = u.words.shared(one, other)
    light, heavy = (f(u.words.total[one], u.words.total[other]) for f in (np.minimum, np.maximum))
    a, b = u.source.row[one], u.source.row[other]
    yield "common", u.words.common(one, other)
    yield "contained", _contained(shared, u.words.total, one, other)
    yield "weight", np.minimum(1.0, shared / 40)
    yield "length", light / np.where(heavy > 0, heavy, 1)
    yield "sources", u.source.states.share(a, b)
    yield "persons", u.source.ids.share(a, b)
    yield "names", u.source.names.share(a, b)
    yield "no source", ~u.source.known[one] | ~u.source.known[other]
    yield "told apart", _told_apart(u.told, one, other)
    yield "direct", u.direct[one] & u.direct[other]
    quoted = u.quoted.shared(one, other)
    yield "quoted words", np.minimum(1.0, quoted / 20)
    yield "quoted words contained", _contained(quoted, u.quoted.total, one, other)
    neighbours = u.neighbours.shared(one, other)
    yield "neighbouring words", np.minimum(1.0, neighbours / _FEW)
    yield "neighbouring words contained", _contained(neighbours, u.neighbours.sizes, one, other)
    yield "numbers", u.numbers.shared(one, other) > 0
    yield "other numbers", u.numbers.apart(one, other)
    same_document = u.document[one] == u.document[other]
    yield "document", same_document
    yield "next to it", same_document & (np.abs(u.position[one] - u.position[other]) <= 1)
    yield "story", u.story[one] == u.story[other]
    meaning = u.meaning.alike(one, other)
    yield "meaning", meaning
    yield "close meaning", np.maximum(0.0, meaning - 0.5) * 2
    yield "one negated", u.negated[one] != u.negated[other]
    yield "opposed", u.turns.opposed(one, other)


@dataclass(frozen=True, slots=True)
class Scale:
    """A logistic regression over features, and from which mean likeness groups are joined.

    ``undated`` is the scale of pairs of which no two days can be compared: it is fitted to such pairs, and joins from a
    likeness of its own.
    """

    intercept: float
    weights: Mapping[str, float]
    least: float
    undated: Scale | None = None

    def of(self, features: Features) -> Floats:
        """How likely each pair is one, from 0 to 1; where no days can be compared, as much as counts as much."""
        found = self._likely(features)
        if self.undated is None:
            return found
        return np.where(features[UNDATED] > 0, self.undated.of(features) * (self.least / self.undated.least), found)

    def _likely(self, features: Features) -> Floats:
        # Added one by one and not as a product of matrices, whose rounding depends on how many pairs there are.
        total = sum((w * features[name] for name, w in self.weights.items()), start=np.array(self.intercept))
        return 1 / (1 + np.exp(-np.clip(total, -40.0, 40.0)))


@cache
def scales() -> Mapping[str, Scale]:
    """The scales for ``events`` and ``statements``.

    Raises:
        ModelMismatchError: the file is missing, or was fitted to other things than are compared now.
    """
    try:
        rows = json.loads(FILE.read_text("utf-8"))
        found = {name: Scale(row["intercept"], row["weights"], row["least"]) for name, row in rows.items()}
        events = replace(found["events"], undated=found["undated"])
        statements = found["statements"]
    except (OSError, ValueError, KeyError) as error:
        raise ModelMismatchError(f"{FILE} cannot be read ({error}); install communique again") from error
    for name, wanted in fitted_to().items():
        if set(found[name].weights) != wanted:
            raise ModelMismatchError(
                f"{FILE} was fitted to other things than this version compares of {name}; fit it again (see training/)"
            )
    return {"events": events, "statements": statements}


def fitted_to() -> Mapping[str, frozenset[str]]:
    """What each regression of the file weighs: of pairs of events that have days to compare, of those that have none, of statements."""
    events = frozenset(event_features(Events((), {}, Rarity()), _NONE, _NONE)) - {UNDATED}
    statements = frozenset(statement_features(Utterances((), {}, Rarity()), _NONE, _NONE))
    return {
        "events": events,
        "undated": events - _OF_DAYS - {f"{a} and {b}" for a, b in _TOGETHER},
        "statements": statements,
    }


_OF_DAYS = frozenset(("same days", "same day", "days meet", "days part", "one undated", "told apart"))
_NONE = np.zeros(0, dtype=np.int64)

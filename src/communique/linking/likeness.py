"""How likely two event mentions are of one event, and two statements report one utterance: what is compared, and how."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from communique.codebook import load
from communique.linking.mentions import EventMention, Side, Utterance, days_between, is_narrow
from communique.linking.words import STEM, Rarity
from communique.models.encoder import ModelMismatchError
from communique.models.meaning import alike

FILE = Path(__file__).parents[1] / "models" / "files" / "linking.json"
"""Weights that ``training/linking`` fits: by kind of pair, an intercept and a weight a feature."""

Features = dict[str, float]

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


def comparable(a: EventMention, b: EventMention, same_story: bool) -> bool:
    """Whether two mentions may be of one event at all.

    Their types must be the same or be confused, their days must not part, neither may be told as done before the other
    was, both must be done or both not; and they must have a story, type and state in common, or a word, words for like
    acts, or a day.
    """
    if a.type != b.type and frozenset((a.type, b.type)) not in CONFUSED:
        return False
    if (a.status in UNDONE) != (b.status in UNDONE):
        return False
    if a.date is not None and b.date is not None and days_between(a.date, b.date) > _SLACK:
        return False
    if _told_before(a, b) or _told_before(b, a):
        return False
    if same_story and a.type == b.type and not a.both.states.isdisjoint(b.both.states):
        return True
    return not a.around.isdisjoint(b.around) or is_narrow(a.date) and is_narrow(b.date) or akin(a.trigger, b.trigger)


UNDONE = frozenset(("negated", "denied"))
"""What an act that did not happen is told as."""
_SLACK = 2
"""Days that two accounts may be apart in dating one event: time zones, and "late on Monday"."""


def _told_before(telling: EventMention, dated: EventMention) -> bool:
    """Whether one mention tells as done, on a day before the other's, what the other dates."""
    told = telling.told.latest if telling.told is not None and telling.status == "actual" else None
    day = dated.date.earliest if dated.date is not None else None
    return told is not None and day is not None and (day - told).days > _SLACK


def _share(a: frozenset[str], b: frozenset[str]) -> float:
    """Intersection over union; one half where either side is not known."""
    return len(a & b) / len(a | b) if a and b else 0.5


def _common(a: frozenset[str], b: frozenset[str], rarity: Rarity) -> float:
    """The weight of the words in common, over the mean weight of both."""
    if not a or not b:
        return 0.0
    both = a & b
    return rarity.weight(both) / (0.5 * (rarity.total(a) + rarity.total(b))) if both else 0.0


@cache
def _kin() -> Mapping[str, frozenset[int]]:
    """For each word for an act, the entries of the vocabulary that list it or its like."""
    found: dict[str, set[int]] = {}
    for k, row in enumerate((*load("acts")["verbs"], *load("acts")["nouns"])):
        for word in row["words"]:
            found.setdefault(word.split("|")[0][:STEM], set()).add(k)
    return {word: frozenset(rows) for word, rows in found.items()}


def akin(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether words for acts are of one entry of the vocabulary."""
    kin = _kin()
    return any(kin.get(x, frozenset()) & kin.get(y, frozenset()) for x in a for y in b)


@cache
def _turns() -> Mapping[str, bool]:
    """Words for acts that are only of cooperation (True) or only of conflict (False)."""
    quads = {name: row["quad"].endswith("cooperation") for name, row in load("types").items()}
    found: dict[str, set[bool]] = {}
    for row in (*load("acts")["verbs"], *load("acts")["nouns"]):
        for word in row["words"]:
            found.setdefault(word.split("|")[0][:STEM], set()).add(quads[row["type"]])
    return {word: turns == {True} for word, turns in found.items() if len(turns) == 1}


def _opposed(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether one side has a word of cooperation that the other lacks, and that one a word of conflict: "backs", "rejects"."""
    turns = _turns()
    mine, theirs = ({turns[w] for w in one - other if w in turns} for one, other in ((a, b), (b, a)))
    return bool(mine and theirs and mine.isdisjoint(theirs))


def _alike(a: bytes, b: bytes) -> float:
    """How alike two meanings are, from 0; one half where one is not known."""
    cosine = alike(a, b)
    return 0.5 if cosine is None else max(0.0, cosine)


def _apart(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether both are known and have nobody in common."""
    return bool(a and b) and a.isdisjoint(b)


def _is_part(a: Side, b: Side) -> bool:
    """Whether one side is a state and the other only some of its people, who are not persons by name."""
    return bool(a.ids and b.ids) and a.states == b.states and bool(a.own - a.persons) != bool(b.own - b.persons)


_VISITS = frozenset(
    word[:STEM] for word in ("visit", "visited", "trip", "tour", "arrived", "travelled", "traveled", "journey")
)


def is_stay(mention: EventMention) -> bool:
    """Whether a meeting is told as the stay in a state and not as the talk with a person."""
    return mention.type == "CONSULT" and not mention.recipient.persons and (mention.mode == "visit" or bool(mention.trigger & _VISITS))


SIGNING = frozenset(("SUPPORT", "AGREE", "COOPERATE"))
"""Types that the signing of a paper may be coded as."""
OUTCOMES = frozenset(
    word[:STEM]
    for word in (
        "statement", "communique", "declaration", "agreement", "treaty", "accord", "deal", "pact", "memorandum", "protocol", "contract",
        "resolution", "convention",
    )
)  # fmt: skip
"""Words, cut as they are compared, for the paper that comes out of talks."""


def _is_joint_paper(a: EventMention, b: EventMention) -> bool:
    """Whether both tell of one kind of paper between the same two states or more."""
    same = a.type == b.type and a.type in SIGNING and len(a.both.states) > 1 and a.both.states == b.both.states
    return same and not OUTCOMES.isdisjoint(a.said & b.said)


def event_features(a: EventMention, b: EventMention, same_story: bool, rarity: Rarity) -> Features:
    """What is compared of two mentions, each from 0 to 1."""
    same_document = a.place[0] == b.place[0]
    dated = a.date is not None and b.date is not None
    meet = dated and days_between(a.date, b.date) == 0  # type: ignore[arg-type]
    narrow = is_narrow(a.date) and is_narrow(b.date)
    common = _common(a.words, b.words, rarity)
    said = _common(a.said, b.said, rarity)
    actors, others = _share(a.actor.states, b.actor.states), _share(a.recipient.states, b.recipient.states)
    one_actor, other_actor = bool(a.actor.ids), bool(b.actor.ids)
    one_recipient, other_recipient = bool(a.recipient.ids), bool(b.recipient.ids)
    meaning = _alike(a.meaning, b.meaning)
    first, second = sorted((a.position, b.position))
    amounts = a.amount is not None and b.amount is not None
    told = math.log1p(min(90, days_between(a.told, b.told))) / math.log(91) if a.told and b.told else 0.3
    trigger = bool(a.trigger & b.trigger)
    found = {
        "type": float(a.type == b.type),
        "mode": float(a.mode is not None and a.mode == b.mode),
        "other mode": float(a.mode is not None and b.mode is not None and a.mode != b.mode),
        "status": float(a.status == b.status),
        "actors": actors,
        "recipients": others,
        "sides": _share(a.both.states, b.both.states),
        "persons": _share(a.both.ids, b.both.ids),
        "names": _share(a.both.words, b.both.words),
        "no sides": float(not a.both.ids or not b.both.ids),
        "one recipient unknown": float(one_recipient != other_recipient),
        "one actor unknown": float(one_actor != other_actor),
        "other actor": float(_apart(a.actor.own, b.actor.own)),
        "other recipient": float(_apart(a.recipient.own, b.recipient.own)),
        "a part of the recipient": float(_is_part(a.recipient, b.recipient)),
        "a visit and talks": float(a.type == b.type == "CONSULT" and is_stay(a) != is_stay(b)),
        "a joint paper": float(_is_joint_paper(a, b)),
        "same days": float(dated and a.date == b.date),
        "same day": float(meet and narrow),
        "days meet": float(meet and not narrow),
        "days part": float(dated and not meet),
        "no days at all": float(a.date is None and b.date is None and (a.told is None or b.told is None)),
        "one undated": float((a.date is None) != (b.date is None)),
        "told apart": told,
        "common words": common,
        "common words and trigger": said,
        "common around": _common(a.around, b.around, rarity),
        "trigger": float(trigger),
        "trigger akin": float(not trigger and akin(a.trigger, b.trigger)),
        "numbers": float(bool(a.numbers & b.numbers)),
        "other numbers": float(bool(a.numbers and b.numbers and not a.numbers & b.numbers)),
        "amount": float(amounts and a.amount == b.amount),
        "other amount": float(amounts and a.amount != b.amount),
        "place": float(bool(a.where and a.where == b.where)),
        "other place": float(bool(a.where and b.where and a.where != b.where)),
        "document": float(same_document),
        "next to it": float(same_document and second - first <= 1),
        "headline": float(a.in_title != b.in_title and second <= 4),
        "story": float(same_story),
        "meaning": meaning,
        "close meaning": max(0.0, meaning - 0.5) * 2,
        "opposed": float(_opposed(a.said, b.said)),
    }
    for one, other in _TOGETHER:
        found[f"{one} and {other}"] = found[one] * found[other]
    return found


_TOGETHER = (
    ("type", "sides"), ("type", "common words and trigger"), ("type", "trigger"), ("same day", "sides"), ("story", "sides"),
    ("same day", "common words and trigger"), ("trigger", "sides"), ("trigger", "same day"), ("document", "trigger"), ("document", "common words"),
    ("type", "same day"), ("type and sides", "same day"), ("type and sides", "same days"), ("actors", "recipients"), ("story", "trigger"), ("no days at all", "type and sides"), ("no days at all", "persons"), ("common around", "type"), ("common around", "sides"), ("meaning", "type"), ("close meaning", "sides"), ("close meaning", "same day"),
)  # fmt: skip


def same_matter(a: Utterance, b: Utterance) -> bool:
    """Whether two statements may report one utterance at all: they share a word, and do not turn it to its opposite."""
    return not a.words.isdisjoint(b.words) and not _opposed(a.words, b.words)


def statement_features(a: Utterance, b: Utterance, same_story: bool, rarity: Rarity) -> Features:
    """What is compared of two statements, each from 0 to 1."""
    common = _common(a.words, b.words, rarity)
    light, heavy = sorted((rarity.total(a.words), rarity.total(b.words)))
    shared = rarity.weight(a.words & b.words)
    contained = shared / light if light else 0.0
    told = math.log1p(min(90, days_between(a.told, b.told))) / math.log(91) if a.told and b.told else 0.3
    meaning = _alike(a.meaning, b.meaning)
    weight = min(1.0, shared / 40)
    found = {
        "common": common,
        "contained": contained,
        "weight": weight,
        "length": light / heavy if heavy else 0.0,
        "sources": _share(a.source.states, b.source.states),
        "persons": _share(a.source.ids, b.source.ids),
        "names": _share(a.source.words, b.source.words),
        "no source": float(not a.source.ids or not b.source.ids),
        "told apart": told,
        "direct": float(a.direct and b.direct),
        "numbers": float(bool(a.numbers & b.numbers)),
        "other numbers": float(bool(a.numbers and b.numbers and not a.numbers & b.numbers)),
        "document": float(a.place[0] == b.place[0]),
        "next to it": float(a.place[0] == b.place[0] and abs(a.position - b.position) <= 1),
        "story": float(same_story),
        "meaning": meaning,
        "close meaning": max(0.0, meaning - 0.5) * 2,
        "one negated": float(a.negated != b.negated),
        "opposed": float(_opposed(a.words, b.words)),
    }
    for one, other in (
        ("common", "sources"),
        ("contained", "weight"),
        ("contained", "sources"),
        ("common", "document"),
        ("close meaning", "sources"),
        ("close meaning", "common"),
    ):
        found[f"{one} and {other}"] = found[one] * found[other]
    return found


@dataclass(frozen=True, slots=True)
class Scale:
    """A logistic regression over features, and from which mean likeness groups are joined."""

    intercept: float
    weights: Mapping[str, float]
    least: float

    def of(self, features: Features) -> float:
        """How likely the pair is one, from 0 to 1."""
        weights = self.weights
        total = self.intercept + sum([weights[name] * value for name, value in features.items() if value])
        return 1 / (1 + math.exp(-max(-40.0, min(40.0, total))))


@cache
def scales() -> Mapping[str, Scale]:
    """The scales for ``events`` and ``statements``.

    Raises:
        ModelMismatchError: the file is missing, or was fitted to other things than are compared now.
    """
    try:
        rows = json.loads(FILE.read_text("utf-8"))
        found = {name: Scale(row["intercept"], row["weights"], row["least"]) for name, row in rows.items()}
    except (OSError, ValueError, KeyError) as error:
        raise ModelMismatchError(f"{FILE} cannot be read ({error}); install communique again") from error
    for name, compared in (("events", _compared_of_events()), ("statements", _compared_of_statements())):
        if set(found[name].weights) != compared:
            raise ModelMismatchError(
                f"{FILE} was fitted to other things than this version compares of {name}; fit it again (see training/)"
            )
    return found


def _compared_of_events() -> set[str]:
    nobody = Side.of(())
    none: frozenset[str] = frozenset()
    mention = EventMention(
        ("", ""), 0, "CONSULT", None, "actual", nobody, nobody, nobody, None, None, None, None, none, none, none, none, none, False, b"",
    )  # fmt: skip
    return set(event_features(mention, mention, False, Rarity()))


def _compared_of_statements() -> set[str]:
    none: frozenset[str] = frozenset()
    utterance = Utterance(("", ""), 0, Side.of(()), None, none, none, False, False, "", b"")
    return set(statement_features(utterance, utterance, False, Rarity()))

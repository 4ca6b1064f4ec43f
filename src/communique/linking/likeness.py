"""How likely two event mentions are of one event, and two statements report one utterance: what is compared, and how."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from communique.codebook import load
from communique.linking.mentions import EventMention, Party, Utterance, days_between, is_narrow
from communique.linking.words import Rarity

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


def comparable(a: EventMention, b: EventMention) -> bool:
    """Whether two mentions may be of one event at all: types that are confused, days that do not part, both done or both not."""
    if a.type != b.type and frozenset((a.type, b.type)) not in CONFUSED:
        return False
    if (a.status in _UNDONE) != (b.status in _UNDONE):
        return False
    return a.date is None or b.date is None or days_between(a.date, b.date) <= _SLACK


_UNDONE = frozenset(("negated", "denied"))
_SLACK = 2
"""Days that two accounts may be apart in dating one event: time zones, and "late on Monday"."""


def _share(a: frozenset[str], b: frozenset[str]) -> float:
    """Intersection over union; one half where either side is not known."""
    return len(a & b) / len(a | b) if a and b else 0.5


def _states(side: Iterable[Party]) -> frozenset[str]:
    return frozenset(p.state for p in side)


def _ids(side: Iterable[Party]) -> frozenset[str]:
    return frozenset(p.id for p in side)


def _named(side: Iterable[Party]) -> frozenset[str]:
    return frozenset(w for p in side for w in p.words)


def _common(a: frozenset[str], b: frozenset[str], rarity: Rarity) -> float:
    """The weight of the words in common, over the mean weight of both."""
    if not a or not b:
        return 0.0
    return rarity.weight(a & b) / (0.5 * (rarity.weight(a) + rarity.weight(b)))


@cache
def _kin() -> Mapping[str, frozenset[int]]:
    """For each word for an act, the entries of the vocabulary that list it or its like."""
    found: dict[str, set[int]] = {}
    for k, row in enumerate((*load("acts")["verbs"], *load("acts")["nouns"])):
        for word in row["words"]:
            found.setdefault(word.split("|")[0][:6], set()).add(k)
    return {word: frozenset(rows) for word, rows in found.items()}


def _akin(a: frozenset[str], b: frozenset[str]) -> bool:
    kin = _kin()
    return any(kin.get(x, frozenset()) & kin.get(y, frozenset()) for x in a for y in b)


def event_features(a: EventMention, b: EventMention, same_story: bool, rarity: Rarity) -> Features:
    """What is compared of two mentions, each from 0 to 1."""
    same_document = a.place[0] == b.place[0]
    dated = a.date is not None and b.date is not None
    meet = dated and days_between(a.date, b.date) == 0  # type: ignore[arg-type]
    narrow = is_narrow(a.date) and is_narrow(b.date)
    common = _common(a.words, b.words, rarity)
    said = _common(a.words | a.trigger, b.words | b.trigger, rarity)
    actors, others = _share(_states(a.actor), _states(b.actor)), _share(_states(a.recipient), _states(b.recipient))
    sides = _share(_states(a.parties), _states(b.parties))
    persons = _share(_ids(a.parties), _ids(b.parties))
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
        "sides": sides,
        "persons": persons,
        "names": _share(_named(a.parties), _named(b.parties)),
        "no sides": float(not a.parties or not b.parties),
        "one recipient unknown": float(bool(a.recipient) != bool(b.recipient)),
        "one actor unknown": float(bool(a.actor) != bool(b.actor)),
        "same day": float(meet and narrow),
        "days meet": float(meet and not narrow),
        "days part": float(dated and not meet),
        "one undated": float((a.date is None) != (b.date is None)),
        "told apart": told,
        "common words": common,
        "common words and trigger": said,
        "trigger": float(trigger),
        "trigger akin": float(not trigger and _akin(a.trigger, b.trigger)),
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
    }
    for one, other in _TOGETHER:
        found[f"{one} and {other}"] = found[one] * found[other]
    return found


_TOGETHER = (
    ("type", "sides"), ("type", "common words and trigger"), ("type", "trigger"), ("same day", "sides"), ("story", "sides"),
    ("same day", "common words and trigger"), ("trigger", "sides"), ("trigger", "same day"), ("document", "trigger"), ("document", "common words"),
    ("type", "same day"), ("actors", "recipients"), ("story", "trigger"),
)  # fmt: skip


def statement_features(a: Utterance, b: Utterance, same_story: bool, rarity: Rarity) -> Features:
    """What is compared of two statements, each from 0 to 1."""
    common = _common(a.words, b.words, rarity)
    light, heavy = sorted((rarity.weight(a.words), rarity.weight(b.words)))
    contained = rarity.weight(a.words & b.words) / light if light else 0.0
    told = math.log1p(min(90, days_between(a.told, b.told))) / math.log(91) if a.told and b.told else 0.3
    weight = min(1.0, rarity.weight(a.words & b.words) / 40)
    found = {
        "common": common,
        "contained": contained,
        "weight": weight,
        "length": light / heavy if heavy else 0.0,
        "sources": _share(_states(a.source), _states(b.source)),
        "persons": _share(_ids(a.source), _ids(b.source)),
        "names": _share(_named(a.source), _named(b.source)),
        "no source": float(not a.source or not b.source),
        "told apart": told,
        "direct": float(a.direct and b.direct),
        "numbers": float(bool(a.numbers & b.numbers)),
        "other numbers": float(bool(a.numbers and b.numbers and not a.numbers & b.numbers)),
        "document": float(a.place[0] == b.place[0]),
        "next to it": float(a.place[0] == b.place[0] and abs(a.position - b.position) <= 1),
        "story": float(same_story),
    }
    for one, other in (("common", "sources"), ("contained", "weight"), ("contained", "sources"), ("common", "document")):
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
        total = self.intercept + math.fsum(self.weights[name] * value for name, value in features.items())
        return 1 / (1 + math.exp(-max(-40.0, min(40.0, total))))


@cache
def scales() -> Mapping[str, Scale]:
    """The scales for ``events`` and ``statements``."""
    rows = json.loads(FILE.read_text("utf-8"))
    return {name: Scale(row["intercept"], row["weights"], row["least"]) for name, row in rows.items()}

"""What words for acts tell of two mentions: whether they are akin, turn to the opposite, or are of a visit or a paper."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache

from communique.codebook import load
from communique.linking.mentions import EventMention
from communique.linking.sets import Bools, Ints, Sets
from communique.linking.words import STEM


def _forms(word: str) -> frozenset[str]:
    """A word as it is compared, and its regular forms: those of a short word are not cut to the same letters."""
    root = word.removesuffix("e")
    return frozenset(form[:STEM] for form in (word, f"{word}s", f"{root}ed", f"{root}ing"))


@cache
def _kin() -> Mapping[str, frozenset[int]]:
    """For each word for an act, the entries of the vocabulary that list it or its like."""
    found: dict[str, set[int]] = {}
    for k, row in enumerate((*load("acts")["verbs"], *load("acts")["nouns"])):
        for word in row["words"]:
            for form in _forms(word.split("|")[0]):
                found.setdefault(form, set()).add(k)
    return {word: frozenset(rows) for word, rows in found.items()}


@cache
def _kin_of(trigger: frozenset[str]) -> Sequence[int]:
    return sorted({k for word in trigger for k in _kin().get(word, ())})


def akin(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether words for acts are of one entry of the vocabulary."""
    return not set(_kin_of(a)).isdisjoint(_kin_of(b))


def kin(triggers: Iterable[frozenset[str]]) -> Sets:
    """The entries of the vocabulary that each trigger's words are of; words of one entry are akin."""
    return Sets.of_numbers(map(_kin_of, triggers))


@cache
def _turns() -> Mapping[bool, Mapping[str, int]]:
    """Words for acts that are only of cooperation (True) or only of conflict (False), each numbered."""
    quads = {name: row["quad"].endswith("cooperation") for name, row in load("types").items()}
    found: dict[str, set[bool]] = {}
    for row in (*load("acts")["verbs"], *load("acts")["nouns"]):
        for word in row["words"]:
            found.setdefault(word.split("|")[0][:STEM], set()).add(quads[row["type"]])
    return {
        turn: {word: k for k, word in enumerate(w for w, turns in found.items() if turns == {turn})}
        for turn in (True, False)
    }


class Turns:
    """The words of cooperation and those of conflict that mentions use."""

    def __init__(self, rows: Sequence[Collection[str]]) -> None:
        self._cooperation, self._conflict = (Sets.of(rows, _turns()[turn]) for turn in (True, False))

    def opposed(self, one: Ints, other: Ints) -> Bools:
        """Whether one of a pair has a word of cooperation that the other lacks, and that one a word of conflict.

        "Backs" and "rejects" are opposed; what has words of both kinds that the other lacks is not.
        """
        (mine, theirs), (against, with_) = (self._alone(s, one, other) for s in (self._cooperation, self._conflict))
        return (mine & ~against & with_ & ~theirs) | (theirs & ~with_ & against & ~mine)

    @staticmethod
    def _alone(sets: Sets, one: Ints, other: Ints) -> tuple[Bools, Bools]:
        shared = sets.shared(one, other)
        return sets.sizes[one] > shared, sets.sizes[other] > shared


_VISITS = frozenset(
    word[:STEM] for word in ("visit", "visited", "trip", "tour", "arrived", "travelled", "traveled", "journey")
)


def is_stay(mention: EventMention) -> bool:
    """Whether a meeting is told as the stay in a state and not as the talk with a person."""
    return (
        mention.type == "CONSULT"
        and not mention.recipient.persons
        and (mention.mode == "visit" or bool(mention.trigger & _VISITS))
    )


OUTCOMES = frozenset(
    word[:STEM]
    for word in (
        "statement", "communique", "declaration", "agreement", "treaty", "accord", "deal", "pact", "memorandum", "protocol", "contract",
        "resolution", "convention",
    )
)  # fmt: skip
"""Words, cut as they are compared, for the paper that comes out of talks."""
_SIGNED = OUTCOMES | frozenset(word[:STEM] for word in ("signed", "sign", "signing", "issued", "published", "adopted"))
_SIGNING = frozenset(("SUPPORT", "AGREE", "COOPERATE"))


def is_paper(mention: EventMention) -> bool:
    """Whether a mention tells of what comes out of talks, as signed, issued or agreed."""
    return mention.type in _SIGNING and not _SIGNED.isdisjoint(mention.trigger)


def joint_papers(mention: EventMention) -> frozenset[str]:
    """The words for papers in what a mention tells between two states or more."""
    joint = mention.type in _SIGNING and len(mention.both.states) > 1
    return OUTCOMES & {*mention.words, *mention.trigger} if joint else frozenset()

"""Whether an act happened, will happen, might happen, did not, or is denied."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from spacy.tokens import Token

from communique.codebook import words_of
from communique.model import Status

_FUTURE_AUX = frozenset(("will", "shall", "'ll", "wo"))
_MAY_AUX = frozenset(("may", "might", "could", "would", "can", "ca", "should"))
_FUTURE_GOVERNORS = frozenset(["plan", "due", "schedule", "slate", "set", "intend", "expect", "prepare", "aim", "go"])
_HYPOTHETICAL_GOVERNORS = frozenset(
    [
        "want",
        "hope",
        "seek",
        "consider",
        "threaten",
        "wish",
        "try",
        "possible",
        "likely",
        "unlikely",
        "fear",
        "contemplate",
        "able",
        "rumour",
        "propose",
    ]
)
_NEGATIVE_GOVERNORS = frozenset(
    ["refuse", "fail", "decline", "stop", "avoid", "refrain", "neglect", "reluctant", "unwilling"]
)
# Nouns whose infinitive has come to pass.
_DONE = frozenset(("move", "decision", "attempt", "effort", "agreement", "deal", "visit", "trip"))
# Nouns whose infinitive has not.
_UNDONE = frozenset(("failure", "refusal", "inability", "unwillingness", "reluctance"))
_NEGATIVE_WORDS = frozenset(("no", "never", "neither", "nor", "without", "not", "n't"))
_DENYING = frozenset(("deny", "refute", "disclaim"))
_CONDITIONS = frozenset(("if", "unless", "whether"))


GOVERNORS = _FUTURE_GOVERNORS | _HYPOTHETICAL_GOVERNORS | _NEGATIVE_GOVERNORS
"""Words whose infinitive is the act, to which they give its status ("failed to agree")."""


class Told(NamedTuple):
    """A status, and the words that give it."""

    status: Status
    why: str


_PLAIN = Told("actual", "no word says otherwise")


def status_of(trigger: Token, light: Container[str] = frozenset()) -> Status:
    """The status that :func:`told` gives an act."""
    return told(trigger, light).status


def told(trigger: Token, light: Container[str] = frozenset()) -> Told:
    """The status that the trigger's own clause and the verbs right above it give an act, and which words do.

    Args:
        trigger: the word for the act.
        light: verbs that carry the act where it is a noun ("hold talks"), and so decide for it.
    """
    verb = trigger if trigger.pos_ in ("VERB", "AUX") else None
    if trigger.pos_ == "ADJ" or trigger.dep_ == "acomp":  # as the verb that it is told with ("was not critical of")
        verb = next((a for a in trigger.ancestors if a.pos_ in ("VERB", "AUX")), None)
    return _of_noun(trigger, light) if verb is None else _of_verb(verb)


_OF_NOUNS: tuple[tuple[Status, frozenset[str]], ...] = (
    ("future", frozenset(("planned", "upcoming", "forthcoming", "scheduled", "future"))),
    ("hypothetical", frozenset(("possible", "potential", "prospective"))),
)


def _of_noun(trigger: Token, light: Container[str]) -> Told:
    if (none := next((c for c in trigger.children if c.lower_ == "no" and c.dep_ == "det"), None)) is not None:
        return _by("negated", none)
    for status, words in _OF_NOUNS:
        if (word := next((c for c in trigger.children if c.lower_ in words), None)) is not None:
            return _by(status, word)
    carrier = trigger.head
    if _denies(carrier) and trigger.dep_ in ("dobj", "attr") and any(c.lower_ == "any" for c in trigger.children):
        return _by("denied", carrier)
    if trigger.dep_ in ("dobj", "nsubjpass") and carrier.pos_ == "VERB" and carrier.lemma_.lower() in light:
        return _of_verb(carrier)
    return _PLAIN


def _by(status: Status, word: Token) -> Told:
    return Told(status, f'by "{word.lower_}"')


def _denies(verb: Token) -> bool:
    """Whether a verb is "deny", or "there was" in what is denied ("denied that there was any contact")."""
    there = verb.lemma_ == "be" and verb.dep_ == "ccomp"
    return (verb.head if there else verb).lemma_.lower() in _DENYING


def _nobody(side: Token) -> bool:
    """Whether a subject or an object is none at all: "no soldier was killed", "nobody was arrested"."""
    none = side.lower_ in ("nobody", "none", "nothing") or any(c.lower_ == "no" and c.dep_ == "det" for c in side.lefts)
    return none and side.dep_ in ("nsubj", "nsubjpass", "dobj")


def _asked(verb: Token) -> bool:
    """Whether a sentence asks if it is so ("Did they fire?"), and not when, why or how it was."""
    auxiliary = next((c for c in verb.lefts if c.dep_ in ("aux", "auxpass")), None)
    held = next((c for c in verb.lefts if c.dep_ in ("nsubj", "nsubjpass")), None)
    asks = auxiliary is not None and held is not None and auxiliary.i < held.i
    return asks and verb.sent[-1].text[-1] in "?\"”'’" and not any(t.tag_ in _WH for t in verb.sent[:4])


_WH = frozenset(("WDT", "WP", "WP$", "WRB"))


def _ordered(verb: Token) -> bool:
    """Whether a verb is an imperative ("Kill him"): nobody does it, and it has no time."""
    return verb.tag_ == "VB" and not any(c.dep_ in ("aux", "auxpass", "nsubj", "nsubjpass", "expl") for c in verb.lefts)


_HELPERS = frozenset(("aux", "neg", "advmod", "mark", "preconj", "auxpass"))


def _of_verb(verb: Token) -> Told:
    """What a verb's own helpers say, else those above it."""
    if verb.dep_ in ("xcomp", "ccomp") and verb.head.lemma_.lower() in _DENYING:
        return _by("denied", verb.head)
    helpers = [c for c in verb.children if c.dep_ in _HELPERS]
    for status, word in (
        ("negated", next((c for c in helpers if c.lower_ in _NEGATIVE_WORDS or c.dep_ == "neg"), None)),
        ("negated", next((c for c in verb.children if _nobody(c)), None)),
        ("hypothetical", next((c for c in helpers if c.lower_ in _CONDITIONS and c.dep_ == "mark"), None)),
        ("future", next((c for c in helpers if c.lower_ in _FUTURE_AUX), None)),
        ("hypothetical", next((c for c in helpers if c.lower_ in _MAY_AUX), None)),
    ):
        if word is not None and word.lower_ == "would" and _reported(verb):
            return Told("future", f'by "would" after "{verb.head.lower_}"')
        if word is not None:
            return _by(status, word)  # type: ignore[arg-type]
    if verb.head == verb:
        if _asked(verb):
            return Told("hypothetical", "it is asked")
        return Told("hypothetical", "it is asked for") if _ordered(verb) else _PLAIN
    return _from_above(verb, verb.head)


def _reported(verb: Token) -> bool:
    """Whether a verb is what somebody said, whose "will" is a "would" then: "said that it would halt", and no condition stands by."""
    said = (
        verb.dep_ == "ccomp"
        and verb.head.tag_ in ("VBD", "VBN")
        and verb.head.lemma_.lower() in words_of("cues", "clause")
    )
    conditions = (m.lower_ for c in verb.children if c.dep_ == "advcl" for m in c.children if m.dep_ == "mark")
    wishes = verb.lemma_ in ("like", "love", "prefer") or any(c.lower_ in ("rather", "sooner") for c in verb.children)
    return said and not wishes and not any(m in _CONDITIONS for m in conditions)


def _from_above(verb: Token, head: Token) -> Told:
    """What the word that a verb hangs on says of it."""
    if verb.dep_ == "conj" and head.pos_ in ("VERB", "AUX") and not any(c.dep_ == "nsubj" for c in verb.children):
        return _with_first(verb, head)
    if verb.dep_ == "pcomp" and head.lower_ == "without":
        return _by("negated", head)
    if verb.dep_ not in ("xcomp", "acl", "ccomp", "advcl") or not (verb.tag_ == "VB" or verb.dep_ == "xcomp"):
        return _PLAIN
    lemma = head.lemma_.lower()
    if lemma in _NEGATIVE_GOVERNORS or verb.dep_ == "acl" and verb.tag_ == "VB" and lemma in _UNDONE:
        return _by("negated", head)
    if lemma in _FUTURE_GOVERNORS and not (lemma == "go" and head.tag_ != "VBG"):
        return _by("future", head)
    if lemma == "be" and verb.dep_ == "xcomp":  # "is to start", and "if he were to start"
        return over if (over := _of_verb(head)).status != "actual" else _by("future", head)
    if lemma in _HYPOTHETICAL_GOVERNORS or verb.dep_ == "acl" and verb.tag_ == "VB" and lemma not in _DONE:
        return _by("hypothetical", head)
    if head.pos_ == "VERB" and verb.dep_ == "xcomp":
        above = _of_verb(head)
        goes_on = lemma in ("continue", "begin", "start", "move", "go")
        return above if goes_on or above.status in ("future", "hypothetical") else _PLAIN
    return _PLAIN


def _with_first(verb: Token, head: Token) -> Told:
    """What the first of two verbs says of the second: its time and doubt, but its "not" only with "or"."""
    inherited = _of_verb(head)
    without = head.dep_ == "pcomp" and head.head.lower_ == "without"
    joined = without or any(c.lower_ in ("or", "nor") for c in head.children)
    own = verb.tag_ in ("VBD", "VBZ") and head.tag_ in ("VB", "VBN", "VBG")  # "will ensure … and proposed last month"
    return _PLAIN if own or inherited.status == "negated" and not joined else inherited


def tense_of(trigger: Token) -> str:
    """ "future" for an act that is to come, else "past": what a bare weekday is counted from."""
    return "future" if status_of(trigger) in ("future",) else "past"


def perfect(trigger: Token) -> bool:
    """Whether the act is told as background ("has long", "had been")."""
    verb = trigger if trigger.pos_ in ("VERB", "AUX") else trigger.head
    return any(c.dep_ == "aux" and c.lemma_.lower() == "have" for c in verb.children)

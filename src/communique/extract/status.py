"""Whether an act happened, will happen, might happen, did not, or is denied."""

from __future__ import annotations

from collections.abc import Container

from spacy.tokens import Token

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
_NEGATIVE_WORDS = frozenset(("no", "never", "neither", "nor", "without", "not", "n't"))
_DENYING = frozenset(("deny", "refute", "disclaim"))
_CONDITIONS = frozenset(("if", "unless", "whether"))


def status_of(trigger: Token, light: Container[str] = frozenset()) -> Status:
    """The status that the trigger's own clause and the verbs right above it give an act.

    Args:
        trigger: the word for the act.
        light: verbs that carry the act where it is a noun ("hold talks"), and so decide for it.
    """
    verb = trigger if trigger.pos_ in ("VERB", "AUX") else None
    if trigger.pos_ == "ADJ" or trigger.dep_ == "acomp":  # as the verb that it is told with ("was not critical of")
        verb = next((a for a in trigger.ancestors if a.pos_ in ("VERB", "AUX")), None)
    if verb is None:
        if any(c.lower_ == "no" and c.dep_ == "det" for c in trigger.children):
            return "negated"
        if any(c.lower_ in ("planned", "upcoming", "forthcoming", "scheduled", "future") for c in trigger.children):
            return "future"
        if any(c.lower_ in ("possible", "potential", "prospective") for c in trigger.children):
            return "hypothetical"
        carrier = trigger.head
        if _denies(carrier) and trigger.dep_ in ("dobj", "attr") and any(c.lower_ == "any" for c in trigger.children):
            return "denied"
        if trigger.dep_ in ("dobj", "nsubjpass") and carrier.pos_ == "VERB" and carrier.lemma_.lower() in light:
            return _verb_status(carrier)
        return "actual"
    return _verb_status(verb)


def _denies(verb: Token) -> bool:
    """Whether a verb is "deny", or "there was" in what is denied ("denied that there was any contact")."""
    there = verb.lemma_ == "be" and verb.dep_ == "ccomp"
    return (verb.head if there else verb).lemma_.lower() in _DENYING


def _nobody(side: Token) -> bool:
    """Whether a subject or an object is none at all: "no soldier was killed", "nobody was arrested"."""
    none = side.lower_ in ("nobody", "none", "nothing") or any(c.lower_ == "no" and c.dep_ == "det" for c in side.lefts)
    return none and side.dep_ in ("nsubj", "nsubjpass", "dobj")


def _verb_status(verb: Token) -> Status:
    if verb.dep_ in ("xcomp", "ccomp") and verb.head.lemma_.lower() in _DENYING:
        return "denied"
    words = {c.lower_ for c in verb.children if c.dep_ in ("aux", "neg", "advmod", "mark", "preconj", "auxpass")}
    if words & _NEGATIVE_WORDS or any(c.dep_ == "neg" or _nobody(c) for c in verb.children):
        return "negated"
    if any(c.lower_ in _CONDITIONS and c.dep_ == "mark" for c in verb.children):
        return "hypothetical"
    if words & _FUTURE_AUX:
        return "future"
    if words & _MAY_AUX:
        return "hypothetical"
    head = verb.head
    if head == verb:
        return "actual"
    if verb.dep_ == "conj" and head.pos_ in ("VERB", "AUX") and not any(c.dep_ == "nsubj" for c in verb.children):
        inherited = _verb_status(head)
        return (
            inherited if inherited != "negated" or any(c.lower_ in ("or", "nor") for c in head.children) else "actual"
        )
    if verb.dep_ == "pcomp" and head.lower_ == "without":
        return "negated"
    if verb.dep_ in ("xcomp", "acl", "ccomp", "advcl") and (verb.tag_ == "VB" or verb.dep_ == "xcomp"):
        lemma = head.lemma_.lower()
        if lemma in _NEGATIVE_GOVERNORS:
            return "negated"
        if (
            lemma in _FUTURE_GOVERNORS
            and not (lemma == "go" and head.tag_ != "VBG")
            or (lemma == "be" and verb.dep_ == "xcomp")
        ):
            return "future"
        if lemma in _HYPOTHETICAL_GOVERNORS:
            return "hypothetical"
        if verb.dep_ == "acl" and verb.tag_ == "VB" and lemma not in _DONE:
            return "hypothetical"
        above = _verb_status(head) if head.pos_ == "VERB" and verb.dep_ == "xcomp" else "actual"
        if above in ("future", "hypothetical"):
            return above
        if head.pos_ == "VERB" and verb.dep_ == "xcomp" and lemma in ("continue", "begin", "start", "move", "go"):
            return _verb_status(head)
    return "actual"


def tense_of(trigger: Token) -> str:
    """ "future" for an act that is to come, else "past": what a bare weekday is counted from."""
    return "future" if status_of(trigger) in ("future",) else "past"


def perfect(trigger: Token) -> bool:
    """Whether the act is told as background ("has long", "had been")."""
    verb = trigger if trigger.pos_ in ("VERB", "AUX") else trigger.head
    return any(c.dep_ == "aux" and c.lemma_.lower() == "have" for c in verb.children)

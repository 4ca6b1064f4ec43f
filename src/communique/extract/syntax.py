"""Who does what to whom, read off a dependency parse (labels of the ClearNLP scheme that spaCy's English uses)."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from communique.codebook import words_of

_SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj", "expl"))
_RELATIVE = frozenset(("who", "which", "that", "whom", "whose"))
# In "accused X of doing Y", "urged X to do Y", the doer of the second verb is the first verb's object.
_OBJECT_CONTROL = frozenset(
    [
        "accuse",
        "criticize",
        "criticise",
        "blame",
        "urge",
        "ask",
        "tell",
        "order",
        "press",
        "pressure",
        "force",
        "invite",
        "allow",
        "permit",
        "help",
        "condemn",
        "persuade",
        "warn",
        "beg",
        "instruct",
        "encourage",
        "want",
        "enable",
        "denounce",
        "thank",
        "praise",
        "fault",
        "rebuke",
        "expect",
        "accuse",
        "charge",
        "call",
    ]
)


def child(token: Token, *labels: str) -> Token | None:
    """The first child that bears one of the labels."""
    return next((c for c in token.children if c.dep_ in labels), None)


def passive(verb: Token) -> bool:
    """Whether the verb is a passive, or a participle that modifies a noun ("sanctions imposed by…")."""
    if any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children):
        return True
    if verb.tag_ != "VBN" or any(c.dep_ in ("aux", "nsubj") for c in verb.children) or _rams(verb):
        return False
    return verb.dep_ in ("acl", "relcl", "advcl", "amod", "acomp") or (verb.dep_ == "conj" and passive(verb.head))


_RAMMING = frozenset(
    ("plow", "plough", "crash", "slam", "ram", "smash", "barrel", "career", "careen", "veer", "swerve", "drive")
)


def _rams(verb: Token) -> bool:
    """Whether a participle is a past tense that the parse has mistaken ("a truck plowed into the crowd")."""
    into = any(c.dep_ == "prep" and c.lower_ in ("into", "through") for c in verb.children)
    return verb.dep_ == "acl" and verb.lemma_.lower() in _RAMMING and into and child(verb, "agent") is None


def subject(verb: Token, depth: int = 0) -> Token | None:
    """The head of the phrase that is the verb's understood subject; for a passive, its surface subject."""
    if depth > 8:
        return None
    found = child(verb, *_SUBJECTS)
    if found is None:  # a parse may hang it on the auxiliary: "has until now neither …"
        found = next(
            (s for c in verb.lefts if c.dep_ in ("aux", "auxpass") and (s := child(c, *_SUBJECTS)) is not None), None
        )
    if found is not None:
        if found.lower_ in _RELATIVE and verb.dep_ == "relcl":
            return verb.head
        return None if found.dep_ in ("expl", "csubj") else found
    head = verb.head
    if head == verb:
        return None
    if verb.dep_ in ("acl", "relcl", "amod"):
        # "the country's move to launch": the noun's possessor is the doer
        if verb.dep_ == "acl" and verb.tag_ == "VB":
            owner = child(head, "poss")
            return owner if owner is not None else _light_subject(head, depth)
        return head
    if verb.dep_ == "pcomp":
        governor = head.head
        if governor.pos_ in ("VERB", "AUX"):
            if governor.lemma_.lower() in _OBJECT_CONTROL and head.lower_ in ("for", "of", "with", "over"):
                held = child(governor, "dobj", "nsubjpass")
                if held is not None:
                    return held
            return subject(governor, depth + 1)
        return child(governor, "poss")
    if head.pos_ in ("VERB", "AUX") and verb.dep_ in ("conj", "advcl", "xcomp", "ccomp", "dep", "parataxis"):
        if verb.dep_ in ("xcomp", "ccomp") and head.lemma_.lower() in _OBJECT_CONTROL:
            held = child(head, "dobj", "dative", "nsubjpass")
            if held is not None:
                return held
        if verb.dep_ == "conj" and passive(head) != passive(verb):
            return subject(head, depth + 1) if not passive(head) else child(head, "nsubjpass")
        return subject(head, depth + 1)
    if verb.dep_ == "acomp" and head.pos_ in ("VERB", "AUX"):
        return subject(head, depth + 1)
    if head.pos_ == "ADJ" and verb.dep_ == "xcomp":
        return subject(head.head, depth + 1) if head.head != head else None
    return None


def _light_subject(noun: Token, depth: int) -> Token | None:
    """The subject of the verb that a noun is the object of ("signed an agreement to…")."""
    if noun.dep_ == "dobj" and noun.head.pos_ in ("VERB", "AUX"):
        return subject(noun.head, depth + 1)
    return None


def doer(verb: Token) -> Token | None:
    """Who does what the verb says: the subject of an active verb, the by-phrase of a passive one, who is quoted as doing it."""
    over = quoting(verb)
    if over is not None:
        return undergoer(over)
    if not passive(verb):
        return subject(verb)
    by = child(verb, "agent")
    if by is None:
        by = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == "by"), None)
    return child(by, "pobj") if by is not None else None


_QUOTING = frozenset(("quote", "cite"))


def quoting(verb: Token) -> Token | None:
    """The verb by which a verb of saying is passed on: "KCNA *quoted* Kim as saying", "was *quoted* as saying"."""
    over = verb.head.head if verb.dep_ == "pcomp" and verb.head.lower_ == "as" else None
    return over if over is not None and over.lemma_.lower() in _QUOTING else None


def passes_on(verb: Token) -> bool:
    """Whether a verb only passes on what another one tells: "*quoted* Kim as saying", "reported, *citing* an official"."""
    if citing(verb.head) is not None and verb.lemma_.lower() in _QUOTING and verb.dep_ in _BESIDE:
        return True
    as_ = (c for c in verb.children if c.lower_ == "as") if verb.lemma_.lower() in _QUOTING else ()
    return any(p.dep_ == "pcomp" for c in as_ for p in c.children)


def citing(verb: Token) -> Token | None:
    """Whom somebody cites for what a verb tells: "reported, citing *an official*, that …"."""
    if verb.lemma_.lower() not in _REPORTING:
        return None
    clauses = (c for c in verb.children if c.tag_ == "VBG" and c.lemma_.lower() in _QUOTING and c.dep_ in _BESIDE)
    held = next((held for c in clauses if (held := child(c, "dobj")) is not None), None)
    return held if held is not None and held.lemma_.lower() not in words_of("cues", "papers") else None


_REPORTING = frozenset(("report", "say", "write", "announce", "add"))
_BESIDE = frozenset(("advcl", "xcomp"))


def pictures(verb: Token) -> bool:
    """Whether a verb only says what can be seen in a picture: "the video shows …", "television showed footage of …"."""
    if verb.lemma_.lower() != "show":
        return False
    beside = (subject(verb), child(verb, "dobj"))
    return any(t is not None and t.lemma_.lower() in words_of("cues", "pictures") for t in beside)


def glosses(verb: Token) -> bool:
    """Whether a verb only says whom somebody's words mean: "…, he said, *referring* to the bank"."""
    if verb.tag_ != "VBG" or verb.lemma_.lower() not in words_of("cues", "glossing"):
        return False
    above = verb.head if verb.dep_ in ("advcl", "xcomp", "prep", "acl", "conj", "dep", "ccomp") else verb
    return above != verb and above.lemma_.lower() in words_of("cues", "clause")


def undergoer(verb: Token) -> Token | None:
    """Whom or what the verb is done to: the object of an active verb, the subject of a passive one."""
    if passive(verb):
        return subject(verb)
    found = child(verb, "dobj", "dative", "oprd")
    if found is not None and found.lower_ in _RELATIVE and verb.dep_ == "relcl":
        return verb.head
    if found is None and verb.dep_ == "conj" and verb.head.pos_ == "VERB" and verb.head.i > verb.i - 4:
        return child(verb.head, "dobj") if any(c.dep_ == "dobj" and c.i > verb.i for c in verb.head.children) else None
    return found


def governed(head: Token, preposition: str) -> Token | None:
    """The object of a preposition on the word, or on the word's own object ("held talks with…")."""
    for holder in (head, child(head, "dobj"), child(head, "prt")):
        if holder is None:
            continue
        for c in holder.children:
            if c.dep_ in ("prep", "agent", "dative") and c.lower_ == preposition:
                found = child(c, "pobj")
                if found is not None:
                    return found
                inner = child(c, "prep")
                if inner is not None and child(inner, "pobj") is not None:
                    return child(inner, "pobj")
    return None


def joined(verb: Token) -> Token | None:
    """Whom the doer of a verb joins in it ("Moscow joined Beijing in denouncing …", "joined with X in calling …")."""
    above = verb.head.head if verb.dep_ == "pcomp" and verb.head.lower_ == "in" else None
    if above is None or above.lemma_.lower() != "join":
        return None
    return child(above, "dobj") or governed(above, "with")


def conjuncts(token: Token) -> tuple[Token, ...]:
    """The word and those that stand beside it ("Russia, China and Iran")."""
    return (token, *token.conjuncts) if token.dep_ != "conj" else (token,)


def inside(token: Token) -> Iterator[Token]:
    """Words within a noun phrase that may name whose the thing is: possessors, adjectives, "of", "by", "from"."""
    for c in token.children:
        if c.dep_ in ("poss", "amod", "compound", "nmod", "appos"):
            yield c
            yield from (g for g in c.children if g.dep_ in ("amod", "compound", "nmod", "poss"))
        elif c.dep_ in ("prep", "agent") and c.lower_ in (
            "of",
            "by",
            "from",
            "between",
            "against",
            "with",
            "to",
            "on",
            "in",
        ):
            yield from (p for p in c.children if p.dep_ == "pobj")
        elif c.dep_ == "acl" and c.tag_ == "VBN":
            by = child(c, "agent")
            if by is not None:
                yield from (p for p in by.children if p.dep_ == "pobj")


def clause(token: Token) -> tuple[int, int]:
    """Character offsets of the words that hang on a token, without outer punctuation."""
    left, right = token.left_edge.i, token.right_edge.i
    doc = token.doc
    while left < right and (
        doc[left].is_space or doc[left].is_punct and doc[left].text not in "\"'(" or doc[left].dep_ == "cc"
    ):
        left += 1
    while right > left and (doc[right].is_space or doc[right].text in ".,;:"):
        right -= 1
    return doc[left].idx, doc[right].idx + len(doc[right])

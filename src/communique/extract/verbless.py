"""Cues of attribution that are no verbs: "according to", a noun such as "claim", a headline's colon."""

from __future__ import annotations

from spacy.tokens import Token

from communique.extract.casting import Cast
from communique.extract.drafts import Draft, cue_words, subtree, words
from communique.extract.parse import sentence_of
from communique.extract.sources import sources
from communique.extract.syntax import child, doer
from communique.model import Span


def according(token: Token, cast: Cast) -> Draft | None:
    """ "According to X, …": the content is the rest of the clause."""
    to = next((c for c in token.children if c.lower_ == "to"), token.nbor() if token.i + 1 < len(token.doc) else None)
    if to is None or to.lower_ != "to":
        return None
    named = child(to, "pobj") or child(token, "pobj")
    if named is None:
        return None
    source, source_text = sources(named, cast)
    if not source:
        mention = next((m for t in _makers(named) if (m := cast.at(t.i)) is not None), None)
        source = mention.actors if mention is not None and mention.form != "adjective" else ()
    verb = token.head
    while verb.pos_ not in ("VERB", "AUX") and verb.head != verb:
        verb = verb.head
    mine = frozenset(t.i for t in token.subtree)
    content = words(verb.left_edge, verb.right_edge, mine)
    cue = Span(token.idx, to.idx + len(to))
    return Draft(cue, content, source, source_text, "according to", verb=token.i, confidence=0.85)


def _makers(noun: Token) -> list[Token]:
    """Whose a thing is that tells something: its possessor and names before it, and what follows "by", "of" and "from"."""
    before = [c for c in noun.children if c.dep_ in ("poss", "amod", "compound", "nmod")]
    return before + [
        p for c in noun.children if c.lower_ in ("by", "of", "from") for p in c.children if p.dep_ == "pobj"
    ]


def nominal(noun: Token, cast: Cast) -> Draft | None:
    """ "X's claim that …", "the allegation by X that …"."""
    if noun.lemma_.lower() not in cue_words()["nouns"]:
        return None
    clause = next(
        (
            c
            for c in noun.children
            if c.dep_ in ("acl", "ccomp", "relcl") and any(m.dep_ == "mark" and m.lower_ == "that" for m in c.children)
        ),
        None,
    )
    if clause is None:
        return None
    owner = child(noun, "poss") or next(
        (p for c in noun.children if c.lower_ in ("by", "from") for p in c.children if p.dep_ == "pobj"), None
    )
    if owner is None and noun.dep_ == "dobj" and noun.head.pos_ == "VERB":
        owner = doer(noun.head)
    if owner is None:
        return None
    source, source_text = sources(owner, cast)
    to = next((p for c in noun.children if c.lower_ == "to" for p in c.children if p.dep_ == "pobj"), None)
    told = cast.at(to.i) if to is not None else None
    return Draft(
        Span(noun.idx, noun.idx + len(noun)),
        subtree(clause),
        source,
        source_text,
        "noun",
        verb=noun.i,
        confidence=0.7,
        addressee=told.actors if told is not None else (),
    )


def headline(token: Token, cast: Cast) -> Draft | None:
    """A headline's colon: "China opposes launch: spokesperson"."""
    doc, sentence = token.doc, sentence_of(token)
    after = [t for t in doc[token.i + 1 : sentence.end] if not t.is_space and not t.is_punct]
    before = [t for t in doc[sentence.start : token.i] if not t.is_space]
    if not after or len(after) > 6 or len(before) < 4 or any(t.pos_ == "VERB" for t in after):
        return None
    mention = next((m for t in after if (m := cast.at(t.i)) is not None), None)
    if mention is None or not mention.actors:
        return None
    span = Span(after[0].idx, after[-1].idx + len(after[-1]))
    return Draft(
        Span(token.idx, token.idx + 1),
        words(before[0], before[-1]),
        mention.actors,
        span,
        "headline",
        verb=token.i,
        confidence=0.7,
    )

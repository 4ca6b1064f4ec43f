"""Where: the place that an act's own clause names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc, Token

from communique.codebook import words_of
from communique.codebook.places import find
from communique.extract.casting import Cast

_LOCATIVE = frozenset(
    ("in", "at", "near", "outside", "inside", "around", "off", "over", "across", "into", "throughout", "within")
)
_INNER = frozenset(("in", "at", "near", "outside", "on"))
"""What leads on from a noun that is no place itself: "a school in Chibok", "an attack on a post in Gao"."""

_PLACES = frozenset(("GPE", "LOC", "FAC"))
_DEEPEST = 2
"""Nouns between the act and its place at most."""


def find_place(doc: Doc, trigger: int, cast: Cast) -> str | None:
    """The name of the place where an act is, as the text has it, or ``None``.

    Args:
        doc: the document's parse.
        trigger: the index of the word for the act.
        cast: the document's actors; a person is no place.
    """
    token = doc[trigger]
    holders = [token, *(c for c in token.children if c.dep_ in ("dobj", "xcomp"))]
    if token.pos_ != "VERB" and token.head.pos_ == "VERB":
        holders.append(token.head)
    holders += [p for p in _governed(token, ("on", "during", "for")) if _lemma(p) in words_of("sites", "goals")]
    return next((name for holder in holders for name in _around(holder, cast)), None)


def _around(holder: Token, cast: Cast) -> Iterator[str]:
    """The places that a word for an act says it is at, goes to, comes from or is done to."""
    lemma = _lemma(holder)
    for c in holder.children:
        if c.dep_ == "dobj" and lemma in words_of("sites", "entered") and (name := _place(c, cast)) is not None:
            yield name
        leads = c.lower_ in _LOCATIVE or (
            (c.lower_ == "to" and lemma in words_of("sites", "goals"))
            or (c.lower_ == "from" and lemma in words_of("sites", "origins"))
            or (c.lower_ == "of" and lemma in words_of("sites", "entering"))
        )
        if c.dep_ in ("prep", "dative") and leads:
            yield from (name for p in _objects(c) if (name := _within(p, cast)) is not None)


def _within(token: Token, cast: Cast, deep: int = 0) -> str | None:
    """The place that a noun is, or that it is in."""
    if (name := _place(token, cast)) is not None or deep == _DEEPEST:
        return name
    inner = (_within(p, cast, deep + 1) for p in _governed(token, _INNER))
    return next((name for name in inner if name is not None), None)


def _place(token: Token, cast: Cast) -> str | None:
    """The words for a place that a noun is the head of, but for what only says what kind of place it is."""
    if _lemma(token) in _kinds():
        named = [c for c in token.children if c.dep_ == "appos"] + list(_governed(token, ("of",)))
        for other in named:
            if _is_place(other, cast) or _known(other):
                return _words(other)
        return _words(token) if _known(token) else None
    return _words(token) if _is_place(token, cast) else None


def _is_place(token: Token, cast: Cast) -> bool:
    """Whether a name is a place's: by its kind, or by the gazetteer where it is nobody's in the text."""
    mention = cast.at(token.i)
    actor = cast.actor(mention.actors[0]) if mention is not None and mention.actors else None
    country = actor is not None and actor.kind == "country" and mention is not None and mention.form == "name"
    if token.ent_type_ == "PERSON":
        return (actor is None or country) and token.pos_ == "PROPN" and _known(token)
    if token.ent_type_ in _PLACES or country:
        return True
    place = find(_words(token)) if token.pos_ == "PROPN" else None
    return place is not None and place.precision in ("site", "region", "waters")


def _known(token: Token) -> bool:
    words = _words(token)
    return any(c.isupper() for c in words) and find(words) is not None


def _words(token: Token) -> str:
    """The words for a place; with what follows after a comma where only that tells which is meant ("Springfield, Illinois")."""
    doc, after = token.doc, token.i + 1
    words = str(doc[token.left_edge.i : after].text)
    if doc[after : after + 1].text != "," or (place := find(words)) is not None and place.location.latitude is not None:
        return words
    end = next((e.end for e in doc.ents if e.start == after + 1 and e.label_ == "GPE"), after)
    longer = str(doc[token.left_edge.i : end].text)
    return longer if end > after and find(longer) is not None else words


def _lemma(token: Token) -> str:
    return str(token.lemma_).lower()


def _governed(token: Token, prepositions: tuple[str, ...] | frozenset[str]) -> Iterator[Token]:
    for c in token.children:
        if c.dep_ == "prep" and c.lower_ in prepositions:
            yield from _objects(c)


def _objects(preposition: Token) -> Iterator[Token]:
    return (p for p in preposition.children if p.dep_ == "pobj")


@cache
def _kinds() -> frozenset[str]:
    """Nouns for kinds of places ("town", "forest", "part")."""
    return (
        words_of("sites", "region")
        | words_of("sites", "city")
        | words_of("sites", "ground")
        | words_of("sites", "parts")
    )

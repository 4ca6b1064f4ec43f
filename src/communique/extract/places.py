"""Where: the place that an act's own clause names."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from communique.extract.casting import Cast

_LOCATIVE = frozenset(("in", "at", "near", "outside", "inside", "around", "off", "over", "across"))
_GOALS = frozenset(["visit", "trip", "arrive", "travel", "fly", "go", "come", "tour", "journey", "return"])
_PLACES = frozenset(("GPE", "LOC", "FAC"))


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
    for holder in holders:
        for c in holder.children:
            wanted = c.lower_ in _LOCATIVE or (c.lower_ == "to" and holder.lemma_.lower() in _GOALS)
            if c.dep_ != "prep" or not wanted:
                continue
            for p in c.children:
                if p.dep_ == "pobj" and (name := _place(p, cast)) is not None:
                    return name
    return None


def _place(token: Token, cast: Cast) -> str | None:
    if token.ent_type_ == "PERSON":
        return None
    mention = cast.at(token.i)
    actor = cast.actor(mention.actors[0]) if mention is not None and mention.actors else None
    if token.ent_type_ in _PLACES or (
        actor is not None and actor.kind == "country" and mention is not None and mention.form == "name"
    ):
        return str(token.doc[token.left_edge.i : token.i + 1].text)
    return None

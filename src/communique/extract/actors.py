"""Who takes part: known names, people and bodies learnt from the text itself, descriptions and pronouns."""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Doc, Token

from communique.codebook import words_of
from communique.extract.casting import Cast, Casting, finished, head_of
from communique.extract.coreference import find_references
from communique.extract.groups import find_groups, find_unnamed
from communique.extract.institutions import domicile, find_institutions, find_organizations, home_state
from communique.extract.names import Hit, known_names
from communique.extract.parse import sentence_of
from communique.extract.people import find_people


def find_actors(doc: Doc) -> Cast:
    """The cast of a document.

    Args:
        doc: the document's parse.
    """
    casting = Casting(doc)
    hits = list(known_names(doc))
    states: Mapping[int, Hit] = {i: h for h in hits for i in range(h.start, h.end)}
    find_people(casting, hits, states)
    for hit in hits:
        if casting.free(hit.start, hit.end):
            _known(casting, hit)
    home = home_state(casting)
    domicile(casting, states, home)
    find_institutions(casting, states, home)
    find_organizations(casting)
    find_unnamed(casting, home)
    find_groups(casting)
    find_references(casting, home)
    return finished(casting)


def _known(casting: Casting, hit: Hit) -> None:
    """Note a state, body or outlet that the vocabulary knows."""
    doc, name = casting.doc, hit.name
    head = head_of(doc, hit.start, hit.end)
    token = doc[head]
    modifies = token.dep_ in ("amod", "compound", "nmod", "poss") or token.pos_ == "ADJ"
    if name.sort == "adjective" and modifies:
        casting.mention(hit.start, hit.end, head, (casting.add(name.actor),), "adjective")
        return
    if name.sort in ("capital", "seat") and not acts(token):
        return
    if name.sort == "outlet" and hit.start and doc[hit.start - 1].text == "/":
        return  # whose a picture is ("Jane Doe/Reuters")
    words = " ".join(name.words).replace(" 's", "'s")
    start = hit.start - 1 if hit.start and doc[hit.start - 1].lower_ == "the" else hit.start
    casting.mention(start, hit.end, head, (casting.add(name.actor, words),), "name")


_PLACING = frozenset(("in", "at", "from", "near", "around", "outside", "through", "to", "into", "over", "inside", "of"))
_HEARD_FROM = frozenset(("hear", "demand", "seek", "buy", "receive", "rhetoric", "response"))


def acts(token: Token) -> bool:
    """Whether a capital or palace stands for its government here, or is where somebody goes to."""
    if token.dep_ == "pobj" and token.head.lower_ in _PLACING:
        governor, preposition = token.head.head, token.head.lower_
        if preposition in ("in", "to", "at", "into"):
            moved = governor.lemma_.lower() in words_of("roles", "moves")
            return moved or (preposition == "to" and governor.pos_ == "VERB")
        return preposition == "from" and governor.lemma_.lower() in _HEARD_FROM
    if token.dep_ in ("npadvmod", "dep", "appos"):
        return False
    if token.dep_ in ("compound", "amod", "nmod"):
        return bool(token.head.ent_type_ != "PERSON" and token.head.pos_ == "NOUN")
    return bool(token.dep_ != "ROOT" or len(list(sentence_of(token))) >= 4)

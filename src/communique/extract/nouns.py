"""What nouns stand for: one person, or people and bodies of many."""

from __future__ import annotations

from spacy.tokens import Token

from communique.codebook import load, words_of


def one_person(noun: Token) -> bool:
    """Whether a noun stands for one person: a singular that is no body's ("a military source", "the student")."""
    lemma, tables = noun.lemma_.lower(), load("roles")
    if noun.tag_ not in ("NN", "NNP") or lemma in _MANY_IN_ONE:
        return False
    of_people = any(lemma in tables[key] for key in ("offices", "unnamed", "many")) or lemma in _ONE
    return of_people and lemma not in words_of("roles", "bodies")


_ONE = frozenset(("source", "member", "reader", "viewer"))
_MANY_IN_ONE = frozenset(("crowd", "people", "public", "marine", "state", "nation", "power"))


def definite(noun: Token) -> bool:
    """Whether a noun stands with "the" and at most one word more."""
    lefts = [c.lower_ for c in noun.lefts]
    of = any(c.lower_ == "of" for c in noun.rights)
    return "the" in lefts and not of and len([w for w in lefts if w != "the"]) <= 1

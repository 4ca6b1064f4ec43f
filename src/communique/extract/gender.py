"""Whether "he" or "she" may stand for somebody, by a given name, an office or a form of address; unknown where none tells."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal

from communique.codebook import load, words_of
from communique.model import Actor

Gender = Literal["woman", "man"]

PRONOUNS: dict[str, Gender] = {
    **dict.fromkeys(("she", "her", "hers", "herself"), "woman"),
    **dict.fromkeys(("he", "him", "his", "himself"), "man"),
}


def gender_of(actor: Actor, titles: Iterable[str] = ()) -> Gender | None:
    """What pronoun stands for a person.

    Args:
        actor: the person.
        titles: nouns of office and forms of address that the text gives him, in small letters.
    """
    if actor.name in words_of("given", "known_women"):
        return "woman"
    given = actor.name.split()[0]
    told = {title.strip(".") for title in titles} | {given.lower().strip(".")}
    for noun, names in _LISTS:
        if told & words_of("given", noun):
            return noun
        if len(actor.name.split()) > 1 and given in words_of("given", names):
            return noun
    return "man" if actor.name in _vocabulary() else None


_LISTS: tuple[tuple[Gender, str], ...] = (("woman", "women"), ("man", "men"))


@cache
def _vocabulary() -> frozenset[str]:
    """The people whom the vocabulary knows: of these the women are listed."""
    return frozenset(row["name"] for row in load("people"))


def agree(pronoun: str, actor: Actor, titles: Iterable[str] = ()) -> bool:
    """Whether a pronoun, or a noun such as "spokeswoman", can stand for somebody: what is not known may be either."""
    wanted = PRONOUNS.get(pronoun) or next((noun for noun, _ in _LISTS if pronoun in words_of("given", noun)), None)
    return wanted is None or actor.kind != "person" or gender_of(actor, titles) in (None, wanted)

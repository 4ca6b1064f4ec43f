"""Which state people and bodies belong to whom the text gives no nationality: by where it says they are, or by what it is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile

from spacy.tokens import Doc, Span, Token

from communique.codebook import load, words_of
from communique.codebook.places import locate
from communique.extract.casting import Cast
from communique.extract.names import person_id
from communique.extract.parse import sentence_of, text_of
from communique.model import Actor, Mention

SHARE = 0.5
"""The part of a text's names and places of which more must be of one state for whoever else is in it to be taken as of that state."""

_OBSERVED = 0.7
"""That part for whoever only watches what others do: experts, aid workers and journalists, who may be of any state; and only
where no outlet of another state tells it."""

_LEAST = 3
"""How many names and places of a state there must be for that."""

_OFFICIAL = frozenset(("GOV", "MIL", "LEG", "JUD", "COP", "SPY"))
_NOWHERE = frozenset(("IGO", "NGO"))
_PLACES = frozenset(("GPE", "LOC", "FAC", "NORP", "ORG"))
_LANDS = frozenset(("GPE", "LOC", "NORP"))
_LIVING = frozenset(
    ("live", "work", "reside", "base", "teach", "study", "represent", "head", "lead", "run", "bear", "raise")
)
_READ = 4
"""Mentions of an actor that are looked at."""

_REACH = 22
"""Words after a name that may still say where somebody is from."""


def settled(cast: Cast, doc: Doc, outlet: str | None) -> Cast:
    """The cast with the states of those who had none, where the text shows them.

    Whoever the text places ("the mayor of Nice", "Name, R-Va.", "a nurse from Brownsville, Texas") is of that place's
    state; everybody in a text that is about one state is of it; and officials whom an outlet names without any state are
    of its own.

    Args:
        cast: who takes part.
        doc: the document's parse.
        outlet: who published it.
    """
    about = Counter(_spoken_of(cast, doc))
    total = sum(about.values())
    state, often = about.most_common(1)[0] if about else (None, 0)
    share = often / total if often >= _LEAST else 0.0
    own = outlet is None or _outlet_state(outlet) in (None, state)
    home = _Home(state if share > SHARE else None, state if share > _OBSERVED and own else None)
    named: dict[str, list[Mention]] = {}
    for mention in cast.mentions:
        if len(mention.actors) == 1 and mention.form in ("name", "description"):
            named.setdefault(mention.actors[0], []).append(mention)
    found = {a.id: _settled(a, named.get(a.id, []), doc, frozenset(about), home, outlet) for a in cast.actors}
    everyone = tuple(found[a.id] for a in cast.actors)
    return replace(cast, actors=everyone, by_id={a.id: a for a in everyone})


@dataclass(frozen=True, slots=True)
class _Home:
    """The state that a text is about, for whoever takes part in it and for whoever only watches; None where it is of none."""

    taking_part: str | None
    watching: str | None


def _settled(
    actor: Actor, mentions: list[Mention], doc: Doc, spoken: frozenset[str], home: _Home, outlet: str | None
) -> Actor:
    if actor.country is not None or actor.kind == "country" or actor.sector in _NOWHERE or actor.id in _bodies():
        return actor
    watches = actor.kind != "group" and any(_observes(m, doc) for m in mentions[:_READ])
    if watches or actor.sector == "MED" and actor.kind == "person":
        based = (c for m in mentions[:_READ] if (c := _placed(actor, m, doc, spoken, studied=True)) is not None)
        return replace(actor, country=next(based, home.watching))
    if actor.kind == "group" and _open(actor.name.lower()):
        return actor
    placed = (c for m in mentions[:_READ] if (c := _placed(actor, m, doc, spoken)) is not None)
    abroad = _from_elsewhere(actor) or any(_regional(m, doc) for m in mentions[:_READ])
    country = next(placed, None) or (None if abroad else home.taking_part)
    if country is None and actor.kind == "person" and actor.sector in _OFFICIAL and outlet is not None:
        country = _outlet_state(outlet)
    if country is None:
        return actor
    return replace(actor, country=country, kind="organization" if actor.kind == "group" else actor.kind)


def _observes(mention: Mention, doc: Doc) -> bool:
    """Whether the words for somebody say that he only watches or helps, wherever he is from: an expert, an aid worker."""
    sentence = sentence_of(doc.char_span(*mention.head, alignment_mode="expand").root)
    here = text_of(doc)[
        max(sentence.start_char, mention.span.start - 40) : min(sentence.end_char, mention.span.end + 80)
    ]
    return not words_of("roles", "observing").isdisjoint(_WORD.findall(here.lower()))


_WORD = re.compile(r"[a-z]+")


_STATES = frozenset(("countries", "nations", "states", "powers"))


def _open(name: str) -> bool:
    """Whether a group is open to all the world by its name ("observers", "some", "one report")."""
    words = _WORD.findall(name)
    if name in words_of("roles", "resident_groups"):
        return False
    if name in words_of("roles", "groups"):
        return True
    return bool(words) and (words[-1] in _STATES or words[0] in words_of("roles", "placeless"))


def _from_elsewhere(actor: Actor) -> bool:
    """Whether what somebody is called says that he may be of another state than all others: a migrant, an anonymous source."""
    words = _WORD.findall(actor.name.lower())
    return not words_of("roles", "foreign").isdisjoint((*words, *(w.removesuffix("s") for w in words)))


def _regional(mention: Mention, doc: Doc) -> bool:
    """Whether the words for somebody name a part of the world that is no state."""
    head = doc.char_span(*mention.head, alignment_mode="expand")
    return head is not None and from_region(head.root)


@cache
def _bodies() -> frozenset[str]:
    """The bodies that the vocabulary knows, whose state, if they have one, it says."""
    return frozenset(person_id(row["names"][0]) for row in load("bodies"))


def _spoken_of(cast: Cast, doc: Doc) -> Iterator[str]:
    """The state of each name and each place in a text."""
    taken: set[int] = set()
    for mention in cast.mentions:
        taken.update(range(mention.span.start, mention.span.end))
        countries = {a.country for key in mention.actors if (a := cast.actor(key)) is not None and a.sector != "MED"}
        yield from (c for c in countries if c is not None)
    for entity in doc.ents:
        if entity.label_ in ("GPE", "LOC") and entity.start_char not in taken:
            state = state_of(entity.text, ())
            if state is not None:
                yield state


_STUDIED = frozenset(("on", "of", "about", "for", "to", "with", "against", "covering", "by"))
"""What stands before a place that somebody watches, and is not at ("an expert on Iran")."""


def _placed(actor: Actor, mention: Mention, doc: Doc, spoken: frozenset[str], studied: bool = False) -> str | None:
    """The state of the first place that the words for somebody, or those that hang on them, name.

    Of whoever watches others, only places as such count, and none that may be what is ``studied``.
    """
    head = doc.char_span(*mention.head, alignment_mode="expand")
    words = doc.char_span(*mention.span, alignment_mode="expand")
    if head is None or words is None:
        return None
    after = text_of(doc)[mention.span.end : mention.span.end + 24]
    if _PARTY.match(after) or words.start and _TITLE.fullmatch(doc[words.start - 1].text) or _TITLE.match(words.text):
        return "USA"
    own = frozenset(actor.name.split()) if actor.kind == "person" else frozenset()
    sentence = sentence_of(head.root)
    reach = [t for t in (*words, *head.root.subtree) if sentence.start <= t.i < min(sentence.end, words.end + _REACH)]
    for token in sorted({t.i: t for t in reach}.values(), key=lambda t: t.i):
        sent = token.dep_ == "pobj" and token.head.lower_ == "to"  # "ambassador to Slovakia"
        if token.ent_type_ == "PERSON" or token.text in own or sent or _elsewhere(token, head.root):
            continue
        if studied and not _works_in(token, head.root):
            continue
        if (state := _named_by(token, spoken)) is not None:
            return state
    return None


_PARTY = re.compile(r",? ?\(?[RDI]-[A-Z]")
_TITLE = re.compile(r"(?:Sen|Rep|Sens|Reps|Gov|Congressman|Congresswoman)(?:\.|\b)")


def _works_in(token: Token, head: Token) -> bool:
    """Whether a place is where somebody works ("in Seoul", "Seoul-based"), and not what he studies ("a North Korea expert")."""
    place = next((e for e in token.doc.ents if e.start <= token.i < e.end and e.label_ in _LANDS), None)
    if place is None or any(above.lower_ in _STUDIED for above in takewhile(lambda t: t != head, token.ancestors)):
        return False
    based = place.end < len(token.doc) and token.doc[place.end].text == "-"
    return bool(based or place.root.dep_ != "compound")


def _elsewhere(token: Token, head: Token) -> bool:
    """Whether a word stands in a clause about what somebody does, which may be done anywhere."""
    for above in token.ancestors:
        if above == head:
            return False
        if above.pos_ == "VERB" and above.lemma_.lower() not in _LIVING:
            return True
    return False


def _named_by(token: Token, spoken: frozenset[str]) -> str | None:
    """The state that a word names or, as the first word of a name or after a hyphen, is a part of."""
    if not token.text[:1].isupper() or token.pos_ not in ("PROPN", "ADJ", "NOUN"):
        return None
    entity = next((e for e in token.doc.ents if e.start <= token.i < e.end), None) if token.ent_type_ else None
    names = [token.text]
    if entity is not None and entity.label_ in _PLACES:
        names.insert(0, entity.text)
    if token.i + 1 < len(token.doc):
        names.insert(0, f"{token.text} {token.nbor().text}")
    placed = entity is not None and entity.label_ in _PLACES
    return next((s for n in names if (s := state_of(n, spoken, cities=placed)) is not None), None)


@cache
def _regions() -> dict[str, str]:
    table = load("regions")
    return {name: code for code, row in table.items() for name in (*row["names"], *row.get("short", ()))}


@cache
def _adjectives() -> dict[str, str]:
    return {
        name: code
        for code, row in load("states").items()
        for key in ("adjectives", "demonyms", "capitals")
        for name in row.get(key, ())
    }


def state_of(name: str, spoken: frozenset[str] | tuple[str, ...], *, cities: bool = True) -> str | None:
    """The state that a name of a state, a part of one or a city tells, or its adjective.

    Args:
        name: as in the text.
        spoken: states that the text speaks of; of cities of one name, one in them is meant.
        cities: whether it may be a city's: many common words are some town's name ("Time", "Host").
    """
    bare = name.strip().removeprefix("the ").removesuffix("'s")
    if (code := _regions().get(bare) or _adjectives().get(bare)) is not None:
        return code
    if not cities or len(bare) < 4 or bare.lower() in words_of("roles", "no_places"):
        return None
    place = locate(bare, spoken)
    return place.state if place is not None else None


def places_beside(noun: Token) -> Iterator[Span]:
    """The places that the words for somebody name: before the noun ("Texas police") or after it ("residents of Nice")."""
    for word in noun.children:
        before = word.i < noun.i and word.dep_ in ("compound", "amod", "nmod")
        after = word.dep_ == "prep" and word.lower_ in ("in", "of", "from")
        for place in (word,) if before else word.children if after else ():
            entity = next((e for e in noun.doc.ents if e.start <= place.i < e.end), None)
            if entity is not None and entity.label_ in ("GPE", "LOC"):
                yield entity


def places_of_clause(noun: Token) -> Iterator[Span]:
    """The places where what somebody does or suffers is done ("killed 22 people in a hotel in Lyon")."""
    verb = noun.head
    if verb.pos_ != "VERB" or noun.dep_ not in ("nsubj", "nsubjpass", "dobj"):
        return
    for preposition in verb.rights:
        if preposition.dep_ == "prep" and preposition.lower_ in _WHERE:
            held = {t.i for t in preposition.subtree}
            yield from (e for e in noun.doc.ents if e.label_ in ("GPE", "LOC") and e.root.i in held)


_WHERE = frozenset(("in", "at", "near", "outside", "across", "throughout"))


def from_region(noun: Token) -> bool:
    """Whether the words for somebody name a part of the world that is no state ("European regulators", "people from Arab countries")."""
    within = (
        noun,
        *(c for c in noun.children if c.dep_ in ("amod", "compound") or c.dep_ == "prep" and c.lower_ == "from"),
    )
    return any(
        t.text in words_of("roles", "regions") and t.text[:1].isupper()
        for w in within
        for t in w.subtree
        if t.i != noun.i
    )


@cache
def _outlet_state(outlet: str) -> str | None:
    return next((row.get("country") for row in load("outlets")["outlets"] if outlet in row["names"]), None)

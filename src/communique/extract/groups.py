"""Actors without a name: open groups ("the West", "observers"), and people whom news names by what they are."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from spacy.tokens import Token

from communique.codebook import load, words_of
from communique.extract.casting import Casting, bare_name, described, head_of
from communique.extract.names import person_id
from communique.extract.nouns import definite, one_person
from communique.extract.parse import sentence_of
from communique.extract.residence import from_region, places_beside, places_of_clause, state_of
from communique.extract.syntax import subject
from communique.model import Actor, Kind


@cache
def _phrases() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in load("roles")["groups"]:
        words = tuple(phrase.split())
        found.setdefault(words[0], []).append(words)
    return {k: tuple(sorted(v, key=len, reverse=True)) for k, v in found.items()}


def find_groups(casting: Casting) -> None:
    """Add open groups; a state's own officials and experts are institutions, and found before."""
    for token in casting.doc:
        if token.i in casting.taken:
            continue
        if token.text == "Western" and token.dep_ == "amod" and token.head.lower_ not in words_of("roles", "regional"):
            casting.mention(token.i, token.i + 1, token.i, (_group(casting, "the West"),), "adjective")
        elif token.lower_ in words_of("roles", "regional") and (
            region := next((c for c in token.lefts if c.text in words_of("roles", "regions")), None)
        ):
            name = "the West" if region.text == "Western" else f"{region.text} {token.lower_}"
            casting.mention(token.left_edge.i, token.i + 1, token.i, (_group(casting, name),), "description")
        else:
            _phrase(casting, token.i)


def _group(casting: Casting, name: str) -> str:
    return casting.add(Actor(person_id(name.lower()), name, "group"))


def _phrase(casting: Casting, start: int) -> None:
    """The longest of the known phrases for groups that begins at a token."""
    doc = casting.doc
    if _of_a_body(casting, doc[start]):
        return
    for words in _phrases().get(doc[start].lower_, _phrases().get(doc[start].text, ())):
        end = start + len(words)
        whole = end <= len(doc) and all(doc[start + j].lower_ == w.lower() for j, w in enumerate(words))
        if not whole or doc[end - 1].pos_ not in ("NOUN", "PROPN", "ADJ"):
            continue
        if words == ("West",) and doc[start].pos_ != "PROPN":
            continue
        name = "the West" if words[-1] == "West" else " ".join(words)
        left = doc[start].left_edge.i if len(words) == 1 and start - doc[start].left_edge.i < 4 else start
        state = _state_beside(casting, doc[start]) or _placed(doc[start]) if len(words) == 1 else None
        left = left if casting.free(left, start) else start
        who = _group(casting, name) if state is None else casting.add(_people_of(state, name))
        casting.mention(left, end, head_of(doc, start, end), (who,), "description")
        return


def _of_a_body(casting: Casting, token: Token) -> bool:
    """Whether "the militants", "the extremists" are those of an armed body that the text names before."""
    fighting = token.lower_ in load("roles")["described"] and "REB" in load("roles")["sectors"].get(token.lower_, ())
    if not fighting or not definite(token):
        return False
    bodies = {a.id for a in casting.actors.values() if a.sector == "REB" and a.kind == "organization"}
    return any(n.head < token.i and not bodies.isdisjoint(n.actors) for n in casting.namings)


def _state_beside(casting: Casting, token: Token) -> str | None:
    """The state whose adjective stands before a noun ("German voters")."""
    before = {c.i for c in token.lefts if c.dep_ == "amod"}
    owners = (casting.actors[n.actors[0]] for n in casting.namings if n.form == "adjective" and n.head in before)
    return next((a.country for a in owners if a.kind == "country"), None)


def _placed(token: Token) -> str | None:
    """The state of the first place that the words for people name ("residents of Nice", "a Texas man"), or else their clause."""
    places = (*places_beside(token), *places_of_clause(token))
    return next((s for place in places if (s := state_of(place.text, ())) is not None), None)


def _people_of(state: str, name: str) -> Actor:
    return Actor(f"{state.lower()}_{person_id(name.lower())}", name, "organization", state)


def _in_sentence(casting: Casting, token: Token) -> str | None:
    """The one state that the sentence names besides the doer's: "Ukraine faced attacks that killed three people"."""
    doer = subject(token.head) if token.head.pos_ == "VERB" else None
    doing = {w.i for w in doer.subtree} if doer is not None else set()
    sentence = sentence_of(token)
    near = [n for n in casting.namings if sentence.start <= n.head < token.i]
    own = {casting.actors[a].country for n in near if n.head in doing for a in n.actors}
    found = {c for n in near for a in n.actors if (c := casting.actors[a].country) is not None} - own
    return found.pop() if len(found) == 1 else None


_AFFECTING = frozenset(
    ("arrest", "detain", "free", "release", "kill", "kidnap", "abduct", "capture", "attack", "jail", "execute", "shoot",
     "seize", "rescue", "wound", "injure", "convict", "sentence", "deport", "expel", "torture", "apprehend", "hold")
)  # fmt: skip
_QUANTITIES = frozenset(("dozen", "hundred", "thousand", "score", "number", "group", "ten"))
_COUNTING = frozenset(("the", "those", "many", "several", "some", "more", "other", "dozens", "all"))


def find_unnamed(casting: Casting, home: str | None) -> None:
    """Add counted or definite people who do or suffer something ("21 girls", "the hostages").

    Args:
        casting: what has been found so far.
        home: the state that the text is most about: theirs, unless the words leave that open.
    """
    doc, table = casting.doc, load("roles")["unnamed"]
    for token in doc:
        lemma = token.lemma_.lower()
        if token.i in casting.taken or lemma not in table or token.pos_ not in ("NOUN", "PROPN"):
            continue
        if _of_a_body(casting, token):
            continue
        lefts = {c.lower_ for c in token.lefts}
        if lefts & {"two", "both"} and lemma in load("roles")["pairs"]:
            continue
        of_many = token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lemma_.lower() in _QUANTITIES
        counted = any(c.dep_ == "nummod" for c in token.lefts) or lefts & _COUNTING or of_many
        affected = token.dep_ in ("dobj", "nsubjpass") and token.head.lemma_.lower() in _AFFECTING
        counted = counted or affected
        if not counted or token.dep_ not in ("nsubj", "nsubjpass", "dobj", "pobj", "ROOT", "agent"):
            continue
        start = token.left_edge.i
        start = token.i if token.i - start > 6 or not casting.free(start, token.i) else start
        open_ = lemma in words_of("roles", "foreign") or lefts & words_of("roles", "placeless")
        country = _placed(token) or (None if open_ or from_region(token) else _in_sentence(casting, token) or home)
        one = one_person(token) and not of_many
        kind: Kind = "person" if one else "organization" if country is not None else "group"
        name = described(doc[start : token.i + 1])
        actor = Actor(f"{(country or 'some').lower()}_{bare_name(token.lower_)}", name, kind, country, table[lemma])
        casting.mention(start, token.i + 1, token.i, (casting.add(actor, name),), "description")

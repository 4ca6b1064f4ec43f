"""Governments, offices and bodies by pattern: a noun for an institution with the name of the state whose it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from spacy.tokens import Span, Token

from communique.codebook import load, words_of
from communique.extract.casting import Casting, head_of
from communique.extract.names import Hit, person_id, state_actor
from communique.extract.nouns import one_person
from communique.extract.parse import sentence_of
from communique.extract.residence import places_beside, state_of
from communique.model import Actor, Kind

_POLITICAL = frozenset(("GOV", "MIL", "LEG"))
_OWNING = frozenset(("state", "adjective", "capital", "body", "demonym", "seat"))
_NAMES_OWNER = ("amod", "compound", "nmod", "poss")
# Whose state is where they are: "a court in Bishkek".
_SEATED = frozenset(
    ("court", "police", "authority", "prosecutor", "judge", "government", "official", "troop", "military")
)
_OF_A_PERSON = frozenset(
    ("administration", "government", "regime", "spokesman", "spokeswoman", "spokesperson", "office", "campaign")
)
# Bodies that are only a person's: a state's campaign is an act.
_PERSONAL = frozenset(("campaign",))


def home_state(casting: Casting) -> str | None:
    """The state that the text is most about as one that acts: whose officials need no nationality in it."""
    often: dict[str, int] = {}
    for naming in casting.namings:
        token = casting.doc[naming.head]
        actor = casting.actors[naming.actors[0]]
        modifies = token.dep_ in ("amod", "compound") and token.head.dep_ in ("nsubj", "agent")
        if (token.dep_ in ("nsubj", "poss", "agent") or modifies) and actor.country and actor.sector in _POLITICAL:
            often[actor.country] = often.get(actor.country, 0) + 1
    best = sorted(often, key=lambda c: -often[c])
    return best[0] if best and (len(best) == 1 or often[best[0]] >= 1.5 * often[best[1]]) else None


def domicile(casting: Casting, states: Mapping[int, Hit], home: str | None) -> None:
    """Give officials whom the text gives no nationality the state that their own sentence or else the text speaks of.

    Args:
        casting: what has been found so far.
        states: the known name that each token stands in.
        home: the state that the text is most about.
    """
    for key, actor in casting.actors.items():
        domestic = casting.titles.get(key, set()) & words_of("roles", "domestic")
        if actor.kind != "person" or actor.country is not None or actor.sector not in (*_POLITICAL, "JUD"):
            continue
        country = _in_its_sentence(casting, states, key) or (home if domestic else None)
        if domestic and country is not None:
            casting.actors[key] = replace(actor, country=country)


def _in_its_sentence(casting: Casting, states: Mapping[int, Hit], key: str) -> str | None:
    """The one state whose capital, or else whose people, the first sentence about somebody names before them."""
    first = min((n for n in casting.namings if key in n.actors), key=lambda n: n.start)
    sentence = sentence_of(casting.doc[first.head])
    if any(t.is_quote for t in casting.doc[sentence.start : first.start]):
        return None  # what somebody speaks of says little about where he is from
    seats = {
        states[i].name.actor.country
        for i in range(sentence.start, first.start)
        if i in states and states[i].name.sort == "capital"
    }
    if len(seats) == 1:
        return seats.pop()
    found = {
        country
        for n in casting.namings
        if sentence.start <= n.head < first.start and (country := casting.actors[n.actors[0]].country) is not None
    }
    return found.pop() if len(found) == 1 else None


@cache
def _nouns() -> tuple[frozenset[str], Mapping[str, str], Mapping[str, str]]:
    table = load("roles")
    return frozenset(table["state"]), table["institutions"], table["offices"]


def find_institutions(casting: Casting, states: Mapping[int, Hit], home: str | None) -> None:
    """Add nouns for governments, bodies and offices that a state's name stands with.

    Args:
        casting: what has been found so far.
        states: the known name that each token stands in.
        home: the state whose officials need no nationality, if there is one.
    """
    governing, bodies, offices = _nouns()
    for token in casting.doc:
        lemma = token.lemma_.lower()
        if token.i in casting.taken or token.pos_ not in ("NOUN", "PROPN") or token.dep_ == "compound":
            continue
        if lemma not in governing and lemma not in bodies and lemma not in offices or token.lower_ == "states":
            continue
        if lemma in _MEDIA and (outlet := _outlet(casting, token, states)) is not None:
            casting.mention(_start(token), token.i + 1, token.i, (outlet,), "description")
            continue
        owners = _owners(casting, token, states) or _at_home(casting, token, home)
        start = _start(token)
        if not owners:
            owned = any(c.dep_ == "poss" for c in token.children)
            if token.dep_ in ("nsubj", "agent") and not owned and bodies.get(lemma) in _ARMED:
                _unowned(casting, token, start, bodies[lemma])
            continue
        keys = tuple(_institution(casting, token, start, owner, states) for owner in owners)
        casting.namings = [
            n for n in casting.namings if not (n.start >= start and n.end <= token.i + 1 and n.form == "adjective")
        ]
        casting.mention(start, token.i + 1, token.i, keys, "name" if token.pos_ == "PROPN" else "description")


SPEAKS_FOR = frozenset(("spokesman", "spokeswoman", "spokesperson"))
"""Nouns for whoever speaks for others, one as good as another."""


_MEDIA = frozenset(
    ("agency", "newspaper", "paper", "daily", "channel", "network", "radio", "station", "website", "broadcaster")
)
_OF_NEWS = frozenset(("news", "press", "tv", "television", "radio", "broadcast", "cable"))
_NAMED_MEDIA = frozenset(("newspaper", "daily", "website", "broadcaster"))


def _outlet(casting: Casting, noun: Token, states: Mapping[int, Hit]) -> str | None:
    """The outlet whose name stands beside a noun for a medium ("Yonhap news agency"); a new one where nobody knows it."""
    names = [c for c in noun.children if c.dep_ in ("compound", "nmod", "appos") and c.pos_ == "PROPN"]
    for name in names:
        hit = states.get(name.i)
        if hit is not None and hit.name.sort == "outlet":
            return casting.add(hit.name.actor)
    news = noun.lemma_.lower() in _NAMED_MEDIA or any(c.lower_ in _OF_NEWS for c in noun.lefts)
    new = next((c for c in names if c.i not in states and c.ent_type_ not in ("GPE", "NORP", "LOC")), None)
    if new is None or not news:
        return None
    first = new.left_edge.i
    while first < new.i and casting.doc[first].pos_ != "PROPN":
        first += 1
    name_ = casting.doc[first : new.i + 1].text
    return casting.add(Actor(person_id(name_), name_, "organization", None, "MED"), name_)


def _at_home(casting: Casting, token: Token, home: str | None) -> tuple[str, ...]:
    """The home state, for officials and forces that act without a state's name."""
    acting = token.dep_ in ("nsubj", "agent", "pobj", "nsubjpass", "conj")
    if home is None or home not in load("states") or not acting:
        return ()
    lemma = token.lemma_.lower()
    elsewhere = lemma in _SERVING and any(c.dep_ == "prep" and c.lower_ in ("for", "of", "to") for c in token.rights)
    if lemma not in words_of("roles", "official") or elsewhere:
        return ()
    places = list(places_beside(token))
    if places:
        return _owned_by(casting, places)
    same = SPEAKS_FOR if lemma in SPEAKS_FOR else {lemma}
    if token.tag_ in ("NN", "NNP") and any(titles & same for titles in casting.titles.values()):
        return ()  # "the spokesman" is the one whom the text has named
    return (casting.add(state_actor(home)),)


_ARMED = frozenset(("MIL", "COP", "REB", "JUD"))


def _unowned(casting: Casting, token: Token, start: int, sector: str) -> None:
    """Forces and courts that the text does not say whose they are: actors of no state."""
    words = casting.doc[start : token.i + 1].text
    role = person_id(" ".join(t.text for t in casting.doc[start : token.i + 1] if t.pos_ in ("NOUN", "PROPN", "ADJ")))
    kind: Kind = "person" if one_person(token) else "organization"
    key = casting.add(Actor(role or token.lower_, words, kind, None, sector), words)
    casting.mention(start, token.i + 1, token.i, (key,), "description")


def _start(token: Token) -> int:
    """Where the noun phrase begins, unless it is too long to be a name."""
    doc, last, first = token.doc, int(token.i), int(token.left_edge.i)
    if last - first > 8:
        return last
    span = range(first, last + 1)
    return next((i for i in span if not doc[i].is_space and doc[i].dep_ != "punct"), last)


def _institution(casting: Casting, token: Token, start: int, owner: str, states: Mapping[int, Hit]) -> str:
    """The actor that the noun is for one owner."""
    governing, bodies, offices = _nouns()
    lemma, country = token.lemma_.lower(), casting.actors[owner].country
    if lemma in governing and country is not None and lemma != "state":
        return casting.add(state_actor(country)) if country in load("states") else owner
    if bodies.get(lemma) == "REB" and casting.actors[owner].sector == "REB" and token.tag_ in ("NNS", "NNPS"):
        return owner  # an armed body is its fighters
    held_office = lemma in offices and token.tag_ in ("NN", "NNP") and (lemma not in bodies)
    if held_office and (held := _incumbent(casting, lemma, country)) is not None:
        return held
    words = casting.doc[start : token.i + 1].text
    role = "_".join(
        t.lower_
        for t in casting.doc[start : token.i + 1]
        if t.i not in states and t.pos_ in ("NOUN", "PROPN", "ADJ") and t.is_alpha
    )
    kind: Kind = "person" if one_person(token) else "organization"
    sector = offices[lemma] if held_office else bodies.get(lemma, "GOV")
    if country is None and casting.actors[owner].sector is not None:
        sector = casting.actors[owner].sector or sector  # "the UN leader" is no government's
    return casting.add(Actor(f"{(country or owner).lower()}_{role or lemma}", words, kind, country, sector), words)


def _incumbent(casting: Casting, lemma: str, country: str | None) -> str | None:
    """Who of the people named holds a state's office: the most named of those who may."""
    known = [
        a.id
        for a in casting.actors.values()
        if a.kind == "person" and country is not None and a.country == country and _holds(casting, a, lemma)
    ]
    unique = lemma not in ("minister", "spokesman", "spokeswoman", "spokesperson", "official", "secretary", "diplomat")
    if not known or not (unique or len(known) == 1 and lemma in casting.titles.get(known[0], ())):
        return None
    return max(known, key=lambda k: sum(k in n.actors for n in casting.namings))


def _holds(casting: Casting, actor: Actor, lemma: str) -> bool:
    """Whether a person may be "the president", "the leader": by the vocabulary's office, or by the text's titles."""
    row = holders().get(actor.id)
    if row is not None:
        return lemma in ("leader", "dictator") or lemma in row.split() and not row.startswith(("vice ", "deputy "))
    return lemma in casting.titles.get(actor.id, ())


@cache
def holders() -> dict[str, str]:
    """The offices of the people whom the vocabulary knows, in small letters, by the people's ids."""
    return {person_id(r["name"]): r["role"].lower() for r in load("people")}


_SERVING = SPEAKS_FOR | frozenset(("aide", "adviser", "advisor"))
"""Nouns for those who are of the state of whomever they serve."""


def _leads_to_owner(preposition: str, noun: str) -> bool:
    """Whether whose somebody is follows a preposition: "of", "from"; "for" a spokesman, "in" a court."""
    serves = preposition in ("for", "to") and noun in _SERVING
    return preposition in ("of", "from") or serves or preposition == "in" and noun in _SEATED


def _owned_by(casting: Casting, places: Sequence[Span]) -> tuple[str, ...]:
    """The state that the first place of known whereabouts is in."""
    state = next((s for place in places if (s := state_of(place.text, ())) is not None), None)
    return (casting.add(state_actor(state)),) if state is not None and state in load("states") else ()


def _owners(casting: Casting, token: Token, states: Mapping[int, Hit]) -> tuple[str, ...]:
    """The states or bodies that a noun belongs to: adjectives, a possessor, names before it or after "of"."""
    places: list[Token] = []
    for c in token.children:
        if c.dep_ in _NAMES_OWNER:
            places.extend((c, *(g for g in c.children if g.dep_ in _NAMES_OWNER)))
        elif c.dep_ == "prep" and _leads_to_owner(c.lower_, token.lemma_.lower()):
            places.extend(p for p in c.children if p.dep_ == "pobj")
    for place in places:
        hit = states.get(place.i)
        if hit is not None and hit.name.sort in _OWNING and token.lemma_.lower() not in _PERSONAL:
            joined = [
                states[w.i]
                for w in place.conjuncts
                if w.i in states and w.i < token.i or w.i in states and place.dep_ == "pobj"
            ]
            rows = (hit, *(h for h in joined if h.name.sort in _OWNING and h.name.actor.id != hit.name.actor.id))
            return tuple(dict.fromkeys(casting.add(h.name.actor) for h in rows))
        served = place.dep_ == "pobj" and token.lemma_.lower() in _SERVING
        owned = any(w.lemma_.lower() in _OF_A_PERSON for w in (token, place.head, *token.lefts))
        if served or place.dep_ in ("compound", "poss") and owned:
            person = next((n for n in casting.namings if n.head == place.i), None)
            owner = casting.actors[person.actors[0]] if person is not None else None
            if owner is not None and owner.country is not None and owner.country in load("states"):
                return (casting.add(state_actor(owner.country)),)
            if served and owner is not None and owner.sector == "IGO":
                return (owner.id,)
    return ()


def find_organizations(casting: Casting) -> None:
    """Add organizations that only the entity recognizer knows."""
    doc = casting.doc
    for entity in doc.ents:
        if entity.label_ != "ORG" or entity.text.islower() or not casting.free(entity.start, entity.end):
            continue
        start = entity.start + (doc[entity.start].lower_ == "the")
        end = entity.end - (doc[entity.end - 1].lower_ in ("'s", "'"))
        if end <= start or not doc[start].text[:1].isalpha():
            continue
        name = doc[start:end].text.replace("\n", " ").partition(" (")[0]
        same = next((a.id for a in casting.actors.values() if a.name == name or name in a.aliases), None)
        same = same or _longer(casting, name)
        key = same or casting.add(Actor(person_id(name) or "org", name, "organization", None, _sector(name)), name)
        casting.mention(entity.start, end, head_of(doc, start, end), (key,), "name")


def _longer(casting: Casting, name: str) -> str | None:
    """The one organization in the text whose name goes on where a name ends ("Goldman" for Goldman Sachs)."""
    if not name[:1].isupper() or name.lower() in _nouns()[1] or name.lower() in words_of("roles", "bodies"):
        return None
    found = [a.id for a in casting.actors.values() if a.kind == "organization" and a.name.startswith(f"{name} ")]
    return found[0] if len(found) == 1 and casting.actors[found[0]].sector != "MED" else None


def _sector(name: str) -> str | None:
    bodies = _nouns()[1]
    return next((bodies[w] for w in reversed(name.lower().split()) if w in bodies), None)

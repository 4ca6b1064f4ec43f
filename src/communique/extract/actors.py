"""Who takes part: known names, people and bodies learnt from the text itself, descriptions and pronouns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from spacy.tokens import Doc, Token

from communique.codebook import load
from communique.extract.coreference import Seen, resolve_pairs, resolve_pronoun
from communique.extract.names import Hit, known_names, person_id, state_actor
from communique.model import Actor, Document, Form, Kind, Mention, Span


@dataclass(frozen=True, slots=True)
class Cast:
    """The actors of a document and the words that mean them.

    ``mentions`` are in the order in which they begin; ``covering`` and ``heads`` lead from a token's index to the
    index of the mention that covers it, and of the mention that it heads.
    """

    actors: tuple[Actor, ...] = ()
    mentions: tuple[Mention, ...] = ()
    covering: Mapping[int, int] = field(default_factory=dict)
    heads: Mapping[int, int] = field(default_factory=dict)

    def at(self, token: int) -> Mention | None:
        """The tightest mention that a token heads or stands in."""
        key = self.heads.get(token, self.covering.get(token))
        return None if key is None else self.mentions[key]

    def headed(self, token: int) -> Mention | None:
        """The mention that a token heads."""
        key = self.heads.get(token)
        return None if key is None else self.mentions[key]

    def actor(self, key: str) -> Actor | None:
        """The actor of an id."""
        return next((a for a in self.actors if a.id == key), None)


@dataclass(slots=True)
class _Draft:
    """A mention while it is being made; tokens ``start`` to ``end`` (exclusive) with head ``head``."""

    start: int
    end: int
    head: int
    actors: tuple[str, ...]
    form: Form


@dataclass(slots=True)
class _Stage:
    """What has been found so far in one document."""

    doc: Doc
    actors: dict[str, Actor] = field(default_factory=dict)
    drafts: list[_Draft] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    families: dict[str, list[str]] = field(default_factory=dict)

    def add(self, actor: Actor, alias: str | None = None) -> str:
        """Note an actor, or that a known one bears another name too."""
        held = self.actors.get(actor.id, actor)
        if alias and alias != held.name and alias not in held.aliases:
            held = replace(held, aliases=(*held.aliases, alias))
        if held.country is None and actor.country is not None:
            held = replace(held, country=actor.country)
        if held.sector is None and actor.sector is not None:
            held = replace(held, sector=actor.sector)
        self.actors[actor.id] = held
        return actor.id

    def mention(self, start: int, end: int, head: int, actors: Iterable[str], form: Form) -> None:
        """Note words that mean actors."""
        self.drafts.append(_Draft(start, end, head, tuple(dict.fromkeys(actors)), form))
        self.taken.update(range(start, end))


def find_actors(doc: Doc, document: Document) -> Cast:
    """The cast of a document.

    Args:
        doc: the document's parse.
        document: the document.
    """
    stage = _Stage(doc)
    hits = list(known_names(doc))
    states = {i: h for h in hits for i in range(h.start, h.end)}
    _people(stage, hits, states)
    for hit in hits:
        if not set(range(hit.start, hit.end)) & stage.taken:
            _vocabulary(stage, hit)
    home = _home(stage)
    _domiciled(stage, home)
    _institutions(stage, states, home)
    _organizations(stage, states)
    _unnamed(stage, home)
    _groups(stage)
    _references(stage)
    return _cast(stage, document)


# People


def _people(stage: _Stage, hits: list[Hit], states: Mapping[int, Hit]) -> None:
    """People by name: those of the vocabulary and those that the entity recognizer finds, full names before short ones."""
    doc = stage.doc
    known = {(h.start, h.end): h.name.actor for h in hits if h.name.sort in ("person", "surname")}
    spans = dict(known)
    blocked = {i for h in hits if h.name.sort not in ("person", "surname") for i in range(h.start, h.end)}
    for ent in doc.ents:
        if ent.label_ != "PERSON" or any(i in blocked for i in range(ent.start, ent.end)):
            continue
        start, end = ent.start, ent.end
        while end > start and (
            doc[end - 1].lower_ in ("'s", "'") or doc[end - 1].pos_ in ("PUNCT", "VERB", "ADP") or doc[end - 1].is_space
        ):
            end -= 1
        while start < end and (
            doc[start].lower_ in _TITLES or not doc[start].text[:1].isalpha() or doc[start].is_lower
        ):
            start += 1
        inside = [k for k in known if k[0] >= start and k[1] <= end]
        if end > start and doc[start].text[0].isupper() and not inside:
            spans[(start, end)] = None  # type: ignore[assignment]
    for (start, end), actor in sorted(spans.items(), key=lambda s: (-(s[0][1] - s[0][0] > 1), s[0])):
        if set(range(start, end)) & stage.taken:
            continue
        _person(stage, start, end, actor, states)
    held = {i for h in hits for i in range(h.start, h.end)}
    for token in doc:
        if (
            token.i not in stage.taken
            and token.i not in held
            and token.pos_ == "PROPN"
            and len(stage.families.get(token.text, ())) == 1
        ):
            _person(stage, token.i, token.i + 1, None, states)


_TITLES = frozenset(
    [
        "mr",
        "mr.",
        "mrs",
        "mrs.",
        "ms",
        "ms.",
        "dr",
        "dr.",
        "president",
        "minister",
        "gen.",
        "gen",
        "adm.",
        "sen.",
        "sen",
        "rep.",
        "rep",
        "sir",
        "lord",
        "king",
        "queen",
        "prince",
        "premier",
        "chancellor",
        "secretary",
        "ambassador",
        "general",
        "colonel",
        "col.",
        "col",
        "lt.",
        "pope",
        "sheikh",
        "ayatollah",
        "emir",
        "foreign",
        "prime",
        "senator",
        "chairman",
        "the",
    ]
)


def _person(stage: _Stage, start: int, end: int, known: Actor | None, states: Mapping[int, Hit]) -> None:
    doc = stage.doc
    name = " ".join(t.text for t in doc[start:end]).replace(" - ", "-").replace(" -", "-").replace("- ", "-")
    head = max(range(start, end), key=lambda i: (doc[i].head.i < start or doc[i].head.i >= end, i))
    token = doc[head]
    left, title, country = _before(token, start, states)
    right, apposed, other = _after(doc, token, end, states)
    sector = _sector((*title, *apposed))
    words = name.split()
    earlier = _same_person(stage, words)
    country = country or (other if sector != "CVL" else None)
    if known is not None and (len(words) > 1 or earlier is None):
        actor = replace(known, country=known.country or (None if known.sector == "IGO" else country))
        earlier = actor.id if earlier is None or len(words) > 1 else earlier
    elif earlier is not None:
        actor = stage.actors[earlier]
    else:
        if len(words) == 1 and not title and not apposed and token.ent_type_ != "PERSON":
            return
        actor = Actor(person_id(name), name, "person", country, sector)
    if actor.country is None and actor.sector != "IGO" and country:
        actor = replace(actor, country=country)
    if actor.sector is None and sector:
        actor = replace(actor, sector=sector)
    key = stage.add(actor, name)
    if country and stage.actors[key].country is None and stage.actors[key].sector != "IGO":
        stage.actors[key] = replace(stage.actors[key], country=country)
    for word in {words[-1], words[0]} if len(words) > 1 else {words[0]}:
        if key not in stage.families.setdefault(word, []):
            stage.families[word].append(key)
    stage.mention(left, right, head, (key,), "name")


def _same_person(stage: _Stage, words: list[str]) -> str | None:
    """The one person already named whom the words can mean."""
    if len(words) == 1:
        keys = stage.families.get(words[0], [])
        return keys[0] if len(keys) == 1 else None
    full = person_id(" ".join(words))
    if full in stage.actors:
        return full
    for key in stage.families.get(words[-1], []):
        other = stage.actors[key].name.split()
        if len(other) > 1 and other[0] == words[0]:
            return key
    return None


def _before(token: Token, start: int, states: Mapping[int, Hit]) -> tuple[int, list[str], str | None]:
    """Where the noun phrase of a name begins, the nouns of its title, and the state that the title names."""
    left, country = start, None
    title: list[str] = []
    edge = token.left_edge.i
    for i in range(edge, start):
        t = token.doc[i]
        if t.is_space or t.dep_ in ("punct",) and t.text not in "-'":
            left, title, country = start, [], None
            edge = i + 1
            continue
        hit = states.get(i)
        if hit is not None and hit.name.actor.country and hit.name.sort != "outlet":
            country = hit.name.actor.country
        if t.lemma_.lower() in load("roles")["offices"] or t.lower_ in load("roles")["offices"]:
            title.append(t.lemma_.lower())
        if t.pos_ in ("PROPN", "NOUN", "ADJ", "DET", "PART", "ADP", "PUNCT", "PRON", "CCONJ", "ADV", "NUM"):
            left = min(left, i)
    if not title and country is None:
        left = max(left, start - 1) if start and token.doc[start - 1].lower_ in _TITLES else start
    return max(left, edge), title, country


def _after(doc: Doc, token: Token, end: int, states: Mapping[int, Hit]) -> tuple[int, list[str], str | None]:
    """Where the apposition after a name ends ("…, China's envoy to the UN"), its nouns and the state it names."""
    appos = next((c for c in token.children if c.dep_ == "appos" and c.i >= end), None)
    if appos is None or appos.i - end > 12 or appos.ent_type_ == "PERSON":
        return end, [], None
    table = load("roles")["offices"]
    titles = [t.lemma_.lower() for t in doc[appos.left_edge.i : appos.right_edge.i + 1] if t.lemma_.lower() in table]
    country = next(
        (states[t.i].name.actor.country for t in doc[appos.left_edge.i : min(appos.right_edge.i + 1, appos.i + 8)]
         if t.i in states and states[t.i].name.sort in ("state", "adjective", "capital")),
        None,
    )  # fmt: skip
    if not titles:
        return end, [], None
    stop = min(appos.right_edge.i + 1, end + 18)
    while stop > end and doc[stop - 1].text in ",;":
        stop -= 1
    return stop, titles, country


def _sector(words: Iterable[str]) -> str | None:
    table = load("roles")["offices"]
    return next((table[w] for w in words if w in table), None)


# Names of the vocabulary


_MOVES = frozenset(
    ["visit", "trip", "arrive", "travel", "fly", "go", "return", "come", "head", "journey", "tour", "depart", "arrival"]
)


def _vocabulary(stage: _Stage, hit: Hit) -> None:
    doc, name = stage.doc, hit.name
    head = max(range(hit.start, hit.end), key=lambda i: (doc[i].head.i < hit.start or doc[i].head.i >= hit.end, i))
    token = doc[head]
    if name.sort == "adjective" and (token.dep_ in ("amod", "compound", "nmod", "poss") or token.pos_ == "ADJ"):
        stage.mention(hit.start, hit.end, head, (stage.add(name.actor),), "adjective")
        return
    if name.sort in ("capital", "seat") and not _acts(token):
        return
    words = " ".join(w for w in name.words).replace(" 's", "'s")
    start = hit.start - 1 if hit.start and doc[hit.start - 1].lower_ == "the" else hit.start
    stage.mention(start, hit.end, head, (stage.add(name.actor, words),), "name")


def _acts(token: Token) -> bool:
    """Whether a capital or palace stands for its government here, or is where somebody goes to."""
    if token.dep_ == "pobj" and token.head.lower_ in (
        "in",
        "at",
        "from",
        "near",
        "around",
        "outside",
        "through",
        "to",
        "into",
        "over",
        "inside",
        "of",
    ):
        governor = token.head.head
        if token.head.lower_ in ("in", "to", "at", "into"):
            return governor.lemma_.lower() in _MOVES or (token.head.lower_ == "to" and governor.pos_ == "VERB")
        return token.head.lower_ == "from" and governor.lemma_.lower() in (
            "hear",
            "demand",
            "seek",
            "buy",
            "receive",
            "rhetoric",
            "response",
        )
    if token.dep_ in ("npadvmod", "dep", "appos"):
        return False
    if token.dep_ in ("compound", "amod", "nmod"):
        return bool(token.head.ent_type_ != "PERSON" and token.head.pos_ == "NOUN")
    return bool(token.dep_ != "ROOT" or len(list(token.sent)) >= 4)


# Institutions by pattern


@cache
def _nouns() -> tuple[frozenset[str], Mapping[str, str], Mapping[str, str]]:
    table = load("roles")
    return frozenset(table["state"]), table["institutions"], table["offices"]


def _home(stage: _Stage) -> str | None:
    """The state that the text is most about as one that acts: whose officials need no nationality in it."""
    often: dict[str, int] = {}
    for d in stage.drafts:
        token = stage.doc[d.head]
        actor = stage.actors[d.actors[0]]
        acting = token.dep_ in ("nsubj", "poss", "agent") or (
            token.dep_ in ("amod", "compound") and token.head.dep_ in ("nsubj", "agent")
        )
        if acting and actor.country is not None and actor.sector in ("GOV", "MIL", "LEG"):
            often[actor.country] = often.get(actor.country, 0) + 1
    best = sorted(often, key=lambda c: -often[c])
    return best[0] if best and (len(best) == 1 or often[best[0]] > often[best[1]]) else None


def _domiciled(stage: _Stage, home: str | None) -> None:
    """Officials whom the text gives no nationality are the home state's."""
    for key, actor in stage.actors.items():
        if (
            home is not None
            and actor.kind == "person"
            and actor.country is None
            and actor.sector in ("GOV", "MIL", "LEG", "JUD")
        ):
            stage.actors[key] = replace(actor, country=home)


_OFFICIAL = frozenset(
    [
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "official",
        "officials",
        "military",
        "army",
        "police",
        "troops",
        "authorities",
        "government",
        "ministry",
        "source",
        "lawmakers",
    ]
)


def _institutions(stage: _Stage, states: Mapping[int, Hit], home: str | None) -> None:
    """Nouns for governments, bodies and offices that a state's name stands with."""
    doc = stage.doc
    governing, bodies, offices = _nouns()
    for token in doc:
        lemma = token.lemma_.lower()
        if token.i in stage.taken or token.pos_ not in ("NOUN", "PROPN") or token.dep_ == "compound":
            continue
        if lemma not in governing and lemma not in bodies and lemma not in offices:
            continue
        owner = _owner(stage, token, states)
        if (
            owner is None
            and home is not None
            and token.lower_ in _OFFICIAL
            and token.dep_ in ("nsubj", "agent", "pobj", "nsubjpass")
            and home in load("states")
        ):
            owner = stage.add(state_actor(home))
        if owner is None:
            continue
        span = range(token.left_edge.i, token.i + 1)
        start = next((i for i in span if not doc[i].is_space and doc[i].dep_ != "punct"), token.i)
        if token.i - start > 8:
            start = token.i
        country = stage.actors[owner].country
        words = doc[start : token.i + 1].text
        if lemma in governing and country is not None and lemma != "state":
            key = stage.add(state_actor(country)) if country in load("states") else owner
        elif lemma in offices and lemma not in bodies and token.tag_ in ("NN", "NNP"):
            known = [
                a.id
                for a in stage.actors.values()
                if a.kind == "person" and a.country == country and country and _holds(a, lemma)
            ]
            if known and lemma not in ("minister", "spokesman", "official", "secretary"):
                key = max(known, key=lambda k: sum(k in d.actors for d in stage.drafts))
            else:
                role = "_".join(
                    t.lower_
                    for t in doc[start : token.i + 1]
                    if t.i not in states and t.pos_ in ("NOUN", "PROPN", "ADJ") and t.is_alpha
                )
                key = stage.add(
                    Actor(f"{(country or owner).lower()}_{role or lemma}", words, "person", country, offices[lemma]),
                    words,
                )
        else:
            role = "_".join(
                t.lower_
                for t in doc[start : token.i + 1]
                if t.i not in states and t.pos_ in ("NOUN", "PROPN", "ADJ") and t.is_alpha
            )
            key = stage.add(
                Actor(
                    f"{(country or owner).lower()}_{role or lemma}",
                    words,
                    "organization",
                    country,
                    bodies.get(lemma, "GOV"),
                ),
                words,
            )
        stage.drafts = [
            d for d in stage.drafts if not (d.start >= start and d.end <= token.i + 1 and d.form == "adjective")
        ]
        stage.mention(start, token.i + 1, token.i, (key,), "name" if token.pos_ == "PROPN" else "description")


def _holds(actor: Actor, lemma: str) -> bool:
    """Whether a person may be "the president", "the leader": by the vocabulary's office, or if it has none."""
    row = next((r for r in load("people") if person_id(r["name"]) == actor.id), None)
    if row is None:
        return any(lemma in alias.lower() for alias in actor.aliases)
    return lemma == "leader" or lemma in row["role"].lower()


def _owner(stage: _Stage, token: Token, states: Mapping[int, Hit]) -> str | None:
    """The state or body that a noun belongs to: an adjective, a possessor, a name before it or after "of"."""
    places: list[Token] = []
    for c in token.children:
        if c.dep_ in ("amod", "compound", "nmod", "poss"):
            places.extend((c, *(g for g in c.children if g.dep_ in ("amod", "compound", "nmod", "poss"))))
        elif c.dep_ == "prep" and c.lower_ in ("of", "from"):
            places.extend(p for p in c.children if p.dep_ == "pobj")
    for place in places:
        hit = states.get(place.i)
        if hit is not None and hit.name.sort in ("state", "adjective", "capital", "body", "demonym", "seat"):
            return stage.add(hit.name.actor)
        person = (
            next((d for d in stage.drafts if d.head == place.i and stage.actors[d.actors[0]].kind == "person"), None)
            if place.dep_ in ("compound", "poss")
            else None
        )
        if person is not None and token.lemma_.lower() in (
            "administration",
            "government",
            "regime",
            "spokesman",
            "spokeswoman",
            "spokesperson",
            "office",
        ):
            country = stage.actors[person.actors[0]].country
            if country is not None and country in load("states"):
                return stage.add(state_actor(country))
    return None


# Other organizations, groups


def _organizations(stage: _Stage, states: Mapping[int, Hit]) -> None:
    """Organizations that only the entity recognizer knows."""
    doc = stage.doc
    for ent in doc.ents:
        if ent.label_ != "ORG" or any(i in stage.taken for i in range(ent.start, ent.end)) or ent.text.islower():
            continue
        start = ent.start + (doc[ent.start].lower_ == "the")
        end = ent.end - (doc[ent.end - 1].lower_ in ("'s", "'"))
        if end <= start or not doc[start].text[:1].isalpha():
            continue
        name = doc[start:end].text.replace("\n", " ")
        same = next((a.id for a in stage.actors.values() if a.name == name or name in a.aliases), None)
        key = same or stage.add(Actor(person_id(name) or "org", name, "organization", None, _body_sector(name)), name)
        head = max(range(start, end), key=lambda i: (doc[i].head.i < start or doc[i].head.i >= end, i))
        stage.mention(ent.start, end, head, (key,), "name")


def _body_sector(name: str) -> str | None:
    words = [w.lower() for w in name.split()]
    return next((_nouns()[1][w] for w in reversed(words) if w in _nouns()[1]), None)


@cache
def _group_table() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in load("roles")["groups"]:
        words = tuple(phrase.split())
        found.setdefault(words[0], []).append(words)
    return {k: tuple(sorted(v, key=len, reverse=True)) for k, v in found.items()}


_REGIONS = frozenset(
    [
        "Arab",
        "European",
        "African",
        "Asian",
        "Western",
        "Gulf",
        "Muslim",
        "Islamic",
        "Nordic",
        "Baltic",
        "Caribbean",
        "Balkan",
        "Scandinavian",
        "other",
        "Other",
        "neighboring",
        "neighbouring",
    ]
)
_REGIONAL_NOUNS = frozenset(
    [
        "governments",
        "countries",
        "leaders",
        "states",
        "nations",
        "allies",
        "powers",
        "capitals",
        "officials",
        "diplomats",
        "foreign",
        "ministers",
    ]
)


def _groups(stage: _Stage) -> None:
    """Open groups ("the West", "observers"), with a state's own ones left to the institutions."""
    doc, table = stage.doc, _group_table()
    for token in doc:
        if token.i in stage.taken:
            continue
        if (
            token.lower_ in _REGIONAL_NOUNS
            and (region := next((c for c in token.lefts if c.text in _REGIONS), None)) is not None
        ):
            name = f"{region.text} {token.lower_}"
            stage.mention(
                token.left_edge.i,
                token.i + 1,
                token.i,
                (stage.add(Actor(person_id(name.lower()), name, "group")),),
                "description",
            )
            continue
        for words in table.get(token.lower_, table.get(token.text, ())):
            end = token.i + len(words)
            if (
                end <= len(doc)
                and all(doc[token.i + j].lower_ == w.lower() for j, w in enumerate(words))
                and doc[end - 1].pos_ in ("NOUN", "PROPN", "ADJ")
            ):
                if words == ("West",) and doc[token.i].pos_ != "PROPN":
                    continue
                name = "the West" if words[-1] == "West" else " ".join(words)
                key = stage.add(Actor(person_id(name.lower()), name, "group"))
                start = token.left_edge.i if token.i - token.left_edge.i < 4 and len(words) == 1 else token.i
                if any(i in stage.taken for i in range(start, end)):
                    start = token.i
                head = max(range(token.i, end), key=lambda i: (doc[i].head.i < token.i or doc[i].head.i >= end, i))
                stage.mention(start, end, head, (key,), "description")
                break


_PLACELESS = frozenset(["other", "many", "some", "several", "various", "all", "most"])


def _unnamed(stage: _Stage, home: str | None) -> None:
    """Counted or definite people who do or suffer something ("21 girls", "the hostages")."""
    doc, table = stage.doc, load("roles")["unnamed"]
    for token in doc:
        lemma = token.lemma_.lower()
        if (
            token.i in stage.taken
            or lemma not in table
            or token.pos_ not in ("NOUN", "PROPN")
            or token.dep_ == "compound"
        ):
            continue
        lefts = {c.lower_ for c in token.lefts}
        counted = any(c.dep_ == "nummod" for c in token.lefts) or "the" in lefts or "those" in lefts
        if not counted or token.dep_ not in ("nsubj", "nsubjpass", "dobj", "pobj", "ROOT", "agent"):
            continue
        start = token.left_edge.i
        if token.i - start > 6 or any(i in stage.taken for i in range(start, token.i)):
            start = token.i
        of = home if home is not None and not lefts & _PLACELESS else None
        name = doc[start : token.i + 1].text.strip()
        kind: Kind = "organization" if of is not None else "group"
        key = stage.add(Actor(f"{(of or 'some').lower()}_{token.lower_}", name, kind, of, table[lemma]), name)
        stage.mention(start, token.i + 1, token.i, (key,), "description")


# Pronouns and descriptions


_PRONOUNS = frozenset(
    [
        "he",
        "she",
        "him",
        "her",
        "his",
        "hers",
        "they",
        "them",
        "their",
        "it",
        "its",
        "who",
        "himself",
        "herself",
        "themselves",
        "itself",
    ]
)
_BARE = {
    "president": "person", "leader": "person", "minister": "person", "spokesman": "person", "spokeswoman": "person", "spokesperson": "person",
    "ambassador": "person", "envoy": "person", "chancellor": "person", "premier": "person", "secretary": "person", "general": "person",
    "government": "country", "country": "country", "regime": "country", "nation": "country", "administration": "country", "side": "country",
    "ministry": "organization", "agency": "organization", "newspaper": "organization", "group": "organization", "organization": "organization",
    "council": "organization", "army": "organization", "military": "organization", "court": "organization", "broadcaster": "organization",
    "alliance": "organization", "bloc": "organization", "paper": "organization", "network": "organization", "body": "organization",
}  # fmt: skip


def _references(stage: _Stage) -> None:
    """Walk the text once, resolving pronouns and descriptions against what was named before them."""
    doc = stage.doc
    by_head = {d.head: d for d in sorted(stage.drafts, key=lambda d: d.start)}
    seen = Seen(stage.actors)
    additions: list[_Draft] = []
    for token in doc:
        named = by_head.get(token.i)
        if named is not None:
            seen.note(token, named.actors, named.form)
            continue
        if token.i in stage.taken:
            continue
        lower = token.lower_
        if lower in _PRONOUNS and lower != "who" and token.pos_ == "PRON":
            actors = resolve_pronoun(token, seen)
            form: Form = "pronoun"
            start = token.i
        elif (
            token.pos_ == "NOUN"
            and token.dep_ != "compound"
            and any(c.lower_ in ("two", "both", "three") for c in token.lefts)
        ):
            actors = resolve_pairs(token, seen)
            form, start = "description", token.left_edge.i
        elif (
            token.pos_ in ("NOUN", "PROPN")
            and token.lemma_.lower() in _BARE
            and token.tag_ in ("NN", "NNP")
            and _definite(token)
        ):
            actors = seen.described(token.lemma_.lower(), _BARE[token.lemma_.lower()])
            form, start = "description", token.left_edge.i
        else:
            continue
        if actors:
            additions.append(_Draft(start, token.i + 1, token.i, actors, form))
            seen.note(token, actors, form)
    stage.drafts.extend(additions)


def _definite(token: Token) -> bool:
    lefts = [c.lower_ for c in token.lefts]
    return "the" in lefts and len([w for w in lefts if w != "the"]) <= 1


# The finished cast


def _cast(stage: _Stage, document: Document) -> Cast:
    doc = stage.doc
    drafts = sorted(stage.drafts, key=lambda d: (d.start, -d.end, d.head))
    covering: dict[int, int] = {}
    heads: dict[int, int] = {}
    mentions = []
    for k, d in enumerate(drafts):
        last, head = doc[d.end - 1], doc[d.head]
        mentions.append(
            Mention(Span(doc[d.start].idx, last.idx + len(last)), Span(head.idx, head.idx + len(head)), d.actors, d.form)
        )  # fmt: skip
        heads[d.head] = k
        for i in range(d.start, d.end):
            held = covering.get(i)
            if held is None or drafts[held].end - drafts[held].start > d.end - d.start:
                covering[i] = k
    used = {a for d in drafts for a in d.actors}
    return Cast(tuple(a for a in stage.actors.values() if a.id in used), tuple(mentions), covering, heads)

"""Speakers and parties that nothing else in a text has introduced: the reader points at their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from communique.codebook import load, words_of
from communique.extract.acts import vocabulary
from communique.extract.casting import Cast, bare_name, described
from communique.extract.names import person_id
from communique.extract.nouns import one_person
from communique.extract.parse import char_span
from communique.extract.sources import beside, sources
from communique.model import Actor, Kind, Mention, Span
from communique.models.reader import Reading

SURE = 0.5
"""How likely an attribution or an act must be for the words of its sides to be taken as somebody who takes part."""

_NOBODY = frozenset(
    ("GPE", "LOC", "FAC", "EVENT", "DATE", "TIME", "MONEY", "WORK_OF_ART", "LAW", "PRODUCT", "LANGUAGE")
)
"""What the recognizer calls names of places and things."""

_MOST_WORDS = 12
"""Words of the longest phrase that is taken as a name for somebody."""

_POINTING = frozenset(("the", "this", "that", "its", "his", "her", "their", "our"))

_CROWDS = frozenset(("caravan", "gang", "crowd", "mob", "migrants", "refugees", "terrorists"))
"""Nouns for many, and plurals that headlines and captions make the tagger take for names."""

_OPEN = frozenset(("many", "some", "most", "others", "several", "few", "all", "those", "critics", "observers"))


def with_speakers(cast: Cast, reading: Reading, doc: Doc) -> Cast:
    """The cast with those who speak, act or are acted upon and were in it under no name, and with states that titles tell.

    "An aid worker said" brings in an aid worker, "a gunman shot" a gunman, "a spokesperson for Moon's office" one of
    Moon's state, "lawmakers" lawmakers, and "Russian senator X" tells the state of an X who had none.

    Args:
        cast: who is known to take part.
        reading: what the reader has seen in the text.
        doc: the document's parse.
    """
    actors = dict(cast.by_id)
    new: list[tuple[Mention, Words]] = []

    def introduce(span: Span, words: Words, speaks: bool) -> None:
        actor = introduced(words, cast, speaks)
        if actor is not None and not any(m.span.overlaps(span) for m, _ in new):
            actors.setdefault(actor.id, actor)
            head = Span(words.root.idx, words.root.idx + len(words.root))
            new.append((Mention(span, head, (actor.id,), "description"), words))

    for span, speaks in _pointed_at(reading):
        words = char_span(doc, span)
        if words is None or words.root.pos_ == "PRON":
            continue
        who = named(words, cast)
        if not who:
            introduce(span, words, speaks)
        elif speaks and len(who) == 1 and (held := actors.get(who[0])) is not None and _stateless(held):
            actors[held.id] = replace(held, country=_state(_title(words, held), cast, held.id))
    for words in _many(doc, cast):
        introduce(Span(words.start_char, words.end_char), words, False)
    return extended(cast, actors, new)


def _many(doc: Doc, cast: Cast) -> Iterator[Words]:
    """Plural nouns for people and bodies that are in the cast under no name, with the words before them that say which."""
    for token in doc:
        plural = token.tag_ in ("NNS", "NNPS") or token.lower_ in _CROWDS
        if not plural and not _does(token) or token.dep_ not in _TAKING_PART or cast.at(token.i) is not None:
            continue
        if token.lemma_.lower() in words_of("roles", "many") or token.lower_ in _CROWDS or not plural:
            start = token.i
            while start > token.left_edge.i and doc[start - 1].dep_ in _LEADING and _only_says_which(cast, start - 1):
                start -= 1
            yield doc[start : token.i + 1]


def _does(token: Token) -> bool:
    """Whether a noun for one person, or for a body, is who does something or has it done to him."""
    if token.tag_ != "NN" or token.dep_ not in _DOING:
        return False
    return one_person(token) or token.lemma_.lower() in words_of("roles", "bodies")


_DOING = frozenset(("nsubj", "nsubjpass"))


def _only_says_which(cast: Cast, token: int) -> bool:
    """Whether a word before a noun names nobody beside it: no mention, or a state's adjective."""
    mention = cast.at(token)
    return mention is None or mention.form == "adjective"


_TAKING_PART = frozenset(("nsubj", "nsubjpass", "dobj", "pobj", "dative", "conj"))
_LEADING = frozenset(("amod", "compound", "det", "nummod", "quantmod", "punct", "poss"))


def _pointed_at(reading: Reading) -> Iterator[tuple[Span, bool]]:
    """The words that the reader surely takes for somebody, and whether they are for one who speaks."""
    for attribution in reading.attributions:
        if attribution.confidence >= SURE and attribution.named is not None:
            yield attribution.named, True
    for act in reading.acts.found(SURE):
        for spans in reading.acts.words(act):
            yield from ((span, False) for span in spans)


def named(words: Words, cast: Cast) -> tuple[str, ...]:
    """Whom the words for a source mean, of those who are known."""
    root = words.root
    if root.lower_ in ("who", "which", "that") and root.head.dep_ == "relcl":
        return sources(root.head.head, cast)[0]
    found, _ = sources(root, cast)
    if found:
        return found
    named = [m for t in words if (m := cast.headed(t.i)) is not None and m.form == "name" and len(m.actors) == 1]
    inside = [m for m in named if beside(words.doc, m.head, root)]
    people = [m for m in inside if (a := cast.actor(m.actors[0])) is not None and a.kind == "person"]
    return people[-1].actors if people and people[-1].span.end >= words.end_char - 1 else ()


def _stateless(actor: Actor) -> bool:
    return actor.kind == "person" and actor.country is None and actor.sector != "IGO"


def _title(words: Words, actor: Actor) -> Words:
    """What stands before a person's name."""
    names = {w.lower() for w in actor.name.split()}
    first = next((t.i for t in words if t.lower_ in names), words.end)
    return words.doc[words.start : first]


_SPEAKING = re.compile(
    r".*(?:er|or|ist|ian|man|woman|men|women|ant|eer|ary|people|person|critic|official|expert|source|aide|ally|group|military|force|media|agency|government|ministry|party|committee|council|organi[sz]ation|office|team|system|community|family|girl|boy|student|militia|militant|activist|president|resident|opponent|spokesperson|prefecture|authority)s?$"
)
"""Nouns for people, chiefly by what they end in."""


def can_speak(words: Words) -> bool:
    """Whether words name people or bodies, and no thing that only shows something ("the image", "forecasts")."""
    root = words.root
    named = _known_noun(root) or bool(_SPEAKING.match(root.lemma_.lower()))
    if root.lemma_.lower() in words_of("roles", "things"):
        return False
    return root.pos_ == "PROPN" or root.pos_ == "NOUN" and named


def _known_noun(token: Token) -> bool:
    """Whether the vocabulary knows a noun as one for people or bodies."""
    tables = load("roles")
    words = token.lemma_.lower(), token.lower_  # "media" is no medium
    return any(w in tables[key] for key in ("unnamed", "institutions", "offices", "many", "bodies") for w in words)


def is_body(token: Token) -> bool:
    """Whether a noun is one for a body and not for a person ("agency", "firm")."""
    return not {token.lemma_.lower(), token.lower_}.isdisjoint(words_of("roles", "bodies"))


def _titled(words: Words) -> bool:
    """Whether a title or an office stands before a name, or whose it is: "The chancellor Nicanor", "NPR's Quist"."""
    titles = {"'s", "admiral", *load("roles")["offices"], *words_of("roles", "titles")}
    return any(t.lemma_.lower() in titles or t.lower_ in titles for t in words[:-1])


def _said_before(words: Words) -> bool:
    """Whether words mean a state that the text has named, though it is not clear which: "the country"."""
    root = words.root
    kind = load("roles")["described"].get(root.lemma_.lower())
    return root.tag_ == "NN" and words[0].lower_ in _POINTING and kind == "country"


def introduced(words: Words, cast: Cast, speaks: bool) -> Actor | None:
    """Somebody new, by the words that stand for them; none where these are no words for people or bodies."""
    root = words.root
    if speaks and not can_speak(words) or root.pos_ not in ("NOUN", "PROPN"):
        return None
    if root.lemma_.lower() in words_of("cues", "papers") or len(words) > _MOST_WORDS:
        return None
    if root.tag_ == "NN" and not can_speak(words) or root.pos_ == "PROPN" and _common(root):
        return None
    if root.ent_type_ in _NOBODY or _said_before(words):
        return None
    if root.tag_ in ("NN", "NNS") and root.lemma_.lower() in vocabulary().nouns and not _known_noun(root):
        return None  # an act or a paper, such as "an encounter", "the accords"
    person = next((e for e in words.ents if e.label_ == "PERSON" and e.start <= root.i < e.end), None)
    name = bare_name(_called(words, person))
    state = _state(words, cast, None)
    plural = root.tag_ in ("NNS", "NNPS") or root.lower_ in _CROWDS
    kind: Kind = "person"
    if person is None and (plural or words[0].lower_ in _OPEN):
        kind = "organization" if state is not None else "group"
    elif person is None and (root.ent_type_ == "ORG" and not _titled(words) or is_body(root)):
        kind = "organization"
    return Actor(person_id(name.lower()), name, kind, state, None)


def _common(name: Token) -> bool:
    """Whether a name is only a word with a capital: the text has it small elsewhere, and the recognizer knows nobody there."""
    return not name.ent_type_ and any(t.text == name.lower_ for t in name.doc)


def _called(words: Words, person: Words | None) -> str:
    """What words for somebody call him: the name in them, or beside them ("a resident, Ana Lopez"), or else themselves."""
    root, lead = words.root, words.start
    if person is not None:
        return str(person.text)
    apposed = next((c for c in root.children if c.dep_ == "appos" and c.pos_ == "PROPN" and c.i > root.i), None)
    if apposed is not None and root.pos_ == "NOUN":
        return str(words.doc[apposed.left_edge.i : apposed.i + 1].text)
    while lead < words.end - 1 and (words.doc[lead].pos_ in ("DET", "PUNCT", "PART") or words.doc[lead].is_space):
        lead += 1
    name = described(words.doc[lead : words.end])
    return name.partition(",")[0] if root.pos_ == "PROPN" else name


def _state(words: Iterable[Token], cast: Cast, but: str | None) -> str | None:
    """The one state that words for somebody name, by an adjective, a possessive or a title; none where they name two."""
    mentions = [m for t in words if (m := cast.at(t.i)) is not None]
    found = {c for m in mentions for a in m.actors if a != but and (c := _country(a, cast)) is not None}
    return found.pop() if len(found) == 1 else None


def _country(key: str, cast: Cast) -> str | None:
    actor = cast.actor(key)
    return actor.country if actor is not None else None


def extended(cast: Cast, actors: dict[str, Actor], new: Iterable[tuple[Mention, Words]]) -> Cast:
    """The cast with further mentions put in their places."""
    added = list(new)
    order = sorted(
        [(m, k) for k, m in enumerate(cast.mentions)] + [(m, -1 - k) for k, (m, _) in enumerate(added)],
        key=lambda row: (row[0].span.start, -row[0].span.end, row[1]),
    )
    place = {k: at for at, (_, k) in enumerate(order)}
    covering = {token: place[k] for token, k in cast.covering.items()}
    heads = {token: place[k] for token, k in cast.heads.items()}
    for k, (_, words) in enumerate(added):
        heads.setdefault(words.root.i, place[-1 - k])
        for token in words:
            covering.setdefault(token.i, place[-1 - k])
    known = {a.id for a in cast.actors}
    everyone = (*(actors[a.id] for a in cast.actors), *(a for key, a in actors.items() if key not in known))
    return replace(
        cast,
        actors=everyone,
        mentions=tuple(m for m, _ in order),
        covering=covering,
        heads=heads,
        by_id={a.id: a for a in everyone},
    )

"""The cast of a document: who takes part in it, and the words that mean them; while it is made, and finished."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc
from spacy.tokens import Span as Words

from communique.codebook import words_of
from communique.model import Actor, Form, Mention, Span


@dataclass(frozen=True, slots=True)
class Cast:
    """The actors of a document and the words that mean them.

    ``mentions`` are in the order in which they begin; ``covering`` and ``heads`` lead from a token's index to the
    index of the mention that covers it, and of the mention that it heads. ``sides`` are the two states that the text
    is about, if it is about two.
    """

    actors: tuple[Actor, ...] = ()
    mentions: tuple[Mention, ...] = ()
    covering: Mapping[int, int] = field(default_factory=dict)
    heads: Mapping[int, int] = field(default_factory=dict)
    by_id: Mapping[str, Actor] = field(default_factory=dict)
    sides: tuple[str, ...] = ()

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
        return self.by_id.get(key)

    def state(self, key: str) -> str | None:
        """The state that an actor is or belongs to; its own id where it has none."""
        actor = self.by_id.get(key)
        return key if actor is None or actor.country is None else actor.country

    def meaning(self, others: Mapping[int, tuple[str, ...]]) -> Cast:
        """The cast in which the mentions that some tokens head mean others than was thought."""
        changed = {self.heads[token]: actors for token, actors in others.items()}
        mentions = tuple(replace(m, actors=changed.get(k, m.actors)) for k, m in enumerate(self.mentions))
        return replace(self, mentions=mentions)

    def without(self, keys: Collection[str]) -> Cast:
        """The cast without some actors, and without the mentions that mean nobody else."""
        kept = [k for k, m in enumerate(self.mentions) if not all(a in keys for a in m.actors)]
        place = {old: new for new, old in enumerate(kept)}
        actors = tuple(a for a in self.actors if a.id not in keys)
        return replace(
            self,
            actors=actors,
            mentions=tuple(self.mentions[k] for k in kept),
            covering={token: place[k] for token, k in self.covering.items() if k in place},
            heads={token: place[k] for token, k in self.heads.items() if k in place},
            by_id={a.id: a for a in actors},
        )


@dataclass(slots=True)
class Naming:
    """A mention while it is being made; tokens ``start`` to ``end`` (exclusive) with head ``head``."""

    start: int
    end: int
    head: int
    actors: tuple[str, ...]
    form: Form


@dataclass(slots=True)
class Casting:
    """What has been found so far in one document.

    ``families`` leads from a first or family name to the people who bear it, ``titles`` from a person to the nouns of
    office that the text gives them.
    """

    doc: Doc
    actors: dict[str, Actor] = field(default_factory=dict)
    namings: list[Naming] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    families: dict[str, list[str]] = field(default_factory=dict)
    titles: dict[str, set[str]] = field(default_factory=dict)
    sides: tuple[str, ...] = ()

    def add(self, actor: Actor, alias: str | None = None) -> str:
        """Note an actor, or that a known one bears another name too."""
        held = self.actors.get(actor.id) or replace(actor, name=bare_name(actor.name))
        alias = bare_name(alias) if alias else None
        if alias and alias != held.name and alias not in held.aliases:
            held = replace(held, aliases=(*held.aliases, alias))
        if held.country is None and actor.country is not None and held.sector != "IGO":
            held = replace(held, country=actor.country)
        if held.sector is None and actor.sector is not None:
            held = replace(held, sector=actor.sector)
        self.actors[actor.id] = held
        return actor.id

    def mention(self, start: int, end: int, head: int, actors: Iterable[str], form: Form) -> None:
        """Note words that mean actors."""
        self.namings.append(Naming(start, end, head, tuple(dict.fromkeys(actors)), form))
        self.taken.update(range(start, end))

    def free(self, start: int, end: int) -> bool:
        """Whether no mention holds any of the tokens yet."""
        return not any(i in self.taken for i in range(start, end))


_ENDS = re.compile(r"[\s,;:!?]+$|(?<=[a-z]{4})\.$")
"""What ends a clause and no name; the full stop of "Inc." and "U.S." stays."""


def bare_name(words: str) -> str:
    """A name without characters that nobody sees (zero-width spaces, marks of direction) and what ends a sentence."""
    return _ENDS.sub("", "".join(c for c in words if unicodedata.category(c) != "Cf"))


def described(words: Words) -> str:
    """A description as it stands within a sentence: small, but for names ("some", "officials", "Kenyan officials")."""
    text: str = words.text.strip()
    first = next((t for t in words if not t.is_space), words[0])
    begins = bool(first.is_sent_start or words[0].is_sent_start)
    named = first.pos_ in ("PROPN", "X") or first.ent_type_ not in ("", "CARDINAL", "QUANTITY", "PERCENT")
    people = first.lower_.removesuffix("s") in words_of("roles", "many")  # headlines and captions make names of these
    common = first.text[1:].islower() and (people or not named)
    return text[:1].lower() + text[1:] if begins and common else text


def finished(casting: Casting) -> Cast:
    """The cast that a casting has come to."""
    doc = casting.doc
    namings = sorted(casting.namings, key=lambda n: (n.start, -n.end, n.head))
    covering: dict[int, int] = {}
    heads: dict[int, int] = {}
    mentions = []
    for k, naming in enumerate(namings):
        last, head = doc[naming.end - 1], doc[naming.head]
        whole = Span(doc[naming.start].idx, last.idx + len(last))
        mentions.append(Mention(whole, Span(head.idx, head.idx + len(head)), naming.actors, naming.form))
        heads[naming.head] = k
        for i in range(naming.start, naming.end):
            held = covering.get(i)
            if held is None or namings[held].end - namings[held].start > naming.end - naming.start:
                covering[i] = k
    used = {a for n in namings for a in n.actors}
    actors = tuple(a for a in casting.actors.values() if a.id in used)
    return Cast(actors, tuple(mentions), covering, heads, {a.id: a for a in actors}, casting.sides)


def head_of(doc: Doc, start: int, end: int) -> int:
    """The index of the token that the others of a phrase hang on; the last one where several stick out."""
    return max(range(start, end), key=lambda i: (doc[i].head.i < start or doc[i].head.i >= end, i))

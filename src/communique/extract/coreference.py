"""Whom a pronoun or a description means: the likeliest actor named before it, or nobody where two are as likely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from spacy.tokens import Token

from communique.codebook import load, words_of
from communique.extract.casting import Casting, Naming
from communique.extract.gender import agree
from communique.extract.institutions import SPEAKS_FOR, holders
from communique.extract.names import state_actor
from communique.extract.nouns import definite
from communique.extract.parse import sentence_of, sentences_between
from communique.extract.syntax import subject
from communique.model import Actor, Form

_HE = frozenset(("he", "she", "him", "her", "his", "hers", "himself", "herself"))
_THEY = frozenset(("they", "them", "their", "themselves"))
_IT = frozenset(("it", "its", "itself"))
_SUBJECT = frozenset(("nsubj", "nsubjpass", "agent"))
_LEADING = frozenset(("president", "premier", "minister", "chancellor", "king", "leader", "emir", "dictator", "ruler"))
_NUMBERS = {"two": 2, "both": 2, "three": 3}
_MANY = frozenset(("person", "organization", "country", "group"))


@dataclass(slots=True)
class _Trace:
    """One earlier naming: where, whom, and whether it is a subject."""

    token: Token
    actors: tuple[str, ...]
    subject: bool


@dataclass(slots=True)
class Seen:
    """The actors of a document as named up to some point, and the two sides that all of it is about."""

    actors: Mapping[str, Actor]
    titles: Mapping[str, set[str]]
    sides: tuple[str, ...] = ()
    home: str | None = None
    traces: list[_Trace] = field(default_factory=list)

    def note(self, token: Token, actors: tuple[str, ...], form: Form) -> None:
        """An actor is named here; with those whom it stands beside ("A and B", "A met with B") it is several."""
        if not actors or form == "adjective":
            return
        recent = self.traces[-6:]
        beside = [t for t in recent if any(t.token == c for c in token.conjuncts)]
        self.traces.append(_Trace(token, actors, token.dep_ in _SUBJECT))
        if token.dep_ == "pobj" and token.head.lower_ == "with" and token.head.head.pos_ == "VERB":
            doer = subject(token.head.head)
            beside += [t for t in recent if doer is not None and t.token == doer]
        whole = tuple(dict.fromkeys((*(a for t in beside for a in t.actors), *actors)))
        if len(whole) > len(actors):
            subjects = any(w.dep_ in _SUBJECT for w in (token, *token.conjuncts, *(t.token for t in beside)))
            self.traces.append(_Trace(token, whole, subjects))

    def _fits(self, token: Token, actors: tuple[str, ...], kinds: frozenset[str]) -> bool:
        """Whether a pronoun can mean actors: all are of the right kind, and of its gender as far as is known."""
        rows = [self.actors[a] for a in actors]
        return all(a.kind in kinds and agree(token.lower_, a, self.titles.get(a.id, ())) for a in rows)

    def likely(self, token: Token, kinds: frozenset[str], plural: bool = False) -> tuple[str, ...]:
        """The most prominent recent naming of the right kind, near the token; subjects before others."""
        best: tuple[float, tuple[str, ...]] | None = None
        own = self._beside(token)
        last = self.traces[-1] if self.traces else None
        near = last is not None and token.i - last.token.i <= 3 and sentence_of(last.token) == sentence_of(token)
        fits = last is not None and self._fits(token, last.actors, kinds)
        if last is not None and near and fits and token.dep_ == "poss" and not plural:
            return last.actors
        for back, trace in enumerate(reversed(self.traces[-30:])):
            if not self._fits(token, trace.actors, kinds) or own & set(trace.actors):
                continue
            if (len(trace.actors) > 1) != plural and not (plural and self._many(trace.actors)):
                continue
            distance = sentences_between(trace.token, token)
            if distance > 4:
                continue
            points = 4.0 * trace.subject - 1.6 * distance - 0.15 * back
            if best is None or points > best[0]:
                best = (points, trace.actors)
        return best[1] if best is not None else ()

    def _beside(self, token: Token) -> frozenset[str]:
        """Who does it to a pronoun that is an object: never the one whom the pronoun means ("he warned him")."""
        head = token.head
        if token.dep_ == "pobj" and head.dep_ in ("prep", "dative"):
            head = head.head
        if token.dep_ not in ("dobj", "dative", "pobj") or head.pos_ != "VERB":
            return frozenset()
        doer = None if token.lower_.endswith(("self", "selves")) else subject(head)
        return frozenset(a for t in self.traces[-12:] if doer is not None and t.token == doer for a in t.actors)

    def _many(self, actors: tuple[str, ...]) -> bool:
        return all(self.actors[a].kind in ("group", "organization") for a in actors)

    def described(self, token: Token) -> tuple[str, ...]:
        """Whom "the president", "the ministry" means: the last naming whose titles, words or kind fit."""
        lemma = token.lemma_.lower() if token.lemma_.lower() in load("roles")["described"] else token.lower_
        kind = load("roles")["described"][lemma]
        sectors = load("roles")["sectors"].get(lemma, ())
        if kind == "country" and (state := self._so_called(token)) is not None:
            return (state,)
        mine = self._own_subject(token) if lemma in ("regime", "country", "nation") else frozenset()
        home = self.home if lemma in ("government", "administration") else None
        if home is not None and home in self.actors:
            return (home,)
        for trace in reversed(self.traces[-80:]):
            if len(trace.actors) != 1 or trace.actors[0] in mine:
                continue
            actor = self.actors[trace.actors[0]]
            if actor.kind != kind:
                continue
            words = " ".join((actor.name, *actor.aliases)).lower()
            titles = self.titles.get(actor.id, set())
            leads = lemma in ("leader", "dictator") and (titles & _LEADING or actor.id in holders())
            titled = lemma in titles or leads
            if kind == "country" or titled or lemma in words or actor.sector in sectors:
                return trace.actors
        return ()

    def _so_called(self, token: Token) -> str | None:
        """The state in the text that news most often calls so ("the reclusive state")."""
        called = load("roles")["so_called"]
        states = (s.lower() for c in token.lefts for s in called.get(c.lower_, ()))
        named = {a for t in self.traces for a in t.actors}
        return next((s for s in states if s in named), None)

    def _own_subject(self, token: Token) -> frozenset[str]:
        """Who says or does what the token stands under: "Washington insists the regime …" is of another regime."""
        above = {t.i for t in token.ancestors}
        return frozenset(
            a
            for trace in self.traces[-8:]
            if trace.subject and trace.token.head.i in above and trace.token.head != token.head
            for a in trace.actors
        )

    def several(self, token: Token, kind: str, count: int) -> tuple[str, ...]:
        """The so many actors of a kind whom "both countries" or "the two leaders" means.

        Those that the sentence before and this one name, if there are just so many; else the two sides of the text;
        else the last so many.
        """
        near = self._named(token, kind, 1)
        if len(near) == count:
            return near
        if count == 2 and kind == "country" and self.sides:
            return self.sides
        far = self._named(token, kind, 60)
        if count == 2 and kind == "person" and self.sides:
            far = tuple(p for p in far if (self.actors[p].country or "").lower() in self.sides) or far
        return tuple(sorted(far[:count], key=self._first)) if len(far) >= count else ()

    def _named(self, token: Token, kind: str, sentences: int) -> tuple[str, ...]:
        """States, or officials of different states, named so near before, the latest first."""
        found: list[str] = []
        for trace in reversed(self.traces):
            if sentences_between(trace.token, token) > sentences:
                break
            for key in trace.actors:
                actor = self.actors[key]
                if kind == "country" and actor.country is not None:
                    key = actor.country.lower()  # noqa: PLW2901
                    if key not in found and key in self.actors:
                        found.append(key)
                elif kind == actor.kind == "person" and actor.sector == "GOV" and key not in found:
                    found += [] if any(self.actors[f].country == actor.country for f in found) else [key]
        return tuple(found)

    def _first(self, key: str) -> int:
        return next((i for i, t in enumerate(self.traces) if key in t.actors), 0)


def two_sides(casting: Casting) -> tuple[str, ...]:
    """The two states that a text is about: those that act or are acted on most, if no third comes near them."""
    weight: dict[str, float] = {}
    for naming in casting.namings:
        token = casting.doc[naming.head]
        for key in naming.actors:
            actor = casting.actors[key]
            if actor.country is not None and actor.sector in ("GOV", "MIL", "LEG"):
                points = 2.0 if token.dep_ in _SUBJECT else 1.0
                weight[actor.country.lower()] = weight.get(actor.country.lower(), 0.0) + points
    best = sorted(weight, key=lambda c: -weight[c])[:3]
    if len(best) < 2 or weight[best[1]] < 3 or len(best) > 2 and weight[best[1]] < 1.3 * weight[best[2]]:
        return ()
    return tuple(c for c in best[:2])


def find_references(casting: Casting, home: str | None) -> None:
    """Walk the text once, resolving pronouns and descriptions against what was named before them.

    Args:
        casting: what has been found so far; the references are added to it.
        home: the state whose government needs no name, if there is one.
    """
    sides = two_sides(casting)
    for code in sides:
        if code not in casting.actors and code.upper() in load("states"):
            casting.add(state_actor(code.upper()))
    by_head = {n.head: n for n in sorted(casting.namings, key=lambda n: n.start)}
    casting.sides = tuple(s for s in sides if s in casting.actors)
    seen = Seen(casting.actors, casting.titles, casting.sides, home.lower() if home else None)
    additions: list[Naming] = []
    for token in casting.doc:
        named = by_head.get(token.i)
        if named is not None:
            seen.note(token, named.actors, named.form)
        elif token.i not in casting.taken and (
            found := _named_beside(token, by_head) or _reference(token, seen, by_head) or _bearer(token, seen)
        ):
            additions.append(found)
            seen.note(token, found.actors, found.form)
    casting.namings.extend(additions)


def _named_beside(token: Token, by_head: Mapping[int, Naming]) -> Naming | None:
    """A definite noun whose apposition says whom it means ("the militant group Boko Haram")."""
    if token.pos_ != "NOUN" or not any(c.lower_ == "the" for c in token.lefts):
        return None
    named = next((by_head[c.i] for c in token.children if c.dep_ == "appos" and c.i in by_head), None)
    if named is None or named.form == "adjective" or named.head - token.i > 4:
        return None
    return Naming(token.left_edge.i, token.i + 1, token.i, named.actors, "description")


def _bearer(token: Token, seen: Seen) -> Naming | None:
    """The only one in the text who speaks for others, for a noun that says so without an article ("FM spokesperson")."""
    if token.tag_ not in ("NN", "NNP") or token.lemma_.lower() not in SPEAKS_FOR or token.dep_ == "compound":
        return None
    if any(c.dep_ in ("det", "prep", "appos", "poss") for c in token.children):
        return None
    bearers = [key for key, titles in seen.titles.items() if titles & SPEAKS_FOR]
    return Naming(token.left_edge.i, token.i + 1, token.i, (bearers[0],), "description") if len(bearers) == 1 else None


def _paper_before(token: Token, by_head: Mapping[int, Naming]) -> tuple[str, ...]:
    """Whose the plan or statement is that was the subject of the sentence before, for "It also called for"."""
    sentence = sentence_of(token)
    if token.lower_ != "it" or token.dep_ != "nsubj" or token.head.lemma_ == "be" or not sentence.start:
        return ()
    before = sentence_of(token.doc[sentence.start - 1])
    held = subject(before.root) if before.root.pos_ in ("VERB", "AUX") else None
    if held is None or held.lemma_.lower() not in words_of("cues", "papers"):
        return ()
    return next((by_head[c.i].actors for c in held.children if c.dep_ in ("poss", "amod") and c.i in by_head), ())


def _reference(token: Token, seen: Seen, by_head: Mapping[int, Naming]) -> Naming | None:
    """The mention that a pronoun or a description is, if it can be told whom it means."""
    lemma, start = token.lemma_.lower(), token.left_edge.i
    form: Form = "description"
    if token.pos_ == "PRON":
        actors = _paper_before(token, by_head) or _pronoun(token, seen)
        form, start = "pronoun", token.i
    elif token.pos_ not in ("NOUN", "PROPN") or token.dep_ == "compound":
        return None
    elif count := max((_NUMBERS.get(c.lower_, 0) for c in token.lefts), default=0):
        kind = load("roles")["pairs"].get(lemma)
        actors = seen.several(token, kind, count) if kind is not None else ()
    elif lemma == "pair" and definite(token):
        actors = seen.several(token, "person", 2)
    elif definite(token) and (token.lower_ in load("roles")["described"] or token.tag_ in ("NN", "NNP")):
        described = lemma in load("roles")["described"] or token.lower_ in load("roles")["described"]
        actors = seen.described(token) if described else ()
    elif lemma in ("leader", "side", "president") and token.tag_ == "NNS" and "the" in {c.lower_ for c in token.lefts}:
        actors = seen.several(token, load("roles")["pairs"][lemma], 2)
    else:
        return None
    return Naming(start, token.i + 1, token.i, actors, form) if actors else None


def _pronoun(token: Token, seen: Seen) -> tuple[str, ...]:
    """The actors that a third-person pronoun means, or none."""
    lower = token.lower_
    if lower in _HE:
        return seen.likely(token, frozenset(("person",)))
    if lower in _THEY:
        return seen.likely(token, _MANY, plural=True)
    expletive = any(c.dep_ == "expl" for c in token.head.children)
    if lower not in _IT or expletive or token.dep_ in _SUBJECT and token.head.lemma_ == "be":
        return ()
    return seen.likely(token, frozenset(("organization", "country")))

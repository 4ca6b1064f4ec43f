"""Words for acts: which tokens of a parse are candidates for an event, and by which entry of ``acts.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Doc, Token

from communique.codebook import load
from communique.extract.syntax import child, passive


@dataclass(frozen=True, slots=True)
class Act:
    """One entry of the vocabulary of acts; the fields are explained at the head of ``acts.yaml``."""

    type: str
    mode: str | None = None
    recipient: tuple[str, ...] = ("object",)
    objects: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    particle: str | None = None
    reciprocal: bool = False
    alone: bool = False
    swap: bool = False
    person: str | None = None
    intransitive: bool = False
    clause: bool = False
    naming: str | None = None
    joint: bool = False
    patient: bool = False
    suffered: bool = False
    adjective: bool = False
    named: str | None = None
    carriers: frozenset[str] = frozenset()
    sure: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may be an act: the ``token`` it hangs on, the ``act`` it may be, and the tokens that say so."""

    token: Token
    act: Act
    words: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Acts by the lemma that heads them."""

    verbs: dict[str, tuple[Act, ...]]
    nouns: dict[str, tuple[Act, ...]]
    adjectives: dict[str, tuple[Act, ...]]


_PARTICLES = frozenset(("prt", "prep", "agent", "advmod", "dobj", "acomp", "aux", "dative", "oprd", "ccomp"))
# Where an adjective says what somebody is ("was critical of", "officials wary of"), and not what kind of thing it is.
_PREDICATE = frozenset(("acomp", "amod", "conj", "ROOT"))


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of acts, compiled once a process."""
    table = load("acts")
    verbs: dict[str, list[Act]] = {}
    nouns: dict[str, list[Act]] = {}
    adjectives: dict[str, list[Act]] = {}
    for key, found in (("verbs", verbs), ("adjectives", adjectives)):
        for row in table[key]:
            for word in row["words"]:
                lemma, _, particle = word.partition("|")
                found.setdefault(lemma, []).append(_act(row, particle=particle or None, adjective=key == "adjectives"))
    for row in table["nouns"]:
        for word in row["words"]:
            parts = tuple(word.split())
            nouns.setdefault(_singular(parts[-1]), []).append(_act(row, words=parts[:-1]))
    # The more an entry asks for, the earlier it is tried.
    ranked = [{k: tuple(sorted(v, key=_asking)) for k, v in found.items()} for found in (verbs, adjectives)]
    named = {k: tuple(sorted(v, key=lambda a: -len(a.words))) for k, v in nouns.items()}
    return Vocabulary(ranked[0], named, ranked[1])


def _asking(act: Act) -> tuple[bool, bool, bool]:
    particle = act.particle or ""
    return " " not in particle and act.naming is None, not act.objects and not act.subjects, not particle


def _act(row: dict[str, Any], particle: str | None = None, words: tuple[str, ...] = (), adjective: bool = False) -> Act:
    person = row.get("person")
    return Act(
        type=row["type"],
        mode=row.get("mode"),
        recipient=tuple(row["recipient"]),
        objects=frozenset(row.get("object", ())),
        subjects=frozenset(row.get("subject", ())),
        particle=particle,
        reciprocal=row.get("reciprocal", False),
        alone=row.get("alone", False),
        swap=row.get("swap", False),
        person="subject" if person is True else person,
        intransitive=row.get("intransitive", False),
        clause=row.get("clause", False),
        naming=row.get("naming"),
        joint=row.get("joint", False),
        patient=row.get("patient", False),
        suffered=row.get("suffered", False),
        named=row.get("named"),
        carriers=frozenset(row.get("verbs", ())),
        sure=row.get("sure", False),
        words=words,
        adjective=adjective,
    )


@cache
def phrases(kind: str) -> re.Pattern[str]:
    """The phrases by which content is an act of a kind ("accusing"), as one expression."""
    return re.compile("|".join(load("acts")["content"][kind]), re.I)


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def candidates(doc: Doc) -> Iterator[Candidate]:
    """Every token that the vocabulary knows as a word for an act, in text order."""
    words = vocabulary()
    for token in doc:
        if token.tag_ == "VBG" and token.dep_ == "acomp":
            continue
        found = None
        if token.pos_ == "ADJ" and token.dep_ in _PREDICATE or token.tag_ == "VBN" and passive(token):
            found = _adjective(token, words.adjectives.get(token.lower_, ()))
        if found is None and (
            token.pos_ == "VERB" or token.tag_.startswith("VB") and token.dep_ in ("ROOT", "amod", "acl")
        ):
            found = _verb(token, words.verbs.get(token.lemma_.lower(), ()))
        elif token.pos_ in ("NOUN", "PROPN") and token.dep_ != "compound":
            found = _noun(token, words.nouns.get(_singular(token.lower_), ()))
        if found is not None:
            yield found


def _verb(token: Token, acts: tuple[Act, ...]) -> Candidate | None:
    particles = _particles_of(token, acts)
    for act in acts:
        words = _with_particle(token, act, particles)
        if not words:
            continue
        if act.intransitive and child(token, "dobj", "ccomp") is not None:
            continue
        if act.clause and child(token, "ccomp") is None:
            continue
        if act.naming is not None and not phrases(act.naming).search(_name_given(token)):
            continue
        if act.subjects:
            first = child(token, "nsubj")
            if first is None or _singular(first.lower_) not in act.subjects:
                continue
        if act.objects:
            held = _object(token, act.objects)
            if held is None or (act.joint and not _joint(held)):
                continue
            words.append(held)
        return Candidate(token, act, tuple(words))
    return None


def _particles_of(token: Token, acts: tuple[Act, ...]) -> dict[str, list[Token]]:
    """The words beside a word that may be a particle of it, by what they are; none are looked for that no act asks for."""
    found: dict[str, list[Token]] = {}
    for beside in token.children if any(act.particle is not None for act in acts) else ():
        if beside.dep_ in _PARTICLES:
            found.setdefault(_singular(beside.lower_), []).append(beside)
    return found


def _with_particle(token: Token, act: Act, particles: Mapping[str, list[Token]]) -> list[Token]:
    """A word and the particle that an entry asks for, of those beside it; nothing where it lacks it."""
    beside = () if act.particle is None else _beside(act.particle, particles)
    return [token, *beside] if beside or act.particle is None else []


def _beside(particle: str, particles: Mapping[str, list[Token]]) -> tuple[Token, ...]:
    """The particle of a verb, or the words of "took him to court" and "walked back"; nothing where it has none."""
    first, *rest = particle.split()
    for beside in particles.get(_singular(first), ()):
        dated = any(p.dep_ == "pobj" and p.ent_type_ in ("DATE", "TIME") for p in beside.children)
        when = beside.lower_ in ("after", "before", "on", "in") and any(p.dep_ == "pcomp" for p in beside.children)
        if dated or when:  # "went free after being handed over" goes after nobody
            continue
        found = [beside]
        for word in rest:
            near = beside.doc[found[-1].i + 1 : found[-1].i + 4]
            found += [t for t in near if _singular(t.lower_) == _singular(word)][:1]
        if len(found) == 1 + len(rest):
            return tuple(found)
    return ()


def _name_given(verb: Token) -> str:
    """What a verb such as "call" or "describe" says that its object is; nothing where it says what it is not."""
    held = [c for c in verb.rights if c.dep_ in ("dobj", "dative")]
    given = [
        c for c in verb.rights if c.dep_ in ("oprd", "acomp", "ccomp") or c.lower_ in ("as", "to") or c in held[1:]
    ]
    words = [t for c in given for t in c.subtree]
    return "" if any(t.dep_ == "neg" for t in words) else " ".join(t.text for t in words)


def _adjective(token: Token, acts: tuple[Act, ...]) -> Candidate | None:
    particles = _particles_of(token, acts)
    for act in acts:
        words = _with_particle(token, act, particles)
        if not words:
            continue
        if act.objects:
            inner = child(token, "xcomp", "ccomp")
            if inner is None or inner.lemma_.lower() not in act.objects:
                continue
            words.append(inner)
        if token.pos_ == "ADJ" or act.particle is not None:
            return Candidate(token, act, tuple(words))
    return None


def _object(verb: Token, lemmas: frozenset[str]) -> Token | None:
    """The verb's object, if it or a conjunct of it, or a noun it measures ("tonnes of aid"), is one of the lemmas."""
    held = child(verb, "dobj", "nsubjpass", "attr")
    if held is None and verb.dep_ in ("acl", "relcl"):
        held = verb.head
    if held is None and verb.dep_ == "conj":
        held = next((c for c in verb.head.children if c.dep_ == "dobj" and c.i > verb.i), None)
    if held is None and not passive(verb):  # "taken to the city" takes no city
        held = next(
            (p for c in verb.children if c.dep_ == "prep" and c.i - verb.i < 2 for p in c.children if p.dep_ == "pobj"),
            None,
        )
    if held is None:
        return None
    for noun in (held, *held.conjuncts, *(c for c in held.lefts if c.dep_ == "nmod" and c.i > verb.i)):
        if noun.lemma_.lower() in lemmas or _singular(noun.lower_) in lemmas:
            return noun
        for c in noun.children:
            if c.lower_ == "of":
                inner = child(c, "pobj")
                if inner is not None and inner.lemma_.lower() in lemmas:
                    return inner
    return None


def _joint(noun: Token) -> bool:
    """Whether the thing done is done together or by soldiers ("joint military exercises")."""
    return any(c.lower_ in ("joint", "military", "naval", "war", "bilateral", "annual") for c in noun.children)


def _noun(token: Token, acts: tuple[Act, ...]) -> Candidate | None:
    for act in acts:
        before = tuple(t for t in token.lefts if t.dep_ in ("compound", "amod", "nmod"))
        lowers = [_singular(t.lower_) for t in before] + [_singular(c.lower_) for t in before for c in t.children]
        if all(_singular(w) in lowers for w in act.words):
            if act.joint and not act.words and not _joint(token):
                continue
            return Candidate(token, act, tuple(t for t in before if _singular(t.lower_) in act.words) + (token,))
    return None

"""Whom a pronoun or a description means: the likeliest actor named before it, or nobody where two are as likely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from spacy.tokens import Token

from communique.codebook import load
from communique.model import Actor

_HE = frozenset(("he", "she", "him", "her", "his", "hers", "himself", "herself"))
_THEY = frozenset(("they", "them", "their", "themselves"))
_SUBJECT = frozenset(("nsubj", "nsubjpass", "agent"))


@dataclass(slots=True)
class _Trace:
    """One earlier naming: where, whom, and how prominent it is."""

    token: Token
    actors: tuple[str, ...]
    subject: bool


@dataclass(slots=True)
class Seen:
    """The actors of a document as named up to some point."""

    actors: Mapping[str, Actor]
    traces: list[_Trace] = field(default_factory=list)

    def note(self, token: Token, actors: tuple[str, ...], form: str) -> None:
        """An actor is named here."""
        if not actors or form == "adjective":
            return
        whole = tuple(
            dict.fromkeys((*actors, *(a for t in self.traces[-4:] if t.token in token.conjuncts for a in t.actors)))
        )
        self.traces.append(_Trace(token, actors, token.dep_ in _SUBJECT))
        if len(whole) > len(actors):
            self.traces.append(_Trace(token, whole, any(c.dep_ in _SUBJECT for c in (token, *token.conjuncts))))

    def likely(self, token: Token, kinds: frozenset[str], plural: bool = False) -> tuple[str, ...]:
        """The most prominent recent naming of the right kind, near the token; subjects before others."""
        best: tuple[float, tuple[str, ...]] | None = None
        second = 0.0
        sentence = token.sent.start
        for back, trace in enumerate(reversed(self.traces[-30:])):
            if not all(self.actors[a].kind in kinds for a in trace.actors if a in self.actors):
                continue
            if (len(trace.actors) > 1) != plural and not (plural and self._many(trace.actors)):
                continue
            distance = self._sentences_between(trace.token, sentence)
            if distance > 4:
                continue
            points = 4.0 * trace.subject - 1.6 * distance - 0.15 * back
            if best is None or points > best[0]:
                if best is not None and best[1] != trace.actors:
                    second = best[0]
                best = (points, trace.actors)
            elif trace.actors != best[1]:
                second = max(second, points)
        return best[1] if best is not None else ()

    def _many(self, actors: tuple[str, ...]) -> bool:
        return all(self.actors[a].kind in ("group", "organization") for a in actors)

    @staticmethod
    def _sentences_between(token: Token, sentence: int) -> int:
        count = 0
        for i in range(token.i + 1, sentence + 1):
            count += bool(token.doc[i].is_sent_start and not token.doc[i].is_space)
            if count > 5:
                break
        return count

    def described(self, lemma: str, kind: str) -> tuple[str, ...]:
        """Whom "the president", "the ministry" means: the last naming whose words or kind fit."""
        for trace in reversed(self.traces[-60:]):
            if len(trace.actors) != 1:
                continue
            actor = self.actors.get(trace.actors[0])
            if actor is None or actor.kind != kind:
                continue
            words = " ".join((actor.name, *actor.aliases)).lower()
            sectors = {
                "newspaper": "MED",
                "paper": "MED",
                "agency": "MED",
                "broadcaster": "MED",
                "network": "MED",
                "court": "JUD",
                "alliance": "IGO",
                "bloc": "IGO",
                "body": "IGO",
                "army": "MIL",
                "military": "MIL",
            }
            if (
                kind == "country"
                or lemma in words
                or (kind == "person" and lemma in ("president", "leader") and actor.sector == "GOV")
                or sectors.get(lemma) == actor.sector
            ):
                return trace.actors
            if lemma == "group" and actor.sector in ("REB", "NGO", "CVL"):
                return trace.actors
        return ()

    def _of_the_two_busiest(self) -> tuple[str, ...]:
        """The states of the two officials named most so far, if these stand out and the states are named too."""
        often: dict[str, int] = {}
        for trace in self.traces:
            for key in trace.actors:
                actor = self.actors.get(key)
                if actor is not None and actor.kind == "person" and actor.sector == "GOV" and actor.country:
                    often[key] = often.get(key, 0) + 1
        best = sorted((k for k in often if often[k] >= 3), key=lambda k: -often[k])[:2]
        states = tuple(dict.fromkeys((self.actors[k].country or "").lower() for k in best))
        return states if len(states) == 2 and all(s in self.actors for s in states) else ()

    def last(self, kind: str, count: int) -> tuple[str, ...]:
        """The last so many different actors of a kind, persons of different states."""
        together = next(
            (
                t.actors
                for t in reversed(self.traces)
                if len(t.actors) == count and all(self.actors[a].kind == kind for a in t.actors)
            ),
            (),
        )
        if together:
            return together
        if kind == "country" and count == 2 and (states := self._of_the_two_busiest()):
            return states
        found: list[str] = []
        for trace in reversed(self.traces):
            for key in trace.actors:
                actor = self.actors.get(key)
                if actor is None or actor.kind != kind or key in found:
                    continue
                if kind == "person" and (
                    actor.sector != "GOV" or any(self.actors[f].country == actor.country for f in found)
                ):
                    continue
                found.append(key)
                if len(found) == count:
                    return tuple(sorted(found, key=[k for t in self.traces for k in t.actors].index))
        return ()


def resolve_pronoun(token: Token, seen: Seen) -> tuple[str, ...]:
    """The actors that a third-person pronoun means, or none."""
    lower = token.lower_
    if lower in _HE:
        return seen.likely(token, frozenset(("person",)))
    if lower in _THEY:
        return seen.likely(token, frozenset(("person", "organization", "country", "group")), plural=True)
    if (
        token.dep_ in ("nsubj", "nsubjpass")
        and token.head.lemma_ == "be"
        or any(c.dep_ == "expl" for c in token.head.children)
    ):
        return ()
    return seen.likely(token, frozenset(("organization", "country")))


def resolve_pairs(token: Token, seen: Seen) -> tuple[str, ...]:
    """The two actors that "the two leaders" or "both sides" means, or none."""
    kind = load("roles")["pairs"].get(token.lemma_.lower())
    count = 3 if any(c.lower_ == "three" for c in token.lefts) else 2
    return seen.last(kind, count) if kind is not None else ()

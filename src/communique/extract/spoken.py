"""Acts done by saying: what content that is put in somebody's mouth amounts to, where the cue itself is neutral."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Span as Words
from spacy.tokens import Token

from communique.codebook import words_of
from communique.extract.acts import Act, Candidate, phrases
from communique.extract.parse import char_span
from communique.extract.scene import Draft, Scene, Sides, whom
from communique.extract.sides import object_side, other_side
from communique.extract.syntax import child, clause, subject
from communique.model import Span, Statement

_SPEAKING = frozenset(("GOV", "MIL", "LEG", "IGO", "REB", "OPP", "PTY", "COP", "JUD"))
_OFFICE = frozenset(("GOV", "MIL"))
_PRESS = frozenset(("reporters", "journalists"))
_OWN = frozenset(("i", "we", "our", "us", "my"))


def find_spoken(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """Acts that statements are by their content: demands, promises, threats, refusals, accusations and praise.

    Args:
        scene: the document's scene.
        drafts: acts that words for acts have given; a statement whose cue is one is that act already.
    """
    told = {d.candidate.token.idx for d in drafts}
    found: list[Draft] = []
    for statement in scene.statements:
        if any(statement.cue.start <= t < statement.cue.end for t in told) or not _acts(statement, scene):
            continue
        kinds: set[tuple[str, Sides]] = set()
        for words in _sentences(statement, scene):
            for rule in _RULES:
                draft = rule(words, statement, scene)
                if draft is not None and draft.actor:
                    if (draft.type, draft.recipient) not in kinds:
                        kinds.add((draft.type, draft.recipient))
                        found.append(draft)
                    break
    return found


def find_papers(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The joint papers that states only speak in: who says something "in a joint statement" has issued one.

    Args:
        scene: the document's scene.
        drafts: what is found already; a paper that these tell of is told.
    """
    told = {
        scene.states(d.actor) for d in drafts if d.type == "SUPPORT" and any(map(_is_joint_paper, d.candidate.words))
    }
    found: list[Draft] = []
    for statement in scene.statements:
        states = scene.states(statement.source)
        paper = _joint_paper(statement, scene) if len(states) > 1 and states not in told else None
        if paper is not None:
            told.add(states)
            draft = _said("SUPPORT", None, paper, statement, (), "joint paper")
            joint = next(c for c in paper.children if c.lower_ == "joint")
            found.append(replace(draft, candidate=replace(draft.candidate, words=(joint, paper))))
    return found


def _joint_paper(statement: Statement, scene: Scene) -> Token | None:
    """The joint paper that a statement's sentence names beside what is said."""
    cue = char_span(scene.doc, statement.cue)
    for token in cue.sent if cue is not None else ():
        within = any(p.start <= token.idx < p.end for p in statement.content)
        if not within and _is_joint_paper(token):
            return token
    return None


def _is_joint_paper(token: Token) -> bool:
    return token.lemma_.lower() in words_of("cues", "papers") and any(c.lower_ == "joint" for c in token.children)


def _acts(statement: Statement, scene: Scene) -> bool:
    """Whether the sources are such as act by speaking; analysts and journalists only comment."""
    actors = [scene.cast.actor(a) for a in statement.source]
    return bool(actors) and all(
        a is not None and (a.kind == "country" or a.sector in _SPEAKING or a.sector is None and a.country)
        for a in actors
    )


def _sentences(statement: Statement, scene: Scene) -> Iterator[Words]:
    """The parts of sentences that the statement's content is made of."""
    for piece in statement.content:
        span = char_span(scene.doc, piece)
        if span is None:
            continue
        for sentence in span.sents:
            start, end = max(sentence.start, span.start), min(sentence.end, span.end)
            if end - start > 2:
                yield scene.doc[start:end]


def _demand(words: Words, statement: Statement, scene: Scene) -> Draft | None:
    """ "X must …" asks X; of both sides together it offers cooperation."""
    for token in words:
        verb = _obliged(token)
        if verb is None or verb.dep_ in ("relcl", "advcl", "acl"):
            continue
        addressed = whom(subject(verb), scene, deep=False)
        others = tuple(a for a in addressed if _apart(a, statement, scene))
        lemmas = {t.lemma_.lower() for t in verb.subtree}
        if addressed and len(others) < len(addressed) and lemmas & words_of("modes", "helpful"):
            others = others or other_side(verb, ("with", "to", "object"), scene, statement.source)
            return _said("AGREE", None, token, statement, others, "joint duty")
        if others and len(others) == len(addressed):
            return _said("REQUEST", "change", token, statement, others, "demand")
    return None


def _obliged(token: Token) -> Token | None:
    """The verb whose subject a word obliges ("must stop", "needs to stop", "has to stop")."""
    if token.dep_ == "aux" and token.lower_ in words_of("acts", "obliging"):
        return token.head
    inner = child(token, "xcomp") if token.lemma_.lower() in words_of("acts", "needing") else None
    to_do = inner is not None and any(c.lower_ == "to" for c in inner.children)
    return token if to_do and not any(c.dep_ == "neg" for c in token.children) else None


def _promise(words: Words, statement: Statement, scene: Scene) -> Draft | None:
    """ "We will cooperate …", "is ready to …", "talks will continue"."""
    for token in words:
        willing = token.lower_ in words_of("acts", "willing") and token.dep_ in ("acomp", "oprd", "ROOT", "ccomp")
        would = (
            token.lower_ == "would"
            and token.dep_ == "aux"
            and token.head.lemma_.lower() in words_of("modes", "helpful")
        )
        if not willing and not would and not (token.lower_ in ("will", "'ll") and token.dep_ == "aux"):
            continue
        verb = token if willing else token.head
        if any(c.dep_ == "neg" for c in (*verb.children, *token.head.children)):
            continue
        lemmas = {t.lemma_.lower() for t in verb.subtree}
        held = subject(verb if not willing else token.head)
        who = whom(held, scene, deep=False)
        mutual = held is not None and held.lemma_.lower() in ("talk", "negotiation", "cooperation", "dialogue")
        goes_on = mutual and verb.lemma_.lower() in ("continue", "resume", "proceed")
        if goes_on or who and lemmas & words_of("modes", "helpful"):
            actor = who if who and not goes_on else statement.source
            if not goes_on and not scene.states(who) & scene.states(statement.source):
                continue
            return _said(
                "AGREE", None, token, statement, other_side(verb, ("with", "to"), scene, actor), "promise", actor
            )
    return None


def _threat(words: Words, statement: Statement, scene: Scene) -> Draft | None:
    """One's own weapons, revenge or consequences, held out to somebody."""
    match = phrases("threatening").search(words.text)
    if (
        match is None
        or not any(t.lower_ in _OWN and t.text != "US" for t in words)
        and not _about_oneself(words, statement, scene)
    ):
        return None
    return _said("THREATEN", None, _at(words, match), statement, _others(words, statement, scene), "threat")


def _refusal(words: Words, statement: Statement, scene: Scene) -> Draft | None:
    match = phrases("rejecting").search(words.text)
    if match is None:
        return None
    return _said("REJECT", None, _at(words, match), statement, _others(words, statement, scene), "refusal")


def _accusation(words: Words, statement: Statement, scene: Scene) -> Draft | None:
    """Plain blame of what somebody else does."""
    match = phrases("accusing").search(words.text)
    if match is None:
        return None
    token = _at(words, match)
    thing = _described(token, statement)
    blamed = _clause_subject(token, scene) if thing is None else object_side(thing, scene, deep=True)
    others = tuple(a for a in blamed if _apart(a, statement, scene))
    if _denied(token) or blamed and not others and not token.lower_.startswith(_FEELING):
        return None
    others = others or _others(words, statement, scene)
    doings = {t.lemma_.lower() for t in words} & words_of("acts", "doings")
    return _said("ACCUSE", "disapprove", token, statement, others, "blame") if others or doings else None


_FEELING = ("worr", "concern", "alarm", "condemn", "criti", "deplor")


def _denied(token: Token) -> bool:
    """Whether the clause around a word is negated."""
    verb = next((t for t in (token, *token.ancestors) if t.pos_ in ("VERB", "AUX")), token)
    return any(c.dep_ == "neg" for c in verb.children) or any(c.lower_ == "no" for c in token.children)


def _praise(words: Words, statement: Statement, scene: Scene) -> Draft | None:
    match = phrases("praising").search(words.text)
    if match is None:
        return None
    others = _others(words, statement, scene)
    return _said("SUPPORT", None, _at(words, match), statement, others, "praise") if others else None


_RULES: tuple[Callable[[Words, Statement, Scene], Draft | None], ...] = (
    _threat, _demand, _refusal, _accusation, _promise, _praise,
)  # fmt: skip
"""Tried in this order; the first that fits a sentence of the content decides."""


def _at(words: Words, match: re.Match[str]) -> Token:
    """The token that a match begins in."""
    at = words.start_char + match.start()
    return next((t for t in words if t.idx <= at < t.idx + len(t.text_with_ws)), words.root)


def _about_oneself(words: Words, statement: Statement, scene: Scene) -> bool:
    named = whom(subject(words.root), scene, deep=False) if words.root.pos_ in ("VERB", "AUX") else ()
    return bool(scene.states(named) & scene.states(statement.source))


def _clause_subject(token: Token, scene: Scene) -> Sides:
    """Who the clause around a word is about."""
    for above in (token, *token.ancestors):
        if above.pos_ in ("VERB", "AUX"):
            return whom(subject(above), scene)
    return ()


def _described(token: Token, statement: Statement) -> Token | None:
    """What the cue itself gives a name ("called the invasion an act of aggression")."""
    cue = next((t for t in token.ancestors if statement.cue.start <= t.idx < statement.cue.end), None)
    if cue is None or cue.lemma_.lower() not in words_of("cues", "describing"):
        return None
    return child(cue, "dobj", "nsubjpass")


def _apart(actor: str, statement: Statement, scene: Scene) -> bool:
    """Whether an actor is another side than who speaks: of another state, or a rival at home, who is not of its government."""
    if scene.cast.state(actor) not in scene.states(statement.source):
        return True
    sides = [scene.cast.actor(a) for a in (actor, *statement.source)]
    private = all(a is not None and a.kind == "person" for a in sides)
    offices = {a.sector in _OFFICE for a in sides if a is not None}
    return private and actor not in statement.source and offices != {True}


def _others(words: Words, statement: Statement, scene: Scene) -> Sides:
    """The first other side that a part of a sentence names; where it names none, whoever is told."""
    found: list[str] = []
    for token in words:
        mention = scene.cast.headed(token.i)
        for actor in mention.actors if mention is not None else ():
            who = scene.cast.actor(actor)
            press = who is not None and (who.sector == "MED" or who.kind == "group" and who.name in _PRESS)
            if _apart(actor, statement, scene) and actor not in found and not press:
                found.append(actor)
    if found:
        return tuple(found[:1])
    told = (scene.cast.actor(a) for a in statement.addressee)
    return tuple(a.id for a in told if a is not None and a.name not in _PRESS and _apart(a.id, statement, scene))


def _said(
    kind: str, mode: str | None, token: Token, statement: Statement, recipient: Sides, why: str, actor: Sides = ()
) -> Draft:
    return Draft(
        Candidate(token, Act(kind, mode, ()), (token,)), kind, mode, actor or statement.source, recipient, "actual",
        Span(*clause(token.head if token.pos_ not in ("VERB", "NOUN") else token)),
        (f"{why}: {token.text}", f"statement: {statement.id}"), 0.55, by=statement,
    )  # fmt: skip

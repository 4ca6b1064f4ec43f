"""Events: candidates from the vocabulary of acts, sides from the syntax, status, date, place, amount and who says so."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from spacy.tokens import Token

from communique.codebook import load, words_of
from communique.codebook.places import locate
from communique.extract.acts import Candidate, candidates, phrases
from communique.extract.amounts import find_amount
from communique.extract.consistency import distinct, settled, without_wants
from communique.extract.contexts import find_contexts
from communique.extract.dates import date_basis, date_of, known_event
from communique.extract.judging import judged
from communique.extract.parse import char_span, sentence_of, text_of
from communique.extract.places import find_place
from communique.extract.scene import Draft, Scene, Sides, whom
from communique.extract.sides import adjective_sides, noun_sides, verb_sides
from communique.extract.sighting import sighted
from communique.extract.silence import find_missing, without_the_missing
from communique.extract.spoken import find_papers, find_spoken
from communique.extract.status import status_of
from communique.extract.status import told as told_status
from communique.extract.syntax import child, clause, doer
from communique.extract.weighing import sided
from communique.model import Event, Span, Status

# Whose deed is a threat where one warns of it ("warned that they would leave").
_ONESELF = frozenset(("i", "we", "he", "she", "they", "it"))
_SPEAKING_ACTS = frozenset(("ACCUSE", "SUPPORT", "REQUEST", "CONCEDE", "AGREE"))


def find_events(scene: Scene, least: float | None = None, *, thorough: bool = False) -> tuple[Event, ...]:
    """The events that a document mentions, in text order, with ids ``e1``…

    Args:
        scene: the document's parse, actors, statements, dates and omissions, and what the reader has seen in it.
        least: how likely an event must be to be kept, from 0 to 1; the default threshold if not given.
        thorough: whether the event model is asked about every draft, and not only about those that are left open.
    """
    drafts = judged(drafted(scene), scene, least, thorough=thorough)
    drafts += [d for d in find_papers(scene, drafts) if least is None or d.confidence >= least]
    drafts = settled(sorted(drafts, key=lambda d: (d.candidate.token.i, d.type)), scene)
    kept = distinct(without_wants(drafts), scene)
    return tuple(_event(d, i, scene) for i, d in enumerate(kept, 1))


def drafted(scene: Scene) -> list[Draft]:
    """What words for acts, silence that is pointed out, and content that is an act amount to, and what the reader sees;
    with their likeliest sides."""
    return sided(told(scene), scene)


def told(scene: Scene) -> list[Draft]:
    """The same with the sides that the syntax names, if it names any."""
    found = list(candidates(scene.doc))
    words = [c for c in found if not _no_act(c)]
    drafts = [d for c in words if (d := _draft(c, scene)) is not None]
    drafts = without_the_missing(drafts, scene) + find_missing(scene)
    drafts += find_spoken(scene, drafts)
    known = {d.candidate.token.i for d in drafts}
    thin = without_the_missing(
        [_thin(c, scene) for c in words if c.token.i not in known and not _origin(c.token)], scene
    )
    refused = {c.token.i for c in found} - {c.token.i for c in words}
    return sighted(drafts, thin, scene, refused)


def _draft(candidate: Candidate, scene: Scene) -> Draft | None:
    """A candidate with its sides, or none where too little of it is named."""
    token, act = candidate.token, candidate.act
    nominal = token.pos_ in ("NOUN", "PROPN")
    told = noun_sides if nominal else adjective_sides if act.adjective else verb_sides
    sides = told(candidate, scene)
    sides = _known_sides(candidate, scene, sides)
    if sides is None:
        return None
    apart = None
    if act.reciprocal and not nominal:
        doers = whom(doer(token), scene)
        others = tuple(a for a in sides[0] if a not in doers)
        apart = (doers, others) if doers and others else None
    return _of(candidate, sides, apart)


def _origin(token: Token) -> bool:
    """Whether a verb only says where somebody is from ("hails from")."""
    return token.lemma_.lower() == "hail" and any(c.lower_ == "from" for c in token.children)


def _thin(candidate: Candidate, scene: Scene) -> Draft:
    """A candidate of which the syntax names too little: whoever does it, if anybody."""
    token = candidate.token
    named = child(token, "poss") if token.pos_ in ("NOUN", "PROPN") else doer(token)
    return replace(_of(candidate, (whom(named, scene), ()), None), thin=True)


def _of(candidate: Candidate, sides: tuple[Sides, Sides], apart: tuple[Sides, Sides] | None) -> Draft:
    token, act = candidate.token, candidate.act
    actor, recipient = sides
    kind, status = _in_future(_by_complement(act.type, candidate), status_of(token, act.carriers), token)
    trace = (
        f"word: {' '.join(w.text for w in candidate.words)}",
        f"vocabulary: {act.type}{' ' + act.mode if act.mode else ''}",
    )
    confidence = 0.5 + 0.2 * bool(actor) + 0.15 * bool(recipient) + 0.1 * bool(act.objects or act.particle or act.words)
    mode = (act.mode if kind == act.type else None) or _mode(kind, candidate)
    evidence = Span(*clause(token))
    return Draft(candidate, kind, mode, actor, recipient, status, evidence, trace, round(confidence, 2), apart)


def _known_sides(candidate: Candidate, scene: Scene, sides: tuple[Sides, Sides] | None) -> tuple[Sides, Sides] | None:
    """The sides of a well-known event ("since the invasion") where the mention names one of them or none."""
    kind = candidate.act.type
    row = known_event(candidate.token) if kind == "ASSAULT" and not (sides and all(sides)) else None
    if row is None or row.get("type") != kind or not {row["actor"], row["recipient"]} <= set(scene.cast.by_id):
        return sides
    actor, recipient = sides or ((), ())
    if actor and scene.states(actor) != scene.states((row["actor"],)):
        return sides
    return actor or (row["actor"],), recipient or (row["recipient"],)


# Type, mode, status


def _in_future(kind: str, status: Status, token: Token) -> tuple[str, Status]:
    """A future act of cooperation is the willingness to it, and "will not" the refusal of it: other types, and actual."""
    instead = load("types")[kind].get("future")
    willing = instead or kind == "AGREE"
    if status == "negated" and willing and _to_come(token):
        return "REJECT", "actual"
    return (instead, "actual") if status == "future" and instead else (kind, status)


def _to_come(token: Token) -> bool:
    """Whether an act is told as to come ("will not release them")."""
    verb = token if token.pos_ == "VERB" else token.head
    return any(
        c.dep_ == "aux" and c.lower_ in ("will", "wo", "would", "'ll", "can", "ca", "could") for c in verb.children
    )


def _no_act(candidate: Candidate) -> bool:
    """Whether a verb tells an opinion or silence here: "agree that", "declined to comment"."""
    lemma, inner = candidate.token.lemma_.lower(), child(candidate.token, "ccomp", "xcomp")
    if inner is None:
        return False
    if lemma == "agree":
        held = inner.dep_ == "ccomp" and not any(c.lower_ in ("will", "would", "should") for c in inner.children)
        return held and inner.tag_ != "VB"
    return lemma in ("decline", "refuse") and inner.lemma_.lower() in words_of("acts", "reticent")


def _by_complement(kind: str, candidate: Candidate) -> str:
    """Verbs whose type hangs on what follows them: a warning with no threat is a reproof, "agreed" alone is assent."""
    token = candidate.token
    lemma = token.lemma_.lower()
    inner = child(token, "ccomp", "xcomp")
    words = " ".join(t.lower_ for t in token.subtree)
    if lemma == "warn" and inner is not None:
        held = child(inner, "nsubj")
        oneself = held is not None and held.lower_ in _ONESELF
        return kind if oneself or phrases("threatening").search(words) else "ACCUSE"
    if lemma == "agree" and inner is None and not any(c.dep_ in ("prep", "dobj") for c in token.rights):
        return "SUPPORT"
    inner = inner if inner is not None else child(token, "acl")
    refrains = inner is not None and any(c.dep_ == "neg" for c in inner.children)
    if lemma in ("vow", "pledge", "promise") and inner is not None and not refrains:
        meant = (inner, *inner.conjuncts, *(c for v in (inner, *inner.conjuncts) for c in v.children))
        harmful = {t.lemma_.lower() for t in meant} & words_of("acts", "harming")
        return "THREATEN" if harmful else kind
    return kind


def _mode(kind: str, candidate: Candidate) -> str | None:
    words = {t.lemma_.lower() for t in candidate.token.subtree}
    table: dict[str, dict[str, list[str]]] = load("modes")
    return next((mode for mode, cues in table.get(kind, {}).items() if words & set(cues)), None)


# Writing down


def _event(draft: Draft, number: int, scene: Scene) -> Event:
    token = draft.candidate.token
    first = min(draft.candidate.words, key=lambda t: t.i)
    last = max(draft.candidate.words, key=lambda t: t.i)
    if last.i - first.i > 6:
        first = last = draft.candidate.words[0]
    trigger = Span(first.idx, last.idx + len(last))
    evidence = Span(min(draft.evidence.start, trigger.start), max(draft.evidence.end, trigger.end))
    when = _when(draft, scene)
    place = find_place(scene.doc, token.i, scene.cast)
    trace = (*draft.trace, f"status: {draft.status}{_why(draft)}", f"date: {date_basis(when, scene.dates)}")
    return Event(
        id=f"e{number}",
        type=draft.type,
        mode=draft.mode if draft.mode in load("types")[draft.type]["modes"] else None,
        contexts=find_contexts(sentence_of(token), evidence),
        actor=draft.actor,
        recipient=draft.recipient,
        status=draft.status,
        date=date_of(when, scene.dates),
        evidence=evidence,
        trigger=trigger,
        place=place,
        location=locate(place, _spoken_of(scene)) if place is not None else None,
        amount=find_amount(scene.doc, evidence, token.i),
        claimed_by=_claimed_by(draft, scene),
        hedged=_hedged(draft, scene),
        confidence=draft.confidence,
        trace=trace,
    )


def _why(draft: Draft) -> str:
    """Which words give an act its status, or that the reader does; nothing where its type brought it."""
    by_words = told_status(draft.candidate.token, draft.candidate.act.carriers)
    if by_words.status == draft.status:
        return f", {by_words.why}"
    return ", by the reader" if draft.act is not None and draft.act.status == draft.status else ""


def _spoken_of(scene: Scene) -> frozenset[str]:
    """The states that those who take part in a text belong to."""
    return frozenset(a.country for a in scene.cast.actors if a.country is not None)


def _when(draft: Draft, scene: Scene) -> Token:
    """The word whose date is the act's: for what is done by saying something, the word for saying."""
    cue = char_span(scene.doc, draft.by.cue) if draft.by is not None else None
    return cue.root if cue is not None else draft.candidate.token


def _claimed_by(draft: Draft, scene: Scene) -> Sides:
    """Who asserts it: the source and chain of the tightest statement that holds the act, if it asserts rather than presupposes."""
    token = draft.candidate.token
    if draft.by is not None:
        same = draft.actor == draft.by.source
        return draft.by.via if same else (*draft.by.source, *draft.by.via)
    own = next((s for s in scene.statements if s.cue.start <= token.idx < s.cue.end), None)
    if own is not None:
        return own.via
    holding = scene.holding(token.idx)
    if not holding:
        return ()
    statement = holding[0]
    presupposed = child(token, "poss") is not None or any(c.lower_ == "the" for c in token.children)
    if token.pos_ in ("NOUN", "PROPN") and presupposed:
        return ()
    if set(statement.source) == set(draft.actor) and draft.type in _SPEAKING_ACTS:
        return statement.via
    return tuple(dict.fromkeys((*statement.source, *statement.via)))


def _hedged(draft: Draft, scene: Scene) -> bool:
    """Whether the text only reports that it is said or seen so, by nobody in particular."""
    holding = scene.holding(draft.candidate.token.idx)
    if holding and not holding[0].source and holding[0].source_text is None:
        return True
    words = text_of(scene.doc)[sentence_of(draft.candidate.token).start_char : draft.candidate.token.idx]
    return bool(_hedges().search(words))


@cache
def _hedges() -> re.Pattern[str]:
    return re.compile("|".join(load("acts")["hedges"]), re.I)

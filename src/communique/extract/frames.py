"""Frames of attribution: how a verb that is a cue, a source and a content stand to each other in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from communique.codebook import words_of
from communique.extract.casting import Cast
from communique.extract.drafts import Draft, cue_words, subtree, words
from communique.extract.parse import sentence_of
from communique.extract.sources import authors, sources
from communique.extract.speakers import can_speak
from communique.extract.syntax import (
    child,
    citing,
    doer,
    glosses,
    joined,
    passes_on,
    passive,
    pictures,
    quoting,
    subject,
)
from communique.model import Span

_TELLING = frozenset(("tell", "inform", "assure", "remind", "warn", "advise"))
_SAYING = frozenset(("clause", "request"))
_COMPLEMENTS = ("dobj", "prep", "oprd", "xcomp", "ccomp", "acomp", "advcl")


@dataclass(frozen=True, slots=True)
class _Cue:
    """A verb that may attribute: the lists of ``cues.yaml`` that hold it, its particle, and who does it."""

    verb: Token
    kinds: frozenset[str]
    particle: Token | None
    who: Token | None
    quotes: Sequence[Span]

    @property
    def says(self) -> bool:
        return bool(self.kinds & {"clause", "quiet"})


def verbal(verb: Token, cast: Cast, quotes: Sequence[Span]) -> Draft | None:
    """The statement that a verb is the cue of, if it is one's.

    Args:
        verb: a verb of the parse.
        cast: the document's actors.
        quotes: its quotations.
    """
    lists, lemma = cue_words(), verb.lemma_.lower()
    thing = _particles().get(lemma)
    particle = (
        next((c for c in verb.rights if c.dep_ in ("prt", "prep") and c.lower_ in thing), None) if thing else None
    )
    kinds = frozenset(k for k in ("clause", "quiet", "thing", "request", "charge") if lemma in lists[k])
    if not kinds and particle is None and lemma not in words_of("cues", "held"):
        return None
    if kinds & _SAYING and any(c.dep_ == "neg" for c in verb.children) or passes_on(verb):
        return None
    if pictures(verb) or glosses(verb):
        return None
    who = doer(verb)
    cue = _Cue(verb, kinds, particle, who, quotes)
    content, frame = next(((c, name) for name, frame in _FRAMES if (c := frame(cue))), ([], ""))
    if not content:
        return None
    if who is None:
        return _sourceless(cue, content, frame)
    source, source_text, passing = _passed_on(verb, who, cast)
    via = tuple(key for key in passing if key not in source)
    only_quiet = "quiet" in kinds and "clause" not in kinds
    if only_quiet and (frame not in ("clause", "infinitive") or not source and source_text is None):
        return None
    draft = Draft(_span(verb, verb), content, source, source_text, frame, verb=verb.i, attitude=only_quiet, via=via)
    draft.confidence = {"quotation": 0.9, "clause": 0.85 if cue.says else 0.6}.get(frame, 0.6)
    if frame == "expressed":
        draft.cue = _span(verb, next(c for c in child(verb, "dobj").rights if c.dep_ == "prep"))  # type: ignore[union-attr]
    if frame == "thing" and particle is not None and particle.i - verb.i < 3:
        draft.cue = _span(verb, particle)
    _address(draft, cue, cast)
    return draft


@cache
def _particles() -> dict[str, frozenset[str]]:
    """The particles with which verbs are cues of a thing ("call for"), by the verb."""
    found: dict[str, set[str]] = {}
    for verb, particle in (w.split("|") for w in cue_words()["thing"] if "|" in w):
        found.setdefault(verb, set()).add(particle)
    return {verb: frozenset(particles) for verb, particles in found.items()}


def _passed_on(verb: Token, who: Token, cast: Cast) -> tuple[tuple[str, ...], Span | None, tuple[str, ...]]:
    """Who says it, the words for him, and who passes it on: by being named as the one who quotes or cites him."""
    over, cited = quoting(verb), citing(verb)
    if over is not None:
        passing = _agent(over, verb) if passive(over) else subject(over)
        return *_source(verb, who, cast), sources(passing, cast)[0] if passing is not None else ()
    if cited is not None:
        source, text = sources(cited, cast)
        if source or text is not None and can_speak(cited.doc[cited.left_edge.i : cited.i + 1]):
            return source, text, sources(who, cast)[0]
    return *_source(verb, who, cast), ()


def _agent(*verbs: Token) -> Token | None:
    """By whom something is done, as one of its verbs says."""
    by = (c for v in verbs for c in v.children if c.lower_ == "by")
    return next((p for c in by for p in c.children if p.dep_ == "pobj"), None)


def _source(verb: Token, who: Token, cast: Cast) -> tuple[tuple[str, ...], Span | None]:
    if who.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
        return sources(verb.head, cast)
    if verb.dep_ == "acl" and verb.tag_ == "VBG" and who.dep_ == "dobj" and cast.at(who.i) is None:
        maker = subject(who.head)  # "walked a fine line calling for …", "released a video claiming …"
        return sources(maker, cast) if maker is not None else ((), None)
    if who.lower_ == "it" and verb.lemma_ == "read" and (paper := _paper_before(who)) is not None:
        return authors(paper, cast), _span(who, who)
    if who.lower_ in ("it", "there") and cast.at(who.i) is None:
        return (), _span(who, who) if verb.lemma_ in ("say", "read", "add", "state") else None
    source, source_text = sources(who, cast)
    partner = joined(verb)  # "X joined Y in calling for …"
    return (tuple(dict.fromkeys((*source, *sources(partner, cast)[0]))) if partner is not None else source), source_text


def _paper_before(token: Token) -> Token | None:
    """The last document that was spoken of, within some sentences."""
    papers = cue_words()["papers"]
    before = (token.doc[i] for i in range(token.i - 1, max(-1, token.i - 150), -1))
    return next((t for t in before if t.pos_ in ("NOUN", "PROPN") and t.lemma_.lower() in papers), None)


def _sourceless(cue: _Cue, content: list[Span], frame: str) -> Draft | None:
    """A statement whose source the text does not name ("is widely seen as …", "was quoted as saying")."""
    verb = cue.verb
    if frame not in ("quotation", "unnamed"):
        return None
    first = next((c for c in verb.lefts if c.dep_ == "auxpass"), verb) if frame == "unnamed" else verb
    return Draft(_span(first, verb), content, (), None, frame, verb=verb.i, confidence=0.5)


def _address(draft: Draft, cue: _Cue, cast: Cast) -> None:
    """Note who is told, asked or called on."""
    verb = cue.verb
    told = child(verb, "dative", "dobj") if verb.lemma_.lower() in _TELLING else None
    if draft.frame == "request":
        told = child(verb, "dobj", "dative")
        on = _upon(verb) if told is None else None
        if on is not None and on.i - verb.i < 3:
            draft.cue = _span(verb, on)
            told = child(on, "pobj")
    if told is not None and (mention := cast.at(told.i)) is not None:
        draft.addressee = mention.actors


def _span(first: Token, last: Token) -> Span:
    return Span(first.idx, last.idx + len(last))


def _upon(verb: Token) -> Token | None:
    return next((c for c in verb.rights if c.dep_ == "prep" and c.lower_ in ("on", "upon")), None)


# Frames: each gives the spans of the content, or none where it does not fit.


def _clause(cue: _Cue) -> list[Span]:
    """ "X said that …"."""
    if not cue.says:
        return []
    who = cue.who
    clauses = [c for c in (*cue.verb.rights, *cue.verb.lefts) if c.dep_ == "ccomp" and (who is None or c.i != who.i)]
    clause = clauses[0] if clauses else None
    if clause is None or who is None:
        return []
    return subtree(clause, frozenset((cue.verb.i, *(t.i for t in who.subtree))))


def _parenthesis(cue: _Cue) -> list[Span]:
    """ "…, X said, …": the cue hangs on the content."""
    verb = cue.verb
    if "clause" not in cue.kinds or child(verb, "dobj", "ccomp", "xcomp") is not None:
        return []
    if verb.head.lemma_.lower() in cue_words()["clause"] and doer(verb.head) is not None:
        return []  # "X said that Y agreed": what Y agreed to is not what X said
    follows = verb.dep_ == "ccomp" and verb.i > verb.head.i and cue.who is not None
    if not (verb.dep_ == "parataxis" or follows and not any(c.dep_ == "mark" for c in verb.children)):
        return []
    return words(verb.head.left_edge, verb.head.right_edge, frozenset(t.i for t in verb.subtree))


def _request(cue: _Cue) -> list[Span]:
    """ "X urged Y to …", "X called on Y to …"."""
    verb = cue.verb
    wanted = child(verb, "xcomp", "ccomp")
    held = child(verb, "dobj", "dative") or _upon(verb)
    if "request" not in cue.kinds or wanted is None or held is None:
        return []
    lead = frozenset(c.i for c in wanted.lefts if c.dep_ == "aux" and c.lower_ == "to")
    return subtree(wanted, lead | frozenset(t.i for t in held.subtree))[-1:]


def _charge(cue: _Cue) -> list[Span]:
    """ "X accused Y of …"."""
    held = child(cue.verb, "dobj")
    if "charge" not in cue.kinds or held is None:
        return []
    of = [c for c in cue.verb.rights if c.dep_ == "prep" and c.lower_ in ("of", "for", "with")]
    last = max((c.right_edge for c in of), default=held.right_edge, key=lambda t: t.i)
    return words(held.left_edge, last)


def _quotation(cue: _Cue) -> list[Span]:
    """A quotation in the cue's own sentence, which the cue stands outside of."""
    sentence, at = sentence_of(cue.verb), cue.verb.idx
    answers = cue.verb.lemma_ in ("respond", "reply") and any(c.dep_ == "prep" for c in cue.verb.children)
    if "clause" not in cue.kinds or answers:
        return []
    found = [
        q
        for q in cue.quotes
        if q.start < sentence.end_char and q.end > sentence.start_char and not q.start <= at < q.end
        if q.end - q.start > 12
    ]
    held = child(cue.verb, "dobj")
    if held is not None and found and all(held.left_edge.idx <= q.start and q.end <= _end(held) + 1 for q in found):
        return words(held.left_edge, held.right_edge)  # "outlines points, including '…'": the quotation is a part of it
    return found


def _end(token: Token) -> int:
    last = token.right_edge
    return int(last.idx + len(last))


def _expressed(cue: _Cue) -> list[Span]:
    """ "X expressed concern about …"."""
    held = child(cue.verb, "dobj")
    if cue.verb.lemma_.lower() not in words_of("cues", "expressing") or held is None:
        return []
    about = next((c for c in held.rights if c.dep_ == "prep"), None)
    inner = child(about, "pobj", "pcomp") if about is not None else None
    if inner is None or held.lemma_.lower() not in words_of("cues", "expressed"):
        return []
    return words(inner.left_edge, inner.right_edge)


def _object_of_particle(cue: _Cue) -> list[Span]:
    """ "X called for …"."""
    inner = child(cue.particle, "pobj", "pcomp") if cue.particle is not None else None
    return words(inner.left_edge, inner.right_edge) if inner is not None else []


def _infinitive(cue: _Cue) -> list[Span]:
    """ "X promised to …"."""
    wanted = child(cue.verb, "xcomp")
    if not cue.says or wanted is None or cue.verb.lemma_.lower() in words_of("cues", "finite"):
        return []
    return subtree(wanted, frozenset(c.i for c in wanted.lefts if c.dep_ == "aux" and c.lower_ == "to"))


def _description(cue: _Cue) -> list[Span]:
    """ "X described Y as …", "Y was described by X as …"."""
    verb = cue.verb
    held = child(verb, "dobj", "nsubjpass", "oprd")
    if verb.lemma_.lower() not in words_of("cues", "describing") or held is None:
        return []
    if held.dep_ == "nsubjpass":
        said = [c for c in verb.rights if c.dep_ in ("oprd", "prep") and c.lower_ == "as"]
        return [s for t in (held, *said[:1]) for s in words(t.left_edge, t.right_edge)]
    rights = [c.right_edge.i for c in verb.rights if c.dep_ in _COMPLEMENTS[:-1]]
    last = max(rights, default=held.right_edge.i)
    first = held.left_edge.i if held.i > verb.i else verb.i + 1
    return words(verb.doc[min(first, last)], verb.doc[last])


def _thing(cue: _Cue) -> list[Span]:
    """ "X condemned …", "… was condemned by X"."""
    verb = cue.verb
    if "thing" not in cue.kinds or cue.particle is not None:
        return []
    if passive(verb):
        held = subject(verb)
        named = held is not None and doer(verb) is not None and verb.dep_ != "acl"
        return words(held.left_edge, held.right_edge) if held is not None and named else []
    held = child(verb, "dobj")
    if held is None or held.lower_ == "it":
        return []
    last = held.right_edge
    for c in verb.rights:
        if c.dep_ == "prep" and c.lower_ in ("as", "for") and c.i == last.i + 1:
            last = c.right_edge
    return words(held.left_edge, last)


def _unnamed(cue: _Cue) -> list[Span]:
    """ "Y is widely seen as …", "is expected to …": a passive that names nobody who thinks so."""
    verb = cue.verb
    if verb.lemma_.lower() not in words_of("cues", "held") or child(verb, "auxpass") is None:
        return []
    after = next((c for c in verb.rights if c.dep_ in ("xcomp", "ccomp") or c.lower_ == "as"), None)
    if after is None:
        return []
    lead = {c.i for c in after.lefts if c.dep_ == "aux" and c.lower_ == "to"}
    return subtree(after, frozenset(lead | ({after.i} if after.lower_ == "as" else set())))


def _rest(cue: _Cue) -> list[Span]:
    """Words that follow "X said" where the parse has lost their verb."""
    verb = cue.verb
    after = [t for t in verb.doc[verb.i + 1 : sentence_of(verb).end] if not t.is_space]
    if verb.lemma_.lower() not in words_of("cues", "plain") or cue.who is None or cue.who.i > verb.i or len(after) < 5:
        return []
    told = next((t for t in after if t.pos_ in ("VERB", "AUX")), None)
    if told is None or told.dep_ in ("advcl", "acl", "relcl") or after[0].is_punct or after[0].dep_ == "prep":
        return []
    return words(after[0], after[-1])


_FRAMES: tuple[tuple[str, Callable[[_Cue], list[Span]]], ...] = (
    ("unnamed", _unnamed),
    ("clause", _clause),
    ("parenthesis", _parenthesis),
    ("request", _request),
    ("charge", _charge),
    ("quotation", _quotation),
    ("rest", _rest),
    ("expressed", _expressed),
    ("thing", _object_of_particle),
    ("infinitive", _infinitive),
    ("description", _description),
    ("thing", _thing),
)
"""Tried in this order."""

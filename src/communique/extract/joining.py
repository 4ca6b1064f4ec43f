"""Brings together what the frames and what the attribution model take for statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from communique.codebook import words_of
from communique.extract.acts import vocabulary
from communique.extract.casting import Cast
from communique.extract.drafts import Draft, cue_words
from communique.extract.parse import char_span, sentence_of, sentences_between
from communique.extract.quotations import merged
from communique.extract.speakers import named
from communique.extract.syntax import glosses, passes_on, pictures
from communique.model import Span
from communique.models.attribution import Attribution

_SAME = 0.5
"""Two contents that share this part of their words are one, as in the matching that attributions are scored by."""

TRUSTED_TO_SAY = 0.35
TRUSTED = 0.45
"""How likely an attribution that no frame has found must be to become a statement."""


_BOUND = frozenset(("request", "charge", "expressed", "description", "unnamed"))
"""Frames that tell the content from whom is addressed, asked or described better than the model does."""

UNSURE = frozenset(("thing", "infinitive", "description", "quotation"))
"""Frames that are not believed where the model sees no attribution at all."""


_SILENT = frozenset(("no", "nothing", "not", "n't", "never", "without"))


def joined(rules: Sequence[Draft], found: Sequence[Attribution], doc: Doc, cast: Cast) -> list[Draft]:
    """Statements that frames or the model find, each once.

    Where both find one, the frame tells who is addressed and what kind of statement it is, the model which words are
    its content. What only the model finds stays if it is likely enough; what only a frame finds stays.

    Args:
        rules: what the frames have found.
        found: what the model has found.
        doc: the document's parse.
        cast: its actors.
    """
    cues = [*(r.cue for r in rules), *(a.cue for a in found)]
    made = [_drafted(a, doc, cast, cues) for a in found]
    pairs = _paired(rules, made)
    kept: list[Draft] = []
    for k, rule in enumerate(rules):
        if k in pairs:
            kept.append(_both(rule, made[pairs[k]]))
        elif rule.frame not in UNSURE or not found or _quoted_on(rule, made, doc):
            kept.append(rule)
    taken = set(pairs.values())
    return kept + [
        m for k, m in enumerate(made) if k not in taken and m.confidence >= _least(m, doc) and _speech(m, doc)
    ]


def _least(draft: Draft, doc: Doc) -> float:
    """How likely an attribution that only the model finds must be: less where its verb is one of plain saying."""
    said = draft.verb >= 0 and doc[draft.verb].lemma_.lower() in cue_words()["clause"]
    return TRUSTED_TO_SAY if said else TRUSTED


def _speech(draft: Draft, doc: Doc) -> bool:
    """Whether what only the model takes for an attribution is one by our codebook: neither a deed nor silence."""
    if draft.verb < 0:
        return True
    verb, words = doc[draft.verb], doc.char_span(*draft.cue, alignment_mode="expand") or ()
    if passes_on(verb) or pictures(verb) or glosses(verb) or not any(map(_tells, words)):
        return False
    cue = {t.lower_ for t in words}
    lemma = doc[draft.verb].lemma_.lower()
    known = any(lemma in words for words in cue_words().values())
    return not cue & _SILENT and (known or not any(a.type in _DEEDS for a in vocabulary().verbs.get(lemma, ())))


def _tells(token: Token) -> bool:
    """Whether a word can say by itself that somebody says something, as "were", "then" and "also" cannot."""
    if token.pos_ in ("VERB", "NOUN", "PROPN", "ADJ") or token.lower_ in words_of("cues", "hearsay"):
        return True
    return token.lemma_.lower() in words_of("cues", "clause") or not any(c.isalnum() for c in token.text)


_DEEDS = frozenset(
    ("ASSAULT", "SANCTION", "COERCE", "MOBILIZE", "AID", "COOPERATE", "RETREAT", "PROTEST", "CONSULT", "REJECT")
)
"""Acts that are more than saying something."""


def _quoted_on(rule: Draft, made: Sequence[Draft], doc: Doc) -> bool:
    """Whether the model gives most of a frame's content to whoever only passes it on ("Interfax quoted X as saying")."""
    mine = _characters(rule.content)
    others = (m for m in made if m.verb >= 0 and passes_on(doc[m.verb]))
    return any(len(mine & _characters(m.content)) >= _SAME * max(1, len(mine)) for m in others)


def _paired(rules: Sequence[Draft], made: Sequence[Draft]) -> dict[int, int]:
    """Which drafts are of one statement, one to one: those that share a cue first, then those that share content."""
    likeness = [(_likeness(r, m), -i, -k) for i, r in enumerate(rules) for k, m in enumerate(made)]
    pairs: dict[int, int] = {}
    for value, i, k in sorted(likeness, reverse=True):
        if value > 0 and -i not in pairs and -k not in pairs.values():
            pairs[-i] = -k
    return pairs


def _both(rule: Draft, model: Draft) -> Draft:
    text, source = rule.source_text, rule.source
    apart = text is None or model.source_text is None or not text.overlaps(model.source_text)
    if model.source_text is not None and apart and rule.cue.overlaps(model.cue) and not rule.via:
        text, source = model.source_text, model.source
    content = rule.content if rule.frame in _BOUND else model.content
    if rule.frame == "parenthesis":  # of "The museum, she said, would close" the model sees only the end
        content = merged([*rule.content, *model.content], rule.cue)
    return replace(
        rule,
        source=source or model.source,
        source_text=text,
        content=content,
        confidence=max(rule.confidence, model.confidence),
        trace=[*rule.trace, f"model: {model.confidence:.2f}"],
    )


def _likeness(rule: Draft, model: Draft) -> float:
    """How much two drafts are of one statement: by a cue that they share, or by their content."""
    mine, its = _characters(rule.content), _characters(model.content)
    shared = len(mine & its) / max(1, len(mine | its))
    if rule.cue.overlaps(model.cue):
        return 1.0 + shared
    nested = _holds(rule.content, model.cue) or _holds(model.content, rule.cue)
    return shared if shared >= _SAME and not nested else 0.0


def _holds(content: Sequence[Span], cue: Span) -> bool:
    """Whether a cue stands in what another one attributes: then the one statement is part of the other."""
    return any(s.contains(cue) for s in content)


def _characters(spans: Sequence[Span]) -> set[int]:
    return {i for s in spans for i in range(s.start, s.end)}


def _drafted(attribution: Attribution, doc: Doc, cast: Cast, cues: Sequence[Span]) -> Draft:
    """What the model has found as a statement in the making, its source resolved."""
    cue = char_span(doc, attribution.cue)
    verb = _verb(cue) if cue is not None else None
    source: tuple[str, ...] = ()
    text: Span | None = None
    if attribution.named is not None:
        words = char_span(doc, attribution.named)
        if words is not None:
            text = Span(words.start_char, words.end_char)
            source = named(words, cast)
    return Draft(
        attribution.cue,
        _whole(_without_lead(attribution.content, doc), doc, (attribution.cue, *attribution.source), cues),
        source,
        text,
        "model",
        verb=verb.i if verb is not None else -1,
        confidence=attribution.confidence,
        trace=[f"model: {attribution.confidence:.2f}"],
    )


_GAP = 80
"""Characters between two pieces of a content beyond which they stay apart."""

_FRAGMENT = 3
"""Words of a piece that is too short to be told in a sentence where its cue does not stand."""

_GOES_ON = frozenset(("ADP", "DET", "PART"))
"""Words that nothing ends with that somebody says: what hangs on them follows."""


def _whole(content: Sequence[Span], doc: Doc, apart: Sequence[Span], cues: Sequence[Span]) -> list[Span]:
    """Content in whole words and phrases, its pieces joined where no more than a few words of one sentence part them.

    Args:
        content: the pieces as the model sees them.
        doc: the document's parse.
        apart: the cue and the words for the source, which are no part of it.
        cues: all cues of the document, across which nothing is joined.
    """
    pieces = [
        _ended(words, apart) for s in content if (words := doc.char_span(*s, alignment_mode="expand")) is not None
    ]
    cue = doc.char_span(*apart[0], alignment_mode="expand")
    here = [w for w in pieces if cue is not None and sentence_of(cue[0]).start == sentence_of(w[0]).start]
    kept: list[Words] = []
    for words in pieces:
        if here and words not in here and _elsewhere(words, cues):
            continue
        if kept and _one(kept[-1], words, (*apart, *cues)):
            words = doc[kept.pop().start : words.end]
        kept.append(words)
    return [Span(w.start_char, w.end_char) for w in kept]


def _elsewhere(words: Words, cues: Sequence[Span]) -> bool:
    """Whether unquoted words in a sentence without their cue are told by another cue there, or too few to be told."""
    sentence = sentence_of(words[0])
    if any(t.is_quote for t in sentence):
        return False
    told = any(sentence.start_char <= c.start < sentence.end_char for c in cues)
    return told or len(words) <= _FRAGMENT


def _ended(words: Words, apart: Sequence[Span]) -> Words:
    """Words up to the end of the phrase that their last one begins, and without an "and" that leads to what is left out."""
    doc, last = words.doc, words[-1]
    if last.pos_ == "CCONJ" and len(words) > 1:
        return doc[words.start : words.end - 1]
    if last.pos_ not in _GOES_ON or last.dep_ == "prt":
        return words
    head = last if last.pos_ == "ADP" or last.head.i < last.i else last.head
    end = min([head.right_edge.i + 1, *(t.i for t in doc[words.end : head.right_edge.i + 1] if _bars(t, apart))])
    while end > words.end and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    return doc[words.start : max(end, words.end)]


def _bars(token: Token, apart: Sequence[Span]) -> bool:
    """Whether a word is where content ends: the cue, the source, a quotation mark, or another line."""
    return token.is_quote or "\n" in token.text or any(s.start <= token.idx < s.end for s in apart)


def _one(before: Words, after: Words, apart: Sequence[Span]) -> bool:
    """Whether two pieces of content are one with the words between them."""
    between = before.doc[before.end : after.start]
    if after.start_char - before.end_char > _GAP or sentences_between(before[-1], after[0]):
        return False
    return not any(_bars(t, apart) for t in between)


def _without_lead(content: Sequence[Span], doc: Doc) -> list[Span]:
    """Content without the "that" or "to" that leads to it."""
    first, *rest = content
    words = doc.char_span(*first, alignment_mode="expand")
    if (
        words is not None
        and len(words) > 1
        and (words[0].lower_ == "that" and words[0].dep_ == "mark" or words[0].tag_ == "TO")
    ):
        first = Span(words[1].idx, first.end)
    return [first, *rest]


def _verb(cue: Words) -> Token:
    return next((t for t in cue if t.pos_ == "VERB"), cue.root)

"""Brings together what the frames and what the attribution model take for statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from communique.extract.acts import vocabulary
from communique.extract.casting import Cast
from communique.extract.drafts import Draft, cue_words
from communique.extract.parse import char_span
from communique.extract.speakers import named
from communique.extract.syntax import passes_on
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
    made = [_drafted(a, doc, cast) for a in found]
    pairs = _paired(rules, made)
    kept: list[Draft] = []
    for k, rule in enumerate(rules):
        if k in pairs:
            kept.append(_both(rule, made[pairs[k]]))
        elif rule.frame not in UNSURE or not found:
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
    if passes_on(doc[draft.verb]):
        return False
    cue = {t.lower_ for t in doc.char_span(*draft.cue, alignment_mode="expand") or ()}
    lemma = doc[draft.verb].lemma_.lower()
    known = any(lemma in words for words in cue_words().values())
    return not cue & _SILENT and (known or not any(a.type in _DEEDS for a in vocabulary().verbs.get(lemma, ())))


_DEEDS = frozenset(
    ("ASSAULT", "SANCTION", "COERCE", "MOBILIZE", "AID", "COOPERATE", "RETREAT", "PROTEST", "CONSULT", "REJECT")
)
"""Acts that are more than saying something."""


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
    return replace(
        rule,
        source=source or model.source,
        source_text=text,
        content=rule.content if rule.frame in _BOUND else model.content,
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


def _drafted(attribution: Attribution, doc: Doc, cast: Cast) -> Draft:
    """What the model has found as a statement in the making, its source resolved."""
    cue = char_span(doc, attribution.cue)
    verb = _verb(cue) if cue is not None else None
    source: tuple[str, ...] = ()
    text: Span | None = None
    if attribution.named is not None:
        text = attribution.named
        words = char_span(doc, text)
        if words is not None:
            source = named(words, cast)
    return Draft(
        attribution.cue,
        _without_lead(attribution.content, doc),
        source,
        text,
        "model",
        verb=verb.i if verb is not None else -1,
        confidence=attribution.confidence,
        trace=[f"model: {attribution.confidence:.2f}"],
    )


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

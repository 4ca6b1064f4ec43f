"""Where indirect content ends: what the narrator adds after it is not the speaker's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from communique.extract.drafts import Draft, cue_words
from communique.extract.parse import char_span
from communique.extract.syntax import child
from communique.model import Span

_SETTING_AGAINST = frozenset(("while", "although", "though", "whereas", "even"))
_SETTING_IN_TIME = frozenset(("before", "after", "when", "until"))
_PAST = frozenset(("VBD",))
_SHORTEST = 3
"""Words that must stay of a content."""


def trimmed(draft: Draft, quotes: Sequence[Span], doc: Doc) -> Draft:
    """A statement whose last piece ends before the first clause in it that the narrator adds.

    Such clauses begin with "while" or "although", with "before", "after", "until" or "when" and a past tense, or are
    participles behind a comma ("…, prompting protests"). Words inside quotation marks stay.
    """
    if draft.frame == "quotation" or not draft.content:
        return draft
    last = draft.content[-1]
    span = char_span(doc, last)
    if span is None:
        return draft
    for token in span[_SHORTEST:]:
        if _adds(token) and not any(q.start <= token.idx < q.end for q in quotes):
            end = token.i - 1
            while end > span.start and (doc[end].text in ",;" or doc[end].is_space):
                end -= 1
            cut = Span(last.start, doc[end].idx + len(doc[end]))
            return replace(draft, content=[*draft.content[:-1], cut]) if cut.end > cut.start else draft
    return draft


def _adds(token: Token) -> bool:
    """Whether the narrator goes on at this word."""
    head = token.head
    lower = token.lower_
    if token.dep_ == "cc" and (goes_on := _narrates(token)):
        return goes_on
    if token.dep_ in ("mark", "advmod") and head.dep_ == "advcl" and head.i > token.i:
        return lower in _SETTING_AGAINST or lower in _SETTING_IN_TIME and _past(head) and not _hypothetical(head)
    after_comma = token.i > 0 and token.nbor(-1).text == ","
    return bool(after_comma and token.tag_ == "VBG" and token.dep_ == "advcl")


def _narrates(token: Token) -> bool:
    """Whether "and" leads back to what the narrator says people said: a cue of its own, of another tense or subject."""
    verb = next((c for c in token.head.children if c.dep_ == "conj" and c.i > token.i), None)
    if verb is None or verb.tag_ != "VBD" or token.head.tag_ == "VBD" and child(verb, "nsubj") is None:
        return False
    cues = cue_words()
    return any(verb.lemma_.lower() in cues[k] for k in ("clause", "thing", "request", "charge"))


def _past(verb: Token) -> bool:
    return verb.tag_ in _PAST or any(c.tag_ in _PAST for c in verb.children if c.dep_ in ("aux", "auxpass"))


def _hypothetical(verb: Token) -> bool:
    return any(c.lower_ in ("would", "could", "might", "had") for c in verb.children if c.dep_ == "aux")

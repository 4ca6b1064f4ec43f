"""Who said what: sources, cues and contents, by frames over the parse and by quotation marks over the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc

from communique.extract.casting import Cast
from communique.extract.chains import chain
from communique.extract.drafts import Draft
from communique.extract.frames import verbal
from communique.extract.joining import joined
from communique.extract.nesting import outermost
from communique.extract.parse import sentence_of
from communique.extract.quotations import continued, grown, set_apart, spoken_beside
from communique.extract.quotes import find_quotes
from communique.extract.trimming import trimmed
from communique.extract.verbless import according, headline, nominal
from communique.model import Document, Span, Speech, Statement
from communique.models.attribution import Attribution


def find_statements(
    doc: Doc, document: Document, cast: Cast, attributions: Sequence[Attribution] = ()
) -> tuple[Statement, ...]:
    """The statements of a document, in text order, with ids ``s1``…

    Args:
        doc: the document's parse.
        document: the document.
        cast: its actors.
        attributions: what the attribution model finds in it.
    """
    quotes = [q for q in find_quotes(document.text) if not any(b.overlaps(q) for b in document.boilerplate)]
    drafts: list[Draft] = []
    for token in doc:
        if token.lower_ == "according":
            found = according(token, cast)
        elif token.pos_ in ("VERB", "AUX") or token.tag_.startswith("VB"):
            found = verbal(token, cast, quotes)
        elif token.pos_ in ("NOUN", "PROPN"):
            found = nominal(token, cast)
        elif token.text == ":" and sentence_of(token).end - sentence_of(token).start < 30:
            found = headline(token, cast)
        else:
            continue
        if found is not None and found.content:
            drafts.append(found)
    drafts = grown([trimmed(d, quotes, doc) for d in drafts], quotes, doc)
    drafts += spoken_beside(drafts, quotes, doc, cast)
    drafts += set_apart(drafts, doc, cast)
    over = [q for q in quotes if "\n" in q.of(document.text)]  # which the model, that reads by lines, sees parts of
    drafts = grown(joined(drafts, attributions, doc, cast), over, doc)
    drafts = [d for d in continued(drafts, quotes, document.text) if not _NOTHING.match(d.content[0].of(document.text))]
    drafts = chain(outermost(drafts, quotes, document.text), cast, doc)
    drafts.sort(key=lambda d: (min(s.start for s in d.content), d.cue.start))
    return tuple(_statement(d, k, document, quotes) for k, d in enumerate(drafts, 1))


_NOTHING = re.compile(r"(?:nothing|little|not (?:a|one) word)\b", re.I)
"""How the content begins where somebody is said to have kept silent, which is an omission and no statement."""


def _statement(draft: Draft, number: int, document: Document, quotes: Sequence[Span]) -> Statement:
    return Statement(
        id=f"s{number}",
        source=draft.source,
        source_text=draft.source_text,
        cue=draft.cue,
        content=tuple(draft.content),
        kind=_kind(draft.content, quotes, document.text),
        addressee=draft.addressee,
        via=draft.via,
        confidence=draft.confidence,
        trace=(f"frame: {draft.frame}", f"cue: {draft.cue.of(document.text)}", *draft.trace),
    )


def _kind(content: Sequence[Span], quotes: Sequence[Span], text: str) -> Speech:
    inside = whole = 0
    for piece in content:
        for i in range(piece.start, piece.end):
            if text[i].isalnum():
                whole += 1
                inside += any(q.start <= i < q.end for q in quotes)
    if not whole or not inside:
        return "indirect"
    return "direct" if inside >= 0.95 * whole else "mixed"

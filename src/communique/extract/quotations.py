"""Quotations and the statements that they belong to: grown to their marks, continued, and found a speaker for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

from communique.extract.casting import Cast
from communique.extract.drafts import Draft, cue_words
from communique.extract.parse import char_span, sentence_of
from communique.extract.sources import sources
from communique.extract.syntax import doer
from communique.model import Span


def grown(drafts: list[Draft], quotes: Sequence[Span], doc: Doc) -> list[Draft]:
    """Content that touches a quotation takes in the whole of it, unless the cue itself stands inside."""
    for draft in drafts:
        pieces = []
        for piece in draft.content:
            for quote in quotes:
                if (
                    quote.overlaps(piece)
                    and not quote.contains(draft.cue)
                    and not (draft.source_text is not None and quote.contains(draft.source_text))
                ):
                    joined = Span(min(piece.start, quote.start), max(piece.end, quote.end))
                    if not joined.overlaps(draft.cue):
                        piece = joined
            pieces.append(piece)
        if draft.frame in ("clause", "parenthesis", "according to") and draft.verb >= 0:
            sentence = sentence_of(doc[draft.verb])
            pieces.extend(
                q for q in quotes
                if q.start >= sentence.start_char and q.start < sentence.end_char and q.end - q.start > 25 and not any(q.overlaps(p) for p in pieces)
                and not q.overlaps(draft.cue) and any(p.end <= draft.cue.start and q.start >= draft.cue.end and any(x.overlaps(p) for x in quotes) for p in pieces)
            )  # fmt: skip
        draft.content = merged(pieces, draft.cue)
    return drafts


def merged(pieces: Sequence[Span], cue: Span) -> list[Span]:
    """Pieces of content in order, those that touch or overlap as one, but not across the cue."""
    kept: list[Span] = []
    for piece in sorted(p for p in pieces if p.end > p.start):
        if kept and piece.start <= kept[-1].end + 1 and not (kept[-1].end <= cue.start < piece.end):
            kept[-1] = Span(kept[-1].start, max(kept[-1].end, piece.end))
        else:
            kept.append(piece)
    return kept


# From the end of a statement to a quotation that goes on: the rest of its sentence, with points within words only.
_REST = re.compile(r"(?:[^.!?\n]|\.(?=\S))*[.!?,:;]?[\"'”’]?[^\S\n]*")


def continued(drafts: list[Draft], quotes: Sequence[Span], text: str) -> list[Draft]:
    """A quotation with no cue of its own goes on from the statement right before it.

    It does so if it begins the sentence after a statement with spoken words, or stands alone in the next paragraph, of which
    no more than the end of the statement's sentence parts it.
    """
    for quote in quotes:
        others = [d for d in drafts if not quote.contains(d.cue)]
        if quote.end - quote.start < 12 or any(s.overlaps(quote) for d in others for s in d.content):
            continue
        before = [d for d in others if max(s.end for s in d.content) <= quote.start and d.cue.end <= quote.start]
        if not before:
            continue
        last = max(before, key=lambda d: (_end(d), d.cue.start))
        if _heading(quote, last, quotes, text):
            continue
        gap = text[_end(last) : quote.start]
        begins = gap.rstrip()[-1:] in (".", "!", "?", "”", '"', "’", "'") or not gap.strip()
        after = max(s.end for s in last.content) <= last.cue.start  # "…", said Name, who is this and that.
        ends = len(gap) < 60 or after and len(gap) < 300 and _REST.fullmatch(gap.rstrip())
        alone = _alone(quote, text) and gap.count("\n") <= 2 and ends
        if any(q.overlaps(s) for q in quotes for s in last.content) and (
            alone or len(gap) < 200 and begins and _REST.fullmatch(gap)
        ):
            last.content = [*last.content, quote]
    return drafts


_SINGLE = "'‘"
_ENDED = ".!?…,"


def _heading(quote: Span, last: Draft, quotes: Sequence[Span], text: str) -> bool:
    """Whether a quotation is a heading and no speech: in single marks after double ones, and with no end of a sentence."""
    spoken = [q for q in quotes for s in last.content if q.overlaps(s)]
    single = text[quote.start] in _SINGLE and text[quote.end - 2] not in _ENDED
    return single and any(text[q.start] not in _SINGLE for q in spoken)


def _end(draft: Draft) -> int:
    named = draft.source_text.end if draft.source_text is not None else 0
    return max(*(s.end for s in draft.content), draft.cue.end, named)


def _alone(quote: Span, text: str) -> bool:
    """Whether a quotation is all of its paragraph."""
    begin = text.rfind("\n", 0, quote.start) + 1
    stop = text.find("\n", quote.end)
    around = text[begin : quote.start] + text[quote.end : stop if stop >= 0 else len(text)]
    return not around.strip(" .")


def spoken_beside(drafts: Sequence[Draft], quotes: Sequence[Span], doc: Doc, cast: Cast) -> list[Draft]:
    """Statements for quotations that the parse has given no speaker, by what stands right beside their marks.

    The orders are those of news: a quotation then "said Name" or "Name said", and "Name said" then a quotation. A cue that
    attributes already, in the quotation's sentence, attributes the quotation too.
    """
    found: list[Draft] = []
    spoken = [(d.cue, s) for d in drafts if d.source_text is not None and not d.attitude for s in d.content]
    for quote in quotes:
        covered = any(s.overlaps(quote) and not quote.contains(cue) for cue, s in spoken)
        if quote.end - quote.start < 20 or covered:
            continue
        span = char_span(doc, quote)
        if span is None:
            continue
        draft = _after(span, quote, cast) or _ahead(span, quote, cast)
        same = next((d for d in (*drafts, *found) if draft is not None and d.cue.overlaps(draft.cue)), None)
        if same is not None and draft is not None:
            _take_in(same, draft, doc)
        elif draft is not None:
            found.append(draft)
    return found


def _take_in(held: Draft, draft: Draft, doc: Doc) -> None:
    """Give a statement the quotation that its cue attributes too, and the source if it has none."""
    (quote,) = draft.content
    if held.source_text is None:
        held.source, held.source_text = draft.source, draft.source_text
    sentence = sentence_of(doc[draft.verb])
    apart = not any(quote.overlaps(s) for s in (*held.content, held.cue))
    if apart and quote.start < sentence.end_char and quote.end > sentence.start_char:
        held.content = sorted((*held.content, quote))


def set_apart(drafts: Sequence[Draft], doc: Doc, cast: Cast) -> list[Draft]:
    """Statements whose words, without marks, are the paragraph after one that ends in "Name said in a statement:".

    A cue that attributes already attributes that paragraph too.
    """
    found: list[Draft] = []
    for colon in doc[:-2]:
        if colon.text != ":" or "\n" not in colon.nbor(1).text:
            continue
        block = _paragraph(doc, colon.i + 2)
        cue = next((t for t in reversed(_line(colon)) if _is_cue(t) or _is_paper(t)), None)
        if cue is None or len(block) < _BLOCK or any(t.is_quote for t in block):
            continue
        content = Span(block.start_char, block.end_char)
        at = Span(cue.idx, cue.idx + len(cue))
        same = next((d for d in drafts if d.cue.overlaps(at)), None)
        if any(s.overlaps(content) and d.cue.end <= content.start for d in drafts for s in d.content):
            continue
        if same is not None:
            same.content = [*same.content, content]
        elif (
            draft := _made(
                cue, doer(cue if _is_cue(cue) else cue.head), content, cast, "source and cue, then quotation"
            )
        ) is not None:
            found.append(draft)
    return found


_BLOCK = 4
"""Words of a paragraph that may be somebody's words by itself."""


def _paragraph(doc: Doc, start: int) -> SpacySpan:
    """The words from a place to the end of their line."""
    end = next((t.i for t in doc[start:] if "\n" in t.text), len(doc))
    return doc[start:end]


def _line(token: Token) -> list[Token]:
    """The words of a token's sentence that stand before it in its line."""
    sentence = sentence_of(token)
    start = max((t.i + 1 for t in token.doc[sentence.start : token.i] if "\n" in t.text), default=sentence.start)
    return list(token.doc[start : token.i])


def _is_paper(token: Token) -> bool:
    """Whether a word is what somebody makes by speaking ("made the following comment")."""
    made = token.dep_ == "dobj" and token.head.pos_ == "VERB"
    return made and token.lemma_.lower() in cue_words()["papers"] | cue_words()["nouns"]


_REACH = 14
"""Words between a quotation and its cue: room for "Name, who is this and that,"."""


def _after(span: SpacySpan, quote: Span, cast: Cast) -> Draft | None:
    doc = span.doc
    window = _window(doc, span.end, span.end + _REACH)
    if not window:
        return None
    if _is_cue(window[0]):
        held = next((t for t in window[1:] if t.pos_ in ("NOUN", "PROPN", "PRON") and t.dep_ != "compound"), None)
        return _made(window[0], held, quote, cast, "quotation, then cue and source")
    cue = next((t for t in window if _is_cue(t)), None)
    held = doer(cue) if cue is not None else None
    if cue is None or held is None or not window[0].i <= held.i < cue.i:
        return None
    return _made(cue, held, quote, cast, "quotation, then source and cue")


def _ahead(span: SpacySpan, quote: Span, cast: Cast) -> Draft | None:
    doc = span.doc
    before = [t for t in doc[max(0, span.start - _REACH) : span.start] if not t.is_space or "\n" in t.text]
    while before and before[-1].is_space:
        before.pop()
    if not before or before[-1].text not in (",", ":"):
        return None
    breaks = [i for i, t in enumerate(before) if t.text in ".!?" or t.is_space]
    window = before[breaks[-1] + 1 if breaks else 0 :]
    cue = next((t for t in reversed(window) if _is_cue(t)), None)
    held = doer(cue) if cue is not None else None
    return _made(cue, held, quote, cast, "source and cue, then quotation") if cue is not None else None


def _window(doc: Doc, start: int, stop: int) -> list[Token]:
    """Words from a place on, to the end of the sentence or paragraph."""
    found = []
    for token in doc[start : min(stop, len(doc))]:
        if "\n" in token.text or token.text in (".", "!", "?", "“", '"'):
            break
        if not token.is_punct and not token.is_space:
            found.append(token)
    return found


def _is_cue(token: Token) -> bool:
    return token.tag_.startswith("VB") and token.lemma_.lower() in cue_words()["clause"]


def _made(cue: Token, held: Token | None, quote: Span, cast: Cast, frame: str) -> Draft | None:
    if held is None:
        return None
    source, source_text = sources(held, cast)
    if source_text.overlaps(quote):
        return None
    return Draft(Span(cue.idx, cue.idx + len(cue)), [quote], source, source_text, frame, verb=cue.i, confidence=0.75)

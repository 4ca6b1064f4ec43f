"""Who a phrase names as the source of something said: its own actors, or the authors of a document that speaks."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from communique.extract.casting import Cast
from communique.extract.drafts import cue_words
from communique.extract.parse import char_span
from communique.extract.syntax import child, doer
from communique.model import Span


def name_span(token: Token, cast: Cast) -> Span:
    """The noun phrase that names a source: the mention that the token heads, else its phrase up to a clause."""
    mention = cast.headed(token.i)
    if mention is not None:
        same = (m for c in token.rights if c.dep_ == "appos" and (m := cast.headed(c.i)) is not None)
        ends = [m.span.end for m in same if m.actors == mention.actors and m.form == "name"]
        return Span(mention.span.start, max((mention.span.end, *ends)))
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
    token = _counted(token, cast)
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
            and beside(token.doc, m.head, token)
        ]  # fmt: skip
        if ends and (actor := cast.actor(ends[-1].actors[0])) is not None and actor.kind == "person":
            found.extend(ends[-1].actors)
    if not found and token.lemma_.lower() in cue_words()["papers"]:
        found.extend(authors(token, cast))
    return tuple(dict.fromkeys(found)), span


def beside(doc: Doc, name: Span, noun: Token) -> bool:
    """Whether a name stands beside a noun and is no part of what follows a preposition ("a spokesman *for* X")."""
    words = char_span(doc, name)
    above = words.root if words is not None else noun
    while above not in (noun, above.head):
        if above.dep_ == "prep" and above.lower_ != "by":
            return False
        above = above.head
    return True


_QUANTITIES = frozenset(
    ("percent", "per", "%", "majority", "minority", "number", "plurality", "half", "third", "quarter", "tenth", "dozen")
    + ("hundred", "thousand", "most", "many", "some", "several", "all", "both", "most", "one", "two", "few")
)


def _counted(token: Token, cast: Cast) -> Token:
    """Whom a number or share is of ("46 percent of voters", "a majority of senators"); the word itself where it is of nobody."""
    if cast.at(token.i) is not None or not (token.lemma_.lower() in _QUANTITIES or token.pos_ == "NUM"):
        return token
    of = next((c for c in token.rights if c.dep_ == "prep" and c.lower_ == "of"), None)
    people = child(of, "pobj") if of is not None else None
    return people if people is not None and cast.at(people.i) is not None else token


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
                and other.head.lemma_.lower() in _ISSUE
                and (maker := doer(other.head)) is not None
            ):
                found = [a for w in (maker, *maker.conjuncts) if (m := cast.at(w.i)) is not None for a in m.actors]
                if found:
                    return tuple(dict.fromkeys(found))
            for c in other.children:
                if c.dep_ == "poss" and (m := cast.at(c.i)) is not None:
                    return m.actors
    if _joint(token):
        return _two_before(token, cast)
    return _other_paper(token, cast) if lemma in _ANY_PAPER and any(c.lower_ == "the" for c in token.children) else ()


_ANY_PAPER = frozenset(("document", "text", "paper"))


def _other_paper(token: Token, cast: Cast) -> tuple[str, ...]:
    """Whose the last paper of another name is, for "the document"."""
    for i in range(token.i - 1, max(-1, token.i - 200), -1):
        other = token.doc[i]
        if other.lemma_.lower() in cue_words()["papers"] and other.lemma_.lower() not in _ANY_PAPER:
            owned = (cast.at(c.i) for c in other.children if c.dep_ in ("poss", "amod", "nmod"))
            found = next((m.actors for m in owned if m is not None), ())
            if found:
                return found
    return ()


_ISSUE = frozenset(("issue", "sign", "publish", "release", "adopt", "make", "write", "send", "deliver", "give", "put"))


def _joint(token: Token) -> bool:
    """Whether the text calls this document, or the last one of its kind, a joint one."""
    lemma = token.lemma_.lower()
    same = (t for t in token.doc[max(0, token.i - 1500) : token.i + 1] if t.lemma_.lower() == lemma)
    return any(c.lower_ == "joint" for t in same for c in t.children)


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

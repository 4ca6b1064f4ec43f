"""Sources whose words mean nobody in the cast yet: pronouns, "some", papers without an author, names met nowhere else.

Whoever says something is worth a name even where nothing but the statement tells of him; and a pronoun that the names
before it do not explain means who spoke last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from communique.codebook import load, words_of
from communique.extract.casting import Cast, bare_name, described
from communique.extract.drafts import cue_words
from communique.extract.gender import agree
from communique.extract.names import person_id
from communique.extract.parse import char_span, sentences_between
from communique.extract.sources import sources
from communique.extract.speakers import can_speak, extended, introduced, is_body
from communique.extract.syntax import child, doer, passive
from communique.model import Actor, Mention, Span, Statement

_NEAR = 3
"""Sentences back to which a pronoun's or a paper's speaker is looked for."""


BY_WORDS = "source: by its words alone"
"""What the trace says of a statement whose source nothing but its own words has brought in."""


@dataclass(frozen=True, slots=True)
class _Told:
    """Who has said something: at which token the cue stands, and at which the last of the words ends."""

    cue: int
    end: int
    who: tuple[str, ...]


@dataclass(slots=True)
class _Search:
    """A document while its sources are looked for: who is known, who has been brought in, and whom pronouns mean after all."""

    cast: Cast
    doc: Doc
    said: Sequence[Span] = ()
    told: list[_Told] = field(default_factory=list)
    meant: dict[int, tuple[str, ...]] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    new: dict[Span, tuple[Mention, Words]] = field(default_factory=dict)

    def actor(self, key: str) -> Actor | None:
        """An actor of the cast, or one brought in."""
        return self.actors.get(key) or self.cast.actor(key)

    def bring(self, actor: Actor, words: Words) -> tuple[str, ...]:
        """Take somebody into the cast, with the words that mean him."""
        known = self.cast.actor(actor.id)
        self.actors.setdefault(actor.id, known or actor)
        root = words.root
        span = Span(words.start_char, words.end_char)
        self.new[span] = Mention(span, Span(root.idx, root.idx + len(root)), (actor.id,), "description"), words
        return (actor.id,)

    def named(self, token: Token, fits: Callable[[tuple[Actor, ...]], bool]) -> tuple[str, ...]:
        """Whom the text has named last before a word, near it, of those who fit."""
        for mention in reversed(self.cast.mentions):
            if mention.form == "name" and mention.span.end <= token.idx:
                head = char_span(self.doc, mention.head)
                if head is None or sentences_between(head.root, token) > _NEAR:
                    return ()
                if fits(tuple(a for key in mention.actors if (a := self.actor(key)) is not None)):
                    return mention.actors
        return ()

    def last(self, token: Token, fits: Callable[[tuple[Actor, ...]], bool]) -> tuple[str, ...]:
        """The latest source before a word, near it, that fits."""
        told = self.latest(token, fits)
        return told.who if told is not None else ()

    def latest(self, token: Token, fits: Callable[[tuple[Actor, ...]], bool]) -> _Told | None:
        """The latest that somebody who fits has said before a word, near it: what is long does not take it away."""
        for told in reversed(self.told):
            near = told.cue < token.i and sentences_between(self.doc[min(told.end, token.i)], token) <= _NEAR
            actors = tuple(a for key in told.who if (a := self.actor(key)) is not None) if near else ()
            if actors and fits(actors):
                return told
        return None

    def narrated(self, at: int) -> bool:
        """Whether a character stands in the narrator's own text."""
        return not any(s.start <= at < s.end for s in self.said)

    def doers(self, start: int, end: int, fits: Callable[[tuple[Actor, ...]], bool]) -> Iterator[tuple[str, ...]]:
        """Who fits of those, by name or description, of whose doings the narrator tells between two tokens."""
        for i in range(start, end):
            word = self.doc[i].head if self.doc[i].dep_ == "appos" else self.doc[i]
            mention = self.cast.headed(i) if word.dep_ in _DOING else None
            if mention is None or mention.form == "pronoun" or not self.narrated(self.doc[i].idx):
                continue
            if fits(tuple(a for key in mention.actors if (a := self.actor(key)) is not None)):
                yield mention.actors


_DOING = frozenset(("nsubj", "nsubjpass"))


def sourced(cast: Cast, statements: Sequence[Statement], doc: Doc) -> tuple[Cast, tuple[Statement, ...]]:
    """The statements with a source wherever their words give one, and the cast with whom that brings in.

    Args:
        cast: who is known to take part.
        statements: a document's statements.
        doc: its parse.
    """
    search = _Search(cast, doc, [span for s in statements for span in s.content])
    found: dict[str, Statement] = {}
    for statement in sorted(statements, key=lambda s: s.cue.start):
        cue = char_span(doc, statement.cue)
        answered = statement
        spoke = _spoke_last(statement, search)
        if spoke:
            answered = replace(statement, source=spoke)
        elif not statement.source and cue is not None:
            who = _who(statement, cue, search)
            if who:
                answered = replace(statement, source=who, trace=(*statement.trace, BY_WORDS))
        if answered.source and cue is not None:
            ends = [s.end for s in (*answered.content, answered.cue, answered.source_text) if s is not None]
            last = char_span(doc, Span(max(ends) - 1, max(ends)))
            search.told.append(_Told(cue.start, last[-1].i if last is not None else cue.end, answered.source))
        found[statement.id] = answered
    if search.new or search.meant:
        everyone = {**cast.by_id, **search.actors}
        cast = extended(cast.meaning(search.meant), everyone, search.new.values())
    return cast, tuple(found[s.id] for s in statements)


def _spoke_last(statement: Statement, search: _Search) -> tuple[str, ...]:
    """Who spoke last, for "he said" and "she said", or whom the narrator has told of since.

    Speakers whom only their words bring in are not yet known where pronouns are resolved; so what was found there gives way.
    """
    words = char_span(search.doc, statement.source_text) if statement.source_text is not None else None
    if (
        words is None
        or len(words) > 1
        or words.root.lower_ not in ("he", "she")
        or not search.narrated(words.start_char)
    ):
        return ()
    root = words.root

    def fits(who: tuple[Actor, ...]) -> bool:
        return len(who) == 1 and who[0].kind == "person" and agree(root.lower_, who[0])

    told = search.latest(root, fits)
    if told is None:
        return ()
    between = list(search.doers(told.end + 1, root.i, fits))
    if statement.source in between:
        return ()
    who = between[-1] if between else told.who
    if (mention := search.cast.headed(root.i)) is None:
        actor = search.actor(who[0])
        return search.bring(actor, words) if actor is not None else ()
    if mention.actors != who:
        search.meant[root.i] = who
    return who


def _who(statement: Statement, cue: Words, search: _Search) -> tuple[str, ...]:
    words = char_span(search.doc, statement.source_text) if statement.source_text is not None else None
    if words is None:
        verb = next((t for t in cue if t.pos_ == "VERB"), None)
        held = doer(verb) if verb is not None and not passive(verb) else None
        return sources(held, search.cast)[0] if held is not None else ()
    root = words.root
    if root.lower_ in ("who", "which", "that") and root.head.dep_ == "relcl":
        root = root.head.head
        words = search.doc[root.left_edge.i : root.i + 1]
    return next((who for way in _WAYS if (who := way(words, root, search))), ())


def _pronoun(words: Words, root: Token, search: _Search) -> tuple[str, ...]:
    """Who spoke last, or was named last, for "he" and "they"."""
    kinds = _PRONOUNS.get(root.lower_)
    if kinds is None:
        return ()
    many: bool = root.lower_ == "they"

    def fits(who: tuple[Actor, ...]) -> bool:
        if len(who) > 1:
            return many
        return len(who) == 1 and who[0].kind in kinds and agree(root.lower_, who[0])

    return search.last(root, fits) or search.named(root, fits)


_PRONOUNS = {
    "he": ("person",),
    "she": ("person",),
    "they": ("organization", "group"),
    "it": ("organization", "country"),
}


def _both(words: Words, root: Token, search: _Search) -> tuple[str, ...]:
    """The last two of a kind whom one sentence names, for "both"."""
    if root.lower_ != "both" or len(words) > 1:
        return ()
    for kind in ("person", "country"):
        named: list[str] = []
        for mention in reversed([m for m in search.cast.mentions if m.span.end <= root.idx]):
            token = char_span(search.doc, mention.head)
            if token is None or sentences_between(token.root, root) > 1:
                break
            named += [
                a for a in mention.actors
                if a not in named and (who := search.actor(a)) is not None and who.kind == kind
            ]  # fmt: skip
        if len(named) >= 2:
            return tuple(reversed(named[:2]))
    return ()


def _some(words: Words, root: Token, search: _Search) -> tuple[str, ...]:
    """An open group, for "some" and "many of the biggest names", and those whom a share counts; one person for "another"."""
    if root.lower_ == "another" and len(words) == 1:
        return search.bring(replace(_group(words), kind="person"), words)
    some = root.lower_ == "one" or root.lower_ in words_of("roles", "placeless")
    return search.bring(_group(words), words) if some or root.lemma_.lower() in _SHARES or root.pos_ == "NUM" else ()


_SHARES = frozenset(("percent", "%", "majority", "minority", "plurality", "half", "third", "quarter", "tenth", "dozen"))


def _paper(words: Words, root: Token, search: _Search) -> tuple[str, ...]:
    """Who made a paper that speaks: whom the words beside it name, or who spoke last; else those who write such papers."""
    if root.lemma_.lower() not in cue_words()["papers"]:
        return ()
    for c in root.children:
        maker = _maker(c)
        if maker is not None:
            mention = search.cast.at(maker.i)
            if mention is not None:
                return mention.actors
            if maker.pos_ == "PROPN":
                return _name(search.doc[maker.left_edge.i : maker.i + 1], maker, search)
    definite = any(c.lower_ in ("the", "this", "that") for c in root.lefts)
    if definite and root.tag_ == "NN" and (spoke := search.last(root, lambda who: True)):
        return spoke
    return search.bring(_group(words), words)


def _maker(beside: Token) -> Token | None:
    """Whom a word beside a paper names as its maker: "run by X", "by X", "X's", "the X poll"."""
    if beside.dep_ == "acl" and beside.tag_ == "VBN":
        by = child(beside, "agent") or child(beside, "prep")
        return child(by, "pobj") if by is not None and by.lower_ in ("by", "from") else None
    if beside.dep_ == "prep" and beside.lower_ in ("by", "from"):
        return child(beside, "pobj")
    return beside if beside.dep_ in ("poss", "compound", "nmod") and beside.pos_ == "PROPN" else None


def _name(words: Words, root: Token, search: _Search) -> tuple[str, ...]:
    """Whom a name means that is here in no mention of its own, or somebody new whom nothing else in the text names."""
    head = root if root.pos_ == "PROPN" else next((c for c in reversed(list(root.lefts)) if c.pos_ == "PROPN"), None)
    alone = len(words) == 1 and root.pos_ in ("NOUN", "VERB", "X")  # "Sessions said"
    if head is None and root.is_title and (alone or root.pos_ == "ADJ"):  # "Republican criticism"
        head = root
    if head is None:
        return ()
    doc, titles = search.doc, {*load("roles")["offices"], *words_of("roles", "titles")}
    start, end = head.i, head.i + 1
    while start > words.start and doc[start - 1].pos_ == "PROPN" and doc[start - 1].lower_ not in titles:
        start -= 1
    while end < words.end and doc[end].pos_ == "PROPN":
        end += 1
    run = doc[start:end]
    named = [m for t in run if (m := search.cast.headed(t.i)) is not None and m.form == "name" and len(m.actors) == 1]
    if named:
        return named[-1].actors
    entity = next((e for e in doc.ents if e.start <= head.i < e.end), None)
    person = entity is not None and entity.label_ == "PERSON" and root.pos_ == "PROPN"
    name = bare_name(entity.text if person and entity is not None else run.text)
    known = [a for a in search.cast.actors if name in (a.name, *a.aliases)]
    known = known or [a for a in search.cast.actors if a.kind == "person" and a.name.split()[-1] == name]
    if len(known) == 1:
        return search.bring(known[0], run)
    return search.bring(Actor(person_id(name.lower()), name, "person" if person else "organization", None, None), run)


def _noun(words: Words, root: Token, search: _Search) -> tuple[str, ...]:
    """By a noun for people or bodies, whoever of that kind spoke last ("the real estate mogul"), or somebody new."""
    if root.pos_ != "NOUN" or not can_speak(words):
        return ()
    if root.tag_ == "NN" and words[0].lower_ == "the":
        kind = "organization" if is_body(root) else "person"
        again = search.last(root, lambda who: len(who) == 1 and who[0].kind == kind and agree(root.lower_, who[0]))
        if again:
            return again
    actor = introduced(words, search.cast, speaks=True)
    return search.bring(actor, words) if actor is not None else ()


def _group(words: Words) -> Actor:
    name = bare_name(described(words))
    return Actor(person_id(name.lower()), name, "group", None, None)


_WAYS = (_pronoun, _both, _some, _paper, _name, _noun)

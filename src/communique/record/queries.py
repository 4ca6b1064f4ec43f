"""What is typed into a search, understood: words, phrases, beginnings of words, and what must not be there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from communique.model import Span
from communique.record.terms import Words, stem

MOST = 32
"""Terms that a query may have."""
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_PART = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
_BETWEEN = r"(?:['’]s)?[^\pL\pN]+"


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a query: folded words that stand one after another, and how they are looked for.

    ``exact`` words are found in this form only, others in any; of a ``prefix`` the beginning is enough; ``barred`` is
    what must not be there.
    """

    forms: tuple[str, ...]
    exact: bool = False
    prefix: bool = False
    barred: bool = False

    @property
    def stems(self) -> tuple[str, ...]:
        """What the index knows the words by."""
        return tuple(map(stem, self.forms))

    @property
    def pattern(self) -> str:
        """The regular expression (RE2) that shows the words in a text without marks."""
        words = (re.escape(f).replace("'", "['’]") for f in self.forms)
        return rf"(?i)(?:^|[^\pL\pN]){_BETWEEN.join(words)}(?:[^\pL\pN]|$)"

    def hits(self, words: Words) -> Iterator[Span]:
        """Where a text has it."""
        first, size, term = self.forms[0], len(self.forms), self.stems[0]
        if self.exact:
            at = [k for k, f in enumerate(words.forms) if f == first and tuple(words.forms[k : k + size]) == self.forms]
        else:
            at = [k for k, t in enumerate(words.terms) if t == term or (self.prefix and t.startswith(first))]
        return (Span(words.starts[k], words.ends[k + size - 1]) for k in at)


@dataclass(frozen=True, slots=True)
class Query:
    """The parts of a query, all of which must hold."""

    text: str
    terms: tuple[Term, ...]

    @property
    def wanted(self) -> tuple[Term, ...]:
        """What is looked for, a word at a time, each once."""
        single = (Term((f,), prefix=t.prefix) for t in self.terms if not t.barred for f in t.forms)
        return tuple({(t.stems, t.prefix): t for t in single}.values())

    @property
    def barred(self) -> tuple[Term, ...]:
        """Words that must not be there, in any form."""
        return tuple(t for t in self.terms if t.barred and not t.exact)

    @property
    def phrases(self) -> tuple[Term, ...]:
        """What the text itself must show, or must not."""
        return tuple(t for t in self.terms if t.exact)

    def hits(self, text: str) -> tuple[Span, ...]:
        """Where a text has what is looked for, in order."""
        words = Words.of(text)
        return tuple(sorted({span for t in self.terms if not t.barred for span in t.hits(words)}))


def parse(text: str) -> Query:
    """Understand a query.

    Args:
        text: words, all of which must be there, in any inflection; ``"words in quotes"`` stand so, one after another;
            ``begin*`` is any word that begins so; ``-word`` must not be there. Case and accents do not count, and
            words with a mark inside ("anti-war") are taken for a phrase.

    Raises:
        ValueError: it has nothing to look for, too many parts, or a beginning of one letter.
    """
    terms = tuple(t for m in _PART.finditer(text.translate(_QUOTES)) if (t := _term(*m.groups())) is not None)
    if all(t.barred for t in terms):
        raise ValueError(f'{text!r} has no word to look for; write words, "a phrase" or begin*, and -word to leave out')
    if len(terms) > MOST:
        raise ValueError(f"the query has {len(terms)} parts, more than {MOST}; leave some out")
    return Query(text, terms)


def _term(minus: str, phrase: str | None, word: str | None) -> Term | None:
    found = tuple(Words.of(phrase if phrase is not None else word or "").forms)
    if not found:
        return None
    prefix = word is not None and word.endswith("*") and len(found) == 1
    if prefix and len(found[0]) < 2:
        raise ValueError(f"{word!r} begins too many words; write two letters or more before the *")
    return Term(found, exact=phrase is not None or len(found) > 1, prefix=prefix, barred=bool(minus))

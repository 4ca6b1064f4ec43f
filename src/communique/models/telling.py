"""Which sentences of a text can hold speech, or somebody who acts, and so are worth the reader's time."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from communique.model import Span
from communique.models.windows import sentences

_WORD = re.compile(r"[^\W\d_]+")
_DAY = re.compile(
    "(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|"
    "june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
"""Written with a capital, and nobody's names; "May" is left out, since it is."""
_QUOTED = re.compile(r'^[^“„]*”|"[^"]*"|[“„][^”]*(?:”|$)|«[^»]*(?:»|$)')


class Worth(Enum):
    """Whether a sentence is worth reading: not at all, if a name in it is somebody's, or in any case."""

    NONE = 0
    NAMED = 1
    SURE = 2


@dataclass(frozen=True, slots=True)
class Telling:
    """The words by which that is seen before a text is parsed.

    ``words`` are those for speech and for people and bodies, ``plain`` those that begin sentences with a capital and are
    no names.
    """

    words: Collection[str]
    plain: Collection[str]

    def worth(self, sentence: str) -> Worth:
        """What a sentence is worth that is not quoted."""
        words = _WORD.findall(sentence)
        if len(words) < 2:
            return Worth.NONE
        if any(w.lower() in self.words for w in words):
            return Worth.SURE
        return Worth.NAMED if any(self._name(w, first=not k) for k, w in enumerate(words)) else Worth.NONE

    def sentences(self, text: str, window: Span) -> list[tuple[Span, Worth]]:
        """The sentences of a window with what each is worth; what is quoted is speech."""
        spoken = quoted(text, window)
        return [
            (s, Worth.SURE if any(s.overlaps(q) for q in spoken) else self.worth(s.of(text)))
            for s in sentences(text, window)
        ]

    def unsure(self, text: str, window: Span) -> bool:
        """Whether a window has a sentence of which it must be known whether a name in it is somebody's."""
        return any(worth is Worth.NAMED for _, worth in self.sentences(text, window))

    def _name(self, word: str, *, first: bool) -> bool:
        """Whether a word may be, or be of, somebody's name: it has a capital, and no other reason for it."""
        small = word.lower()
        return word[0].isupper() and not _DAY.fullmatch(small) and not (first and small in self.plain)


def quoted(text: str, window: Span) -> list[Span]:
    """What of a window stands in quotation marks: all of it where straight marks do not say what they open and close."""
    inside = window.of(text)
    if inside.count('"') % 2:
        return [window]
    return [Span(window.start + m.start(), window.start + m.end()) for m in _QUOTED.finditer(inside)]

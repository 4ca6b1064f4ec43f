"""The reader: one model that reads a text in windows and sees both its attributions and its acts."""

from __future__ import annotations

import itertools
import re
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from communique.model import Span
from communique.models import meaning, windows
from communique.models.acts import KINDS, Acts, page
from communique.models.attribution import ROLES, TAGS, WIDTH, Attribution, attributions
from communique.models.calibration import Calibration
from communique.models.encoder import FILES, Encoder, fingerprint
from communique.models.events import MODES, STATUSES
from communique.models.meaning import MEANING, Meanings

FEATURES = fingerprint("reader", TAGS, ROLES, WIDTH, KINDS, MODES, STATUSES, MEANING, windows.LONGEST)
_MOST_PIECES = 256
_WORD = re.compile(r"[^\W\d_]+")
_DAYS = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
    ]
)
"""Written with a capital, and nobody's names; "May" is left out, since it is."""
_QUOTE = re.compile('["“”„«»]')


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader has made of a text."""

    attributions: tuple[Attribution, ...] = ()
    acts: Acts = Acts()
    meanings: Meanings = Meanings()


@dataclass(frozen=True, slots=True)
class Reader:
    """The shipped reader and what it was calibrated to.

    ``threshold`` is how likely a piece must be to be a cue. ``words`` are those for speech and for people and bodies,
    ``plain`` those that begin sentences with a capital and are no names; by these a sentence is worth reading, or not.
    """

    encoder: Encoder
    threshold: float
    calibration: Calibration
    words: frozenset[str]
    plain: frozenset[str]

    def worth(self, sentence: str) -> bool:
        """Whether a sentence may hold speech, or somebody who acts, at all: a word or a mark for either, or a name."""
        if _QUOTE.search(sentence):
            return True
        words = _WORD.findall(sentence)
        held = (w.lower() in self.words or self._name(w, first=not k) for k, w in enumerate(words))
        return len(words) > 1 and any(held)

    def _name(self, word: str, *, first: bool) -> bool:
        """Whether a word may be, or be of, somebody's name: it has a capital, and no other reason for it."""
        small = word.lower()
        return word[0].isupper() and small not in _DAYS and not (first and small in self.plain)

    def stretches(self, text: str) -> list[Span]:
        """What of a text is read: its windows, but for sentences with neither actors nor speech; those with quotations whole."""
        found: list[Span] = []
        for window in windows.windows(text):
            sentences = [window] if _QUOTE.search(window.of(text)) else windows.sentences(text, window)
            for worthy, some in itertools.groupby(sentences, lambda s: self.worth(s.of(text))):
                first, *rest = some
                if worthy:
                    found.append(Span(first.start, rest[-1].end if rest else first.end))
        return found

    def read(self, text: str, *, skip: bool = True) -> Reading:
        """The attributions and acts of a text, in text order, and what its words mean.

        Args:
            text: as it is stored, boilerplate blanked.
            skip: leave out what can hold neither, as always but when that is measured.
        """
        wanted = self.stretches(text) if skip else windows.windows(text)
        read = self.encoder.read([w.of(text) for w in wanted])
        found: list[Attribution] = []
        pages, meant = [], []
        for window, encoding, outputs in zip(wanted, read, self.encoder.run(read), strict=True):
            offsets = [(a + window.start, b + window.start) if b > a else (0, 0) for a, b in encoding.offsets]
            tags, cues, members, *acts, vectors = (o[: len(offsets)] for o in outputs)
            for attribution in attributions(offsets, tags, cues, members, self.threshold):
                found.append(replace(attribution, confidence=self.calibration(attribution.confidence)))
            pages.append(page(offsets, *acts))
            meant.append(meaning.page(offsets, vectors))
        return Reading(tuple(found), Acts(tuple(pages)), Meanings(tuple(meant)))

    def begin(self, text: str, *, skip: bool = True) -> Future[Reading]:
        """Begin to :meth:`read` a text in a thread of its own; most of its work holds no other thread up."""
        thread = ThreadPoolExecutor(1, "reader")  # not one for all texts: a forked process would wait for it for ever
        begun = thread.submit(self.read, text, skip=skip)
        thread.shutdown(wait=False)
        return begun


@cache
def load(folder: Path | None = None) -> Reader:
    """The reader, loaded once a process and refused as :class:`Encoder` refuses; from ``folder``, if not the shipped one."""
    encoder = Encoder(folder or FILES / "reader", FEATURES, _MOST_PIECES)
    settings = encoder.manifest.settings
    words, plain = (frozenset(settings[name]) for name in ("words", "plain"))
    return Reader(encoder, settings["threshold"], Calibration(**settings["calibration"]), words, plain)

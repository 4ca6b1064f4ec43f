"""The reader: one model that reads a text in windows and sees both its attributions and its acts."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from tokenizers import Encoding

from communique.model import Span
from communique.models import meaning, windows
from communique.models.acts import KINDS, Acts, Page, page
from communique.models.attribution import ROLES, TAGS, WIDTH, Attribution, attributions
from communique.models.calibration import Calibration
from communique.models.encoder import FILES, Encoder, fingerprint
from communique.models.events import MODES, STATUSES
from communique.models.meaning import MEANING, Meanings
from communique.models.telling import Telling, Worth

FEATURES = fingerprint("reader", TAGS, ROLES, WIDTH, KINDS, MODES, STATUSES, MEANING, windows.LONGEST)
_MOST_PIECES = 256


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader has made of a text, of which it has read the ``stretches``."""

    stretches: tuple[Span, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    acts: Acts = Acts()
    meanings: Meanings = Meanings()


Cut = tuple[Span, ...]
"""What of a window is read, as if nothing stood between."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """What the reader has made of what it reads of a window."""

    cut: Cut
    attributions: tuple[Attribution, ...]
    acts: Page
    meanings: meaning.Page


@dataclass(frozen=True, slots=True)
class Reader:
    """The shipped reader and what it was calibrated to.

    ``threshold`` is how likely a piece must be to be a cue; ``telling`` says which sentences are worth reading.
    """

    encoder: Encoder
    threshold: float
    calibration: Calibration
    telling: Telling

    def cuts(self, text: str, windows: Iterable[Span], named: Sequence[Span] | None = None) -> list[Cut]:
        """What of a text's windows is read: all but sentences with neither actors nor speech.

        Args:
            text: as it is stored, boilerplate blanked.
            windows: pieces of it that are read apart.
            named: the words that mean somebody; None where that is not known, and each name may be somebody's.
        """
        found = []
        for window in windows:
            judged = self.telling.sentences(text, window)
            if cut := _run(s for s, w in judged if w is Worth.SURE or w is Worth.NAMED and _in(s, named)):
                found.append(cut)
        return found

    def read(self, text: str, *, skip: bool = True) -> Reading:
        """The attributions and acts of a text, in text order, and what its words mean, where nobody knows who is in it.

        Args:
            text: as it is stored, boilerplate blanked.
            skip: leave out what can hold neither, as always but when that is measured.
        """
        return _bound(self.leaves(text, self._cuts(text, windows.windows(text), skip)))

    def begin(self, text: str, *, skip: bool = True) -> Begun:
        """Begin to :meth:`read` a text in a thread of its own; most of its work holds no other thread up.

        What is in a window with a name that may be somebody's, or nobody's, waits until that is known.
        """
        whole = windows.windows(text)
        waiting = [w for w in whole if skip and self.telling.unsure(text, w)]
        sure = [w for w in whole if w not in waiting]
        thread = ThreadPoolExecutor(1, "reader")  # not one for all texts: a forked process would wait for it for ever
        begun = thread.submit(self.leaves, text, self._cuts(text, sure, skip))
        thread.shutdown(wait=False)
        return Begun(self, text, begun, tuple(waiting))

    def leaves(self, text: str, cuts: Sequence[Cut]) -> list[Leaf]:
        """What the reader makes of each of some cuts of a text."""
        read = self.encoder.read(["".join(s.of(text) for s in cut) for cut in cuts])
        return [self._leaf(*one) for one in zip(cuts, read, self.encoder.run(read), strict=True)]

    def _cuts(self, text: str, windows: Sequence[Span], skip: bool) -> list[Cut]:
        return self.cuts(text, windows) if skip else [(w,) for w in windows]

    def _leaf(self, cut: Cut, encoding: Encoding, outputs: list[Any]) -> Leaf:
        offsets = _placed(encoding.offsets, cut)
        tags, cues, members, *acts, vectors = (o[: len(offsets)] for o in outputs)
        found = attributions(offsets, tags, cues, members, self.threshold)
        sure = tuple(replace(a, confidence=self.calibration(a.confidence)) for a in found)
        return Leaf(cut, sure, page(offsets, *acts), meaning.page(offsets, vectors))


@dataclass(frozen=True, slots=True)
class Begun:
    """A text that is being read: ``leaves`` of what is read in any case, and the windows that are ``waiting``."""

    reader: Reader
    text: str
    leaves: Future[list[Leaf]]
    waiting: tuple[Span, ...]

    def finish(self, named: Sequence[Span]) -> Reading:
        """The whole reading, once it is known which words mean somebody."""
        late = self.reader.leaves(self.text, self.reader.cuts(self.text, self.waiting, named))
        return _bound([*self.leaves.result(), *late])


def _in(sentence: Span, named: Sequence[Span] | None) -> bool:
    return named is None or any(sentence.overlaps(n) for n in named)


def _run(sentences: Iterable[Span]) -> Cut:
    """Sentences in text order, those that follow each other as one."""
    found: list[Span] = []
    for s in sentences:
        if found and found[-1].end == s.start:
            found[-1] = Span(found[-1].start, s.end)
        else:
            found.append(s)
    return tuple(found)


def _placed(offsets: Sequence[tuple[int, int]], cut: Cut) -> list[tuple[int, int]]:
    """Where in its text each word piece of a cut stands; nowhere, if it stands for nothing."""
    begins = list(itertools.accumulate((s.end - s.start for s in cut), initial=0))
    found = []
    for a, b in offsets:
        part = bisect_right(begins, a) - 1 if b > a else 0
        found.append((a + cut[part].start - begins[part], b + cut[part].start - begins[part]) if b > a else (0, 0))
    return found


def _bound(leaves: Iterable[Leaf]) -> Reading:
    """What was read of a text, in its order."""
    ordered = sorted(leaves, key=lambda leaf: leaf.cut)
    return Reading(
        tuple(s for leaf in ordered for s in leaf.cut),
        tuple(a for leaf in ordered for a in leaf.attributions),
        Acts(tuple(leaf.acts for leaf in ordered)),
        Meanings(tuple(leaf.meanings for leaf in ordered)),
    )


@cache
def load(folder: Path | None = None) -> Reader:
    """The reader, loaded once a process and refused as :class:`Encoder` refuses; from ``folder``, if not the shipped one."""
    encoder = Encoder(folder or FILES / "reader", FEATURES, _MOST_PIECES)
    settings = encoder.manifest.settings
    telling = Telling(frozenset(settings["words"]), frozenset(settings["plain"]))
    return Reader(encoder, settings["threshold"], Calibration(**settings["calibration"]), telling)

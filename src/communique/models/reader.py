"""The reader: one model that reads a text in windows and sees both its attributions and its acts."""

from __future__ import annotations

import re
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from communique.models import meaning, windows
from communique.models.acts import KINDS, Acts, page
from communique.models.attribution import ROLES, TAGS, WIDTH, Attribution, attributions
from communique.models.calibration import Calibration
from communique.models.encoder import FILES, Encoder, fingerprint
from communique.models.events import MODES, STATUSES
from communique.models.meaning import MEANING, Meanings

FEATURES = fingerprint("reader", TAGS, ROLES, WIDTH, KINDS, MODES, STATUSES, MEANING, windows.LONGEST)
_MOST_PIECES = 256
_WORD = re.compile(r"[a-z]+")
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

    ``threshold`` is how likely a piece must be to be a cue. ``words`` are those of which a window must hold one, or a
    quotation mark, to be worth reading.
    """

    encoder: Encoder
    threshold: float
    calibration: Calibration
    words: frozenset[str]

    def worth(self, window: str) -> bool:
        """Whether a window may hold an attribution or an act at all, by its words."""
        return bool(_QUOTE.search(window)) or not self.words.isdisjoint(_WORD.findall(window.lower()))

    def read(self, text: str, *, skip: bool = True) -> Reading:
        """The attributions and acts of a text, in text order, and what its words mean.

        Args:
            text: as it is stored, boilerplate blanked.
            skip: leave out windows that can hold neither, as always but when that is measured.
        """
        wanted = [w for w in windows.windows(text) if not skip or self.worth(w.of(text))]
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
    return Reader(encoder, settings["threshold"], Calibration(**settings["calibration"]), frozenset(settings["words"]))

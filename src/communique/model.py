"""What the package speaks of: frozen dataclasses and nothing else.

Every offset is a 0-based index into the document's stored text (Python ``str`` indices), end exclusive.
The fields are those of the codebook (``docs/codebook.md``); this module imports nothing of ours.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["person", "organization", "country", "group"]
Speech = Literal["direct", "indirect", "mixed"]
Status = Literal["actual", "future", "hypothetical", "negated", "denied"]
Verdict = Literal["same", "different", "right", "wrong"]
Form = Literal["name", "adjective", "description", "pronoun"]


class Span(NamedTuple):
    """Characters ``start`` to ``end`` of a document's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Interval:
    """Days ``earliest`` to ``latest``, both included; ``None`` is an open end."""

    earliest: dt.date | None
    latest: dt.date | None

    @property
    def day(self) -> dt.date | None:
        """The single day that the interval is, if it is one."""
        return self.earliest if self.earliest == self.latest else None


@dataclass(frozen=True, slots=True)
class Publication:
    """When a document was published: a best day or an interval, and the words for why."""

    date: dt.date | None = None
    earliest: dt.date | None = None
    latest: dt.date | None = None
    basis: str = "The text does not date itself."


@dataclass(frozen=True, slots=True)
class Page:
    """One input as a source yields it, before anything is understood of it.

    ``name`` is the file's name or another name that is unique in the run, ``data`` the bytes as found,
    ``media`` the kind of content ("text/plain", "text/html").
    """

    name: str
    path: str
    data: bytes
    media: str


@dataclass(frozen=True, slots=True)
class Document:
    """One text as published once by one outlet.

    ``text`` is what is stored and what every offset refers to; ``sha256`` is the hash of the bytes as found,
    ``text_sha256`` that of ``text`` in UTF-8. ``title`` is a span where the text itself holds the headline.
    """

    id: str
    name: str
    text: str
    sha256: str = ""
    text_sha256: str = ""
    encoding: str = "utf-8"
    title: str | None = None
    title_span: Span | None = None
    outlet: str | None = None
    credits: tuple[str, ...] = ()
    published: Publication = Publication()
    boilerplate: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """A participant, speaker, addressee or credited outlet of one document.

    ``country`` is an ISO 3166-1 alpha-3 code, ``sector`` a PLOVER sector code; either is ``None`` where unknown.
    """

    id: str
    name: str
    kind: Kind
    country: str | None = None
    sector: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name an actor: the whole noun phrase's ``span``, its ``head`` word's span, and whom they may mean.

    ``actors`` has several ids for "the two leaders", none where the words stay unresolved.
    """

    span: Span
    head: Span
    actors: tuple[str, ...]
    form: Form = "name"


@dataclass(frozen=True, slots=True)
class Amount:
    """Money or a count that belongs to an event; ``value`` is ``None`` where the text gives none ("thousands")."""

    value: float | None
    unit: str | None
    of: str


@dataclass(frozen=True, slots=True)
class Location:
    """Where a place is: the ISO 3166-1 alpha-3 code of its state, and degrees of latitude and longitude (WGS 84)."""

    state: str | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Statement:
    """Content attributed to a source, with the words that attribute it and the chain it came through.

    ``meaning`` is what the content means as :mod:`communique.models.meaning` keeps it; empty where it is not known.
    """

    id: str
    source: tuple[str, ...]
    source_text: Span | None
    cue: Span
    content: tuple[Span, ...]
    kind: Speech
    addressee: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    confidence: float = 0.5
    trace: tuple[str, ...] = ()
    meaning: bytes = b""


@dataclass(frozen=True, slots=True)
class Event:
    """One PLOVER-coded act as one document mentions it; ``meaning`` is that of its evidence, as for a statement."""

    id: str
    type: str
    mode: str | None
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    status: Status
    date: Interval | None
    evidence: Span
    trigger: Span
    contexts: tuple[str, ...] = ()
    place: str | None = None
    location: Location | None = None
    amount: Amount | None = None
    claimed_by: tuple[str, ...] = ()
    hedged: bool = False
    confidence: float = 0.5
    trace: tuple[str, ...] = ()
    meaning: bytes = b""


@dataclass(frozen=True, slots=True)
class Omission:
    """A thing that the text says somebody or some account leaves out."""

    by: tuple[str, ...]
    what: Span | None
    evidence: Span


@dataclass(frozen=True, slots=True)
class Code:
    """A class of a user's own codebook that a sentence is likely of.

    ``scheme`` is the codebook's name, ``name`` the class; ``event`` is the event of the sentence whose sides these are,
    if there is one.
    """

    id: str
    scheme: str
    name: str
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    evidence: Span
    confidence: float
    event: str | None = None
    trace: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coding:
    """All that was read out of one document."""

    document: Document
    actors: tuple[Actor, ...] = ()
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    omissions: tuple[Omission, ...] = ()
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class Episode:
    """A real event and its mentions, each a (document name, event id).

    ``status`` is actual where any mention has it that it happened, else that of the first.
    """

    id: str
    label: str
    type: str
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    date: Interval | None
    place: str | None
    mentions: tuple[tuple[str, str], ...]
    status: Status = "actual"


@dataclass(frozen=True, slots=True)
class Claim:
    """One utterance and the statements that report it, each a (document name, statement id)."""

    id: str
    label: str
    source: tuple[str, ...]
    mentions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """How one episode stands to another.

    It ``contains`` it, as a visit its talks, ``produces`` it, as talks a treaty, or ``contradicts`` it, as a deal that was
    struck and the same deal that was not.
    """

    kind: Literal["contains", "produces", "contradicts"]
    episode: str
    other: str


@dataclass(frozen=True, slots=True)
class Story:
    """Documents, by name, that report on one thing."""

    id: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """Two documents, one of which has the other's text: ``share`` of the shorter one is in both."""

    one: str
    other: str
    share: float


@dataclass(frozen=True, slots=True)
class Anchor:
    """An event or a statement by where it stands, so that it is found again when its document is coded anew.

    ``words`` are the event's trigger or the statement's cue, ``shown`` its evidence or content, ``text_sha256`` the hash
    of the document's text.
    """

    kind: Literal["event", "statement"]
    document: str
    text_sha256: str
    words: Span
    shown: Span


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person says of one event or statement (``right``, ``wrong``), or of two (``same``, ``different``)."""

    verdict: Verdict
    one: Anchor
    other: Anchor | None
    author: str
    time: dt.datetime
    note: str = ""

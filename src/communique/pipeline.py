"""The stages from a page to its coding, written once; every runner runs these, in this order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc

from communique.codebook.schemes import Scheme, scheme_of
from communique.documents import read
from communique.extract.actors import find_actors
from communique.extract.believing import believed
from communique.extract.casting import Cast
from communique.extract.contexts import in_time
from communique.extract.dates import Dated, find_dates
from communique.extract.dating import inherit, told_once
from communique.extract.events import find_events
from communique.extract.omissions import find_omissions
from communique.extract.own import find_codes
from communique.extract.parse import MODEL, blanked, parse
from communique.extract.residence import settled
from communique.extract.scene import Scene
from communique.extract.sourcing import sourced
from communique.extract.speakers import with_speakers
from communique.extract.statements import find_statements
from communique.model import Actor, Code, Coding, Document, Event, Omission, Page, Statement
from communique.models import reader
from communique.models.reader import Begun, Reading

CODER_VERSION = "11"
"""Raised whenever the same document would be coded otherwise: a record re-codes what an older version coded."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may set about coding.

    ``threshold`` is how likely an event must be to be kept, from 0 to 1; the default one if not given. ``thorough`` asks the
    event model about every draft, and not only about those that rules and reader leave open. ``scheme`` is
    a codebook of the user's own. ``skip`` lets the reader leave out text that can hold neither speech nor acts, as it
    always does but where that is measured.
    """

    threshold: float | None = None
    scheme: Scheme | None = None
    skip: bool = True
    thorough: bool = False

    @property
    def version(self) -> str:
        """What is noted with each document: the coder's version and what was set otherwise than by default."""
        set_ = [] if self.threshold is None else [f"threshold={self.threshold!r}"]
        set_ += ["thorough"] if self.thorough else []
        set_ += [] if self.scheme is None else [f"codebook={self.scheme.digest}"]
        return " ".join([CODER_VERSION, *set_])

    @classmethod
    def of(cls, version: str, schemes: Mapping[str, str]) -> Settings:
        """The settings that a version noted with a document tells of.

        Args:
            version: as it was noted.
            schemes: the texts of own codebooks by their digests.
        """
        noted = dict(part.partition("=")[::2] for part in version.split()[1:])
        text = schemes.get(noted.get("codebook", ""))
        threshold = float(noted["threshold"]) if "threshold" in noted else None
        return cls(threshold, scheme_of(text) if text is not None else None, thorough="thorough" in noted)


DEFAULTS = Settings()


@dataclass(frozen=True, slots=True)
class Draft:
    """A document on its way through the stages; each stage fills in one field and reads those before it."""

    document: Document
    settings: Settings = DEFAULTS
    begun: Begun | None = None
    doc: Doc | None = None
    cast: Cast = field(default_factory=Cast)
    reading: Reading = Reading()
    statements: tuple[Statement, ...] = ()
    dates: tuple[Dated, ...] = ()
    events: tuple[Event, ...] = ()
    omissions: tuple[Omission, ...] = ()
    codes: tuple[Code, ...] = ()

    @property
    def parsed(self) -> Doc:
        """The parse.

        Raises:
            ValueError: the draft has not been through the parser yet.
        """
        if self.doc is None:
            raise ValueError("this draft is not parsed yet")
        return self.doc


def _begin(draft: Draft) -> Draft:
    """Begin to read: for most of a text the reader needs no parse, and so reads beside the parser where a processor is free."""
    text = blanked(draft.document.text, draft.document.boilerplate)
    return replace(draft, begun=reader.load().begin(text, skip=draft.settings.skip))


def _parse(draft: Draft) -> Draft:
    return replace(draft, doc=parse(draft.document, MODEL))


def _cast(draft: Draft) -> Draft:
    return replace(draft, cast=find_actors(draft.parsed))


def _read(draft: Draft) -> Draft:
    if draft.begun is None:
        raise ValueError("nobody has begun to read this draft yet")
    found = draft.begun.finish([m.span for m in draft.cast.mentions if m.actors])
    cast = with_speakers(draft.cast, found, draft.parsed)
    return replace(draft, reading=found, cast=settled(cast, draft.parsed, draft.document.outlet))


def _statements(draft: Draft) -> Draft:
    cast, told = told_by(draft)
    kept = believed(told, cast, draft.parsed)
    speaking = {key for s in kept for key in s.source}
    nobody = [a.id for a in cast.actors if a.id not in draft.cast.by_id and a.id not in speaking]
    return replace(draft, statements=kept, cast=cast.without(nobody) if nobody else cast)


def told_by(draft: Draft) -> tuple[Cast, tuple[Statement, ...]]:
    """All that a document may state, however unsure, with its cast: who speaks in it is in it too."""
    found = find_statements(draft.parsed, draft.document, draft.cast, draft.reading.attributions)
    cast, told = sourced(draft.cast, found, draft.parsed)
    return settled(cast, draft.parsed, draft.document.outlet) if cast is not draft.cast else cast, told


def _dates(draft: Draft) -> Draft:
    return replace(draft, dates=find_dates(draft.parsed, draft.document))


def scene_of(draft: Draft) -> Scene:
    """What the coding of events looks at, once the stages before it are through."""
    return Scene(
        draft.parsed,
        draft.document,
        draft.cast,
        draft.statements,
        draft.dates,
        draft.omissions,
        draft.reading.acts,
        draft.reading.meanings,
    )


def _events(draft: Draft) -> Draft:
    found = find_events(scene_of(draft), draft.settings.threshold, thorough=draft.settings.thorough)
    dated = inherit(found, draft.dates, draft.parsed, draft.document, draft.cast)
    told = told_once(dated, draft.document.text)
    return replace(draft, events=tuple(in_time(e, draft.document) for e in told))


def _omissions(draft: Draft) -> Draft:
    return replace(draft, omissions=find_omissions(draft.parsed, draft.cast))


def _meanings(draft: Draft) -> Draft:
    """Give events and statements what they mean, by which they are compared with those of other documents."""
    of = draft.reading.meanings.of
    events = tuple(replace(e, meaning=of([e.evidence])) for e in draft.events)
    return replace(draft, events=events, statements=tuple(replace(s, meaning=of(s.content)) for s in draft.statements))


def _codes(draft: Draft) -> Draft:
    scheme = draft.settings.scheme
    return draft if scheme is None else replace(draft, codes=find_codes(scene_of(draft), draft.events, scheme))


BEFORE_STATEMENTS: tuple[Callable[[Draft], Draft], ...] = (_begin, _parse, _cast, _read)
BEFORE_EVENTS: tuple[Callable[[Draft], Draft], ...] = (*BEFORE_STATEMENTS, _statements, _dates, _omissions)
STAGES: tuple[Callable[[Draft], Draft], ...] = (*BEFORE_EVENTS, _events, _meanings, _codes)


def before_statements(page: Page) -> Draft:
    """A page read and taken through the stages before its statements are looked for.

    Raises:
        communique.documents.UnreadableError: the page holds no text that can be coded.
    """
    return _through(BEFORE_STATEMENTS, Draft(read(page)))


def ready_for_events(page: Page) -> Draft:
    """A page read and taken through the stages before its events are looked for.

    Raises:
        communique.documents.UnreadableError: the page holds no text that can be coded.
    """
    return _through(BEFORE_EVENTS, Draft(read(page)))


def _through(stages: Iterable[Callable[[Draft], Draft]], draft: Draft) -> Draft:
    for stage in stages:
        draft = stage(draft)
    return draft


def code_document(document: Document, settings: Settings = DEFAULTS) -> Coding:
    """Run the stages over one document."""
    return _coding(_through(STAGES, Draft(document, settings)))


def code_page(page: Page, settings: Settings = DEFAULTS) -> Coding:
    """Read one page as a document and code it.

    Raises:
        communique.documents.UnreadableError: the page holds no text that can be coded.
    """
    return code_document(read(page), settings)


def _coding(draft: Draft) -> Coding:
    """The finished coding, with only those actors that take part, speak, are spoken to, or carry the report."""
    used = {a for s in draft.statements for a in (*s.source, *s.addressee, *s.via)}
    used |= {a for e in draft.events for a in (*e.actor, *e.recipient, *e.claimed_by)}
    used |= {a for o in draft.omissions for a in o.by}
    used |= {a for c in draft.codes for a in (*c.actor, *c.recipient)}
    actors: tuple[Actor, ...] = tuple(a for a in draft.cast.actors if a.id in used)
    return Coding(
        draft.document, actors, draft.cast.mentions, draft.statements, draft.events, draft.omissions, draft.codes
    )

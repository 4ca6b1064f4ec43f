"""When documents were published that do not say so, as far as others of the corpus show it.

A text that does not date itself is dated by an event that it describes and another document dates, and by its own
weekday words from there. Only what documents say of themselves is built on, so the order of documents does not matter.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar, cast

from communique.extract.calendar import WEEKDAYS
from communique.model import Coding, Document, Interval, Publication

Sides = tuple[frozenset[str], frozenset[str]]
"""The states that do an act, and those that it is done to; who has no state stands for himself."""
Key = tuple[str, Sides]
K = TypeVar("K", bound=Hashable)
THROUGH = "Through "
"""How the basis of a date begins that another document gives."""

_NEWS = dt.timedelta(days=45)
"""An event so long before its report is background there, and dates no other report."""
_STORY = dt.timedelta(days=10)
"""What one story spans."""
_QUIET = dt.timedelta(days=4)
"""How long nothing happens within one story."""
_NARROW = 7
_WEEK = dt.timedelta(days=6)
_WEEKDAY = re.compile(rf"(?<!last )(?<!next )\b({'|'.join(d.title() for d in WEEKDAYS)})\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_THIS_WEEK = re.compile(r"\b(?:earlier )?this week\b", re.I)


@dataclass(frozen=True, slots=True)
class Occasion:
    """An act as one document tells it: ``type``, the states of its ``sides``, the ``people`` in it, and its days.

    ``published`` is the day that the document gives itself.
    """

    document: str
    type: str
    sides: Sides
    people: frozenset[str]
    days: Interval | None
    published: dt.date | None


def occasions(coding: Coding) -> list[Occasion]:
    """The acts of a document that are told as having happened, with the days that it gives them."""
    actors = {a.id: a for a in coding.actors}
    found = []
    for event in coding.events:
        if event.status != "actual":
            continue
        doing, done = ([actors[a] for a in side if a in actors] for side in (event.actor, event.recipient))
        sides = frozenset(a.country or a.id for a in doing), frozenset(a.country or a.id for a in done)
        people = frozenset(a.id for a in (*doing, *done) if a.kind == "person")
        published = coding.document.published
        day = None if published.basis.startswith(THROUGH) else published.date
        found.append(Occasion(coding.document.name, event.type, sides, people, event.date, day))
    return found


def undated(coding: Coding) -> bool:
    """Whether a document does not say itself when it was published."""
    published = coding.document.published
    return published.basis.startswith(THROUGH) or published.date is None and published.earliest is None


def acts_to_date_by(coding: Coding) -> list[Occasion]:
    """The acts of a document that may date other texts, if it dates itself."""
    return [] if undated(coding) else [o for o in occasions(coding) if datable(o)]


def acts_to_be_dated_by(coding: Coding) -> list[Occasion]:
    """The acts of a document by which others may date it, if it does not date itself."""
    return occasions(coding) if undated(coding) else []


class CorpusDates:
    """What is known of when a corpus' acts were, gathered document by document in any order."""

    def __init__(self) -> None:
        self._told: dict[str, list[Occasion]] = {}
        self._open: dict[str, Document] = {}
        self._seen: dict[Hashable, Hashable] = {}

    def read(self, coding: Coding) -> None:
        """Take in a document, with the dates that its text gives itself and no others."""
        name = coding.document.name
        told = [o for o in occasions(coding) if undated(coding) or is_narrow(o)]
        if undated(coding):
            self._open[name] = coding.document
        self._told[name] = [self._lean(o) for o in told]

    def _lean(self, occasion: Occasion) -> Occasion:
        """The occasion with the sides, people and days that equal ones hold already: a large corpus has few of each."""

        def shared(value: K) -> K:
            return cast(K, self._seen.setdefault(value, value))

        return replace(
            occasion, sides=shared(occasion.sides), people=shared(occasion.people), days=shared(occasion.days)
        )

    def publications(self) -> list[tuple[Document, Publication]]:
        """Documents that do not date themselves, with what others show of when they were published."""
        anchors: dict[Key, list[Occasion]] = defaultdict(list)
        for name, told in self._told.items():
            for occasion in told if name not in self._open else ():
                if datable(occasion):
                    anchors[occasion.type, occasion.sides].append(occasion)
        return [
            (document, _dated(document.text, self._told[name], anchors) or Publication())
            for name, document in sorted(self._open.items())
        ]


def is_narrow(occasion: Occasion) -> bool:
    """Whether an occasion has days of its own, and few."""
    days = occasion.days
    return bool(days and days.earliest and days.latest and (days.latest - days.earliest).days <= _NARROW)


def datable(occasion: Occasion) -> bool:
    """Whether an occasion is narrow and fresh enough to date another text by."""
    days, published = occasion.days, occasion.published
    if days is None or days.earliest is None or days.latest is None or published is None or not occasion.people:
        return False
    return is_narrow(occasion) and days.earliest > published - _NEWS and days.latest <= published + _WEEK


def _dated(text: str, told: Sequence[Occasion], anchors: Mapping[Key, Sequence[Occasion]]) -> Publication | None:
    shared = [
        a
        for o in told
        for a in sorted(anchors.get((o.type, o.sides), ()), key=lambda a: (a.document, str(a.days)))
        if a.people & o.people
    ]
    found = _one_story(shared)
    if found is None:
        return None
    first, last = found
    if any(int(year) > last.year for year in _YEAR.findall(text)):
        return None  # the same people in a later story
    documents = {a.document for a in shared if a.days and a.days.earliest and first <= a.days.earliest <= last}
    basis = f"{THROUGH}what {few_names(documents)} dates from {first} to {last}"
    named = {WEEKDAYS[w.lower()] for w in _WEEKDAY.findall(text)}
    if named:
        day = max(first + dt.timedelta(days=(w - first.weekday()) % 7) for w in named)
        return Publication(day, day, day + _WEEK, f"{basis}, and the last weekday that the text names.")
    if _THIS_WEEK.search(text):
        sunday = first + dt.timedelta(days=6 - first.weekday())
        return Publication(None, last, sunday, f'{basis}, and the words "this week".')
    return None


def _one_story(shared: Sequence[Occasion]) -> tuple[dt.date, dt.date] | None:
    """The days on which the first and the last of the occasions that lie together begin; None where they lie in several stories
    as often. What goes on for days may be told of before it ends."""
    days = sorted({(a.days.earliest, a.days.latest) for a in shared if a.days and a.days.earliest and a.days.latest})
    groups: list[list[tuple[dt.date, dt.date]]] = []
    for day in days:
        if groups and day[0] - groups[-1][0][0] <= _STORY and day[0] - groups[-1][-1][0] <= _QUIET:
            groups[-1].append(day)
        else:
            groups.append([day])
    groups.sort(key=len, reverse=True)
    if not groups or len(groups) > 1 and len(groups[0]) == len(groups[1]):
        return None
    return groups[0][0][0], max(d[0] for d in groups[0])


def few_names(documents: Iterable[str]) -> str:
    """The first few of some documents' names."""
    names = sorted(documents)
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")

"""How real events stand to each other: a visit contains the talks held on it, both produce the paper signed at them, and one
account's deal contradicts another's failure to strike it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product

from communique.linking.acts import akin, is_paper, is_stay
from communique.linking.compared import UNDONE
from communique.linking.mentions import EventMention, Place, days_between, width
from communique.model import Episode, Interval, Tie

_LONGEST_VISIT = 21

Told = tuple[Episode, Sequence[EventMention]]


def ties(episodes: Iterable[Episode], mentions: Mapping[Place, EventMention], story: Mapping[str, int]) -> list[Tie]:
    """The ties between episodes of one story.

    A visit contains what else its parties talked of on its days; visits and talks produce the paper that the same parties
    signed on their days or the day after, and of several talks those do at which most of its people were. An act that was
    done and the same act that was not, of the same sides on the same days, contradict each other. Both ends must be dated:
    where they are not, it stays open.

    Args:
        episodes: the episodes.
        mentions: their mentions by place.
        story: the number of each document's story; what is told in documents that have none is tied through others alone.
    """
    by_story: dict[int, list[Told]] = defaultdict(list)
    for episode in episodes:
        told = [mentions[p] for p in episode.mentions]
        for number in {story[m.place[0]] for m in told if m.place[0] in story}:
            by_story[number].append((episode, told))
    found = {tie for group in by_story.values() for tie in (*_of_meetings(group), *_contradictions(group))}
    return sorted(found, key=lambda t: (t.kind, t.episode, t.other))


def may_be_tied(episode: Episode, undone: Collection[str], papers: Collection[Place]) -> bool:
    """Whether an episode may be tied to another: a meeting, a paper, or of a type of which acts that were not done are told.

    Args:
        episode: the episode.
        undone: types of which there are acts that were not done.
        papers: the mentions that tell of papers.
    """
    if episode.date is None:
        return False
    return episode.type in ("CONSULT", *undone) or any(place in papers for place in episode.mentions)


def _of_meetings(told: Sequence[Told]) -> Iterator[Tie]:
    """What visits contain, and what visits and talks produce."""
    group = list(filter(_is_done, told))
    meetings = [t for t in group if t[0].type == "CONSULT"]
    visits = [t for t in meetings if _is_visit(t)]
    talks = [t for t in meetings if not _is_visit(t)]
    for visit in visits:
        yield from (
            Tie("contains", visit[0].id, t[0].id) for t in talks if _among(visit, t) and _within(t[0], visit[0])
        )
    for paper in filter(_is_paper, group):
        for kind in (visits, talks):
            for meeting in _nearest(paper, [m for m in kind if _among(m, paper) and _follows(paper[0], m[0])]):
                yield Tie("produces", meeting[0].id, paper[0].id)


def _contradictions(told: Sequence[Told]) -> Iterator[Tie]:
    """Acts that one account has as done and another as not done, tied both ways."""
    undone: dict[object, list[Told]] = defaultdict(list)
    for one in told:
        if all(m.status in UNDONE for m in one[1]) and _states(one):
            undone[_what(one)].append(one)
    for one in filter(_is_done, told) if undone else ():
        for other in undone.get(_what(one), ()):
            if _apart(one[0], other[0]) <= 1 and _of_one_matter(one, other):
                yield Tie("contradicts", one[0].id, other[0].id)
                yield Tie("contradicts", other[0].id, one[0].id)


def _what(told: Told) -> tuple[str, frozenset[str], frozenset[str]]:
    """An act's type and the states on its two sides."""
    doing, done = (
        frozenset(s for side in sides for s in side.states)
        for sides in zip(*((m.actor, m.recipient) for m in told[1]), strict=True)
    )
    return told[0].type, doing, done


def _of_one_matter(one: Told, other: Told) -> bool:
    """Whether mentions of both have a word for the act in common, and one for what it is about, if they say that."""
    return any(akin(a.trigger, b.trigger) and _share(_about(a), _about(b)) for a, b in product(one[1], other[1]))


def _about(mention: EventMention) -> frozenset[str]:
    return frozenset(mention.words) - mention.trigger


def _share(a: frozenset[str], b: frozenset[str]) -> bool:
    return not a or not b or bool(a & b)


def _is_done(told: Told) -> bool:
    return any(m.status == "actual" for m in told[1])


def _nearest(paper: Told, meetings: Sequence[Told]) -> list[Told]:
    """Of several meetings, those with most of the people who are told to have signed."""
    shared = [len(_persons(m) & _persons(paper)) for m in meetings]
    return [m for m, number in zip(meetings, shared, strict=True) if number == max(shared)]


def _is_visit(told: Told) -> bool:
    return 2 * sum(map(is_stay, told[1])) > len(told[1])


def _is_paper(told: Told) -> bool:
    return any(map(is_paper, told[1]))


def _among(meeting: Told, other: Told) -> bool:
    """Whether all parties of a meeting, which are two states at least, are in what else is told."""
    hosts = _states(meeting)
    return len(hosts) > 1 and hosts <= _states(other)


def _states(told: Told) -> frozenset[str]:
    return frozenset(state for m in told[1] for state in m.both.states)


def _persons(told: Told) -> frozenset[str]:
    return frozenset(person for m in told[1] for person in m.both.persons)


def _within(part: Episode, whole: Episode) -> bool:
    """Whether days lie inside others, which are those of one visit."""
    wide, narrow = _width(whole.date), _width(part.date)
    return wide is not None and narrow is not None and narrow <= wide and _apart(part, whole) == 0


def _follows(paper: Episode, meeting: Episode) -> bool:
    return _width(paper.date) is not None and _width(meeting.date) is not None and _apart(paper, meeting) <= 1


def _apart(one: Episode, other: Episode) -> int:
    return days_between(one.date, other.date) if one.date and other.date else _LONGEST_VISIT


def _width(date: Interval | None) -> int | None:
    """How many days lie between the first and the last, if they may be those of one visit."""
    wide = width(date) if date is not None else None
    return wide.days if wide is not None and wide.days <= _LONGEST_VISIT else None

"""How real events stand to each other: a visit contains the talks held on it, talks produce the statement signed at them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from communique.linking.likeness import OUTCOMES
from communique.linking.mentions import EventMention, Place, days_between, width
from communique.linking.words import STEM
from communique.model import Episode, Interval, Tie

_SIGNED = OUTCOMES | frozenset(word[:STEM] for word in ("signed", "sign", "signing", "issued", "published", "adopted"))
_LONGEST_VISIT = 21


def ties(episodes: Iterable[Episode], mentions: Mapping[Place, EventMention], story: Mapping[str, int]) -> list[Tie]:
    """The ties between episodes of one story.

    A meeting or visit contains what its parties did with each other on its days; talks produce the paper that the same
    parties signed on their days or the day after. Both ends must be dated: where they are not, it stays open.

    Args:
        episodes: the episodes.
        mentions: their mentions by place.
        story: the number of each document's story.
    """
    by_story: dict[int, list[tuple[Episode, list[EventMention]]]] = defaultdict(list)
    for episode in episodes:
        told = [mentions[p] for p in episode.mentions]
        for number in {story[m.place[0]] for m in told}:
            by_story[number].append((episode, told))
    found = set()
    for group in by_story.values():
        meetings = [(e, m) for e, m in group if e.type == "CONSULT" and _done(m)]
        for (whole, its), (part, theirs) in product(meetings, group):
            if whole.id != part.id and (kind := _tie(whole, its, part, theirs)) is not None:
                found.add((kind, whole.id, part.id))
    return [Tie(kind, one, other) for kind, one, other in sorted(found)]  # type: ignore[arg-type]


def _done(mentions: Sequence[EventMention]) -> bool:
    return any(m.status == "actual" for m in mentions)


def _tie(whole: Episode, its: Sequence[EventMention], part: Episode, theirs: Sequence[EventMention]) -> str | None:
    if whole.date is None or part.date is None or not _done(theirs):
        return None
    hosts, guests = _states(its), _states(theirs)
    if len(hosts) < 2 or not hosts <= guests:
        return None
    paper = part.type in ("SUPPORT", "AGREE", "COOPERATE") and any(m.trigger & _SIGNED for m in theirs)
    visit, other = _is_visit(its), part.type == "CONSULT"
    if visit and (other or paper) and not _is_visit(theirs) and _within(part.date, whole.date):
        return "contains"
    if not visit and paper and _follows(part.date, whole.date):
        return "produces"
    return None


def _states(mentions: Iterable[EventMention]) -> frozenset[str]:
    return frozenset(state for m in mentions for state in m.both.states)


def _is_visit(mentions: Sequence[EventMention]) -> bool:
    visits = sum(m.mode == "visit" for m in mentions)
    return 2 * visits > len(mentions)


def _within(part: Interval, whole: Interval) -> bool:
    """Whether days lie inside others, which are those of one visit."""
    wide, narrow = width(whole), width(part)
    if wide is None or narrow is None or wide.days > _LONGEST_VISIT:
        return False
    return days_between(part, whole) == 0 and narrow <= wide


def _follows(paper: Interval, talks: Interval) -> bool:
    wide, narrow = width(talks), width(paper)
    return (
        wide is not None
        and narrow is not None
        and max(wide, narrow).days <= _LONGEST_VISIT
        and days_between(paper, talks) <= 1
    )

"""What is written where groups have changed: episodes and claims, the ties between episodes, and dates that flow in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

from communique.linking.claims import claim_of
from communique.linking.compared import UNDONE
from communique.linking.dating import Borrowed, dated, flowing
from communique.linking.episodes import episode_of
from communique.linking.mentions import EventMention, Place
from communique.linking.ties import may_be_tied, ties
from communique.model import Episode, Tie
from communique.record import in_batches
from communique.relinking.context import Context
from communique.relinking.documents import Told
from communique.relinking.groups import Regrouped

_AT_ONCE = 16


def write_claims(context: Context, claims: Regrouped) -> None:
    """Write the claims that have changed."""
    told = context.at_places("statements", chain.from_iterable(claims.found.values()))
    context.record.change_claims(claims.gone, (claim_of([told[p] for p in group]) for group in claims.found.values()))


def write_episodes(context: Context, episodes: Regrouped, told: Told) -> None:
    """Write the episodes that have changed, what they are tied to, and the dates that flow in them."""
    mentions = context.at_places("events", chain.from_iterable(episodes.found.values()))
    gone = context.record.episodes_by_id(episodes.gone)
    found = [episode_of([mentions[p] for p in group]) for group in episodes.found.values()]
    context.record.change_episodes(episodes.gone, found)
    _tie(context, gone, found, told)
    _date(context, episodes, mentions)


# Ties


def _tie(context: Context, gone: Sequence[Episode], found: Sequence[Episode], told: Told) -> None:
    """Tie anew the episodes of stories of which an episode that may be tied, or the document of one, has changed."""
    record = context.record
    undone = record.types_undone(UNDONE)
    moved = record.episodes_of(context.names[d] for d in told.moved)
    changed = [
        *_tied_perhaps(context, (*found, *moved), undone),
        *(e for e in gone if e.date is not None and e.type == "CONSULT"),
    ]
    documents = {context.numbers[n] for e in changed for n, _ in e.mentions if n in context.numbers}
    documents |= {b.number for b in context.changes.before.values()}
    stories = {of[d] for of in (told.before, told.now) for d in documents if d in of}
    within = _episodes_of(context, stories, told)
    lost = {e.id for e in gone}
    now = set(_ties_in(context, within.values(), undone, stories, told))
    held = set(record.ties([*within, *lost])) if within or lost else set()
    stale = held - now
    elsewhere = set()
    for tie in stale:
        if tie.episode in within and tie.other in within:
            one, other = (_stories_of(context, within[key], told) for key in (tie.episode, tie.other))
            elsewhere |= (one & other) - stories
        elif lost.isdisjoint((tie.episode, tie.other)):
            now.add(tie)  # one end is in none of these stories, so that what ties them is another
    others = _episodes_of(context, elsewhere, told)
    now |= stale & set(_ties_in(context, others.values(), undone, elsewhere, told))
    record.change_ties(held - now, sorted(now - held, key=lambda t: (t.kind, t.episode, t.other)))


def _tied_perhaps(context: Context, episodes: Iterable[Episode], undone: Collection[str]) -> list[Episode]:
    some = list(episodes)
    documents = {context.numbers[name] for e in some for name, _ in e.mentions}
    rows = context.record.linked_documents(documents, "name", "papers")
    papers = {(row["name"], key) for row in rows for key in row["papers"]}
    return [e for e in some if may_be_tied(e, undone, papers)]


def _episodes_of(context: Context, stories: set[int], told: Told) -> dict[str, Episode]:
    """The episodes that some stories tell of, by their ids."""
    names = [context.names[d] for d, story in told.now.items() if story in stories]
    return {e.id: e for e in context.record.episodes_of(names)} if names else {}


def _ties_in(
    context: Context, episodes: Iterable[Episode], undone: Collection[str], stories: set[int], told: Told
) -> list[Tie]:
    some = _tied_perhaps(context, episodes, undone)
    mentions = context.at_places("events", chain.from_iterable(e.mentions for e in some))
    return ties(some, mentions, {context.names[d]: s for d, s in told.now.items() if s in stories})


def _stories_of(context: Context, episode: Episode, told: Told) -> set[int]:
    return {told.now[context.numbers[name]] for name, _ in episode.mentions}


# Dates


def _date(context: Context, episodes: Regrouped, mentions: Mapping[Place, EventMention]) -> None:
    """Give undated events what others of their episodes date, and take back what no longer holds."""
    now = flowing(episodes.found.values(), mentions)
    before = flowing(episodes.gone.values(), _as_they_were(context, episodes))
    given: dict[Place, Borrowed | None] = {
        place: now.get(place) for place in (*before, *now) if before.get(place) != now.get(place)
    }
    given |= _of_rewritten(context)
    for found in context.changes.found.values():
        given |= {m.place: now.get(m.place) for m in found.leaned.events if m.date is None}
    names = sorted({name for name, _ in given if name in context.numbers})
    for some in in_batches(names, _AT_ONCE):
        codings = context.record.codings_of(some)
        changed = [d for c in codings if (d := dated(c, given)).events != c.events]
        if changed:
            context.record.revise(changed)


def _of_rewritten(context: Context) -> Mapping[Place, Borrowed | None]:
    """What undated events of documents have that were written anew without what had flowed to them."""
    groups = [e.mentions for e in context.record.episodes_of(context.changes.rewritten)]
    now = flowing(groups, context.at_places("events", chain.from_iterable(groups)))
    numbers = [context.numbers[name] for name in context.changes.rewritten]
    context.load(numbers)
    events = chain.from_iterable(context.of_document("events", number) for number in numbers)
    return {m.place: now.get(m.place) for m in events if m.date is None}


def _as_they_were(context: Context, episodes: Regrouped) -> Mapping[Place, EventMention]:
    """The mentions of the groups that are no more, as they were when these were made."""
    found = dict(context.at_places("events", chain.from_iterable(episodes.gone.values())))
    replaced = {m.place: m for before in context.changes.before.values() for m in before.events}
    return found | replaced

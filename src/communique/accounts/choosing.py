"""Which accounts are laid side by side where an episode has too many for one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from communique.accounts.comparison import Comparison, compare
from communique.accounts.desk import Desk
from communique.accounts.origins import Origin, document_origins, independent, origins
from communique.model import Episode
from communique.record import Record

_CONSIDERED = 60
"""Accounts of an episode among which some are chosen."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Accounts of an episode side by side; ``accounts`` and ``independent`` count all of them, laid out or not."""

    desk: Desk
    comparison: Comparison
    accounts: int
    independent: int


def lay_out(episode: Episode, record: Record, *, most: int, after: int = 0, beside: int = 40) -> Layout:
    """Lay an episode's accounts side by side.

    Args:
        episode: the episode.
        record: holds its documents.
        most: at most so many accounts, as :func:`choose` chooses them.
        after: leaves out so many that would be chosen first; of no more than ``most`` accounts all are laid out.
        beside: at most so many other events that these tell of.
    """
    names = tellers(episode)
    if len(names) <= most:
        desk = Desk.of_episode(record, episode)
        comparison = compare(episode, desk, beside=beside)
        return Layout(desk, comparison, len(comparison.accounts), comparison.independent)
    origin = origins(episode, _heads([episode], record))
    desk = Desk.of(record, _chosen(episode, origin, most, after))
    return Layout(desk, compare(episode, desk, beside=beside, origin=origin), len(names), independent(origin))


def heads(episodes: Sequence[Episode], record: Record) -> Desk:
    """The documents that tell of some episodes, read as far as it takes to say where each account comes from and what it tells."""
    ties = [t for t in record.ties(e.id for e in episodes) if t.kind == "contradicts"]
    others = record.episodes_by_id(t.other for t in ties)
    return replace(_heads(list({e.id: e for e in (*episodes, *others)}.values()), record), ties=ties)


def independents(episodes: Sequence[Episode], desk: Desk) -> dict[str, int]:
    """How many independent origins the accounts of each of some episodes have, by the episode's id."""
    whole = document_origins(desk)
    return {e.id: independent(origins(e, desk, whole)) for e in episodes}


def choose(episodes: Sequence[Episode], record: Record, most: int) -> list[str]:
    """The documents, by name, whose accounts of some episodes are read, at most so many of each.

    One of each origin comes before a second of any, and first those that mention the episode most often; of an episode
    that very many tell of, those that mention it least are not considered.
    """
    leading = [_leading(e, max(_CONSIDERED, most)) for e in episodes]
    desk = _heads([e for e in leading if len(tellers(e)) > most], record)
    chosen = (_chosen(e, origins(e, desk), most) if len(tellers(e)) > most else tellers(e) for e in leading)
    return sorted({name for names in chosen for name in names})


def _leading(episode: Episode, most: int) -> Episode:
    """An episode with the mentions of those documents that mention it most often."""
    names = {name for name, _ in _often(episode).most_common(most)}
    return replace(episode, mentions=tuple(p for p in episode.mentions if p[0] in names))


def tellers(episode: Episode) -> list[str]:
    """The documents that tell of an episode, by name."""
    return sorted({document for document, _ in episode.mentions})


def _heads(episodes: Sequence[Episode], record: Record) -> Desk:
    """Documents that tell of episodes, read as far as it takes to say where each account comes from."""
    mentions = [p for e in episodes for p in e.mentions]
    if not mentions:
        return Desk({})
    heads = {c.document.name: c for c in record.heads_of(mentions)}
    return Desk(heads, episodes, copies=record.copies(heads))


def _often(episode: Episode) -> Counter[str]:
    """How often each document mentions an episode, by name."""
    return Counter(sorted(document for document, _ in episode.mentions))


def _chosen(episode: Episode, origin: Mapping[str, Origin], most: int, after: int = 0) -> list[str]:
    often = _often(episode)
    turns: Counter[tuple[str, str]] = Counter()
    order: list[tuple[int, int, str]] = []
    for name in sorted(origin, key=lambda n: (-often[n], n)):
        of = origin[name].kind, origin[name].name
        order.append((turns[of], len(order), name))
        turns[of] += 1
    return sorted(name for _, _, name in sorted(order)[after : after + most])

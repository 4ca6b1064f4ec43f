"""Which accounts are laid side by side where an episode has too many for one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from communique.accounts.comparison import Comparison, compare
from communique.accounts.desk import Desk
from communique.accounts.origins import Origin, independent, origins
from communique.model import Episode
from communique.record import Record


@dataclass(frozen=True, slots=True)
class Layout:
    """Accounts of an episode side by side; ``accounts`` and ``independent`` count all of them, laid out or not."""

    desk: Desk
    comparison: Comparison
    accounts: int
    independent: int


def lay_out(episode: Episode, record: Record, *, most: int, beside: int = 40) -> Layout:
    """Lay an episode's accounts side by side.

    Args:
        episode: the episode.
        record: holds its documents.
        most: at most so many accounts, as :func:`choose` chooses them.
        beside: at most so many other events that these tell of.
    """
    names = tellers(episode)
    if len(names) <= most:
        desk = Desk.of_episode(record, episode)
        comparison = compare(episode, desk, beside=beside)
        return Layout(desk, comparison, len(comparison.accounts), comparison.independent)
    origin = _origins(episode, record)
    desk = Desk.of(record, _chosen(episode, origin, most))
    return Layout(desk, compare(episode, desk, beside=beside, origin=origin), len(names), independent(origin))


def choose(episode: Episode, record: Record, most: int) -> list[str]:
    """The documents, by name, whose accounts of an episode are read where it has more than that.

    One of each origin comes before a second of any, and first those that mention it most often.
    """
    names = tellers(episode)
    return names if len(names) <= most else _chosen(episode, _origins(episode, record), most)


def tellers(episode: Episode) -> list[str]:
    """The documents that tell of an episode, by name."""
    return sorted({document for document, _ in episode.mentions})


def _origins(episode: Episode, record: Record) -> dict[str, Origin]:
    """Where every account comes from, for which the documents need not be read in full."""
    heads = {c.document.name: c for c in record.heads_of(episode.mentions)}
    return origins(episode, Desk(heads, [episode], copies=record.copies(heads)))


def _chosen(episode: Episode, origin: Mapping[str, Origin], most: int) -> list[str]:
    often = Counter(document for document, _ in episode.mentions)
    turns: Counter[tuple[str, str]] = Counter()
    order: list[tuple[int, int, str]] = []
    for name in sorted(origin, key=lambda n: (-often[n], n)):
        of = origin[name].kind, origin[name].name
        order.append((turns[of], len(order), name))
        turns[of] += 1
    return sorted(name for _, _, name in sorted(order)[:most])

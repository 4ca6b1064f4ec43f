"""The steps of bringing a record's documents together, one after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from communique.judgements import Verdicts, found_in, verdicts
from communique.linking.linker import EVENTS, STATEMENTS
from communique.linking.mentions import Place
from communique.model import Anchor
from communique.record import Record
from communique.relinking import documents
from communique.relinking.changes import Changes
from communique.relinking.context import Context
from communique.relinking.groups import Judged, regroup
from communique.relinking.outcomes import write_claims, write_episodes


def bring_together(record: Record, changes: Changes) -> None:
    """Bring a record's documents together.

    Args:
        record: the record, open to be written.
        changes: which documents have changed since the last time.
    """
    judged = _judged(record)
    if not (changes.any_document or judged.changed_pairs or judged.changed_ones):
        return
    context = Context(record, changes)
    is_other = bool(changes.before or changes.found)
    weights, told = (documents.bring_up_to_date if is_other else documents.unchanged)(context)
    episodes = regroup(context, EVENTS, weights, told, judged, prefix="ep")
    claims = regroup(context, STATEMENTS, weights, told, judged, prefix="cl", documents=2)
    write_claims(context, claims)
    write_episodes(context, episodes, told)
    if changes.any_document or episodes.gone or episodes.found:
        record.derive()


def _judged(record: Record) -> Judged:
    """What judgements come to now, kept in place of what they came to before."""
    now = _verdicts(record)
    rows, held = set(_rows(now)), record.verdicts()
    if rows != held:
        record.keep_verdicts(rows)
    changed = rows ^ held
    pairs = frozenset(place for row in changed if len(row) == 5 for place in (row[1:3], row[3:5]))
    ones = frozenset((row[1], row[2]) for row in changed if len(row) == 3)
    return Judged(now, pairs, ones)


def _verdicts(record: Record) -> Verdicts:
    judgements = record.judgements()
    anchors: dict[str, list[Anchor]] = defaultdict(list)
    for anchor in sorted({a for j in judgements for a in (j.one, j.other) if a is not None}, key=repr):
        anchors[anchor.document].append(anchor)
    places: dict[Anchor, Place] = {}
    for coding in record.codings_of(anchors, ("statements", "events")):
        for anchor in anchors[coding.document.name]:
            if (place := found_in(anchor, coding)) is not None:
                places[anchor] = place
    return verdicts(judgements, places)


def _rows(now: Verdicts) -> Iterable[tuple[str, ...]]:
    yield from (("same", *a, *b) for a, b in now.same)
    yield from (("different", *a, *b) for a, b in now.different)
    yield from (("wrong", *place) for place in now.wrong)

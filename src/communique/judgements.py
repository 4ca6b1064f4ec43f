"""What people judge of a record: kept apart from what was extracted, and stronger than it.

A judgement names events and statements by where they stand in their documents (see :class:`Anchor`), so that it holds
when a document is coded anew; it rests while its document is not in the record, or has another text.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from communique.model import Anchor, Coding, Event, Judgement, Span, Statement, Verdict

VERDICTS: Mapping[Verdict, int] = {"same": 2, "different": 2, "right": 1, "wrong": 1}
"""Verdicts, each with how many events or statements it is about."""

Place = tuple[str, str]


class JudgementError(ValueError):
    """A judgement that cannot be kept; the message says why and what to do."""


def anchor_of(coding: Coding, item: Event | Statement) -> Anchor:
    """Where an event or a statement stands."""
    event = isinstance(item, Event)
    words = item.trigger if isinstance(item, Event) else item.cue
    shown = item.evidence if isinstance(item, Event) else Span(item.content[0].start, item.content[-1].end)
    return Anchor("event" if event else "statement", coding.document.name, coding.document.text_sha256, words, shown)


def found_in(anchor: Anchor, coding: Coding) -> Place | None:
    """What stands where an anchor says, by its document's name and its id there; None if nothing does any more.

    Of several events or statements whose words overlap the anchor's, that one is taken which shares most with it.
    """
    if anchor.document != coding.document.name or anchor.text_sha256 != coding.document.text_sha256:
        return None
    items: Sequence[Event | Statement] = coding.events if anchor.kind == "event" else coding.statements
    standing = [(anchor_of(coding, i), i.id) for i in items]
    near = [(_overlap(a, anchor), key) for a, key in standing if a.words.overlaps(anchor.words)]
    return (anchor.document, max(near, key=lambda n: n[0])[1]) if near else None


def _overlap(a: Anchor, b: Anchor) -> float:
    def share(x: Span, y: Span) -> float:
        both = min(x.end, y.end) - max(x.start, y.start)
        return both / (max(x.end, y.end) - min(x.start, y.start))

    return share(a.words, b.words) + share(a.shown, b.shown)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Judgements as far as what they are about is there: the latest one on each counts."""

    same: frozenset[tuple[Place, Place]] = frozenset()
    different: frozenset[tuple[Place, Place]] = frozenset()
    wrong: frozenset[Place] = frozenset()
    right: frozenset[Place] = frozenset()


def verdicts(judgements: Iterable[Judgement], places: Mapping[Anchor, Place]) -> Verdicts:
    """What judgements come to.

    Args:
        judgements: in any order; of those about the same things the latest counts.
        places: where what an anchor names is now.
    """
    latest: dict[tuple[Place, ...], Verdict] = {}
    for j in sorted(judgements, key=lambda j: (j.time, j.author, j.verdict)):
        named = [places.get(a) for a in (j.one, j.other) if a is not None]
        known = sorted(p for p in named if p is not None)
        if len(known) == len(named):
            latest[tuple(known)] = j.verdict
    pairs = {k: v for k, v in latest.items() if len(k) == 2}
    ones = {k[0]: v for k, v in latest.items() if len(k) == 1}
    return Verdicts(
        frozenset((a, b) for (a, b), v in ((tuple(k), v) for k, v in pairs.items()) if v == "same"),
        frozenset((a, b) for (a, b), v in ((tuple(k), v) for k, v in pairs.items()) if v == "different"),
        frozenset(p for p, v in ones.items() if v == "wrong"),
        frozenset(p for p, v in ones.items() if v == "right"),
    )


# Import and export


def to_json(judgements: Iterable[Judgement]) -> str:
    """Judgements as a JSON list, which :func:`from_json` reads."""
    return json.dumps([_row(j) for j in judgements], ensure_ascii=False, indent=1) + "\n"


def _row(judgement: Judgement) -> dict[str, Any]:
    row = {
        "verdict": judgement.verdict, "author": judgement.author, "time": judgement.time.isoformat(), "note": judgement.note,
        "one": _anchor_row(judgement.one),
    }  # fmt: skip
    return row if judgement.other is None else {**row, "other": _anchor_row(judgement.other)}


def _anchor_row(anchor: Anchor) -> dict[str, Any]:
    return {
        "kind": anchor.kind, "document": anchor.document, "text_sha256": anchor.text_sha256,
        "words": list(anchor.words), "shown": list(anchor.shown),
    }  # fmt: skip


def from_json(text: str) -> list[Judgement]:
    """Judgements out of JSON.

    Raises:
        JudgementError: it is not JSON, or an entry lacks something; the message says which.
    """
    try:
        rows = json.loads(text)
    except ValueError as error:
        raise JudgementError(f"is not JSON ({error}); give a file that `communique judgements --json` wrote") from error
    if not isinstance(rows, list):
        raise JudgementError("holds no list; give a file that `communique judgements --json` wrote")
    found = []
    for number, row in enumerate(rows, 1):
        try:
            judgement = _judgement(row)
            check(judgement)
        except JudgementError as error:
            raise JudgementError(f"entry {number}: {error}") from error
        found.append(judgement)
    return found


def _judgement(row: Any) -> Judgement:
    if not isinstance(row, dict):
        raise JudgementError("is no judgement")
    verdict, author, time = _text(row, "verdict"), _text(row, "author"), _time(row)
    note = _text(row, "note") if row.get("note") is not None else ""
    other = _anchor(row, "other") if row.get("other") is not None else None
    return Judgement(verdict, _anchor(row, "one"), other, author, time, note)  # type: ignore[arg-type]


def _anchor(row: Mapping[str, Any], key: str) -> Anchor:
    given = row.get(key)
    if not isinstance(given, dict):
        raise JudgementError(f"`{key}` must say where something stands")
    try:
        kind = _text(given, "kind")
        if kind not in ("event", "statement"):
            raise JudgementError(f"`kind` must be event or statement, not {kind!r}")
        document, sha256 = _text(given, "document"), _text(given, "text_sha256")
        return Anchor(kind, document, sha256, _span(given, "words"), _span(given, "shown"))  # type: ignore[arg-type]
    except JudgementError as error:
        raise JudgementError(f"in `{key}` {error}") from error


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str):
        raise JudgementError(f"`{key}` must be text, not {json.dumps(value)}")
    if any("\ud800" <= c <= "\udfff" for c in value):
        raise JudgementError(f"`{key}` has half a character, which cannot be kept")
    return value


def _time(row: Mapping[str, Any]) -> dt.datetime:
    """The time in UTC and without its zone, as a record has it, so that the same judgement is the same again."""
    written = _text(row, "time")
    try:
        time = dt.datetime.fromisoformat(written)
        return time if time.tzinfo is None else time.astimezone(dt.UTC).replace(tzinfo=None)
    except (ValueError, OverflowError) as error:
        raise JudgementError(f"`time` is no time ({written!r}); write it as 2024-05-06T07:08:09") from error


_LARGEST = 2**31 - 1
"""What a record can hold of an offset."""


def _span(row: Mapping[str, Any], key: str) -> Span:
    value = row.get(key)
    if isinstance(value, list) and len(value) == 2 and all(type(v) is int for v in value):
        start, end = value
        if 0 <= start < end <= _LARGEST:
            return Span(start, end)
    raise JudgementError(f"`{key}` must be where words start and end, as [3, 9], not {json.dumps(value)}")


def check(judgement: Judgement) -> None:
    """Refuse a judgement that says nothing.

    Raises:
        JudgementError: the verdict is none, or is not about as many things as it must be, or these are of two kinds.
    """
    if judgement.verdict not in VERDICTS:
        raise JudgementError(f"{judgement.verdict!r} is no verdict: say {', '.join(VERDICTS)}")
    wanted = VERDICTS[judgement.verdict]
    if wanted != (1 if judgement.other is None else 2):
        raise JudgementError(f"{judgement.verdict!r} is about {'one thing' if wanted == 1 else 'two things'}")
    if judgement.other is not None and judgement.other.kind != judgement.one.kind:
        raise JudgementError("an event and a statement cannot be compared; name two events or two statements")
    if judgement.other == judgement.one:
        raise JudgementError("both are the same mention; name two different ones")

"""Judging a record: from ids that people type to judgements that are kept, and the record brought together anew by them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from communique.judgements import JudgementError, anchor_of, check, from_json
from communique.model import Anchor, Claim, Episode, Judgement
from communique.record import Record, RecordError
from communique.relinking import relink


def judge(record: str | Path, verdict: str, *ids: str, author: str, note: str = "") -> Judgement:
    """Keep a judgement, and bring the record together anew by it.

    Args:
        record: the record's file.
        verdict: ``same`` or ``different`` of two, ``right`` or ``wrong`` of one.
        ids: events or statements, each by its id in the record or by its document's name and its id there, as
            ``visit.txt:e3``; or episodes or claims, which stand for their first mention.
        author: who judges.
        note: why.

    Returns:
        The judgement as it is kept.

    Raises:
        JudgementError: the verdict is none, or an id is not in the record or may be of several documents, or the two
            cannot be compared.
        communique.RecordError: there is no such record, or it cannot be opened or written.
    """
    with Record.open(record, ample=True, make=False) as opened:
        made = judge_in(opened, verdict, *ids, author=author, note=note)
        relink(opened)
    return made


def judge_in(record: Record, verdict: str, *ids: str, author: str, note: str = "") -> Judgement:
    """Keep a judgement in an open record, which :func:`communique.relinking.relink` must bring together anew by it.

    Args:
        record: the record, open to be written.
        verdict: as for :func:`judge`, and so are the others.
        ids: one or two of them.
        author: who judges.
        note: why.

    Returns:
        The judgement as it is kept.

    Raises:
        JudgementError: as for :func:`judge`; then nothing is kept.
    """
    if not 1 <= len(ids) <= 2:
        raise JudgementError("name one or two events or statements")
    anchors = [_anchor(key, record) for key in ids]
    other = anchors[1] if len(anchors) == 2 else None
    time = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    made = Judgement(verdict, anchors[0], other, author, time, note)  # type: ignore[arg-type]
    check(made)
    record.judge([made])
    return made


def _anchor(key: str, record: Record) -> Anchor:
    try:
        found = record.find(key)
    except RecordError as error:  # several documents may be meant
        raise JudgementError(str(error)) from error
    if found is None:
        groups: list[Episode | Claim] = []
        if ":" not in key:
            groups = [*record.episodes_like(key), *record.claims_like(key)]
        if len(groups) > 1:
            raise JudgementError(
                f"{len(groups)} episodes or claims have an id that begins with {key!r}; give more of it"
            )
        found = record.find(":".join(groups[0].mentions[0])) if groups else None
    if found is None:
        raise JudgementError(
            f"{key}: nothing in {record.path} has this id; `communique events`, `statements`, `episodes` and `claims` list ids"
        )
    return anchor_of(*found)


def import_judgements(record: str | Path, file: str | Path) -> int:
    """Take in judgements that were exported from a record, and bring the record together anew by them.

    Args:
        record: the record's file.
        file: JSON, as ``communique judgements --json`` writes it.

    Returns:
        How many are new. Those about documents that the record does not hold rest until it does.

    Raises:
        JudgementError: the file cannot be read or is not such JSON; then nothing of it is taken in.
        communique.RecordError: there is no such record, or it cannot be opened or written.
    """
    path = Path(file)
    try:
        read = from_json(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise JudgementError(
            f"{path}: cannot be read ({error}); name a file that `communique judgements --json` wrote"
        ) from error
    except JudgementError as error:
        raise JudgementError(f"{path}: {error}") from error
    with Record.open(record, ample=True, make=False) as opened:
        new = opened.judge(read)
        if new:
            relink(opened)
    return new

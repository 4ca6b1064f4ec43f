"""Examples as tensors: word pieces, what each is tagged as, and which belong to which cue and trigger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import torch

from communique.model import Span
from communique.models.acts import KINDS
from communique.models.events import MODES, STATUSES
from communique.models.meaning import MEANING
from training.reader.data import Act, Example
from training.reader.meanings import Told
from training.reader.teacher import Seen

UNKNOWN = float("nan")
Offsets = Sequence[tuple[int, int]]
# A trigger is rare among pieces, and a missed one costs more than one too many, which the rules may still drop.
KIND_WEIGHTS = torch.tensor([1.0, *[1.2] * (len(KINDS) - 2), 1.0])


def collate(rows: Sequence[tuple[Any, Example, Told, Seen | None]], padding: int) -> dict[str, Any]:
    """One batch of windows.

    Args:
        rows: the word pieces of each example (with their offsets), the example, what spans of it mean, and what a
            teacher sees in it, where one has looked.
        padding: the id of the piece that fills up.
    """
    width = max(len(r["input_ids"]) for r, *_ in rows)
    batch: dict[str, Any] = {
        "input_ids": torch.full((len(rows), width), padding),
        "attention_mask": torch.zeros((len(rows), width), dtype=torch.long),
        "tags": torch.full((len(rows), width), -100),
        "kinds": torch.full((len(rows), width), -100),
        "kind_weights": KIND_WEIGHTS,
        "seen_kinds": torch.full((len(rows), width, len(KINDS)), UNKNOWN),
    }
    cues, acts, opened, seen = _Anchors(width), _Anchors(width), _Anchors(width), _Anchors(width)
    modes: list[int] = []
    statuses: list[int] = []
    types: list[torch.Tensor] = []
    allowed: list[torch.Tensor] = []
    spans: list[tuple[int, torch.Tensor, torch.Tensor]] = []
    for row, (encoding, example, told, view) in enumerate(rows):
        size = len(encoding["input_ids"])
        offsets: Offsets = encoding["offset_mapping"]
        batch["input_ids"][row, :size] = torch.tensor(encoding["input_ids"])
        batch["attention_mask"][row, :size] = 1
        for words, meaning in told:
            inside = torch.zeros(width)
            inside[_pieces(offsets, words)] = 1
            if inside.any():
                spans.append((row, inside, meaning))
        if example.attributions is not None:
            batch["tags"][row, :size] = 0
            found = [(_pieces(offsets, a["cue"]), a) for a in example.attributions]
            for pieces, _ in found:
                batch["tags"][row, pieces] = 2
            for pieces, parts in found:
                if pieces:
                    batch["tags"][row, pieces[0]] = 1
                    cues.add(row, pieces[0], [_pieces(offsets, parts[role]) for role in ("source", "content")])
        if view is not None:
            batch["seen_kinds"][row, :size] = view.kinds.float()
            for piece, members in view.sides:
                seen.add(row, piece, members)
        if example.acts is None:
            continue
        known = [(_pieces(offsets, [a.trigger]), a) for a in example.acts if a.trigger is not None]
        if len(known) == len(example.acts):
            batch["kinds"][row, :size] = 0
        for pieces, _ in known:
            batch["kinds"][row, pieces] = len(KINDS) - 1
        for pieces, act in known:
            if pieces:
                batch["kinds"][row, pieces[0]] = KINDS.index(act.types[0])
                acts.add(row, pieces[0], _sides(offsets, act))
                modes.append(-100 if act.mode is None or act.mode not in MODES else MODES.index(act.mode))
                statuses.append(-100 if act.status is None else STATUSES.index(act.status))
        for act in example.acts:
            if act.trigger is None:
                sides = _sides(offsets, act)
                opened.add(row, 0, sides)
                types.append(torch.tensor([k in act.types for k in KINDS]))
                taken = {i for side in sides for i in side or ()}
                inside = [b > a and i not in taken for i, (a, b) in enumerate(offsets)]
                allowed.append(torch.tensor(inside + [False] * (width - size)))
    return {
        **batch,
        **cues.tensors("cue"),
        **acts.tensors("act"),
        **opened.tensors("open"),
        **seen.tensors("seen"),
        "span_rows": torch.tensor([row for row, _, _ in spans], dtype=torch.long),
        "span_pieces": torch.stack([p for _, p, _ in spans]) if spans else torch.zeros(0, width),
        "span_meanings": torch.stack([m for _, _, m in spans]) if spans else torch.zeros(0, MEANING),
        "modes": torch.tensor(modes, dtype=torch.long),
        "statuses": torch.tensor(statuses, dtype=torch.long),
        "open_types": torch.stack(types) if types else torch.zeros(0, len(KINDS), dtype=torch.bool),
        "open_allowed": torch.stack(allowed) if allowed else torch.zeros(0, width, dtype=torch.bool),
    }


class _Anchors:
    """Cues or triggers of a batch, each with the pieces of its two roles; a role that is None is not known."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._rows: list[int] = []
        self._places: list[int] = []
        self._members: list[torch.Tensor] = []

    def add(self, row: int, place: int, roles: Sequence[list[int] | None] | torch.Tensor) -> None:
        """Note one with its first piece and what belongs to it: the pieces of each role, or the chances of pieces."""
        member = torch.zeros(2, self._width)
        if isinstance(roles, torch.Tensor):
            member[:, : roles.shape[1]] = roles
            roles = ()
        for k, pieces in enumerate(roles):
            if pieces is None:
                member[k] = UNKNOWN
            else:
                member[k, pieces] = 1
        self._rows.append(row)
        self._places.append(place)
        self._members.append(member)

    def tensors(self, name: str) -> dict[str, torch.Tensor]:
        """What has been noted, under names that begin with ``name``."""
        return {
            f"{name}_rows": torch.tensor(self._rows, dtype=torch.long),
            f"{name}_places": torch.tensor(self._places, dtype=torch.long),
            f"{name}_members": torch.stack(self._members) if self._members else torch.zeros(0, 2, self._width),
        }


def _sides(offsets: Offsets, act: Act) -> list[list[int] | None]:
    return [None if side is None else _pieces(offsets, side) for side in (act.actor, act.recipient)]


def _pieces(offsets: Offsets, spans: Iterable[Span]) -> list[int]:
    wanted = list(spans)
    return [i for i, (a, b) in enumerate(offsets) if b > a and any(a < s.end and b > s.start for s in wanted)]

"""Reads PolNeAR (Newell, Margolin and Ruths, LREC 2018) as windows with cues, and the source and content of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from communique.model import Span
from communique.models.windows import windows

_ROLES = ("source", "cue", "content")


@dataclass(frozen=True, slots=True)
class Example:
    """A window of an article; offsets of its attributions' parts are within it."""

    text: str
    attributions: tuple[dict[str, list[Span]], ...]


def read(part: Path) -> Iterator[list[Example]]:
    """The windows of each article of a part of the corpus; an article's first annotator by name is taken.

    Raises:
        FileNotFoundError: the part has no ``text`` folder.
    """
    texts = sorted((part / "text").glob("*.txt"))
    if not texts:
        raise FileNotFoundError(f"{part / 'text'} holds no .txt files: give a part of PolNeAR, such as polnear/train")
    for path in texts:
        annotated = sorted((part / "attributions").glob(f"{path.stem}_*.ann"))
        if annotated:
            text = path.read_bytes().decode("utf-8")
            yield list(_examples(text, list(_attributions(annotated[0]))))


def _attributions(path: Path) -> Iterator[dict[str, list[Span]]]:
    spans: dict[str, list[Span]] = {}
    for line in path.read_text("utf-8").splitlines():
        key, *rest = line.split("\t")
        if rest and key.startswith("T"):
            spans[key] = [Span(*map(int, piece.split())) for piece in rest[0].partition(" ")[2].split(";")]
        elif rest and key.startswith("E"):
            parts: dict[str, list[Span]] = {role: [] for role in _ROLES}
            for argument in rest[0].split():
                role, _, target = argument.partition(":")
                parts.get(role.rstrip("0123456789").lower(), []).extend(spans.get(target, []))
            if parts["cue"] and parts["content"]:
                yield parts


def _examples(text: str, attributions: list[dict[str, list[Span]]]) -> Iterator[Example]:
    for window in windows(text):
        inside = [_within(window, parts) for parts in attributions if window.overlaps(parts["cue"][0])]
        yield Example(text[window.start : window.end], tuple(inside))


def _within(window: Span, parts: dict[str, list[Span]]) -> dict[str, list[Span]]:
    return {
        role: [
            Span(max(s.start, window.start) - window.start, min(s.end, window.end) - window.start)
            for s in spans
            if s.overlaps(window)
        ]
        for role, spans in parts.items()
    }

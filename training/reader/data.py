"""What the reader learns from: windows of PolNeAR, of articles coded by hand, of PLV and of our own sentences."""

from __future__ import annotations

import json
import random
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation import plv
from evaluation.corpora import Corpora

from communique.model import Span
from communique.models.events import NONE
from communique.models.windows import windows
from training.events.sentences import filled

_ROLES = ("source", "cue", "content")
Parts = Mapping[str, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Act:
    """An act in a window: its type, and its mode, status, trigger and sides where they are known.

    ``trigger`` is None where only the sides are known, ``actor`` or ``recipient`` where its words are not, and empty
    where no words name that side.
    """

    types: tuple[str, ...]
    trigger: Span | None
    actor: tuple[Span, ...] | None
    recipient: tuple[Span, ...] | None
    mode: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A window of text with what is known of it: None where nobody has looked for attributions, or for acts."""

    text: str
    attributions: tuple[Parts, ...] | None = None
    acts: tuple[Act, ...] | None = None


# PolNeAR


def read_polnear(part: Path, without: Collection[str] = ()) -> Iterator[Example]:
    """The windows of a part of PolNeAR (Newell, Margolin and Ruths, LREC 2018); an article's first annotator is taken.

    Args:
        part: its folder.
        without: articles that are left out, by the names of their files without ``.txt``.

    Raises:
        FileNotFoundError: the part has no ``text`` folder.
    """
    texts = sorted((part / "text").glob("*.txt"))
    if not texts:
        raise FileNotFoundError(f"{part / 'text'} holds no .txt files: give a part of PolNeAR, such as polnear/train")
    for path in texts:
        annotated = sorted((part / "attributions").glob(f"{path.stem}_*.ann"))
        if annotated and path.stem not in without:
            text = path.read_bytes().decode("utf-8")
            told = list(_attributions(annotated[0]))
            yield from (Example(w.of(text), _inside(w, told)) for w in windows(text))


def _attributions(path: Path) -> Iterator[Parts]:
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
                yield {role: tuple(found) for role, found in parts.items()}


# Articles coded by hand


def read_codings(folder: Path, corpora: Corpora) -> Iterator[tuple[str, list[Example]]]:
    """The windows of each coded article, with the name of its coding; articles that are not at hand are left out.

    Args:
        folder: codings in the codebook's form, which may say in ``actor_words`` and ``recipient_words`` of an event
            which words of its sentence name its sides.
        corpora: where the articles are.
    """
    for path in sorted(folder.glob("*.json")):
        coding = json.loads(path.read_text("utf-8"))
        if "events" in coding and (text := corpora.text_of(coding)) is not None:
            told = [_parts(s) for s in coding["statements"]]
            acts = [_act(e, coding, text) for e in coding["events"]]
            yield (
                path.stem,
                [
                    Example(w.of(text), _inside(w, told), tuple(a for e in acts if (a := _moved(e, w)) is not None))
                    for w in windows(text)
                    if not any(w.overlaps(_span(b)) for b in coding.get("boilerplate", ()))
                ],
            )


def texts_of(folder: Path | None, names: Sequence[str]) -> frozenset[str]:
    """The ids of the articles that codings are of, in their corpora.

    Args:
        folder: the codings; none have no articles.
        names: how the names of the codings that are asked for begin.
    """
    wanted = [p for p in folder.glob("*.json") if p.name.startswith(tuple(names))] if folder else []
    return frozenset(json.loads(p.read_text("utf-8"))["text_of"]["id"] for p in wanted)


def _span(row: Mapping[str, Any]) -> Span:
    return Span(row["start"], row["end"])


def _parts(statement: Mapping[str, Any]) -> Parts:
    named = statement.get("source_text")
    return {
        "source": (_span(named),) if named else (),
        "cue": (_span(statement["cue"]),),
        "content": tuple(map(_span, statement["content"])),
    }


def _act(event: Mapping[str, Any], coding: Mapping[str, Any], text: str) -> Act:
    trigger = _span(event.get("trigger") or event["evidence"])
    marked = "sentence" in event
    sides = [
        ((_span(event[f"{role}_words"]),) if f"{role}_words" in event else ())
        if marked
        else _named(event[role], trigger, coding, text)
        for role in ("actor", "recipient")
    ]
    return Act((event["type"],), trigger, sides[0], sides[1], event["mode"] or "-", event["status"])


def _named(keys: Iterable[str], trigger: Span, coding: Mapping[str, Any], text: str) -> tuple[Span, ...] | None:
    """Where the actors of a side are named in the trigger's line, nearest to it; None where one is not by any of its names."""
    start = text.rfind("\n", 0, trigger.start) + 1
    end = text.find("\n", trigger.end)
    line = text[start : end if end >= 0 else len(text)]
    rows = {a["id"]: a for a in coding["actors"]}
    found = []
    for key in keys:
        names = [n for n in (rows[key]["name"], *rows[key]["aliases"]) if n] if key in rows else []
        places = [Span(start + at, start + at + len(n)) for n in names for at in _finds(line, n)]
        if not places:
            return None
        found.append(min(places, key=lambda s: (abs(s.start - trigger.start), -s.end)))
    return tuple(found)


def _finds(line: str, name: str) -> Iterator[int]:
    at = line.find(name)
    while at >= 0:
        yield at
        at = line.find(name, at + 1)


# PLV and our own sentences


def read_plv(table: Path) -> Iterator[Example]:
    """The sentences of a PLV table: an act somewhere between two marked sides."""
    for sentence in plv.read(table):
        kinds = plv.APART.get(sentence.type, (sentence.type,) if sentence.type else ())
        asked = sentence.question
        if kinds and len(asked.text) < 600:
            yield Example(asked.text, None, (Act(kinds, None, asked.actor, asked.recipient),))


def read_own(rounds: int, seed: int) -> Iterator[Example]:
    """Our own sentences, filled in; those that tell no act teach that there is none."""
    for made in filled(rounds, random.Random(seed)):
        if made.type == NONE:
            yield Example(made.text, None, ())
        elif made.trigger is not None:
            actor, recipient = ((made.spans[k],) if k in made.spans else () for k in "AR")
            if made.mutual:
                actor, recipient = (*actor, *recipient), ()
            yield Example(made.text, None, (Act((made.type,), made.trigger, actor, recipient, made.mode, made.status),))


# Windows


def _inside(window: Span, told: Iterable[Parts]) -> tuple[Parts, ...]:
    return tuple(
        {role: _cut(spans, window) for role, spans in parts.items()}
        for parts in told
        if window.overlaps(parts["cue"][0])
    )


def _cut(spans: Iterable[Span], window: Span) -> tuple[Span, ...]:
    return tuple(
        Span(max(s.start, window.start) - window.start, min(s.end, window.end) - window.start)
        for s in spans
        if s.overlaps(window)
    )


def _moved(act: Act, window: Span) -> Act | None:
    if act.trigger is None or not window.overlaps(act.trigger):
        return None
    sides = [None if s is None else _cut(s, window) for s in (act.actor, act.recipient)]
    return Act(act.types, _cut([act.trigger], window)[0], sides[0], sides[1], act.mode, act.status)

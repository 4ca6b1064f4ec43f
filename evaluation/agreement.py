"""How far two codings of the same texts agree, where neither coder had seen the other's.

The figures are those of ``evaluation.record``, the second coding held against the first, so that they stand beside the package's own.
For acts that both coded it is counted besides how often type, sides and status are the same; of types Cohen's kappa too
(Educational and Psychological Measurement 20, 1960), which takes off what chance alone would give.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from evaluation.intervals import interval, share_row
from evaluation.matching import Counts, assign, overlap
from evaluation.record import Cast, Folder, alike, cast_of, positions, same_chain, same_content, same_state, score

Row = dict[str, Any]
Pair = tuple[Row, Row]

FIGURES = ("content", "statement", "speaker", "event", "event_person", "event_quad", "event_type")
SHARES = ("via", "status", "date")
OF_EACH = ("statement", "event", "event_type")
OF_ACTS = ("type", "actor", "recipient", "status")


def shared(first: Folder, second: Folder) -> list[tuple[str, Row, Row]]:
    """The documents that both folders have, by name.

    Raises:
        FileNotFoundError: they have no document in common.
        ValueError: under one name they coded two texts.
    """
    names = [name for name in first.documents if name in second.documents]
    if not names:
        raise FileNotFoundError("no document of one folder is in the other: their files are to have the same names")
    for name in names:
        hashes = {(d.documents[name].get("text_of") or {}).get("sha256") for d in (first, second)} - {None}
        if len(hashes) > 1:
            raise ValueError(f"{name}: the two codings are of different texts")
    return [(name, first.documents[name], second.documents[name]) for name in names]


def lines(first: Folder, second: Folder) -> Iterator[str]:
    """The figures of all documents with 95 % intervals over them, those of each, and how acts that both coded were coded.

    Raises:
        FileNotFoundError: they have no document in common.
        ValueError: under one name they coded two texts.
    """
    both = shared(first, second)
    figures = score(*(Folder({name: row[k] for name, *row in both}) for k in (0, 1)))
    dated = any(e.get("date") for _, *rows in both for d in rows for e in d["events"])
    wanted = {*FIGURES, *SHARES} - (set() if dated else {"date"})
    yield from (line for line in figures.lines() if line.split()[0] in wanted)
    yield from acts([(same_acts(a, b), (cast_of(a), cast_of(b))) for _, a, b in both])
    for (name, *_), part in zip(both, figures.parts, strict=True):
        yield f"{name:24} " + "  ".join(f"{n} {_shown(part.counts[n])}" for n in OF_EACH)


def _shown(counts: Counts) -> str:
    return f"{counts.f1:.2f}" if counts.gold or counts.predicted else "-"


def same_acts(first: Row, second: Row) -> list[Pair]:
    """The acts that two codings of one document both have: their triggers overlap, or their evidence if they are of one type."""

    def near(a: Row, b: Row) -> float:
        if words := _same_words(a, b):
            return 1 + words + float(a["type"] == b["type"])
        one, other = (positions([x.get("evidence"), x.get("trigger")]) for x in (a, b))
        return overlap(one, other) if a["type"] == b["type"] else 0.0

    g, p = first["events"], second["events"]
    return [(g[i], p[j]) for i, j in assign(g, p, near)]


def acts(documents: Sequence[tuple[Sequence[Pair], tuple[Cast, Cast]]]) -> Iterator[str]:
    """How often acts that both coded were coded alike: one line for each of type, sides and status, and one for kappa.

    Types are compared only where the triggers overlap: the other acts are paired because they are of one type.

    Args:
        documents: of each the pairs of acts and the two casts.
    """
    told = [([pair for pair in pairs if _same_words(*pair)], casts) for pairs, casts in documents]
    for name in OF_ACTS:
        of = told if name == "type" else documents
        yield share_row(
            f"act {name}", [(sum(_alike(name, x, casts) for x in pairs), len(pairs)) for pairs, casts in of]
        )
    labels = [[(a["type"], b["type"]) for a, b in pairs] for pairs, _ in told]
    whole = interval(labels, lambda parts: kappa([x for part in parts for x in part]))
    yield f"{'act kappa':13} {kappa([x for part in labels for x in part]):.3f} {whole} (of types)"


def _same_words(a: Row, b: Row) -> float:
    return overlap(positions([a.get("trigger")]), positions([b.get("trigger")]))


def _alike(name: str, pair: Pair, casts: tuple[Cast, Cast]) -> bool:
    a, b = pair
    if name in ("actor", "recipient"):
        return alike(a[name], b[name], casts, same_state)
    return bool((a.get(name) or "actual") == (b.get(name) or "actual"))


def kappa(labels: Sequence[tuple[str, str]]) -> float:
    """Cohen's kappa of the labels that two coders gave to the same things; 1 where there is only one label.

    Args:
        labels: the two labels of each thing.
    """
    n = len(labels)
    one, other = (Counter(pair[k] for pair in labels) for k in (0, 1))
    chance = sum(one[x] * other[x] for x in one) / n**2 if n else 1.0
    seen = sum(a == b for a, b in labels) / n if n else 1.0
    return (seen - chance) / (1 - chance) if chance < 1 else 1.0


# In words


def differences(first: Folder, second: Folder, texts: Mapping[str, str]) -> Iterator[str]:
    """Where two codings differ, one line each: document, what differs, how, and the words it is about.

    Args:
        first: one folder of codings.
        second: the other.
        texts: the texts of documents by name; of others nothing is said.
    """
    for name, a, b in shared(first, second):
        if name in texts:
            found = (*_of_statements(a, b), *_of_acts(a, b))
            yield from (f"{name}  {what}  {_words(texts[name], spans)}" for what, spans in found)


def _of_statements(first: Row, second: Row) -> Iterator[tuple[str, Sequence[Row]]]:
    casts, g, p = (cast_of(first), cast_of(second)), first["statements"], second["statements"]
    pairs = [(g[i], p[j]) for i, j in assign(g, p, same_content)]
    for a, b in pairs:
        if not alike(a["source"], b["source"], casts, same_state):
            yield f"source: {_names(first, a['source'])} / {_names(second, b['source'])}", a["content"]
        if not same_chain(a.get("via"), b.get("via"), casts):
            yield f"via: {_names(first, a.get('via'))} / {_names(second, b.get('via'))}", a["content"]
    yield from (("statement: first only", x["content"]) for x in _left(g, [a for a, _ in pairs]))
    yield from (("statement: second only", x["content"]) for x in _left(p, [b for _, b in pairs]))


def _of_acts(first: Row, second: Row) -> Iterator[tuple[str, Sequence[Row]]]:
    casts, pairs = (cast_of(first), cast_of(second)), same_acts(first, second)
    for a, b in pairs:
        for name in ("type", "status"):
            if not _alike(name, (a, b), casts):
                yield f"{name}: {a[name]} / {b[name]}", [a["evidence"]]
        for name in ("actor", "recipient"):
            if not _alike(name, (a, b), casts):
                yield f"{name}: {_names(first, a[name])} / {_names(second, b[name])}", [a["evidence"]]
    yield from ((f"{x['type']}: first only", [x["evidence"]]) for x in _left(first["events"], [a for a, _ in pairs]))
    yield from ((f"{x['type']}: second only", [x["evidence"]]) for x in _left(second["events"], [b for _, b in pairs]))


def _left(rows: Sequence[Row], paired: Sequence[Row]) -> Iterator[Row]:
    return (row for row in rows if not any(row is x for x in paired))


def _names(coding: Row, keys: Iterable[str] | None) -> str:
    rows = {a["id"]: a for a in coding["actors"]}
    shown = (f"{k} ({rows[k]['country'] or rows[k]['kind']})" if k in rows else k for k in keys or ())
    return ", ".join(shown) or "nobody"


def _words(text: str, spans: Sequence[Row]) -> str:
    return " … ".join(" ".join(text[s["start"] : s["end"]].split()) for s in spans)

"""The places of events are counted as the evaluation says."""

from __future__ import annotations

from pathlib import Path

import pytest
from evaluation import places, record
from evaluation.__main__ import main

GOLD = Path(__file__).parent.parent / "examples" / "gold"


def _folder(*found: str | None) -> record.Folder:
    """A document of Nigeria with an event for each place."""
    spans = [{"start": 10 * k, "end": 10 * k + 5} for k in range(len(found))]
    event = {"type": "ASSAULT", "actor": [], "recipient": []}
    events = [
        {**event, "id": f"e{k}", "place": place, "evidence": span, "trigger": span}
        for k, (place, span) in enumerate(zip(found, spans, strict=True))
    ]
    nigeria = {"id": "nga", "name": "Nigeria", "kind": "country", "country": "NGA"}
    return record.Folder({"one": {"actors": [nigeria], "statements": [], "events": events}})


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("the Sambisa forest", "Sambisa", True),
        ("Chibok", "the town of Chibok", True),
        ("the Red Sea", "the Black Market", False),
        ("the", "the", False),
        ("São Paulo", "Sao Paulo, Brazil", True),
        ("", "Mosul", False),
    ],
)
def test_places_are_the_same_that_share_a_word(one: str, other: str, same: bool) -> None:
    assert places.same_words(one, other) is same


def test_found_and_resolved_places_are_counted() -> None:
    gold, ours = _folder("Banki", "a school", None, "Springfield"), _folder("the town of Banki", None, "Mosul", "Kano")
    rows = places.placed(gold, ours)
    assert [(r.event, r.hit, r.state, r.precision) for r in rows if r.words] == [
        ("e0", True, "NGA", "city"),
        ("e1", False, None, None),
        ("e3", False, None, None),
    ]
    lines = list(places.lines(rows))
    assert lines[0].startswith("place") and lines[0].endswith("hit 1  of 3")
    assert "1 have one here" in lines[1]
    assert lines[2].endswith("hit 1  of 3") and lines[3].endswith("hit 1  of 3")
    assert [w.split(":")[0].strip() for w in lines[5:]] == ["one e1 'a school'", "one e3 'Springfield' (found"]


def test_an_event_that_is_not_matched_counts_for_the_gazetteer_alone() -> None:
    (row,) = places.placed(_folder("Mosul"), record.Folder({}))
    assert (row.matched, row.hit, row.state) == (False, False, "IRQ")


def test_gold_without_places_is_said_to_have_none() -> None:
    assert list(places.lines([])) == ["no event of the gold has a place"]
    assert list(places.lines(places.placed(_folder(None), _folder("Mosul")))) == ["no event of the gold has a place"]


def test_the_examples_gold_against_itself_is_perfect() -> None:
    gold = record.read_folder(GOLD)
    rows = places.placed(gold, gold)
    assert rows and all(r.hit for r in rows)


def test_a_gold_folder_without_codings_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no coded document"):
        main(["places", str(tmp_path), str(tmp_path)])

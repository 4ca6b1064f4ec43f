"""A record is summed up by what happened, each episode once, and by what is not known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from communique.model import Actor, Coding, Copy, Document, Episode, Interval, Status
from communique.record import Record
from communique.record.periods import last_day, period_for
from communique.record.views import Count, Period, Quads

DAY = dt.date(2023, 3, 20)
MARCH = Interval(dt.date(2023, 3, 1), dt.date(2023, 3, 31))
ACTORS = (
    Actor("rus", "Russia", "country", "RUS"),
    Actor("vladimir_putin", "Vladimir Putin", "person", "RUS"),
    Actor("chn", "China", "country", "CHN"),
    Actor("usa", "United States", "country", "USA"),
    Actor("nato", "NATO", "organization"),
)


def episode(
    key: str,
    kind: str,
    actor: Sequence[str],
    recipient: Sequence[str],
    date: Interval | None,
    documents: Sequence[str] = ("a",),
    status: Status = "actual",
) -> Episode:
    """An episode that some documents tell of."""
    told = tuple((name, key) for name in documents)
    return Episode(key, f"{kind} {key}", kind, tuple(actor), tuple(recipient), date, None, told, status)


EPISODES = (
    episode("visit", "CONSULT", ["vladimir_putin", "chn", "rus"], [], Interval(DAY, DAY), ["a", "b", "c"]),
    episode("aid", "AID", ["chn"], ["rus"], MARCH, ["a", "d"]),
    episode("blame", "ACCUSE", ["usa"], ["rus", "chn"], Interval(dt.date(2023, 4, 2), dt.date(2023, 4, 2))),
    episode("wide", "ACCUSE", ["rus"], ["chn"], Interval(dt.date(2023, 3, 1), dt.date(2023, 5, 1))),
    episode("open", "REJECT", ["rus"], ["usa"], Interval(None, dt.date(2022, 1, 1))),
    episode("whenever", "REJECT", ["usa"], ["rus"], None),
    episode("both strike", "ASSAULT", ["usa", "rus"], [], Interval(DAY, DAY)),
    episode("never", "ASSAULT", ["rus"], ["usa"], Interval(DAY, DAY), ["a", "b", "c", "d"], "hypothetical"),
)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record of four documents and the episodes above."""
    with Record.open(tmp_path / "r.duckdb") as opened:
        for name in "abcd":
            opened.write(Coding(Document(name, name, name), ACTORS), coder_version="1" if name == "a" else "2")
        opened.fail("e", "/e", "is empty")
        opened.replace_stories([], [Copy("a", "b", 0.9), Copy("b", "c", 0.9)])
        opened.replace_episodes(EPISODES)
        yield opened


def test_a_timeline_has_what_happened_in_the_order_of_days(record: Record) -> None:
    timeline = record.timeline()
    assert [m.id for m in timeline.moments] == ["open", "aid", "wide", "both strike", "visit", "blame"]
    assert (timeline.total, timeline.undated, timeline.counts) == (6, 1, ())
    visit = timeline.moments[4]
    assert (visit.quad, visit.earliest, visit.latest, visit.accounts) == ("verbal cooperation", DAY, DAY, 3)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"since": "2023-04-01"}, ["wide", "blame"]),
        ({"until": "2022-06-01"}, ["open"]),
        ({"actor": "Vladimir Putin"}, ["visit"]),
        ({"actor": "usa"}, ["open", "both strike", "blame"]),
        ({"actor": "nobody"}, []),
        ({"type": "accuse"}, ["wide", "blame"]),
        ({"type": "ACCUSE", "actor": "USA", "since": "2023-01-01"}, ["blame"]),
    ],
)
def test_a_timeline_is_filtered(record: Record, filters: dict[str, str], expected: list[str]) -> None:
    timeline = record.timeline(**filters)  # type: ignore[arg-type]
    assert [m.id for m in timeline.moments] == expected
    assert timeline.total == len(expected)


@pytest.mark.parametrize("filters", [{}, {"actor": "CHN"}, {"actor": "rus", "since": "2023-01-01"}])
def test_a_long_timeline_shows_the_best_attested_and_counts_all(record: Record, filters: dict[str, str]) -> None:
    whole = record.timeline(**filters)  # type: ignore[arg-type]
    timeline = record.timeline(**filters, limit=1)
    assert [m.id for m in timeline.moments] == ["visit"]
    assert timeline.total == whole.total == timeline.wide + sum(c.quads.total for c in timeline.counts)
    assert timeline.total > 1


def test_a_day_that_cannot_be_read_is_refused(record: Record) -> None:
    with pytest.raises(ValueError, match="is no day"):
        record.timeline(since="May")


def test_a_curve_counts_episodes_of_one_period(record: Record) -> None:
    curve = record.curve("Russia", "CHN")
    march = Count(MARCH.earliest or DAY, MARCH.latest or DAY, Quads(verbal_cooperation=1, material_cooperation=1))
    assert (curve.one, curve.one_name, curve.other_name) == ("RUS", "Russia", "China")
    assert curve.counts == (march,)
    assert (curve.wide, curve.undated) == (1, 0)
    weeks = record.curve("CHN", "RUS", by="week")
    assert [(c.first, c.last) for c in weeks.counts] == [(DAY, DAY + dt.timedelta(days=6))]
    assert weeks.wide == 2
    assert record.curve("RUS", "USA").undated == 1


@pytest.mark.parametrize(
    ("one", "other", "by", "message"),
    [
        ("RUS", "Atlantis", "month", "names no state 'Atlantis'"),
        ("RUS", "Vladimir Putin", "month", "same state"),
        ("RUS", "CHN", "fortnight", "is no period"),
        ("RUS", "NATO", "month", "names no state"),
    ],
)
def test_a_curve_of_no_two_states_is_refused(record: Record, one: str, other: str, by: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        record.curve(one, other, by=by)


def test_pairs_are_of_states_and_count_an_episode_once(record: Record) -> None:
    assert [(p.one, p.other_name, p.quads) for p in record.pairs()] == [
        ("CHN", "Russia", Quads(1, 1, 1, 0)),
        ("RUS", "United States", Quads(verbal_conflict=3)),
        ("CHN", "United States", Quads(verbal_conflict=1)),
    ]
    assert len(record.pairs(limit=1)) == 1


def test_dealings_are_of_who_acts_on_whom_and_of_who_meets(record: Record) -> None:
    dealings = record.dealings()
    assert {(e.actor, e.recipient, e.quads.total) for e in dealings.edges} == {
        ("chn", "rus", 2), ("rus", "chn", 1), ("usa", "rus", 2), ("usa", "chn", 1), ("rus", "usa", 1),
        ("chn", "vladimir_putin", 1), ("rus", "vladimir_putin", 1),
    }  # fmt: skip
    assert dealings.edges[0].quads == Quads(1, 1, 0, 0)
    assert [(n.id, n.name, n.weight) for n in dealings.nodes][:2] == [("rus", "Russia", 7), ("chn", "China", 5)]
    assert not dealings.more
    assert record.dealings(limit=2).more
    assert {e.actor for e in record.dealings(since="2023-05-02").edges} == set()


def test_attested_is_what_is_told_in_other_words(record: Record) -> None:
    assert [(m.id, m.accounts, m.copies) for m in record.best_attested()] == [("aid", 2, 0), ("visit", 3, 2)]
    assert [m.id for m in record.newest(limit=2)] == ["wide", "blame"]


def test_busy_is_who_takes_part_in_most(record: Record) -> None:
    assert [(p.id, p.documents, p.episodes) for p in record.busiest()] == [
        ("rus", 4, 7), ("chn", 4, 4), ("usa", 4, 4), ("vladimir_putin", 4, 1),
    ]  # fmt: skip


def test_health_counts_what_is_not_known(codings: tuple[Coding, ...], record: Record, story: Path) -> None:
    health = record.health()
    assert (health.documents, health.failures, health.unpublished, health.episodes) == (4, 1, 4, 8)
    assert health.coders == (("2", 3), ("1", 1))
    with Record.open(story, read_only=True) as opened:
        whole = opened.health()
    events = [e for c in codings for e in c.events]
    assert (whole.events, whole.events_undated) == (len(events), sum(e.date is None for e in events))
    assert (whole.events_unacted, whole.events_unreceived) == (
        sum(not e.actor for e in events),
        sum(not e.recipient for e in events),
    )
    assert whole.statements_unsourced == sum(not s.source for c in codings for s in c.statements)


def test_an_empty_record_is_summed_up_too(tmp_path: Path) -> None:
    with Record.open(tmp_path / "empty.duckdb") as opened:
        assert (opened.timeline().total, opened.pairs(), opened.busiest(), opened.newest(), opened.best_attested()) == (
            0, [], [], [], [],
        )  # fmt: skip
        assert opened.dealings().edges == ()
        assert opened.health().coders == ()


@pytest.mark.parametrize(
    ("first", "period", "last"),
    [
        (dt.date(2024, 2, 1), "month", dt.date(2024, 2, 29)),
        (dt.date(2023, 10, 1), "quarter", dt.date(2023, 12, 31)),
        (dt.date(2023, 1, 1), "year", dt.date(2023, 12, 31)),
        (dt.date(2023, 3, 20), "week", dt.date(2023, 3, 26)),
    ],
)
def test_periods_end(first: dt.date, period: Period, last: dt.date) -> None:
    assert last_day(first, period) == last


def test_a_picture_has_room_for_all_periods() -> None:
    first = dt.date(2000, 1, 1)
    spans = {days: period_for(first, first + dt.timedelta(days)) for days in (30, 1000, 10_000, 40_000)}
    assert spans == {30: "week", 1000: "month", 10_000: "quarter", 40_000: "year"}

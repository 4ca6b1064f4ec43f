"""Pictures hold a mark for each thing that they are of, and no text is taken for markup."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from math import hypot
from pathlib import Path
from statistics import mean
from xml.etree import ElementTree as ET

import pytest

from communique import plots
from communique.accounts import Comparison, Desk, compare
from communique.plots import Picture, PictureError, picture
from communique.plots.svg import PAINTS, PALETTE, drawing, shortened, text, width_of
from communique.record import Record
from communique.record.views import Count, Curve, Dealings, Edge, Moment, Node, Quads, Timeline

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '</title><script>alert("1")</script>&\0\x0b\ud800 <b>'
"""What would break out of a title or an attribute, and what XML may not hold at all."""


def day(number: int) -> dt.date:
    return dt.date(2023, 1, 1) + dt.timedelta(days=number)


def moment(key: str, first: int | None, last: int | None, accounts: int = 1, label: str = "CONSULT A, B") -> Moment:
    earliest, latest = (None if n is None else day(n) for n in (first, last))
    return Moment(key, label, "CONSULT", "verbal cooperation", "actual", ("a",), ("b",), earliest, latest, accounts)


MOMENTS = (moment("dot", 3, 3, 4), moment("bar", 40, 90), moment("open", None, 20), moment("on", 100, None))
COUNTS = (
    Count(dt.date(2023, 1, 1), dt.date(2023, 1, 31), Quads(3, 1, 0, 2)),
    Count(dt.date(2023, 4, 1), dt.date(2023, 4, 30), Quads(0, 0, 5, 0)),
)
CURVE = Curve("USA", "United States", "IRQ", "Iraq", "month", COUNTS, 2, 1)
DEALINGS = Dealings(
    (Node("a", "A", "country", "AAA", 3), Node("b", "B", "person", "BBB", 3), Node("c", "C", "group", None, 1)),
    (Edge("a", "b", Quads(2)), Edge("b", "a", Quads(0, 0, 0, 1)), Edge("c", "a", Quads(0, 1))),
    False,
)


@pytest.fixture(scope="session")
def comparison(story: Path) -> Comparison:
    """The accounts of the example corpus's best-attested episode."""
    with Record.open(story, read_only=True) as record:
        (episode,) = record.episodes_like(record.best_attested(limit=1)[0].id)
        return compare(episode, Desk.of(record, {d for d, _ in episode.mentions}))


def parsed(drawn: Picture) -> ET.Element:
    """The picture as a browser's XML parser has it; both its forms must be well-formed."""
    ET.fromstring(drawn.inline)
    return ET.fromstring(drawn.svg)


def said(drawn: Picture) -> list[str]:
    return ["".join(t.itertext()) for t in parsed(drawn).iter(f"{SVG}text")]


def titles(drawn: Picture) -> list[str]:
    return [t.text or "" for t in parsed(drawn).iter(f"{SVG}title")][1:]


def test_a_timeline_has_a_mark_for_each_episode() -> None:
    drawn = plots.timeline(Timeline(MOMENTS, 4, 2))
    assert len(titles(drawn)) == len(MOMENTS)
    assert "4 episodes, 2023" in said(drawn)
    assert any("2 more without a date" in s for s in said(drawn))
    circles = list(parsed(drawn).iter(f"{SVG}circle"))
    assert len(circles) == 3  # the bar has none, the open ends have one at the end that is known
    assert len({c.get("r") for c in circles}) == 2


def test_marks_are_links_where_an_address_is_given() -> None:
    drawn = plots.timeline(Timeline(MOMENTS, 4, 0), link=lambda key: f"/episode/{key}" if key != "bar" else None)
    root = parsed(drawn)
    assert {a.get("href") for a in root.iter(f"{SVG}a")} == {"/episode/dot", "/episode/open", "/episode/on"}
    # An image's parts are hidden from screen readers, links must not be.
    assert root.get("role") == "group"
    assert parsed(plots.timeline(Timeline(MOMENTS, 4, 0))).get("role") == "img"


def test_no_mark_of_a_timeline_covers_another() -> None:
    many = tuple(moment(f"m{k}", k % 7 * 30, k % 7 * 30) for k in range(60))
    at = [(c.get("cx"), c.get("cy")) for c in parsed(plots.timeline(Timeline(many, 60, 0))).iter(f"{SVG}circle")]
    assert len(at) == len(set(at)) == 60


def test_of_too_many_the_best_attested_are_drawn_and_all_are_counted() -> None:
    many = tuple(moment(f"m{k}", 5, 5, accounts=k) for k in range(1, 100))
    drawn = plots.timeline(Timeline(many, 500, 0, COUNTS, "month"))
    assert "500 episodes, 2023" in said(drawn)
    shown = [t for t in titles(drawn) if "account" in t]
    assert len(shown) < len(many)
    assert any("99 accounts" in t for t in shown)
    assert not any(", 1 account" in t for t in shown)
    assert any(f"the {len(shown)} with most accounts" in s for s in said(drawn))
    assert [t for t in titles(drawn) if t.startswith("2023")] == [
        "2023-01-01 to 2023-01-31: 3 verbal cooperation, 1 material cooperation, 2 material conflict",
        "2023-04-01 to 2023-04-30: 5 verbal conflict",
    ]


def test_a_long_silence_is_a_break_that_says_how_long_it_is() -> None:
    assert "4 years" in said(plots.timeline(Timeline((moment("a", 0, 0), moment("b", 1461, 1461)), 2, 0)))
    assert not [
        s
        for s in said(plots.timeline(Timeline(tuple(moment(str(k), k * 9, k * 9) for k in range(40)), 40, 0)))
        if "month" in s
    ]


def test_a_curve_grows_up_with_cooperation_and_down_with_conflict() -> None:
    root = parsed(plots.curve(CURVE))
    groups = {str(g[0].text)[:7]: g for g in root.iter(f"{SVG}g") if str(g[0].text).startswith("2023")}
    heights = {r.get("class"): float(r.get("height") or 0) for r in groups["2023-01"].iter(f"{SVG}rect")}
    assert heights["verbal-cooperation"] == pytest.approx(3 * heights["material-cooperation"], rel=0.01)
    tops = {r.get("class"): float(r.get("y") or 0) for g in groups.values() for r in g.iter(f"{SVG}rect")}
    assert tops["verbal-cooperation"] < tops["material-cooperation"] < tops["material-conflict"]
    assert any("2 not dated to one month and 1 not dated at all are left out" in s for s in said(plots.curve(CURVE)))


def test_a_network_has_its_actors_and_their_dealings() -> None:
    drawn = plots.network(DEALINGS, link=lambda key: f"/actor/{key}")
    assert {"A to B: 2 verbal cooperation", "B to A: 1 material conflict", "A (AAA): 3 episodes"} <= set(titles(drawn))
    discs = [float(c.get("r") or 0) for c in parsed(drawn).iter(f"{SVG}circle")]
    assert len(discs) == 3
    assert discs[0] == discs[1] > discs[2]
    assert drawn == plots.network(DEALINGS, link=lambda key: f"/actor/{key}")


def many() -> Dealings:
    """Three dozen actors: a hub with spokes, a clique, and pairs apart from all."""
    ties = [("hub", f"spoke{k}", 1 + k % 3) for k in range(14)]
    ties += [(f"c{a}", f"c{b}", 5) for a in range(6) for b in range(a)] + [("hub", "c0", 2)]
    ties += [(f"left{k}", f"right{k}", 1) for k in range(6)]
    keys = dict.fromkeys(key for a, b, _ in ties for key in (a, b))
    nodes = tuple(Node(k, f"The actor {k}", "person", None, 9) for k in keys)
    return Dealings(nodes, tuple(Edge(a, b, Quads(n)) for a, b, n in ties), False)


def named(drawn: Picture) -> dict[str, tuple[float, float, float]]:
    """Where each actor of a network is, by its name: the disc's middle and its radius."""
    found = {}
    for group in parsed(drawn).iter(f"{SVG}g"):
        disc, words = group.find(f"{SVG}circle"), group.find(f"{SVG}text")
        if disc is not None and words is not None:
            found[str(words.text)] = tuple(float(str(disc.get(key))) for key in ("cx", "cy", "r"))
    return found  # type: ignore[return-value]


def test_no_name_of_a_network_covers_another_or_an_actor() -> None:
    drawn = plots.network(many())
    width, height = (float(n) for n in str(parsed(drawn).get("viewBox")).split()[2:])
    boxes = []
    for name, (x, y, r) in named(drawn).items():
        half = max(width_of(name, 11) / 2, r)
        boxes.append((x - half, y - r, x + half, y + r + 14))
    assert len(boxes) == len(many().nodes)
    assert all(a >= 0 and c <= width and b >= 76 and d <= height for a, b, c, d in boxes)
    assert not [
        (p, q)
        for k, p in enumerate(boxes)
        for q in boxes[:k]
        if p[0] < q[2] and q[0] < p[2] and p[1] < q[3] and q[1] < p[3]
    ]


def test_who_deals_with_each_other_stands_near_each_other() -> None:
    places = named(plots.network(many()))
    by_key = {n.id: places[shortened(n.name, 130)] for n in many().nodes if n.id[0] in "ch"}

    def far(one: str, other: str) -> float:
        return hypot(by_key[one][0] - by_key[other][0], by_key[one][1] - by_key[other][1])

    clique = [k for k in by_key if k.startswith("c")]
    within = [far(a, b) for a in clique for b in clique if a < b]
    assert mean(within) < mean(far("hub", k) for k in clique[1:])


def test_everybody_stands_in_one_place_whatever_days_are_shown() -> None:
    whole = many()
    some = replace(whole, nodes=whole.nodes[:9], edges=whole.edges[:8])
    fresh = Node("new", "A newcomer", "person", None, 1)
    more = replace(some, nodes=(*some.nodes, fresh), edges=(*some.edges, Edge("new", "hub", Quads(1))))
    all_, shown = named(plots.network(whole)), named(plots.network(some, whole=whole))
    assert len(shown) == 9 and all(all_[name][:2] == at[:2] for name, at in shown.items())
    pale = [c for c in parsed(plots.network(some, whole=whole)).iter(f"{SVG}circle") if c.get("class") == "faint"]
    assert len(pale) == len(whole.nodes) - 9
    joined = named(plots.network(more, whole=whole))
    assert joined.keys() - shown.keys() == {"A newcomer"}
    assert all(joined[name][:2] == at[:2] for name, at in shown.items())


def test_accounts_have_a_sign_in_each_cell(comparison: Comparison) -> None:
    drawn = plots.accounts(comparison, facts=1000)
    cells = [c for row in comparison.rows for c in row.cells]
    shown = [t for t in titles(drawn) if any(f": {c.state}" in t for c in cells)]
    assert len(shown) == len(cells)
    few = plots.accounts(comparison, facts=3, link=lambda cell: f"/document/{cell.document}#{cell.span}")
    links = list(parsed(few).iter(f"{SVG}a"))
    assert len(links) == sum(c.span is not None for row in comparison.rows[:3] for c in row.cells)
    assert any(f"the first 3 of {len(comparison.rows)} facts" in s for s in said(few))


def hostile_pictures(comparison: Comparison) -> list[Picture]:
    row = replace(comparison.rows[0], fact=HOSTILE)
    teller = replace(comparison.accounts[0], outlet=HOSTILE)
    return [
        plots.timeline(Timeline((moment("a", 1, 1, label=HOSTILE),), 1, 0), link=lambda key: f'/"><x>{HOSTILE}'),
        plots.curve(replace(CURVE, one_name=HOSTILE)),
        plots.curve(replace(CURVE, one_name=HOSTILE, counts=())),
        plots.network(replace(DEALINGS, nodes=(Node("a", HOSTILE, "person", HOSTILE, 1), *DEALINGS.nodes[1:]))),
        plots.accounts(replace(comparison, rows=(row,), accounts=(teller, *comparison.accounts[1:]))),
        plots.accounts(replace(comparison, episode=replace(comparison.episode, label=HOSTILE))),
    ]


def test_no_text_is_taken_for_markup(comparison: Comparison) -> None:
    for drawn in hostile_pictures(comparison):
        root = parsed(drawn)
        assert not [e.tag for e in root.iter() if e.tag in (f"{SVG}script", f"{SVG}b", f"{SVG}x")]
        assert "script" in "".join(root.itertext())
        drawn.svg.encode("utf-8")


def every(comparison: Comparison) -> list[Picture]:
    return [
        plots.timeline(Timeline(MOMENTS, 9, 1, COUNTS), link=lambda key: f"/{key}"),
        plots.curve(CURVE),
        plots.network(DEALINGS),
        plots.accounts(comparison),
    ]


def test_an_inline_picture_needs_no_inline_style(comparison: Comparison) -> None:
    for drawn in every(comparison):
        elements = list(ET.fromstring(drawn.inline).iter())
        assert not [e for e in elements if e.tag == f"{SVG}style" or "style" in e.attrib or "id" in e.attrib]
        assert not [name for e in elements for name in e.attrib if name.startswith("on")]
        assert {e.get("class") for e in elements} - {None, "plot"} <= PAINTS.keys()
        assert elements[0].get("aria-label")


EMPTY: list[tuple[Callable[[Comparison], Picture], str]] = [
    (lambda c: plots.timeline(Timeline((), 0, 3)), "No dated episode. 3 episodes without a date."),
    (lambda c: plots.curve(replace(CURVE, counts=())), "No episode of United States and Iraq that is dated to a month"),
    (lambda c: plots.network(Dealings((), (), False)), "Nobody deals with anybody"),
    (lambda c: plots.accounts(replace(c, rows=())), "No account tells of it"),
]


@pytest.mark.parametrize(("drawn", "words"), EMPTY)
def test_nothing_to_draw_is_said(drawn: Callable[[Comparison], Picture], words: str, comparison: Comparison) -> None:
    found = said(drawn(comparison))
    assert found[0] == words
    assert len(found) == 2


def luminance(colour: str) -> float:
    """The relative luminance of a colour, as WCAG 2 defines it."""
    parts = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [0, 1])
@pytest.mark.parametrize(("colour", "least"), [("ink", 7), ("soft", 4.5), ("cooperation", 3), ("conflict", 3)])
def test_colours_stand_out_from_the_paper(colour: str, least: float, theme: int) -> None:
    light, dark = sorted((luminance(PALETTE[name][theme]) for name in (colour, "paper")), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= least


def pixels(png: bytes) -> bytes:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return png


def test_a_png_is_as_large_as_asked_for_and_has_its_words() -> None:
    def lettered(words: str) -> Picture:
        return Picture(drawing(200, 40, "x", "y", text(5, 25, words)))

    png = pixels(lettered("Moscow").png(zoom=3))
    assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (600, 120)
    assert pixels(lettered("Moscow").png()) != pixels(lettered(" ").png()) != pixels(lettered("Kyiv").png())


def test_a_png_without_any_font_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="no font is found"):
        plots.curve(CURVE).png(fonts=(tmp_path / "none.ttf",))
    monkeypatch.setattr(picture, "_FAMILIES", ())
    picture._family.cache_clear()
    with pytest.raises(PictureError, match="no font is found"):
        plots.curve(CURVE).png()
    picture._family.cache_clear()


def test_a_notebook_shows_pictures_and_rows(story: Path) -> None:
    assert plots.curve(CURVE)._repr_svg_().startswith("<svg")
    with Record.open(story, read_only=True) as record:
        shown = record.query("SELECT '<b>' || i AS x, [i, NULL] AS y FROM range(500) t(i)")._repr_html_()
    assert "<b>" not in shown
    assert "&lt;b&gt;0" in shown
    assert (shown.count("<tr>"), "500 rows, the first 20 shown" in shown) == (21, True)


@pytest.mark.parametrize("room", [0, 10, 40, 100, 1000])
def test_words_are_cut_to_their_room(room: float) -> None:
    words = shortened("the  Ministry of\nForeign Affairs", room)
    assert width_of(words) <= room
    assert words in ("", "the Ministry of Foreign Affairs") or words.endswith("…")

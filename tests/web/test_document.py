"""The page of a document, and the cutting of its text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page
from starlette.testclient import TestClient

from communique.model import Span
from communique.web.marks import Mark, marked

NAME = "campdavid_translated.txt"
_SPANS = st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda p: Span(p[0], p[0] + p[1]))


@given(
    st.text("ab \n.", max_size=60),
    st.lists(st.builds(Mark, _SPANS, st.sampled_from(["cue", "content"]), st.just("s1"))),
)
def test_pieces_are_the_text_and_bear_just_the_marks_over_them(text: str, marks: list[Mark]) -> None:
    paragraphs = marked(text, marks)
    assert "".join(p.span.of(text) for p in paragraphs).replace("\n", "").replace(" ", "") == "".join(text.split())
    for paragraph in paragraphs:
        assert "".join(piece.text for piece in paragraph.pieces) == paragraph.span.of(text)
        for piece in paragraph.pieces:
            for k, letter in enumerate(piece.text, piece.start):
                assert text[k] == letter
                assert set(piece.kinds) == {m.kind for m in marks if m.span.start <= k < m.span.end}


def test_what_was_read_stands_beside_its_words(client: TestClient) -> None:
    shown = client.get(f"/document/{NAME}").text
    assert "Meridian Wire" in shown and "18 September 1978" in shown and "Through what" in shown
    assert client.get("/document/none.txt").status_code == 404


def test_a_cue_leads_to_its_note_and_words_have_addresses(site: str, tab: Page) -> None:
    tab.goto(f"{site}/document/{NAME}")
    cue = tab.locator("a.cue", has_text="reports").first
    note = cue.get_attribute("href") or ""
    cue.click()
    assert tab.url.endswith(note) and tab.locator(f"{note}:target").count() == 1
    assert "Meridian Wire" in tab.locator(note).inner_text()
    tab.locator(f"{note} .permalink").click()
    assert "mediated between Egypt and Israel" in "".join(tab.locator(".asked").all_inner_texts())


def test_marks_and_notes_light_up_together(site: str, tab: Page) -> None:
    tab.goto(f"{site}/document/{NAME}")
    tab.locator(".margin li").first.hover()
    assert tab.locator(".text .lit").count() > 0


def test_the_keyboard_reaches_the_search(site: str, tab: Page) -> None:
    tab.goto(f"{site}/document/{NAME}")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.id") == "find"

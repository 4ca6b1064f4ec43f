"""Where quotations begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.extract.quotes import find_quotes
from communique.model import Page
from communique.pipeline import code_page


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ('He said "we will stay" today.', ['"we will stay"']),
        ("She called it “a good day” and left.", ["“a good day”"]),
        ("Der Text: „frei und klar” heute.", ["„frei und klar”"]),
        ("Il dit «nous restons» hier.", ["«nous restons»"]),
        ("He called it 'a band of steel', again.", ["'a band of steel'"]),
        ("It is the government's decision, the minister's aide said.", []),
        ('"This is never closed, so it ends here\nNext line.', ['"This is never closed, so it ends here']),
        ('"It goes on.\nAnd on. "\nThey left.', ['"It goes on.\nAnd on. "']),
        ('They sang, "No more!\nNot now! "as they marched.', ['"No more!\nNot now! "']),
        ('"One line open here.\n"The next opens again."', ['"One line open here.', '"The next opens again."']),
        ('"It is open here, then.\n\nNobody said "so" there.', ['"It is open here, then.', '"so"']),
        ('"Let no “friends” in," he said.', ['"Let no “friends” in,"']),
    ],
)
def test_find_quotes(text: str, quotes: list[str]) -> None:
    assert [q.of(text) for q in find_quotes(text)] == quotes


@given(st.text(alphabet="ab '\"“”„«»‘’.,\n", max_size=120))
def test_quotes_lie_in_the_text_and_apart(text: str) -> None:
    quotes = find_quotes(text)
    assert all(0 <= q.start < q.end <= len(text) for q in quotes)
    assert all(a.end <= b.start for a, b in zip(quotes, quotes[1:], strict=False))


@pytest.mark.parametrize(
    "text",
    [
        '"We had to march," said Ana Lopez of Kenya.\n"Nobody listened to us for ten years. "',
        '"We had to march," said Ana Lopez, a nurse from the town who has worked there for years.\n"Nobody listened to us at all."',
        'Ana Lopez of Kenya said: "We had to march.\nNobody listened to us for ten years. "',
    ],
)
def test_a_quotation_goes_on_in_the_next_line(text: str) -> None:
    (statement,) = code_page(Page("x.txt", "x.txt", text.encode(), "text/plain")).statements
    said = " ".join(s.of(text) for s in statement.content)
    assert "march" in said
    assert "Nobody listened to us" in said
    assert not any(s.contains(statement.cue) for s in statement.content)


@pytest.mark.parametrize(
    ("line", "goes_on"),
    [
        ("'Well planned for us'", False),
        ("‘No time to react’", False),
        ('"Nobody listened to us at all. "', True),
    ],
)
def test_a_heading_in_single_marks_is_no_speech(line: str, goes_on: bool) -> None:
    text = f'"We had to march for ten long years," said Ana Lopez of Kenya.\n{line}\nThe town was quiet.'
    (statement,) = code_page(Page("x.txt", "x.txt", text.encode(), "text/plain")).statements
    assert (len(statement.content) == 2) is goes_on


def said_by(text: str) -> list[tuple[str, str]]:
    """Who says what in a text, as its words name him."""
    coding = code_page(Page("x.txt", "x.txt", text.encode(), "text/plain"))
    return [
        (s.source_text.of(text) if s.source_text else "", " ".join(c.of(text) for c in s.content))
        for s in coding.statements
    ]


@pytest.mark.parametrize(
    ("opening", "source"),
    [
        ("Kenya's Foreign Ministry said in a statement:", "Kenya's Foreign Ministry"),
        ("Ana Lopez of Kenya made the following comment:", "Ana Lopez of Kenya"),
    ],
)
def test_a_paragraph_that_is_set_apart_is_what_was_announced(opening: str, source: str) -> None:
    words = "The bridge at Lodwar is closed, and nobody who lives there has been told."
    found = said_by(f"{opening}\n\n{words}\n\nThe town was quiet.")
    assert (source, words.rstrip()) in found
    assert not any("quiet" in content for _, content in found)


def test_what_stands_below_a_mere_colon_is_nobodys_words() -> None:
    assert said_by("Read on:\n\nThe bridge at Lodwar was closed for ten days.") == []

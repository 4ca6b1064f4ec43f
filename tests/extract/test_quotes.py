"""Where quotations begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.extract.quotes import find_quotes


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
    ],
)
def test_find_quotes(text: str, quotes: list[str]) -> None:
    assert [q.of(text) for q in find_quotes(text)] == quotes


@given(st.text(alphabet="ab '\"“”„«»‘’.,\n", max_size=120))
def test_quotes_lie_in_the_text_and_apart(text: str) -> None:
    quotes = find_quotes(text)
    assert all(0 <= q.start < q.end <= len(text) for q in quotes)
    assert all(a.end <= b.start for a, b in zip(quotes, quotes[1:], strict=False))

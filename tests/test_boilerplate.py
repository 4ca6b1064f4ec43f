"""What is no part of an article is found wherever it stands, and nothing else."""

from __future__ import annotations

import pytest

from communique.boilerplate import find_boilerplate


def rest(text: str) -> str:
    """A text without its boilerplate."""
    kept, last = [], 0
    for span in find_boilerplate(text):
        kept.append(text[last : span.start])
        last = span.end
    return " ".join("".join([*kept, text[last:]]).split())


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            "Photos: Fire at the port of Mombasa Smoke rises. Hide Caption 1 of 3 Photos: Fire at the port of Mombasa Crews arrive. "
            "Hide Caption 2 of 3 Photos: Fire at the port of Mombasa People wait. Hide Caption 3 of 3",
            "Smoke rises. Crews arrive. People wait.",
        ),
        ("Troops left. Hide Caption 1 of 1", "Troops left."),
        ("Skip Twitter post by @example Troops left. End of Twitter post by @example", "Troops left."),
        ("MOST READ IN NEWS Troops left the town.", "Troops left the town."),
        ("Most read in News: Ten pictures", ""),
        ("matrixpictures.co.uk Survivors wait at the port", "Survivors wait at the port"),
        ("Matrix analysts said so.", "Matrix analysts said so."),
        ("The most read in Kenya is this paper.", "The most read in Kenya is this paper."),
    ],
)
def test_galleries_and_embedded_posts_are_no_text(text: str, left: str) -> None:
    assert rest(
        f"Troops leave\n\n{text}\n\nThe end of it came later."
    ) == f"Troops leave {left} The end of it came later.".replace("  ", " ")


PROSE = (
    "Troops left the town on Monday after a week of talks that both of the sides had called useful, and people who had "
    "fled came back to it."
)


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        (["Read more", PROSE, "It was quiet there."], [PROSE, "It was quiet there."]),
        (["Related:", "What to know of the talks", PROSE], [PROSE]),
        (["Read more:", "What to know of the talks", "A town was left. Then it rained.", PROSE], ["A town was left. Then it rained.", PROSE]),
        (["Read more:", "What to know of the talks", "A town was left. Then it rained."], []),
        (["Post a comment", PROSE], []),
    ],
)  # fmt: skip
def test_headings_above_titles_take_no_article_with_them(lines: list[str], left: list[str]) -> None:
    text = [PROSE] * 9
    assert rest("\n".join([*text, *lines])) == " ".join([*text, *left])


def test_titles_early_in_a_text_end_at_the_first_sentence() -> None:
    assert (
        rest("Troops leave\nRead more\nWhat to know\nThey left.\nIt rained.\nIt froze.")
        == "Troops leave They left. It rained. It froze."
    )

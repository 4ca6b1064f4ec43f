"""What tests share: the example corpus, coded once into a real record."""

from __future__ import annotations

from pathlib import Path

import pytest

import communique
from communique.model import Coding

ARTICLES = Path(__file__).parent.parent / "examples" / "articles"


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the example corpus."""
    path = tmp_path_factory.mktemp("record") / "story.duckdb"
    communique.code([ARTICLES], path)
    return path


@pytest.fixture(scope="session")
def codings(story: Path) -> tuple[Coding, ...]:
    """The codings that the record holds."""
    with communique.Record.open(story, read_only=True) as record:
        return tuple(record.codings())

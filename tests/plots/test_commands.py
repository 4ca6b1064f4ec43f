"""Pictures from the command line."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from communique.cli import app
from communique.record import Record

RUN = CliRunner()
COMMANDS = (["timeline", "--actor", "USA"], ["curve", "Iraq", "KWT", "--by", "day"], ["network", "--limit", "5"])


@pytest.mark.parametrize("command", COMMANDS)
def test_a_picture_is_printed_or_written(command: list[str], story: Path, tmp_path: Path) -> None:
    printed = RUN.invoke(app, ["plot", *command, "--record", str(story)])
    assert printed.exit_code == 0, printed.output
    assert ET.fromstring(printed.stdout).tag.endswith("svg")
    for kind, magic in (("svg", b"<svg"), ("png", b"\x89PNG")):
        file = tmp_path / f"picture.{kind}"
        assert RUN.invoke(app, ["plot", *command, "--record", str(story), "--output", str(file)]).exit_code == 0
        assert file.read_bytes().startswith(magic)


def test_accounts_are_those_of_the_episode_named(story: Path) -> None:
    with Record.open(story, read_only=True) as record:
        best = record.best_attested(limit=1)[0]
    drawn = RUN.invoke(app, ["plot", "accounts", best.id, "--record", str(story)])
    assert f"Accounts: {best.label}" in drawn.stdout


@pytest.mark.parametrize("command", ["timeline", "curve", "network", "accounts"])
def test_help_has_an_example(command: str) -> None:
    assert f"Example: communique plot {command}" in RUN.invoke(app, ["plot", command, "--help"]).output


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["curve", "USA", "Atlantis"], "names no state 'Atlantis'"),
        (["curve", "USA", "IRQ", "--by", "moon"], "is no period"),
        (["timeline", "--since", "May"], "is no day"),
        (["timeline", "--output", "picture.gif"], "written as .svg or .png"),
        (["timeline", "--output", "no/such/folder/picture.svg"], "cannot be written"),
        (["accounts", "xyz"], "no episode has an id that begins with 'xyz'"),
    ],
)
def test_what_is_wrong_is_said(command: list[str], words: str, story: Path) -> None:
    result = RUN.invoke(app, ["plot", *command, "--record", str(story)])
    assert (result.exit_code, words in " ".join(result.stderr.split())) == (2, True), result.stderr

"""The commands, as a shell would call them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from communique.cli import app

RUN = CliRunner()
COMMANDS = [c.callback.__name__ for c in app.registered_commands if c.callback is not None]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command: str) -> None:
    result = RUN.invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert "Example" in result.output


@pytest.mark.parametrize(
    "command",
    [
        ["documents"],
        ["actors"],
        ["statements"],
        ["events"],
        ["episodes"],
        ["query", "SELECT type FROM events"],
        ["verify"],
    ],
)
def test_json(command: list[str], story: Path) -> None:
    result = RUN.invoke(app, [*command, "--record", str(story), "--json"])
    assert result.exit_code == 0, result.output
    json.loads(result.stdout)


def test_show_compare_and_brief(story: Path) -> None:
    shown = RUN.invoke(app, ["show", "kuwait_wire.txt", "--record", str(story)])
    assert "Iraq" in shown.output
    listed = json.loads(RUN.invoke(app, ["episodes", "--record", str(story), "--json"]).stdout)
    compared = RUN.invoke(app, ["compare", listed[0]["id"], "--record", str(story)])
    assert compared.exit_code == 0, compared.output
    assert "accounts" in compared.output
    assert "# Briefing" in RUN.invoke(app, ["brief", "--record", str(story)]).output


def test_code_writes_the_codebooks_json(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Iraq invaded Kuwait on 2 August 1990.")
    result = RUN.invoke(
        app, ["code", str(tmp_path / "a.txt"), "--record", str(tmp_path / "r.duckdb"), "--json", str(tmp_path / "out")]
    )
    assert result.exit_code == 0, result.output
    coded = json.loads((tmp_path / "out" / "a.json").read_text())
    (event,) = [e for e in coded["events"] if e["type"] == "ASSAULT"]
    assert event["date"] == {"earliest": "1990-08-02", "latest": "1990-08-02"}
    assert (tmp_path / "out" / "episodes.json").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["code", "no/such/path"], "no such file"),
        (["events", "--record", "none.duckdb"], "no such record"),
        (["show", "nothing"], "no such record"),
    ],
)
def test_bad_input_says_what_to_do(
    arguments: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = RUN.invoke(app, arguments)
    assert result.exit_code == 2
    assert words in result.output

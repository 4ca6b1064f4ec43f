"""The commands, as a shell would call them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import communique
from communique.cli import app
from communique.pipeline import Settings

ROOT = Path(__file__).parents[1]
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


def test_linking_from_scratch_tells_what_linking_what_changed_tells(story: Path, tmp_path: Path) -> None:
    path = tmp_path / "linked.duckdb"
    shutil.copy(story, path)
    found = [RUN.invoke(app, ["link", "--record", str(path), *more]) for more in ([], ["--all"])]
    assert [r.exit_code for r in found] == [0, 0]
    assert found[0].output == found[1].output
    missing = RUN.invoke(app, ["link", "--record", str(tmp_path / "none.duckdb")])
    assert missing.exit_code == 2


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


def test_a_higher_threshold_keeps_fewer_and_surer_events(tmp_path: Path) -> None:
    article = ROOT / "examples" / "articles" / "cuba_wire.txt"
    counts = []
    for threshold in (0.0, 0.6):
        path = tmp_path / f"{threshold}.duckdb"
        communique.code([article], path, threshold=threshold)
        with communique.Record.open(path, read_only=True) as record:
            found = record.events().rows()
        counts.append(len(found))
        assert all(row["confidence"] >= threshold for row in found)
    assert counts[0] > counts[1] > 0


def test_another_threshold_codes_again(tmp_path: Path) -> None:
    article, path = ROOT / "examples" / "articles" / "cuba_wire.txt", tmp_path / "r.duckdb"
    assert communique.code([article], path).coded == 1
    assert communique.code([article], path, threshold=0.5).coded == 1
    assert communique.code([article], path, threshold=0.5).skipped == 1


def test_thorough_asks_the_large_model_about_every_act(tmp_path: Path) -> None:
    article, path = tmp_path / "a.txt", tmp_path / "r.duckdb"
    article.write_text(
        "date 2024-05-06\n\nKenya condemned Chad on Sunday. Kenyan troops attacked a camp in Chad.", "utf-8"
    )
    for _ in range(2):
        assert RUN.invoke(app, ["code", str(article), "--thorough", "--record", str(path)]).exit_code == 0
    with communique.Record.open(path, read_only=True) as record:
        traces = [row["trace"] for row in record.events().rows()]
    assert traces
    assert all(any(line.startswith("model: ") and "not asked" not in line for line in trace) for trace in traces)
    assert communique.code([article], path, thorough=True).skipped == 1
    assert communique.code([article], path).coded == 1


@pytest.mark.parametrize("settings", [Settings(), Settings(0.5), Settings(thorough=True), Settings(0.5, thorough=True)])
def test_what_a_version_tells_of_settings_is_what_was_set(settings: Settings) -> None:
    assert Settings.of(settings.version, {}) == settings


def test_explain_tells_what_rules_and_model_said(story: Path) -> None:
    result = RUN.invoke(app, ["explain", "cuba_wire.txt:e1", "--record", str(story)])
    assert result.exit_code == 0, result.output
    for part in ("sentence:", "trigger:", "actor:", "model:", "vocabulary:", "status:", "date:", "confidence:"):
        assert part in result.output, part
    told = RUN.invoke(app, ["explain", "cuba_wire.txt:s1", "--record", str(story), "--json"])
    assert json.loads(told.stdout)["cue"]


def test_explain_of_what_is_not_there(story: Path) -> None:
    result = RUN.invoke(app, ["explain", "cuba_wire.txt:e999", "--record", str(story)])
    assert result.exit_code == 2
    assert "no event or statement" in result.output

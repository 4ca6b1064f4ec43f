"""Every relation is taken away as CSV, JSON and Parquet with nothing lost."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from communique.cli import app
from communique.record import Record, Relation

RELATIONS = ("documents", "actors", "statements", "events", "codes", "failures", "episodes", "claims")


@pytest.fixture(scope="module", params=[*RELATIONS, "search"])
def relation(request: pytest.FixtureRequest, story: Path) -> Relation:
    with Record.open(story, read_only=True) as record:
        if request.param == "search":
            return record.search("iraq", "events").relation()
        found: Relation = getattr(record, request.param)()
        return found


def test_parquet_is_the_table(relation: Relation) -> None:
    again = pq.read_table(io.BytesIO(relation.parquet()))
    assert again.schema.remove_metadata() == relation.arrow().schema.remove_metadata()
    assert again.to_pylist() == relation.rows()


def test_json_and_csv_have_every_row(relation: Relation) -> None:
    told = json.loads(relation.json())
    lines = list(csv.DictReader(io.StringIO(relation.csv())))
    assert len(told) == len(lines) == len(relation)
    for row, said, line in zip(relation.rows(), told, lines, strict=True):
        assert list(said) == list(line) == list(relation.columns)
        for name, value in row.items():
            if isinstance(value, bytes):
                assert bytes.fromhex(said[name]) == bytes.fromhex(line[name]) == value
            elif isinstance(value, dict):
                assert said[name] == json.loads(line[name]) == value
            elif isinstance(value, str):
                assert said[name] == line[name].removeprefix("'") == value


@pytest.mark.parametrize("command", [["events"], ["documents"], ["search", "iraq"], ["query", "SELECT 1 AS n"]])
def test_parquet_on_the_command_line(command: list[str], story: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.parquet"
    result = CliRunner().invoke(app, [*command, "--record", str(story), "--parquet", str(file)])
    assert result.exit_code == 0, result.output
    assert pq.read_table(file).num_rows > 0
    lost = CliRunner().invoke(app, [*command, "--record", str(story), "--parquet", str(tmp_path / "no" / "out")])
    assert lost.exit_code == 2
    assert "cannot be written" in lost.output


@pytest.mark.parametrize(
    ("sql", "row"),
    [
        ("SELECT 1 AS name, 2 AS name", {"name": 1, "name_1": 2}),
        ("SELECT 1 AS name, 2 AS other, 3 AS name, 4 AS name", {"name": 1, "other": 2, "name_1": 3, "name_2": 4}),
        ("SELECT 1 AS name, 2 AS name, 3 AS name_1", {"name": 1, "name_1": 2, "name_1_1": 3}),
        ("SELECT 1 AS name, 2 AS NAME", {"name": 1, "NAME_1": 2}),
    ],
)
def test_columns_of_one_name_are_told_apart(sql: str, row: dict[str, int], story: Path) -> None:
    with Record.open(story, read_only=True) as record:
        for relation in (record.query(sql), record.explore(sql).relation):
            assert relation.columns == tuple(row)
            assert relation.rows() == json.loads(relation.json()) == [row]
            assert relation.csv().splitlines() == [",".join(row), ",".join(map(str, row.values()))]

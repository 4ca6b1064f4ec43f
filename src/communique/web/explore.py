"""Read-only SQL over the record, with examples, within limits of time and rows, and a chart of the result."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from communique.record import RecordError, Relation
from communique.record.schema import TABLES
from communique.web.pages import download, page
from communique.web.questions import UnstoppedError

SECONDS, ROWS = 5.0, 1000
EXAMPLES = (
    ("Acts by type", "SELECT type, count(*) AS events FROM events GROUP BY type ORDER BY events DESC"),
    (
        "Documents a month",
        "SELECT date_trunc('month', published_date)::DATE AS month, count(*) AS documents\nFROM documents WHERE published_date IS NOT NULL GROUP BY month ORDER BY month",
    ),
    (
        "Who is quoted most",
        "SELECT a.name, count(*) AS statements\nFROM statements s JOIN actors a ON a.document = s.document AND list_contains(s.source, a.id)\nGROUP BY a.name ORDER BY statements DESC LIMIT 20",
    ),
    (
        "Episodes told most often",
        "SELECT label, date_earliest, documents FROM episodes ORDER BY documents DESC LIMIT 20",
    ),
    (
        "What is denied",
        "SELECT d.outlet, e.type, e.evidence_text FROM events e JOIN documents d ON d.id = e.document\nWHERE e.status = 'denied' LIMIT 50",
    ),
)


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars for a column of numbers beside what they are of: the columns' names and the largest number."""

    label: str
    number: str
    largest: float


def explore(request: Request) -> Response:
    """The page; ``?sql=`` is asked, and ``?format=`` gives the result as a file."""
    sql = request.query_params.get("sql", "").strip()
    found, fault, then = None, None, None
    if sql:
        try:
            found = request.app.state.questions.ask(sql, seconds=SECONDS, rows=ROWS)
        except RecordError as error:
            fault = str(error)
            if isinstance(error, UnstoppedError) and request.app.state.begin_anew is not None:
                then = BackgroundTask(request.app.state.begin_anew)
    result = found.relation if found is not None else None
    if result is not None and "format" in request.query_params:
        return download(request, "result", result)
    answer = page(
        request, "explore.html", status=400 if fault else 200, sql=sql, result=result, fault=fault, examples=EXAMPLES,
        cut=found is not None and found.cut, tables=TABLES, chart=chart(result) if result is not None else None, most=ROWS, seconds=SECONDS,
    )  # fmt: skip
    answer.background = then
    return answer


def chart(result: Relation) -> Chart | None:
    """What of a result bars can be drawn of: two columns or more, of which one names and one counts; else nothing."""
    rows = result.rows()
    if not 2 <= len(rows) <= 60:
        return None
    names = [c for c in result.columns if all(isinstance(r[c], str | dt.date) for r in rows)]
    numbers = [c for c in result.columns if all(_counts(r[c]) for r in rows)]
    if not names or not numbers or not (largest := max(float(r[numbers[0]]) for r in rows)):
        return None
    return Chart(names[0], numbers[0], largest)


def _counts(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < float("inf")


routes = (Route("/explore", explore, name="explore"),)

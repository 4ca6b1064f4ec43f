"""One event as its accounts tell it: where each comes from, what they share, where they differ, what each leaves out."""

from communique.accounts.choosing import Layout, choose, heads, independents, lay_out
from communique.accounts.comparison import Cell, Comparison, Row, Teller, compare
from communique.accounts.desk import Desk
from communique.accounts.origins import Origin
from communique.accounts.summary import Gap, Summary, summarize

__all__ = [
    "Cell",
    "Comparison",
    "Desk",
    "Gap",
    "Layout",
    "Origin",
    "Row",
    "Summary",
    "Teller",
    "choose",
    "compare",
    "heads",
    "independents",
    "lay_out",
    "summarize",
]

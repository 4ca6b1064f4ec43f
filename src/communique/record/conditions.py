"""What rows of a record are asked for."""

from __future__ import annotations

import datetime as dt


class Conditions:
    """Conditions of a query and their values."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.values: list[object] = []

    @property
    def parts(self) -> str:
        return " AND ".join(self._parts)

    @property
    def sql(self) -> str:
        return f"WHERE {self.parts}" if self._parts else ""

    def add(self, part: str, *values: object) -> None:
        self._parts.append(part)
        self.values.extend(values)

    def equal(self, column: str, value: str | None) -> None:
        if value is not None:
            self.add(f"lower({column}) = lower(?)", value)

    def side(self, column: str, value: str | None, *, aliases: bool = False) -> None:
        """Whether one of a list of actors is of an id, a name or a state or, where ``aliases`` count too, goes by other words."""
        if value is not None:
            called = " OR list_contains([lower(word) FOR word IN x.aliases], lower(?))" if aliases else ""
            self.add(
                f"EXISTS (SELECT 1 FROM actors x WHERE x.document = d.id AND list_contains({column}, x.id) "
                f"AND (lower(x.id) = lower(?) OR lower(x.name) = lower(?) OR x.country = upper(?){called}))",
                *[value] * (4 if aliases else 3),
            )

    def days(self, earliest: str, latest: str, since: str | None, until: str | None) -> None:
        """Whether an interval meets the days asked for; one with an open end counts as of the day that it has.

        It may lie anywhere beyond that day: "before 4 April 1982" would else be found in every earlier year, and of a
        corpus of many years a week would have more of what is only background elsewhere than of its own.

        Raises:
            ValueError: a day is not written YYYY-MM-DD.
        """
        for text, part in (
            (since, f"(coalesce({latest}, {earliest}) >= ?)"),
            (until, f"(coalesce({earliest}, {latest}) <= ?)"),
        ):
            if text is not None:
                try:
                    self.add(part, dt.date.fromisoformat(text))
                except ValueError as error:
                    raise ValueError(f"{text!r} is no day; write it as 2023-03-20") from error

"""Days of publication out of texts: what a text shows is taken, what it only mentions is not."""

from __future__ import annotations

import datetime as dt

import pytest

from communique.publication import find_publication

BODY = "\nThe ministry said that talks went on."

DAYS: dict[str, str | None] = {
    "Talks go on\nXinhua | Updated: 2017-09-15 17:52" + BODY: "2017-09-15",
    "Talks go on\nPublished 2017-09-15T17:52:00Z" + BODY: "2017-09-15",
    "Talks go on\nBy Ada Muster Published: 2017-09-14 10:00 Updated: 2017-09-15 17:52" + BODY: "2017-09-14",
    "Talks go on in Nice Updated: 2017-09-15 08:02 By Agencies(Example Daily)" + BODY: "2017-09-15",
    "Talks go on\nThe ministry's report, published 2015-07-14, said so.": None,
    "Talks go on\nPublished 2015-07-14, the ministry's report said so.": None,
    "Talks go on\nFriday, December 4, 2015" + BODY: "2015-12-04",
    "Talks go on\nDecember 4, 2015 Friday" + BODY: "2015-12-04",
    "Talks go on\nPublished on 4 December 2015 at 10:30 a.m. ET" + BODY: "2015-12-04",
    "Talks go on\nDecember 4, 2015 17:30 GMT | By Ada Muster" + BODY: "2015-12-04",
    "Talks go on\n4 December 2015 - BBC News" + BODY: "2015-12-04",
    "Talks go on\nDecember 4, 2015 Updated December 5, 2015" + BODY: "2015-12-04",
    "September 11, 2001: how one day changed US policy" + BODY: None,
    "September 11, 2001 changed US policy" + BODY: None,
    "PARIS, 3 May 2021 (Reuters) - The president met the chancellor.": "2021-05-03",
    "SEOUL/NEW YORK, May 3, 2021 (AP) -- The president met the chancellor.": "2021-05-03",
    "Rio de Janeiro, May 3, 2021 - The president met the chancellor.": "2021-05-03",
    "In an email dated Feb. 12, 2012 - years ago - the secretary asked.": None,
    "GENEVA, March 3 (AP) - About 2000 soldiers left.": None,
    "GENEVA, March 3 (AP) - About 2000 soldiers left. It began in 2015.": "2015-03-03",
    "GENEVA, March 3 (AP) - The army left on Tuesday. It began in March 2015.": "2015-03-03",
    "GENEVA, March 3 (AP) - The army left on Monday. It had come in 1995.": None,
    "GENEVA, March 3 (AP) - The army is to leave by 2030.": None,
}


@pytest.mark.parametrize("text", DAYS)
def test_the_day_that_a_text_gives_itself(text: str) -> None:
    day = DAYS[text]
    assert find_publication(text, ()).date == (dt.date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("text", "earliest"),
    [
        ("The accord was signed on July 14, 2015 in Vienna.", "2015-07-14"),
        ("It was issued by the ministry on July 14, 2015, and talks will go on.", "2015-07-14"),
        ("It was signed on July 14, 2015. Elections will be held on November 3, 2026.", "2015-07-14"),
        ("Elections will be held on November 3, 2026.", None),
        ("Elections, which will be held in the U.S. on November 3, 2026, are near.", None),
        ("A vote is scheduled for November 3, 2026.", None),
        ("The troops are to be home by November 3, 2026.", None),
        ("They must leave by November 3, 2026.", None),
        ("The licence is good until November 3, 2026.", None),
        ("The next round is on November 3, 2026.", None),
    ],
)
def test_a_day_to_come_is_none_that_a_text_came_after(text: str, earliest: str | None) -> None:
    found = find_publication(text, ())
    assert (found.date, found.earliest) == (None, dt.date.fromisoformat(earliest) if earliest else None)

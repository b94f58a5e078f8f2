"""Posts, places, hits and results made by hand, for the views' tests."""

import datetime as dt
from collections.abc import Iterable, Sequence

from bot.texts import texts_in
from knowledge.model import BlockKind, Part, Passage, Place, Post
from knowledge.results import Excerpt, ExcerptLine, Fragment, Hit, Lesson, Outcome, RelatedPost, Results

ENGLISH = texts_in("en")
DAY = dt.date(2024, 3, 5)


def place(
    title: str = "Rolling back",
    *,
    url: str | None = "https://blog.example.com/rolling-back/",
    landing: str = "#:~:text=To%20roll",
    headings: Sequence[str] = (),
    day: dt.date | None = DAY,
) -> Place:
    post = Post("blog", "posts/it.md", title, url=url, date=day)
    return Place(post, tuple(headings), 0, last=False, url=url and url + landing)


def excerpt(*lines: str, kind: BlockKind = "paragraph") -> Excerpt:
    """Lines in which words between asterisks have matched."""
    return Excerpt(tuple(ExcerptLine(kind, tuple(_fragments(line))) for line in lines))


def _fragments(line: str) -> Iterable[Fragment]:
    pieces = line.split("*")
    return (Fragment(piece, matched=bool(number % 2)) for number, piece in enumerate(pieces) if piece)


def hit(quoted: Excerpt | None = None, places: Sequence[Place] = ()) -> Hit:
    quoted = quoted or excerpt("To *roll* back, press the button.")
    stands = tuple(places) or (place(),)
    return Hit(Passage("p1", tuple(Part(line.kind, line.text) for line in quoted.lines), stands), quoted, stands, 1.0)


def results(
    *hits: Hit, question: str = "how do we roll back?", outcome: Outcome = "answer", unknown: Sequence[str] = ()
) -> Results:
    return Results(question, outcome, hits, tuple(unknown), posts=9)


def lesson(*parts: Part, places: Sequence[Place] = (), topic: str = "") -> Lesson:
    stands = tuple(places) or (place(),)
    passage = Passage("p1", parts or (Part("paragraph", "Press the button."),), stands)
    return Lesson(passage, stands, topic)


def related(found: Place | None = None, words: Sequence[str] = ("roll", "back")) -> RelatedPost:
    found = found or place()
    return RelatedPost(found, Passage("p1", (Part("paragraph", "Press the button."),), (found,)), tuple(words))

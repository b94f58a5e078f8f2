"""Lessons as an Atom feed (RFC 4287): one a day, the same for everybody who asks on that day."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from bot.views.lesson import whole
from bot.web.drawing import draw
from bot.web.showing import Showing
from knowledge import Lesson

DAYS = 14  # so many of the last days are in the feed


def feed(lessons: Sequence[tuple[date, Lesson]], show: Showing, url: str) -> str:
    """The feed of these days' lessons, the newest last, which is reached at this URL."""
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    entries = [(day, lesson, whole(lesson.passage)) for day, lesson in reversed(lessons)]
    return draw(
        "lessons.atom",
        show.site,
        show.texts,
        show=show,
        entries=entries,
        origin=origin,
        address=f"{origin}{show.site.to('/lessons.atom')}",
        home=f"{origin}{show.site.to('/')}",
        updated=show.today,
    )

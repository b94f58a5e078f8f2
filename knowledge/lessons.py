"""Which passages are lessons, fit to be shown on their own, and in which order a person meets them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING

from knowledge.boilerplate import is_filler
from knowledge.model import Passage, Place
from knowledge.typography import as_typed

if TYPE_CHECKING:
    from random import Random

_FEWEST_WORDS, _MOST_WORDS = 15, 150
_WHEEL = 2**64
_CLOSED_POST = 3  # paragraphs; the last one of a shorter post is what the post has to say


def is_lesson(passage: Passage) -> bool:
    """Whether a passage can stand alone: prose of readable length that neither closes its posts nor fills them.

    A passage closes its posts where it is the last of every one: in most blogs that is a farewell, and a lesson lost
    costs less than a farewell shown. A practice that many posts repeat stays a lesson.
    """
    if passage.parts[0].kind not in ("paragraph", "item", "quote") or passage.parts[-1].kind in ("row", "code"):
        return False
    text = as_typed(passage.text)
    if not _FEWEST_WORDS <= len(text.split()) <= _MOST_WORDS or text.endswith((":", "?")) or is_filler(text):
        return False
    return not all(_closes(place) for place in passage.places)


def _closes(place: Place) -> bool:
    return place.last and place.position + 1 >= _CLOSED_POST


@dataclass(slots=True)
class ShuffleBag:
    """Draws without repeating: nothing comes twice until everything was drawn, and never twice in a row.

    It remembers what was drawn, not what is left, so it survives a change of the corpus.
    """

    drawn: dict[str, None] = field(default_factory=dict)

    def draw(self, ids: Sequence[str], random: "Random") -> tuple[str, int]:
        """One of these ids (at least one), and how many of them are left before the bag is filled again."""
        left = [each for each in ids if each not in self.drawn]
        if not left:
            last = next(reversed(self.drawn))
            for each in ids:
                self.drawn.pop(each, None)
            left = [each for each in ids if each != last] or list(ids)
        chosen = random.choice(left)
        self.drawn[chosen] = None
        return chosen, sum(each not in self.drawn for each in ids)


def daily(ids: Collection[str], last: date, days: int) -> list[tuple[date, str]]:
    """A lesson for each of so many days up to the last, by these ids: the same whoever asks, and whenever.

    Within a month none comes twice before all have come. Where lessons come and go, a day keeps its own unless that has
    gone, or one of the new ones falls on that day. Nothing where there are no lessons.
    """
    numbers = {each: int(each, 16) for each in ids}
    wanted = [last - timedelta(days=back) for back in range(days)][::-1] if numbers else []
    months = dict.fromkeys(day.replace(day=1) for day in wanted)
    chosen = {day: found for month in months for day, found in _of_month(numbers, month, last)}
    return [(day, chosen[day]) for day in wanted]


def _of_month(numbers: Mapping[str, int], first: date, last: date) -> Iterator[tuple[date, str]]:
    """The lessons of a month's days, up to the last: each time the one that the day draws first among those left."""
    left = dict(numbers)
    day = first
    while day <= last and day.month == first.month:
        left = left or dict(numbers)
        factor = int.from_bytes(blake2b(day.isoformat().encode(), digest_size=8).digest()) | 1
        found = max(left, key=lambda each: left[each] * factor % _WHEEL)
        del left[found]
        yield day, found
        day += timedelta(days=1)

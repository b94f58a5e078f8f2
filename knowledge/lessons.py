"""Which passages are lessons, fit to be shown on their own, and in which order a person meets them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from knowledge.model import Passage, Place
from knowledge.typography import TYPED

if TYPE_CHECKING:
    from random import Random

_FEWEST_WORDS, _MOST_WORDS = 15, 150
_CLOSED_POST = 3  # paragraphs; the last one of a shorter post is what the post has to say

# What closes or fills a post wherever it stands: it speaks of the post, or to its reader, and names no practice.
_FILLER = r"""thank(?:s|\ you)\ (?:for\ reading|to\ everyone|to\ all|again|so\ much)
      | \b(?:subscribe|sign\ up)\b.*\b(?:newsletter|updates|blog|feed|posts?)\b
      | \b(?:follow|tweet|email|ping|contact)\ (?:us|me)\b
      | \b(?:feel\ free\ to|please|don't\ hesitate\ to|happy\ to)\b.*\b(?:reach\ out|get\ in\ touch|comment|contact)
      | \b(?:reach\ out|get\ in\ touch)\ (?:to|with)\ (?:us|me)\b
      | \bwe(?:'re|\ are)\ hiring\b | \bjoin\ (?:us|our\ team)\b | \bopen\ positions\b
      | \b(?:in\ today's|in\ this)\b[^.]*\b(?:landscape|world)\b | \bstay(?:ing)?\ ahead\ of\ the\ (?:curve|pack)\b
      | \bin\ (?:this|the\ next|the\ following|a\ future|an\ upcoming)\ (?:post|article|series|section|part)\b
      | \b(?:stay\ tuned|happy\ (?:hacking|coding)|table\ of\ contents|originally\ published)\b
    """


def is_lesson(passage: Passage) -> bool:
    """Whether a passage can stand alone: prose of readable length that neither closes its posts nor fills them.

    A passage closes its posts where it is the last of every one: in most blogs that is a farewell, and a lesson lost
    costs less than a farewell shown. A practice that many posts repeat stays a lesson.
    """
    if passage.parts[0].kind not in ("paragraph", "item", "quote") or passage.parts[-1].kind in ("row", "code"):
        return False
    text = passage.text.translate(TYPED)
    if not _FEWEST_WORDS <= len(text.split()) <= _MOST_WORDS or text.endswith((":", "?")) or _filler().search(text):
        return False
    return not all(_closes(place) for place in passage.places)


@cache
def _filler() -> re.Pattern[str]:
    """Compiled with the first passage that is looked at: that takes longer than opening a saved snapshot."""
    return re.compile(_FILLER, re.IGNORECASE | re.VERBOSE)


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


def lessons_of(passages: Sequence[Passage]) -> Mapping[str, int]:
    """The number of every passage that is a lesson, by the passage's id."""
    return {passage.id: number for number, passage in enumerate(passages) if is_lesson(passage)}

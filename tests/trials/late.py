"""Answers that come after their acknowledgements, through a `response_url`: which are owed, and whether each came once."""

import asyncio
from collections import Counter

from bot.play.messages import Json
from bot.play.people import BOT
from bot.texts import texts_in
from tests.trials.people import PopulatedSide
from tests.trials.topics import topic_of

_TEXTS = texts_in("en")
_SEARCHING, _AGAIN = _TEXTS("answer-searching"), _TEXTS("too-often-workspace", seconds=60)
_COMES_WITHIN = 10.0  # seconds in which at least one more of the answers that are owed must come
_OFTEN = 1.0  # seconds between two looks
Owed = tuple[str, str, int]
"""Who is owed an answer, in which channel and on which topic."""


class Late:
    """What people were told whose answer did not come with the acknowledgement."""

    def __init__(self) -> None:
        self.owed: Counter[Owed] = Counter()
        self.turned_away = 0
        """How many were told to ask again, since too many waited already."""

    def note(self, said: str, form: Json, topic: int) -> bool:
        """Whether an acknowledgement says that an answer comes later, or when to ask again."""
        if _SEARCHING in said:
            self.owed[form["user_id"], form["channel_id"], topic] += 1
            return True
        self.turned_away += _AGAIN in said
        return _AGAIN in said

    async def all_came(self, side: PopulatedSide) -> None:
        """Wait until every answer that is owed has come, or none has for a while."""
        missing, since = -1, 0.0
        while (now := (self.owed - _came(side)).total()) and since < _COMES_WITHIN:
            missing, since = now, since + _OFTEN if now == missing else 0.0
            await asyncio.sleep(_OFTEN)

    def wrong(self, side: PopulatedSide) -> int:
        """How many that are owed did not come, and how many came that are not owed, or not any more."""
        came = _came(side)
        return (self.owed - came).total() + (came - self.owed).total()


def _came(side: PopulatedSide) -> Counter[Owed]:
    """The answers that people have, each for their eyes."""
    shown = [(each, topic_of(each.text)) for each in side.populated.everything() if each.user == BOT and each.only_for]
    return Counter((str(each.only_for), each.channel, topic) for each, topic in shown if topic is not None)

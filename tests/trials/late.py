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
_OFTEN = 0.2  # seconds between two looks
Owed = tuple[str, str, int | None]
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
        """Wait until there are as many answers as are owed, or none has come for a while."""
        came, since = 0, 0.0
        while came < self.owed.total() and since < _COMES_WITHIN:
            await asyncio.sleep(_OFTEN)
            now = sum(call.method == "response_url" for call in side.calls)
            came, since = now, since + _OFTEN if now == came else 0.0
        await side.settle()

    def wrong(self, side: PopulatedSide) -> int:
        """How many that are owed did not come, and how many came that are not owed, or not any more."""
        messages = [each for each in side.populated.everything() if each.user == BOT and each.only_for]
        came: Counter[Owed] = Counter((each.only_for or "", each.channel, topic_of(each.text)) for each in messages)
        return sum(abs(came[key] - self.owed[key]) for key in came.keys() | self.owed.keys())

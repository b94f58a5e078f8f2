"""What was asked, and what became of it: the one place where questions and answers are counted."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.play.messages import Message
from bot.play.people import BOT
from bot.texts import texts_in
from tests.trials.topics import topic_of

_TEXTS = texts_in("en")
_FAILURES = (
    *map(_TEXTS, ("trouble-passing", "trouble-unclear", "trouble-late")),
    _TEXTS("failure", reference="").partition(".")[0],
)
Place = tuple[str, str, int]
"""A channel, a thread or nothing, and the topic that is answered there."""
Key = tuple[str, ...]
"""What was noted: that something was posted in a place, or somebody told of a failure."""


@dataclass(slots=True)
class Asked:
    """A question of somebody's, of which the answer has to stand in one place once."""

    kind: str
    person: str
    channel: str
    thread: str
    topic: int
    at: float
    answered: list[float] = field(default_factory=list)
    """When; for what was posted this is filled in by `Ledger.settle`."""
    told: bool = False
    """Whether the person was told that it went wrong instead."""

    @property
    def place(self) -> Place:
        return self.channel, self.thread, self.topic


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of all the questions of one kind."""

    asked: int
    once: int
    twice: Sequence[Asked]
    told: int
    never: Sequence[Asked]
    seconds: Sequence[float]


class Ledger:
    """Questions by kind; answers by the place where they stand."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self._noted: Counter[Key] = Counter()
        self._news = asyncio.Event()
        self._topics: Counter[str] = Counter()

    def next_topic(self, channel: str, of: int) -> int:
        """A topic that was not yet asked about in this channel; after as many as there are, the first again."""
        self._topics[channel] += 1
        return self._topics[channel] % of

    def note(self, message: Message) -> None:
        """Wake whoever waits for what now stands there."""
        if message.user == BOT:
            self._noted[_key(message)] += 1
            self._news.set()
            self._news = asyncio.Event()

    def failures(self, person: str, channel: str) -> int:
        """How often that person was told there that something went wrong."""
        return self._noted["told", channel, person]

    def answers(self, asked: Asked) -> int:
        """How many answers there were so far to that question, where it was asked."""
        return self._noted[_answer_to(asked)]

    async def until_answered(self, asked: Asked, failures: int, seconds: float, answers: int = 0) -> bool:
        """Return once there are more answers than so many, or the asker was told of one more failure.

        False where neither comes in time.
        """
        try:
            async with asyncio.timeout(seconds):
                while self.answers(asked) <= answers and self.failures(asked.person, asked.channel) <= failures:
                    await self._news.wait()
        except TimeoutError:
            return False
        return True

    def settle(self, messages: Iterable[Message]) -> None:
        """Find the answers to all questions that were to be posted among what stands in the channels in the end."""
        found: defaultdict[Place, list[float]] = defaultdict(list)
        told: Counter[tuple[str, str]] = Counter()
        for message in messages:
            topic = topic_of(message.text)
            if message.user == BOT and message.only_for is None and topic is not None:
                found[message.channel, message.thread_ts or "", topic].append(float(message.ts))
            elif message.only_for and is_failure(message):
                told[message.channel, message.only_for] += 1
        for asked in self.asked:
            if asked.kind != "command":
                asked.answered = found.pop(asked.place, [])
            if not asked.answered and told[asked.channel, asked.person]:
                told[asked.channel, asked.person] -= 1
                asked.told = True

    def counts(self) -> Iterator[tuple[str, Counts]]:
        """Each kind, and what became of it."""
        for kind in sorted({asked.kind for asked in self.asked}):
            yield kind, _counted([asked for asked in self.asked if asked.kind == kind])


def is_failure(message: Message) -> bool:
    """Whether it says that something went wrong."""
    return message.user == BOT and message.text.startswith(_FAILURES)


def _answer_to(asked: Asked) -> Key:
    if asked.kind == "command":
        return "shown", asked.channel, asked.person, str(asked.topic)
    return "posted", asked.channel, asked.thread, str(asked.topic)


def _key(message: Message) -> Key:
    if is_failure(message):
        return "told", message.channel, message.only_for or ""
    if message.only_for:
        return "shown", message.channel, message.only_for, str(topic_of(message.text))
    return "posted", message.channel, message.thread_ts or "", str(topic_of(message.text))


def _counted(asked: Sequence[Asked]) -> Counts:
    answered = [len(each.answered) for each in asked]
    return Counts(
        asked=len(asked),
        once=answered.count(1),
        twice=[each for each in asked if len(each.answered) > 1],
        told=sum(each.told for each in asked),
        never=[each for each in asked if not each.answered and not each.told],
        seconds=[min(each.answered) - each.at for each in asked if each.answered],
    )

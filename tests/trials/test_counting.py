"""What the trials count and judge, on cases made by hand: a trial that cannot fail shows nothing."""

import asyncio
from collections import Counter

import pytest

from bot.play.messages import Message
from bot.play.people import BOT
from tests.trials.chaos import Outcome, Plan
from tests.trials.junk import Findings
from tests.trials.ledger import Asked, Ledger
from tests.trials.memory import MEGABYTE, growth
from tests.trials.topics import question, topic_of

FAILED = "Sorry, that went wrong on my side. If it happens again, tell whoever runs me: reference ab12."


def posted(ts: str, topic: int, thread: str = "1.0", **more: str) -> Message:
    return Message("C1", ts, BOT, {"text": f"kept by keeper {topic:04d}."}, thread, **more)


def settled(*messages: Message, kind: str = "mention") -> Ledger:
    """A ledger with one question about topic 7 in the thread 1.0, after these messages."""
    ledger = Ledger()
    ledger.asked.append(Asked(kind, "U1", "C1", "1.0", 7, 1.0))
    ledger.settle(messages)
    return ledger


def outcome_of(ledger: Ledger, *, killed: tuple[float, ...] = (), happened: str = "") -> Outcome:
    counted = Counter([happened] if happened else [])
    return Outcome(Plan("made", 1, 1), dict(ledger.counts()), counted, list(killed), [0], 0, 1.0, [])


def test_an_answer_in_its_place_counts_once() -> None:
    outcome = outcome_of(settled(posted("3.0", 7)))
    assert not outcome.wrongs
    assert outcome.kinds["mention"].seconds == [2.0]


@pytest.mark.parametrize(
    "messages",
    [(), (posted("3.0", 8),), (posted("3.0", 7, "9.0"),), (posted("3.0", 7, only_for="U2"),)],
    ids=["none", "another topic", "another thread", "for somebody else"],
)
def test_whatever_else_is_no_answer(messages: tuple[Message, ...]) -> None:
    assert outcome_of(settled(*messages)).wrongs == ["1 × mention: never answered"]


def test_two_answers_are_wrong_unless_a_process_was_killed_between_them() -> None:
    ledger = settled(posted("3.0", 7), posted("70.0", 7))
    assert outcome_of(ledger).wrongs
    assert outcome_of(ledger, killed=(50.0,)).wrongs
    assert not outcome_of(ledger, killed=(4.0,)).wrongs
    assert outcome_of(settled(posted("3.0", 7), posted("60.0", 7), posted("70.0", 7)), killed=(4.0,)).wrongs


def test_whoever_is_told_of_a_failure_has_no_answer() -> None:
    told = Message("C1", "3.0", BOT, {"text": FAILED}, only_for="U1")
    assert outcome_of(settled(told)).wrongs == ["1 × mention: told of a failure, never answered"]
    assert not outcome_of(settled(told, kind="share")).wrongs


async def test_an_answer_to_a_command_may_come_late_and_an_earlier_one_does_not_count_for_it() -> None:
    ledger = Ledger()
    asked = Asked("command", "U1", "C1", "", 7, 1.0)
    ledger.note(posted("1.0", 7, only_for="U1"))
    before = ledger.answers(asked)
    assert not await ledger.until_answered(asked, 0, 0.01, before)
    asyncio.get_running_loop().call_soon(ledger.note, posted("2.0", 7, only_for="U1"))
    assert await ledger.until_answered(asked, 0, 5, before)


@pytest.mark.parametrize("name", ["acted on", "forgers answered", "5xx", "given up"])
def test_what_must_not_happen_is_wrong_once_it_happens(name: str) -> None:
    assert outcome_of(settled(posted("3.0", 7)), happened=name).wrongs


def test_junk_that_was_acted_on_or_failed_is_wrong() -> None:
    assert not Findings(1, 1, statuses=Counter({("unsigned", 401): 1})).wrongs
    assert Findings(1, 1, statuses=Counter({("unsigned", 500): 1})).wrongs
    assert Findings(1, 1, acted_on=Counter({"forged": 1})).wrongs
    assert Findings(1, 1, tracebacks=1).wrongs
    assert Findings(1, 1, slowest=60.0).wrongs


def test_memory_that_levels_off_is_flat_and_memory_that_grows_is_not() -> None:
    noise = [(number * 7919) % 13 * MEGABYTE // 10 for number in range(100)]
    level = [100 * MEGABYTE + (min(number, 30) * MEGABYTE) + noise[number] for number in range(100)]
    leaking = [100 * MEGABYTE + number * MEGABYTE // 5 + noise[number] for number in range(100)]
    assert growth(level).is_flat
    assert growth(level).low < 0 < growth(level).high
    assert not growth(leaking).is_flat
    assert growth(leaking).low > 0
    with pytest.raises(ValueError, match="too few"):
        growth(level[:10])


def test_every_topic_is_told_apart() -> None:
    assert len({question(topic) for topic in range(60)}) == 60
    assert topic_of("Kept by keeper 0042. More.") == 42
    assert topic_of("nothing") is None

"""Results → the answer message."""

from collections.abc import Iterator
from hashlib import blake2b

from bot import mrkdwn
from bot.views import blocks
from bot.views.blocks import Block
from bot.views.carried import pack, unpack
from bot.views.message import Message
from bot.views.quotations import others, quote, source_line, spoken
from knowledge.model import Hit, Results

SHARE = "share_answer"
_HEADING = 300  # characters
_READING = 600
NO_WORD = "There is no word in this that I could search for. Name what you would like to know about."


def answer(results: Results) -> Message:
    """The paragraphs that answer; or the closest, said to be such; or a plain statement that nothing was found.

    Below them in small print: what was searched beside the words of the question, and how its operators were read.
    """
    statement, reading = _statement(results), results.reading
    said = [mrkdwn.escape(statement)] if statement else []
    said += [spoken(hit.places[0], hit.excerpt, hit.places) for hit in results.leading]
    said += [mrkdwn.escape(reading)] if reading else []
    shown = [blocks.section(mrkdwn.escape(statement))] if statement else []
    for hit in results.leading:
        shown += _hit(hit)
    shown += [blocks.context(mrkdwn.escape(blocks.cut(reading, _READING)))] if reading else []
    return Message(blocks.message_text(" — ".join(said)), tuple(shown))


def own_answer(results: Results) -> Message:
    """The answer as the person who asked sees it: their question above, and a button that shares it."""
    message = _headed(answer(results), f"You asked: {results.question}")
    if results.outcome == "nothing":
        return message
    value = pack(q=results.question, d=digest(results))
    share = blocks.button(SHARE, "Share", value, "Share this answer with everyone in the channel")
    return message.with_blocks(blocks.actions("answer", share))


def shared_answer(results: Results, asker: str) -> Message:
    """The same answer as everyone sees it, with the name of who asked (a name alone notifies nobody)."""
    return _headed(answer(results), f"{asker} asked: {results.question}")


def digest(results: Results) -> str:
    """12 hexadecimal digits of what the answer says; the same answer has the same digest."""
    return blake2b(answer(results).text.encode(), digest_size=6).hexdigest()


def read_share(value: str) -> tuple[str, str]:
    """The question and the digest that a Share button carries. Raises ValueError for any other value."""
    question, shown = unpack(value, "q", "d")
    return question, shown


def _statement(results: Results) -> str:
    nothing_asked = results.outcome == "nothing" and not (results.words or results.unknown or results.reading)
    return NO_WORD if nothing_asked else results.statement


def _headed(message: Message, heading: str) -> Message:
    heading = blocks.cut(heading, _HEADING)
    return Message(
        blocks.message_text(f"{mrkdwn.escape(heading)} — {message.text}"),
        (blocks.context(mrkdwn.escape(heading)), *message.blocks),
    )


def _hit(hit: Hit) -> Iterator[Block]:
    yield source_line(hit.places[0])
    yield quote(hit.excerpt)
    yield from others(hit.places)

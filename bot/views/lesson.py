"""A lesson → its message."""

from bot import mrkdwn
from bot.views import blocks
from bot.views.blocks import Block
from bot.views.carried import pack, unpack
from bot.views.message import Message
from bot.views.quotations import others, quote, source_line, spoken
from knowledge.model import Excerpt, ExcerptLine, Fragment, Lesson, Passage

ANOTHER = "another_lesson"
SHARE = "share_lesson"
_TOPIC = 300


def lesson(found: Lesson) -> Message:
    """The lesson with its post, and a button for another one on the same topic."""
    return shared_lesson(found).with_blocks(blocks.actions("lesson", _another(found)))


def own_lesson(found: Lesson) -> Message:
    """The same as one person sees it, with a button that shares it."""
    value = pack(p=found.passage.id, t=found.topic[:_TOPIC])
    share = blocks.button(SHARE, "Share", value, "Share this lesson with everyone in the channel")
    return shared_lesson(found).with_blocks(blocks.actions("lesson", _another(found), share))


def shared_lesson(found: Lesson) -> Message:
    """The lesson alone, as everyone sees it."""
    heading = f"A lesson on {found.topic}" if found.topic else "A lesson"
    place, excerpt = found.places[0], _whole(found.passage)
    return Message(
        blocks.message_text(f"{mrkdwn.escape(heading)} — {spoken(place, excerpt, found.places)}"),
        (blocks.context(mrkdwn.escape(heading)), source_line(place), quote(excerpt), *others(found.places)),
    )


def no_lesson(topic: str, command: str) -> Message:
    """Says that no lesson is about a topic, and what to do instead; or that there is none at all."""
    said = "These posts hold no lesson."
    if topic:
        said = f"No lesson is about “{topic}”. Try another word, or {command} alone for any lesson."
    return Message(mrkdwn.escape(said), (blocks.section(mrkdwn.escape(said)),))


def read_share(value: str) -> tuple[str, str]:
    """The passage's id and the topic that a Share button carries. Raises ValueError for any other value."""
    passage, topic = unpack(value, "p", "t")
    return passage, topic


def _another(found: Lesson) -> Block:
    return blocks.button(ANOTHER, "Another", found.topic[:_TOPIC] or " ", "Show another lesson")


def _whole(passage: Passage) -> Excerpt:
    return Excerpt(tuple(ExcerptLine(part.kind, (Fragment(part.line),)) for part in passage.parts))

"""Lessons → their messages: one of them, those that a person saved, and how to ask for them."""

from collections.abc import Sequence

from bot import mrkdwn
from bot.names import Names
from bot.texts import Texts
from bot.views import blocks
from bot.views.blocks import Block
from bot.views.carried import pack, unpack
from bot.views.message import Message
from bot.views.notices import notice
from bot.views.quotations import others, quote, source_line, spoken
from knowledge.model import Passage
from knowledge.results import Excerpt, ExcerptLine, Fragment, Lesson

ANOTHER = "another_lesson"
SAVE = "save_lesson"
SHARE = "share_lesson"
REMOVE = "remove_lesson"
MOST_SAVED = 10  # shown at once: three blocks each, and a message holds fifty
_TOPIC = 300
_SAVED = 300  # characters quoted of each saved lesson


def lesson(found: Lesson, texts: Texts) -> Message:
    """The lesson with its post, and buttons for another one on the same topic and to save this one."""
    row = blocks.actions("lesson", _another(found, texts), save(found, texts))
    return shared_lesson(found, texts).with_blocks(row)


def own_lesson(found: Lesson, texts: Texts) -> Message:
    """The same as one person sees it, with a button that shares it."""
    value = pack(p=found.passage.id, t=found.topic[:_TOPIC])
    share = blocks.button(SHARE, texts("button-share"), value, texts("button-share-lesson-spoken"))
    row = blocks.actions("lesson", _another(found, texts), save(found, texts), share)
    return shared_lesson(found, texts).with_blocks(row)


def shared_lesson(found: Lesson, texts: Texts) -> Message:
    """The lesson alone, as everyone sees it."""
    heading = texts("lesson-heading-on", topic=found.topic) if found.topic else texts("lesson-heading")
    place, excerpt = found.places[0], whole(found.passage)
    return Message(
        blocks.message_text(f"{mrkdwn.escape(heading)} — {spoken(place, excerpt, found.places, texts)}"),
        (
            blocks.context(mrkdwn.escape(heading)),
            source_line(place, texts),
            quote(excerpt),
            *others(found.places, texts),
        ),
    )


def no_lesson(topic: str, names: Names, texts: Texts) -> Message:
    """Says that no lesson is about a topic, and what to do instead; or that there is none at all."""
    said = texts("lesson-none-on", topic=topic, lesson=names.lesson) if topic else texts("lesson-none")
    return notice(said)


def saved(entries: Sequence[tuple[str, Lesson | None]], names: Names, texts: Texts) -> Message:
    """What a person saved, by passage id: the lesson, or that no post holds it any more; each can be removed."""
    if not entries:
        return notice(texts("saved-none", lesson=names.lesson))
    heading = texts("saved-heading", count=len(entries))
    said, shown = [mrkdwn.escape(heading)], [blocks.context(mrkdwn.escape(heading))]
    for number, (passage_id, found) in enumerate(entries[:MOST_SAVED]):
        spoken_one, parts = _saved(found, texts)
        remove = blocks.button(REMOVE, texts("button-remove"), passage_id, texts("button-remove-spoken"))
        said.append(spoken_one)
        shown += [*parts, blocks.actions(f"saved-{number}", remove)]
    if len(entries) > MOST_SAVED:
        more = mrkdwn.escape(texts("saved-more", count=len(entries) - MOST_SAVED))
        said.insert(1, more)  # what stands at the end of a long text is cut
        shown.append(blocks.context(more))
    return Message(blocks.message_text(" — ".join(said)), tuple(shown))


def usage(names: Names, texts: Texts) -> Message:
    """Everything that can be done with lessons."""
    details = "topic saved subscribe subscribe-me list unsubscribe shortcut".split()
    lines = [texts("lesson-usage", lesson=names.lesson)]
    lines += [f"• {texts(f'lesson-usage-{detail}', lesson=names.lesson)}" for detail in details]
    return notice("\n".join(lines))


def save(found: Lesson, texts: Texts) -> Block:
    """The button that saves a lesson for whoever presses it."""
    return blocks.button(SAVE, texts("button-save"), found.passage.id, texts("button-save-spoken"))


def read_share(value: str) -> tuple[str, str]:
    """The passage's id and the topic that a Share button carries. Raises ValueError for any other value."""
    passage, topic = unpack(value, "p", "t")
    return passage, topic


def whole(passage: Passage) -> Excerpt:
    """All of a passage as an excerpt of which nothing was matched."""
    return Excerpt(tuple(ExcerptLine(part.kind, (Fragment(part.line),)) for part in passage.parts))


def _another(found: Lesson, texts: Texts) -> Block:
    return blocks.button(ANOTHER, texts("button-another"), found.topic[:_TOPIC] or " ", texts("button-another-spoken"))


def _saved(found: Lesson | None, texts: Texts) -> tuple[str, list[Block]]:
    """A saved lesson in plain words and in blocks."""
    if found is None:
        gone = mrkdwn.escape(texts("saved-gone"))
        return gone, [blocks.section(gone)]
    words = blocks.cut(" ".join(found.passage.text.split()), _SAVED)
    excerpt = Excerpt((ExcerptLine("paragraph", (Fragment(words),)),))
    return spoken(found.places[0], excerpt, found.places[:1], texts), [
        source_line(found.places[0], texts),
        quote(excerpt),
    ]

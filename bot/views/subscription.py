"""Subscriptions to lessons → the messages about them, and the lessons as they come by themselves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import mrkdwn
from bot.names import Names
from bot.schedules import Schedule
from bot.texts import Texts
from bot.views import blocks, lesson
from bot.views.blocks import Block
from bot.views.message import Message
from knowledge.results import Lesson

STOP = "stop_lessons"
KEEP_GOING = "keep_lessons_going"
_DAILY, _WEEKDAYS = "0123456", "01234"
_TOPIC = 100
_CONFIRM_TITLE, _CONFIRM_TEXT, _CONFIRM_BUTTON = 100, 300, 30
_MOST_LISTED = 15


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A subscription as it is shown: its id, when lessons come, and on what."""

    id: str
    schedule: Schedule
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One of several: who set it up (empty for the reader), when it is next due, and the channel, if not the reader's."""

    subscribed: Subscribed
    by: str
    next_at: datetime
    paused: bool = False
    channel: str = ""
    alone: bool = False


def what(subscribed: Subscribed, texts: Texts) -> str:
    """When lessons come, and on what, as a part of a sentence."""
    schedule = subscribed.schedule
    if schedule.days in (_DAILY, _WEEKDAYS):
        when = texts("schedule-daily" if schedule.days == _DAILY else "schedule-weekdays", time=schedule.time)
    else:
        days = texts.all_of([texts.weekday(int(day)) for day in schedule.days])
        when = texts("schedule-on", days=days, time=schedule.time)
    if not subscribed.topic:
        return texts("subscription-what", schedule=when, timezone=schedule.timezone)
    topic = blocks.cut(subscribed.topic, _TOPIC)
    return texts("subscription-what-on", schedule=when, timezone=schedule.timezone, topic=topic)


def due_lesson(found: Lesson, subscribed: Subscribed, by: str, names: Names, texts: Texts) -> Message:
    """The lesson that was due, in small print who wanted it and how to end it, with buttons to save and to stop."""
    person = by or texts("subscription-someone")
    print_ = mrkdwn.escape(texts("lesson-set-up-by", person=person, lesson=names.lesson, id=subscribed.id))
    shown = lesson.shared_lesson(found, texts)
    row = blocks.actions("lesson", lesson.save(found, texts), _stop(subscribed, texts))
    text = blocks.message_text(f"{shown.text} — {print_}")
    return Message(text, (*shown.blocks, blocks.context(print_), row))


def pause_notice(subscribed: Subscribed, unanswered: int, texts: Texts) -> Message:
    """Says that lessons pause since nobody reacted to the last ones, with a button that lets them go on."""
    said = texts("paused-unanswered", count=unanswered, what=what(subscribed, texts))
    said = mrkdwn.escape(f"{said} {texts('paused-how')}")
    return Message(said, (blocks.section(said), blocks.actions("paused", _keep_going(subscribed, texts))))


def refused_notice(subscribed: Subscribed, channel: str, reason: str, names: Names, texts: Texts) -> Message:
    """Tells who set it up that lessons pause since Slack refuses them, or without a reason since no lesson is left."""
    values = {"what": what(subscribed, texts), "id": subscribed.id, "lesson": names.lesson}
    said = (
        texts("paused-refused", reason=reason, bot=names.bot, **values)
        if reason
        else texts("paused-no-lesson", **values)
    )
    shown = [blocks.section(mrkdwn.escape(said))]
    if channel:
        where = texts("paused-where")
        shown.append(blocks.rich_text(blocks.line(blocks.words(f"{where} "), _channel(channel))))
        said = f"{said} {where}"
    if reason:
        shown.append(blocks.actions("paused", _keep_going(subscribed, texts)))
    return Message(blocks.message_text(mrkdwn.escape(said)), tuple(shown))


def listed(heading: str, entries: Sequence[Entry], texts: Texts) -> Message:
    """Subscriptions, one a line, each with its id."""
    lines = [tuple(_pieces(entry, texts)) for entry in entries[:_MOST_LISTED]]
    items = [
        blocks.line(blocks.words(entry.subscribed.id, bold=True), *line)
        for entry, line in zip(entries, lines, strict=False)
    ]
    listing: Block = {"type": "rich_text_list", "style": "bullet", "elements": items}
    spoken = [
        entry.subscribed.id + "".join(str(piece.get("text", "")) for piece in line).rstrip()
        for entry, line in zip(entries, lines, strict=False)
    ]
    shown = [blocks.section(mrkdwn.escape(heading)), blocks.rich_text(listing)]
    said = [heading, *spoken]
    if len(entries) > _MOST_LISTED:
        said.insert(1, texts("subscriptions-more", count=len(entries) - _MOST_LISTED))
        shown.append(blocks.context(mrkdwn.escape(said[1])))
    return Message(blocks.message_text(mrkdwn.escape(" — ".join(said))), tuple(shown))


def _pieces(entry: Entry, texts: Texts) -> Iterator[Block]:
    described = what(entry.subscribed, texts)
    if entry.by:
        said = [texts("subscription-line", what=described, person=entry.by)]
    else:
        said = [texts("subscription-line-own", what=described)]
    said.append(
        texts("subscription-paused") if entry.paused else texts("subscription-next", next=texts.time(entry.next_at))
    )
    if entry.alone:
        said.append(texts("subscription-for-you"))
    if entry.channel:
        said.append(texts("subscription-elsewhere"))
    yield blocks.words(f": {' '.join(said)}")
    if entry.channel:
        yield blocks.words(" ")
        yield _channel(entry.channel)


def _channel(channel: str) -> Block:
    """A channel by its name, which Slack shows to those alone who may know it."""
    return {"type": "channel", "channel_id": channel}


def _stop(subscribed: Subscribed, texts: Texts) -> Block:
    """The button that ends a subscription, once that was confirmed."""
    confirm = {
        "title": blocks.plain(texts("stop-title"), _CONFIRM_TITLE),
        "text": blocks.plain(texts("stop-text", what=what(subscribed, texts)), _CONFIRM_TEXT),
        "confirm": blocks.plain(texts("stop-yes"), _CONFIRM_BUTTON),
        "deny": blocks.plain(texts("stop-no"), _CONFIRM_BUTTON),
    }
    stop = blocks.button(STOP, texts("button-stop"), subscribed.id, texts("button-stop-spoken"))
    return {**stop, "confirm": confirm}


def _keep_going(subscribed: Subscribed, texts: Texts) -> Block:
    value = subscribed.id
    return blocks.button(KEEP_GOING, texts("button-keep-going"), value, texts("button-keep-going-spoken"))

"""What the bot says about itself: how to use it, and what went wrong. Never the text of an exception."""

from dataclasses import dataclass

from bot import mrkdwn
from bot.views import blocks
from bot.views.message import Message

LONGEST_QUESTION = 500  # characters; a question of this length is a story, and its answer a matter of chance


@dataclass(frozen=True, slots=True)
class Names:
    """What the bot and its commands are called in this workspace."""

    ask: str = "/ask"
    lesson: str = "/lesson"
    bot: str = "commonplace"


def usage(names: Names, remark: str = "") -> Message:
    """What the bot does, with examples; `remark` says first why it is shown."""
    lines = (
        f"*{names.ask}* answers a question with the paragraph that says it, word for word:",
        f"• `{names.ask} how do we keep one service from breaking another?`",
        f"• `{names.ask} feature flags`",
        f"*{names.lesson}* shows a random lesson, on a topic if you name one:",
        f"• `{names.lesson}`",
        f"• `{names.lesson} testing`",
        f"*@{mrkdwn.escape(names.bot)}* does the same in a channel or thread.",
        "Called in a thread without a question, it links the posts that the thread is about.",
        "The shortcut *Find related posts* does so for any message.",
    )
    written = "\n".join([*([mrkdwn.escape(remark)] if remark else []), *lines])
    return Message(written.replace("*", "").replace("`", ""), (blocks.section(written),))


def empty_question(names: Names) -> Message:
    """Says that there was no question."""
    return usage(names, "What would you like to know?")


def long_question(names: Names, length: int) -> Message:
    """Says that a question was too long to search for."""
    remark = f"That is {length:,} characters long; I can search for up to {LONGEST_QUESTION}. Ask for the heart of it."
    return usage(names, remark)


def notice(said: str) -> Message:
    """A plain sentence."""
    return Message(mrkdwn.escape(said), (blocks.section(mrkdwn.escape(said)),))


def failure(reference: str) -> Message:
    """Says that something went wrong, and what to quote to whoever runs the bot."""
    return notice(
        f"Sorry, that went wrong on my side. If it happens again, tell whoever runs me: reference {reference}."
    )


def cannot_read_thread(scope: str) -> Message:
    """Says what the bot needs to read the thread it was called in."""
    need = f"the scope {scope}" if scope else "to be invited to this channel"
    return notice(
        f"I cannot read what this thread is about: I need {need}. Put the question behind my name and I answer it."
    )


POSTS_CHANGED = "The posts have changed since that answer; this is the answer now."
LESSON_GONE = "No post holds that lesson any more; this is another one."
OLD_BUTTON = "That button is from an older version of me. Ask again for a new one."
_COMPARE = "Whoever runs me can compare the app's manifest with what “commonplace manifest” prints."
UNKNOWN_COMMAND = f"I do not know this command. {_COMPARE}"
UNKNOWN_SHORTCUT = f"I do not know this shortcut. {_COMPARE}"

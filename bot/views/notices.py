"""What the bot says about itself: how to use it, and what went wrong. Never the text of an exception."""

from bot import mrkdwn
from bot.names import Names
from bot.texts import Texts
from bot.views import blocks
from bot.views.message import Message

LONGEST_QUESTION = 500  # characters; a question of this length is a story, and its answer a matter of chance


def usage(names: Names, texts: Texts, remark: str = "") -> Message:
    """What the bot does, with examples; `remark` says first why it is shown."""
    lines = (
        texts("usage-ask", ask=names.ask),
        f"• `{names.ask} {texts('usage-example-1')}`",
        f"• `{names.ask} {texts('usage-example-2')}`",
        texts("usage-lesson", lesson=names.lesson),
        f"• `{names.lesson}`",
        f"• `{names.lesson} {texts('usage-lesson-topic')}`",
        texts("usage-settings", ask=names.ask, lesson=names.lesson),
        texts("usage-own-data", ask=names.ask),
        texts("usage-mention", bot=mrkdwn.escape(names.bot)),
        texts("usage-thread"),
        texts("usage-shortcut"),
    )
    written = "\n".join([*([mrkdwn.escape(remark)] if remark else []), *lines])
    return Message(written.replace("*", "").replace("`", ""), (blocks.section(written),))


def empty_question(names: Names, texts: Texts) -> Message:
    """Says that there was no question."""
    return usage(names, texts, texts("question-empty"))


def long_question(names: Names, texts: Texts, length: int) -> Message:
    """Says that a question was too long to search for."""
    return usage(names, texts, texts("question-long", length=length, most=LONGEST_QUESTION))


def notice(said: str) -> Message:
    """A plain sentence."""
    return Message(mrkdwn.escape(said), (blocks.section(mrkdwn.escape(said)),))


def failure(reference: str, texts: Texts) -> Message:
    """Says that something went wrong, and what to quote to whoever runs the bot."""
    return notice(texts("failure", reference=reference))


def not_installed(url: str, texts: Texts) -> Message:
    """Says that the bot is not installed in a workspace, and where it can be; without a URL, that somebody has to see to it."""
    return notice(texts("not-installed-url", url=url) if url else texts("not-installed"))


def cannot_read_thread(scope: str, texts: Texts) -> Message:
    """Says what the bot needs to read the thread it was called in."""
    return notice(texts("thread-scope", scope=scope) if scope else texts("thread-invite"))

"""Related posts → the messages that link them."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot import mrkdwn
from bot.texts import Texts
from bot.views import blocks
from bot.views.message import Message
from bot.views.quotations import source_line, title_of
from knowledge.results import RelatedPost

STOP = "stop_auto_link"


def related(found: Sequence[RelatedPost], texts: Texts) -> Message:
    """The posts, each with its date and the words that tie it to the text; a plain statement where there is none."""
    if not found:
        said = texts("related-none")
        return Message(said, (blocks.section(said),))
    heading = texts("related-heading", posts=len(found))
    shown = [blocks.section(f"*{heading}*")]
    for each in found:
        shown += [source_line(each.place, texts), blocks.context(mrkdwn.escape(_reason(each, texts)))]
    spoken = "; ".join(_spoken(each, texts) for each in found)
    return Message(blocks.message_text(f"{heading}: {spoken}"), tuple(shown))


def unasked(found: Sequence[RelatedPost], texts: Texts) -> Message:
    """The same where nobody asked for it, with a button that ends that."""
    message = with_remark(related(found, texts), texts("auto-link-unasked"))
    stop = blocks.button(STOP, texts("button-stop-links"), "stop", texts("button-stop-links-spoken"))
    return message.with_blocks(blocks.actions("auto_link", stop))


def stopped(shown: Mapping[str, Any], remark: str) -> Message:
    """A message as Slack has it, with a remark in place of its buttons."""
    kept = tuple(block for block in shown.get("blocks", ()) if block.get("type") != "actions")
    return with_remark(Message(shown.get("text", ""), kept), remark)


def with_remark(message: Message, remark: str) -> Message:
    """The message with a line in small print below it."""
    said = mrkdwn.escape(remark)
    return Message(blocks.message_text(f"{message.text} — {said}"), (*message.blocks, blocks.context(said)))


def already_linked(url: str, texts: Texts) -> Message:
    """Says that the same posts are linked in the thread already, with the way there where it is known."""
    said, there = texts("related-already"), texts("related-there")
    if not url:
        return Message(said, (blocks.section(said),))
    return Message(f"{said} {there} {mrkdwn.escape(url)}", (blocks.section(f"{said} {mrkdwn.link(url, there)}"),))


def _reason(related_post: RelatedPost, texts: Texts) -> str:
    return texts("related-reason", words=", ".join(related_post.words))


def _spoken(related_post: RelatedPost, texts: Texts) -> str:
    post = related_post.place.post
    dated = f", {texts.day(post.date)}" if post.date else ""
    reason = _reason(related_post, texts)
    return mrkdwn.escape(
        f"{title_of(related_post.place, texts)}{dated} ({reason}) {mrkdwn.web_url(post.url or '')}".rstrip()
    )

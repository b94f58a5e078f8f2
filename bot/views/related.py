"""Related posts → the message that links them."""

from collections.abc import Sequence

from bot import mrkdwn
from bot.views import blocks
from bot.views.message import Message
from bot.views.quotations import long_date, source_line, title_of
from knowledge.model import RelatedPost


def related(found: Sequence[RelatedPost]) -> Message:
    """The posts, each with the words that tie it to the text; a plain statement where there is none."""
    if not found:
        said = "No post is about this."
        return Message(said, (blocks.section(said),))
    heading = "Posts about this" if len(found) > 1 else "A post about this"
    shown = [blocks.section(f"*{heading}*")]
    for each in found:
        shown += [source_line(each.place), blocks.context(mrkdwn.escape(_reason(each)))]
    return Message(blocks.message_text(f"{heading}: {'; '.join(map(_spoken, found))}"), tuple(shown))


def _reason(related_post: RelatedPost) -> str:
    return f"Both speak of: {', '.join(related_post.words)}"


def _spoken(related_post: RelatedPost) -> str:
    post = related_post.place.post
    dated = f", {long_date(post.date)}" if post.date else ""
    return mrkdwn.escape(
        f"{title_of(related_post.place)}{dated} ({_reason(related_post)}) {mrkdwn.web_url(post.url or '')}".rstrip()
    )

"""What a link to a post leads to → the preview below the link. Slack takes no rich text there."""

from bot import mrkdwn
from bot.texts import Texts
from bot.views import blocks
from bot.views.blocks import Block
from bot.views.quotations import title_of
from knowledge.model import Place
from knowledge.results import Linked

_QUOTE = 600  # characters; a preview is no place to read a post
_HEADINGS = 200
_LINKS = 1_400

Unfurl = dict[str, object]


def unfurl(linked: Linked, texts: Texts) -> Unfurl:
    """The post's title and date, the paragraph that the link leads to, and the newer posts on the same."""
    place = linked.place
    shown = [blocks.section(_titled(place, texts))]
    if details := _details(place, texts):
        shown.append(blocks.context(mrkdwn.escape(details)))
    if linked.passage is not None and (text := linked.passage.text.strip()):
        shown.append(_verbatim(text))
    if linked.newer:
        shown.append(blocks.context(_newer(linked, texts)))
    return {"blocks": shown}


def _titled(place: Place, texts: Texts) -> str:
    """The title as a link to the paragraph; to the post, or by itself, where an address is too long for a section."""
    title = title_of(place, texts)
    links = (mrkdwn.link(url or "", title) for url in (place.url, place.post.url))
    return next((link for link in links if len(link) <= _LINKS), mrkdwn.escape(title))


def _details(place: Place, texts: Texts) -> str:
    headings = blocks.cut(" ".join(" › ".join(place.headings).split()), _HEADINGS)
    dated = texts.day(place.post.date) if place.post.date else ""
    return " · ".join(filter(None, (dated, headings)))


def _verbatim(text: str) -> Block:
    """A paragraph in which nothing is markup: an asterisk stays an asterisk."""
    return {"type": "section", "text": blocks.plain(text, _QUOTE)}


def _newer(linked: Linked, texts: Texts) -> str:
    """“2 newer posts on this: …”, each with a link to it."""
    places = (Place(post, (), 0, last=True, url=post.url) for post in linked.newer)
    links = ", ".join(_titled(place, texts) for place in places)
    return texts("unfurl-newer", posts=len(linked.newer), links=links)

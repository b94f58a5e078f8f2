"""Link: the posts that a message or a thread is about, and what a link to a post leads to."""

import html
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.callers import Caller
from bot.names import Names
from bot.searches import Searches
from bot.store import Store
from bot.views import related
from bot.views.message import Message
from bot.views.unfurl import Unfurl, unfurl
from knowledge.results import RelatedPost

_ASKED = 3  # posts linked for somebody who asks
_UNASKED = 2  # posts linked without being asked
_PREVIEWS = 5  # below one message


@dataclass(frozen=True, slots=True)
class Links:
    """Posts with the message that links them; none with one that says so."""

    message: Message
    posts: tuple[str, ...]
    """What tells these links from others: the posts."""


@dataclass(frozen=True, slots=True)
class Linking:
    """Links posts of one knowledge base."""

    searches: Searches
    store: Store
    names: Names
    clock: Callable[[], datetime]

    async def related(self, text: str, caller: Caller) -> Links:
        """The posts that a text is about, for somebody who asks; all of the channel may see them."""
        sources = caller.settings.sources
        found = await self.searches.related(text, _ASKED, caller.readers.all, sources=sources)
        return Links(related.related(found, caller.texts), _named(found))

    async def unasked(self, text: str, written: str, thread: str, caller: Caller) -> Links | None:
        """The same where nobody asks; None unless the channel wants it, posts are surely meant and it is not too often.

        A post whose address the message holds, as it is `written`, is known there already.
        """
        settings, audience = caller.settings, caller.readers.all
        found = await self.searches.related(text, _UNASKED, audience, sources=settings.sources, unasked=True)
        new = [each for each in found if not _is_in(written, each)]
        if not settings.auto_link or not new:
            return None
        today, most = self.clock().date(), settings.auto_links_a_day
        if not await self.store.links.claim(caller.tenant, caller.channel, thread, today, most):
            return None
        return Links(related.unasked(new, caller.texts), _named(new))

    async def previews(self, urls: Iterable[str], caller: Caller) -> Mapping[str, Unfurl]:
        """What stands below links to posts, by the URL as it was written; nothing for others, or where it is not wanted.

        Everybody in the channel sees it, so it is of public posts only. Raises StoreError where it is not known what is
        wanted: `caller.settings` would be the usual ones then.
        """
        settings = await self.store.channels.settings(caller.tenant, caller.channel)
        if not settings.unfurls:
            return {}
        audience, sources = caller.readers.all, settings.sources
        linked = [
            (url, await self.searches.linked(html.unescape(url), audience, sources=sources))
            for url in dict.fromkeys(urls)
        ]
        known = [(url, found) for url, found in linked if found is not None]
        return {url: unfurl(found, caller.texts) for url, found in known[:_PREVIEWS]}

    def alone(self, links: Links, caller: Caller, *, may_join: bool) -> Message:
        """The links for the person alone, with what it takes for everybody to see them."""
        invite = caller.texts("related-invite", bot=self.names.bot)
        return related.with_remark(links.message, invite if may_join else caller.texts("related-private"))

    def again(self, url: str, caller: Caller) -> Message:
        """Says that the links are in the thread already, which is at this URL."""
        return related.already_linked(url, caller.texts)

    def stopped(self, shown: Mapping[str, Any], caller: Caller) -> Message:
        """A message that nobody asked for, once somebody has stopped more of them."""
        return related.stopped(shown, caller.texts("auto-link-stopped", ask=self.names.ask))


def _named(found: Sequence[RelatedPost]) -> tuple[str, ...]:
    return tuple("/".join(each.place.post.key) for each in found)


def _is_in(written: str, found: RelatedPost) -> bool:
    url = (found.place.post.url or "").rstrip("/")
    return bool(url) and url in html.unescape(written)

"""What templates ask for: addresses of posts and passages, days in words, where else a passage stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from bot.texts import Texts
from bot.views.quotations import also_said, elsewhere, title_of
from bot.web.drawing import Site, with_link
from knowledge.model import Place, Post
from knowledge.staleness import is_stale, last_touched


@dataclass(frozen=True, slots=True)
class AlsoSaid:
    """Where else a passage stands: in one sentence for one other post, else a summary of the places."""

    sentence: Markup
    summary: str = ""
    places: tuple[Place, ...] = ()
    again: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Showing:
    """One reader's view of the posts: the site, their language, and the day they look at it."""

    site: Site
    texts: Texts
    today: date
    stale_after: timedelta | None = None

    def address(self, post: Post) -> str:
        """Where the bot has the post's page."""
        return self.site.to(f"/posts/{quote(post.slug or '')}")

    def landing(self, place: Place) -> str:
        """The same, at the passage."""
        return f"{self.address(place.post)}#{place.anchor}" if place.anchor else self.address(place.post)

    def published(self, post: Post) -> str:
        """The host where the post has a page of its own; empty where it has none but ours."""
        if not post.url or (self.site.url and post.url.startswith(f"{self.site.url.rstrip('/')}/posts/")):
            return ""
        return urlsplit(post.url).hostname or ""

    def title(self, post: Post) -> str:
        """The title on one line."""
        return title_of(Place(post, (), 0, last=True), self.texts)

    def age(self, post: Post) -> str:
        """When a post that may be out of date was last worked on; empty for any other."""
        touched = last_touched(post)
        if touched is None or not is_stale(post, self.today, self.stale_after):
            return ""
        return self.texts("last-touched", day=self.texts.day(touched))

    def also(self, places: Sequence[Place]) -> AlsoSaid | None:
        """Where else the passage stands whose places these are, the first of them the one that is shown."""
        told, again = elsewhere(places)
        if not (told or again):
            return None
        if len(told) == 1 and not again:
            return AlsoSaid(self._link("reader-also-said-in", told[0]))
        summary = also_said(told, self.texts) if told else ""
        return AlsoSaid(Markup(), summary, tuple(told), tuple(again))

    def otherwise(self, newer: Sequence[Place], older: Sequence[Place] = ()) -> list[Markup]:
        """What is to be said of places that have it with other figures."""
        said = [self._link("said-differently", place) for place in newer]
        return [*said, *(self._link("reader-said-before", place) for place in older)]

    def _link(self, name: str, place: Place) -> Markup:
        dated = f", {self.texts.day(place.post.date)}" if place.post.date else ""
        return with_link(self.texts, name, self.landing(place), self.title(place.post) + dated)

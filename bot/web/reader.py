"""Serves the posts themselves, so that every quote has a page to land on: `/posts`, `/search`, `/lesson`, and a feed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.parts import Parts
from bot.texts import Texts
from bot.views.answer import statement
from bot.views.lesson import whole
from bot.views.notices import LONGEST_QUESTION
from bot.views.reading import reading
from bot.web.articles import Heading, pieces
from bot.web.drawing import Site, draw
from bot.web.feed import DAYS, feed
from bot.web.files import file_routes
from bot.web.gates import Gate, Open, guarded
from bot.web.headers import SAFETY, page
from bot.web.languages import texts_for
from bot.web.listing import Wish, listing, newest_first
from bot.web.showing import Showing
from knowledge import Audience, ShuffleBag
from knowledge.access import ANYBODY
from knowledge.model import Post
from knowledge.results import Hit
from knowledge.staleness import with_staleness

_FEWEST_HEADINGS = 4  # of a post that gets a list of them
_NEWEST = 6  # posts on the first page
_MORE = 10  # paragraphs beyond the answer
_MOST_DIGITS = 9  # of a page's number


@dataclass(frozen=True, slots=True)
class _Found:
    """What the page of a search shows: its sentence, how the question was read, the answer, what comes next."""

    question: str
    statement: str = ""
    reading: str = ""
    hits: tuple[Hit, ...] = ()
    more: tuple[Hit, ...] = ()
    asked_for_more: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """The pages of the posts, for people who may read them."""

    parts: Parts
    site: Site
    gate: Gate

    def home(self, request: Request, audience: Audience = ANYBODY) -> Response:
        """A field to ask in, the lesson of the day and the newest posts."""
        posts = self.parts.knowledge_base
        today = posts.daily_lessons(self._now, DAYS, audience=audience)
        lesson = today[-1][1] if today else None
        newest = newest_first(posts.posts_for(audience))[:_NEWEST]
        said = whole(lesson.passage) if lesson else None
        return self._page(request, "home.html", lesson=lesson, said=said, newest=newest)

    def posts(self, request: Request, audience: Audience = ANYBODY) -> Response:
        """The list of posts."""
        asked = request.query_params
        number = asked.get("page", "")
        is_number = number.isascii() and number.isdecimal() and len(number) <= _MOST_DIGITS
        wish = Wish(asked.get("tag", ""), asked.get("source", ""), max(1, int(number)) if is_number else 1)
        return self._page(request, "posts.html", found=listing(self.parts.knowledge_base.posts_for(audience), wish))

    def post(self, request: Request, audience: Audience = ANYBODY) -> Response:
        """A post with its passages, or what else may be meant."""
        slug = request.path_params["slug"]
        contents = self.parts.knowledge_base.contents(slug, audience=audience)
        if contents is None:
            return self._elsewhere(request, slug, audience)
        drawn = pieces(contents)
        headings = [each for each in drawn if isinstance(each, Heading) and each.anchor]
        newer, older, others = _by_age(contents.post, contents.about)
        return self._page(
            request,
            "post.html",
            post=contents.post,
            sources=len(self.parts.knowledge_base.sources(audience)),
            pieces=drawn,
            headings=headings if len(headings) >= _FEWEST_HEADINGS else [],
            about=(("reader-newer", newer), ("reader-older", older), ("reader-about", others)),
        )

    def search(self, request: Request, audience: Audience = ANYBODY) -> Response:
        """The same answer as in Slack; below it, where wanted, what comes next."""
        question = request.query_params.get("q", "").strip()
        more = bool(request.query_params.get("more"))
        found = self._answered(question, self._texts(request), audience, more=more)
        return self._page(request, "search.html", found=found)

    def _answered(self, question: str, texts: Texts, audience: Audience, *, more: bool) -> _Found:
        if not question:
            return _Found(question)
        if len(question) > LONGEST_QUESTION:
            long = texts("reader-long", length=len(question), most=LONGEST_QUESTION)
            return _Found(question[:LONGEST_QUESTION], long)
        posts = self.parts.knowledge_base
        results = with_staleness(posts.search(question, audience=audience), self._now, self.parts.policy.stale_after)
        shown = [hit.passage.id for hit in results.leading]
        further = posts.search(question, _MORE, without=shown, audience=audience).hits if more and shown else ()
        said, read = statement(results, texts), reading(results, texts)
        return _Found(question, said, read, results.leading, further, asked_for_more=more)

    def lesson(self, request: Request, audience: Audience = ANYBODY) -> Response:
        """A lesson, on a topic if one is named; another one each time."""
        topic = request.query_params.get("topic", "").strip()[:LONGEST_QUESTION]
        found = self.parts.knowledge_base.lesson(ShuffleBag(), self.parts.random, topic, audience=audience)
        said = whole(found.passage) if found else None
        return self._page(request, "lesson.html", kept=False, lesson=found, said=said, topic=topic)

    def feed(self, request: Request, audience: Audience = ANYBODY) -> Response:
        """A lesson a day, as Atom."""
        texts = self._texts(request)
        lessons = self.parts.knowledge_base.daily_lessons(self._now, DAYS, audience=audience)
        content = feed(lessons, self._showing(texts), self.site.url or str(request.base_url))
        return page(request, content, media_type="application/atom+xml")

    def _elsewhere(self, request: Request, slug: str, audience: Audience) -> Response:
        """Where a post that is not here has gone, else a page that says it is not here, with what may be meant."""
        bare = slug.strip("/")
        if not bare:
            return RedirectResponse(self.site.to("/posts"), 308, SAFETY)
        if found := self.parts.knowledge_base.moved(bare, audience=audience):
            return RedirectResponse(self.site.to(f"/posts/{quote(found.slug or '')}"), 308, SAFETY)
        words = " ".join(bare.rpartition("/")[2].replace("-", " ").replace("_", " ").split())[:LONGEST_QUESTION]
        hits = self.parts.knowledge_base.search(words, audience=audience).hits
        nearest = {hit.places[0].post.slug: hit.places[0].post for hit in hits}.values()
        return self._page(request, "gone.html", 404, meant=words, nearest=list(nearest))

    @property
    def _now(self) -> date:
        return self.parts.clock().date()

    def _texts(self, request: Request) -> Texts:
        return texts_for(request.headers.get("accept-language", ""), self.parts.policy.language)

    def _showing(self, texts: Texts) -> Showing:
        return Showing(self.site, texts, self._now, self.parts.policy.stale_after)

    def _page(
        self, request: Request, template: str, status: int = 200, *, kept: bool = True, **values: object
    ) -> Response:
        texts = self._texts(request)
        here = request.url.path
        return page(
            request,
            draw(
                template,
                self.site,
                texts,
                show=self._showing(texts),
                here=here,
                can_leave=self.gate.can_leave,
                **values,
            ),
            status,
            kept=kept,
        )


def reader_routes(parts: Parts, url: str = "", gate: Gate | None = None) -> list[Route]:
    """The pages of the posts, which stand at this URL, for whoever the gate lets look; with what they refer to."""
    gate = gate or Open()
    reader = Reader(parts, Site(parts.names.bot, url), gate)
    pages = {
        "/": reader.home,
        "/posts": reader.posts,
        "/posts/{slug:path}": reader.post,
        "/search": reader.search,
        "/lesson": reader.lesson,
        "/lessons.atom": reader.feed,
    }
    # No page holds a secret that could be guessed from how well it is compressed together with what was asked.
    smaller = [Middleware(GZipMiddleware, compresslevel=6)]
    routes = [Route(path, guarded(gate, shown), middleware=smaller) for path, shown in pages.items()]
    return [*routes, *gate.routes(), *file_routes()]


def _by_age(post: Post, others: Sequence[Post]) -> tuple[list[Post], list[Post], list[Post]]:
    """Newer and older posts, the newest first, and those of which it is not known."""
    newer = [each for each in others if each.date and post.date and each.date > post.date]
    older = [each for each in others if each.date and post.date and each.date < post.date]
    return newest_first(newer), newest_first(older), [each for each in others if each not in (*newer, *older)]

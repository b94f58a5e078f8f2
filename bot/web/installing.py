"""Where the bot is installed by a browser: `/slack/install`, and `/slack/oauth_redirect`, where Slack sends it back to."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.installing import Installing, Outcome, Step
from bot.oauth_settings import INSTALL_PATH, REDIRECT_PATH
from bot.texts import Texts
from bot.web.drawing import Site, draw
from bot.web.files import file_routes
from bot.web.headers import page, sent_on
from bot.web.languages import texts_for

REASONS = frozenset(
    "installed installed_org access_denied invalid_browser invalid_state missing_code invalid_code storage_error"
    " unreachable rotation not_allowed misconfigured unknown".split()
)
"""How an installation may end, each with its texts."""
_HOPELESS = frozenset(("rotation", "not_allowed", "misconfigured"))  # trying again changes nothing
_LONGEST_QUERY = 4096  # characters; Slack's are some hundred long


@dataclass(frozen=True, slots=True)
class InstallPages:
    """The steps of an installation as pages; `language` is for browsers that name none of ours."""

    installing: Installing
    site: Site
    language: str

    async def begin(self, request: Request) -> Response:
        """Send the browser to Slack."""
        return self._answer(request, await self.installing.begin(_query(request)))

    async def finish(self, request: Request) -> Response:
        """Say how it ended, and what to do."""
        return self._answer(request, await self.installing.finish(_query(request), request.headers.get("cookie", "")))

    def _answer(self, request: Request, step: Step) -> Response:
        if step.location:
            response = sent_on(step.location, step.status)
        else:
            texts = texts_for(request.headers.get("accept-language", ""), self.language)
            shown = self._drawn(step.outcome or Outcome("unknown"), texts)
            response = page(request, shown, step.status, kept=False)  # the address holds a code
        if step.cookie:
            response.headers["set-cookie"] = step.cookie
        return response

    def _drawn(self, outcome: Outcome, texts: Texts) -> str:
        reason = outcome.reason if outcome.reason in REASONS else "unknown"
        again = "" if reason in _HOPELESS else self.installing.install_url
        return draw(
            "install.html",
            self.site,
            texts,
            heading=texts(f"install-{reason}", where=outcome.where or "Slack"),
            next=texts(f"install-{reason}-next"),
            link=outcome.link or again,
            label=texts("install-open" if outcome.link else "install-again"),
        )


def install_routes(installing: Installing, name: str, language: str) -> list[Route]:
    """Both routes, and the files that the pages refer to; `name` is what the bot is called."""
    site = Site(name, installing.install_url.removesuffix(INSTALL_PATH))
    pages = InstallPages(installing, site, language)
    steps = [Route(INSTALL_PATH, pages.begin, methods=["GET"]), Route(REDIRECT_PATH, pages.finish, methods=["GET"])]
    return [*steps, *file_routes()]


def _query(request: Request) -> str:
    """What stands behind the question mark, as long as Slack may write it."""
    return request.url.query[:_LONGEST_QUERY]

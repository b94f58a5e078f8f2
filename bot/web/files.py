"""What pages refer to, and the word to crawlers that none of this is for them."""

from mimetypes import guess_type

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.web.drawing import asset
from bot.web.headers import lasting


def file_routes() -> list[Route]:
    """`/assets/…`, each under a name that changes with it, and `/robots.txt`."""
    return [Route("/assets/{digest}/{name}", _file), Route("/robots.txt", _robots)]


async def _file(request: Request) -> Response:
    name = request.path_params["name"]
    try:
        content = asset(name).content
    except (OSError, ValueError):  # not there; a name that no file can have
        return PlainTextResponse("There is no such file.", 404)
    return lasting(content, guess_type(name)[0] or "application/octet-stream")


async def _robots(_: Request) -> Response:
    return PlainTextResponse("User-agent: *\nDisallow: /\n")

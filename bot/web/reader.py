"""Serves the posts themselves, so that a quote has a page to land on where its post has no public one."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.web.pages import STYLE, list_page, post_page
from knowledge import KnowledgeBase

_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


def reader_routes(knowledge_base: KnowledgeBase) -> list[Route]:
    """`/posts` and `/posts/<slug>`."""

    async def posts(_: Request) -> Response:
        return HTMLResponse(list_page(knowledge_base.posts), headers=_HEADERS)

    async def post(request: Request) -> Response:
        found = knowledge_base.post(request.path_params["slug"])
        if found is None:
            return PlainTextResponse("There is no such post.", 404)
        return HTMLResponse(post_page(found), headers=_HEADERS)

    async def style(_: Request) -> Response:
        return Response(STYLE, media_type="text/css")

    return [Route("/posts", posts), Route("/posts/{slug:path}", post), Route("/style.css", style)]

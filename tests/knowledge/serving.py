"""A web server on loopback that says what a test wants, and remembers what it was asked."""

import http.server
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Answer:
    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Asked:
    path: str
    headers: Mapping[str, str]


Route = Answer | bytes | str | Callable[[Asked], Answer]


@dataclass
class Site:
    """The pages of a server by their paths; what is not there is 404. `asked` is every request in its order."""

    url: str = ""
    pages: dict[str, Route] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        return [each.path for each in self.asked]

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        route = self.pages.get(asked.path, Answer(status=404))
        answer = route(asked) if callable(route) else route
        return answer if isinstance(answer, Answer) else Answer(answer, headers={"Content-Type": "text/html"})


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = site.answer(Asked(self.path, {name.lower(): value for name, value in self.headers.items()}))
            body = answer.body.encode() if isinstance(answer.body, str) else answer.body
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    site.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def html(title: str, *paragraphs: str) -> str:
    """A page with a title and paragraphs."""
    text = "".join(f"<p>{each}</p>" for each in paragraphs)
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}</article></body></html>"

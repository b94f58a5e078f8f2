import gzip
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from knowledge.fetching import addresses, client
from knowledge.fetching.addresses import FetchError, UnreachableError
from knowledge.fetching.client import Limits, get, unzipped
from tests.knowledge.serving import Answer, Site

LOCAL = Limits(private=True)


def test_an_address_gives_its_body_and_headers(site: Site) -> None:
    site.pages["/a?b=ü"] = Answer("no")
    site.pages["/a?b=%C3%BC"] = Answer("text", headers={"ETag": '"1"'})
    response = get(f"{site.url}/a?b=ü", {"If-None-Match": '"0"'}, LOCAL)
    assert (response.status, response.body, response.headers["etag"]) == (200, b"text", '"1"')
    assert site.asked[0].headers["if-none-match"] == '"0"'
    assert site.asked[0].headers["user-agent"].startswith("commonplace-bot")


def test_the_address_of_a_host_alone_is_its_first_page(site: Site) -> None:
    site.pages["/"] = "home"
    assert get(site.url, {}, LOCAL).body == b"home"


def test_private_addresses_are_not_asked(site: Site) -> None:
    with pytest.raises(FetchError, match="private address"):
        get(site.url, {}, Limits())
    assert site.asked == []


def test_redirects_are_followed_and_each_is_checked(site: Site) -> None:
    site.pages["/a"] = Answer(status=301, headers={"Location": "b"})
    site.pages["/b"] = Answer(status=302, headers={"Location": f"{site.url}/c"})
    site.pages["/c"] = "here"
    response = get(f"{site.url}/a", {}, LOCAL)
    assert (response.url, response.body) == (f"{site.url}/c", b"here")
    site.pages["/c"] = Answer(status=307, headers={"Location": "file:///etc/passwd"})
    with pytest.raises(FetchError, match="no http or https address"):
        get(f"{site.url}/a", {}, LOCAL)


def test_a_redirect_to_a_private_address_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.pages["/a"] = Answer(status=301, headers={"Location": "http://localhost/"})
    checked = addresses.checked_address
    hosts: list[str] = []

    def first_is_public(host: str, port: int, *, private: bool) -> str:
        hosts.append(host)
        return checked(host, port, private=private or len(hosts) == 1)

    monkeypatch.setattr(client, "checked_address", first_is_public)
    with pytest.raises(FetchError, match="private address"):
        get(f"{site.url}/a", {}, Limits())
    assert hosts == ["127.0.0.1", "localhost"]


def test_there_is_an_end_to_redirects(site: Site) -> None:
    site.pages["/a"] = Answer(status=301, headers={"Location": "/a"})
    with pytest.raises(FetchError, match="redirected more than 5 times"):
        get(f"{site.url}/a", {}, LOCAL)
    assert len(site.asked) == 6


def test_a_redirect_without_a_target_is_an_answer(site: Site) -> None:
    site.pages["/a"] = Answer(status=301)
    assert get(f"{site.url}/a", {}, LOCAL).status == 301


def test_a_body_that_is_too_large_is_not_read_to_its_end(site: Site) -> None:
    site.pages["/a"] = b"x" * 300_000
    with pytest.raises(FetchError, match=r"larger than 0\.1 MB"):
        get(f"{site.url}/a", {}, Limits(size=100_000, private=True))
    assert len(get(f"{site.url}/a", {}, Limits(size=300_000, private=True)).body) == 300_000


def test_a_packed_body_is_unpacked_within_the_limit(site: Site) -> None:
    site.pages["/a"] = Answer(gzip.compress(b"x" * 300_000), headers={"Content-Encoding": "gzip"})
    assert len(get(f"{site.url}/a", {}, LOCAL).body) == 300_000
    with pytest.raises(FetchError, match="larger than"):
        get(f"{site.url}/a", {}, Limits(size=100_000, private=True))


def test_damaged_gzip_is_said_to_be() -> None:
    with pytest.raises(FetchError, match="damaged gzip"):
        unzipped(b"\x1f\x8bnothing", 100)
    assert unzipped(b"text", 1) == b"text"


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(UnreachableError, match="cannot be reached: Connection refused"):
        get(f"http://127.0.0.1:{port}/", {}, LOCAL)


@contextmanager
def _dripping(*pieces: bytes) -> Iterator[str]:
    """A server that sends these pieces, then nothing, and never hangs up by itself."""
    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                for piece in pieces:
                    connection.sendall(piece)
                done.wait(20)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        finally:
            done.set()
            thread.join()


@pytest.mark.parametrize(
    "sent",
    [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", b"HTTP/1.1 200 OK\r\n\r\nabc"],
)
def test_who_takes_too_long_is_hung_up_on(sent: bytes) -> None:
    with _dripping(sent) as url, pytest.raises(UnreachableError, match=r"longer than 0\.1 seconds"):
        get(url, {}, Limits(seconds=0.1, private=True))


def test_a_socket_may_wait_too_long_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_hang_up", lambda *_: None)
    with _dripping() as url, pytest.raises(UnreachableError, match=r"longer than 0\.1 seconds"):
        get(url, {}, Limits(seconds=0.1, private=True))


def test_a_connection_that_has_ended_need_not_be_ended() -> None:
    late = threading.Event()
    with socket.socket() as unconnected:
        client._hang_up(unconnected, late)
    assert late.is_set()


def test_what_is_no_http_is_said_to_be() -> None:
    with _dripping(b"SSH-2.0-OpenSSH\r\n") as url, pytest.raises(UnreachableError, match=r"SSH-2\.0-OpenSSH"):
        get(url, {}, LOCAL)


def test_https_is_spoken_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    names: list[str] = []

    class Plain:
        """Stands for TLS, which needs a certificate."""

        def wrap_socket(self, sock: socket.socket, server_hostname: str) -> socket.socket:
            names.append(server_hostname)
            return sock

    monkeypatch.setattr(ssl, "create_default_context", Plain)
    monkeypatch.setattr(client, "checked_address", lambda *_, **__: "127.0.0.1")
    site.pages["/a"] = "safe"
    port = site.url.rpartition(":")[2]
    assert get(f"https://x.example:{port}/a", {}, Limits()).body == b"safe"
    assert names == ["x.example"]
    assert site.asked[0].headers["host"] == f"x.example:{port}"

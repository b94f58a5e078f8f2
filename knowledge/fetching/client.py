"""One request: to an address that was checked, within a size and a time, redirects checked like the first."""

import http.client
import socket
import ssl
import threading
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from knowledge.fetching.addresses import FetchError, UnreachableError, checked_address, split_address

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_STEP = 65_536
_GZIP = b"\x1f\x8b"
_AGENT = "commonplace-bot"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a request may take: bytes, seconds, redirects; and whether private addresses are allowed."""

    size: int = 5_000_000
    seconds: float = 30
    redirects: int = 5
    private: bool = False


@dataclass(frozen=True, slots=True)
class Response:
    """An answer: the address that gave it in the end, its status, its headers in lower case, its body."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


def get(url: str, headers: Mapping[str, str], limits: Limits) -> Response:
    """Fetch an address. Raises FetchError where nothing comes, or more than the limits allow."""
    for _ in range(limits.redirects + 1):
        response = _get_once(url, headers, limits)
        target = response.headers.get("location")
        if response.status not in _REDIRECTS or target is None:
            return response
        url = urljoin(url, target)
    raise FetchError(f"is redirected more than {limits.redirects} times")


def unzipped(body: bytes, size: int) -> bytes:
    """The body, unpacked where it is gzip. Raises FetchError where it is damaged, or larger than `size` when unpacked."""
    if not body.startswith(_GZIP):
        return body
    unpacking = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacking.decompress(body, size + 1)
    except zlib.error as error:
        raise FetchError("is damaged gzip") from error
    return _within(unpacked, size)


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was checked, whatever the host's name means by then."""

    def __init__(self, host: str, port: int, address: str, tls: ssl.SSLContext | None, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self._address = address
        self._tls = tls

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._tls:
            self.sock = self._tls.wrap_socket(self.sock, server_hostname=self.host)


def _get_once(url: str, headers: Mapping[str, str], limits: Limits) -> Response:
    parts = split_address(url)
    host = parts.hostname or ""
    is_safe = parts.scheme == "https"
    port = parts.port or (443 if is_safe else 80)
    address = checked_address(host, port, private=limits.private)
    tls = ssl.create_default_context() if is_safe else None
    connection = _Connection(host, port, address, tls, limits.seconds)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _exchange(connection, url, target, headers, limits)


def _exchange(connection: _Connection, url: str, target: str, headers: Mapping[str, str], limits: Limits) -> Response:
    late = threading.Event()
    try:
        connection.connect()
        watch = threading.Timer(limits.seconds, _hang_up, (connection.sock, late))
        watch.start()
        try:
            sent = {"User-Agent": _AGENT, "Accept-Encoding": "gzip", "Connection": "close", **headers}
            connection.request("GET", _quoted(target), headers=sent)
            response = connection.getresponse()
            body = _body(response, limits.size)
        finally:
            watch.cancel()
    except (OSError, http.client.HTTPException, ValueError) as error:
        if late.is_set() or isinstance(error, TimeoutError):
            raise UnreachableError(f"takes longer than {limits.seconds:g} seconds") from error
        raise UnreachableError(f"cannot be reached: {_reason(error)}") from error
    finally:
        connection.close()
    if late.is_set():
        raise UnreachableError(f"takes longer than {limits.seconds:g} seconds")
    named = {name.lower(): value for name, value in response.getheaders()}
    if named.get("content-encoding") == "gzip":
        body = unzipped(body, limits.size)
    return Response(url, response.status, named, body)


def _hang_up(sock: socket.socket, late: threading.Event) -> None:
    """End a connection that takes too long, however slowly it still drips."""
    late.set()
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:  # the other side was faster
        return


def _body(response: http.client.HTTPResponse, size: int) -> bytes:
    pieces: list[bytes] = []
    held = 0
    while piece := response.read(_STEP):
        pieces.append(piece)
        held += len(piece)
        if held > size:
            break
    return _within(b"".join(pieces), size)


def _within(body: bytes, size: int) -> bytes:
    if len(body) > size:
        raise FetchError(f"is larger than {size / 1_000_000:g} MB")
    return body


def _quoted(target: str) -> str:
    """A target as bytes that HTTP can carry: what people write with other letters is percent-encoded UTF-8."""
    return "".join(mark if mark.isascii() else "".join(f"%{byte:02X}" for byte in mark.encode()) for mark in target)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__

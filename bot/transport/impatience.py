"""HTTP that hangs up on whoever takes too long over a request, or has no end of headers: uvicorn itself waits for ever."""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

READ_SECONDS = 10.0
"""For a whole request, from its first byte, or from the connection. Slack sends its own in milliseconds."""
LARGEST_HEAD = 64 * 1024
"""Bytes of a request beside its body, as far as they come after its first piece. Slack's own are below two thousand."""


class ImpatientProtocol(HttpToolsProtocol):
    """uvicorn's protocol with a limit on the time that reading a request takes, however its bytes are spread over it.

    The time between two requests is limited by uvicorn's keep-alive, that for an answer by nothing. The size of a body is
    limited by who reads it, that of all else here: the parser keeps headers of any length, before and behind a body.
    """

    _limit: asyncio.TimerHandle | None = None
    _is_whole = False
    _head = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._limit = self.loop.call_later(READ_SECONDS, transport.close)

    def data_received(self, data: bytes) -> None:
        """Read on; a request that is not whole yet has the rest of its time."""
        self._is_whole = False
        self._head += len(data)
        super().data_received(data)
        if self._is_whole:
            self._stop()
        elif self._limit is None:
            self._limit = self.loop.call_later(READ_SECONDS, self.transport.close)
        if self._head > LARGEST_HEAD and not self._is_whole:
            self._refuse()

    def on_message_begin(self) -> None:
        """Another request begins."""
        self._head = 0
        super().on_message_begin()

    def on_body(self, body: bytes) -> None:
        """A piece of the body, which is counted elsewhere."""
        self._head = max(0, self._head - len(body))
        super().on_body(body)

    def on_message_complete(self) -> None:
        """A request is whole."""
        self._is_whole = True
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop to wait."""
        self._stop()
        super().connection_lost(exc)

    def _refuse(self) -> None:
        if self.transport.is_closing():
            return
        if self.cycle and not self.cycle.response_complete:  # type: ignore[truthy-bool]  # at first it is none
            self.transport.close()  # an answer is under way, and nothing may be said in the middle of it
        else:
            self.send_400_response("The headers are too large.")

    def _stop(self) -> None:
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None

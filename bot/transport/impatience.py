"""HTTP that hangs up on whoever takes too long over a request: uvicorn itself waits for the rest of it for ever."""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

READ_SECONDS = 10.0
"""For a whole request, from its first byte, or from the connection. Slack sends its own in milliseconds."""


class ImpatientProtocol(H11Protocol):
    """uvicorn's protocol with a limit on the time that reading a request takes, however its bytes are spread over it.

    The time between two requests is limited by uvicorn's keep-alive, that for an answer by nothing.
    """

    _limit: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._limit = self.loop.call_later(READ_SECONDS, transport.close)

    def data_received(self, data: bytes) -> None:
        """Read on; a request that is not whole yet has the rest of its time."""
        super().data_received(data)
        is_reading = self.conn.their_state is h11.SEND_BODY or (
            self.conn.their_state is h11.IDLE and self.conn.trailing_data[0] != b""
        )
        if not is_reading:
            self._stop()
        elif self._limit is None:
            self._limit = self.loop.call_later(READ_SECONDS, self.transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop to wait."""
        self._stop()
        super().connection_lost(exc)

    def _stop(self) -> None:
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None

"""HTTP/1.1 spoken by hand: any bytes can be sent, and a client costs little of the computer that it measures."""

import asyncio
from dataclasses import dataclass

HUNG_UP = 0
"""The status of an exchange in which the server ended the connection without a word."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, or HUNG_UP, and the body."""

    status: int
    body: bytes = b""


class Wire:
    """A connection that is kept alive, and made anew where the server ended it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def exchange(self, data: bytes) -> Answer:
        """Send these bytes, and read one answer. Raises TimeoutError where none comes within a minute."""
        if self._streams is not None and self._streams[0].at_eof():
            await self.close()  # the server has ended it while nothing was sent
        reader, writer = self._streams or await asyncio.open_connection("127.0.0.1", self._port)
        self._streams = reader, writer
        try:
            async with asyncio.timeout(60):
                writer.write(data)
                await writer.drain()
                answer, is_last = await _read(reader)
        except (ConnectionError, asyncio.IncompleteReadError):
            answer, is_last = Answer(HUNG_UP), True
        except TimeoutError:
            await self.close()  # what came later would be taken for the answer to the next
            raise
        if is_last:
            await self.close()
        return answer

    async def hang_up_after(self, data: bytes) -> None:
        """Send these bytes and end the connection at once."""
        reader, writer = self._streams or await asyncio.open_connection("127.0.0.1", self._port)
        self._streams = reader, writer
        writer.write(data)
        await self.close()

    async def close(self) -> None:
        """End the connection, if there is one."""
        if self._streams is not None:
            _, writer = self._streams
            self._streams = None
            writer.close()
            await asyncio.gather(writer.wait_closed(), return_exceptions=True)


def request(path: str, body: bytes, *headers: tuple[str, str], method: str = "POST") -> bytes:
    """A request whose length is declared as it is."""
    lines = [f"{method} {path} HTTP/1.1", "Host: bot.example.com", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape") + body


async def _read(reader: asyncio.StreamReader) -> tuple[Answer, bool]:
    """An answer, and whether the server ends the connection after it."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = int(head.split(" ", 2)[1])
    fields = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
    body = await reader.readexactly(int(fields.get("content-length", "0")))
    return Answer(status, body), fields.get("connection") == "close"

"""The bot as a process of its own: started, stopped, killed and watched."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

import psutil

from bot.play.slack_side import SlackSide

ROOT = Path(__file__).parents[2]
_PLACE_IN_CODE = r"\n  File \""
"""How a line of a traceback stands in a log of JSON lines."""
_PATIENCE = 120.0  # seconds for a start or an end; both take two where nothing else runs


class BotProcess:
    """`python -m bot`, or another module that runs it; the same again after an end, on the same port."""

    def __init__(self, transport: str, environment: Mapping[str, str], folder: Path, module: str = "bot") -> None:
        self.port = free_port()
        self.lines: list[str] = []
        self._command = (sys.executable, "-m", module, f"--{transport}")
        port = "PORT" if transport == "http" else "COMMONPLACE_METRICS_PORT"
        self._environment = {**environment, port: str(self.port)}
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def resident(self) -> int:
        """Bytes of memory that the process occupies now."""
        rss: int = psutil.Process(self._running.pid).memory_info().rss
        return rss

    @property
    def tracebacks(self) -> int:
        """How many uncaught exceptions the log holds."""
        return sum("Traceback (most recent call last)" in line or _PLACE_IN_CODE in line for line in self.lines)

    async def start(self) -> None:
        """Start it, and return once it takes requests. Raises RuntimeError with its log where it does not."""
        self._ready.clear()
        self._process = await asyncio.create_subprocess_exec(
            *self._command, stderr=asyncio.subprocess.PIPE, env=self._environment, cwd=self._folder, limit=2**24
        )
        self._reading = asyncio.create_task(self._read(self._process))
        async with asyncio.timeout(_PATIENCE):
            await self._ready.wait()
        if self._reading.done():
            raise RuntimeError(f"the bot did not start:\n{''.join(self.lines)}")

    async def stop(self) -> int:
        """Ask it to end, and return its exit code."""
        return await self._end(signal.SIGTERM)

    async def kill(self) -> None:
        """End it in the middle of whatever it does."""
        await self._end(signal.SIGKILL)

    async def end(self) -> None:
        """End it where it still runs."""
        if self._process is not None and self._process.returncode is None:
            await self.kill()

    @property
    def _running(self) -> asyncio.subprocess.Process:
        if self._process is None:
            raise RuntimeError("the process was not started")
        return self._process

    async def _end(self, how: signal.Signals) -> int:
        self._running.send_signal(how)
        async with asyncio.timeout(_PATIENCE):
            code = await self._running.wait()
            if self._reading is not None:
                await self._reading
        return code

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr is not None
        while line := (await process.stderr.readline()).decode(errors="replace"):
            self.lines.append(line)
            if " passages, " in line:
                self._ready.set()
        self._ready.set()


def environment_of(side: SlackSide, config: Path, database: str) -> dict[str, str]:
    """What a bot needs to speak to this side of Slack, and to no other."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": side.bot_token,
        "SLACK_APP_TOKEN": side.app_token,
        "SLACK_SIGNING_SECRET": side.signing_secret,
        "SLACK_API_URL": side.api_url,
        "COMMONPLACE_CONFIG": str(config),
        "DATABASE_URL": database,
        # A trial puts a month of questions into minutes.
        "COMMONPLACE_LIMIT_PERSON": "100000",
        "COMMONPLACE_LIMIT_WORKSPACE": "1000000",
        "XDG_CACHE_HOME": str(config.parent / "cache"),
        "XDG_DATA_HOME": str(config.parent / "data"),
    }


def free_port() -> int:
    """A port of this computer that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port

"""A local Slack nobody here wrote: the npm `emulate` service as a process of its own, for tests over real HTTP."""

import asyncio
import json
import os
import subprocess
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import aiohttp

HERE = Path(__file__).parent
NODE_MODULES = HERE.parents[1] / "node_modules"
BUN = NODE_MODULES / ".bin" / "bun"
READY_SECONDS = 20.0
STOP_SECONDS = 5.0

# What the manifest asks for; scopes are enforced, so a method that needs another one answers `missing_scope`.
BOT_SCOPES = (
    *("app_mentions:read", "chat:write", "commands", "im:history", "links:read", "links:write"),
    *("channels:history", "groups:history", "users:read"),
)


@dataclass(frozen=True, slots=True)
class Emulate:
    """A running workspace: the bot, Ann and Ben; #general without the bot, #engineering with it.

    People's tokens have every scope: with them a test posts, lists and reads as that person. Ids of channels differ
    from run to run, those of people and the bot do not.
    """

    origin: str
    bot_token: str = "xoxb-commonplace"
    ann_token: str = "xoxp-ann"
    ben_token: str = "xoxp-ben"
    signing_secret: str = "signing-secret-of-the-tests"
    client_id: str = "1.1"
    client_secret: str = "secret"
    team: str = "T000000001"
    bot: str = "U0COMMONPL"
    ann: str = "U000000ANN"
    ben: str = "U000000BEN"

    @property
    def base_url(self) -> str:
        """What AsyncWebClient takes as `base_url`."""
        return f"{self.origin}/api/"


def available() -> str:
    """Why emulate cannot run here, or nothing where it can."""
    if not (NODE_MODULES / "emulate" / "package.json").is_file():
        return "npm packages are not installed: npm ci --ignore-scripts"
    try:
        subprocess.run([BUN, "--version"], capture_output=True, timeout=STOP_SECONDS, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        return f"bun does not run ({error}): node node_modules/bun/install.js"
    return ""


@asynccontextmanager
async def emulate(
    port: int = 0,
    *,
    events_url: str = "",
    bot_scopes: Sequence[str] = BOT_SCOPES,
    redirect_url: str = "http://127.0.0.1/slack/oauth_redirect",
) -> AsyncIterator[Emulate]:
    """Run emulate on a loopback port (0: any free one) until the block is left; ready on entry.

    Every event of the workspace is posted to `events_url`, signed, in Slack's envelope, while the call that caused it
    waits. An app with the client id 1.1 may be installed by OAuth from `redirect_url`.

    Raises:
        RuntimeError: It does not answer within 20 seconds, with what it printed.
    """
    with tempfile.TemporaryFile() as log:
        process = await _start(port, events_url, bot_scopes, redirect_url, log)
        try:
            try:
                async with asyncio.timeout(READY_SECONDS):
                    slack = Emulate(await _origin(process))
                    await _until_it_answers(slack)
            except (TimeoutError, EOFError) as error:
                log.seek(0)
                raise RuntimeError(f"emulate is not ready: {log.read().decode(errors='replace')}") from error
            yield slack
        finally:
            await _stop(process)


async def _start(
    port: int, events_url: str, bot_scopes: Sequence[str], redirect_url: str, log: IO[bytes]
) -> asyncio.subprocess.Process:
    secrets = Emulate("")
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "PORT": str(port),
        "EVENTS_URL": events_url,
        "SIGNING_SECRET": secrets.signing_secret,
        "BOT_TOKEN": secrets.bot_token,
        "BOT_SCOPES": ",".join(bot_scopes),
        "PERSON_TOKENS": json.dumps({"ann": secrets.ann_token, "ben": secrets.ben_token}),
        "REDIRECT_URL": redirect_url,
        "DO_NOT_TRACK": "1",
    }
    # In this folder, so that bun does not read a .env of the project; --no-install keeps it from fetching packages.
    return await asyncio.create_subprocess_exec(
        *(BUN, "--no-install", HERE / "start.mjs"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=log,
        env=environment,
        cwd=HERE,
    )


async def _origin(process: asyncio.subprocess.Process) -> str:
    """The address the process prints once it listens."""
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode().strip()
    if not line:
        raise EOFError("ended before it listened")
    return line


async def _until_it_answers(slack: Emulate) -> None:
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        while True:
            with suppress(aiohttp.ClientError):
                async with session.post(f"{slack.base_url}auth.test") as response:
                    if (await response.json()).get("ok"):
                        return
            await asyncio.sleep(0.05)


async def _stop(process: asyncio.subprocess.Process) -> None:
    """Close its standard input, at which it ends; terminate and kill it if it does not."""
    assert process.stdin is not None
    process.stdin.close()
    for push in (None, process.terminate, process.kill):
        if process.returncode is not None:
            break
        if push:
            push()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await process.wait()
        except TimeoutError:
            continue

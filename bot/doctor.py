"""`commonplace doctor`: looks at everything the bot needs, changes nothing, and says the mend for what is wrong."""

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import aiohttp

from bot.app import slack_client
from bot.doctoring.addresses import SECONDS, reached
from bot.doctoring.findings import Finding
from bot.doctoring.installations import install_findings
from bot.doctoring.posts import post_findings
from bot.doctoring.slack import slack_findings
from bot.doctoring.stores import store_finding
from bot.settings import Settings, SettingsError, Transport, read_settings
from bot.web import entrance

_PATIENCE = aiohttp.ClientTimeout(total=15)  # for Slack
_UNAVAILABLE = 503
_SEVERAL = re.compile(r"^ok socket, (\d+) connections", re.MULTILINE)


async def examine(
    environment: Mapping[str, str],
    clock: Callable[[], datetime],
    store: Path,
    transport: Transport | None = None,
    config: Path | None = None,
) -> list[Finding]:
    """Everything that was found, in the order in which to mend it; `store` is where the state is if nothing else is named."""
    settings, findings = _settings(environment, transport)
    reader_url = settings.reader_url if settings else ""
    written = environment.get("DATABASE_URL", "").strip() or str(store)
    posts, domains, groups = await asyncio.to_thread(post_findings, config, reader_url)
    if settings is not None:
        async with aiohttp.ClientSession(timeout=_PATIENCE) as session:
            client = slack_client(session, settings.api_url)
            client.retry_handlers.clear()  # a look does not wait
            if settings.oauth is not None:
                findings += await install_findings(
                    settings, settings.oauth, client, session, clock, written, domains=domains, groups=groups
                )
            else:
                findings += await slack_findings(settings, client, clock, domains=domains, groups=groups)
            if reader_url:
                alive = f"{reader_url.rstrip('/')}/healthz"
                findings.append(await reached(session, "public URL", alive))
                findings.append(_entrance(replace(settings, config=config)))
            if settings.transport == "socket" and settings.metrics_port:
                findings += await _running(session, settings, shared=written.startswith("postgres"))
    return [*findings, await store_finding(written), *posts]


def _settings(environment: Mapping[str, str], transport: Transport | None) -> tuple[Settings | None, list[Finding]]:
    try:
        settings = read_settings(environment, transport)
    except SettingsError as error:
        wrong = [Finding("settings", "mend", *_cut(mistake)) for mistake in error.mistakes]
        return None, [*wrong, Finding("slack", "look", "not asked while the settings need mending")]
    by = "HTTP" if settings.transport == "http" else "Socket Mode"
    said = f"complete, for {by}, {'many workspaces' if settings.oauth else 'one workspace'}"
    return settings, [Finding("settings", "ok", said)]


def _cut(mistake: str) -> tuple[str, str]:
    """What is wrong, and what to do about it."""
    wrong, _, mend = mistake.partition(": ")
    return wrong, mend


def _entrance(settings: Settings) -> Finding:
    """Who may read the posts at the public address."""
    try:
        entrance.check(settings)
    except SettingsError as error:
        return Finding("reader", "mend", *_cut(error.mistakes[0]))
    said = {"slack": "people sign in with Slack", "secret": "people sign in with the secret"}
    openly = (
        "open to everybody: all sources are public" if entrance.is_needed(settings) else "open on this machine alone"
    )
    return Finding("reader", "ok", said.get(settings.signing_in.by, openly))


async def _running(session: aiohttp.ClientSession, settings: Settings, *, shared: bool) -> list[Finding]:
    """What the bot says of itself that runs here, if one does; the doctor opens no connection, which would take requests."""
    address = f"http://{settings.host.replace('0.0.0.0', '127.0.0.1')}:{settings.metrics_port}/readyz"  # noqa: S104
    try:
        async with session.get(address, timeout=SECONDS) as answer:
            status, said = answer.status, await answer.text()
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return [Finding("running bot", "ok", f"none answers at {address}")]
    failed = [line.removeprefix("failed ") for line in said.splitlines() if line.startswith("failed ")]
    if status == _UNAVAILABLE and failed:
        mend = "its log says since when and why"
        return [Finding("running bot", "mend", f"not ready: {'; '.join(failed)}", mend)]
    found = [Finding("running bot", "ok", f"ready, at {address}")]
    if several := _SEVERAL.search(said):
        counted = f"{several[1]} of this app, so each request goes to one of them"
        if shared:
            found.append(
                Finding("connections", "ok", f"{counted}; processes on one PostgreSQL know what the others did")
            )
        else:
            mend = "stop the other processes, or let all use one PostgreSQL (DATABASE_URL)"
            found.append(Finding("connections", "look", f"{counted}; another SQLite file knows nothing of it", mend))
    return found

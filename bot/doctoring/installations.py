"""A bot that many workspaces install: the app that they install, and the tokens that they gave."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.exc import SQLAlchemyError

from bot.doctoring.addresses import reached
from bot.doctoring.findings import Finding
from bot.doctoring.slack import clock_finding, refused_finding, signing_finding
from bot.doctoring.stores import read_only
from bot.installing import exchange
from bot.moods import refusal
from bot.oauth_settings import OAuth
from bot.settings import Settings
from bot.store import StoreError
from bot.store.addresses import read_address
from bot.store.sealing import Seal, SealError
from bot.store.tables import INSTALLATIONS
from bot.surfaces import scopes_of

_NAMED = 5  # tenants, of those that lack a scope


async def install_findings(  # noqa: PLR0913 - what it looks at, and what it is compared with
    settings: Settings,
    oauth: OAuth,
    client: AsyncWebClient,
    session: aiohttp.ClientSession,
    clock: Callable[[], datetime],
    written: str,
    *,
    domains: bool,
    groups: bool,
) -> list[Finding]:
    """Everything that can be seen of the app and of those who installed it.

    `written` is where the state is; `domains` says whether the posts have addresses to show previews for, `groups` whether
    some are for user groups only.
    """
    needed = frozenset(scopes_of(oauth.variant, agent=oauth.agent, domains=domains, groups=groups)[0])
    findings = [signing_finding(settings.signing_secret), *await _app(settings, oauth, client, clock)]
    # Whether browsers reach the bot where Slack sends them back to; a cancelled installation installs nothing.
    findings.append(await reached(session, "redirect URL", oauth.redirect_url, "?error=access_denied"))
    return [*findings, *await asyncio.to_thread(lambda: [*_installations(written, oauth.token_keys, needed)])]


async def _app(
    settings: Settings, oauth: OAuth, client: AsyncWebClient, clock: Callable[[], datetime]
) -> list[Finding]:
    """Whether Slack knows id and secret: it looks at them before it refuses a code that it never gave."""
    mend = "copy client id and secret again from “Basic Information → App Credentials” at api.slack.com/apps"
    try:
        await exchange(client, oauth, "of-nobody")
    except SlackApiError as error:
        if refusal(error) not in ("invalid_code", "code_already_used"):
            return [refused_finding("app credentials", error, settings.api_url, mend)]
        headers = {str(name).lower(): str(value) for name, value in error.response.headers.items()}
        known = Finding("app credentials", "ok", f"Slack knows the app {oauth.client_id}")
        return [known, clock_finding(headers.get("date", ""), clock())]
    except (aiohttp.ClientError, TimeoutError) as error:
        return [refused_finding("app credentials", error, settings.api_url, mend)]
    return [Finding("app credentials", "look", "Slack gave a token for a code that nobody has")]


def _installations(written: str, keys: Sequence[str], needed: frozenset[str]) -> Iterator[Finding]:
    """Who installed the bot; nothing where the store cannot be read, which is a finding of its own."""
    try:
        rows = _rows(written)
    except (StoreError, SQLAlchemyError, sqlite3.Error, OSError, ImportError):
        return
    yield Finding("installations", "ok", f"{len(rows)} workspaces and organisations")
    seal = Seal(keys)
    if lacking := {tenant: needed.difference(scopes) for tenant, _, _, scopes in rows if needed.difference(scopes)}:
        mend = "have it installed again there: what was granted before stays as it was"
        scopes = ", ".join(sorted(frozenset().union(*lacking.values())))
        yield Finding("installations", "look", f"not granted in {', '.join(sorted(lacking)[:_NAMED])}: {scopes}", mend)
    for tenant, token, refused, _ in rows:
        try:
            seal.open(token, tenant)
        except SealError as error:
            said, _, mend = str(error).partition(": ")
            yield Finding("token keys", "mend", said, mend)
        if refused:
            mend = "have it installed again there; after 30 days all that is kept of it is removed"
            yield Finding("installations", "look", f"Slack takes the token of {tenant} no more ({refused})", mend)


def _rows(written: str) -> list[tuple[str, str, str, tuple[str, ...]]]:
    columns = [INSTALLATIONS.c[name] for name in ("tenant", "token", "refused", "scopes")]
    engine = _engine(written)
    try:
        with engine.connect() as connected:
            found = connected.execute(select(*columns).order_by(INSTALLATIONS.c.tenant))
            return [(row[0], row[1], row[2], row[3]) for row in found]
    finally:
        engine.dispose()


def _engine(written: str) -> Engine:
    """The database, to be read alone where it is a file."""
    address = read_address(written)
    path = address.path
    if path is None:
        return create_engine(address.url, hide_parameters=True, connect_args={"connect_timeout": 5})
    return create_engine("sqlite://", creator=lambda: sqlite3.connect(read_only(path), uri=True), hide_parameters=True)

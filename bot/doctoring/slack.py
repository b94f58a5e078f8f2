"""Slack, as the tokens reach it: whose they are, what they may do, and whether the clocks agree."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.doctoring.findings import Finding
from bot.moods import Mood, mood_of, refusal
from bot.settings import Settings
from bot.surfaces import VARIANTS, Variant, missing, scopes_of
from bot.workspaces import granted_in

_FAR = timedelta(seconds=60)  # Slack's signatures fail at 300
_NOTABLE = timedelta(seconds=10)
_SECRET = re.compile(r"[0-9a-f]{32}")
_AGENT = "assistant:write"
_PAGE = "api.slack.com/apps"


@dataclass(frozen=True, slots=True)
class Said:
    """What Slack answered to `auth.test`, its headers in lower case."""

    body: Mapping[str, str]
    headers: Mapping[str, str]

    @property
    def granted(self) -> frozenset[str]:
        return granted_in(self.headers)


async def slack_findings(
    settings: Settings, client: AsyncWebClient, clock: Callable[[], datetime], *, domains: bool, groups: bool = False
) -> list[Finding]:
    """Everything that Slack can be asked.

    `domains` says whether the posts have addresses to show previews for, `groups` whether some are for user groups only.
    """
    findings: list[Finding] = []
    try:
        answer = await client.auth_test(token=settings.bot_token)
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
        findings.append(
            refused_finding(
                "bot token", error, settings.api_url, f"copy it again from “OAuth & Permissions” at {_PAGE}"
            )
        )
    else:
        headers = {str(name).lower(): str(value) for name, value in answer.headers.items()}
        said = Said({name: str(value) for name, value in dict(answer.data).items()}, headers)  # type: ignore[arg-type]
        findings += [
            _whose(said),
            *scope_findings(said.granted, domains=domains, groups=groups),
            clock_finding(said.headers.get("date", ""), clock()),
        ]
    if settings.transport == "socket":
        findings.append(await _socket(settings, client))
    else:
        findings.append(signing_finding(settings.signing_secret))
    return findings


def scope_findings(granted: Collection[str], *, domains: bool, groups: bool = False) -> Iterator[Finding]:
    """Which manifest the app was installed with, as far as what it may do tells, and what the next one would need."""
    if not granted:
        mend = f"look at “OAuth & Permissions” at {_PAGE}"
        yield Finding("scopes", "look", "Slack does not say which scopes are granted", mend)
        return
    lacking = {variant: _lacking(variant, granted, domains=domains, groups=groups) for variant in VARIANTS}
    fitting = [variant for variant in VARIANTS if not lacking[variant]]
    wanting = next((variant for variant in VARIANTS if lacking[variant]), None)
    more = f"{wanting} would need {', '.join(lacking[wanting])}" if wanting else ""
    if not fitting:
        mend = "print the manifest with `commonplace manifest`, paste it under “App Manifest” and install the app again"
        yield Finding("scopes", "mend", f"installed like no manifest: {more}", mend)
    else:
        yield Finding("scopes", "ok", "; ".join(filter(None, [f"installed like {fitting[-1]}", more])))
    yield from _drift(granted, fitting[-1] if fitting else "slash", domains=domains)


def _lacking(variant: Variant, granted: Collection[str], *, domains: bool, groups: bool) -> list[str]:
    return [scope for scope in scopes_of(variant, domains=domains, groups=groups)[0] if scope not in granted]


def _drift(granted: Collection[str], variant: Variant, *, domains: bool) -> Iterator[Finding]:
    """Where what is granted differs from the manifest that was likely pasted."""
    if extra := sorted(set(granted) - set(scopes_of("full", agent=True, domains=True, groups=True)[0])):
        mend = "no manifest of the bot asks for them: remove them from the app and install it again"
        yield Finding("manifest", "look", f"more than it needs is granted: {', '.join(extra)}", mend)
    asked, offered = scopes_of(variant, agent=_AGENT in granted, domains=domains)
    if left := [scope for scope in offered if scope not in granted]:
        names = sorted(name for name, scopes in missing(granted).items() if set(scopes) & set(left))
        said = f"optional and not granted: {', '.join(left)}, so without: {', '.join(names)}"
        yield Finding("manifest", "ok", said)
    known = {
        *asked,
        *offered,
        *scopes_of(variant, domains=True, groups=True)[0],
    }  # the posts may have had addresses before
    over = sorted(scope for scope in granted if scope not in known and scope not in extra)
    if over:
        mend = "paste the manifest that you want anew, and install the app again"
        yield Finding("manifest", "look", f"between two manifests, {variant} and more: {', '.join(over)}", mend)


def _whose(said: Said) -> Finding:
    body = said.body
    return Finding(
        "bot token", "ok", f"@{body.get('user')} in {body.get('team')} ({body.get('team_id')}), {body.get('url')}"
    )


def clock_finding(date: str, now: datetime) -> Finding:
    """How far our clock is from Slack's, whose answer came at this date."""
    try:
        theirs = parsedate_to_datetime(date)
    except ValueError:
        return Finding("clock", "look", "Slack's answer has no date to compare with")
    skew = now - (theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC))
    seconds = round(abs(skew).total_seconds())
    said_so = f"{seconds} s {'ahead of' if skew > timedelta() else 'behind'} Slack's"
    mend = "set the clock by NTP: Slack's signatures are refused from 300 s on"
    if abs(skew) > _FAR:
        return Finding("clock", "mend", said_so, mend)
    return Finding("clock", "look", said_so, mend) if abs(skew) > _NOTABLE else Finding("clock", "ok", "as Slack's")


async def _socket(settings: Settings, client: AsyncWebClient) -> Finding:
    try:
        await client.apps_connections_open(app_token=settings.app_token)
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
        mend = f"make one with the scope connections:write under “Basic Information → App-Level Tokens” at {_PAGE}"
        return refused_finding("app token", error, settings.api_url, f"{mend}, and switch Socket Mode on")
    return Finding("app token", "ok", "opens a connection")


def signing_finding(secret: str) -> Finding:
    """Whether a signing secret looks like one."""
    if _SECRET.fullmatch(secret):
        return Finding("signing secret", "ok", "looks like one; only a request of Slack's can prove it")
    mend = f"copy it again from “Basic Information → App Credentials” at {_PAGE}"
    return Finding("signing secret", "look", "Slack's have 32 hexadecimal digits, this one does not", mend)


def refused_finding(check: str, error: Exception, url: str, mend: str) -> Finding:
    """Why Slack did not answer as it should, or did not answer at all."""
    if not isinstance(error, SlackApiError):
        return Finding(check, "mend", f"{url} cannot be reached ({type(error).__name__})", "look at network and proxy")
    said = refusal(error)
    if said.startswith("status") or mood_of(error) is Mood.RETRYABLE:
        return Finding(check, "mend", f"Slack does not answer as it should ({said})", "try again later")
    return Finding(check, "mend", f"Slack does not take it ({said})", mend)

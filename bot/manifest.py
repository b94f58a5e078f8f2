"""The app's manifest: what to paste at api.slack.com/apps. Its scopes, events and features are those of `bot.surfaces`."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.names import Names
from bot.oauth_settings import REDIRECT_PATH
from bot.signing_in import BACK_PATH
from bot.surfaces import SURFACES, Kind, Surface, Variant, scopes_of, surfaces_of
from bot.texts import ENGLISH, texts_in
from bot.transport.http import PATH

Manifest = dict[str, object]

_MOST_DOMAINS = 5
_SHORTCUTS = {
    "find_related": ("Find related posts", "Links the posts that a message is about"),
    "lesson_about": ("Lesson about this", "Shows a lesson on what a message is about"),
}
_COMMANDS = {
    "ask": ("Ask the team's posts", "how do we cut our cloud bill? | settings | help"),
    "lesson": ("Show a lesson, or set up when they come", "[topic] | saved | subscribe weekly monday 9:00 | help"),
}
_AGENT = "Answers questions with the paragraph that says it, word for word, and links every post that says it."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a manifest is to be for: how much the bot may do, where it is reached, which links it shows previews for.

    `groups` says whether a source is for user groups only, whose members the bot must then know.
    """

    variant: Variant = "standard"
    public_url: str = ""
    domains: tuple[str, ...] = ()
    agent: bool = False
    many: bool = False
    """Whether many workspaces, and whole organisations, may install it."""
    groups: bool = False
    sign_in: bool = False
    """Whether people sign in with Slack to read the posts."""


def build_manifest(names: Names, wanted: Wanted | None = None) -> Manifest:
    """The manifest for HTTP at a public URL, or for Socket Mode without one.

    Raises ValueError for an agent that hears nothing but commands, for many workspaces and for signing in without a public URL.
    """
    wanted = wanted or Wanted()
    if wanted.agent and wanted.variant == "slash":
        raise ValueError("an agent must hear messages: --agent needs --variant standard or full")
    if wanted.many and not wanted.public_url:
        raise ValueError("many workspaces install the bot over HTTP: --many needs --url")
    if wanted.sign_in and not wanted.public_url:
        raise ValueError("people sign in over HTTP: --sign-in needs --url")
    given = surfaces_of(
        wanted.variant,
        agent=wanted.agent,
        domains=bool(wanted.domains),
        many=wanted.many,
        groups=wanted.groups,
    )
    url = wanted.public_url.rstrip("/") + PATH if wanted.public_url else ""
    request_url = {"request_url": url} if url else {}
    events = list(dict.fromkeys(each.name for each in given if each.kind == "event"))
    subscriptions = {"event_subscriptions": {**request_url, "bot_events": sorted(events)}} if events else {}
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": names.bot[:1].upper() + names.bot[1:],
            "description": "Answers with the paragraph that says it, word for word, and links the posts.",
        },
        "features": _features(names, wanted, given, url),
        "oauth_config": {**_redirects(wanted), "scopes": _scopes(wanted)},
        "settings": {
            **subscriptions,
            "interactivity": {"is_enabled": True, **request_url},
            "org_deploy_enabled": wanted.many,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,
        },
    }


def domains_of(base_urls: Collection[str]) -> tuple[str, ...]:
    """The hosts that Slack is to tell of links to, at most as many as a manifest takes; one covers those below it."""
    hosts = [urlsplit(url).hostname or "" for url in base_urls]
    known = dict.fromkeys(host for host in hosts if "." in host)  # localhost is no domain of Slack's
    widest = [host for host in known if not any(host.endswith(f".{other}") for other in known)]
    return tuple(widest[:_MOST_DOMAINS])


def _redirects(wanted: Wanted) -> dict[str, list[str]]:
    """Where Slack sends a browser back after an installation, and after somebody has signed in."""
    paths = [path for path, is_wanted in ((REDIRECT_PATH, wanted.many), (BACK_PATH, wanted.sign_in)) if is_wanted]
    return {"redirect_urls": [wanted.public_url.rstrip("/") + path for path in paths]} if paths else {}


def _scopes(wanted: Wanted) -> dict[str, list[str]]:
    required, optional = scopes_of(
        wanted.variant, agent=wanted.agent, domains=bool(wanted.domains), groups=wanted.groups
    )
    return {"bot": required, **({"bot_optional": optional} if optional else {})}


def _features(names: Names, wanted: Wanted, given: Sequence[Surface], url: str) -> dict[str, object]:
    hears = any(each.name == "message.im" for each in given)
    commands = {"ask": names.ask, "lesson": names.lesson}
    features: dict[str, object] = {
        "app_home": {
            "home_tab_enabled": any(each.name == "app_home_opened" for each in given),
            "messages_tab_enabled": hears,
            "messages_tab_read_only_enabled": not hears,
        },
        "bot_user": {"display_name": names.bot, "always_online": True},
        "shortcuts": [_shortcut(each) for each in _names("shortcut")],
        "slash_commands": [_command(commands[each], each, url) for each in _names("command")],
    }
    if wanted.domains and any(each.name == "link_shared" for each in given):
        features["unfurl_domains"] = list(wanted.domains)
    if wanted.agent:
        features["agent_view"] = {"agent_description": _AGENT, "suggested_prompts": _prompts()}
    return features


def _names(kind: Kind) -> Iterable[str]:
    return dict.fromkeys(each.name for each in SURFACES if each.kind == kind)


def _shortcut(callback_id: str) -> dict[str, object]:
    name, description = _SHORTCUTS[callback_id]
    return {"name": name, "type": "message", "callback_id": callback_id, "description": description}


def _command(command: str, name: str, url: str) -> dict[str, object]:
    description, hint = _COMMANDS[name]
    address = {"url": url} if url else {}
    return {"command": command, **address, "description": description, "usage_hint": hint, "should_escape": True}


def _prompts() -> list[dict[str, str]]:
    """What is suggested until the bot suggests what its posts answer."""
    texts = texts_in(ENGLISH)
    return [{"title": each, "message": each} for each in (texts("usage-example-1"), texts("usage-example-2"))]

"""The app's manifest: what to paste at api.slack.com/apps. Least scopes, each for something the bot does."""

from bot.listeners.shortcuts import FIND_RELATED
from bot.transport.http import PATH
from bot.views.notices import Names

Manifest = dict[str, object]

SCOPES = {
    "app_mentions:read": "hear when it is called by name",
    "chat:write": "answer in channels, threads and direct messages",
    "commands": "slash commands and the message shortcut",
    "im:history": "hear direct messages",
}
OPTIONAL_SCOPES = {
    "channels:history": "read the first message of a thread it is called in without a question (public channels)",
    "groups:history": "the same in private channels",
}
EVENTS = ("app_mention", "message.im")


def build_manifest(names: Names, public_url: str = "") -> Manifest:
    """The manifest for HTTP at a public URL, or for Socket Mode without one."""
    url = public_url.rstrip("/") + PATH if public_url else ""
    request_url = {"request_url": url} if url else {}
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": names.bot[:1].upper() + names.bot[1:],
            "description": "Answers with the paragraph that says it, word for word, and links the posts.",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": False,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": names.bot, "always_online": True},
            "shortcuts": [
                {
                    "name": "Find related posts",
                    "type": "message",
                    "callback_id": FIND_RELATED,
                    "description": "Shows the posts that a message is about",
                }
            ],
            "slash_commands": [
                _command(names.ask, "Ask the team's posts", "how do we roll back? | help", url),
                _command(names.lesson, "Show a random lesson", "[topic]", url),
            ],
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES), "bot_optional": sorted(OPTIONAL_SCOPES)}},
        "settings": {
            "event_subscriptions": {**request_url, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **request_url},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,
        },
    }


def _command(command: str, description: str, hint: str, url: str) -> dict[str, object]:
    address = {"url": url} if url else {}
    return {"command": command, **address, "description": description, "usage_hint": hint, "should_escape": True}

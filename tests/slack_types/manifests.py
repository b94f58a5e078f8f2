"""What Slack asks of an app manifest beyond its type: lengths, counts, addresses, and the scope behind each event."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from tests.slack_types import limits, nodes, schemas

BOUNDS: limits.Bounds = {
    "display_information.name": (1, 35),
    "display_information.description": (1, 140),
    "display_information.long_description": (175, 4000),
    "features.bot_user.display_name": (1, 80),
    "features.shortcuts": (0, 10),
    "features.shortcuts[].name": (1, 24),
    "features.shortcuts[].callback_id": (1, 255),
    "features.shortcuts[].description": (1, 150),
    "features.slash_commands": (0, 50),
    "features.slash_commands[].command": (2, 32),
    "features.slash_commands[].description": (1, 2000),
    "features.slash_commands[].usage_hint": (1, 1000),
    "features.unfurl_domains": (0, 5),
    "features.agent_view.agent_description": (1, 300),
    "features.agent_view.suggested_prompts": (0, 4),
    "oauth_config.redirect_urls": (0, 1000),
    "oauth_config.scopes.bot": (0, 255),
    "oauth_config.scopes.bot_optional": (0, 255),
    "oauth_config.scopes.user": (0, 255),
    "oauth_config.scopes.user_optional": (0, 255),
    "settings.allowed_ip_address_ranges": (0, 50),
    "settings.event_subscriptions.bot_events": (0, 100),
    "settings.event_subscriptions.user_events": (0, 100),
    "settings.event_subscriptions.metadata_subscriptions": (1, 20),
}
SHORTCUTS_EACH = 5
PATTERNS: Mapping[str, tuple[str, str]] = {
    "display_information.background_color": (r"#(?:[0-9a-fA-F]{3}){1,2}", "a colour such as #1d3557"),
    "features.slash_commands[].command": (r"/[^\s/A-Z]+", "a slash and lower-case letters without spaces"),
    "features.unfurl_domains[]": (r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", "a lower-case host without scheme or path"),
    "features.slash_commands[].url": (r"https://\S+", "an https address"),
    "oauth_config.redirect_urls[]": (r"https://\S+", "an https address"),
    "settings.event_subscriptions.request_url": (r"https://\S+", "an https address"),
    "settings.interactivity.request_url": (r"https://\S+", "an https address"),
    "settings.interactivity.message_menu_options_url": (r"https://\S+", "an https address"),
}
UNIQUE = ("features.slash_commands[].command", "features.shortcuts[].callback_id", "features.unfurl_domains[]")

# What must be granted (or asked for as optional) before Slack delivers the feature or the event.
SCOPES: Mapping[str, str] = {
    "app_mention": "app_mentions:read",
    "link_shared": "links:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
}
FEATURE_SCOPES: Mapping[str, str] = {
    "slash_commands": "commands",
    "shortcuts": "commands",
    "agent_view": "assistant:write",
    "unfurl_domains": "links:read",
}


def faults(manifest: Mapping[str, object]) -> Iterator[str]:
    """Everything that is wrong with a manifest."""
    known = schemas.schema("manifest")["definitions"]["Manifest"]["properties"]
    for key in sorted(manifest.keys() - known.keys()):
        yield f"{key}: not a key of a manifest"  # the type lets any key pass at the top, Slack none
    yield from schemas.faults("manifest", manifest)
    yield from limits.size_faults(manifest, BOUNDS, "")
    for path, (pattern, meaning) in PATTERNS.items():
        for found, value in nodes.values(manifest, path):
            if isinstance(value, str) and not re.fullmatch(pattern, value):
                yield f"{found}: {value!r} is not {meaning}".lstrip(".")
    for path in UNIQUE:
        for value, times in Counter(str(value) for _, value in nodes.values(manifest, path)).items():
            if times > 1:
                yield f"{path}: {value!r} stands {times} times"
    for kind, times in Counter(str(kind) for _, kind in nodes.values(manifest, "features.shortcuts[].type")).items():
        if times > SHORTCUTS_EACH:
            yield f"features.shortcuts: {times} of type {kind}, allowed {SHORTCUTS_EACH}"
    yield from _scope_faults(manifest)
    yield from _address_faults(manifest)


def _scope_faults(manifest: Mapping[str, object]) -> Iterator[str]:
    granted = {
        scope
        for path in ("oauth_config.scopes.bot[]", "oauth_config.scopes.bot_optional[]")
        for _, scope in nodes.values(manifest, path)
    }
    asked = {str(event) for _, event in nodes.values(manifest, "settings.event_subscriptions.bot_events[]")}
    needs = [(event, SCOPES[event]) for event in sorted(asked & SCOPES.keys())]
    needs += [
        (f, s) for f, s in FEATURE_SCOPES.items() if any(value for _, value in nodes.values(manifest, f"features.{f}"))
    ]
    for what, scope in needs:
        if scope not in granted:
            yield f"oauth_config.scopes: {what} needs {scope}"


def _address_faults(manifest: Mapping[str, object]) -> Iterator[str]:
    """Without Socket Mode, Slack has to be told where to send each thing."""
    if any(value is True for _, value in nodes.values(manifest, "settings.socket_mode_enabled")):
        return
    for found, command in nodes.values(manifest, "features.slash_commands[]"):
        if isinstance(command, Mapping) and "url" not in command:
            yield f"{found}.url: missing, and Socket Mode is off".lstrip(".")
    for name, switch in (("event_subscriptions", "bot_events"), ("interactivity", "is_enabled")):
        for found, part in nodes.values(manifest, f"settings.{name}"):
            if isinstance(part, Mapping) and part.get(switch) and "request_url" not in part:
                yield f"{found}.request_url: missing, and Socket Mode is off".lstrip(".")

"""What a person types, as Slack sends it: escaped, with links and names in angle brackets."""

import re
from collections.abc import Callable, Mapping

_LINK_OR_NAME = re.compile(r"https?://(?:(?!&[lg]t;)[^\s<>|])*[^\s<>|.,;:!?)'\"&]|(?<![\w&/])[@#][\w.-]*\w")


def escape(text: str) -> str:
    """Escape the three characters Slack escapes; quotes stay as they are."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_sent(text: str, users: Mapping[str, str], channels: Mapping[str, str]) -> str:
    """The text as an app receives it.

    Args:
        text: What the person typed.
        users: Name → id, for `@ben`.
        channels: Name → id, for `#random`.
    """
    return _LINK_OR_NAME.sub(_bracket(users, channels), escape(text))


def _bracket(users: Mapping[str, str], channels: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    def bracket(match: re.Match[str]) -> str:
        found = match.group()
        name = found[1:]
        if found.startswith("@"):
            return f"<@{users[name]}>" if name in users else found
        if found.startswith("#"):
            return f"<#{channels[name]}|{name}>" if name in channels else found
        return f"<{found}>"

    return bracket

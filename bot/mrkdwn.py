"""Slack's text ⇄ plain text. Pure; source of the rules: Slack's “Formatting text for app surfaces”."""

import re
from urllib.parse import quote, urlsplit

_LEADING_MENTION = re.compile(r"^\s*<@(?P<user>[A-Z0-9]+)(?:\|[^>]*)?>[\s,:]*")
_MARKED = re.compile(r"<(?P<kind>[@#!]?)(?P<target>[^|<>]*)(?:\|(?P<label>[^<>]*))?>")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_CODE_FENCE = re.compile(r"```|`")
_EMPHASIS = re.compile(r"(?<![\w*_~])([*_~])(?=\S)([^*_~\n]+?)(?<=\S)\1(?![\w*_~])")


def to_plain(text: str, bot_user_id: str = "") -> str:
    """What a person meant by a text as Slack delivers it: links by their label, without the leading call of the bot.

    Mentions of people and groups go: they are no part of a question. Entities are unescaped, the ampersand last.
    """
    leading = _LEADING_MENTION.match(text)
    if leading is not None and leading["user"] == bot_user_id:
        text = text[leading.end() :]
    text = _MARKED.sub(_shown, text)
    text = _EMPHASIS.sub(r"\2", _CODE_FENCE.sub(" ", text))
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return " ".join(_CONTROL.sub(" ", text).split())


def mentions(text: str, user_id: str) -> bool:
    """Whether a text as Slack delivers it names this user."""
    return bool(user_id) and re.search(rf"<@{re.escape(user_id)}(?:\|[^>]*)?>", text) is not None


def escape(text: str) -> str:
    """The text so that Slack shows it as it is: nothing in it links, formats a mention or pings anyone."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def link(url: str, label: str) -> str:
    """A link with a label; the bare label where the URL is not one for the web."""
    safe, shown = web_url(url), escape(" ".join(label.split()))
    return f"<{escape(safe)}|{shown.replace('|', '¦')}>" if safe and shown else shown


def web_url(url: str) -> str:
    """The URL with every character that would end a link encoded; empty unless it is http or https."""
    try:
        parts = urlsplit(url)
    except ValueError:  # http://[
        return ""
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~-._")


def _shown(marked: re.Match[str]) -> str:
    """What a person sees of `<…>`: the label of a link, the name of a channel, nothing of a mention."""
    kind, target, label = marked["kind"], marked["target"], marked["label"]
    if kind == "#":
        return f"#{label}" if label else ""
    if kind in ("@", "!"):
        return ""
    return label or target.removeprefix("mailto:")

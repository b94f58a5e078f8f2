"""Our own rules for text: no mention that rings, no broken link, nothing unescaped; each holds for hostile posts too."""

import re
from collections.abc import Iterator, Mapping

MENTION = re.compile(r"<(?:!(?:channel|here|everyone|subteam\^)|@)[^>\s]*>?", re.IGNORECASE)
LINK = re.compile(r"<https?://[^\s<>|]+\|[^<>|\n]*[^<>|\s][^<>|\n]*>")
STRAY = re.compile(r"<[^>\n]{0,40}>?|(?<!^)(?<!^>)(?<!^>>)>.{0,20}", re.MULTILINE)
BARE_AMPERSAND = re.compile(r"&(?!amp;|lt;|gt;).{0,20}")
EMOJI_CODE = re.compile(r":[a-z0-9_+'-]+:")
RINGING = frozenset({"broadcast", "user", "usergroup"})
BUTTONS = frozenset({"button", "icon_button", "workflow_button"})


def mention_faults(text: str, path: str) -> Iterator[str]:
    """Mentions that would notify people, in a text of any markup."""
    for mention in MENTION.findall(text):
        yield f"{path}: unescaped mention {mention}"


def mrkdwn_faults(text: str, path: str) -> Iterator[str]:
    """What is unsafe or would be spoilt in a mrkdwn text: mentions, malformed links, unescaped `& < >`."""
    yield from mention_faults(text, path)
    for ampersand in BARE_AMPERSAND.findall(text):
        yield f"{path}: bare & in {ampersand!r}, write &amp; &lt; &gt;"
    for stray in STRAY.findall(MENTION.sub("", LINK.sub("link", text))):
        yield f"{path}: {stray!r} is no well-formed <http(s)://…|label> link, and not escaped"


def node_faults(node: Mapping[str, object], path: str) -> Iterator[str]:
    """The same for one object of a block: its text by its own markup, its mentions, its buttons, its URLs."""
    kind, text = node.get("type"), node.get("text")
    if kind in RINGING:
        yield f"{path}: rich text {kind} element notifies people"
    if kind == "mrkdwn" and isinstance(text, str):
        yield from mrkdwn_faults(text, f"{path}.text")
    if kind == "markdown" and isinstance(text, str):
        yield from mention_faults(text, f"{path}.text")
    if kind in BUTTONS:
        yield from _button_faults(node, path)
    if kind == "feedback_buttons":
        for side in ("positive_button", "negative_button"):
            yield from _button_faults(node.get(side), f"{path}.{side}")
    for key, value in node.items():
        if (key == "url" or key.endswith("_url")) and isinstance(value, str) and not _is_web_address(value):
            yield f"{path}.{key}: {value[:80]!r} is no http(s) address without spaces, | < >"


def _button_faults(button: object, path: str) -> Iterator[str]:
    """A button that is only an emoji says nothing to a screen reader."""
    if not isinstance(button, Mapping):
        return
    label, text = button.get("accessibility_label"), button.get("text")
    shown = text.get("text") if isinstance(text, Mapping) else None
    words = EMOJI_CODE.sub("", shown) if isinstance(shown, str) else ""
    if not any(character.isalnum() for character in words) and not (isinstance(label, str) and label.strip()):
        yield f"{path}: neither visible words nor an accessibility_label"


def _is_web_address(value: str) -> bool:
    return re.fullmatch(r"https?://[^\s<>|]+", value) is not None

"""The marks of Slack's mrkdwn and of its markdown blocks, as patterns; shared by whatever draws them."""

import re

FENCE = re.compile(r"```(?:[\w+-]*\n)?(.*?)(?:```|\Z)", re.DOTALL)
QUOTE = re.compile(r"(?:&gt;|>) ?")
BULLET = re.compile(r"\s*(?:[•◦▪*+–-]|\d+[.)]) +")
HEADING = re.compile(r"#{1,6} +(.+?)(?: +#+)?$")
RULE = re.compile(r" {0,3}([-*_])(?: *\1){2,} *$")
_LINK = r"(?P<angle><[^<>\n]+>)"
_CODE = r"(?P<code>`[^`\n]+`)"


def _between(mark: str, name: str) -> str:
    """A pattern for text between two marks that no letter touches from outside."""
    return rf"(?<![\w{mark}]){mark}(?P<{name}>[^\s{mark}](?:[^{mark}\n]*[^\s{mark}])?){mark}(?![\w{mark}])"


MRKDWN = re.compile("|".join([_LINK, _CODE, _between(r"\*", "bold"), _between("_", "italic"), _between("~", "strike")]))
MARKDOWN = re.compile(
    "|".join(
        [
            _LINK,
            _CODE,
            r"!?\[(?P<label>[^\[\]\n]*)\]\((?P<url>[^\s()]+(?:\([^\s()]*\)[^\s()]*)?)\)",
            r"\*\*(?P<bold>\S(?:[^\n]*?\S)?)\*\*",
            _between(r"\*", "italic"),
            _between("_", "slanted"),
            r"~~(?P<strike>\S(?:[^\n]*?\S)?)~~",
        ]
    )
)


def unescape(text: str) -> str:
    """Slack's three entities as the characters they stand for."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

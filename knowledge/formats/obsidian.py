"""What only Obsidian writes: `[[links]]`, `![[embeds]]`, `%%comments%%`, `^block-ids`, and the callouts that GitHub has too."""

import re

COMMENT = "%%"

_LINK = re.compile(r"(!?)\[\[([^\[\]\n|#^]*)(?:[#^]([^\[\]\n|]*))?(?:\|([^\[\]\n]*))?\]\](?![(\[])")
_ID = re.compile(r"(?:^|[ \t]+)\^(?=[\w-]*[A-Za-z])[A-Za-z0-9-]{3,}[ \t]*$")
_CALLOUT = re.compile(r"^(\s*(?:>\s*)+)\[!\w[\w -]*(?:\|[^\]\n]*)?\][+-]?[ \t]*(.*)$")


def kept_of_link(text: str, start: int) -> tuple[str, int] | None:
    """What a reader sees of the link that opens here, and where it ends; None where it is none. An embed is left out."""
    found = _LINK.match(text, start)
    if found is None:
        return None
    embeds, page, heading, shown = found.groups()
    if embeds:
        return "", found.end()
    name = page.strip().rpartition("/")[2] or (heading or "").strip().lstrip("^#").replace("#", " > ")
    return (shown or name).strip(), found.end()


def without_id(line: str) -> str:
    """A line without the id of its block."""
    return _ID.sub("", line)


def callout(line: str) -> tuple[str, str] | None:
    """The marks in front of a callout, and its title, which may be empty; None where the line begins none."""
    found = _CALLOUT.match(line)
    return (found.group(1), found.group(2).strip()) if found else None

"""Where a post's head, or its document's name, says that the post is."""

import re

from knowledge.document_names import notion_id
from knowledge.formats.front_matter import FrontMatter

_ADDRESS = re.compile(r"(?:https?://)?[^:{}\s]*[/.][^:{}\s]*")  # no `:title` and no `{{ slug }}` in it


def url_in(head: FrontMatter, path: str) -> str | None:
    """The post's own address, as it is written; Jekyll's `permalink` may also name a rule, which is for the configuration."""
    permalink = head.text("permalink")
    if permalink is not None and _ADDRESS.fullmatch(permalink) is None:
        permalink = None
    own = head.text("url") or permalink or _by_path(head) or head.text("canonical_url")
    page = notion_id(path)
    return own or (f"https://www.notion.so/{page}" if page else None)


def _by_path(head: FrontMatter) -> str | None:
    """Gatsby's `path: /a/`, Zola's `path = "a"`."""
    path = head.text("path")
    if path is None or _ADDRESS.fullmatch(path) is None:
        return None
    return path if path.startswith("/") else f"/{path.strip('/')}/" if head.is_toml else None
